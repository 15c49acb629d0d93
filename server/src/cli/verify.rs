//! `canvass verify`: recomputes the quota counters and compares.

use std::process::ExitCode;

use serde_json::json;
use store::Db;

use super::failure::failed;

/// How to say it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Says what was found as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints each disagreement.
pub async fn run(args: Args, db: &Db) -> anyhow::Result<ExitCode> {
    let disagreements = store::quotas::verify(db).await.map_err(failed)?;
    let agree = disagreements.is_empty();
    if args.json {
        println!("{}", json!({"agree": agree, "disagreements": disagreements}));
    } else if agree {
        println!("Ledger, counters and interviews agree.");
    } else {
        for it in &disagreements {
            println!("{it}");
        }
        eprintln!("Pause the survey and restore the last backup, or report this with the lines above.");
    }
    Ok(if agree { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
