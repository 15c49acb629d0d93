//! What is checked of the interview in the browser: that the rules are the same there, and what a phone has to fetch.

use crate::steps::{cargo, program, root, step, target};

/// What the rules make of a corpus in a browser's engine, held against what they make of it here.
pub fn parity() -> anyhow::Result<()> {
    let here = ["build", "--package", "survey", "--example", "parity"];
    step("What the rules make of a corpus", cargo(&here))?;
    let mut wasm = cargo(&["build", "--package", "frontend-interview", "--example", "parity"]);
    wasm.args(["--profile", "wasm", "--target", "wasm32-unknown-unknown", "--target-dir", "target/wasm"]);
    step("The same for a browser's engine", wasm)?;
    let bind = ["run", "--package", "xtask", "--features", "site", "--bin", "parity"];
    step("Bound for node", cargo(&bind))?;
    let mut compare = program("node", &["end2end/parity.js"]);
    compare.env("PARITY", target().join("debug/examples/parity"));
    step("The rules in a browser's engine and here", compare)
}

/// What a phone has to fetch of the release executable, held against the budgets.
pub fn budgets() -> anyhow::Result<()> {
    let mut command = program("node", &["--test", "--test-reporter=spec", "budgets.js"]);
    command.current_dir(root().join("end2end")).env("CANVASS", target().join("release/canvass"));
    step("What a phone has to fetch", command)
}
