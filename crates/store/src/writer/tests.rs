//! Jobs that fail, panic, or meet a commit that fails.

use super::*;
use futures::join;

/// A writer on two tables of numbers, one of which may only hold numbers of the other.
async fn writer() -> (Writer, tempfile::TempDir, SqliteConnection) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let options = SqliteConnectOptions::new()
        .filename(dir.path().join("test.db"))
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
    let mut conn = options.connect().await.expect("a fresh database");
    sqlx::raw_sql(
        "create table number (it integer primary key);
         create table echo (it integer references number (it) deferrable initially deferred)",
    )
    .execute(&mut conn)
    .await
    .expect("two tables");
    let reader = options.connect().await.expect("a second connection");
    (start(conn, options), dir, reader)
}

async fn insert(writer: &Writer, statement: &'static str) -> Result<(), Error> {
    writer.write(move |conn| Box::pin(run(conn, statement))).await
}

async fn run(conn: &mut SqliteConnection, statement: &'static str) -> Result<(), Error> {
    sqlx::raw_sql(statement).execute(conn).await?;
    Ok(())
}

async fn numbers(reader: &mut SqliteConnection) -> Vec<i64> {
    let rows: Vec<(i64,)> =
        sqlx::query_as("select it from number order by it").fetch_all(reader).await.expect("a select");
    rows.into_iter().map(|(it,)| it).collect()
}

#[tokio::test]
async fn whoever_is_answered_finds_it_on_disk() {
    let (writer, _dir, mut reader) = writer().await;
    for (count, statement) in [(1, "insert into number values (1)"), (2, "insert into number values (2)")] {
        insert(&writer, statement).await.expect("room for it");
        assert_eq!(numbers(&mut reader).await.len(), count);
    }
}

#[tokio::test]
async fn a_job_that_fails_or_panics_leaves_nothing_and_harms_nobody() {
    let (writer, _dir, mut reader) = writer().await;
    let panics = writer.write::<(), _>(|conn| {
        Box::pin(async move {
            run(conn, "insert into number values (3)").await?;
            panic!("this job panics")
        })
    });
    let fails = writer.write::<(), _>(|conn| {
        Box::pin(async move {
            run(conn, "insert into number values (2)").await?;
            Err(Error::NotFound)
        })
    });
    let first = insert(&writer, "insert into number values (1)");
    let last = insert(&writer, "insert into number values (4)");
    let (first, fails, panics, last) = join!(first, fails, panics, last);
    assert!(first.is_ok() && last.is_ok());
    assert!(matches!(fails, Err(Error::NotFound)));
    assert!(matches!(panics, Err(Error::Lost)));
    assert_eq!(numbers(&mut reader).await, [1, 4]);
    insert(&writer, "insert into number values (5)").await.expect("the writer lives on");
}

#[tokio::test]
async fn a_job_that_is_alone_and_fails_leaves_nothing() {
    let (writer, _dir, mut reader) = writer().await;
    let fails = writer.write::<(), _>(|conn| {
        Box::pin(async move {
            run(conn, "insert into number values (1)").await?;
            Err(Error::NotFound)
        })
    });
    assert!(matches!(fails.await, Err(Error::NotFound)));
    insert(&writer, "insert into number values (2)").await.expect("the writer lives on");
    assert_eq!(numbers(&mut reader).await, [2]);
}

#[tokio::test]
async fn a_job_that_does_not_send_what_goes_ahead_of_it_is_found_out() {
    let (writer, _dir, mut reader) = writer().await;
    let silent = writer.write_after(|conn, _| Box::pin(run(conn, "insert into number values (2)")));
    let first = insert(&writer, "insert into number values (1)");
    let last = insert(&writer, "insert into number values (3)");
    let (first, silent, last) = join!(first, silent, last);
    assert!(first.is_err() && silent.is_err() && last.is_err());
    assert!(numbers(&mut reader).await.is_empty());
}

#[tokio::test]
async fn when_the_commit_fails_everybody_is_told() {
    let (writer, _dir, mut reader) = writer().await;
    // Checked at the commit only, since the reference is deferred.
    let dangling = insert(&writer, "insert into echo values (9)");
    let good = insert(&writer, "insert into number values (1)");
    let own = writer.write::<(), _>(|_| Box::pin(async { Err(Error::NotFound) }));
    let (dangling, good, own) = join!(dangling, good, own);
    assert!(matches!(dangling, Err(Error::Commit(_))), "{dangling:?}");
    assert!(matches!(good, Err(Error::Commit(_))), "{good:?}");
    assert!(matches!(own, Err(Error::NotFound)), "its own error says more");
    assert_eq!(numbers(&mut reader).await, [] as [i64; 0]);
    insert(&writer, "insert into number values (1)").await.expect("the writer lives on");
}

#[tokio::test]
async fn when_sqlite_leaves_the_transaction_by_itself_everybody_is_told_and_the_writer_goes_on() {
    let (writer, _dir, mut reader) = writer().await;
    insert(&writer, "insert into number values (1)").await.expect("room for it");
    // As a full or failing disk makes it do, behind the back of whoever counts transactions.
    let (first, leaves, last) = join!(
        insert(&writer, "insert into number values (2)"),
        insert(&writer, "rollback"),
        insert(&writer, "insert into number values (3)")
    );
    assert!(first.is_err() && leaves.is_err() && last.is_err(), "{first:?} {leaves:?} {last:?}");
    assert_eq!(numbers(&mut reader).await, [1]);
    insert(&writer, "insert into number values (4)").await.expect("the writer lives on");
    assert_eq!(numbers(&mut reader).await, [1, 4]);
}
