//! Data files in the making: those that were ordered at the desk or by a program, one after another.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::time::Duration;

use analysis::export::{Measure, Row, Writer};
use app::export::{Order, Wanted};
use sha2::{Digest, Sha256};
use store::Db;
use store::exports::{self, Manifest, Run};
use survey::{InterviewId, Moment};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is asked whether a file was ordered.
const EVERY: Duration = Duration::from_millis(500);

/// How long a file is kept; it can be made again, the same to the byte.
const KEPT: i64 = 24 * 3_600_000;

/// How many interviews are read at a time.
const BATCH: i64 = 250;

/// The folder of the files, in that of the data. Each is called by the number of its run.
pub fn folder(data: &Path) -> PathBuf {
    data.join("exports")
}

/// Makes what is ordered, for as long as it is let run, and deletes what was kept for long enough.
pub async fn work(db: Db, files: PathBuf, now: fn() -> Moment) {
    if let Err(err) = exports::restart(&db).await {
        tracing::error!(
            error = &err as &dyn std::error::Error,
            "data files that were being made do not wait again"
        );
    }
    if let Err(err) = delete_strays(&db, &files).await {
        tracing::error!(error = &*err as &dyn std::error::Error, "stray data files could not be deleted");
    }
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(err) = run_waiting(&db, &files, now).await {
            tracing::error!(error = &err as &dyn std::error::Error, "data files could not be looked for");
        }
        tidy(&db, &files, now).await;
    }
}

/// Makes what waits now, to its end.
pub async fn run_waiting(db: &Db, files: &Path, now: fn() -> Moment) -> Result<(), store::Error> {
    while let Some(run) = exports::take_waiting(db).await? {
        let seen = Arc::new(Seen::default());
        let mut making = pin!(make(db, files, &run, &seen));
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let made = loop {
            tokio::select! {
                made = &mut making => break made,
                _ = ticks.tick() => {}
            }
            // Now and then: a commit for each batch would make respondents wait.
            seen.note(db, run.id).await;
            // Whoever withdraws while a long file is made does not wait for that one to be rid of the others.
            tidy(db, files, now).await;
        };
        seen.note(db, run.id).await;
        match made {
            Ok(manifest) => exports::done(db, run.id, manifest, now()).await?,
            Err(err) => {
                tracing::error!(
                    error = &*err as &dyn std::error::Error,
                    run = run.id,
                    "a data file was not made"
                );
                exports::fail(db, run.id, why(&err), now()).await?;
            }
        }
    }
    Ok(())
}

/// How far a file is: interviews looked at, of how many.
#[derive(Default)]
struct Seen {
    cases: AtomicI64,
    of: AtomicI64,
}

impl Seen {
    async fn note(&self, db: &Db, run: i64) {
        let (cases, of) = (self.cases.load(Relaxed), self.of.load(Relaxed));
        // A bar that stands still for a moment harms nobody.
        let _ = exports::progress(db, run, cases, of).await;
    }
}

async fn tidy(db: &Db, files: &Path, now: fn() -> Moment) {
    if let Err(err) = delete_old(db, files, now).await {
        tracing::error!(error = &err as &dyn std::error::Error, "old data files could not be deleted");
    }
}

/// Deletes files that were kept for long enough, or in which somebody stands who has withdrawn since.
pub async fn delete_old(db: &Db, files: &Path, now: fn() -> Moment) -> Result<(), store::Error> {
    for id in exports::files(db, Moment(now().0 - KEPT)).await? {
        // Nobody fetches it from here on. One that cannot be deleted is tried again when the server starts.
        if exports::gone(db, id, now()).await? {
            delete(&files.join(id.to_string()));
        }
    }
    Ok(())
}

/// Deletes what a server that was killed left behind: all but the files that can be fetched.
async fn delete_strays(db: &Db, files: &Path) -> anyhow::Result<()> {
    if !files.exists() {
        return Ok(());
    }
    let kept: Vec<String> = exports::kept(db).await?.iter().map(i64::to_string).collect();
    for file in std::fs::read_dir(files)? {
        let path = file?.path();
        let is_kept = path.file_name().is_some_and(|name| kept.iter().any(|it| name == it.as_str()));
        if !is_kept {
            delete(&path);
        }
    }
    Ok(())
}

/// Deletes a file that need not be there.
fn delete(path: &Path) {
    match std::fs::remove_file(path) {
        Err(err) if err.kind() != io::ErrorKind::NotFound => {
            tracing::error!(
                error = &err as &dyn std::error::Error,
                path = %path.display(),
                "a data file could not be deleted"
            );
        }
        _ => {}
    }
}

/// The word for why a file was not made.
fn why(err: &anyhow::Error) -> &'static str {
    let full =
        |it: &io::Error| matches!(it.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    match err.downcast_ref::<io::Error>() {
        Some(it) if full(it) => "disk",
        _ => "trouble",
    }
}

async fn make(db: &Db, files: &Path, run: &Run, seen: &Arc<Seen>) -> anyhow::Result<Manifest> {
    let wanted = Wanted::parse(&run.wanted);
    let path = files.join(run.id.to_string());
    let part = path.with_extension("part");
    // Of the same file made before: should it fail this time, nobody would look for that one any more.
    delete(&path);
    let order = Order::read(db, &run.survey, &wanted, (run.snapshot, run.since), run.taken_at).await?;
    std::fs::create_dir_all(files)?;
    let seen = Arc::clone(seen);
    let tell = move |cases, of| {
        seen.cases.store(cases, Relaxed);
        seen.of.store(of, Relaxed);
    };
    let file = File::create(&part)?;
    let made = write(db, order.clone(), Hashed::new(BufWriter::new(file)), tell).await;
    let kept = made.and_then(|(to, cases)| {
        let (sha256, bytes, file) = to.end();
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&part, &path)?;
        Ok(Manifest { file: order.file_name(), cases: cases as i64, bytes: bytes as i64, sha256 })
    });
    if kept.is_err() {
        // Half a file is worth nothing, and the error is told anyway.
        let _ = std::fs::remove_file(&part);
    }
    kept
}

/// Writes a data file and gives its sink back, with the number of its cases. `tell` hears how many interviews were
/// looked at, of how many.
///
/// Batch after batch is read and then written, in one thread: with one for each a file would be there in two thirds of
/// the time, and respondents would find both cores of a small machine taken.
pub async fn write<W: Write + Send + 'static>(
    db: &Db,
    order: Order,
    to: W,
    tell: impl Fn(i64, i64) + Send + 'static,
) -> anyhow::Result<(W, u64)> {
    let found = exports::count(db, &order.selection).await?;
    let is_measured = order.options.format.is_measured();
    let total = if is_measured { 2 * found } else { found };
    let (db, handle) = (db.clone(), Handle::current());
    let written = spawn_blocking(move || {
        let mut seen = 0;
        let mut each = |take: &mut dyn FnMut(Vec<Row>) -> anyhow::Result<()>| {
            let mut after = InterviewId(0);
            loop {
                let batch = handle.block_on(order.batch(&db, after, BATCH))?;
                let Some(last) = batch.last() else { return anyhow::Ok(()) };
                after = last.id();
                seen += batch.len() as i64;
                take(order.rows(batch)?)?;
                tell(seen, total);
            }
        };
        let mut measure = Measure::new(&order.codebook);
        if is_measured {
            each(&mut |rows| {
                measure.see(&rows);
                Ok(())
            })?;
        }
        let (mut file, mut cases) = (Writer::begin(to, &order.codebook, &order.options, &measure)?, 0);
        each(&mut |rows| {
            cases += rows.len() as u64;
            Ok(file.rows(&rows)?)
        })?;
        Ok((file.end()?, cases))
    });
    written.await?
}

/// A sink that counts and hashes what goes through it.
struct Hashed<W> {
    to: W,
    sha256: Sha256,
    bytes: u64,
}

impl<W: Write> Hashed<W> {
    fn new(to: W) -> Hashed<W> {
        Hashed { to, sha256: Sha256::new(), bytes: 0 }
    }

    /// The hash in hexadecimal digits, the number of bytes, and the sink.
    fn end(self) -> (String, u64, W) {
        let hex = self.sha256.finalize().iter().map(|it| format!("{it:02x}")).collect();
        (hex, self.bytes, self.to)
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sha256.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
