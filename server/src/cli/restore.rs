//! `canvass restore`: a backup in the place of the database.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};

use super::{failure, serve};
use crate::{backups, now, sole};

/// What to put there.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file that `canvass backup` made; `-` for the standard input
    #[arg(value_name = "FILE")]
    from: PathBuf,
}

/// Checks the backup, keeps the database that is there aside, puts the backup in its place, brings its tables up to
/// date and recomputes its quota counters.
pub async fn run(args: Args, data: &Path) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(data).with_context(|| format!("Cannot write to {}", data.display()))?;
    let _alone = sole::server(data)?;
    let received = data.join("canvass.db.received");
    let backup = match args.from == Path::new("-") {
        true => {
            let cannot = || format!("What arrived could not be written to {}", received.display());
            receive(&received).with_context(cannot)?;
            received.clone()
        }
        false => args.from.clone(),
    };
    let restored = restore(&backup, data).await;
    backups::remove(&received)?;
    restored
}

async fn restore(backup: &Path, data: &Path) -> anyhow::Result<ExitCode> {
    ensure!(backup.is_file(), "There is no file {}", backup.display());
    if let Some(sum) = backups::written_sum(backup) {
        let is = backups::sum(backup).await?;
        ensure!(is == sum, "{} is not what was written: its SHA-256 is another one", backup.display());
    }
    backups::check(backup).await?;
    let aside = format!("canvass-before-{}.db", backups::stamp(now()));
    let kept = store::backup::put_in_place(backup, data, &aside).await;
    let kept = kept.with_context(|| format!("The backup could not be put into {}", data.display()))?;
    if let Some(kept) = kept {
        eprintln!("The database that was there is kept as {}.", kept.display());
    }
    let db = serve::open(data).await?;
    let disagreements = store::quotas::verify(&db).await.map_err(failure::failed)?;
    db.close().await;
    if !disagreements.is_empty() {
        bail!("The backup is in place, and its counters disagree: {}", disagreements.join(" "));
    }
    eprintln!("The backup is in place; ledger, counters and interviews agree.");
    Ok(ExitCode::SUCCESS)
}

fn receive(to: &Path) -> io::Result<()> {
    let mut file = File::create(to)?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    file.sync_all()
}
