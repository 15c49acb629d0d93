//! Disks that are full, read-only, or do not bring to safety what is written.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::time::sleep;
use walker::{Server, Setting};

use crate::bench::{AGAIN, Bench, start, start_again};
use crate::field::Field;
use crate::report::Outcome;
use crate::shim::{Disk, Shim};
use crate::way::Way;

/// Before a fault, so that there is something to lose.
const WELL: Duration = Duration::from_secs(3);

/// How long a disk is sick.
const SICK: Duration = Duration::from_secs(8);

/// A server that takes no page for so long takes none any more by itself.
const NEVER: Duration = Duration::from_secs(12);

/// A real disk of memory that is filled, where one may be mounted.
const SIZE: &str = "size=64m";

/// A full disk: by a preloaded library everywhere, and a real one where this user may mount one.
pub async fn full(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = sick(bench, "full", Disk::Full).await?;
    match Mount::new(&bench.folder.path().join("small")) {
        Ok(small) => fill(bench, &small, &mut outcome).await?,
        Err(_) => outcome.figure("a real disk", "not mounted: only root may"),
    }
    Ok(outcome)
}

/// A disk that turns read-only, as systems do after an error.
pub async fn read_only(bench: &Bench) -> anyhow::Result<Outcome> {
    sick(bench, "readonly", Disk::ReadOnly).await
}

/// A disk that fails to bring to safety what is written.
pub async fn no_sync(bench: &Bench) -> anyhow::Result<Outcome> {
    sick(bench, "fsync", Disk::NoSync).await
}

/// A server whose disk falls sick and gets well again while phones go on.
async fn sick(bench: &Bench, name: &str, disk: Disk) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let shim = Shim::build(&bench.folder.path().join(format!("{name}-shim")))?;
    let mut setting = bench.prepared(name)?;
    setting.env.extend(shim.env());
    let fall_sick = || shim.disk(disk);
    let get_well = || shim.disk(Disk::Well);
    through(bench, setting, (fall_sick, get_well), &mut outcome).await?;
    let failed = shim.failed()?;
    outcome.figure("calls that failed", failed);
    outcome.hold(failed > 0, || "no call failed, so nothing was tried".to_owned());
    Ok(outcome)
}

/// The same on a real disk, whose last byte is taken and given back.
async fn fill(bench: &Bench, small: &Mount, outcome: &mut Outcome) -> anyhow::Result<()> {
    let mut setting = bench.prepared("small/data")?;
    setting.data = small.path.join("data");
    let ballast = small.path.join("ballast");
    let mut real = Outcome::default();
    let take = || -> anyhow::Result<()> {
        let mut file = fs::File::create(&ballast)?;
        // It ends with the disk.
        while file.write_all(&[0; 4096]).is_ok() {}
        Ok(())
    };
    through(bench, setting, (take, || Ok(fs::remove_file(&ballast)?)), &mut real).await?;
    outcome.take_over("a real disk", real);
    Ok(())
}

/// Phones go on before a fault, through it and after it; then the server is killed, and what is left is looked at.
async fn through(
    bench: &Bench,
    mut setting: Setting,
    (begin, end): (impl Fn() -> anyhow::Result<()>, impl Fn() -> anyhow::Result<()>),
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let server = start(&setting).await?;
    setting.listen = server.address;
    let way = Way::open(server.address).await?;
    let field = bench.field();
    let fault = async {
        sleep(WELL).await;
        let before = field.confirmed();
        begin()?;
        sleep(SICK).await;
        outcome.figure("pages confirmed meanwhile", field.confirmed() - before);
        end()?;
        again(&field, &way, (&setting, server), outcome).await
    };
    let server = field.during(way.address, fault).await?;
    bench.judge((&setting, server), &field, &way, outcome).await
}

/// Whether the server takes pages again by itself; if not, it is started again, so that the rest can be looked at.
async fn again(
    field: &Field<'_>,
    way: &Way,
    (setting, server): (&Setting, Server),
    outcome: &mut Outcome,
) -> anyhow::Result<Server> {
    let server = match field.goes_on(NEVER).await {
        Ok(seconds) => {
            outcome.within("until the next page was taken", seconds, AGAIN);
            server
        }
        Err(_) => {
            let wait = NEVER.as_secs();
            outcome.wrong([format!(
                "no page was taken for {wait} s after the fault, until the server was started again"
            )]);
            server.kill()?;
            let (server, seconds) = start_again(setting, way).await?;
            outcome.within("started again", seconds, AGAIN);
            server
        }
    };
    sleep(WELL).await;
    Ok(server)
}

/// A small disk of memory, for as long as this lives.
struct Mount {
    path: PathBuf,
}

impl Mount {
    fn new(path: &Path) -> anyhow::Result<Mount> {
        fs::create_dir_all(path)?;
        let mut mount = Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(path).output();
        ensure!(done.context("there is no program `mount`")?.status.success(), "it could not be mounted");
        Ok(Mount { path: path.to_owned() })
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // Where it stays, it is an empty folder in memory that goes with the machine.
        Command::new("umount").arg(&self.path).status().ok();
    }
}
