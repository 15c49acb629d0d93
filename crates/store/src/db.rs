//! The database: a pool that reads, and one writer.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::ConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};

use crate::fieldwork::Shared;
use crate::questionnaires::Cache;
use crate::writer::Writer;
use crate::{Error, writer};

/// All migrations, inside the executable.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// How long a statement waits for another process, and a reader for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Rows that a connection reads ahead of whoever takes them. With few, both wait for each other most of the time.
const ROWS: usize = 1_000;

/// Connections that read. With more, readers only wait for processors.
const READERS: u32 = 4;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    read: SqlitePool,
    writer: Writer,
    pub(crate) questionnaires: Arc<Cache>,
    pub(crate) shared: Arc<Shared>,
}

impl Db {
    /// Opens `dir/canvass.db`, made if need be, brings its tables up to date and starts the writer.
    pub async fn open(dir: &Path) -> Result<Db, Error> {
        std::fs::create_dir_all(dir).map_err(Error::Folder)?;
        let options = SqliteConnectOptions::new()
            .filename(dir.join("canvass.db"))
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .row_buffer_size(ROWS)
            // Beyond the answers of one batch nothing is worth a line in a log.
            .disable_statement_logging();
        let mut conn = options
            .clone()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .connect()
            .await?;
        MIGRATOR.run(&mut conn).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            // A file does not hang up: asking before each use would double the cost of a small read.
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Db { read, writer: writer::start(conn), questionnaires: Arc::default(), shared: Arc::default() })
    }

    /// Finishes what is being written and closes the file. Later calls fail.
    pub async fn close(&self) {
        self.read.close().await;
        self.writer.stop().await;
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
        self.writer.write(job).await
    }
}
