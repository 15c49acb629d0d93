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
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Sqlite, Transaction};
use tokio::sync::{mpsc, oneshot};

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

type Run = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, bool> + Send>;

/// Starts the writer on a connection of its own. It ends when nobody can send to it any more.
pub(crate) fn start(conn: SqliteConnection) -> Writer {
    let (jobs, queue) = mpsc::channel(WAITING);
    tokio::spawn(work(conn, queue));
    Writer { jobs }
}

impl Writer {
    /// Sends a job, and waits until what it wrote is on disk.
    pub(crate) async fn write<T, J>(&self, job: J) -> Result<T, Error>
    where
        T: Send + 'static,
        J: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Message::Write(package(job, answer))).map_err(|err| match err {
            mpsc::error::TrySendError::Full(_) => Error::Busy,
            mpsc::error::TrySendError::Closed(_) => Error::Lost,
        })?;
        answered.await.unwrap_or(Err(Error::Lost))
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
    J: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
{
    let result = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&result);
    let run: Run = Box::new(move |conn| {
        Box::pin(async move {
            let done = job(conn).await;
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

async fn work(mut conn: SqliteConnection, mut queue: mpsc::Receiver<Message>) {
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
        commit(&mut conn, jobs).await;
        if let Some(done) = stop {
            // What is lost by a failing close, a commit has kept already.
            let _ = conn.close().await;
            let _ = done.send(());
            return;
        }
    }
    let _ = conn.close().await;
}

/// Does these jobs in one transaction, then tells everybody how it went.
async fn commit(conn: &mut SqliteConnection, jobs: Vec<Job>) {
    if jobs.is_empty() {
        return;
    }
    let (runs, tells): (Vec<_>, Vec<_>) = jobs.into_iter().map(|it| (it.run, it.tell)).unzip();
    let failed = transact(conn, runs).await.err().map(Arc::new);
    for tell in tells {
        tell(failed.clone());
    }
}

async fn transact(conn: &mut SqliteConnection, runs: Vec<Run>) -> Result<(), sqlx::Error> {
    let mut tx = conn.begin_with("begin immediate").await?;
    for run in runs {
        alone(&mut tx, run).await?;
    }
    tx.commit().await
}

/// Does one job in a savepoint, so that it fails, or panics, alone.
async fn alone(tx: &mut Transaction<'_, Sqlite>, run: Run) -> Result<(), sqlx::Error> {
    let mut savepoint = tx.begin().await?;
    match AssertUnwindSafe(run(&mut savepoint)).catch_unwind().await {
        Ok(true) => savepoint.commit().await,
        Ok(false) | Err(_) => savepoint.rollback().await,
    }
}
