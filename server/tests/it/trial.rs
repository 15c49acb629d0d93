//! Trying before fielding: previews, the launch gate, and rehearsals from the page.

use std::collections::BTreeMap;

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use store::people::Role;
use store::surveys::{self, SurveyState};

use crate::actors::{MINI, SECOND_HAND, Site, now};
use crate::staff::{TINY, answers, file, lines, places, signed_in, tiny};

/// A site whose survey was never open.
async fn before_the_field(yaml: &str) -> Site {
    let site = Site::with(&[]).await;
    surveys::add(&site.db, yaml, false, now()).await.unwrap();
    site
}

async fn state(site: &Site) -> SurveyState {
    surveys::load(&site.db, &tiny()).await.unwrap().state
}

#[tokio::test]
async fn a_preview_asks_as_an_interview_does_and_counts_for_nothing() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    let first = analyst.opens("/surveys/tiny/preview").await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(lines(&first.html, ".preview-bar").contains("It counts for nothing."));
    assert_snapshot!(lines(&first.html, ".question__text"), @r"
    Adult?
    Region
    Sex
    ");
    let complaints = analyst.answers("adult=1").await;
    assert!(complaints.html.contains("summary__title"), "complaints are those of an interview");
    let second = analyst.answers("adult=1&region=2&sex=1").await;
    assert_snapshot!(lines(&second.html, ".why__page > .why__head, .why__block, .why__step"), @r"
    who asked
    adult asked Adult? Answer: Yes
    region asked Region Answer: South
    sex asked Sex Answer: Male
    → Screen-out S_AGE passed by if adult == 2 → does not hold adult = 1
    → Gate: a place in every quota table place granted
    more here asked
    advice not asked Advice if region == 1 → does not hold region = 2
    again asked Again?
    ");
    let chinese = analyst.presses("_lang=zh", "").await;
    assert_eq!(lines(&chinese.html, ".question__text"), "再来？");
    let end = analyst.answers("again=1").await;
    assert!(end.html.contains("data-disposition=\"complete\""));
    assert!(lines(&end.html, ".why .hint").contains("Q_SPEED"), "the rules flag, and never reject");

    let begun = store::fieldwork::begun(&site.db, &tiny(), false).await.unwrap();
    let tests = store::fieldwork::begun(&site.db, &tiny(), true).await.unwrap();
    assert_eq!((begun, tests), (0, 0));
    assert_eq!(places(&site, false).await, "");
}

#[tokio::test]
async fn a_preview_jumps_and_says_why_a_page_asks_nothing() {
    let yaml = TINY.replace("- page: more\n", "- page: more\n  if: sex == 2\n");
    let site = Site::with(&[&yaml]).await;
    let mut author = signed_in(&site, "li", &[Role::Author]).await;
    author.posts("/surveys/tiny/preview/jump", "page=more").await;
    let page = author.opens("/surveys/tiny/preview").await;
    assert_snapshot!(lines(&page.html, "main"), @"Nothing is asked on this page more With the answers so far its conditions do not hold. What they read stands under “What was asked and why”; go to another page from there.");
    assert_snapshot!(lines(&page.html, "[aria-current=step] .why__condition"), @r"
    if sex == 2 → does not hold sex = missing
    if region == 1 → does not hold region = missing
    ");
    author.posts("/surveys/tiny/preview/gate", "gate=full").await;
    author.posts("/surveys/tiny/preview/jump", "page=who").await;
    author.opens("/surveys/tiny/preview").await;
    let full = author.answers("adult=1&region=1&sex=2").await;
    assert!(full.html.contains("data-disposition=\"quota_full\""));
    author.posts("/surveys/tiny/preview/beginning", "").await;
    let again = author.opens("/surveys/tiny/preview").await;
    assert!(again.html.contains("name=\"adult\""));
}

#[tokio::test]
async fn the_gate_names_a_screen_out_that_nobody_meets_and_keeps_its_report() {
    let yaml = TINY.replace("adult == 2}", "adult * region > 4}");
    let site = before_the_field(&yaml).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let led = manager.posts("/surveys/tiny/open", "").await;
    assert_eq!(led.location(), "/surveys/tiny/trial?opening#gate");
    assert_snapshot!(lines(&manager.opens(led.location()).await.html, "[role=alert]"), @"This version has not passed the launch gate and has never been open. Run the gate here and open the survey, or open it anyway with a reason.");

    let tried = manager.posts("/surveys/tiny/launch", "").await;
    assert_eq!((tried.location(), state(&site).await), ("/surveys/tiny/trial#gate", SurveyState::Paused));
    let page = manager.opens("/surveys/tiny/trial").await;
    assert_snapshot!(lines(&page.html, ".gate__verdict, .gate__check"), @r"
    Not passed. lin · 2026-01-12 06:40 · 66 robots
    ✓ Fine The file has no problems.
    ✓ Fine Robots find their way, and some are complete (66 sent).
    ✓ Fine Every question is asked of somebody (5).
    ✗ Found Every end is met: screen-outs, refusals and others (1). screened_out S_AGE is never met. adult * region > 4
    ✓ Fine Every quota cell takes somebody in and, when full, turns somebody away (12).
    ✓ Fine Every text is there in every language (20 texts).
    ✓ Fine The targets of the quota tables go together (1 plan).
    ");

    let shy = manager.posts("/surveys/tiny/launch", "anyway=1&why=ok").await;
    assert_eq!(shy.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&shy.html, ".fault"), @"Give a reason of 5 to 500 characters.");
    let bold = manager.posts("/surveys/tiny/launch", "anyway=1&why=The client insists").await;
    assert_eq!((bold.location(), state(&site).await), ("/surveys", SurveyState::Open));
    let ledger = store::fieldwork::ledger(&site.db, &tiny(), 1).await.unwrap();
    assert_eq!((ledger[0].after.as_deref(), ledger[0].who.as_deref()), (Some("open"), Some("lin")));
    assert_eq!(ledger[0].why.as_deref(), Some("The client insists"));

    manager.posts("/surveys/tiny/pause", "").await;
    manager.posts("/surveys/tiny/open", "").await;
    assert_eq!(state(&site).await, SurveyState::Open, "after a pause nothing is asked again");
}

#[tokio::test]
async fn a_survey_that_passes_the_gate_opens_at_once() {
    let site = before_the_field(TINY).await;
    let mut author = signed_in(&site, "li", &[Role::Author]).await;
    assert_eq!(author.posts("/surveys/tiny/gate", "").await.location(), "/surveys/tiny/trial#gate");
    let page = author.opens("/surveys/tiny/trial").await;
    assert!(lines(&page.html, ".gate__verdict").starts_with("Passed. li"), "{}", page.text());
    assert!(!page.html.contains("/launch"), "an author opens nothing");
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    manager.posts("/surveys/tiny/open", "").await;
    assert_eq!(state(&site).await, SurveyState::Open);
}

#[tokio::test]
async fn both_reference_questionnaires_pass_the_gate_at_the_desk() {
    let site = Site::with(&[MINI, SECOND_HAND]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    for survey in ["mini-program-2026", "second-hand-2025"] {
        manager.posts(&format!("/surveys/{survey}/gate"), "").await;
        let page = manager.opens(&format!("/surveys/{survey}/trial")).await;
        assert!(lines(&page.html, ".gate__verdict").starts_with("Passed."), "{}", page.text());
    }
}

/// A rehearsal that fills every cell.
pub const FILL: [(&str, &str); 6] =
    [("length", "full"), ("robots", ""), ("speed", "fast"), ("seed", "5"), ("source", "none"), ("plan", "")];

#[tokio::test]
async fn a_rehearsal_from_the_page_fills_the_shadow_and_is_wiped_with_one_click() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager, Role::Analyst]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let real = places(&site, false).await;
    let asked = manager.uploads("/surveys/tiny/rehearsal", &FILL).await;
    assert_eq!(asked.location(), "/surveys/tiny/trial#rehearsal", "{}", asked.text());
    let waiting = manager.opens("/surveys/tiny/trial").await;
    assert_snapshot!(lines(&waiting.html, ".rehearsal [role=status]"), @"Waiting. 0 robots sent, 0 complete.");
    let twice = manager.uploads("/surveys/tiny/rehearsal", &FILL).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);

    server::rehearsal::run_waiting(&site.db, now).await.unwrap();
    assert_snapshot!(places(&site, true).await, @"region_sex.1.1 1+0, region_sex.1.2 1+0, region_sex.2.1 1+0, region_sex.2.2 1+0, sex.1 2+0, sex.2 2+0");
    assert_eq!(places(&site, false).await, real, "the real field is left alone");
    let done = manager.opens("/surveys/tiny/trial").await;
    assert!(lines(&done.html, "#rehearsal table td").contains("6 of 6 cells full."), "{}", done.text());

    let csv = file(&mut manager, "tiny", "rehearsal=1").await;
    let name = csv.headers[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
    assert!(name.ends_with("_complete_rehearsal.csv\""), "{name}");
    assert_eq!(csv.html.lines().count(), 1 + 4, "{}", csv.html);
    let csv = file(&mut manager, "tiny", "").await;
    assert_eq!(csv.html.lines().count(), 1 + 1);

    let sure = manager.opens("/surveys/tiny/rehearsal/wipe").await;
    assert!(lines(&sure.html, "main").contains("of this survey will be deleted"));
    manager.posts("/surveys/tiny/rehearsal/wipe", "").await;
    assert_eq!(store::fieldwork::begun(&site.db, &tiny(), true).await.unwrap(), 0);
    assert_eq!(places(&site, true).await, "");
    assert_eq!(places(&site, false).await, real);
}

#[tokio::test]
async fn a_rehearsal_at_the_desk_sends_the_robots_of_the_command_line() {
    let data = |fill: bool| async move {
        let site = Site::with(&[TINY]).await;
        let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
        let survey = surveys::load(&site.db, &tiny()).await.unwrap();
        if fill {
            manager.uploads("/surveys/tiny/rehearsal", &FILL).await;
            server::rehearsal::run_waiting(&site.db, now).await.unwrap();
        } else {
            let stage = server::rehearsal::Stage {
                db: &site.db,
                survey: &survey,
                plan: None,
                seed: 5,
                began: now(),
                aside: false,
            };
            let mut run = server::rehearsal::Run::new(&stage, server::rehearsal::Until::Full).await.unwrap();
            while run.wave(server::rehearsal::WAVE).await.unwrap() == server::rehearsal::Went::On {}
        }
        let rows = store::interviews::batch(&site.db, &tiny(), true, 0.into(), 10_000).await.unwrap();
        let answers = |it: &survey::Interview| {
            let drafts: BTreeMap<_, _> =
                it.drafts.iter().map(|(page, it)| (page.clone(), it.fields.clone())).collect();
            format!("{} {drafts:?}", it.disposition.word())
        };
        rows.iter().map(|it| answers(&it.interview)).collect::<Vec<_>>()
    };
    assert_eq!(data(true).await, data(false).await);
}

#[tokio::test]
async fn all_that_is_wrong_with_an_order_is_said_at_once() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let plan = "questionnaire: tiny\nentrants: {nobody: {1: 1}}\ndraw:\n  region: {d: {1: 0.5, 9: 0.5}}\n";
    let fields = [
        ("length", "number"),
        ("robots", "many"),
        ("speed", "pace"),
        ("pace", "0"),
        ("seed", "-1"),
        ("source", "none"),
        ("file", plan),
    ];
    let page = manager.uploads("/surveys/tiny/rehearsal", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, "#rehearsal .notice, #rehearsal .fault, #plan-fault li"), @r"
    There are 4 things to put right.
    A whole number from 1 to 100000.
    A number from 0.1 to 1000.
    A whole number, 0 or more.
    This plan does not fit the questionnaire. Line and column stand before each problem.
    2:12 `nobody` is neither a question nor an age. Write the `var` of a question.
    4:3 `region` has no code 9. Use the codes of the questionnaire.
    ");
    assert!(page.html.contains("value=\"many\""), "what was typed is kept");
    assert_eq!(lines(&page.html, "textarea"), plan.trim());
}

#[tokio::test]
async fn a_rehearsal_that_waits_can_be_stopped() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    manager.uploads("/surveys/tiny/rehearsal", &FILL).await;
    manager.posts("/surveys/tiny/rehearsal/stop", "").await;
    server::rehearsal::run_waiting(&site.db, now).await.unwrap();
    assert_eq!(store::fieldwork::begun(&site.db, &tiny(), true).await.unwrap(), 0);
    let page = manager.opens("/surveys/tiny/trial").await;
    assert!(lines(&page.html, "#rehearsal td").contains("Stopped."), "{}", page.text());
}
