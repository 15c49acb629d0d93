//! `canvass rehearse`: robots walk a survey as test interviews, through the same doors as people.

mod cast;
mod stage;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use serde_json::json;
use store::Db;
use store::surveys::Survey;
use survey::Moment;
use survey::rehearse::Plan;

use super::check;
use super::failure::{failed, known};
use stage::{Stage, Tally};

/// The plans that come with Canvass, for whoever has no file of that name.
const PLANS: [(&str, &str); 2] = [
    ("mini-program-2026.sim.yaml", include_str!("../../../questionnaires/mini-program-2026.sim.yaml")),
    ("second-hand-2025.sim.yaml", include_str!("../../../questionnaires/second-hand-2025.sim.yaml")),
];

/// How many robots walk at the same time.
const WAVE: u64 = 128;

/// With `--fill`: so many robots without one more complete, and the cells left will never fill.
const PATIENCE: u64 = 20_000;

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
    let stage = Stage { db, survey: &survey, plan: plan.as_ref(), seed, began };
    let (tally, dry) = send(&stage, &args).await?;
    let seconds = now().since(began) as f64 / 1000.0;
    let cells = cells(db, &survey).await?;
    report(&args, &survey, (seed, seconds), &tally, &cells);
    if dry {
        eprintln!(
            "The last {PATIENCE} robots completed nothing, and {} is not full; look at its targets and conditions",
            cells.open.join(", ")
        );
    }
    Ok(if dry || tally.stuck > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Sends robots until enough have arrived or all cells are full. True if none got through any more.
async fn send(stage: &Stage<'_>, args: &Args) -> anyhow::Result<(Tally, bool)> {
    let first = stage.robots_so_far().await?;
    let mut tally = Tally::default();
    let mut last_complete = 0;
    loop {
        let full = args.fill && cells(stage.db, stage.survey).await?.open.is_empty();
        let left = args.number.map_or(WAVE, |it| it - tally.entrants);
        if full || left == 0 {
            break;
        }
        if args.fill && tally.entrants - last_complete > PATIENCE {
            return Ok((tally, true));
        }
        let before = tally.completes();
        let from = first + tally.entrants;
        stage.wave(from..from + left.min(WAVE), &mut tally).await?;
        if tally.completes() > before {
            last_complete = tally.entrants;
        }
        progress(args, &tally);
    }
    if !args.json && std::io::stderr().is_terminal() {
        eprintln!();
    }
    Ok((tally, false))
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

/// How the shadow of the quotas stands.
struct Cells {
    full: usize,
    total: usize,
    /// The names of those that are not full.
    open: Vec<String>,
}

async fn cells(db: &Db, survey: &Survey) -> anyhow::Result<Cells> {
    let cells = store::quotas::cells(db, &survey.id, true).await.map_err(failed)?;
    let open: Vec<String> =
        cells.iter().filter(|it| it.completes < it.target).map(|it| it.name.to_string()).collect();
    Ok(Cells { full: cells.len() - open.len(), total: cells.len(), open })
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
