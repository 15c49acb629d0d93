//! `canvass codebook`: what the columns of a survey's data mean, as a file.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use analysis::codebook::file::{Format, written};
use anyhow::Context;
use app::codebook;
use clap::builder::PossibleValuesParser;
use store::Db;

use super::failure::known;
use super::output::{or_enough, write_file};
use crate::now;

/// Whose codebook, and in which form.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The survey's id, such as mini-program-2026.
    survey: String,
    /// The format of the file; ddi is the XML that archives take.
    #[arg(long, default_value = "json", value_parser = PossibleValuesParser::new(Format::ALL.map(Format::word)))]
    format: String,
    /// How many completes have what.
    #[arg(long)]
    counts: bool,
    /// Where to write; the standard output if it is not said.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the codebook. A file has its name only once it is whole.
pub async fn run(args: Args, db: &Db) -> anyhow::Result<ExitCode> {
    let survey = known(db, &args.survey).await?;
    let now = now();
    let order = Arc::new(codebook::of(db, &survey.id, now).await?);
    let counts = if args.counts { Some(codebook::counts(db, &order).await?) } else { None };
    let format = Format::parse(&args.format).context("This format is none of those above")?;
    let bytes = written(&order.codebook, counts.as_ref(), format, now)?;
    match &args.output {
        None => or_enough(printed(&bytes))?,
        Some(path) => {
            let all = async |mut to: BufWriter<_>| Ok((to.write_all(&bytes).map(|()| to)?, ()));
            write_file(path, all).await?;
            eprintln!("{} columns in {}.", order.codebook.variables.len(), path.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn printed(bytes: &[u8]) -> anyhow::Result<()> {
    let mut to = io::stdout();
    to.write_all(bytes)?;
    Ok(to.flush()?)
}
