//! `canvass add`: adds a survey, or publishes the next version of one.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;
use store::Db;
use store::surveys::Survey;
use store::texts::{Kind, put};
use survey::{Moment, Problem, Severity};

use super::check;
use super::failure::{COMMAND_LINE, failed};

/// What to add.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The questionnaire. Claims in a file beside it (`NAME.claims.yaml`) are kept with the survey.
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
    let claims = claims(&args.file, &survey, db, now).await?;
    if args.json {
        let state = survey.state.word();
        let mut said = json!({
            "file": file, "added": added.fresh, "survey": added.id, "version": added.version, "state": state,
            "problems": problems,
        });
        if let Some(claims) = claims {
            said["claims"] = claims.json();
        }
        println!("{said}");
        return Ok(ExitCode::SUCCESS);
    }
    if added.fresh {
        println!("Added {} {}; it is {}: /s/{}", added.id, added.version, survey.state.word(), added.id);
    } else {
        println!("{} {} is there already; nothing changed.", added.id, added.version);
    }
    if let Some(claims) = claims {
        check::print(&claims.file, &claims.text, &claims.problems);
        println!("{}", claims.said());
    }
    Ok(ExitCode::SUCCESS)
}

/// The claims that stand beside a questionnaire.
struct Claims {
    file: String,
    text: String,
    count: usize,
    problems: Vec<Problem>,
    kept: Kept,
}

/// What became of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Now,
    /// The same are there.
    Before,
    /// Others are there, which somebody may have edited since.
    Others,
    /// None could be read.
    None,
}

impl Claims {
    fn said(&self) -> String {
        let Claims { file, count, .. } = self;
        match self.kept {
            Kept::None => format!("No claim in {file} can be read; they were not kept."),
            Kept::Now => format!("Claims kept of {file}: {count}."),
            Kept::Before => format!("The claims of {file} are there already."),
            Kept::Others => format!(
                "The survey has claims already, and those of {file} were not put over them; upload the file at the \
                 desk, on the page Claims, to replace them."
            ),
        }
    }

    fn json(&self) -> serde_json::Value {
        json!({"file": self.file, "kept": self.kept == Kept::Now, "claims": self.count, "problems": self.problems})
    }
}

/// Keeps the claims beside a questionnaire, if there are any and the survey has none yet. Their problems never keep a
/// survey out of the field.
async fn claims(file: &Path, survey: &Survey, db: &Db, now: Moment) -> anyhow::Result<Option<Claims>> {
    let file = file.with_extension("claims.yaml");
    if !file.exists() {
        return Ok(None);
    }
    let text = check::read(&file)?;
    let (claims, problems) = survey::claims::read(&text, &survey.questionnaire);
    let kept = if claims.is_empty() {
        Kept::None
    } else {
        match put(db, &survey.id, Kind::Claims, (&text, Some(0)), COMMAND_LINE, now).await {
            Ok(true) => Kept::Now,
            Ok(false) => Kept::Before,
            Err(store::Error::Stale) => Kept::Others,
            Err(err) => return Err(failed(err)),
        }
    };
    Ok(Some(Claims { file: file.display().to_string(), text, count: claims.len(), problems, kept }))
}
