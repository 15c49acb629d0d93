//! What analysts write about a survey: the newest counts, older ones stay, nobody overwrites what they have not seen.

use store::Error;
use store::texts::{Kind, history, load, newest, put};
use survey::{Moment, SurveyId};

use crate::field::{Field, field};

#[tokio::test]
async fn the_newest_text_of_a_kind_counts_and_older_ones_stay() {
    let field = field([9, 9, 9, 9]).await;
    let Field { db, survey, .. } = &field;
    let write = async |kind, text: &str, who: &str, at| {
        put(db, survey, kind, (text, None), who, Moment(at)).await.unwrap()
    };
    assert_eq!(newest(db, survey, Kind::Claims).await.unwrap(), None);
    assert!(write(Kind::Claims, "claims: []", "Wang", 1).await);
    assert!(write(Kind::Variables, "a: 1", "Wang", 1).await);
    assert!(write(Kind::Claims, "claims: [{}]", "Lin", 2).await);
    assert!(!write(Kind::Claims, "claims: [{}]", "Wang", 3).await, "it says this already");
    let found = newest(db, survey, Kind::Claims).await.unwrap().unwrap();
    assert_eq!(
        (found.text.as_str(), found.who.as_str(), found.created_at),
        ("claims: [{}]", "Lin", Moment(2))
    );
    assert_eq!(newest(db, survey, Kind::Variables).await.unwrap().unwrap().text, "a: 1");
    assert!(write(Kind::Claims, "claims: []", "Wang", 4).await, "back to what it was is a change");
    let history = history(db, survey, Kind::Claims).await.unwrap();
    let who: Vec<_> = history.iter().map(|(_, who, at)| (who.as_str(), at.0)).collect();
    assert_eq!(who, [("Wang", 4), ("Lin", 2), ("Wang", 1)]);
    assert_eq!(load(db, survey, Kind::Claims, history[1].0).await.unwrap().text, "claims: [{}]");
    // Neither of another kind nor of another survey.
    let (first, other) = (history[0].0, SurveyId("other".into()));
    for (survey, kind) in [(survey, Kind::Variables), (&other, Kind::Claims)] {
        assert!(matches!(load(db, survey, kind, first).await, Err(Error::NotFound)));
    }
    assert_eq!(newest(db, &other, Kind::Claims).await.unwrap(), None);
    let deeds: Vec<(String, String)> = sqlx::query_as("select who, deed from audit order by id")
        .fetch_all(&mut field.sql().await)
        .await
        .unwrap();
    let said = [("Wang", "claims"), ("Wang", "variables"), ("Lin", "claims"), ("Wang", "claims")];
    assert_eq!(deeds, said.map(|(a, b)| (a.into(), b.into())));
}

#[tokio::test]
async fn who_writes_on_an_older_text_is_told_and_the_same_text_is_no_change() {
    let Field { db, survey, .. } = &field([9, 9, 9, 9]).await;
    let write =
        async |text: &str, was| put(db, survey, Kind::Variables, (text, Some(was)), "Li", Moment(1)).await;
    assert!(write("a: 1", 0).await.unwrap());
    assert!(!write("a: 1", 0).await.unwrap());
    assert!(matches!(write("b: 1", 0).await, Err(Error::Stale)));
    let id = newest(db, survey, Kind::Variables).await.unwrap().unwrap().id;
    assert!(write("", id).await.unwrap());
    assert_eq!(newest(db, survey, Kind::Variables).await.unwrap().unwrap().text, "");
}
