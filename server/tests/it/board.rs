//! The board: every line of it on the page, and every figure recomputed from the raw interviews.

mod crowd;
mod recount;

use axum::http::StatusCode;
use insta::assert_snapshot;
use scraper::Html;
use store::people::Role;
use store::quotas::{self, Change};
use survey::fieldwork::Fieldwork;
use survey::quota::CellName;

use crate::actors::form::{all, words};
use crate::actors::{Respondent, Site, after_minutes, now};
use crate::staff::{TINY, answers, calls, lines, nobody, signed_in, tiny};

/// The rows of every table in a part of a page.
fn tables(html: &str, part: &str) -> String {
    let html = Html::parse_document(html);
    let rows = all(&html, &format!("{part} tr"));
    let cells = scraper::Selector::parse("th, td").unwrap();
    let row = |it: scraper::ElementRef<'_>| {
        it.select(&cells).map(words).collect::<Vec<_>>().join(" | ").trim_end().to_owned()
    };
    rows.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

/// What the island is told.
async fn asks(manager: &Respondent<'_>, rehearsal: bool) -> Fieldwork {
    let body = format!("survey=tiny&lang=en&rehearsal={rehearsal}");
    let answer = calls(manager, "/api/quota_board", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.html);
    serde_json::from_str(&answer.html).unwrap()
}

/// A manager changes the cells.
async fn changes(site: &Site, change: Change) {
    let edition = quotas::what_if(&site.db, &tiny(), change.clone(), now()).await.unwrap().edition;
    quotas::change(&site.db, &tiny(), change, edition, ("lin", ""), now()).await.unwrap();
}

#[tokio::test]
async fn every_figure_is_what_the_raw_interviews_say() {
    let site = Site::with(&[&crowd::questionnaire()]).await;
    let devices = crowd::comes(&site, 240).await;
    let manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let told = asks(&manager, false).await;
    let expected = recount::expected(&site, &devices).await;
    // Line by line, so that a difference is read at once.
    assert_eq!(recount::told(&told).join("\n"), expected.join("\n"));
    let words: Vec<_> = told.funnel.iter().map(|it| it.count).collect();
    assert!(words.iter().all(|it| *it > 0), "everything happened to somebody: {words:?}");
    assert!(told.days.len() > 1 && told.hours.len() == 48);
}

#[tokio::test]
async fn a_table_shows_target_complete_in_progress_and_open_with_totals() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=2&sex=1", "").await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_snapshot!(tables(&page.html, ".quota-board"), @r"
     | Male | Female | Total
    North | 1 / 1 0 open ✓ Full | 0 / 1 1 open | 1 / 2 1 open
    South | 0 / 1 1 in progress · 0 open | 0 / 1 1 open | 0 / 2 1 in progress · 1 open
    Total | 1 / 2 1 in progress · 0 open | 0 / 2 2 open | 1 / 4 1 in progress · 2 open
     | Completes
    Male | 1 / 2 1 in progress · 0 open
    Female | 0 / 2 2 open
    Total | 1 / 4 1 in progress · 2 open
    ");
}

#[tokio::test]
async fn per_cent_are_of_the_target_and_need_no_script() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=2&sex=1", "").await;
    let page = manager.opens("/surveys/tiny/fieldwork?show=percent").await;
    assert_snapshot!(tables(&page.html, ".quota-board[data-wide]"), @r"
     | Male | Female | Total
    North | 100% / 1 0% open ✓ Full | 0% / 1 100% open | 50% / 2 50% open
    South | 0% / 1 100% in progress · 0% open | 0% / 1 100% open | 0% / 2 50% in progress · 50% open
    Total | 50% / 2 50% in progress · 0% open | 0% / 2 100% open | 25% / 4 25% in progress · 50% open
    ");
    assert_snapshot!(lines(&page.html, ".fieldwork__switch [aria-current]"), @"Per cent");
}

#[tokio::test]
async fn cells_over_and_behind_are_told_by_shape_and_word() {
    let site = Site::with(&[&crowd::questionnaire()]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    for _ in 0..9 {
        answers(&site, "region=1&sex=1", "advice=&again=1").await;
    }
    let cell = |key: &str| CellName { table: "region_sex".into(), key: key.into() };
    changes(&site, Change::Targets(vec![(cell("1.1"), 6)])).await;
    changes(&site, Change::Paused { cell: cell("2.1"), paused: true }).await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_snapshot!(lines(&page.html, ".quota-board[data-wide] tbody .quota-board__cell"), @r"
    9 / 6 0 open ▲ Over by 3
    0 / 24 24 open
    9 / 30 24 open
    0 / 20 20 open ■ Paused
    0 / 36 36 open ▼ Behind by 4
    0 / 56 56 open ▼ Behind by 6
    ");
}

#[tokio::test]
async fn figures_and_the_funnel_are_told_with_their_meaning() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=1&sex=1", "").await;
    answers(&site, "adult=2&region=1&sex=1", "").await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_snapshot!(lines(&page.html, ".figure dd"), @r"
    1 / 4
    0
    50.0%
    33.3%
    1.0 min half between 1.0 and 1.0
    ");
    assert_snapshot!(lines(&page.html, ".figure summary"), @r"
    Completes
    In progress
    Incidence rate
    Completion rate
    Length of interview
    ");
    assert_snapshot!(tables(&page.html, ".funnel"), @r"
    Disposition | AAPOR | Interviews | Share |
    Begun Everybody whose first page arrived. Who only opens the link is not counted. |  | 3 | 100.0% |
    Refused Gave no consent. AAPOR 2.11, refusal. | 2.11 | 0 | 0.0% |
    Screen-out Did not qualify. The code names the rule of the questionnaire. AAPOR 4.1, screened out of the sample. | 4.1 | 1 | 33.3% |
    S_AGE |  | 1 | 33.3% |
    Quota full Qualified, but a quota cell had no place left. The code names the first full cell. AAPOR 4.8, quota filled. | 4.8 | 1 | 33.3% |
    North × Male |  | 1 | 33.3% |
    Break-off Stopped part-way and was idle for longer than places are held. May come back. AAPOR 2.12, break-off with too little answered. | 2.12 | 0 | 0.0% |
    In progress Begun, not ended, and not idle for longer than places are held. No final disposition yet. | – | 0 | 0.0% |
    Rejected Reached the end, then was taken out for quality. The code names the rules broken. AAPOR has no code of its own for what is taken out for quality; 2.3, other, is the nearest. | 2.3 | 0 | 0.0% |
    Complete Reached the end, passed the quality rules and counts. AAPOR 1.1, complete. | 1.1 | 1 | 33.3% |
    ");
}

#[tokio::test]
async fn the_rehearsal_has_a_board_of_its_own() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    crowd::rehearses(&site).await;
    let page = manager.opens("/surveys/tiny/fieldwork?rehearsal").await;
    assert_snapshot!(lines(&page.html, "h1, main > .notice"), @r"
    Fieldwork: rehearsal
    This is the rehearsal: robots fill a shadow of the field. Nothing here counts. To the real field
    ");
    assert_snapshot!(lines(&page.html, ".figure dd"), @r"
    1 / 4
    0
    100.0%
    100.0%
    1.5 min half between 1.5 and 1.5
    ");
    assert!(
        !page.html.contains("action=\"/surveys/tiny/quality\""),
        "what is set there is not a rehearsal's"
    );
    assert!(page.html.contains("href=\"/surveys/tiny/fieldwork?rehearsal&amp;show=percent\""));
    assert_eq!((asks(&manager, true).await.begun, asks(&manager, false).await.begun), (1, 0));
}

#[tokio::test]
async fn the_island_gets_what_the_page_shows() {
    let site = Site::with(&[TINY]).await;
    let manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let answer = calls(&manager, "/api/quota_board", "survey=tiny&lang=zh&rehearsal=false").await;
    let fieldwork: Fieldwork = serde_json::from_str(&answer.html).unwrap();
    assert_eq!(fieldwork.boards[0].cells[0][0].completes, 1);
    assert_eq!(fieldwork.boards[0].down.points, ["北", "南"]);
    let answer = calls(&nobody(&site), "/api/quota_board", "survey=tiny&lang=zh&rehearsal=false").await;
    assert_eq!(answer.html, "\"SignedOut\"");
}

#[tokio::test]
async fn a_second_later_everybody_who_watches_sees_what_came_in() {
    let site = Site::with(&[TINY]).await;
    let manager = signed_in(&site, "lin", &[Role::Manager]).await;
    assert_eq!(asks(&manager, false).await.begun, 0);
    answers(&site, "region=1&sex=1", "").await;
    after_minutes(1);
    assert_eq!(asks(&manager, false).await.begun, 1);
}

#[tokio::test]
async fn a_plan_that_cannot_be_filled_is_told_before_launch() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_eq!(lines(&page.html, ".fieldwork > .notice"), "");
    let men = CellName { table: "sex".into(), key: "1".into() };
    changes(&site, Change::Targets(vec![(men, 1)])).await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_snapshot!(lines(&page.html, ".fieldwork > .notice li"), @"“Region × Sex” will be one complete short. North × Male, South × Male can only be filled together with Male: too few places.");
}

#[tokio::test]
async fn there_is_no_forecast_from_too_little() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_snapshot!(lines(&page.html, ".outlook li"), @"There is too little to go by: a forecast takes two hours of open field and 20 people at the gate.");
}

#[tokio::test]
async fn the_chart_is_told_in_words_and_as_a_table() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_eq!(lines(&page.html, ".chart .hint"), "No completes yet.\nNo completes yet.");
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_snapshot!(lines(&page.html, ".chart .hint, .chart title, .chart desc"), @r"
    Most: 1, 2026-01-12.
    Completes by day
    A bar for each, from 2026-01-12 to 2026-01-12. Most: 1, 2026-01-12.
    Most: 1, 01-12 06:00.
    Completes by hour
    A bar for each, from 01-10 07:00 to 01-12 06:00. Most: 1, 01-12 06:00.
    ");
    assert_snapshot!(tables(&page.html, ".chart:first-child"), @r"
    When | Completes
    2026-01-12 | 1
    ");
}
