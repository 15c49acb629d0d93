//! The manager's desk: surveys, the board, quality rules.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use scraper::Html;
use store::people::Role;
use survey::fieldwork::Fieldwork;

use crate::actors::form::{all, words};
use crate::actors::{Respondent, Site};
use crate::staff::{TINY, answers, calls, lines, nobody, signed_in};

/// The rows of every table in a part of a page.
fn tables(html: &str, part: &str) -> String {
    let html = Html::parse_document(html);
    let rows = all(&html, &format!("{part} tr"));
    let cells = scraper::Selector::parse("th, td").unwrap();
    let row = |it: scraper::ElementRef<'_>| it.select(&cells).map(words).collect::<Vec<_>>().join(" | ");
    rows.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

async fn board(manager: &mut Respondent<'_>) -> String {
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_eq!(page.status, StatusCode::OK);
    tables(&page.html, ".quota-board")
}

#[tokio::test]
async fn the_board_shows_target_complete_and_in_progress_with_totals() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=2&sex=1", "").await;
    assert_snapshot!(board(&mut manager).await, @r#"
     | Male | Female | Total
    North | 1 / 1 ✓ Full | 0 / 1 | 1 / 2
    South | 0 / 1 +1 in progress | 0 / 1 | 0 / 2 +1 in progress
    Total | 1 / 2 +1 in progress | 0 / 2 | 1 / 4 +1 in progress
     | Completes
    Male | 1 / 2 +1 in progress
    Female | 0 / 2
    Total | 1 / 4 +1 in progress
    "#);
}

#[tokio::test]
async fn figures_and_dispositions_are_told_with_their_codes() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "region=1&sex=1", "").await;
    answers(&site, "adult=2&region=1&sex=1", "").await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_snapshot!(lines(&page.html, ".figure"), @r#"
    Completes Interviews that reached the end, passed the quality rules and count, of those wanted. Test interviews do not count. 1 / 4
    In progress Interviews begun, not ended, and not idle for longer than places are held. 0
    Incidence rate Completes ÷ (completes + screen-outs): how many of the people asked qualify. 50.0%
    Completion rate Completes ÷ all interviews begun. 33.3%
    Length of interview Median over completes of the minutes spent on the pages. A pause counts as ten minutes at most. 1.0 min
    "#);
    assert_snapshot!(tables(&page.html, ".dispositions"), @r#"
    Disposition | Code | Interviews | Share
    In progress Begun, not ended, and not idle for longer than places are held. |  | 0 | 0.0%
    Complete Reached the end, passed the quality rules and counts. |  | 1 | 33.3%
    Screen-out Did not qualify. The code names the rule of the questionnaire. |  | 1 | 33.3%
     | S_AGE | 1 | 33.3%
    Quota full Qualified, but a quota cell had no place left. The code names the first full cell. |  | 1 | 33.3%
     | region_sex.1.1 | 1 | 33.3%
    Refused Gave no consent. |  | 0 | 0.0%
    Break-off Stopped part-way and was idle for longer than places are held. May come back. |  | 0 | 0.0%
    Rejected Reached the end, then was taken out for quality. The code names the rules broken. |  | 0 | 0.0%
    Total |  | 3 |
    "#);
}

#[tokio::test]
async fn the_island_gets_what_the_page_shows() {
    let site = Site::with(&[TINY]).await;
    let manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let answer = calls(&manager, "/api/quota_board", "survey=tiny&lang=zh").await;
    assert_eq!(answer.status, StatusCode::OK);
    let fieldwork: Fieldwork = serde_json::from_str(&answer.html).unwrap();
    assert_eq!(fieldwork.boards[0].cells[0][0].completes, 1);
    assert_eq!(fieldwork.boards[0].down.points, ["北", "南"]);
    let answer = calls(&nobody(&site), "/api/quota_board", "survey=tiny&lang=zh").await;
    assert_eq!(answer.html, "\"SignedOut\"");
}

#[tokio::test]
async fn scripts_run_on_the_board_only_and_only_ours() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(!nonce.is_empty() && page.html.contains(&format!("nonce=\"{nonce}\"")), "{policy}");
    assert!(page.html.contains("<leptos-island"));
    assert!(!manager.opens("/surveys").await.html.contains("<script"));
}

#[tokio::test]
async fn a_survey_is_paused_closed_and_opened_again() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut states = Vec::new();
    for step in ["pause", "close", "open"] {
        assert_eq!(manager.posts(&format!("/surveys/tiny/{step}"), "").await.location(), "/surveys");
        let list = manager.opens("/surveys").await;
        states.push(format!(
            "{}: {}",
            lines(&list.html, ".state"),
            lines(&list.html, ".survey__states").replace('\n', " ")
        ));
    }
    assert_snapshot!(states.join("\n"), @r#"
    Paused: Open Close
    Closed: Open Pause
    Open: Pause Close
    "#);
    assert_eq!(manager.posts("/surveys/none/pause", "").await.status, StatusCode::NOT_FOUND);
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    let changes = lines(&page.html, ".panel tbody td:nth-child(n+2)");
    assert_snapshot!(changes, @r#"
    lin
    State: Closed → Open
    lin
    State: Paused → Closed
    lin
    State: Open → Paused
    Canvass
    Questionnaire published: 1.0.0
    Canvass
    State: Open
    "#);
}

#[tokio::test]
async fn the_list_counts_interviews_and_gives_the_link_for_respondents() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    assert_eq!(lines(&manager.opens("/surveys").await.html, ".counts"), "");
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    answers(&site, "adult=2&region=1&sex=1", "").await;
    let list = manager.opens("/surveys").await;
    assert_snapshot!(lines(&list.html, ".counts, .copyable"), @r#"
    Complete 1 Screen-out 1
    http://canvass.test/s/tiny
    "#);
    let mut author = signed_in(&site, "wang", &[Role::Author]).await;
    let list = author.opens("/surveys").await;
    assert_snapshot!(lines(&list.html, ".survey__pages, .survey__states"), @"Questionnaire");
}

#[tokio::test]
async fn quality_rules_are_set_and_shown_until_they_are_on_again() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    assert_eq!(lines(&manager.opens("/surveys/tiny/fieldwork").await.html, ".notice"), "");
    assert_eq!(
        manager.posts("/surveys/tiny/quality", "mode=off").await.location(),
        "/surveys/tiny/fieldwork#quality"
    );
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert_snapshot!(lines(&page.html, ".notice"), @"Quality rules are off. Every finished interview counts, good or bad.");
    assert_snapshot!(lines(&page.html, ".panel tbody tr:first-child td:nth-child(n+2)"), @r#"
    lin
    Quality rules: on → off
    "#);
    manager.posts("/surveys/tiny/quality", "mode=on").await;
    assert_eq!(lines(&manager.opens("/surveys/tiny/fieldwork").await.html, ".notice"), "");
}

#[tokio::test]
async fn a_quality_mode_that_is_none_is_said_beside_the_choice() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager.posts("/surveys/tiny/quality", "mode=sometimes").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There is something to put right.
    Choose on, flag or off.
    "#);
    assert!(page.html.contains("quota-board"));
}

#[tokio::test]
async fn the_desk_speaks_chinese_and_remembers_it() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    manager.opens("/surveys?lang=zh").await;
    let page = manager.opens("/surveys/tiny/fieldwork").await;
    assert!(page.html.contains("<html lang=\"zh\""));
    assert_snapshot!(lines(&page.html, "h1, h2"), @r#"
    执行
    地区 × 性别
    性别
    访问结果
    质量规则
    最近的更改
    "#);
}
