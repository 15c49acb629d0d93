//! The writer: what is waiting goes into one transaction, and nobody is answered before it is on disk.
//!
//! SQLite takes one writer at a time, and a commit costs as much for one row as for a hundred. So all
//! writes go through one task with one connection, which needs no locks and never meets a busy database
//! of its own making.

#[cfg(test)]
mod tests;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::Error;

/// Jobs that go into one transaction at most: readers see the first of them no later than that.
const AT_ONCE: usize = 256;

/// Jobs that may wait. At thousands of posts a second this is about a second; more is not worth waiting for.
const WAITING: usize = 8192;

/// Where jobs are sent.
#[derive(Clone)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Message>,
}

enum Message {
    Write(Job),
    Stop(oneshot::Sender<()>),
}

/// One write on its way.
struct Job {
    /// Does it; true when it should stay.
    run: Run,
    /// Answers whoever waits, once it is known whether the commit failed.
    tell: Box<dyn FnOnce(Option<Arc<sqlx::Error>>) + Send>,
}

/// It is given what must go to the database before anything else, with its first statement or by itself.
type Run = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection, &'static str) -> BoxFuture<'c, bool> + Send>;

/// Starts the writer on a connection of its own, and with what it takes to open another one. It ends when nobody can
/// send to it any more.
pub(crate) fn start(conn: SqliteConnection, options: SqliteConnectOptions) -> Writer {
    let (jobs, queue) = mpsc::channel(WAITING);
    tokio::spawn(work(File { conn: Some(conn), options }, queue));
    Writer { jobs }
}

/// The file as the writer has it.
struct File {
    /// None after a transaction that failed: a full or failing disk makes SQLite leave it by itself or in the middle,
    /// and a new connection begins afresh in either case.
    conn: Option<SqliteConnection>,
    options: SqliteConnectOptions,
}

impl Writer {
    /// Sends a job, and waits until what it wrote is on disk.
    pub(crate) async fn write<T, J>(&self, job: J) -> Result<T, Error>
    where
        T: Send + 'static,
        J: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
    {
        self.write_after(move |conn, lead| {
            Box::pin(async move {
                if !lead.is_empty() {
                    sqlx::query(lead).execute(&mut *conn).await?;
                }
                job(conn).await
            })
        })
        .await
    }

    /// The same for a job that sends what it is given ahead of its first statement, which it sends at once: every
    /// statement is a way to the thread of the connection and back, which costs more than such a statement.
    pub(crate) async fn write_after<T, J>(&self, job: J) -> Result<T, Error>
    where
        T: Send + 'static,
        J: for<'c> FnOnce(&'c mut SqliteConnection, &'static str) -> BoxFuture<'c, Result<T, Error>>
            + Send
            + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Message::Write(package(job, answer))).map_err(|err| match err {
            mpsc::error::TrySendError::Full(_) => Error::Busy,
            mpsc::error::TrySendError::Closed(_) => Error::Lost,
        })?;
        answered.await.unwrap_or(Err(Error::Lost))
    }

    /// How many jobs wait.
    pub(crate) fn waiting(&self) -> usize {
        self.jobs.max_capacity() - self.jobs.capacity()
    }

    /// Stops once everything sent before is on disk.
    pub(crate) async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        if self.jobs.send(Message::Stop(done)).await.is_ok() {
            // An error says that the writer has stopped already, which is as good.
            let _ = stopped.await;
        }
    }
}

/// Splits a job into what it does and how its caller is told, with its result kept in between.
fn package<T, J>(job: J, answer: oneshot::Sender<Result<T, Error>>) -> Job
where
    T: Send + 'static,
    J: for<'c> FnOnce(&'c mut SqliteConnection, &'static str) -> BoxFuture<'c, Result<T, Error>>
        + Send
        + 'static,
{
    let result = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&result);
    let run: Run = Box::new(move |conn, lead| {
        Box::pin(async move {
            let done = job(conn, lead).await;
            let stays = done.is_ok();
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
            stays
        })
    });
    let tell = Box::new(move |failed| {
        let done = result.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Whoever waited may be gone, which changes nothing.
        let _ = answer.send(match (done, failed) {
            (Some(Err(err)), _) => Err(err),
            (_, Some(failed)) => Err(Error::from_commit(failed)),
            (Some(done), None) => done,
            (None, None) => Err(Error::Lost),
        });
    });
    Job { run, tell }
}

async fn work(mut file: File, mut queue: mpsc::Receiver<Message>) {
    let mut waiting = Vec::with_capacity(AT_ONCE);
    while queue.recv_many(&mut waiting, AT_ONCE).await > 0 {
        let mut jobs = Vec::with_capacity(waiting.len());
        let mut stop = None;
        for message in waiting.drain(..) {
            match message {
                Message::Write(job) => jobs.push(job),
                Message::Stop(done) => stop = Some(done),
            }
        }
        commit(&mut file, jobs).await;
        if let Some(done) = stop {
            close(file).await;
            let _ = done.send(());
            return;
        }
    }
    close(file).await;
}

/// What is lost by a failing close, a commit has kept already.
async fn close(file: File) {
    if let Some(conn) = file.conn {
        let _ = conn.close().await;
    }
}

/// Does these jobs in one transaction, then tells everybody how it went.
async fn commit(file: &mut File, jobs: Vec<Job>) {
    if jobs.is_empty() {
        return;
    }
    let (runs, tells): (Vec<_>, Vec<_>) = jobs.into_iter().map(|it| (it.run, it.tell)).unzip();
    metrics::histogram!("canvass_commit_writes").record(runs.len() as f64);
    let began = Instant::now();
    let failed = attempt(file, runs).await.err().map(Arc::new);
    metrics::histogram!("canvass_commit_seconds").record(began.elapsed());
    if failed.is_some() {
        metrics::counter!("canvass_commit_failures_total").increment(1);
    }
    for tell in tells {
        tell(failed.clone());
    }
}

async fn attempt(file: &mut File, runs: Vec<Run>) -> Result<(), sqlx::Error> {
    let mut conn = match file.conn.take() {
        Some(conn) => conn,
        None => file.options.connect().await?,
    };
    transact(&mut conn, runs).await?;
    file.conn = Some(conn);
    Ok(())
}

/// A job in company has a savepoint, so that it fails, or panics, alone. Three names take turns: had a job not sent what
/// goes ahead of it, the next one would find neither the savepoint to release nor one of its own to go back to, and
/// everybody would be told that nothing was kept.
const OPEN: [&str; 3] = ["savepoint a;", "savepoint b;", "savepoint c;"];
const NEXT: [&str; 3] = ["release a; savepoint b;", "release b; savepoint c;", "release c; savepoint a;"];
const UNDO: [&str; 3] =
    ["rollback to a; release a;", "rollback to b; release b;", "rollback to c; release c;"];

/// Does these jobs in one transaction; one by itself needs no savepoint in it.
async fn transact(conn: &mut SqliteConnection, mut runs: Vec<Run>) -> Result<(), sqlx::Error> {
    let mut tx = conn.begin_with("begin immediate").await?;
    if runs.len() == 1 {
        let alone = runs.remove(0);
        return if stays(alone(&mut tx, "")).await { tx.commit().await } else { tx.rollback().await };
    }
    let mut lead = OPEN[0];
    for (at, run) in runs.into_iter().enumerate() {
        lead = if stays(run(&mut tx, lead)).await {
            NEXT[at % 3]
        } else {
            sqlx::raw_sql(UNDO[at % 3]).execute(&mut *tx).await?;
            OPEN[(at + 1) % 3]
        };
    }
    // The commit takes the last savepoint with it.
    tx.commit().await
}

/// Whether this job is done and should stay; one that panics should not.
async fn stays(job: BoxFuture<'_, bool>) -> bool {
    AssertUnwindSafe(job).catch_unwind().await.unwrap_or(false)
}
