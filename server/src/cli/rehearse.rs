//! `canvass rehearse`: robots walk a survey as test interviews, through the same doors as people.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use serde_json::json;
use store::surveys::Survey;
use store::{Db, Error, trials};
use survey::Moment;
use survey::rehearse::Plan;

use super::check;
use super::failure::{COMMAND_LINE, failed, known};
use crate::rehearsal::{Cells, PATIENCE, PLANS, Run, Stage, Tally, Until, WAVE, Went, cells};

/// What to rehearse, and with whom.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("length").required(true))]
pub struct Args {
    /// The survey's id, such as mini-program-2026
    survey: String,
    /// How many robots arrive
    #[arg(short, long = "entrants", value_name = "N", group = "length", value_parser = clap::value_parser!(u64).range(1..))]
    number: Option<u64>,
    /// Go on until every cell of the quota plan is full
    #[arg(long, group = "length")]
    fill: bool,
    /// The same seed gives the same robots with the same answers; the plan's own seed, or 1, if it is not said
    #[arg(long)]
    seed: Option<u64>,
    /// A rehearsal plan (*.sim.yaml) to draw answers from; without one they come from the questionnaire alone
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Wipe earlier rehearsals first
    #[arg(long)]
    fresh: bool,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
}

/// Sends wave after wave, then says how it went.
pub async fn run(args: Args, db: &Db, now: fn() -> Moment) -> anyhow::Result<ExitCode> {
    let survey = known(db, &args.survey).await?;
    let plan = match &args.plan {
        Some(file) => Some(read_plan(file, &survey)?),
        None => None,
    };
    if args.fill && survey.plan.is_none() {
        bail!("{} has no quotas to fill; say how many robots arrive with -n", survey.id);
    }
    let seed = args.seed.or(plan.as_ref().map(|it| it.seed)).unwrap_or(1);
    if !args.json {
        let answers =
            args.plan.as_ref().map_or("the questionnaire alone".into(), |it| it.display().to_string());
        eprintln!("Rehearsing {} {}: answers from {answers}, seed {seed}.", survey.id, survey.version);
    }
    let began = now();
    if args.fresh {
        wipe(db, &survey, began).await?;
    }
    let stage = Stage { db, survey: &survey, plan: plan.as_ref(), seed, began, aside: false };
    let (tally, dry) = send(&stage, &args).await?;
    let seconds = now().since(began) as f64 / 1000.0;
    let cells = cells(db, &survey).await.map_err(failed)?;
    report(&args, &survey, (seed, seconds), &tally, &cells);
    if dry {
        eprintln!(
            "The last {PATIENCE} robots completed nothing, and {} is not full; look at its targets and conditions",
            cells.open.join(", ")
        );
    }
    Ok(if dry || tally.stuck > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Earlier rehearsals go, unless one from the desk is under way.
async fn wipe(db: &Db, survey: &Survey, now: Moment) -> anyhow::Result<()> {
    match trials::wipe(db, &survey.id, COMMAND_LINE, now).await {
        Err(Error::Taken(_)) => {
            bail!("A rehearsal of {} is under way at the desk; stop it there first", survey.id)
        }
        wiped => wiped.map(|_| ()).map_err(failed),
    }
}

/// Sends robots until enough have arrived or all cells are full. True if none got through any more.
async fn send(stage: &Stage<'_>, args: &Args) -> anyhow::Result<(Tally, bool)> {
    let until = args.number.map_or(Until::Full, Until::Entrants);
    let mut run = Run::new(stage, until).await.map_err(failed)?;
    let dry = loop {
        match run.wave(WAVE).await.map_err(failed)? {
            Went::On => progress(args, &run.tally),
            Went::Done => break false,
            Went::Dry => break true,
        }
    };
    if !args.json && std::io::stderr().is_terminal() {
        eprintln!();
    }
    Ok((run.tally, dry))
}

/// Where somebody watches, how far it is, in one line that is written over.
fn progress(args: &Args, tally: &Tally) {
    let mut watched = std::io::stderr().lock();
    if !args.json && watched.is_terminal() {
        // Whoever cannot be told how far it is will see how it ended.
        let _ = write!(watched, "\r{} entrants, {} completes", tally.entrants, tally.completes());
        let _ = watched.flush();
    }
}

/// The plan of this file, or the one of this name that comes with Canvass.
fn read_plan(file: &Path, survey: &Survey) -> anyhow::Result<Plan> {
    let name = file.display().to_string();
    let inside = || PLANS.iter().find(|(it, _)| file == Path::new(it)).map(|(_, text)| (*text).to_owned());
    let text = match std::fs::read_to_string(file) {
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => {
            inside().with_context(|| format!("There is no file {name}; check its name"))?
        }
        text => text.with_context(|| format!("Cannot read {name}; is it a text in UTF-8"))?,
    };
    Plan::read(&text, &survey.questionnaire).map_err(|problems| {
        check::print(&name, &text, &problems);
        anyhow::anyhow!("{name} does not fit {}; mend the problems above", survey.id)
    })
}

fn report(args: &Args, survey: &Survey, (seed, seconds): (u64, f64), tally: &Tally, cells: &Cells) {
    if args.json {
        let dispositions: Vec<_> = tally
            .dispositions
            .iter()
            .map(|((word, code), count)| json!({"disposition": word, "code": code, "count": count}))
            .collect();
        let said = json!({
            "survey": survey.id, "version": survey.version, "seed": seed, "entrants": tally.entrants,
            "dispositions": dispositions, "stuck": tally.stuck, "seconds": seconds,
            "cells": {"full": cells.full, "total": cells.total, "open": cells.open},
        });
        println!("{said}");
        return;
    }
    println!("{:>7}  entrants", tally.entrants);
    for ((word, code), count) in &tally.dispositions {
        println!("{count:>7}  {word} {code}");
    }
    if cells.total > 0 {
        println!("{} of {} quota cells full in the rehearsal.", cells.full, cells.total);
    }
    for it in &tally.complaints {
        println!("No robot finds answers for {it}");
    }
    println!("{seconds:.1} seconds. See the data with `canvass export {} --rehearsal`.", survey.id);
}
