//! Signing in and out, and the links that choose a first password.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::{self, Role};

use crate::actors::{Site, now};
use crate::staff::{PASSWORD, TINY, hired, lines, nobody};

#[tokio::test]
async fn signing_in_leads_back_to_the_page_asked_for() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "lin", &[Role::Analyst]).await;
    let mut lin = nobody(&site);
    let door = lin.opens("/surveys/tiny/data?x=1").await;
    assert_eq!(door.url, "/sign-in?next=%2Fsurveys%2Ftiny%2Fdata%3Fx%3D1");
    let page = lin.presses("=", &format!("name=LIN&password={PASSWORD}")).await;
    assert_eq!((page.status, page.url.as_str()), (StatusCode::OK, "/surveys/tiny/data?x=1"));
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "lin", &[Role::Analyst]).await;
    for next in ["https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example"] {
        let answer =
            nobody(&site).posts("/sign-in", &format!("name=lin&password={PASSWORD}&next={next}")).await;
        assert_eq!(answer.location(), "/surveys", "{next}");
    }
}

#[tokio::test]
async fn all_faults_stand_beside_their_fields_and_the_password_is_not_sent_back() {
    let site = Site::with(&[TINY]).await;
    let page = nobody(&site).posts("/sign-in", "").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There are 2 things to put right.
    Enter your name.
    Enter your password.
    "#);
    let page = nobody(&site).posts("/sign-in?lang=zh", "name=lin&password=secret-secret").await;
    assert!(page.html.contains("value=\"lin\""));
    assert!(!page.html.contains("secret-secret"));
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    有 1 处需要改正。
    姓名与密码不符，请检查后重试。
    "#);
}

#[tokio::test]
async fn an_unknown_name_gets_the_same_page_as_a_wrong_password() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "zhou", &[Role::Analyst]).await;
    let wrong = nobody(&site).posts("/sign-in", "name=zhou&password=wrong-wrong").await;
    let unknown = nobody(&site).posts("/sign-in", "name=qian&password=wrong-wrong").await;
    assert_eq!(wrong.status, unknown.status);
    assert_eq!(wrong.html.replace("zhou", "qian"), unknown.html);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let site = Site::with(&[TINY]).await;
    let mut guesser = nobody(&site);
    let mut got = Vec::new();
    for _ in 0..7 {
        got.push(guesser.posts("/sign-in", "name=lin&password=wrong-wrong").await.status.as_u16());
    }
    assert_eq!(got, [422, 422, 422, 422, 422, 429, 429]);
    crate::actors::after_minutes(1);
    assert_eq!(guesser.posts("/sign-in", "name=lin&password=wrong-wrong").await.status, 422);
}

async fn link(site: &Site, name: &str, known: bool) -> String {
    let hash = app::auth::password::hash(PASSWORD.to_owned()).await.unwrap();
    let hash = known.then_some(hash);
    let id = people::add(&site.db, name, hash.as_deref(), &Role::ALL, "test", now()).await.unwrap();
    people::create_link(&site.db, id, "cafe", now().plus(60_000), "test", now()).await.unwrap();
    app::auth::link_path("cafe")
}

#[tokio::test]
async fn the_first_link_chooses_name_and_password_and_works_once() {
    let site = Site::with(&[TINY]).await;
    let link = link(&site, "manager", false).await;
    let mut lin = nobody(&site);
    assert_eq!(lin.opens(&link).await.status, StatusCode::OK);
    let page = lin.presses("=", "name=&password=short&repeat=other").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice, .fault"), @r#"
    There are 2 things to put right.
    Between 10 and 200 characters.
    The two passwords differ. Type both again.
    "#);

    let list = lin.presses("=", "name=林 Lin&password=long enough now&repeat=long enough now").await;
    assert_eq!((list.status, list.url.as_str()), (StatusCode::OK, "/surveys"));
    assert_eq!(lines(&list.html, ".desk-bar__name"), "林 Lin");

    let gone = nobody(&site).gets(&link).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert_snapshot!(lines(&gone.html, "main > :not(.door__language)"), @r#"
    This link has been used or is too old
    Each link works once, for a day. Ask whoever runs the server for a new one (canvass people reset NAME).
    "#);
    let gone = nobody(&site).posts(&link, "password=long enough now&repeat=long enough now").await;
    assert_eq!(gone.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_name_that_is_taken_is_said_beside_it_and_kept() {
    let site = Site::with(&[TINY]).await;
    hired(&site, "Wang", &[Role::Author]).await;
    let link = link(&site, "manager", false).await;
    let page = nobody(&site).posts(&link, "name=wang&password=long enough now&repeat=long enough now").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("value=\"wang\""));
    assert_snapshot!(lines(&page.html, ".fault"), @"Somebody has this name already. Choose another one.");
}

#[tokio::test]
async fn a_reset_keeps_the_name() {
    let site = Site::with(&[TINY]).await;
    let link = link(&site, "lin", true).await;
    let mut lin = nobody(&site);
    let page = lin.opens(&link).await;
    assert!(!page.html.contains("name=\"name\""));
    let body = "name=mallory&password=long enough now&repeat=long enough now";
    assert_eq!(lin.posts(&link, body).await.location(), "/surveys");
    let list = lin.opens("/surveys").await;
    assert_eq!(lines(&list.html, ".desk-bar__name"), "lin");
}
