//! The gates beside the tests: what may stand in Cargo.lock, what odd input does, what the API says to strangers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::setup;
use crate::steps::{cargo, output, program, root, say, step, succeeds, target};

/// The version that is installed where there is none.
const CARGO_DENY: &str = "0.20.2";

/// The crate of the targets; it is no member, since all that it needs is built with flags of its own.
const FUZZ: &str = "end2end/fuzz";

/// A target, the length of its longest input in bytes, and whether it needs the server's libraries.
const TARGETS: [(&str, u32, bool); 5] = [
    ("questionnaire", 6_000, false),
    ("expression", 4_200, false),
    ("form", 2_000, false),
    ("importers", 6_000, false),
    ("api", 2_000, true),
];

/// What cargo-fuzz hands to the compiler without a sanitizer. Nothing of it needs a nightly.
const INSTRUMENTED: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "--cfg=fuzzing",
];

/// Licences, duplicates and sources of everything in Cargo.lock.
pub fn dependencies() -> anyhow::Result<()> {
    step("Licences, duplicates and sources of what we depend on", deny(&["licenses", "bans", "sources"])?)
}

/// Known faults of what we depend on.
pub fn advisories() -> anyhow::Result<()> {
    step("Known faults of what we depend on", deny(&["advisories"])?).map_err(|err| {
        anyhow::anyhow!(
            "{err} If it could not fetch the database of advisories: that is a Git repository \
             (`db-urls` in deny.toml). Copy it from where it can be fetched to a folder, and say \
             `cargo deny check --disable-fetch advisories` with `db-path` in deny.toml."
        )
    })
}

/// cargo-deny with these checks; installed into the folder of the build where it is missing.
fn deny(checks: &[&str]) -> anyhow::Result<Command> {
    let tools = target().join("tools");
    let ours = tools.join("bin/cargo-deny");
    let name = if succeeds("cargo-deny", &["--version"]) { PathBuf::from("cargo-deny") } else { ours };
    if !name.is_absolute() || name.exists() {
        return Ok(checking(&name, checks));
    }
    // Unoptimised: it is used for seconds, and takes a third of the building.
    let mut install = cargo(&["install", "--locked", "--debug", "cargo-deny", "--version", CARGO_DENY]);
    install.arg("--root").arg(&tools);
    step("cargo-deny (once, some minutes)", install)?;
    Ok(checking(&name, checks))
}

fn checking(name: &Path, checks: &[&str]) -> Command {
    let mut command = program(name, &["--locked", "check"]);
    command.args(checks);
    command
}

/// Every target for so many seconds.
pub fn fuzz(args: &[String]) -> anyhow::Result<()> {
    let seconds = match args {
        [] => 600,
        [one] => one.parse().with_context(|| format!("`{one}` is no number of seconds"))?,
        _ => bail!("`cargo xtask fuzz` takes a number of seconds for each target, and no more."),
    };
    fuzz_all(true, seconds, &[])
}

/// The targets that are built soon, for a minute together, with the same input each time: what is found at random is no
/// fault of the change that CI looks at.
pub fn fuzz_a_minute() -> anyhow::Result<()> {
    fuzz_all(false, 15, &["-seed=1"])
}

fn fuzz_all(with_app: bool, seconds: u32, more: &[&str]) -> anyhow::Result<()> {
    setup::programs(&[("c++", &["--version"], "g++")])?;
    // What is fuzzed is of the same versions as what is served; what fuzzing needs beside is added to it.
    fs::copy(root().join("Cargo.lock"), root().join(FUZZ).join("Cargo.lock"))?;
    let folder = target().join("fuzz");
    let host =
        output("rustc", &["--print", "host-tuple"]).context("rustc does not say what it builds for")?;
    // Said out loud, the target has flags of its own: programs that run while building are not instrumented.
    let mut build = cargo(&["build", "--release", "--target", &host, "--manifest-path"]);
    build.arg(format!("{FUZZ}/Cargo.toml")).args(with_app.then_some("--features=app"));
    build.arg("--target-dir").arg(&folder).env("RUSTFLAGS", INSTRUMENTED.join(" "));
    step("Fuzz targets (the first time some minutes)", build)?;
    for (name, longest, _) in TARGETS.into_iter().filter(|(.., app)| with_app || !app) {
        let corpus = folder.join("corpus").join(name);
        let faults = folder.join("faults");
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&faults)?;
        let mut command = program(folder.join(&host).join("release").join(name), &[]);
        command.arg(&corpus).arg(root().join(FUZZ).join("seeds").join(name));
        command.arg(format!("-dict={FUZZ}/dict/{name}.dict")).arg(format!("-max_len={longest}"));
        command
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix={}/{name}-", faults.display()));
        command.args(["-rss_limit_mb=2048", "-timeout=10", "-verbosity=0", "-print_final_stats=1"]);
        command.args(more);
        step(&format!("Odd input: {name}, {seconds} s"), command)?;
    }
    say("No input panics, hangs or eats the memory");
    Ok(())
}

/// What the API says to whatever its description allows, and what it does not.
pub fn asks() -> anyhow::Result<()> {
    let python = setup::python("end2end/schemathesis")?;
    let mut command = program(python, &["end2end/schemathesis/ask.py"]);
    command.env("CANVASS", target().join("debug/canvass"));
    step("The API, asked by Schemathesis", command)
}
