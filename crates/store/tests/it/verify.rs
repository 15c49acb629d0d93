//! What `verify` finds when the accounts disagree.

use insta::assert_snapshot;
use store::interviews::{self, Begin};
use store::quotas::{self, Change};
use survey::Moment;

use crate::field::{Field, MINUTE, cell, field, raw};

/// What is found after a statement that no code of ours would run.
async fn found(field: &Field, statement: &'static str) -> String {
    sqlx::raw_sql(statement).execute(&mut field.sql().await).await.unwrap();
    quotas::verify(&field.db).await.unwrap().join("\n")
}

async fn filled() -> Field {
    let field = field([2, 2, 2, 2]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=2&age=30", 1).await.unwrap();
    field.agrees().await;
    field
}

#[tokio::test]
async fn a_counter_that_drifted_is_found() {
    let field = filled().await;
    let sentences = found(&field, "update quota_cell set completes = 2 where key = '1' and test = 0").await;
    assert_snapshot!(sentences, @"
    sex.1 in plan main of tiny: the counters say 0 held and 2 counted, the ledger 0 held and 1 counted, the interviews 0 held and 1 counted.
    age.1 in plan main of tiny: the counters say 1 held and 2 counted, the ledger 1 held and 1 counted, the interviews 1 held and 1 counted.
    age.1 in plan main of tiny: 3 places are taken of 2.
    ");
}

#[tokio::test]
async fn a_ledger_row_too_many_is_found() {
    let field = filled().await;
    let sentences = found(
        &field,
        "insert into ledger (at, survey_id, interview_id, cell_id, step, reserved_delta)
         select 1, survey_id, 1, id, 'reserve', 1 from quota_cell where table_name = 'sex' and key = '2' and test = 0",
    )
    .await;
    assert_snapshot!(sentences, @"sex.2 in plan main of tiny: the counters say 1 held and 0 counted, the ledger 2 held and 0 counted, the interviews 1 held and 0 counted.");
}

#[tokio::test]
async fn an_interview_that_says_something_else_is_found() {
    let field = filled().await;
    let sentences = found(
        &field,
        "update interview set document = replace(document, '\"complete\"', '\"refused\"') where id = 1",
    )
    .await;
    assert_snapshot!(sentences, @"
    Interview 1: it stands as refused, its row says complete.
    sex.1 in plan main of tiny: the counters say 0 held and 1 counted, the ledger 0 held and 1 counted, the interviews 0 held and 0 counted.
    age.1 in plan main of tiny: the counters say 1 held and 1 counted, the ledger 1 held and 1 counted, the interviews 1 held and 0 counted.
    ");
}

#[tokio::test]
async fn a_document_that_does_not_read_is_found() {
    let field = filled().await;
    assert_snapshot!(found(&field, "update interview set document = '{}' where id = 2").await, @"
    Interview 2: its document does not read.
    sex.2 in plan main of tiny: the counters say 1 held and 0 counted, the ledger 1 held and 0 counted, the interviews 0 held and 0 counted.
    age.1 in plan main of tiny: the counters say 1 held and 1 counted, the ledger 1 held and 1 counted, the interviews 0 held and 1 counted.
    ");
}

#[tokio::test]
async fn a_cell_over_its_target_is_found() {
    let field = filled().await;
    assert_snapshot!(found(&field, "update quota_cell set target = 0 where key = '1' and table_name = 'sex'").await, @"sex.1 in plan main of tiny: 1 places are taken of 0.");
}

#[tokio::test]
async fn a_cell_that_is_gone_is_found() {
    let field = filled().await;
    let sentences =
        found(&field, "update quota_cell set plan = 'lost' where table_name = 'age' and key = '1'").await;
    assert_snapshot!(sentences, @"
    age.1 in plan lost of tiny: the counters say 1 held and 1 counted, the ledger 1 held and 1 counted, the interviews 0 held and 0 counted.
    age.1 in plan main of tiny holds 1 and counts 1 places, but there is no such cell.
    ");
}

#[tokio::test]
async fn a_target_lowered_below_what_robots_have_filled_is_no_fault() {
    let field = field([5, 5, 5, 5]).await;
    let robot = Begin { test: true, ..field.newcomer(1) };
    interviews::begin(&field.db, robot, raw("_page=about&sex=1&age=30"), Moment(MINUTE)).await.unwrap();
    field.finish(1, 1).await.unwrap();
    field.changes(Change::Targets(vec![(cell("sex.1"), 0)])).await;
    assert_snapshot!(field.cells_of(true).await, @"sex.1 0+1/0, sex.2 0+0/5, age.1 0+1/5, age.2 0+0/5");
    field.agrees().await;
}
