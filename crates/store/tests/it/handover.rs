//! Handovers: a code leads to its interview once, from another phone.

use std::cell::Cell;

use store::handover::{self, Code, LASTS};
use store::surveys::{self, Setting, SurveyState};
use store::{Error, retention, withdrawal};
use survey::{Moment, Token};

use crate::field::{Field, MINUTE, field};

thread_local! {
    // The writer draws on the thread of its test.
    static DICE: Cell<u128> = const { Cell::new(1) };
}

/// One number after another, each drawn twice.
fn dice() -> u128 {
    DICE.set(DICE.get() + 1);
    DICE.get() / 2
}

/// A survey in the field with so many interviews behind the gate, since minute 1.
async fn begun(interviews: u128) -> Field {
    let field = field([5, 5, 5, 5]).await;
    for n in 1..=interviews {
        field.begin(n, "sex=1&age=30", 1).await.unwrap();
    }
    field
}

/// Respondent `n` asks for a code, at this minute.
async fn made(field: &Field, n: u128, minute: i64) -> Code {
    let made = handover::make(&field.db, &Token::new(n), dice, Moment(minute * MINUTE)).await.unwrap();
    let (code, until) = made.unwrap_or_else(|| panic!("no code for respondent {n}"));
    assert_eq!(until, Moment(minute * MINUTE + LASTS));
    code
}

/// Whose interview a code leads to, by this form, at this minute.
async fn leads(field: &Field, code: &Code, form: u128, minute: i64) -> Option<Token> {
    handover::take(&field.db, code, &Token::new(form), Moment(minute * MINUTE)).await.unwrap()
}

async fn rows(field: &Field) -> Vec<(i64, i64)> {
    let mut sql = field.sql().await;
    sqlx::query_as("select interview_id, form_hash is not null from handover order by interview_id")
        .fetch_all(&mut sql)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_code_leads_to_its_interview_once_and_the_same_form_sent_twice_is_one_use() {
    let field = begun(2).await;
    let (first, second) = (made(&field, 1, 2).await, made(&field, 2, 2).await);
    assert!(first != second);
    assert_eq!(leads(&field, &second, 71, 3).await, Some(Token::new(2)));
    assert_eq!(leads(&field, &second, 71, 4).await, Some(Token::new(2)), "a double tap");
    assert_eq!(leads(&field, &second, 72, 4).await, None, "somebody else");
    assert_eq!(leads(&field, &first, 72, 4).await, Some(Token::new(1)));
    assert_eq!(leads(&field, &Code::draw(12_345), 71, 4).await, None, "a guess");
}

#[tokio::test]
async fn a_code_lasts_a_quarter_of_an_hour_and_is_deleted_then() {
    let field = begun(2).await;
    let code = made(&field, 1, 2).await;
    made(&field, 2, 10).await;
    assert_eq!(leads(&field, &code, 7, 17).await, None);
    assert_eq!(handover::delete_expired(&field.db, Moment(17 * MINUTE - 1)).await.unwrap(), 0);
    assert_eq!(leads(&field, &code, 7, 16).await, Some(Token::new(1)));
    assert_eq!(rows(&field).await, [(1, 1), (2, 0)]);
    assert_eq!(handover::delete_expired(&field.db, Moment(17 * MINUTE)).await.unwrap(), 1);
    assert_eq!(rows(&field).await, [(2, 0)]);
}

#[tokio::test]
async fn a_new_code_replaces_the_one_before() {
    let field = begun(1).await;
    let old = made(&field, 1, 2).await;
    assert_eq!(leads(&field, &old, 7, 3).await, Some(Token::new(1)));
    let new = made(&field, 1, 4).await;
    assert_eq!(leads(&field, &old, 7, 5).await, None);
    assert_eq!(leads(&field, &new, 8, 5).await, Some(Token::new(1)));
    assert_eq!(rows(&field).await, [(1, 1)]);
}

#[tokio::test]
async fn only_a_hash_of_a_code_is_kept() {
    let field = begun(1).await;
    let code = made(&field, 1, 2).await;
    let mut sql = field.sql().await;
    let (hash,): (String,) =
        sqlx::query_as("select code_hash from handover").fetch_one(&mut sql).await.unwrap();
    assert!(hash.len() == 64 && !hash.to_uppercase().contains(code.as_str()));
}

#[tokio::test]
async fn who_has_ended_or_waited_too_long_gets_no_code_and_neither_does_a_survey_that_is_not_open() {
    let field = begun(3).await;
    let asks = async |n: u128, minute: i64| {
        handover::make(&field.db, &Token::new(n), dice, Moment(minute * MINUTE)).await.map(|it| it.is_some())
    };
    field.finish(1, 2).await.unwrap();
    assert!(!asks(1, 3).await.unwrap(), "complete");
    assert!(asks(2, 3).await.unwrap());
    assert!(asks(2, 62).await.unwrap(), "broken off, but may come back");
    assert!(!asks(2, 2 + 48 * 60).await.unwrap(), "it waited too long");
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(3 * MINUTE))
        .await
        .unwrap();
    assert!(!asks(3, 3).await.unwrap(), "paused");
    assert!(matches!(asks(9, 3).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_code_goes_with_its_interview() {
    let field = begun(2).await;
    made(&field, 1, 2).await;
    let code = made(&field, 2, 2).await;
    withdrawal::withdraw(&field.db, &Token::new(1), Moment(3 * MINUTE)).await.unwrap();
    assert_eq!(rows(&field).await, [(2, 0)]);

    // An interview that ended after the code was made: it erases nothing but what is due.
    field.finish(2, 3).await.unwrap();
    assert_eq!(leads(&field, &code, 7, 4).await, Some(Token::new(2)));
    surveys::set(&field.db, &field.survey, Setting::RetentionDays(Some(1)), "Li", "", Moment(4 * MINUTE))
        .await
        .unwrap();
    retention::sweep(&field.db, dice, Moment(5 * MINUTE)).await.unwrap();
    assert_eq!(rows(&field).await, [(2, 1)]);
    retention::sweep(&field.db, dice, Moment(5 * MINUTE + 24 * 60 * MINUTE)).await.unwrap();
    assert_eq!(rows(&field).await, []);
}
