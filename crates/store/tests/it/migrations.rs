//! Migrations on full tables.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};
use store::MIGRATOR;

#[tokio::test]
async fn each_migration_runs_on_tables_that_the_ones_before_it_filled() {
    let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for migration in MIGRATOR.iter() {
        sqlx::raw_sql(migration.sql.clone()).execute(&mut conn).await.unwrap();
        let name = format!("{}_{}.sql", migration.version, migration.description.replace(' ', "_"));
        let rows =
            std::fs::read_to_string(data.join(&name)).unwrap_or_else(|_| panic!("no sample rows: {name}"));
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut conn).await.unwrap();
    }
    let tables =
        sqlx::query("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'")
            .fetch_all(&mut conn)
            .await
            .unwrap();
    for table in tables {
        let name: String = table.get("name");
        let count = format!("select count(*) from {name}");
        let (rows,): (i64,) = sqlx::query_as(AssertSqlSafe(count)).fetch_one(&mut conn).await.unwrap();
        assert!(rows > 0, "{name} has no sample row");
    }
    let broken = sqlx::query("pragma foreign_key_check").fetch_all(&mut conn).await.unwrap();
    assert!(broken.is_empty());
}

#[tokio::test]
async fn a_database_that_ran_the_older_text_of_a_migration_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    store::Db::open(dir.path()).await.unwrap().close().await;
    let url = format!("sqlite://{}", dir.path().join("canvass.db").display());
    let mut conn = SqliteConnection::connect(&url).await.unwrap();
    let ran = |checksum: &'static str| {
        format!("update _sqlx_migrations set checksum = x'{checksum}' where version = 20260301120000")
    };
    let older = ran(
        "2f984ae0528e9b2851d2c5720a4f6181a582ab78e1abc1c81208b3471f2029ba5813d7ac26e503be2197c9616af9b14a",
    );
    sqlx::raw_sql(AssertSqlSafe(older)).execute(&mut conn).await.unwrap();
    store::Db::open(dir.path()).await.unwrap().close().await;

    // Any other text is somebody else's.
    sqlx::raw_sql(AssertSqlSafe(ran("00ff"))).execute(&mut conn).await.unwrap();
    assert!(matches!(store::Db::open(dir.path()).await, Err(store::Error::Migrate(_))));
}
