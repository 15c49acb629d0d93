//! `canvass backup`: a checked copy of the database, to a folder or to the standard output.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};

use crate::{backups, now};

/// Where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder, made if it is not there; `-` for the standard output
    #[arg(value_name = "DEST")]
    to: PathBuf,
    /// Go on with this snapshot, of the folder `snapshots` in that of the data, instead of making one
    #[arg(long, value_name = "NAME")]
    snapshot: Option<String>,
    /// To the standard output: leave so many bytes out, which are there already
    #[arg(long, value_name = "BYTES", requires = "snapshot", default_value = "0")]
    from: u64,
}

/// Makes a snapshot beside the database, checks it, and takes it where it is wanted. It stays until it is there, so
/// that whoever is interrupted can go on.
pub async fn run(args: Args, data: &Path) -> anyhow::Result<ExitCode> {
    let is_stdout = args.to == Path::new("-");
    ensure!(is_stdout || args.from == 0, "--from is for the standard output; a folder knows how far it is");
    let snapshot = match &args.snapshot {
        Some(name) => known(data, name)?,
        None => backups::make(data, &backups::name("backup-", now())).await?,
    };
    let done = match is_stdout {
        true => to_stdout(&snapshot, args.from),
        false => to_folder(&snapshot, &args.to).await,
    };
    let name = snapshot.file_name().unwrap_or_default().to_string_lossy();
    done.with_context(|| match is_stdout {
        true => format!(
            "The backup was interrupted; go on with `canvass backup - --snapshot {name} --from N >> FILE`, where \
             N is how many bytes FILE has"
        ),
        false => {
            let to = args.to.display();
            format!("The backup was interrupted; go on with `canvass backup {to} --snapshot {name}`")
        }
    })?;
    if !name.starts_with(backups::BY_THE_CLOCK) {
        backups::remove(&snapshot)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A snapshot that is there.
fn known(data: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let folder = backups::folder(data);
    let path = folder.join(name);
    // A name, and no way out of the folder.
    let is_name = Path::new(name).file_name().is_some_and(|it| it == name);
    if !is_name || !path.is_file() {
        bail!("There is no snapshot “{name}” in {}; leave --snapshot out to make one", folder.display());
    }
    Ok(path)
}

/// Copies what is not there yet, then compares the whole.
async fn to_folder(snapshot: &Path, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let to = folder.join(snapshot.file_name().unwrap_or_default());
    let part = to.with_added_extension("part");
    let mut file = OpenOptions::new().create(true).append(true).open(&part)?;
    copy(snapshot, file.metadata()?.len(), &mut file)?;
    file.sync_all()?;
    let sum = backups::sum(snapshot).await?;
    if backups::sum(&part).await? != sum {
        backups::remove(&part)?;
        bail!("The copy in {} was not the same and is deleted", folder.display());
    }
    fs::rename(&part, &to)?;
    backups::write_sum(&to, &sum)?;
    File::open(folder)?.sync_all()?;
    eprintln!("The database is in {}, checked; SHA-256 {sum}.", to.display());
    Ok(())
}

fn to_stdout(snapshot: &Path, from: u64) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    copy(snapshot, from, &mut out)?;
    out.flush()?;
    let sum = backups::written_sum(snapshot).unwrap_or_default();
    eprintln!("The database is written, checked; SHA-256 {sum}.");
    Ok(())
}

/// Copies a file from this byte on.
fn copy(file: &Path, from: u64, to: &mut impl Write) -> anyhow::Result<()> {
    let mut file = File::open(file)?;
    let size = file.metadata()?.len();
    ensure!(from <= size, "there are {from} bytes already, and the snapshot has {size}");
    file.seek(SeekFrom::Start(from))?;
    io::copy(&mut file.take(size - from), to)?;
    Ok(())
}
