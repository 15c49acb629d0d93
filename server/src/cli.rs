//! The command line: `canvass COMMAND`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{self, Serve};
use crate::now;

pub mod add;
pub mod backup;
pub mod check;
pub mod codebook;
pub mod export;
mod failure;
mod output;
pub mod people;
pub mod quality;
pub mod ready;
pub mod rehearse;
pub mod restore;
pub mod serve;
mod settings;
pub mod verify;

/// Survey fieldwork in one executable.
#[derive(Debug, Parser)]
#[command(name = "canvass", version, max_term_width = 100)]
pub struct Cli {
    /// Where the database lives; made if it is not there
    #[arg(long, global = true, env = "CANVASS_DATA", default_value = "./data", value_name = "DIR")]
    pub data: PathBuf,
    /// A file with settings, such as listen = "127.0.0.1:3000"; flags and the environment go before it
    #[arg(long, global = true, env = "CANVASS_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked of it.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site
    Serve(Serve),
    /// Check questionnaires, and print their problems as a compiler does
    Check(check::Args),
    /// Write a checked copy of the database into a folder, or to the standard output; a server may be running
    ///
    /// The tables are copied as they are, so a backup before an upgrade may be made with either version.
    /// A copy that was interrupted goes on where it stopped: the message says how.
    Backup(backup::Args),
    /// Put a backup in the place of the database; the server must not run
    ///
    /// The file is checked first, and the database that is there is kept beside it.
    Restore(restore::Args),
    /// Ask a running server whether it is ready, at its --monitor address: exit code 0 says yes
    Ready(ready::Args),
    #[command(flatten)]
    OnDatabase(OnDatabase),
}

/// What needs the database and no server; one may be running.
#[derive(Debug, Subcommand)]
pub enum OnDatabase {
    /// Add a survey from its questionnaire, or publish its next version
    ///
    /// A new survey is open from then on. A file with the id of a survey that is there and another version is
    /// for new interviews; the state of the survey stays. The same file again changes nothing.
    Add(add::Args),
    /// Say who works at the desk, and in which roles
    People(people::Args),
    /// Say how a survey's quality rules are applied
    ///
    /// It counts for interviews that end from now on; the change is kept in the ledger and shown on the board.
    /// With the rules on, nobody completes who hurries through: turn them off to try a survey.
    Quality(quality::Args),
    /// Write the data of a survey, one case for each interview: completes, or those that are asked for
    ///
    /// The columns are described in the codebook, at the desk under Data. Where interviews were made with
    /// several versions of the questionnaire, the file has the columns of all of them.
    Export(Box<export::Args>),
    /// Write the codebook of a survey: every column, its codes and texts in all languages, who is asked
    Codebook(codebook::Args),
    /// Recompute the quota counters and compare
    ///
    /// Exit code 0 says that ledger, counters and interviews agree.
    Verify(verify::Args),
    /// Send robots through a survey, as test interviews
    ///
    /// They post pages as people do, and fill a shadow of the quotas: no real place is taken, and they stand in
    /// no export unless --rehearsal asks for them. A second rehearsal goes on where the first one stopped.
    Rehearse(rehearse::Args),
}

/// Does what the command line says; a failure is a sentence and exit code 1.
pub fn run() -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(it) => it,
        Err(err) => return failed(&err.into()),
    };
    runtime.block_on(ask(config::words())).unwrap_or_else(|err| failed(&err))
}

async fn ask(words: Vec<std::ffi::OsString>) -> anyhow::Result<ExitCode> {
    let config::file::Read { cli: Cli { data, command, .. }, settings } = config::file::read(words)?;
    if matches!(command, Command::Serve(_) | Command::Backup(_) | Command::Restore(_)) {
        // What respondents said is for the user alone who runs this, whatever files it is in.
        rustix::process::umask(rustix::fs::Mode::from_bits_truncate(0o077));
    }
    match command {
        Command::Serve(serve) if serve.check_config => settings::check(&data, &serve, &settings).await,
        Command::Serve(serve) => serve::serve(&data, &serve).await.map(|()| ExitCode::SUCCESS),
        Command::Check(args) => check::run(args),
        Command::Backup(args) => backup::run(args, &data).await,
        Command::Restore(args) => restore::run(args, &data).await,
        Command::Ready(args) => ready::run(&args),
        Command::OnDatabase(command) => on_database(command, &data).await,
    }
}

async fn on_database(command: OnDatabase, data: &Path) -> anyhow::Result<ExitCode> {
    let db = serve::open(data).await?;
    let done = match command {
        OnDatabase::Add(args) => add::run(args, &db, now()).await,
        OnDatabase::People(args) => people::run(args, &db, now()).await,
        OnDatabase::Quality(args) => quality::run(args, &db, now()).await,
        OnDatabase::Codebook(args) => codebook::run(args, &db).await,
        OnDatabase::Export(args) => export::run(*args, &db).await,
        OnDatabase::Verify(args) => verify::run(args, &db).await,
        OnDatabase::Rehearse(args) => rehearse::run(args, &db, now).await,
    };
    db.close().await;
    done
}

fn failed(err: &anyhow::Error) -> ExitCode {
    eprintln!("canvass: {err:#}");
    ExitCode::FAILURE
}
