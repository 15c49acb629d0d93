//! The review of flagged interviews, through HTTP: the list with its evidence, judging, checks, guards.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;
use survey::InterviewId;
use survey::quality::cohort::{Check, Evidence, Flag};

use crate::actors::form::all;
use crate::actors::{Answer, Respondent, Site, after_minutes, now};
use crate::staff::{TINY, answers, lines, nobody, signed_in, tiny};

/// Two quality rules that flag, one of them with junk text.
fn flagging() -> String {
    let rules = "  - {id: Q_JUNK, if: answered(advice) and junk(advice), do: flag}\n  \
                 - {id: Q_CONTRA, if: \"adult == 1 and again == 2\", do: flag}\n";
    let text = TINY.replace("n: 4", "n: 8").replace("1: [1, 1], 2: [1, 1]", "1: [2, 2], 2: [2, 2]");
    text.replace("{1: 2, 2: 2}", "{1: 4, 2: 4}") + rules
}

async fn site() -> Site {
    Site::with(&[&flagging()]).await
}

/// What stands on each card.
fn cards(page: &Answer) -> String {
    lines(&page.html, ".flagged__head, .evidence")
}

async fn review(manager: &mut Respondent<'_>) -> Answer {
    let page = manager.opens("/surveys/tiny/review").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    page
}

#[tokio::test]
async fn flagged_interviews_are_listed_with_what_each_flag_rests_on() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    assert_eq!(cards(&review(&mut manager).await), "");
    answers(&site, "region=1&sex=1", "advice=asdf&again=2").await;
    answers(&site, "region=1&sex=2", "advice=more+tea&again=1").await;
    let page = review(&mut manager).await;
    assert_snapshot!(cards(&page), @r#"
    Interview 1 Complete Not looked at 2026-01-12 06:42 1.0 min Open 1
    Q_JUNK answered(advice) and junk(advice) “asdf” (Advice) Q_CONTRA adult == 1 and again == 2 Yes (Adult?) No (Again?)
    "#);
    assert_snapshot!(lines(&page.html, ".timings tr"), @r#"
    Page Seconds Usual Against usual
    who 0.0 0.0
    More 60.0 60.0 100 %
    In all 60.0 60.0 100 %
    "#);
}

#[tokio::test]
async fn whoever_fills_the_field_that_nobody_sees_is_flagged_and_is_told_nothing() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut robot = site.respondent();
    let page = robot.opens("/s/tiny").await;
    assert!(page.html.contains("aria-hidden=\"true\"") && page.html.contains("tabindex=\"-1\""));
    after_minutes(1);
    robot.answers("adult=1&region=1&sex=1&subject-line=Buy+now").await;
    after_minutes(1);
    let end = robot.answers("advice=&again=1").await;
    assert!(end.html.contains("data-disposition=\"complete\""));
    assert_snapshot!(cards(&review(&mut manager).await), @r#"
    Interview 1 Complete Not looked at 2026-01-12 06:42 1.0 min Open 1
    Hidden field filled A field of the form that no person sees or reaches was filled.
    "#);
    // Turned off, it is in no form.
    assert_eq!(
        manager
            .posts("/surveys/tiny/guards", "honeypot=0&minimum_seconds=&proof_of_work=0&guards_why=")
            .await
            .location(),
        "/surveys/tiny/review?done=guards#guards"
    );
    assert!(!site.respondent().opens("/s/tiny").await.html.contains("subject-line"));
}

#[tokio::test]
async fn many_are_rejected_at_once_and_one_comes_back_from_its_own_page() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=asdf&again=1").await;
    answers(&site, "region=2&sex=2", "again=2").await;
    let form = "interview=1&interview=2&why=same+hand&verdict=reject";
    let answer = manager.posts("/surveys/tiny/review?seen=open", form).await;
    assert_eq!(answer.location(), "/surveys/tiny/review?seen=open&done=reject");
    assert_eq!(site.dispositions("tiny").await, "rejected rejected");
    let page = manager.opens("/surveys/tiny/review?done=reject").await;
    assert_snapshot!(lines(&page.html, "[role=status], .flagged__head"), @r#"
    Rejected; the places are free again.
    Interview 2 Rejected Rejected by hand 2026-01-12 06:44 1.0 min Open 2
    Interview 1 Rejected Rejected by hand 2026-01-12 06:42 1.0 min Open 1
    "#);
    let answer =
        manager.posts("/surveys/tiny/review", "interview=2&_from=record&why=a+mistake&verdict=accept").await;
    assert_eq!(answer.location(), "/surveys/tiny/interviews/2?done=accept");
    assert_eq!(site.dispositions("tiny").await, "rejected complete");
    let page = manager.opens("/surveys/tiny/interviews/2?done=accept").await;
    assert_snapshot!(lines(&page.html, "#quality h2, #quality [role=status], #quality .evidence"), @r#"
    Quality
    Accepted.
    Q_CONTRA adult == 1 and again == 2 Yes (Adult?) No (Again?)
    "#);
    assert_eq!(store::quotas::verify(&site.db).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_rejected_one_without_a_place_stays_out_and_the_cell_is_named() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    manager.posts("/surveys/tiny/review", "interview=1&why=odd&verdict=reject").await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let page = manager.posts("/surveys/tiny/review", "interview=1&why=fine&verdict=accept").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice"), @"Not everything could be done; done: 0. What was not: 1 cannot come back: no place in region_sex.1.1. Raise the target, or reject somebody else first.");
    assert_eq!(site.dispositions("tiny").await, "rejected complete");
    assert_eq!(store::quotas::verify(&site.db).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_judgement_without_interviews_or_reason_is_sent_back_with_what_was_ticked() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=asdf&again=1").await;
    let page = manager.posts("/surveys/tiny/review", "why=&verdict=reject").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There are 2 things to put right.
    Tick at least one interview.
    Say why.
    "#);
    let page = manager.posts("/surveys/tiny/review", "interview=1&why=&verdict=reject").await;
    assert!(page.html.contains("value=\"1\" checked"), "{}", page.html);
    assert_eq!(site.dispositions("tiny").await, "complete");
    let page = manager.posts("/surveys/tiny/review", "interview=77&why=odd&verdict=reject").await;
    assert_snapshot!(lines(&page.html, ".notice"), @"Not everything could be done; done: 0. What was not: 77 is no finished interview of this survey.");
    assert_eq!(
        manager.posts("/surveys/none/review", "interview=1&why=x&verdict=reject").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        nobody(&site).posts("/surveys/tiny/review", "interview=1&why=x&verdict=reject").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn the_list_is_filtered_by_rule_disposition_and_whether_it_was_looked_at() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=asdf&again=1").await;
    answers(&site, "region=2&sex=2", "again=2").await;
    manager.posts("/surveys/tiny/review", "interview=2&why=fine&verdict=accept").await;
    let mut listed = async |query: &str| {
        let page = manager.opens(&format!("/surveys/tiny/review?{query}")).await;
        lines(&page.html, ".flagged__choose").replace("Interview ", "").replace('\n', " ")
    };
    assert_eq!(listed("").await, "2 1");
    assert_eq!(listed("rule=Q_JUNK").await, "1");
    assert_eq!(listed("seen=accepted").await, "2");
    assert_eq!(listed("seen=open").await, "1");
    assert_eq!(listed("disposition=rejected").await, "");
    assert_eq!(listed("before=2").await, "1");
    let page = review(&mut manager).await;
    assert_snapshot!(lines(&page.html, ".sieve option"), @r#"
    All
    Q_SPEED (0)
    Q_JUNK (1)
    Q_CONTRA (1)
    Hidden field filled (0)
    No proof of work (0)
    Below the least time (0)
    Nearly the same answers (0)
    Nearly the same words (0)
    Answers that do not hang together (0)
    Even page times (0)
    Usual page times (0)
    Burst of arrivals (0)
    All
    Complete
    Rejected
    All
    Not looked at
    Accepted
    Rejected by hand
    "#);
}

#[tokio::test]
async fn what_the_checks_found_is_told_with_its_figures() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=The tea was cold and nobody cared&again=1").await;
    answers(&site, "region=1&sex=2", "advice=The tea was cold, and nobody cared.&again=1").await;
    assert_eq!(
        manager.posts("/surveys/tiny/checks", "").await.location(),
        "/surveys/tiny/review?done=checked#checks"
    );
    assert_snapshot!(cards(&review(&mut manager).await), @r#"
    Interview 2 Complete Not looked at 2026-01-12 06:44 1.0 min Open 2
    Nearly the same words 100 % of all runs of letters are shared; 60 % is flagged. Here: The tea was cold, and nobody cared. Nearest: The tea was cold and nobody cared Others: 1
    Interview 1 Complete Not looked at 2026-01-12 06:42 1.0 min Open 1
    Nearly the same words 100 % of all runs of letters are shared; 60 % is flagged. Here: The tea was cold and nobody cared Nearest: The tea was cold, and nobody cared. Others: 2
    "#);
    let burst = Evidence {
        measure: 40.0,
        threshold: 12.0,
        expected: 2.0,
        base: 5,
        many: 39,
        about: "river".into(),
        ..Evidence::default()
    };
    let flags = vec![Flag { interview: InterviewId(1), check: Check::Burst, evidence: burst }];
    store::review::keep(&site.db, &tiny(), flags, now()).await.unwrap();
    assert_snapshot!(lines(&review(&mut manager).await.html, ".evidence"), @"Burst of arrivals 40 interviews began within 5 min; 2 would be usual then, and from 12 on is flagged. Most came by river.");
}

#[tokio::test]
async fn the_least_time_flags_and_a_wrong_one_is_said_beside_its_field() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager
        .posts("/surveys/tiny/guards", "honeypot=perhaps&minimum_seconds=soon&proof_of_work=0&guards_why=")
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There are 2 things to put right.
    Choose on or off.
    A whole number from 1 to 7200, or nothing.
    "#);
    assert!(page.html.contains("value=\"soon\""));
    manager
        .posts("/surveys/tiny/guards", "honeypot=1&minimum_seconds=300&proof_of_work=0&guards_why=pilot")
        .await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    assert_snapshot!(cards(&review(&mut manager).await), @r#"
    Interview 1 Complete Not looked at 2026-01-12 06:42 1.0 min Open 1
    Below the least time 60 s in all; the middle of the newest completes is 60 s
    "#);
}

#[tokio::test]
async fn the_review_speaks_chinese() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=asdf&again=2").await;
    manager.opens("/surveys?lang=zh").await;
    let page = review(&mut manager).await;
    assert_snapshot!(lines(&page.html, "h1, h2, .evidence"), @r#"
    质量审核
    Q_JUNK answered(advice) and junk(advice) “asdf”（建议） Q_CONTRA adult == 1 and again == 2 是（成年？） 否（再来？）
    对全部已结束访问的检查
    防护
    "#);
    assert!(!page.html.contains("review-"), "words are missing");
}

/// The solution of the sum on a page, as its script would put it into the form.
fn solution(page: &Answer) -> String {
    let html = scraper::Html::parse_document(&page.html);
    let challenge = all(&html, "input[data-challenge]")[0].attr("data-challenge").unwrap();
    let challenge: altcha::Challenge = serde_json::from_str(challenge).unwrap();
    let solution = altcha::solve_challenge(altcha::SolveChallengeOptions::new(&challenge)).unwrap().unwrap();
    serde_json::to_string(&altcha::Payload { challenge, solution }).unwrap()
}

#[tokio::test]
async fn a_survey_may_ask_for_a_proof_of_work_and_flags_whoever_comes_without() {
    let site = site().await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = site.respondent().opens("/s/tiny").await;
    assert!(!page.html.contains("/proof-1/") && !page.html.contains("_proof"));
    manager.posts("/surveys/tiny/guards", "honeypot=1&minimum_seconds=&proof_of_work=1&guards_why=").await;
    // Without script: works as ever, and is flagged.
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    // With script, solved only on the second page.
    let mut respondent = site.respondent();
    let first = respondent.opens("/s/tiny").await;
    assert!(first.html.contains("src=\"/pkg/proof-1/start.js\"") && first.html.ends_with("</html>"));
    let policy = first.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval';") && policy.contains("worker-src 'self'"),
        "{policy}"
    );
    after_minutes(1);
    let second = respondent.answers("adult=1&region=1&sex=2").await;
    let mut form = second.form();
    form.fill("advice=&again=1");
    let solution = solution(&second);
    form.controls.iter_mut().find(|it| it.name == "_proof").unwrap().values = vec![solution];
    after_minutes(1);
    let body = form.body("_go=next");
    assert_eq!(respondent.posts(&form.action.clone(), &body).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.dispositions("tiny").await, "complete complete");
    assert_snapshot!(cards(&review(&mut manager).await), @r#"
    Interview 1 Complete Not looked at 2026-01-12 06:42 1.0 min Open 1
    No proof of work The browser brought no proof of work. Without scripts none can.
    "#);
}
