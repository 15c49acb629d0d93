//! The chores, each a list of steps.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;

use anyhow::Context;

use crate::gates;
use crate::interview;
use crate::setup;
use crate::steps::{cargo, program, root, say, step, succeeds, target};

/// Every crate but what browsers run: the features of `app` there must not meet the server's in one build.
const SERVER_SIDE: [&str; 5] = ["--workspace", "--exclude", "frontend", "--exclude", "frontend-interview"];

/// The site in a debug build, with ./data.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    setup::wasm()?;
    site()?;
    let canvass = debug_server()?;
    let listen = args.iter().skip_while(|it| *it != "--listen").nth(1);
    let address = listen.map_or("127.0.0.1:3000", String::as_str);
    say("Canvass (a debug build), with what ./data keeps; Ctrl+C stops it");
    for survey in reference_surveys()? {
        eprintln!("  survey   http://{address}/s/{survey}");
    }
    eprintln!("  sign in  http://{address}/sign-in\n");
    // In place of this program, so that a signal reaches the server itself.
    Err(program(canvass, &["serve"]).args(args).exec()).context("the server could not be started")
}

/// The release executable, with the site inside.
pub fn build() -> anyhow::Result<()> {
    setup::wasm()?;
    site()?;
    let mut command = cargo(&["build", "--release", "--package", "server", "--bin", "canvass"]);
    // New names of files alone would not tell Cargo that what is embedded has changed.
    command.env("CANVASS_SITE", fs::read_to_string(root().join("target/site/manifest.json"))?);
    step("The release executable (the first time some minutes)", command)?;
    let canvass = target().join("release/canvass");
    let size = fs::metadata(&canvass)?.len() as f64 / 1e6;
    eprintln!("  {} ({size:.1} MB; it needs nothing beside it)", canvass.display());
    Ok(())
}

/// The Rust tests.
pub fn quick(args: &[String]) -> anyhow::Result<()> {
    let nextest = succeeds("cargo", &["nextest", "--version"]);
    let mut command = cargo(if nextest { &["nextest", "run"] } else { &["test"] });
    command.args(SERVER_SIDE).args(args);
    step("Rust tests (the first time some minutes)", command)
}

/// Every test.
pub fn test() -> anyhow::Result<()> {
    setup::wasm()?;
    setup::browser()?;
    site()?;
    quick(&[])?;
    step("Examples in the documentation", {
        let mut command = cargo(&["test", "--doc"]);
        command.args(SERVER_SIDE).args(["--exclude", "xtask"]);
        command
    })?;
    interview::parity()?;
    let mut command = program("npm", &["test", "--silent"]);
    // The tests of the server have built its executable.
    command.current_dir(root().join("end2end")).env("CANVASS", target().join("debug/canvass"));
    step("Stories in a browser", command)?;
    gates::asks()
}

/// What CI runs.
pub fn ci() -> anyhow::Result<()> {
    step("Formatting", cargo(&["fmt", "--all", "--check"]))?;
    gates::dependencies()?;
    setup::wasm()?;
    let mut command = cargo(&["clippy", "--all-targets"]);
    command.args(SERVER_SIDE).args(["--", "--deny", "warnings"]);
    step("Clippy on the server's side", command)?;
    let site = ["clippy", "--package", "xtask", "--features", "site", "--", "--deny", "warnings"];
    step("Clippy on the program that builds the site", cargo(&site))?;
    let browser = [
        "clippy",
        "--package",
        "frontend",
        "--package",
        "app",
        "--features",
        "app/hydrate",
        "--",
        "--deny",
        "warnings",
    ];
    step("Clippy on the browser's side", cargo(&browser))?;
    let interview = ["clippy", "--package", "frontend-interview", "--lib", "--examples"];
    let mut command = cargo(&interview);
    command.args(["--target", "wasm32-unknown-unknown", "--target-dir", "target/wasm"]);
    command.args(["--", "--deny", "warnings"]);
    step("Clippy on the interview in the browser", command)?;
    build()?;
    setup::browser()?;
    interview::budgets()?;
    test()?;
    gates::fuzz_a_minute()
}

/// What is measured: never in a test, always in ratios of one run.
pub fn bench() -> anyhow::Result<()> {
    build()?;
    setup::measures()?;
    let python = setup::python("end2end/oracle")?;
    let example = ["build", "--release", "--package", "analysis", "--example", "tables"];
    step("The example that counts tables, a release build", cargo(&example))?;
    let example = ["build", "--release", "--package", "app", "--features", "ssr", "--example", "columns"];
    step("The example that reads columns, a release build", cargo(&example))?;
    let walkers = ["build", "--release", "--package", "walker", "--bin", "load"];
    step("Walkers, a release build", cargo(&walkers))?;
    let release = target().join("release");
    let [canvass, tables, columns, load] =
        ["canvass", "examples/tables", "examples/columns", "load"].map(|it| release.join(it));
    let benches = [
        ("What the server bears (INTERVIEWS=1000000, or as many as you say)", program(load, &[])),
        ("Twenty boards of a field of ten thousand", program("node", &["end2end/bench/boards.js"])),
        (
            "Data files, and columns out of the database (CASES=100000, or as many as you say)",
            program("python3", &["end2end/bench/data.py"]),
        ),
        ("Tables (CASES=1000000, or as many as you say)", program(python, &["end2end/bench/tables.py"])),
        (
            "How long a respondent waits on a slow phone",
            program("node", &["--test", "--test-reporter=spec", "end2end/bench/instant.js"]),
        ),
        (
            "What Lighthouse says of a respondent's pages",
            program("node", &["--test", "--test-reporter=spec", "end2end/bench/lighthouse.js"]),
        ),
    ];
    for (what, mut command) in benches {
        command.current_dir(root()).env("CANVASS", &canvass).env("TABLES", &tables);
        command.env("COLUMNS_EXAMPLE", &columns);
        step(what, command)?;
    }
    Ok(())
}

/// What becomes of interviews when everything around them fails, on the release build.
pub fn faults(args: &[String]) -> anyhow::Result<()> {
    build()?;
    let bench = ["build", "--release", "--package", "walker", "--bin", "faults"];
    step("The phones and the faults, a release build", cargo(&bench))?;
    let mut command = program(target().join("release/faults"), &[]);
    command.args(args).env("CANVASS", target().join("release/canvass"));
    step("Faults (KILLS=200 and SEED=…, or as you say)", command)
}

/// A fresh database with the reference surveys.
pub fn reset() -> anyhow::Result<()> {
    let data = root().join("data");
    say(&format!("Deleting every interview and survey in {}", data.display()));
    for name in ["canvass.db", "canvass.db-wal", "canvass.db-shm"] {
        match fs::remove_file(data.join(name)) {
            Err(err) if err.kind() != std::io::ErrorKind::NotFound => {
                return Err(err).context("it could not be deleted");
            }
            _ => {}
        }
    }
    let canvass = debug_server()?;
    for survey in reference_surveys()? {
        let file = format!("questionnaires/{survey}.yaml");
        step(&format!("Survey {survey}"), program(&canvass, &["add", &file, "--data", "data"]))?;
    }
    Ok(())
}

/// The stylesheet, scripts and icon, packed for the server.
pub fn site() -> anyhow::Result<()> {
    for (package, what) in [("frontend", "the desk"), ("frontend-interview", "interviews")] {
        let mut command = cargo(&["build", "--package", package, "--profile", "wasm"]);
        command.args(["--target", "wasm32-unknown-unknown", "--target-dir", "target/wasm"]);
        step(&format!("Code for the browser, of {what} (the first time a minute)"), command)?;
    }
    let pack = ["run", "--package", "xtask", "--features", "site", "--bin", "site"];
    step("Stylesheet, scripts and icon (the first time a minute)", cargo(&pack))
}

/// The executable of a debug build.
pub fn debug_server() -> anyhow::Result<PathBuf> {
    let mut command = cargo(&["build", "--package", "server", "--bin", "canvass"]);
    command.args(["--message-format", "short"]);
    step("The server, a debug build (the first time some minutes)", command)?;
    Ok(target().join("debug/canvass"))
}

/// The ids of the surveys that come with Canvass, which are the names of their files.
fn reference_surveys() -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("questionnaires"))? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        names.extend(file.strip_suffix(".yaml").filter(|it| !it.contains('.')).map(str::to_owned));
    }
    names.sort();
    anyhow::ensure!(!names.is_empty(), "There is no questionnaire in the folder questionnaires.");
    Ok(names)
}
