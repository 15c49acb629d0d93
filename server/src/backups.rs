//! Snapshots of the database beside it: made by the clock of the server or for `canvass backup`, checked, and a few kept.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use survey::Moment;
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked whether a snapshot is due.
const EVERY: Duration = Duration::from_secs(60);

/// What the names of snapshots made by the clock begin with; the others go once they are where they were wanted.
pub const BY_THE_CLOCK: &str = "canvass-";

/// The folder of the snapshots, in that of the data.
pub fn folder(data: &Path) -> PathBuf {
    data.join("snapshots")
}

/// The name of a snapshot of this moment: `canvass-20261123T170000Z.db`. Names are in order of time.
pub fn name(beginning: &str, now: Moment) -> String {
    format!("{beginning}{}.db", stamp(now))
}

/// A moment as it stands in names of files, in UTC.
pub fn stamp(now: Moment) -> String {
    let time = Timestamp::from_millisecond(now.0).unwrap_or_default();
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Makes a snapshot under this name, with its SHA-256 beside it, and gives its path. It has its name only once it is
/// whole and was found sound.
pub async fn make(data: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let folder = folder(data);
    fs::create_dir_all(&folder).with_context(|| format!("Cannot write to {}", folder.display()))?;
    let (path, part) = (folder.join(name), folder.join(format!("{name}.part")));
    // Of one that was killed while it was made.
    remove(&part)?;
    store::backup::copy(data, &part).await.with_context(|| {
        format!("The database in {} could not be copied; check the disk's space", data.display())
    })?;
    let sound = check(&part).await;
    if let Err(err) = sound {
        remove(&part)?;
        return Err(err);
    }
    write_sum(&path, &sum(&part).await?)?;
    fs::rename(&part, &path)?;
    File::open(&folder)?.sync_all()?;
    Ok(path)
}

/// Fails with all that is wrong with a database in a file.
pub async fn check(file: &Path) -> anyhow::Result<()> {
    let faults =
        store::backup::check(file).await.with_context(|| format!("{} does not read", file.display()))?;
    ensure!(faults.is_empty(), "{} is damaged: {}", file.display(), faults.join(" "));
    Ok(())
}

/// The SHA-256 of a file, in hexadecimal digits.
pub async fn sum(file: &Path) -> anyhow::Result<String> {
    let path = file.to_owned();
    let hash = spawn_blocking(move || -> io::Result<String> {
        let (mut file, mut hash, mut some) = (File::open(path)?, Sha256::new(), vec![0; 1 << 20]);
        loop {
            match file.read(&mut some)? {
                0 => return Ok(hash.finalize().iter().map(|it| format!("{it:02x}")).collect()),
                read => hash.update(&some[..read]),
            }
        }
    });
    Ok(hash.await??)
}

/// Writes the sum of a file beside it, as `sha256sum --check` reads it.
pub fn write_sum(file: &Path, sum: &str) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    fs::write(sum_of(file), format!("{sum}  {name}\n"))
}

/// The sum that stands beside a file, where there is one.
pub fn written_sum(file: &Path) -> Option<String> {
    let text = fs::read_to_string(sum_of(file)).ok()?;
    text.split_whitespace().next().map(str::to_owned)
}

fn sum_of(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{name}.sha256"))
}

/// Deletes a file and the sum beside it; none of them need be there.
pub fn remove(file: &Path) -> io::Result<()> {
    for path in [file.to_owned(), sum_of(file)] {
        match fs::remove_file(path) {
            Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(err),
            _ => {}
        }
    }
    Ok(())
}

/// The snapshots made by the clock, the oldest first.
pub fn kept(data: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    match fs::read_dir(folder(data)) {
        Ok(entries) => {
            for entry in entries {
                found.push(entry?.path());
            }
        }
        Err(err) if err.kind() == io::ErrorKind::NotFound => {}
        Err(err) => return Err(err),
    }
    found.retain(|it| {
        let name = it.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(BY_THE_CLOCK) && name.ends_with(".db")
    });
    found.sort();
    Ok(found)
}

/// Makes a snapshot whenever the last one is older than `every`, and keeps `keep` of them, for as long as it is let
/// run.
pub async fn work(data: PathBuf, every: Duration, keep: u16, now: fn() -> Moment) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match make_if_due(&data, every, keep, now()).await {
            Ok(None) => {}
            Ok(Some(made)) => tracing::info!(snapshot = %made.display(), "a snapshot was made"),
            Err(err) => {
                tracing::error!(error = &*err as &dyn std::error::Error, "a snapshot could not be made")
            }
        }
    }
}

/// Makes a snapshot where the last one is too old, then deletes those that are too many.
pub async fn make_if_due(
    data: &Path,
    every: Duration,
    keep: u16,
    now: Moment,
) -> anyhow::Result<Option<PathBuf>> {
    let every = i64::try_from(every.as_millis())?;
    let due_since = folder(data).join(name(BY_THE_CLOCK, now.plus(-every)));
    if kept(data)?.last().is_some_and(|it| *it > due_since) {
        return Ok(None);
    }
    let made = make(data, &name(BY_THE_CLOCK, now)).await?;
    let kept = kept(data)?;
    for old in &kept[..kept.len().saturating_sub(usize::from(keep))] {
        remove(old)?;
    }
    Ok(Some(made))
}
