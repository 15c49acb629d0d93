//! Batches of interviews.

use store::interviews::{self, Begin};
use store::surveys;
use survey::{InterviewId, Moment};

use crate::field::{Field, field, raw, tiny};

async fn ids(field: &Field, test: bool, limit: i64) -> Vec<Vec<i64>> {
    let mut batches = Vec::new();
    let mut after = InterviewId(0);
    loop {
        let batch = interviews::batch(&field.db, &field.survey, test, after, limit).await.unwrap();
        let Some(last) = batch.last() else { return batches };
        after = last.id;
        batches.push(batch.iter().map(|it| it.id.0).collect());
    }
}

#[tokio::test]
async fn batches_go_through_a_survey_in_order_of_id() {
    let field = field([9, 9, 9, 9]).await;
    for n in 1..=7 {
        let first = if n % 3 == 0 { "sex=1&age=17" } else { "sex=1&age=30" };
        field.walk(n, first, 1).await.unwrap();
    }
    let test = Begin { test: true, ..field.newcomer(8) };
    interviews::begin(&field.db, test, raw("_page=about&sex=1&age=30"), Moment(0)).await.unwrap();

    let all = ids(&field, false, 3).await;
    assert_eq!(all, [vec![1, 2, 3], vec![4, 5, 6], vec![7]]);
    let tests = ids(&field, true, 3).await;
    assert_eq!(tests, [vec![8]]);
}

#[tokio::test]
async fn each_row_comes_with_the_version_it_was_made_with() {
    let field = field([9, 9, 9, 9]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    surveys::add(&field.db, &tiny("2.0.0", [9, 9, 9, 9]), true, Moment(2)).await.unwrap();
    field.begin(2, "sex=1&age=30", 1).await.unwrap();
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    let rows = interviews::batch(&field.db, &field.survey, false, InterviewId(0), 9).await.unwrap();
    let versions: Vec<_> =
        rows.iter().map(|it| (it.version.as_str(), it.questionnaire.version.as_str())).collect();
    assert_eq!(versions, [("1.0.0", "1.0.0"), ("2.0.0", "2.0.0")]);
    field.agrees().await;
}
