//! What the database itself refuses, whatever a statement of ours may get wrong.

use sqlx::SqliteConnection;
use store::people::{self, Role};
use store::sources::{self, Person, SourceKind};
use survey::{Moment, Token};

use crate::field::field;

async fn refused(conn: &mut SqliteConnection, statement: &'static str) -> bool {
    sqlx::raw_sql(statement).execute(conn).await.is_err()
}

#[tokio::test]
async fn the_database_keeps_its_promises() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=1&age=30", 1).await.unwrap();
    let mut conn = field.sql().await;
    for statement in [
        "update questionnaire set text = 'other'",
        "delete from questionnaire",
        "update ledger set reserved_delta = 9",
        "delete from ledger",
        "insert into ledger (at, survey_id, step, reserved_delta) values (1, 'tiny', 'reserve', 1)",
        "insert into ledger (at, survey_id, step) values (1, 'tiny', 'dance')",
        "insert into ledger (at, survey_id, step) values (1, 'nowhere', 'state')",
        "update quota_cell set reserved = -1",
        "update quota_cell set completes = -1",
        "update quota_cell set target = -1",
        "insert into quota_cell (survey_id, plan, table_name, key, test, target) values ('tiny', 'main', 'sex', '1', 0, 5)",
        "insert into quota_cell (survey_id, plan, table_name, key, test, target) values ('nowhere', 'main', 'sex', '1', 0, 5)",
        "update interview set disposition = 'gone'",
        "update interview set token = 'short'",
        "update interview set token = (select token from interview where id = 1) where id = 2",
        "update interview set lease_until = null where id = 2",
        "update interview set lease_until = 1 where id = 1",
        "update interview set questionnaire_id = 99",
        "update interview set millis = 'long'",
        "update interview set test = 2",
        "update survey set state = 'ajar'",
        "update survey set quality = 'maybe'",
        "delete from survey",
        "insert into questionnaire (survey_id, version, text, published_at) values ('tiny', '1.0.0', '', 1)",
        "insert into person_role (person_id, role) values (99, 'manager')",
        "insert into person (name, folded_name, created_at) values ('', '', 1)",
        "insert into one_time_link (hash, person_id, created_at, expires_at) values ('short', 1, 1, 2)",
    ] {
        assert!(refused(&mut conn, statement).await, "{statement}");
    }
    field.agrees().await;
}

#[tokio::test]
async fn the_database_keeps_the_promises_of_the_desk() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    // Notes it in the audit log, too.
    people::add(&field.db, "Li", None, &[Role::Manager], "test", Moment(1)).await.unwrap();
    let river = ("river", SourceKind::List, "River");
    sources::create(&field.db, &field.survey, river, "Li", Moment(1)).await.unwrap();
    sources::make_key(&field.db, &field.survey, "river", &"a".repeat(64), "Li", Moment(1)).await.unwrap();
    let anna = Person { pid: "anna".into(), ..Person::default() };
    let people = vec![(Token::new(1), anna)];
    sources::invite(&field.db, &field.survey, "river", people, "Li", Moment(1)).await.unwrap();
    let mut conn = field.sql().await;
    for statement in [
        "update audit set deed = 'nothing'",
        "delete from audit",
        "update survey set entry = 'ajar'",
        "update survey set hold_after = 0",
        "update survey set once = 'twice'",
        "update survey set minimum_seconds = 0",
        "update survey set honeypot = 2",
        "update survey set proof_of_work = 2",
        "update survey set retention_days = 0",
        "update quota_cell set buffer = -1",
        "update quota_cell set paused = 2",
        "update interview set reviewed = 'perhaps'",
        "update interview set invitation_id = 99",
        "update source set kind = 'bus'",
        "update source set cap = -1",
        "update source set signed_arrival = 2",
        "update source_key set secret = 'short'",
        "update invitation set token = 'short'",
        "insert into invitation (survey_id, source_id, token, pid, created_at)
         select survey_id, source_id, '0123456789abcdef0123456789abcdef', pid, created_at from invitation",
        "insert into survey_role (person_id, survey_id, role) values (1, 'tiny', 'king')",
        "insert into survey_role (person_id, survey_id, role) values (1, 'nowhere', 'manager')",
    ] {
        assert!(refused(&mut conn, statement).await, "{statement}");
    }
    field.agrees().await;
}

#[tokio::test]
async fn the_file_is_kept_as_promised() {
    let field = field([5, 5, 5, 5]).await;
    let mut conn = field.sql().await;
    let (mode,): (String,) = sqlx::query_as("pragma journal_mode").fetch_one(&mut conn).await.unwrap();
    assert_eq!(mode, "wal");
    let loose: Vec<(String,)> = sqlx::query_as(
        "select name from sqlite_schema where type = 'table' and sql not like '%strict' and name not like 'sqlite%'
         and name not like '_sqlx%'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    assert_eq!(loose, [], "every table is strict");
}
