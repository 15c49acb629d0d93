//! Binds the example `parity` of frontend/interview for node, into target/wasm/bound/parity.

use std::path::Path;
use std::{env, fs};

use anyhow::Context;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask is a folder of the workspace")?;
    env::set_current_dir(root)?;
    let bound = Path::new("target/wasm/bound/parity");
    if bound.exists() {
        fs::remove_dir_all(bound)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path("target/wasm/wasm32-unknown-unknown/wasm/examples/parity.wasm").out_name("parity");
    bindgen.nodejs(true)?.typescript(false).generate(bound).context("the wasm could not be bound")
}
