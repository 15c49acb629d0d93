//! What becomes of interviews when everything around them fails: the server is killed, the disk is full or sick, the
//! clock jumps, phones are slow or send twice, another process holds the database, a backup is put back.
//!
//! `faults [kill] [full] …`, all of them by default; `CANVASS` names the executable, a release build. After each fault
//! every confirmed page must be there once, no cell over its target, ledger, counters and interviews of one mind, the
//! file whole; the server must answer again within two seconds, and nobody may have been shown a page that does not
//! say what to do. Exit code 1 says that something was not held. Whoever wants the server's own words sets
//! `SERVER_LOG=warn`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Parser, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::Instant;
use walker::server::lift_file_limit;

use self::bench::Bench;
use self::report::{Outcome, Report, say};

mod bench;
mod clock;
mod disk;
mod field;
mod idle;
mod kill;
mod locked;
mod migrate;
mod proxy;
mod report;
mod restore;
mod shim;
mod slow;
mod sound;
mod wal;
mod way;

/// What becomes of interviews when everything around them fails.
#[derive(Debug, Parser)]
struct Args {
    /// What fails; everything where nothing is said
    faults: Vec<Fault>,
    /// The server's executable, a release build
    #[arg(long, env = "CANVASS")]
    canvass: PathBuf,
    /// Where figures are written and databases grow
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// How often the server is killed
    #[arg(long, env = "KILLS", default_value_t = 200)]
    kills: usize,
    /// Of all that is left to chance
    #[arg(long, env = "SEED", default_value_t = 20_260_112)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Fault {
    /// `kill -9` at random moments under load.
    Kill,
    /// A disk that is full, and has room again.
    Full,
    /// A disk that is remounted read-only, and back.
    Readonly,
    /// A disk that does not bring what is written to safety.
    Fsync,
    /// A clock that jumps by three days, forth and back.
    Clock,
    /// Two hundred clients that send one byte a second.
    Slow,
    /// Ten thousand connections that send nothing.
    Idle,
    /// A proxy that drops and doubles requests.
    Proxy,
    /// Another process that holds the database.
    Locked,
    /// A log whose end is missing, half-written or garbage.
    Wal,
    /// A full database of the first version.
    Migrate,
    /// A backup made under load, interrupted, gone on with, put back.
    Restore,
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let files = lift_file_limit()?;
    // One thread: the processors are the server's.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let held = runtime.block_on(async {
        let (mut stop, mut end) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        // Whatever comes first, what was started is ended and what was written is removed.
        tokio::select! {
            done = try_all(&args, files) => done,
            _ = stop.recv() => bail!("interrupted"),
            _ = end.recv() => bail!("interrupted"),
        }
    })?;
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn try_all(args: &Args, files: u64) -> anyhow::Result<bool> {
    std::fs::create_dir_all(&args.folder).context("the folder for figures cannot be made")?;
    let canvass = args.canvass.canonicalize();
    let canvass = canvass.with_context(|| format!("{} is not there", args.canvass.display()))?;
    let folder = tempfile::tempdir_in(std::path::absolute(&args.folder)?)?;
    let bench = Bench::new(canvass, folder, args.seed, args.kills, files)?;
    say(&format!("{} phones, seed {}, {files} open files.\n", bench::PHONES, bench.seed));
    let mut report = Report::new();
    for fault in Fault::value_variants() {
        if args.faults.is_empty() || args.faults.contains(fault) {
            let began = Instant::now();
            let tried = attempt(&bench, *fault).await;
            let name = format!("{fault:?}").to_lowercase();
            report.add(&name, tried, began.elapsed().as_secs_f64());
        }
    }
    report.close(args.seed, &args.folder.join("faults.json"))
}

async fn attempt(bench: &Bench, fault: Fault) -> anyhow::Result<Outcome> {
    match fault {
        Fault::Kill => kill::run(bench).await,
        Fault::Full => disk::full(bench).await,
        Fault::Readonly => disk::read_only(bench).await,
        Fault::Fsync => disk::no_sync(bench).await,
        Fault::Clock => clock::run(bench).await,
        Fault::Slow => slow::run(bench).await,
        Fault::Idle => idle::run(bench).await,
        Fault::Proxy => proxy::run(bench).await,
        Fault::Locked => locked::run(bench).await,
        Fault::Wal => wal::run(bench).await,
        Fault::Migrate => migrate::run(bench).await,
        Fault::Restore => restore::run(bench).await,
    }
}
