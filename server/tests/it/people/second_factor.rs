//! The second factor: set up, asked for, refused twice, switched off.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::{self, Role};

use super::{id, is_in, signs_in};
use crate::actors::{Respondent, Site, after_minutes, at_second, now};
use crate::staff::{PASSWORD, TINY, hired, lines, nobody, signed_in};

/// The secret of RFC 6238, appendix B; its codes there have eight digits, of which the last six are ours.
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Seconds and codes of the RFC.
const VECTORS: [(i64, &str); 6] = [
    (59, "287082"),
    (1_111_111_109, "081804"),
    (1_111_111_111, "050471"),
    (1_234_567_890, "005924"),
    (2_000_000_000, "279037"),
    (20_000_000_000, "353130"),
];

/// The last of them.
const LAST: (i64, &str) = VECTORS[5];

/// Somebody with this second factor, in force since the beginning of time.
async fn guarded(site: &Site, name: &str) {
    hired(site, name, &[Role::Owner]).await;
    let id = id(site, name).await;
    people::second_factor::prepare(&site.db, id, SECRET).await.unwrap();
    assert!(people::second_factor::switch_on(&site.db, id, SECRET, 0, name, now()).await.unwrap());
}

/// Says the password.
async fn at_the_door<'a>(site: &'a Site, name: &str) -> Respondent<'a> {
    let mut person = nobody(site);
    let body = format!("name={name}&password={PASSWORD}&next=/surveys/tiny/data");
    assert_eq!(person.posts("/sign-in", &body).await.location(), "/sign-in/code");
    person
}

/// Says a code: where it leads, or the fault.
async fn says(person: &mut Respondent<'_>, code: &str) -> String {
    let answer = person.posts("/sign-in/code", &format!("code={code}")).await;
    if answer.location().is_empty() { lines(&answer.html, ".fault") } else { answer.location().to_owned() }
}

#[tokio::test]
async fn the_codes_of_rfc_6238_open_the_door_each_at_its_time() {
    at_second(0);
    let site = Site::with(&[TINY]).await;
    guarded(&site, "lin").await;
    for (second, code) in VECTORS {
        at_second(second);
        let mut lin = at_the_door(&site, "lin").await;
        assert!(!is_in(&mut lin).await, "a password alone opens nothing");
        assert_eq!(says(&mut lin, code).await, "/surveys/tiny/data", "at {second}");
        assert!(is_in(&mut lin).await);
    }
}

#[tokio::test]
async fn a_code_works_once_and_none_before_it_works_after_it() {
    at_second(LAST.0);
    let site = Site::with(&[TINY]).await;
    guarded(&site, "lin").await;
    let (mut first, mut second) = (at_the_door(&site, "lin").await, at_the_door(&site, "lin").await);
    assert_eq!(says(&mut first, LAST.1).await, "/surveys/tiny/data");
    let fault = "This code is wrong, or it was used before. Wait for the next one on your phone.";
    assert_eq!(says(&mut second, LAST.1).await, fault);
    assert!(!is_in(&mut second).await);
    assert_eq!(says(&mut second, "").await, fault);
}

#[tokio::test]
async fn the_code_is_asked_for_only_after_the_right_password_and_not_for_long() {
    at_second(LAST.0);
    let site = Site::with(&[TINY]).await;
    guarded(&site, "lin").await;
    hired(&site, "wang", &[Role::Author]).await;
    assert_eq!(signs_in(&site, "lin", "wrong-wrong").await, "422");
    assert_eq!(signs_in(&site, "wang", PASSWORD).await, "/surveys");
    let mut stranger = nobody(&site);
    assert_eq!(stranger.gets("/sign-in/code").await.location(), "/sign-in");
    assert_eq!(says(&mut stranger, LAST.1).await, "/sign-in");

    let mut slow = at_the_door(&site, "lin").await;
    assert_eq!(slow.gets("/sign-in/code").await.status, StatusCode::OK);
    after_minutes(6);
    assert_eq!(slow.gets("/sign-in/code").await.location(), "/sign-in");
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    at_second(LAST.0);
    let site = Site::with(&[TINY]).await;
    guarded(&site, "lin").await;
    let mut guesser = at_the_door(&site, "lin").await;
    for _ in 0..5 {
        assert!(says(&mut guesser, "000000").await.starts_with("This code is wrong"));
    }
    assert_eq!(says(&mut guesser, LAST.1).await, "Too many tries. Wait a minute and try again.");
    let mut again = at_the_door(&site, "lin").await;
    assert_eq!(says(&mut again, LAST.1).await, "Too many tries. Wait a minute and try again.");
}

#[tokio::test]
async fn a_one_time_link_does_not_go_round_the_second_factor() {
    at_second(LAST.0);
    let site = Site::with(&[TINY]).await;
    guarded(&site, "lin").await;
    let lin = id(&site, "lin").await;
    people::create_link(&site.db, lin, "cafe", now().plus(60_000), "test", now()).await.unwrap();
    let mut finder = nobody(&site);
    let body = format!("password={PASSWORD}&repeat={PASSWORD}");
    assert_eq!(finder.posts("/first-password/cafe", &body).await.location(), "/sign-in/code");
    assert!(!is_in(&mut finder).await);
    assert_eq!(says(&mut finder, LAST.1).await, "/surveys");
}

#[tokio::test]
async fn it_is_on_once_a_first_code_confirms_it_and_other_sessions_end() {
    at_second(LAST.0);
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Author]).await;
    let mut there = nobody(&site);
    there.posts("/sign-in", &format!("name=lin&password={PASSWORD}")).await;
    let key = id(&site, "lin").await;
    // Chosen before the server would draw one.
    people::second_factor::prepare(&site.db, key, SECRET).await.unwrap();
    assert_eq!(lin.posts("/account/second-factor", "").await.location(), "/account/second-factor");
    let page = lin.gets("/account/second-factor").await.html;
    assert_eq!(lines(&page, ".second-factor code"), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    assert!(page.contains("<svg ") && page.contains("otpauth://totp/Canvass:lin?secret="));

    let on = "/account/second-factor/on";
    for wrong in
        [format!("code=123456&password_now={PASSWORD}"), format!("code={}&password_now=wrong", LAST.1)]
    {
        let page = lin.posts(on, &wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert_eq!(lines(&page.html, ".fault").lines().count(), 1, "{wrong}");
    }
    assert!(!people::by_id(&site.db, key).await.unwrap().second_factor);
    assert_eq!(signs_in(&site, "lin", PASSWORD).await, "/surveys");

    let right = lin.posts(on, &format!("code={}&password_now={PASSWORD}", LAST.1)).await;
    assert_eq!(right.location(), "/account?done=factor-on");
    assert_eq!([is_in(&mut lin).await, is_in(&mut there).await], [true, false]);
    let mut again = at_the_door(&site, "lin").await;
    assert!(says(&mut again, LAST.1).await.starts_with("This code is wrong"), "it was used to switch it on");
}

#[tokio::test]
async fn it_goes_off_by_password_and_code_together_or_by_an_owner() {
    at_second(LAST.0 - 60);
    let site = Site::with(&[TINY]).await;
    guarded(&site, "lin").await;
    guarded(&site, "wang").await;
    at_second(LAST.0);
    let mut lin = at_the_door(&site, "lin").await;
    says(&mut lin, LAST.1).await;
    let off = "/account/second-factor/off";
    let mut got = Vec::new();
    for body in ["password_now=wrong&code=353130", &format!("password_now={PASSWORD}&code={}", LAST.1)] {
        let page = lin.posts(off, body).await;
        got.push(format!("{}: {}", page.status.as_u16(), lines(&page.html, ".fault")));
    }
    assert_snapshot!(got.join("\n"), @r"
    422: This is not your password. Check it and try again.
    422: This code is wrong, or it was used before. Wait for the next one on your phone.
    ");
    assert!(people::by_name(&site.db, "lin").await.unwrap().second_factor);

    let wang = id(&site, "wang").await;
    lin.posts(&format!("/people/{}/second-factor-off", wang.0), "").await;
    assert_eq!(signs_in(&site, "wang", PASSWORD).await, "/surveys");
}
