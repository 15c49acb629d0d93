//! `canvass quality`: how a survey's quality rules are applied.

use std::process::ExitCode;

use store::Db;
use survey::interview::QualityMode;
use survey::{Moment, SurveyId};

use super::failure::{COMMAND_LINE, failed, known};

/// Whose rules, and how.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The survey's id, such as mini-program-2026.
    survey: String,
    /// How the rules are applied.
    mode: Mode,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Mode {
    /// As written: they flag and reject.
    On,
    /// They flag and never reject.
    Flag,
    /// They are not run.
    Off,
}

/// Sets the mode.
pub async fn run(args: Args, db: &Db, now: Moment) -> anyhow::Result<ExitCode> {
    let survey = known(db, &args.survey).await?;
    let (mode, word) = match args.mode {
        Mode::On => (QualityMode::On, "on"),
        Mode::Flag => (QualityMode::Flag, "flag only"),
        Mode::Off => (QualityMode::Off, "off"),
    };
    let id: SurveyId = survey.id;
    store::surveys::set_quality(db, &id, mode, COMMAND_LINE, now).await.map_err(failed)?;
    println!("Quality rules of {id}: {word}.");
    Ok(ExitCode::SUCCESS)
}
