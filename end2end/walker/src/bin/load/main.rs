//! What the server bears: phones by the thousand, beside what the disk and the same server's own files allow.
//!
//! `load [pages] [open] [limits] [growth]`, all of them by default; `CANVASS` names the executable, a release build.
//! The server runs on core 0, the walkers on core 1. Exit code 1 says that a target was missed.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Parser, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};
use walker::server::{lift_file_limit, pin};

use self::bench::Bench;
use self::report::{Report, head, say};

mod bench;
mod crowd;
mod growth;
mod limits;
mod open;
mod pages;
mod report;
mod rows;
mod texts;

/// The core of the walkers; that of the server is [`bench::SERVER`].
const WALKERS: usize = 1;

/// What the server bears.
#[derive(Debug, Parser)]
struct Args {
    /// What is measured; everything where nothing is said
    parts: Vec<Part>,
    /// The server's executable, a release build
    #[arg(long, env = "CANVASS")]
    canvass: PathBuf,
    /// Where figures are written and databases grow: on the disk that is meant
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// How long each line of the table is measured, in seconds
    #[arg(long, env = "SECONDS_EACH", default_value_t = 8)]
    seconds: u64,
    /// The share of respondents who leave half-way, 0 to 1; that of the rehearsal plan where nothing is said
    #[arg(long)]
    dropout: Option<f64>,
    /// How many interviews a large database has
    #[arg(long, env = "INTERVIEWS", default_value_t = 1_000_000)]
    interviews: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What pages cost at 8, 32, 64 and 512 interviews at once.
    Pages,
    /// 5,000 open interviews of people who think.
    Open,
    /// The disk's own commits, the server's own files.
    Limits,
    /// A large database, many cells, many questions.
    Growth,
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let files = lift_file_limit()?;
    pin(WALKERS)?;
    // One core, one thread: a phone that waits costs nothing.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let held = runtime.block_on(async {
        let (mut stop, mut end) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        // Whatever comes first, what was started is ended and what was written is removed.
        tokio::select! {
            done = measure(&args, files) => done,
            _ = stop.recv() => bail!("interrupted"),
            _ = end.recv() => bail!("interrupted"),
        }
    })?;
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn measure(args: &Args, files: u64) -> anyhow::Result<bool> {
    std::fs::create_dir_all(&args.folder).context("the folder for figures cannot be made")?;
    let canvass = args.canvass.canonicalize();
    let bench = Bench {
        canvass: canvass.with_context(|| format!("{} is not there", args.canvass.display()))?,
        folder: tempfile::tempdir_in(&args.folder)?,
        measure: Duration::from_secs(args.seconds),
        dropout: args.dropout,
    };
    let mut report = Report::default();
    say(&format!("The server on core {}, walkers on core {WALKERS}, {files} open files.", bench::SERVER));
    say(
        "A page is a post and the GET that follows. CPU: of the server, for a page and for a completed interview.\n",
    );
    head();
    let wanted = |part| args.parts.is_empty() || args.parts.contains(&part);
    if wanted(Part::Pages) {
        pages::run(&bench, &mut report).await?;
    }
    if wanted(Part::Open) {
        open::run(&bench, files, &mut report).await?;
    }
    if wanted(Part::Limits) {
        limits::run(&bench, &mut report).await?;
    }
    if wanted(Part::Growth) {
        growth::run(&bench, args.interviews, &mut report).await?;
    }
    report.close(&args.folder.join("load.json"))
}
