//! Interviews: posted, posted twice, paused, ended.

use insta::assert_snapshot;
use store::Error;
use store::interviews::{self, Begin};
use store::surveys::{self, SurveyState};
use survey::interview::QualityMode;
use survey::{Moment, SurveyId, Token};

use crate::field::{MINUTE, field, raw};

#[tokio::test]
async fn an_interview_goes_from_the_first_post_to_complete() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    assert_snapshot!(field.stands(1).await, @"at usage");
    assert_snapshot!(field.cells().await, @"sex.1 1+0/5, sex.2 0+0/5, age.1 1+0/5, age.2 0+0/5");
    field.post(1, "_page=usage&brand=1", 2).await.unwrap();
    field.post(1, "_page=last&note=fine", 3).await.unwrap();
    assert_snapshot!(field.stands(1).await, @"complete");
    assert_snapshot!(field.cells().await, @"sex.1 0+1/5, sex.2 0+0/5, age.1 0+1/5, age.2 0+0/5");
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1, count age.1, count sex.1");
    field.agrees().await;
}

#[tokio::test]
async fn what_is_known_of_a_respondent_is_kept_and_the_device_only_as_a_hash() {
    let field = field([5, 5, 5, 5]).await;
    let begin = Begin {
        lang: Some("zh".into()),
        source: Some(" panel ".into()),
        pid: Some("x".repeat(300)),
        device: Some("cookie".into()),
        ..field.newcomer(1)
    };
    interviews::begin(&field.db, begin, raw("_page=about&sex=1&age=30"), Moment(5)).await.unwrap();
    let kept = field.kept(1).await;
    assert_eq!(kept.interview.lang, "zh");
    assert_eq!(kept.interview.seed, Token::new(1).seed());
    assert_eq!(kept.source.as_deref(), Some("panel"));
    assert_eq!(kept.pid.map(|it| it.len()), Some(200));
    let case = &interviews::batch(&field.db, &field.survey, false, 0.into(), 10).await.unwrap()[0];
    // printf 'tiny:cookie' | sha256sum
    assert_snapshot!(case.device_hash.as_deref().unwrap(), @"f811c9283f4837e56276992a2f72ea12d214b3091a15d2adbd5dc1755ac9f8d1");
    assert_eq!(case.plan.as_deref(), Some("main"));
}

#[tokio::test]
async fn the_page_after_a_post_knows_what_others_wrote_meanwhile() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(9)).await.unwrap();
    assert_eq!(field.kept(1).await.state, SurveyState::Paused);
    surveys::set_state(&field.db, &field.survey, SurveyState::Open, "Li", Moment(9)).await.unwrap();
    field.post(1, "_page=usage&brand=1", 2).await.unwrap();
    store::withdrawal::withdraw(&field.db, &Token::new(1), Moment(9)).await.unwrap();
    assert!(matches!(interviews::load(&field.db, &Token::new(1)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_page_posted_twice_counts_once() {
    let field = field([5, 5, 5, 5]).await;
    for _ in 0..3 {
        field.begin(1, "_turn=0&sex=1&age=30", 1).await.unwrap();
    }
    assert_eq!(field.stands(1).await, "at usage");
    for _ in 0..2 {
        field.post(1, "_page=usage&_turn=1&brand=1", 2).await.unwrap();
    }
    for _ in 0..2 {
        field.post(1, "_page=last&_turn=2", 3).await.unwrap();
    }
    assert_eq!(field.stands(1).await, "complete");
    assert_eq!(field.kept(1).await.interview.turn, 3);
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1, count age.1, count sex.1");
    field.agrees().await;
}

#[tokio::test]
async fn a_first_page_posted_again_without_a_turn_is_stale() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=", 1).await.unwrap();
    assert_eq!(field.stands(1).await, "at about");
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    assert_eq!(field.stands(1).await, "at about", "a stale post moves nothing");
    let typed = &field.kept(1).await.interview.drafts["about"].fields;
    assert!(typed.contains(&("age".into(), "30".into())), "and loses nothing: {typed:?}");
}

#[tokio::test]
async fn a_stale_tab_behind_the_gate_changes_nothing() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    field.post(1, "_page=about&_turn=0&sex=2&age=50", 2).await.unwrap();
    field.post(1, "_page=usage&_go=back", 3).await.unwrap();
    assert_eq!(field.stands(1).await, "at usage");
    assert_snapshot!(field.cells().await, @"sex.1 1+0/5, sex.2 0+0/5, age.1 1+0/5, age.2 0+0/5");
}

#[tokio::test]
async fn someone_screened_out_keeps_their_answers_and_the_code() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=17", 1).await.unwrap();
    assert_snapshot!(field.stands(1).await, @"screened_out S_AGE");
    field.post(1, "_page=about&sex=1&age=30", 2).await.unwrap();
    let typed = &field.kept(1).await.interview.drafts["about"].fields;
    assert_eq!(typed[1].1, "17", "an ended interview stays as it is");
    assert_snapshot!(field.moves(1).await, @"");
}

#[tokio::test]
async fn a_screen_out_behind_the_gate_gives_its_places_back() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    field.post(1, "_page=usage&brand=2", 2).await.unwrap();
    assert_snapshot!(field.stands(1).await, @"screened_out S_BRAND");
    assert_snapshot!(field.moves(1).await, @"reserve age.1, reserve sex.1, return age.1, return sex.1");
    assert_snapshot!(field.cells().await, @"sex.1 0+0/5, sex.2 0+0/5, age.1 0+0/5, age.2 0+0/5");
    field.agrees().await;
}

#[tokio::test]
async fn quota_full_names_every_full_cell_and_takes_no_place() {
    let field = field([1, 5, 1, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=1&age=30", 2).await.unwrap();
    field.begin(3, "sex=2&age=30", 3).await.unwrap();
    for n in [2, 3] {
        assert_eq!(field.kept(n).await.interview.drafts["about"].fields.len(), 2);
    }
    assert_snapshot!(format!("{:?}", field.kept(2).await.interview.disposition), @r#"QuotaFull([CellName { table: "sex", key: "1" }, CellName { table: "age", key: "1" }])"#);
    assert_snapshot!(field.stands(3).await, @"quota_full age.1");
    assert_snapshot!(field.cells().await, @"sex.1 0+1/1, sex.2 0+0/5, age.1 0+1/1, age.2 0+0/5");
    field.agrees().await;
}

#[tokio::test]
async fn a_place_held_is_a_place_taken() {
    let field = field([1, 5, 3, 3]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=1&age=50", 1).await.unwrap();
    assert_snapshot!(field.stands(2).await, @"quota_full sex.1");
}

#[tokio::test]
async fn nothing_moves_while_a_survey_is_paused_and_what_was_typed_is_kept() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(9)).await.unwrap();
    assert!(matches!(field.begin(2, "sex=1&age=30", 2).await, Err(Error::Closed)));
    assert!(matches!(interviews::load(&field.db, &Token::new(2)).await, Err(Error::NotFound)));
    field.post(1, "_page=usage&brand=2", 2).await.unwrap();
    field.post(1, "_go=next", 3).await.unwrap();
    let kept = field.kept(1).await;
    assert_eq!(kept.state, SurveyState::Paused);
    assert_eq!(field.stands(1).await, "at usage");
    assert_eq!(kept.interview.drafts["usage"].fields, [("brand".to_owned(), "2".to_owned())]);
    assert_eq!(kept.lease_until, Some(Moment(61 * MINUTE)), "the lease is not renewed");

    // An hour later it breaks off; what is typed even then is kept.
    interviews::sweep(&field.db, Moment(62 * MINUTE)).await.unwrap();
    field.post(1, "_page=usage&brand=1", 63).await.unwrap();
    let kept = field.kept(1).await;
    assert_eq!(field.stands(1).await, "broken_off");
    assert_eq!(kept.interview.drafts["usage"].fields, [("brand".to_owned(), "1".to_owned())]);
    field.agrees().await;

    surveys::set_state(&field.db, &field.survey, SurveyState::Open, "Li", Moment(9)).await.unwrap();
    field.post(1, "_page=usage&brand=1", 70).await.unwrap();
    assert_eq!(field.stands(1).await, "at last");
    field.agrees().await;
}

#[tokio::test]
async fn a_second_complete_from_a_device_is_rejected_and_never_counts() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    let same = Begin { device: Some("device 1".into()), ..field.newcomer(2) };
    interviews::begin(&field.db, same, raw("_page=about&sex=1&age=30"), Moment(5)).await.unwrap();
    field.finish(2, 2).await.unwrap();
    assert_snapshot!(field.stands(2).await, @"rejected Q_DUP");
    assert_snapshot!(field.moves(2).await, @"reserve age.1, reserve sex.1, return age.1, return sex.1");
    assert_snapshot!(field.cells().await, @"sex.1 0+1/5, sex.2 0+0/5, age.1 0+1/5, age.2 0+0/5");
    field.agrees().await;
}

#[tokio::test]
async fn quality_rules_that_are_off_reject_nobody() {
    let field = field([5, 5, 5, 5]).await;
    surveys::set_quality(&field.db, &field.survey, QualityMode::Off, "Li", Moment(1)).await.unwrap();
    for n in [1, 2] {
        let same = Begin { device: Some("one".into()), ..field.newcomer(n) };
        interviews::begin(&field.db, same, raw("_page=about&sex=1&age=30"), Moment(5)).await.unwrap();
        field.finish(n, 2).await.unwrap();
        assert_eq!(field.stands(n).await, "complete");
    }
}

#[tokio::test]
async fn a_rehearsal_fills_the_shadow_and_comes_before_the_field_opens() {
    let field = field([1, 5, 1, 5]).await;
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(9)).await.unwrap();
    for n in [1, 2] {
        let test = Begin { test: true, device: Some("one".into()), ..field.newcomer(n) };
        interviews::begin(&field.db, test, raw("_page=about&sex=1&age=30"), Moment(5)).await.unwrap();
        field.finish(n, 2).await.unwrap();
    }
    assert_eq!(field.stands(1).await, "complete");
    assert_eq!(field.stands(2).await, "quota_full sex.1");
    assert_snapshot!(field.cells().await, @"sex.1 0+0/1, sex.2 0+0/5, age.1 0+0/1, age.2 0+0/5");
    assert_snapshot!(field.cells_of(true).await, @"sex.1 0+1/1, sex.2 0+0/5, age.1 0+1/1, age.2 0+0/5");
    field.agrees().await;
}

#[tokio::test]
async fn a_test_is_never_a_duplicate_nor_makes_one() {
    let field = field([5, 5, 5, 5]).await;
    for (n, test) in [(1, true), (2, true), (3, false)] {
        let it = Begin { test, device: Some("one".into()), ..field.newcomer(n) };
        interviews::begin(&field.db, it, raw("_page=about&sex=1&age=30"), Moment(5)).await.unwrap();
        field.finish(n, 2).await.unwrap();
        assert_eq!(field.stands(n).await, "complete", "respondent {n}");
    }
}

#[tokio::test]
async fn an_error_at_the_gate_lets_nobody_through_and_nobody_out() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=", 1).await.unwrap();
    let before = field.kept(1).await.interview;
    let mut conn = field.sql().await;
    sqlx::raw_sql("alter table ledger rename to away").execute(&mut conn).await.unwrap();
    assert!(matches!(field.post(1, "_page=about&_turn=1&sex=1&age=30", 2).await, Err(Error::Database(_))));
    assert!(matches!(field.begin(2, "sex=1&age=30", 2).await, Err(Error::Database(_))));
    sqlx::raw_sql("alter table away rename to ledger").execute(&mut conn).await.unwrap();
    assert_eq!(field.kept(1).await.interview, before);
    assert!(matches!(interviews::load(&field.db, &Token::new(2)).await, Err(Error::NotFound)));
    field.agrees().await;
    field.post(1, "_page=about&_turn=1&sex=1&age=30", 2).await.unwrap();
    assert_eq!(field.stands(1).await, "at usage");
}

#[tokio::test]
async fn an_unknown_survey_or_token_is_not_found() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    let elsewhere = |n| Begin { survey: SurveyId("elsewhere".into()), ..field.newcomer(n) };
    for n in [1, 2] {
        let refused = interviews::begin(&field.db, elsewhere(n), raw("_page=about"), Moment(1)).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    assert!(matches!(field.post(9, "_page=about", 1).await, Err(Error::NotFound)));
}
