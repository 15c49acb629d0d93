//! `canvass add`: adds a survey, or publishes the next version of one.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;
use store::Db;
use survey::{Moment, Severity};

use super::check;
use super::failure::failed;

/// What to add.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The questionnaire.
    file: PathBuf,
    /// Adds a new survey paused: it takes no interviews until it is opened at the desk.
    #[arg(long)]
    paused: bool,
    /// Says what happened as JSON.
    #[arg(long)]
    json: bool,
}

/// Reads the file, prints its problems, and adds it unless one of them is an error.
pub async fn run(args: Args, db: &Db, now: Moment) -> anyhow::Result<ExitCode> {
    let file = args.file.display().to_string();
    let text = check::read(&args.file)?;
    let (_, problems) = survey::read(&text);
    let refused = problems.iter().any(|it| it.severity == Severity::Error);
    if !args.json {
        check::print(&file, &text, &problems);
    }
    if refused {
        if args.json {
            println!("{}", json!({"file": file, "added": false, "problems": problems}));
        } else {
            eprintln!("{file} was not added; mend the problems above and add it again.");
        }
        return Ok(ExitCode::FAILURE);
    }
    let added = match store::surveys::add(db, &text, !args.paused, now).await {
        Err(store::Error::Taken(_)) => anyhow::bail!(
            "This version is in the field with another text; raise `version:` in {file} and add it again."
        ),
        added => added.map_err(failed)?,
    };
    let survey = store::surveys::load(db, &added.id).await.map_err(failed)?;
    if args.json {
        let state = survey.state.word();
        let said = json!({
            "file": file, "added": added.fresh, "survey": added.id, "version": added.version, "state": state,
            "problems": problems,
        });
        println!("{said}");
    } else if added.fresh {
        println!("Added {} {}; it is {}: /s/{}", added.id, added.version, survey.state.word(), added.id);
    } else {
        println!("{} {} is there already; nothing changed.", added.id, added.version);
    }
    Ok(ExitCode::SUCCESS)
}
