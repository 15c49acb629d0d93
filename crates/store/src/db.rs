//! The database: a pool that reads, and one writer.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::ConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use survey::{Interview, Token};
use tokio::time::Instant;

use crate::fieldwork::Shared;
use crate::interviews::{Kept, rows};
use crate::questionnaires::Cache;
use crate::recent::Recent;
use crate::writer::Writer;
use crate::{Error, writer};

/// All migrations, inside the executable.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// The name of the database in its folder.
pub(crate) const FILE: &str = "canvass.db";

/// How long a statement waits for another process, and a reader for a connection.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Rows that a connection reads ahead of whoever takes them. With few, both wait for each other most of the time.
const ROWS: usize = 1_000;

/// Pages of the file that the writer keeps at hand, in KiB. With SQLite's own 2,000 it spent a quarter of its time on
/// reading interviews anew that it had just written.
const KEPT: i64 = 16_000;

/// Connections that read. With more, readers only wait for processors.
const READERS: u32 = 4;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    read: SqlitePool,
    writer: Writer,
    recent: Arc<Recent<Kept>>,
    pub(crate) questionnaires: Arc<Cache>,
    pub(crate) shared: Arc<Shared>,
}

impl Db {
    /// Opens `dir/canvass.db`, made if need be, brings its tables up to date and starts the writer.
    pub async fn open(dir: &Path) -> Result<Db, Error> {
        // What respondents said is nothing for others who have an account on this machine.
        DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(Error::Folder)?;
        let options = SqliteConnectOptions::new()
            .filename(dir.join(FILE))
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .row_buffer_size(ROWS)
            // Beyond the answers of one batch nothing is worth a line in a log.
            .disable_statement_logging();
        let written = options
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("cache_size", (-KEPT).to_string());
        let mut conn = written.clone().create_if_missing(true).connect().await?;
        accept_rewritten(&mut conn).await?;
        MIGRATOR.run(&mut conn).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            // A file does not hang up: asking before each use would double the cost of a small read.
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Db {
            read,
            writer: writer::start(conn, written),
            recent: Arc::default(),
            questionnaires: Arc::default(),
            shared: Arc::default(),
        })
    }

    /// Finishes what is being written and closes the file. Later calls fail.
    pub async fn close(&self) {
        self.read.close().await;
        self.writer.stop().await;
    }

    /// Fails unless the database answers those who read, and takes a write.
    pub async fn answers(&self) -> Result<(), Error> {
        sqlx::query("select 1").execute(&self.read).await?;
        self.write(|_| Box::pin(async { Ok(()) })).await
    }

    /// How many writes wait for the writer.
    pub fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    /// The connections that read.
    pub(crate) fn read(&self) -> &SqlitePool {
        &self.read
    }

    /// Sends a job to the writer, and waits until what it wrote is on disk.
    ///
    /// The job runs inside a transaction; where it fails, nothing of it stays. It runs to its end even
    /// if whoever waits goes away.
    pub(crate) async fn write<T, J>(&self, job: J) -> Result<T, Error>
    where
        T: Send + 'static,
        J: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
    {
        let recent = Arc::clone(&self.recent);
        self.writer
            .write(move |conn| {
                recent.forget();
                job(conn)
            })
            .await
    }

    /// The same for a post, which writes nothing that another interview says: the job is given the interview as it
    /// stands, and what it wrote is kept for whoever asks next ([`Db::posted`]).
    pub(crate) async fn post<J>(&self, token: &Token, job: J) -> Result<Interview, Error>
    where
        J: for<'c> FnOnce(&'c mut SqliteConnection, Option<Kept>) -> BoxFuture<'c, Result<Kept, Error>>
            + Send
            + 'static,
    {
        let (recent, cache) = (Arc::clone(&self.recent), Arc::clone(&self.questionnaires));
        let wanted = token.clone();
        let written = self.writer.write_after(move |conn, lead| {
            let ticket = recent.ticket(Instant::now());
            Box::pin(async move {
                let found = rows::find_after(lead, conn, &cache, &wanted).await?;
                Ok((ticket, job(conn, found).await?))
            })
        });
        let (ticket, kept) = written.await?;
        let interview = kept.interview.clone();
        self.recent.put(ticket, token, kept, Instant::now());
        Ok(interview)
    }

    /// An interview as its last post left it, if that was a moment ago; once.
    pub(crate) fn posted(&self, token: &Token) -> Option<Kept> {
        self.recent.take(token, Instant::now())
    }
}

/// A migration that was written anew, since on a large database it took for ever: its number, and the SHA-384 of what it
/// was. Both texts leave the same tables.
const REWRITTEN: (i64, &str) = (
    20260301120000,
    "2f984ae0528e9b2851d2c5720a4f6181a582ab78e1abc1c81208b3471f2029ba5813d7ac26e503be2197c9616af9b14a",
);

/// Lets a database that has run the older text pass as one that has run the newer one.
async fn accept_rewritten(conn: &mut SqliteConnection) -> Result<(), Error> {
    let table = "select 1 from sqlite_schema where name = '_sqlx_migrations'";
    let (version, older) = REWRITTEN;
    let newer = MIGRATOR.iter().find(|it| it.version == version);
    let (Some(newer), Some(_)) = (newer, sqlx::query(table).fetch_optional(&mut *conn).await?) else {
        return Ok(());
    };
    sqlx::query("update _sqlx_migrations set checksum = $1 where version = $2 and lower(hex(checksum)) = $3")
        .bind(newer.checksum.as_ref())
        .bind(version)
        .bind(older)
        .execute(conn)
        .await?;
    Ok(())
}
