//! The page on which owners make tokens and revoke them.

use axum::http::StatusCode;
use insta::assert_snapshot;
use scraper::Html;
use store::people::{self, Role};
use store::tokens;

use super::gets;
use crate::actors::form::{all, words};
use crate::actors::{Site, now};
use crate::staff::{TINY, lines, signed_in, tiny};

const PAGE: &str = "/surveys/tiny/api";

/// The secret on a page.
fn secret(html: &str) -> String {
    all(&Html::parse_document(html), ".one-time-link code").into_iter().map(words).collect()
}

#[tokio::test]
async fn a_token_is_made_shown_once_used_and_revoked() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    assert_eq!(lin.opens(PAGE).await.status, StatusCode::OK);
    let form = "name=warehouse&rights=data&rights=field&scope=survey&until=2026-03-01";
    let page = lin.posts(PAGE, form).await;
    assert_eq!(page.status, StatusCode::OK, "{}", lines(&page.html, ".fault"));
    let secret = secret(&page.html);
    assert_eq!((secret.len(), secret.starts_with("canvass_")), (72, true));
    assert_eq!(gets(&site, &secret, "/api/v1/surveys/tiny/codebook").await.status, StatusCode::OK);
    assert_eq!(gets(&site, &secret, "/api/v1/surveys/tiny/quotas").await.status, StatusCode::OK);

    let page = lin.gets(PAGE).await;
    assert!(!page.html.contains(&secret));
    assert_snapshot!(lines(&page.html, "main tbody tr"), @r#"warehouse Data, Field This survey lin 2026-01-12 06:40 2026-03-02 00:00 2026-01-12 06:40 Good Revoke"#);
    let number = tokens::list(&site.db, &tiny()).await.unwrap()[0].id;
    let revoked = lin.posts(&format!("{PAGE}/{number}/revoke"), "").await;
    assert_eq!(revoked.location(), "/surveys/tiny/api?done=revoked");
    assert_eq!(gets(&site, &secret, "/api/v1/surveys/tiny").await.status, StatusCode::UNAUTHORIZED);
    let page = lin.gets(PAGE).await;
    assert!(lines(&page.html, "main tbody tr").ends_with("Revoked"), "{}", page.html);
    let log = lin.gets("/surveys/tiny/audit").await;
    assert_snapshot!(lines(&log.html, "main tbody tr"), @r#"
    2026-01-12 06:40 lin Token revoked warehouse
    2026-01-12 06:40 lin Token used (first time that day) warehouse
    2026-01-12 06:40 lin Token made warehouse data field
    "#);
}

#[tokio::test]
async fn all_faults_of_the_form_are_said_and_what_was_typed_is_kept() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    let page = lin.posts(PAGE, "name=&scope=all&until=2027-01-13").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There are 4 things to put right.
    Say what it is for.
    Tick at least one.
    Choose one of those offered.
    A day from today to a year from now.
    "#);
    let page = lin.posts(PAGE, "name=&rights=field&scope=survey&until=2026-01-11").await;
    assert!(page.html.contains("value=\"field\" checked"), "{}", page.html);
    assert_snapshot!(lines(&page.html, ".fault"), @r#"
    Say what it is for.
    A day from today to a year from now.
    "#);
    assert_eq!(tokens::list(&site.db, &tiny()).await.unwrap(), []);
}

#[tokio::test]
async fn one_for_every_survey_is_for_owners_of_the_house() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    let form = "name=all&rights=data&scope=house&until=2026-03-01";
    let page = lin.posts(PAGE, form).await;
    let all = secret(&page.html);
    assert_eq!(gets(&site, &all, "/api/v1/surveys/tiny/codebook").await.status, StatusCode::OK);

    let mut wang = signed_in(&site, "wang", &[]).await;
    let id = people::by_name(&site.db, "wang").await.unwrap().id;
    people::roles::set_in(&site.db, &tiny(), id, &[Role::Owner], "lin", now()).await.unwrap();
    let page = wang.gets(PAGE).await;
    assert_eq!(lines(&page.html, "main tbody th"), "all");
    assert!(!page.html.contains("value=\"house\"") && !page.html.contains("/revoke"), "{}", page.html);
    assert_eq!(wang.posts(PAGE, form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let number = tokens::list(&site.db, &tiny()).await.unwrap()[0].id;
    assert_eq!(wang.posts(&format!("{PAGE}/{number}/revoke"), "").await.status, StatusCode::NOT_FOUND);
}
