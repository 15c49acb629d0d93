//! The oracle: programs that no one here wrote read each format, and say whether it is the truth.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::setup;
use crate::steps::{cargo, program, root, say, step, target};

/// What the scripts call by name: how to tell that it is there, and the Debian package it comes from.
const PROGRAMS: [(&str, &[&str], &str); 4] = [
    ("pspp", &["--version"], "pspp"),
    ("Rscript", &["-e", "library(haven)"], "r-cran-haven"),
    ("Rscript", &["-e", "library(survey)"], "r-cran-survey"),
    ("soffice", &["--version"], "libreoffice-calc-nogui"),
];

/// Where the files that other programs have read are noted; a test compares today's with it.
const VERIFIED: &str = "crates/analysis/tests/verified.txt";

/// Where the numbers stand that other programs work out; tests compare ours with them.
const EXPECTED: &str = "crates/analysis/tests/expected";

/// Writes the fixture in every format and lets each script read it. When all agree, notes what they have read.
pub fn oracle() -> anyhow::Result<()> {
    let python = setup::python("end2end/oracle")?;
    setup::programs(&PROGRAMS)?;
    let out = target().join("oracle/out");
    let out = out.to_str().context("the folder of the build has a name that is no text")?;
    let example = ["run", "--package", "analysis", "--example", "oracle", "--", out];
    step("The fixture, in every format", cargo(&example))?;
    for script in scripts("end2end/oracle")? {
        let mut command = program(&python, &[]);
        command.arg(&script).arg(out).env("PYTHONDONTWRITEBYTECODE", "1");
        step(&format!("Other programs read {}", stem(&script)), command)?;
    }
    fs::copy(Path::new(out).join("verified.txt"), root().join(VERIFIED))?;
    say(&format!("They all agree; what they have read is noted in {VERIFIED}"));
    for script in scripts("end2end/oracle/numbers")? {
        let is_r = script.extension().is_some_and(|it| it == "R");
        let mut command = program(if is_r { Path::new("Rscript") } else { &python }, &[]);
        command.arg(&script).arg(root().join(EXPECTED));
        step(&format!("Numbers of other programs: {}", stem(&script)), command)?;
    }
    say(&format!("What they come to is in {EXPECTED}: `cargo xtask test` compares ours with it"));
    Ok(())
}

/// The scripts of a folder, by name; what several of them share is called `truth`.
fn scripts(folder: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for entry in fs::read_dir(root().join(folder))? {
        let path = entry?.path();
        let is_script = path.extension().is_some_and(|it| it == "py" || it == "R");
        scripts.extend((is_script && stem(&path) != "truth").then_some(path));
    }
    scripts.sort();
    ensure!(!scripts.is_empty(), "There is no script in {folder}.");
    Ok(scripts)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
