//! The field by hand, by dates, and the soft launch.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;
use store::surveys::{self, Once, SurveyState, apply_dates};
use survey::Moment;

use super::{filled, ledger};
use crate::actors::{Site, now};
use crate::staff::{TINY, answers, lines, signed_in, tiny};

const FIELD: &str = "/surveys/tiny/field";

async fn survey(site: &Site) -> surveys::Survey {
    surveys::load(&site.db, &tiny()).await.unwrap()
}

#[tokio::test]
async fn the_field_is_closed_and_opened_by_hand_with_a_reason() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let answer = manager.posts("/surveys/tiny/state", "state=closed&why=The+client+has+enough.").await;
    assert_eq!(answer.location(), "/surveys/tiny/quotas?done=state");
    assert_eq!(survey(&site).await.state, SurveyState::Closed);
    manager.posts("/surveys/tiny/state", "state=open&why=Not+enough+after+all.").await;
    assert_eq!(survey(&site).await.state, SurveyState::Open);
    assert_snapshot!(ledger(&site, 2).await, @"
    lin state : closed → open (Not enough after all.)
    lin state : open → closed (The client has enough.)
    ");
    let page = manager.posts("/surveys/tiny/state", "state=ajar&why=").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, "#field .fault"), @"
    Choose open, paused or closed.
    Say why.
    ");
    assert_eq!(survey(&site).await.state, SurveyState::Open);
}

#[tokio::test]
async fn a_version_that_was_never_open_goes_through_the_launch_gate_first() {
    let site = Site::with(&[]).await;
    surveys::add(&site.db, TINY, false, now()).await.unwrap();
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let answer = manager.posts("/surveys/tiny/state", "state=open&why=Go.").await;
    assert_eq!(answer.location(), "/surveys/tiny/trial?opening#gate");
    let page = manager.opens("/surveys/tiny/quotas").await;
    let body = filled(&page, FIELD, "opens_at=2026-02-01T09:00");
    let page = manager.posts(FIELD, &body).await;
    assert_snapshot!(lines(&page.html, "#field .fault"), @"This version has not been through the launch gate. Run it first (Try it), then set the date.");
    assert_eq!(survey(&site).await.settings.opens_at, None);
}

#[tokio::test]
async fn dates_are_meant_in_the_time_zone_of_the_survey_and_open_and_close_it() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    manager.posts("/surveys/tiny/state", "state=paused&why=Not+yet.").await;
    let page = manager.opens("/surveys/tiny/quotas").await;
    let dates = "time_zone=Asia/Shanghai&opens_at=2026-02-01T09:00&closes_at=2026-02-03T18:00\
                 &field_why=As agreed with the client.";
    let saved = manager.posts(FIELD, &filled(&page, FIELD, dates)).await;
    assert_eq!(saved.location(), "/surveys/tiny/quotas?done=field");
    // Nine in the morning in Shanghai is one at night in Greenwich.
    let opens = Moment(1_769_907_600_000);
    assert_eq!(survey(&site).await.settings.opens_at, Some(opens));
    let page = manager.opens("/surveys/tiny/quotas").await;
    assert!(filled(&page, FIELD, "").contains("opens_at=2026-02-01T09%3A00"));
    assert_eq!(apply_dates(&site.db, Moment(opens.0 - 1)).await.unwrap(), 0);
    assert_eq!(survey(&site).await.state, SurveyState::Paused);
    assert_eq!(apply_dates(&site.db, opens).await.unwrap(), 1);
    assert_eq!(survey(&site).await.state, SurveyState::Open);
    assert_eq!(apply_dates(&site.db, opens.plus(57 * 3_600_000)).await.unwrap(), 1);
    assert_eq!(survey(&site).await.state, SurveyState::Closed);
    assert_snapshot!(ledger(&site, 7).await, @"
    schedule state : open → closed ()
    schedule closes_at : 1770112800000 →  ()
    schedule state : paused → open ()
    schedule opens_at : 1769907600000 →  ()
    lin closes_at :  → 1770112800000 (As agreed with the client.)
    lin opens_at :  → 1769907600000 (As agreed with the client.)
    lin time_zone : UTC → Asia/Shanghai (As agreed with the client.)
    ");
}

#[tokio::test]
async fn the_dates_of_the_file_are_offered_and_never_applied_by_themselves() {
    let planned = TINY.replace("year: 2026,", "year: 2026, start: 2026-02-01, end: 2026-02-28,");
    let site = Site::with(&[&planned]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager.opens("/surveys/tiny/quotas").await;
    assert_snapshot!(lines(&page.html, "#field > p:has(a)"), @"The questionnaire file plans the field from 2026-02-01 to 2026-02-28. These dates do nothing by themselves. Take them into the form");
    assert!(filled(&page, FIELD, "").contains("opens_at=&closes_at=&"));
    let page = manager.opens("/surveys/tiny/quotas?dates=file").await;
    assert!(filled(&page, FIELD, "").contains("opens_at=2026-02-01T00%3A00&closes_at=2026-02-28T23%3A59&"));
    assert_eq!(survey(&site).await.settings.opens_at, None);
    assert_eq!(apply_dates(&site.db, Moment(now().0 + 90 * 86_400_000)).await.unwrap(), 0);
}

#[tokio::test]
async fn everything_wrong_about_the_field_is_told_at_once_and_kept() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let body = "time_zone=Asia/Nowhere&opens_at=soon&closes_at=2020-01-01T00:00&hold_after=1&once=twice";
    let page = manager.posts(FIELD, body).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&page.html, ".notice[role=alert], #field .fault"), @"
    There are 5 things to put right.
    There is no such time zone. Write it like Asia/Shanghai or Europe/Berlin.
    Give date and time, or leave it empty.
    This moment has passed. Give a later one, or leave it empty.
    There are as many completes already. Give more, or nothing.
    Choose one of the three.
    ");
    assert!(filled(&page, FIELD, "").contains("time_zone=Asia%2FNowhere"));
    let body = "time_zone=UTC&opens_at=2026-03-02T00:00&closes_at=2026-03-01T00:00&hold_after=x&once=any";
    let page = manager.posts(FIELD, body).await;
    assert_snapshot!(lines(&page.html, "#field .fault"), @"
    It closes before it opens. Give a later moment.
    A whole number from 1 on, or nothing.
    ");
    assert_eq!(survey(&site).await.settings.once, Once::Person);
}

#[tokio::test]
async fn a_soft_launch_holds_the_entry_until_a_manager_goes_on() {
    let site = Site::with(&[TINY]).await;
    let mut manager = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = manager.opens("/surveys/tiny/quotas").await;
    manager.posts(FIELD, &filled(&page, FIELD, "hold_after=１&once=device")).await;
    assert_eq!(survey(&site).await.settings.hold_after, Some(1));
    assert_eq!(survey(&site).await.settings.once, Once::Device);
    answers(&site, "region=1&sex=1", "advice=&again=1").await;
    let page = manager.opens("/surveys/tiny/quotas").await;
    assert_snapshot!(lines(&page.html, ".notice"), @"The entry is held: the soft launch has its one complete. Nobody new begins; who is inside goes on. Go on");
    answers_nobody(&site).await;
    assert_eq!(
        manager.posts("/surveys/tiny/entry", "entry=open").await.location(),
        "/surveys/tiny/quotas?done=entry"
    );
    answers(&site, "region=1&sex=2", "advice=&again=1").await;
    answers(&site, "region=2&sex=1", "again=1").await;
    assert_eq!(site.dispositions("tiny").await, "complete complete complete");
    assert_snapshot!(ledger(&site, 3).await, @"
    lin entry : held → open ()
    lin hold_after : 1 →  ()
    soft launch entry : open → held ()
    ");
    manager.posts("/surveys/tiny/entry", "entry=held").await;
    let page = manager.opens("/surveys/tiny/quotas").await;
    assert_snapshot!(lines(&page.html, ".notice"), @"The entry is held. Nobody new begins; who is inside goes on. Go on");
    assert_eq!(manager.posts("/surveys/tiny/entry", "entry=ajar").await.status, StatusCode::BAD_REQUEST);
}

/// Somebody who opens the link while the entry is held finds no form.
async fn answers_nobody(site: &Site) {
    let mut respondent = site.respondent();
    let page = respondent.opens("/s/tiny").await;
    assert!(!page.html.contains("name=\"region\""), "{}", page.text());
    assert_eq!(site.dispositions("tiny").await, "complete");
}
