//! Leases: places of idle interviews come back, and whoever returns needs new ones.

use insta::assert_snapshot;
use store::{Error, interviews};
use survey::{Moment, Token};

use crate::field::{Field, MINUTE, field, raw};

async fn sweep(field: &Field, minute: i64) -> u64 {
    interviews::sweep(&field.db, Moment(minute * MINUTE)).await.unwrap()
}

#[tokio::test]
async fn a_place_comes_back_when_its_lease_is_over() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    assert_eq!(sweep(&field, 60).await, 0, "it is held for sixty minutes, the last one included");
    assert_eq!(sweep(&field, 61).await, 1);
    assert_eq!(sweep(&field, 61).await, 0);
    assert_eq!(field.stands(1).await, "broken_off");
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1, lapse age.1, lapse sex.1");
    field.begin(2, "sex=1&age=30", 62).await.unwrap();
    assert_eq!(field.stands(2).await, "at usage");
    field.agrees().await;
}

#[tokio::test]
async fn each_page_renews_the_lease() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    field.post(1, "_page=usage&brand=1", 50).await.unwrap();
    assert_eq!(sweep(&field, 100).await, 0);
    assert_eq!(field.kept(1).await.lease_until, Some(Moment(110 * MINUTE)));
}

#[tokio::test]
async fn whoever_returns_gets_a_new_place_and_goes_on_with_what_was_posted() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    sweep(&field, 61).await;
    let kept = field.kept(1).await;
    assert!(kept.is_broken_off(Moment(61 * MINUTE)) && !kept.is_expired(Moment(61 * MINUTE)));
    field.post(1, "_page=usage&_turn=1&brand=1", 90).await.unwrap();
    assert_eq!(field.stands(1).await, "at last");
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1, lapse age.1, lapse sex.1, reserve age.1, reserve sex.1");
    field.agrees().await;
}

#[tokio::test]
async fn the_welcome_back_button_only_takes_the_interview_up() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    sweep(&field, 61).await;
    field.post(1, "_go=next", 90).await.unwrap();
    assert_eq!(field.stands(1).await, "at usage");
    assert!(!field.kept(1).await.interview.drafts.get("usage").is_some_and(|it| it.posted));
    assert_snapshot!(field.cells().await, @"sex.1 1+0/1, sex.2 0+0/5, age.1 1+0/3, age.2 0+0/3");
    field.agrees().await;
}

#[tokio::test]
async fn whoever_returns_to_a_full_cell_is_told_before_being_asked_more() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    sweep(&field, 61).await;
    field.walk(2, "sex=1&age=30", 62).await.unwrap();
    field.post(1, "_page=usage&_turn=1&brand=1", 90).await.unwrap();
    assert_eq!(field.stands(1).await, "quota_full sex.1");
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1, lapse age.1, lapse sex.1, refuse sex.1, refuse age.1");
    assert_snapshot!(field.cells().await, @"sex.1 0+1/1, sex.2 0+0/5, age.1 0+1/3, age.2 0+0/3");
    field.agrees().await;
}

#[tokio::test]
async fn a_lease_that_nobody_swept_is_over_all_the_same() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    assert!(field.kept(1).await.is_broken_off(Moment(61 * MINUTE)));
    field.post(1, "_page=usage&_turn=1&brand=1", 61).await.unwrap();
    assert_eq!(field.stands(1).await, "at last");
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1, lapse age.1, lapse sex.1, reserve age.1, reserve sex.1");
    field.agrees().await;
}

#[tokio::test]
async fn an_idle_interview_before_the_gate_breaks_off_and_may_go_on() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1", 0).await.unwrap();
    assert_eq!(sweep(&field, 61).await, 1);
    assert_eq!(field.stands(1).await, "broken_off");
    field.post(1, "_page=about&sex=1&age=30", 120).await.unwrap();
    assert_eq!(field.stands(1).await, "at usage");
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1");
}

#[tokio::test]
async fn after_two_days_an_interview_cannot_go_on() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    sweep(&field, 61).await;
    assert!(!field.kept(1).await.is_expired(Moment(48 * 60 * MINUTE)));
    assert!(field.kept(1).await.is_expired(Moment(48 * 60 * MINUTE + 1)));
    assert!(matches!(field.post(1, "_page=usage&brand=1", 48 * 60 + 1).await, Err(Error::Expired)));
    assert_eq!(field.stands(1).await, "broken_off");
    field.post(1, "_page=usage&brand=1", 48 * 60).await.unwrap();
    assert_eq!(field.stands(1).await, "at last");
}

#[tokio::test]
async fn a_rehearsal_breaks_off_its_interviews_itself() {
    let field = field([1, 5, 3, 3]).await;
    let test = interviews::Begin { test: true, ..field.newcomer(1) };
    interviews::begin(&field.db, test, raw("_page=about&sex=1&age=30"), Moment(0)).await.unwrap();
    assert_eq!(sweep(&field, 1000).await, 0);
    for _ in 0..2 {
        interviews::break_off(&field.db, &Token::new(1), Moment(5 * MINUTE)).await.unwrap();
    }
    assert_eq!(field.stands(1).await, "broken_off");
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1, lapse age.1, lapse sex.1");
    field.agrees().await;
}

#[tokio::test]
async fn a_sweep_goes_through_hundreds() {
    let field = field([500, 5, 500, 5]).await;
    for n in 0..250 {
        field.begin(n, "sex=1&age=30", 0).await.unwrap();
    }
    assert_eq!(sweep(&field, 61).await, 250);
    assert_snapshot!(field.cells().await, @"sex.1 0+0/500, sex.2 0+0/5, age.1 0+0/500, age.2 0+0/5");
    field.agrees().await;
}
