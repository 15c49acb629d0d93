//! Build and start again on change: the times of the sources are looked at twice a second.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::Context;

use crate::chores::{debug_server, site};
use crate::setup;
use crate::steps::{program, root, say};

const SOURCES: [&str; 9] =
    ["Cargo.toml", "app", "crates", "frontend", "migrations", "public", "questionnaires", "server", "style"];

/// The site, built and started again whenever a source changes.
pub fn watch(args: &[String]) -> anyhow::Result<()> {
    setup::wasm()?;
    let mut server: Option<Child> = None;
    loop {
        let seen = newest();
        match site().and_then(|()| debug_server()) {
            Ok(canvass) => {
                stop(server.take())?;
                let child = program(canvass, &["serve"]).args(args).spawn();
                server = Some(child.context("the server could not be started")?);
            }
            Err(err) => eprintln!("{err:#}"),
        }
        say("Waiting for a change; Ctrl+C stops");
        while newest() == seen {
            sleep(Duration::from_millis(500));
        }
    }
}

fn stop(server: Option<Child>) -> anyhow::Result<()> {
    if let Some(mut server) = server {
        server.kill()?;
        server.wait()?;
    }
    Ok(())
}

/// When a source was changed last, and how many there are: a file that goes counts too.
fn newest() -> (Option<SystemTime>, usize) {
    let mut sources = Vec::new();
    for name in SOURCES {
        gather(&root().join(name), &mut sources);
    }
    (sources.iter().max().copied(), sources.len())
}

fn gather(path: &Path, times: &mut Vec<SystemTime>) {
    if let Ok(entries) = fs::read_dir(path) {
        for entry in entries.flatten() {
            gather(&entry.path(), times);
        }
    } else if let Ok(time) = fs::metadata(path).and_then(|it| it.modified()) {
        times.push(time);
    }
}
