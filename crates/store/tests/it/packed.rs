//! Packed rows: made once, given back as they were, gone with whatever changes the interview.

use insta::assert_snapshot;
use sqlx::AssertSqlSafe;
use store::exports::{self, Found, Selection};
use store::review::Judgement;
use store::{interviews, withdrawal};
use survey::{InterviewId, Moment, Token};

use crate::field::{Field, MINUTE, field, raw};

impl Field {
    /// Packs what waits, each as the number of its interview and of its changes.
    async fn pack(&self) {
        let waiting = exports::waiting(&self.db, 1, 100).await.unwrap();
        let bytes =
            |id: InterviewId, changed: Option<i64>| format!("{} of {}", id.0, changed.unwrap()).into_bytes();
        let packed = waiting.into_iter().map(|(it, ticket)| (ticket, bytes(it.id, it.changed)));
        exports::pack(&self.db, 1, packed.collect()).await.unwrap();
    }

    /// What a batch gives: what was packed, or `whole`.
    async fn found(&self, layout: Option<i64>) -> String {
        let selection = Selection {
            survey: self.survey.clone(),
            test: false,
            snapshot: exports::snapshot(&self.db, &self.survey).await.unwrap(),
            since: 0,
            dispositions: ["complete", "rejected", "broken_off"].map(str::to_owned).to_vec(),
            from: None,
            until: None,
        };
        let batch = exports::batch(&self.db, &selection, layout, InterviewId(0), 100).await.unwrap();
        let told = batch.into_iter().map(|it| match it {
            Found::Packed(it) => String::from_utf8(it.packed).unwrap(),
            Found::Whole(it) => format!("{} whole", it.id.0),
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// How many interviews wait to be packed.
    async fn waiting(&self) -> usize {
        exports::waiting(&self.db, 1, 100).await.unwrap().len()
    }
}

#[tokio::test]
async fn what_was_packed_is_given_back_and_the_rest_whole() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=2&age=30", 1).await.unwrap();
    field.walk(3, "sex=2&age=50", 1).await.unwrap();
    field.pack().await;
    assert_eq!(field.waiting().await, 0);
    field.walk(4, "sex=2&age=50", 1).await.unwrap();
    assert_snapshot!(field.found(Some(1)).await, @"1 of 1, 3 of 2, 4 whole");
    // By another layout nothing was packed, and all of it waits for one that is newer.
    assert_snapshot!(field.found(Some(2)).await, @"1 whole, 3 whole, 4 whole");
    assert_snapshot!(field.found(None).await, @"1 whole, 3 whole, 4 whole");
    assert_eq!(exports::waiting(&field.db, 2, 100).await.unwrap().len(), 3);
}

#[tokio::test]
async fn whatever_changes_an_interview_unpacks_it() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.pack().await;
    field.judge(&[1], Judgement::Reject).await;
    assert_snapshot!(field.found(Some(1)).await, @"1 whole");
    field.pack().await;
    assert_snapshot!(field.found(Some(1)).await, @"1 of 2");
    // One by one, whoever writes them: all that a case is read from.
    for set in [
        "document = document",
        "source = 'a'",
        "pid = null",
        "device_hash = null",
        "device = null",
        "variables = '{}'",
        "plan = null",
        "test = 0",
        "disposition = 'rejected'",
    ] {
        let mut conn = field.sql().await;
        let statement = format!("update interview set {set} where id = 1");
        sqlx::query(AssertSqlSafe(statement)).execute(&mut conn).await.unwrap();
        assert_eq!(field.found(Some(1)).await, "1 whole", "{set}");
        field.pack().await;
        assert_eq!(field.waiting().await, 0, "{set}");
    }
}

#[tokio::test]
async fn what_was_read_before_a_change_is_not_kept_after_it() {
    let field = field([9, 9, 9, 9]).await;
    field.begin(1, "sex=1&age=30", 0).await.unwrap();
    interviews::sweep(&field.db, Moment(61 * MINUTE)).await.unwrap();
    let early = async || {
        let read = exports::waiting(&field.db, 1, 100).await.unwrap();
        read.into_iter().map(|(_, ticket)| (ticket, b"early".to_vec())).collect::<Vec<_>>()
    };
    // It goes on and breaks off again; then only what identifies somebody is erased, which is no change of the survey.
    let before_going_on = early().await;
    let posted = raw("_page=usage&brand=1&_turn=1");
    interviews::submit(&field.db, &Token::new(1), posted, Moment(62 * MINUTE)).await.unwrap();
    assert_eq!(field.waiting().await, 0);
    interviews::sweep(&field.db, Moment(200 * MINUTE)).await.unwrap();
    exports::pack(&field.db, 1, before_going_on).await.unwrap();
    assert_snapshot!(field.found(Some(1)).await, @"1 whole");
    let before_erasing = early().await;
    sqlx::query("update interview set pid = null where id = 1")
        .execute(&mut field.sql().await)
        .await
        .unwrap();
    exports::pack(&field.db, 1, before_erasing).await.unwrap();
    assert_snapshot!(field.found(Some(1)).await, @"1 whole");
}

#[tokio::test]
async fn a_withdrawn_interview_leaves_no_packed_row() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.pack().await;
    withdrawal::withdraw(&field.db, &Token::new(1), Moment(9)).await.unwrap();
    assert_snapshot!(field.found(Some(1)).await, @"");
    let (rows,): (i64,) =
        sqlx::query_as("select count(*) from interview_row").fetch_one(&mut field.sql().await).await.unwrap();
    assert_eq!(rows, 0);
}
