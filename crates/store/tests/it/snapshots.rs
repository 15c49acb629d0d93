//! Snapshots: the same cases whenever they are read, and each change once.

use insta::assert_snapshot;
use store::exports::{self, Found, Manifest, Order, RunState, Selection};
use store::interviews::{self, Begin, CaseRow};
use store::review::Judgement;
use store::surveys::{self, Setting, SurveyState};
use survey::{Disposition, InterviewId, Moment, Token};

use crate::field::{Field, MINUTE, field, raw};

impl Field {
    async fn selection(&self, dispositions: &[&str]) -> Selection {
        Selection {
            survey: self.survey.clone(),
            test: false,
            snapshot: exports::snapshot(&self.db, &self.survey).await.unwrap(),
            since: 0,
            dispositions: dispositions.iter().map(|it| it.to_string()).collect(),
            from: None,
            until: None,
        }
    }

    /// `number disposition`, read two at a time; their number agrees.
    async fn shown(&self, selection: &Selection) -> String {
        let (mut told, mut after) = (Vec::new(), InterviewId(0));
        loop {
            let batch = exports::batch(&self.db, selection, None, after, 2).await.unwrap();
            let Some(last) = batch.last() else { break };
            after = last.id();
            let whole = batch.into_iter().map(whole);
            told.extend(whole.map(|it| format!("{} {}", it.id.0, it.interview.disposition.word())));
        }
        assert_eq!(exports::count(&self.db, selection).await.unwrap(), told.len() as i64);
        told.join(", ")
    }
}

/// A case of which nothing packed was asked for.
fn whole(case: Found) -> CaseRow {
    match case {
        Found::Whole(it) => *it,
        Found::Packed(it) => panic!("{} is packed", it.id.0),
    }
}

const ENDED: [&str; 4] = ["complete", "screened_out", "broken_off", "rejected"];

#[tokio::test]
async fn a_snapshot_shows_what_had_ended_then_however_the_field_goes_on() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=1&age=17", 1).await.unwrap();
    field.begin(3, "sex=2&age=30", 1).await.unwrap();
    field.walk(4, "sex=2&age=50", 1).await.unwrap();
    let snapshot = field.selection(&ENDED).await;
    assert_snapshot!(field.shown(&snapshot).await, @"1 complete, 2 screened_out, 4 complete");

    field.judge(&[1], Judgement::Reject).await;
    field.finish(3, 2).await.unwrap();
    field.walk(5, "sex=2&age=30", 3).await.unwrap();
    assert_snapshot!(field.shown(&snapshot).await, @"1 complete, 2 screened_out, 4 complete");
    let later = field.selection(&ENDED).await;
    assert_snapshot!(field.shown(&later).await, @"1 rejected, 2 screened_out, 3 complete, 4 complete, 5 complete");

    field.judge(&[1], Judgement::Accept).await;
    assert_snapshot!(field.shown(&later).await, @"1 rejected, 2 screened_out, 3 complete, 4 complete, 5 complete");
    let completes = field.selection(&["complete"]).await;
    assert_snapshot!(field.shown(&completes).await, @"1 complete, 3 complete, 4 complete, 5 complete");
    let news = Selection { since: snapshot.snapshot, ..completes };
    assert_snapshot!(field.shown(&news).await, @"1 complete, 3 complete, 5 complete");
}

#[tokio::test]
async fn an_interview_that_broke_off_and_goes_on_leaves_what_it_was() {
    let field = field([9, 9, 9, 9]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    interviews::sweep(&field.db, Moment(61 * MINUTE)).await.unwrap();
    let snapshot = field.selection(&ENDED).await;
    assert_snapshot!(field.shown(&snapshot).await, @"1 broken_off");
    let posted = raw("_page=usage&brand=1&_turn=1");
    interviews::submit(&field.db, &Token::new(1), posted, Moment(62 * MINUTE)).await.unwrap();
    assert_snapshot!(field.shown(&field.selection(&ENDED).await).await, @"");
    assert_snapshot!(field.shown(&snapshot).await, @"1 broken_off");
}

#[tokio::test]
async fn a_test_interview_is_in_no_snapshot_of_the_others() {
    let field = field([9, 9, 9, 9]).await;
    let test = Begin { test: true, ..field.newcomer(1) };
    interviews::begin(&field.db, test, raw("_page=about&sex=1&age=17"), Moment(0)).await.unwrap();
    let snapshot = field.selection(&ENDED).await;
    assert_snapshot!(field.shown(&snapshot).await, @"");
    assert_snapshot!(field.shown(&Selection { test: true, ..snapshot }).await, @"1 screened_out");
}

#[tokio::test]
async fn days_are_those_on_which_an_interview_ended() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=1&age=30", 10).await.unwrap();
    let all = field.selection(&ENDED).await;
    let batch = exports::batch(&field.db, &all, None, InterviewId(1), 1).await.unwrap();
    let ended = whole(batch[0].clone()).interview.ended_at;
    assert_snapshot!(field.shown(&Selection { from: ended, ..all.clone() }).await, @"2 complete");
    assert_snapshot!(field.shown(&Selection { until: ended, ..all }).await, @"1 complete");
}

#[tokio::test]
async fn each_change_is_given_once_and_in_order() {
    let field = field([9, 9, 9, 9]).await;
    for n in 1..=4 {
        field.walk(n, "sex=1&age=30", 1).await.unwrap();
    }
    let next = async |after, limit| {
        let cases = exports::changes(&field.db, &field.survey, after, limit).await.unwrap();
        let told: Vec<_> =
            cases.iter().map(|it| format!("{} {}", it.id.0, it.interview.disposition.word())).collect();
        (told.join(", "), cases.last().and_then(|it| it.changed).unwrap_or(after))
    };
    let (first, cursor) = next(0, 3).await;
    assert_snapshot!(first, @"1 complete, 2 complete, 3 complete");
    field.judge(&[2], Judgement::Reject).await;
    let (second, cursor) = next(cursor, 3).await;
    assert_snapshot!(second, @"4 complete, 2 rejected");
    assert_eq!(next(cursor, 3).await, (String::new(), cursor));
}

#[tokio::test]
async fn whoever_withdraws_is_in_no_snapshot_any_more() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=1&age=30", 1).await.unwrap();
    let snapshot = field.selection(&ENDED).await;
    field.judge(&[1], Judgement::Reject).await;
    store::withdrawal::withdraw(&field.db, &Token::new(1), Moment(9)).await.unwrap();
    assert_snapshot!(field.shown(&snapshot).await, @"2 complete");
}

#[tokio::test]
async fn a_file_that_is_made_again_says_whether_it_came_out_otherwise() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    exports::save(&field.db, &field.survey, "weekly", "format=sav", "Li", Moment(1)).await.unwrap();
    let order = Order {
        survey: field.survey.clone(),
        name: Some("weekly".into()),
        wanted: "format=sav".into(),
        since: 0,
        who: "Li".into(),
    };
    let id = exports::order(&field.db, order, Moment(5)).await.unwrap();
    let taken = exports::take_waiting(&field.db).await.unwrap().unwrap();
    assert_eq!(
        (taken.id, taken.state, taken.snapshot, taken.name.as_deref()),
        (id, RunState::Running, 1, Some("weekly"))
    );
    assert_eq!(exports::take_waiting(&field.db).await.unwrap(), None);

    let manifest = |sha: &str| Manifest { file: "a.sav".into(), cases: 1, bytes: 9, sha256: sha.repeat(64) };
    let run = async || exports::run(&field.db, &field.survey, id).await.unwrap();
    exports::done(&field.db, id, manifest("a"), Moment(7)).await.unwrap();
    assert_eq!((run().await.is_here(), run().await.why), (true, None));
    assert_eq!(exports::saved(&field.db, &field.survey).await.unwrap()[0].last, Some(1));

    assert_eq!(exports::files(&field.db, Moment(7)).await.unwrap(), [0i64; 0]);
    assert_eq!(exports::files(&field.db, Moment(8)).await.unwrap(), [id]);
    assert!(exports::gone(&field.db, id, Moment(8)).await.unwrap());
    assert!(!run().await.is_here());

    exports::again(&field.db, &field.survey, id).await.unwrap();
    assert!(exports::again(&field.db, &field.survey, id).await.is_err(), "it is being made");
    assert!(
        !exports::gone(&field.db, id, Moment(9)).await.unwrap(),
        "a file in the making is not an old one"
    );
    assert_eq!(exports::saved(&field.db, &field.survey).await.unwrap()[0].last, Some(1));
    exports::take_waiting(&field.db).await.unwrap();
    exports::done(&field.db, id, manifest("a"), Moment(9)).await.unwrap();
    assert_eq!((run().await.is_here(), run().await.why), (true, None));
    exports::again(&field.db, &field.survey, id).await.unwrap();
    exports::take_waiting(&field.db).await.unwrap();
    exports::done(&field.db, id, manifest("b"), Moment(10)).await.unwrap();
    assert_eq!(run().await.why.as_deref(), Some("changed"));
}

#[tokio::test]
async fn a_file_with_somebody_who_withdrew_after_it_was_begun_is_not_kept() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    let order = Order {
        survey: field.survey.clone(),
        name: None,
        wanted: "format=csv".into(),
        since: 0,
        who: "Li".into(),
    };
    let id = exports::order(&field.db, order, Moment(5)).await.unwrap();
    exports::take_waiting(&field.db).await.unwrap();
    let manifest = Manifest { file: "a.csv".into(), cases: 1, bytes: 9, sha256: "a".repeat(64) };
    exports::done(&field.db, id, manifest, Moment(7)).await.unwrap();
    // By a clock that was read before the file was begun.
    store::withdrawal::withdraw(&field.db, &Token::new(1), Moment(3)).await.unwrap();
    assert_eq!(exports::files(&field.db, Moment(0)).await.unwrap(), [id]);
    exports::again(&field.db, &field.survey, id).await.unwrap();
    exports::take_waiting(&field.db).await.unwrap();
    let manifest = Manifest { file: "a.csv".into(), cases: 0, bytes: 5, sha256: "b".repeat(64) };
    exports::done(&field.db, id, manifest, Moment(11)).await.unwrap();
    assert_eq!(exports::files(&field.db, Moment(0)).await.unwrap(), [0i64; 0]);
}

#[tokio::test]
async fn retention_erases_what_a_snapshot_of_before_shows_too() {
    let field = field([9, 9, 9, 9]).await;
    let begin = Begin { pid: Some("p-1".into()), source: Some("panel".into()), ..field.newcomer(1) };
    interviews::begin(&field.db, begin, raw("_page=about&sex=1&age=30"), Moment(0)).await.unwrap();
    field.finish(1, 1).await.unwrap();
    let snapshot = field.selection(&ENDED).await;
    field.judge(&[1], Judgement::Reject).await;
    let pid = async || {
        let batch = exports::batch(&field.db, &snapshot, None, InterviewId(0), 1).await.unwrap();
        let case = whole(batch[0].clone());
        (case.interview.disposition, case.pid, case.device_hash.is_some())
    };
    assert_eq!(pid().await, (Disposition::Complete, Some("p-1".into()), true));
    surveys::set(&field.db, &field.survey, Setting::RetentionDays(Some(30)), "Li", "", Moment(0))
        .await
        .unwrap();
    store::retention::sweep(&field.db, || 1, Moment(31 * 24 * 60 * MINUTE)).await.unwrap();
    assert_eq!(pid().await, (Disposition::Complete, None, false));
}

#[tokio::test]
async fn a_post_with_nothing_in_it_is_no_change() {
    let field = field([9, 9, 9, 9]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    interviews::sweep(&field.db, Moment(61 * MINUTE)).await.unwrap();
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(0)).await.unwrap();
    let before = exports::snapshot(&field.db, &field.survey).await.unwrap();
    field.post(1, "", 62).await.unwrap();
    assert_eq!(exports::snapshot(&field.db, &field.survey).await.unwrap(), before);
    field.post(1, "_page=usage&brand=1", 62).await.unwrap();
    assert_eq!(exports::snapshot(&field.db, &field.survey).await.unwrap(), before + 1);
}
