//! The outbox of webhooks: written with the event or not at all, tried again, given up, taken up again.

use insta::assert_snapshot;
use store::interviews::{self, Begin};
use store::quotas::Change;
use store::review::{self, Judgement};
use store::surveys::{self, Setting, SurveyState};
use store::webhooks::{self, Answer, Event, RETRIES};
use survey::{InterviewId, Moment, RawAnswers, Token};

use crate::field::{Field, MINUTE, cell, field, raw};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What the receiver says, by its status; none where it does not answer.
fn said(status: Option<u16>) -> Answer {
    let text = status.map_or("timeout".to_owned(), |it| format!("answer {it}"));
    Answer { status, text }
}

impl Field {
    /// Tells an address of these events.
    async fn told(&self, events: &[Event]) -> i64 {
        let address = ("https://hooks.example/in?key=1", SECRET);
        webhooks::add(&self.db, &self.survey, address, events, "Li", Moment(0)).await.unwrap()
    }

    /// What a webhook is to be told, in order.
    async fn outbox(&self, webhook: i64) -> String {
        let all = webhooks::last(&self.db, webhook, 100).await.unwrap();
        all.iter().rev().map(|it| format!("{} {}", it.event, it.payload)).collect::<Vec<_>>().join("\n")
    }

    /// What is due, noted with this answer.
    async fn answers(&self, webhook: i64, status: Option<u16>, at: i64) -> usize {
        let due = webhooks::due_of(&self.db, webhook, Moment(at), 100).await.unwrap();
        for it in &due {
            webhooks::answered(&self.db, it.id, &said(status), Moment(at)).await.unwrap();
        }
        due.len()
    }

    async fn closes(&self) {
        let closed = Setting::State(SurveyState::Closed);
        surveys::set(&self.db, &self.survey, closed, "Li", "", Moment(99 * MINUTE)).await.unwrap();
    }
}

#[tokio::test]
async fn what_happens_is_told_to_those_who_asked() {
    let field = field([2, 5, 4, 3]).await;
    let everything = field.told(&Event::CHOICES).await;
    let end = field.told(&[Event::Closed]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=1&age=17", 1).await.unwrap();
    field.walk(3, "sex=1&age=30", 1).await.unwrap();
    field.walk(4, "sex=1&age=30", 1).await.unwrap();
    field.closes().await;
    // Closed as it is already.
    field.closes().await;
    assert_snapshot!(field.outbox(everything).await, @r#"
    interview.complete {"interview":1}
    cell.full {"cell":"1","plan":"main","table":"sex"}
    interview.complete {"interview":3}
    survey.closed {}
    "#);
    assert_snapshot!(field.outbox(end).await, @"survey.closed {}");
}

#[tokio::test]
async fn a_cell_is_full_once_until_a_place_comes_back() {
    let field = field([1, 5, 3, 3]).await;
    let webhook = field.told(&[Event::CellFull]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=1&age=30", 1).await.unwrap();
    assert_snapshot!(field.outbox(webhook).await, @r#"cell.full {"cell":"1","plan":"main","table":"sex"}"#);
    for judgement in [Judgement::Reject, Judgement::Accept] {
        let ids = [InterviewId(1)];
        review::judge(&field.db, &field.survey, &ids, judgement, ("Li", "odd"), Moment(MINUTE))
            .await
            .unwrap();
    }
    assert_snapshot!(field.outbox(webhook).await, @r#"
    cell.full {"cell":"1","plan":"main","table":"sex"}
    cell.full {"cell":"1","plan":"main","table":"sex"}
    "#);
    field.agrees().await;
}

#[tokio::test]
async fn a_cell_with_a_buffer_is_full_when_the_buffer_is_and_a_lower_target_fills_nothing() {
    let field = field([1, 5, 4, 2]).await;
    let webhook = field.told(&[Event::CellFull]).await;
    field.changes(Change::Buffer { table: "sex".into(), buffer: 1 }).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    assert_snapshot!(field.outbox(webhook).await, @"");
    field.begin(2, "sex=2&age=30", 1).await.unwrap();
    field.walk(3, "sex=1&age=30", 1).await.unwrap();
    field.changes(Change::Targets(vec![(cell("age.1"), 1)])).await;
    field.finish(2, 1).await.unwrap();
    assert_snapshot!(field.outbox(webhook).await, @r#"cell.full {"cell":"1","plan":"main","table":"sex"}"#);
}

#[tokio::test]
async fn an_interview_that_is_brought_back_is_complete_again() {
    let field = field([5, 5, 5, 5]).await;
    let webhook = field.told(&[Event::Complete]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    for judgement in [Judgement::Accept, Judgement::Reject, Judgement::Accept] {
        let ids = [InterviewId(1)];
        review::judge(&field.db, &field.survey, &ids, judgement, ("Li", "odd"), Moment(MINUTE))
            .await
            .unwrap();
    }
    assert_snapshot!(field.outbox(webhook).await, @r#"
    interview.complete {"interview":1}
    interview.complete {"interview":1}
    "#);
}

#[tokio::test]
async fn tests_are_told_to_nobody() {
    let field = field([1, 5, 3, 3]).await;
    let webhook = field.told(&Event::CHOICES).await;
    let test = Begin { test: true, ..field.newcomer(1) };
    interviews::begin(&field.db, test, raw("_page=about&sex=1&age=30"), Moment(0)).await.unwrap();
    field.finish(1, 1).await.unwrap();
    assert_snapshot!(field.stands(1).await, @"complete");
    assert_snapshot!(field.outbox(webhook).await, @"");
}

#[tokio::test]
async fn nothing_is_told_that_did_not_happen() {
    let field = field([5, 5, 5, 5]).await;
    let webhook = field.told(&[Event::Complete]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    field.post(1, "_page=usage&brand=1", 1).await.unwrap();
    // The transaction fails after the row of the outbox was written, where a soft launch is looked at.
    let hold = Setting::HoldAfter(Some(1));
    surveys::set(&field.db, &field.survey, hold, "Li", "", Moment(0)).await.unwrap();
    let mut sql = field.sql().await;
    let refuse =
        "create trigger refuse before update of entry on survey begin select raise(abort, 'no'); end";
    sqlx::raw_sql(refuse).execute(&mut sql).await.unwrap();
    let last = raw("_page=last&note=fine");
    interviews::submit(&field.db, &Token::new(1), last, Moment(2 * MINUTE)).await.unwrap_err();
    assert_snapshot!(field.stands(1).await, @"at last");
    assert_snapshot!(field.outbox(webhook).await, @"");
    sqlx::raw_sql("drop trigger refuse").execute(&mut sql).await.unwrap();
    let again = RawAnswers { turn: None, ..raw("_page=last&note=fine") };
    interviews::submit(&field.db, &Token::new(1), again, Moment(2 * MINUTE)).await.unwrap();
    assert_snapshot!(field.outbox(webhook).await, @r#"interview.complete {"interview":1}"#);
}

#[tokio::test]
async fn what_fails_is_tried_again_ever_later_and_given_up_at_last() {
    let field = field([5, 5, 5, 5]).await;
    let webhook = field.told(&[Event::Closed]).await;
    field.closes().await;
    let mut at = 99 * MINUTE;
    for wait in RETRIES {
        assert_eq!(field.answers(webhook, Some(500), at).await, 1);
        assert_eq!(field.answers(webhook, Some(500), at + wait - 1).await, 0);
        at += wait;
    }
    assert_eq!(webhooks::due(&field.db, Moment(at)).await.unwrap(), [webhook]);
    assert_eq!(field.answers(webhook, None, at).await, 1);
    assert_eq!(webhooks::due(&field.db, Moment(i64::MAX)).await.unwrap(), Vec::<i64>::new());
    let it = webhooks::last(&field.db, webhook, 1).await.unwrap().remove(0);
    assert_eq!((it.attempts, it.given_up_at, it.delivered_at), (8, Some(at), None));
    assert_eq!((it.last_status, it.last_answer.as_deref()), (None, Some("timeout")));

    // Of another survey, nothing is done.
    let elsewhere = survey::SurveyId("elsewhere".into());
    webhooks::retry(&field.db, &elsewhere, (webhook, it.id), Moment(at)).await.unwrap_err();
    webhooks::retry(&field.db, &field.survey, (webhook, it.id), Moment(at)).await.unwrap();
    assert_eq!(field.answers(webhook, Some(204), at).await, 1);
    let it = webhooks::last(&field.db, webhook, 1).await.unwrap().remove(0);
    assert_eq!((it.attempts, it.given_up_at, it.delivered_at), (1, None, Some(at)));
    // What is delivered is not taken up again.
    webhooks::retry(&field.db, &field.survey, (webhook, it.id), Moment(at)).await.unwrap();
    assert_eq!(field.answers(webhook, Some(204), at).await, 0);
}

#[tokio::test]
async fn one_that_is_off_is_told_nothing_and_gets_what_waited_when_it_is_on() {
    let field = field([5, 5, 5, 5]).await;
    let webhook = field.told(&[Event::Complete]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    let switch = async |on| {
        webhooks::switch(&field.db, &field.survey, webhook, on, "Li", Moment(5 * MINUTE)).await.unwrap()
    };
    switch(false).await;
    switch(false).await;
    field.walk(2, "sex=1&age=30", 1).await.unwrap();
    assert_eq!(webhooks::due(&field.db, Moment(9 * MINUTE)).await.unwrap(), Vec::<i64>::new());
    assert_eq!(field.answers(webhook, Some(200), 9 * MINUTE).await, 0);
    switch(true).await;
    assert_eq!(field.answers(webhook, Some(200), 9 * MINUTE).await, 1);
    let log = store::audit::log::Wanted { survey: Some(field.survey.clone()), ..Default::default() };
    let rows = store::audit::log::rows(&field.db, &log, None, 10).await.unwrap();
    let deeds: Vec<String> = rows.iter().rev().map(|it| format!("{} {}", it.deed, it.subject)).collect();
    assert_eq!(
        deeds[deeds.len() - 3..],
        ["webhook hooks.example", "webhook_off hooks.example", "webhook_on hooks.example"]
    );
}

#[tokio::test]
async fn an_answer_is_kept_in_its_first_words_and_old_ones_are_forgotten() {
    let field = field([5, 5, 5, 5]).await;
    let webhook = field.told(&[Event::Closed]).await;
    webhooks::test(&field.db, &field.survey, webhook, Moment(0)).await.unwrap();
    let due = webhooks::due_of(&field.db, webhook, Moment(0), 9).await.unwrap();
    assert_eq!((due[0].event.as_str(), due[0].secret.as_str()), ("test", SECRET));
    let long = Answer { status: Some(302), text: format!(" 好\0\n{}", "字".repeat(600)) };
    webhooks::answered(&field.db, due[0].id, &long, Moment(0)).await.unwrap();
    let kept = webhooks::last(&field.db, webhook, 1).await.unwrap().remove(0).last_answer.unwrap();
    assert_eq!((kept.chars().count(), kept.starts_with("好  字")), (500, true));

    webhooks::rotate(&field.db, &field.survey, webhook, &"b".repeat(64), "Li", Moment(1)).await.unwrap();
    let due = webhooks::due_of(&field.db, webhook, Moment(MINUTE), 9).await.unwrap();
    assert_eq!(due[0].secret, "b".repeat(64));
    let day = 24 * 60 * MINUTE;
    webhooks::forget(&field.db, Moment(31 * day)).await.unwrap();
    assert_eq!(webhooks::last(&field.db, webhook, 9).await.unwrap().len(), 1);
    webhooks::answered(&field.db, due[0].id, &said(Some(200)), Moment(MINUTE)).await.unwrap();
    webhooks::forget(&field.db, Moment(29 * day)).await.unwrap();
    assert_eq!(webhooks::last(&field.db, webhook, 9).await.unwrap().len(), 1);
    webhooks::forget(&field.db, Moment(31 * day)).await.unwrap();
    assert_eq!(webhooks::last(&field.db, webhook, 9).await.unwrap().len(), 0);

    webhooks::test(&field.db, &field.survey, webhook, Moment(0)).await.unwrap();
    webhooks::delete(&field.db, &field.survey, webhook, "Li", Moment(2)).await.unwrap();
    assert_eq!(webhooks::list(&field.db, &field.survey).await.unwrap(), []);
    webhooks::test(&field.db, &field.survey, webhook, Moment(0)).await.unwrap_err();
}
