//! Weights from files: whole sets, replaced and deleted whole, without who has withdrawn.

use store::weights::NewWeights;
use store::{Error, weights, withdrawal};
use survey::weighting::{Made, Margin};
use survey::{InterviewId, Moment, Text, Token};

use crate::field::{Field, field};

impl Field {
    /// Uploads a set, the same weight for each of these interviews.
    async fn weighs(&self, name: &str, ids: std::ops::RangeInclusive<i64>, weight: f64) {
        let rows = ids.map(|id| (InterviewId(id), weight)).collect();
        let new = NewWeights { name: name.to_owned(), rows, made: None };
        weights::put(&self.db, &self.survey, new, "Wang", Moment(1)).await.unwrap();
    }

    /// The weights of a set that some of these interviews have.
    async fn weights(&self, name: &str, first: i64, last: i64) -> Vec<(i64, f64)> {
        let set = weights::find(&self.db, &self.survey, name).await.unwrap().unwrap();
        let all = weights::of(&self.db, set, (InterviewId(first), InterviewId(last))).await.unwrap();
        all.into_iter().map(|(id, it)| (id.0, it)).collect()
    }
}

#[tokio::test]
async fn a_set_is_read_replaced_and_deleted_whole() {
    let field = field([9, 9, 9, 9]).await;
    for n in 1..=4 {
        field.walk(n, "sex=1&age=30", 1).await.unwrap();
    }
    field.weighs("rim", 1..=3, 0.5).await;
    field.weighs("other", 4..=4, 2.0).await;
    assert_eq!(field.weights("rim", 2, 4).await, [(2, 0.5), (3, 0.5)]);
    let before = weights::find(&field.db, &field.survey, "rim").await.unwrap().unwrap();
    field.weighs("rim", 4..=4, 1.5).await;
    assert_eq!(field.weights("rim", 1, 4).await, [(4, 1.5)]);
    let of_old = weights::of(&field.db, before, (InterviewId(1), InterviewId(4))).await;
    assert!(matches!(of_old, Err(Error::Stale)));
    let listed = weights::list(&field.db, &field.survey).await.unwrap();
    let names: Vec<_> = listed.iter().map(|it| (it.name.as_str(), it.cases, it.least, it.most)).collect();
    assert_eq!(names, [("other", 1, 2.0, 2.0), ("rim", 1, 1.5, 1.5)]);

    weights::delete(&field.db, &field.survey, "rim", "Wang", Moment(2)).await.unwrap();
    assert_eq!(weights::find(&field.db, &field.survey, "rim").await.unwrap(), None);
    let again = weights::delete(&field.db, &field.survey, "rim", "Wang", Moment(2)).await;
    assert!(matches!(again, Err(Error::NotFound)));
    let (rows,): (i64,) =
        sqlx::query_as("select count(*) from weight").fetch_one(&mut field.sql().await).await.unwrap();
    assert_eq!(rows, 1);
}

#[tokio::test]
async fn who_withdraws_has_no_weight_and_gets_none() {
    let field = field([9, 9, 9, 9]).await;
    for n in 1..=3 {
        field.walk(n, "sex=1&age=30", 1).await.unwrap();
    }
    field.weighs("rim", 1..=3, 0.5).await;
    withdrawal::withdraw(&field.db, &Token::new(2), Moment(9)).await.unwrap();
    assert_eq!(field.weights("rim", 1, 3).await, [(1, 0.5), (3, 0.5)]);
    let known = weights::known(&field.db, &field.survey).await.unwrap();
    assert!(known.contains(&InterviewId(3)) && !known.contains(&InterviewId(2)));
    // Checked before, gone since.
    field.weighs("rim", 2..=3, 1.5).await;
    assert_eq!(field.weights("rim", 1, 3).await, [(3, 1.5)]);
}

#[tokio::test]
async fn a_set_larger_than_is_written_at_a_time_is_seen_whole() {
    let field = field([999, 999, 999, 999]).await;
    for n in 1..=520 {
        field.begin(n, "sex=1&age=30", 1).await.unwrap();
    }
    field.weighs("rim", 1..=520, 1.25).await;
    assert_eq!(field.weights("rim", 1, 520).await.len(), 520);
    weights::delete(&field.db, &field.survey, "rim", "Wang", Moment(2)).await.unwrap();
    let (rows,): (i64,) =
        sqlx::query_as("select (select count(*) from weight) + (select count(*) from weight_set)")
            .fetch_one(&mut field.sql().await)
            .await
            .unwrap();
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn how_a_set_was_made_is_kept_with_it_and_goes_with_it() {
    let field = field([9, 9, 9, 9]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    let text = |it: &str| Text(vec![("zh".to_owned(), it.to_owned())]);
    let margin = Margin {
        by: vec!["sex".to_owned(), "band".to_owned()],
        shares: vec![(vec![1, 1], 51.2), (vec![2, 1], 48.8)],
        source: text("第七次全国人口普查"),
        year: 2020,
    };
    let made = Made {
        margins: vec![margin],
        cap: Some((0.3, 3.0)),
        version: "1.0.0".to_owned(),
        snapshot: 1,
        rehearsal: false,
        cases: 1,
        base: 0.1 + 0.2,
        iterations: 7,
    };
    let rows = vec![(InterviewId(1), 1.0)];
    let new = NewWeights { name: "rim".to_owned(), rows, made: Some(made.clone()) };
    weights::put(&field.db, &field.survey, new, "Wang", Moment(1)).await.unwrap();
    let listed = weights::list(&field.db, &field.survey).await.unwrap();
    assert_eq!(listed[0].made, Some(made));
    // Uploaded over it: nobody knows how these were made.
    field.weighs("rim", 1..=1, 0.5).await;
    let listed = weights::list(&field.db, &field.survey).await.unwrap();
    assert_eq!(listed.iter().map(|it| it.made.clone()).collect::<Vec<_>>(), [None]);
    let deeds: Vec<(String, String)> = sqlx::query_as("select deed, subject from audit order by id")
        .fetch_all(&mut field.sql().await)
        .await
        .unwrap();
    assert_eq!(deeds, [("weight_made".into(), "rim".into()), ("weight".into(), "rim".into())]);
}
