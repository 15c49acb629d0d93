//! Backups made under load, one of them interrupted and gone on with, and put back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};
use walker::Setting;

use crate::bench::{AGAIN, Bench, answers, start};
use crate::field::{Field, Kept};
use crate::report::{Outcome, rounded};
use crate::sound::{Wanted, look};
use crate::way::Way;

/// A backup to the standard output is interrupted after so many bytes.
const BYTES: u64 = 200_000;

/// The file of a backup, and what was confirmed before it was begun.
struct Backup {
    file: PathBuf,
    before: Kept,
}

/// Backs up under load, then restores.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut setting = bench.prepared("restore")?;
    let server = start(&setting).await?;
    setting.listen = server.address;
    let way = Way::open(server.address).await?;
    let field = bench.field();
    let made = back_up(bench, &setting, &field, &mut outcome);
    let [whole, pieced] = field.during(way.address, made).await?;
    bench.judge_and_keep((&setting, server), &field, &way, &mut outcome).await?;
    // Into an empty folder, by the standard input; and over the database that is there.
    let empty = bench.setting("restored");
    restore(bench, (&pieced, true), &empty, &field, &mut outcome).await?;
    restore(bench, (&whole, false), &setting, &field, &mut outcome).await?;
    let aside = names(&setting.data, "canvass-before-")?;
    outcome.hold(!aside.is_empty(), || "the database that was there is gone".to_owned());
    fs::remove_dir_all(&empty.data)?;
    fs::remove_dir_all(&setting.data)?;
    Ok(outcome)
}

/// A backup made at once, and one that was interrupted; others are killed at their beginning.
async fn back_up(
    bench: &Bench,
    setting: &Setting,
    field: &Field<'_>,
    outcome: &mut Outcome,
) -> anyhow::Result<[Backup; 2]> {
    sleep(Duration::from_secs(4)).await;
    let folder = bench.folder.path().join("backups");
    let before = field.kept();
    field.slowest();
    let began = Instant::now();
    command(setting, &["backup", &folder.display().to_string()]).await?;
    outcome.figure("a backup under load, s", rounded(began.elapsed().as_secs_f64()));
    outcome.figure("p99 of a page meanwhile, ms", rounded(field.slowest()));
    let file = names(&folder, "backup-")?.into_iter().find(|it| it.ends_with(".db"));
    let file = folder.join(file.context("there is no backup")?);
    outcome.figure("its MB", rounded(fs::metadata(&file)?.len() as f64 / 1e6));
    let refused = command(setting, &["restore", &file.display().to_string()]).await;
    outcome.hold(refused.is_err(), || "a database was replaced under a running server".to_owned());
    let whole = Backup { file, before };
    for millis in [5, 20, 60] {
        let (setting, lasts) = (setting.clone(), Duration::from_millis(millis));
        spawn_blocking(move || kill_after(&setting, lasts)).await??;
    }
    for name in names(&setting.data.join("snapshots"), "backup-")? {
        fs::remove_file(setting.data.join("snapshots").join(name))?;
    }
    let before = field.kept();
    let (to, from) = (folder.join("pieced.db"), setting.clone());
    let file = to.clone();
    spawn_blocking(move || interrupt(&from, &to)).await??;
    Ok([whole, Backup { file, before }])
}

/// Begins a backup and kills it.
fn kill_after(setting: &Setting, lasts: Duration) -> anyhow::Result<()> {
    let mut child = canvass(setting, &["backup", "-"]).stdout(Stdio::null()).spawn()?;
    std::thread::sleep(lasts);
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// A backup to the standard output that is killed half-way, and gone on with by its name.
fn interrupt(setting: &Setting, to: &Path) -> anyhow::Result<()> {
    let mut child = canvass(setting, &["backup", "-"]).stdout(Stdio::piped()).spawn()?;
    let mut some = child.stdout.take().context("its output is piped")?.take(BYTES);
    let written = io::copy(&mut some, &mut File::create(to)?)?;
    child.kill()?;
    child.wait()?;
    ensure!(written == BYTES, "the backup ended before it could be interrupted, after {written} bytes");
    let snapshots = names(&setting.data.join("snapshots"), "backup-")?;
    let name =
        snapshots.into_iter().find(|it| it.ends_with(".db")).context("there is no snapshot to go on with")?;
    let rest = OpenOptions::new().append(true).open(to)?;
    let words = ["backup", "-", "--snapshot", &name, "--from", &BYTES.to_string()];
    let done = canvass(setting, &words).stdout(rest).status()?;
    ensure!(done.success(), "the interrupted backup could not be gone on with");
    Ok(())
}

/// Puts a backup in place, and looks whether all is there that was confirmed before it was begun.
async fn restore(
    bench: &Bench,
    (backup, by_pipe): (&Backup, bool),
    to: &Setting,
    field: &Field<'_>,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let began = Instant::now();
    if by_pipe {
        let (mut command, file) = (canvass(to, &["restore", "-"]), File::open(&backup.file)?);
        let done = spawn_blocking(move || command.stdin(file).status()).await??;
        ensure!(done.success(), "the backup could not be restored from the standard input");
    } else {
        command(to, &["restore", &backup.file.display().to_string()]).await?;
    }
    let how = if by_pipe { "a restore of the pieced one, s" } else { "a restore over the other, s" };
    outcome.figure(how, rounded(began.elapsed().as_secs_f64()));
    let found = look(bench, &to.data, &field.kept(), Wanted::Beginning).await?;
    outcome.wrong(found.wrong);
    let turn_of = |token: &String| found.turns.get(token).copied().unwrap_or_default();
    let lost = backup
        .before
        .iter()
        .filter(|(token, it)| it.stands.last().is_some_and(|it| it.turn > turn_of(token)));
    let lost = lost.count();
    outcome.hold(lost == 0, || format!("{lost} interviews had more when the backup was begun"));
    let mut again = to.clone();
    again.listen.set_port(0);
    let began = Instant::now();
    let server = start(&again).await?;
    answers(server.address).await?;
    outcome.within("a start on it", began.elapsed().as_secs_f64(), AGAIN);
    server.stop()
}

/// Runs a command without holding up phones.
async fn command(setting: &Setting, words: &[&str]) -> anyhow::Result<()> {
    let (setting, words) = (setting.clone(), words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
    spawn_blocking(move || setting.run(&words.iter().map(String::as_str).collect::<Vec<_>>())).await?
}

fn canvass(setting: &Setting, words: &[&str]) -> Command {
    let mut command = Command::new(&setting.canvass);
    command.args(words).env("CANVASS_DATA", &setting.data).stderr(Stdio::null());
    command
}

/// The names in a folder that begin so, in order.
fn names(folder: &Path, beginning: &str) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("there is no folder {}", folder.display()))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|it| it.starts_with(beginning));
    names.sort();
    Ok(names)
}
