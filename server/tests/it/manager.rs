//! The manager's desk: surveys, their states, quality rules.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use store::people::Role;

use crate::actors::Site;
use crate::staff::{TINY, answers, lines, signed_in};

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
    let changes = lines(&page.html, "#changes tbody td:nth-child(n+2)");
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
    assert_snapshot!(lines(&list.html, ".survey__pages, .survey__states"), @"Questionnaire Try it");
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
    assert_snapshot!(lines(&page.html, "#changes tbody tr:first-child td:nth-child(n+2)"), @r#"
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
    预测
    从开始到完成
    每日完成
    每小时完成
    各页流失
    设备
    语言
    来源
    质量规则
    最近的更改
    "#);
}
