//! The topline: each question with its base, brought up to date as the field goes on.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;
use store::review::{Judgement, judge};
use survey::InterviewId;

use crate::actors::{Respondent, Site, after_minutes, now};
use crate::staff::{TINY, analyst, field, lines, signed_in, tiny};

const HERE: &str = "/surveys/tiny/topline";

/// How many are counted, and the table of one question.
async fn shown(person: &mut Respondent<'_>, query: &str) -> String {
    let page = person.opens(&format!("{HERE}{query}")).await;
    assert_eq!(page.status, StatusCode::OK);
    lines(&page.html, ".paper__head > p:nth-child(2), #region caption, #region tbody tr")
}

#[tokio::test]
async fn every_question_of_the_completes_is_a_table_with_its_base() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let page = wang.opens(HERE).await;
    assert_snapshot!(lines(&page.html, ".paper__head p, .topline h2, .topline caption, .topline tbody tr, .topline__base"), @r"
    Tiny survey
    3 completes are counted.
    Version 1.0.0 · after 4 changes · intervals at 95 %
    A0 Adult?
    All who reach this page, n = 3
    Yes 100.0 43.9–100.0 3
    No 0.0 0.0–56.1 0
    A1 Region
    All who reach this page, n = 3
    North 33.3 6.1–79.2 1
    South 66.7 20.8–93.9 2
    A2 Sex
    All who reach this page, n = 3
    Male 66.7 20.8–93.9 2
    Female 33.3 6.1–79.2 1
    B1 Advice
    If A1 is 1 “North”, n = 1
    B2 Again?
    All who reach this page, n = 3
    Yes 66.7 20.8–93.9 2
    No 33.3 6.1–79.2 1
    ");
    let page = wang.opens(&format!("{HERE}?lang=zh&sort=size")).await;
    assert_snapshot!(lines(&page.html, "#region h2, #region caption, #region tbody tr, #region summary"), @r"
    A1 地区
    所有到达本页的受访者，n = 3
    南 66.7 20.8–93.9 2
    北 33.3 6.1–79.2 1
    这些数字从何而来
    ");
}

#[tokio::test]
async fn who_is_rejected_withdraws_or_completes_later_is_out_or_in_at_the_next_look() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    assert_snapshot!(shown(&mut wang, "").await, @r"
    3 completes are counted.
    All who reach this page, n = 3
    North 33.3 6.1–79.2 1
    South 66.7 20.8–93.9 2
    ");
    judge(&site.db, &tiny(), &[InterviewId(1)], Judgement::Reject, ("lin", "twice"), now()).await.unwrap();
    assert_snapshot!(shown(&mut wang, "").await, @r"
    2 completes are counted.
    All who reach this page, n = 2
    North 0.0 0.0–65.8 0
    South 100.0 34.2–100.0 2
    ");
    let mut leaver = site.respondent();
    leaver.opens("/s/tiny").await;
    after_minutes(1);
    leaver.answers("adult=1&region=1&sex=2").await;
    after_minutes(1);
    leaver.answers("advice=&again=1").await;
    assert_snapshot!(shown(&mut wang, "").await, @r"
    3 completes are counted.
    All who reach this page, n = 3
    North 33.3 6.1–79.2 1
    South 66.7 20.8–93.9 2
    ");
    store::withdrawal::withdraw(&site.db, &leaver.token(), now()).await.unwrap();
    assert_snapshot!(shown(&mut wang, "").await, @r"
    2 completes are counted.
    All who reach this page, n = 2
    North 0.0 0.0–65.8 0
    South 100.0 34.2–100.0 2
    ");
    judge(&site.db, &tiny(), &[InterviewId(1)], Judgement::Accept, ("lin", "not twice"), now())
        .await
        .unwrap();
    assert_snapshot!(shown(&mut wang, "").await, @r"
    3 completes are counted.
    All who reach this page, n = 3
    North 33.3 6.1–79.2 1
    South 66.7 20.8–93.9 2
    ");
}

#[tokio::test]
async fn weights_count_those_who_have_one_and_an_unknown_one_is_said_at_its_place() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    let weights = [("name", "rim"), ("file", "id,weight\n1,0.5\n3,1.5\n")];
    wang.uploads("/surveys/tiny/weights", &weights).await;
    assert_snapshot!(shown(&mut wang, "?weight=rim").await, @r"
    2 completes are counted. 1 has no weight and is left out.
    All who reach this page, n = 2, effective base 2
    North 25.0 2.2–83.1 1
    South 75.0 16.9–97.8 1
    ");
    let page = wang.opens(&format!("{HERE}?weight=rum")).await;
    assert_snapshot!(lines(&page.html, "#weight-fault, #region caption"), @r"
    This survey has no weights with this name.
    All who reach this page, n = 3
    ");
}

#[tokio::test]
async fn before_anybody_has_completed_it_says_so() {
    let site = Site::with(&[TINY]).await;
    let page = analyst(&site).await.opens(HERE).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(lines(&page.html, ".paper").contains("There is nobody to count yet."), "{}", page.html);
    assert_eq!(lines(&page.html, ".topline"), "");
}

#[tokio::test]
async fn of_a_question_that_nobody_was_asked_there_is_no_share() {
    let of_north = TINY.replacen("nr: B2, type: single,", "nr: B2, type: single, if: region == 1,", 1);
    let last = "\n  - {var: last, type: single, text: {zh: 末, en: Last}, choices: {1: {zh: 是, en: A}, 2: {zh: 否, en: B}}}";
    let site = Site::with(&[&of_north.replacen("\nends:", &format!("{last}\nends:"), 1)]).await;
    let mut someone = site.respondent();
    someone.opens("/s/tiny").await;
    after_minutes(1);
    someone.answers("adult=1&region=2&sex=1").await;
    after_minutes(1);
    someone.answers("last=1").await;
    let page = analyst(&site).await.opens(HERE).await;
    assert_snapshot!(lines(&page.html, "#sex tbody tr, #again caption, #again tbody tr"), @r"
    Male 100.0 20.7–100.0 1
    Female 0.0 0.0–79.3 0
    If A1 is 1 “North”, n = 0
    Yes 0
    No 0
    ");
}

#[tokio::test]
async fn a_condition_leaves_those_it_holds_for_and_what_is_none_is_said_at_its_place() {
    let site = field(TINY).await;
    let mut wang = analyst(&site).await;
    assert_snapshot!(shown(&mut wang, "?filter=region+%3D%3D+2").await, @r"
    2 completes are counted.
    All who reach this page, n = 2
    North 0.0 0.0–65.8 0
    South 100.0 34.2–100.0 2
    ");
    let page = wang.opens(&format!("{HERE}?filter=region+%3D%3D+2&sort=size")).await;
    let link = "/surveys/tiny/topline?filter=region+%3D%3D+2&amp;sort=size&amp;lang=zh";
    assert!(page.html.contains(link), "the same in the other language: {}", page.html);
    let page = wang.opens(&format!("{HERE}?filter=colour+%3D%3D+2")).await;
    assert_snapshot!(lines(&page.html, "#filter-fault, .paper__head > p:nth-child(2)"), @r"
    This is no condition on this questionnaire.
    3 completes are counted.
    ");
    let page = wang.opens(&format!("{HERE}?filter=region+%3D%3D+1+and+sex+%3D%3D+2")).await;
    assert!(lines(&page.html, ".paper").contains("leave nobody to count"), "{}", page.html);
}

#[tokio::test]
async fn a_rehearsal_has_a_topline_of_its_own_until_it_is_wiped() {
    let site = field(TINY).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager, Role::Analyst]).await;
    let rehearsal = format!("{HERE}?rehearsal=1");
    assert_eq!(lines(&lin.opens(&rehearsal).await.html, ".topline"), "");
    lin.uploads("/surveys/tiny/rehearsal", &crate::trial::FILL).await;
    server::rehearsal::run_waiting(&site.db, now).await.unwrap();
    let counted = lines(&lin.opens(&rehearsal).await.html, ".paper__head > p:nth-child(2)");
    assert_eq!(counted, "4 completes are counted.");
    lin.posts("/surveys/tiny/rehearsal/wipe", "").await;
    assert_eq!(lines(&lin.opens(&rehearsal).await.html, ".topline"), "");
}
