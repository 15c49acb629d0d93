//! Sessions of the desk: fresh ids, and when they end.

use axum::http::header;
use store::people::{self, Role};

use crate::actors::{Respondent, Site, after_minutes, now};
use crate::staff::{PASSWORD, TINY, calls, hired, lines, nobody, signed_in};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// Whether somebody is still signed in.
async fn is_in(person: &mut Respondent<'_>) -> bool {
    person.gets("/surveys").await.status.is_success()
}

/// The id of somebody's session.
fn session(person: &Respondent<'_>) -> String {
    person.cookies["canvass_session"].clone()
}

/// Whether a session that somebody has got hold of lets them in.
async fn lets_in(site: &Site, session: &str) -> bool {
    let mut thief = nobody(site);
    thief.cookies.insert("canvass_session".into(), session.into());
    is_in(&mut thief).await
}

#[tokio::test]
async fn a_session_gets_a_fresh_id_at_sign_in_and_ends_at_sign_out() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Author]).await;
    let first = session(&lin);
    let again = lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    let cookie = again.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_ne!(session(&lin), first);
    assert!(!lets_in(&site, &first).await);

    let kept = lin.cookies.clone();
    assert_eq!(lin.posts("/sign-out", "").await.location(), "/sign-in");
    lin.cookies = kept;
    assert!(!is_in(&mut lin).await);
}

#[tokio::test]
async fn an_id_that_was_planted_is_worth_nothing_after_signing_in() {
    let site = Site::with(&[TINY]).await;
    let mut mallory = signed_in(&site, "mallory", &[Role::Author]).await;
    let planted = session(&mallory);
    assert!(is_in(&mut mallory).await);
    hired(&site, "lin", &[Role::Owner]).await;
    let mut lin = nobody(&site);
    lin.cookies.insert("canvass_session".into(), planted.clone());
    assert_eq!(lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await.location(), "/surveys");
    assert!(is_in(&mut lin).await);
    assert!(!lets_in(&site, &planted).await);
    // An id of one's own making is none either.
    lin.cookies.insert("canvass_session".into(), "AAAAAAAAAAAAAAAAAAAAAA".into());
    lin.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    assert_ne!(session(&lin), "AAAAAAAAAAAAAAAAAAAAAA");
}

#[tokio::test]
async fn another_password_gives_this_session_a_fresh_id_and_ends_the_others() {
    let site = Site::with(&[TINY]).await;
    let mut here = signed_in(&site, "lin", &[Role::Author]).await;
    let mut there = nobody(&site);
    there.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    let first = session(&here);
    let body = format!("current={PASSWORD}&password=another password&repeat=another password");
    assert_eq!(here.posts("/account/password", &body).await.location(), "/account?done=password");
    assert_ne!(session(&here), first);
    assert!(is_in(&mut here).await);
    assert!(!is_in(&mut there).await);
    assert!(!lets_in(&site, &first).await);
}

#[tokio::test]
async fn a_password_that_was_reset_elsewhere_ends_all_sessions() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Author]).await;
    let person = people::by_name(&site.db, "lin").await.unwrap();
    let hash = app::auth::password::hash("another password".into()).await.unwrap();
    people::set_password(&site.db, person.id, &hash, "test", now()).await.unwrap();
    assert!(!is_in(&mut lin).await);
}

#[tokio::test]
async fn a_session_ends_where_nothing_is_done_for_twelve_hours() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Author]).await;
    for _ in 0..3 {
        after_minutes(12 * HOUR - 1);
        assert!(is_in(&mut lin).await);
    }
    after_minutes(12 * HOUR);
    assert!(!is_in(&mut lin).await);
}

#[tokio::test]
async fn a_board_that_is_left_open_does_not_keep_its_session() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut asked = Vec::new();
    for _ in 0..13 {
        let board = calls(&lin, "/api/quota_board", "survey=tiny&lang=en&rehearsal=false").await;
        asked.push(!board.html.contains("SignedOut"));
        after_minutes(HOUR);
    }
    assert_eq!((asked[..12].iter().all(|it| *it), asked[12]), (true, false));
    assert!(!is_in(&mut lin).await);
}

#[tokio::test]
async fn a_session_ends_after_a_week_whatever_is_done_in_it() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Author]).await;
    for _ in 0..7 * 4 - 1 {
        after_minutes(DAY / 4);
        assert!(is_in(&mut lin).await);
    }
    after_minutes(DAY / 4 - 1);
    assert!(is_in(&mut lin).await);
    after_minutes(1);
    assert!(!is_in(&mut lin).await);
}

#[tokio::test]
async fn a_password_that_is_tried_first_is_not_taken() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Owner]).await;
    let id = people::add(&site.db, "melusine", None, &[Role::Author], "test", now()).await.unwrap();
    people::create_link(&site.db, id, "cafe", now().plus(60_000), "test", now()).await.unwrap();
    for common in ["1234567890", "password123", "iloveyou123"] {
        let body = format!("current={PASSWORD}&password={common}&repeat={common}");
        let page = lin.posts("/account/password", &body).await;
        assert_eq!(lines(&page.html, ".fault"), COMMON, "{common}");
    }
    let body = "name=melusine&password=Melusine1990&repeat=Melusine1990";
    let page = nobody(&site).posts("/first-password/cafe", body).await;
    assert_eq!(lines(&page.html, ".fault"), COMMON);
}

const COMMON: &str = "This password is among the first that are tried. Take one that is longer, or of words that do \
                      not belong together.";
