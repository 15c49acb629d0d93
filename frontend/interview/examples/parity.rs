//! The corpus of `survey`'s example `parity` in WebAssembly, for `end2end/parity.js`. No part of the site.

use wasm_bindgen::prelude::wasm_bindgen;

#[path = "../../../crates/survey/examples/parity/corpus.rs"]
mod corpus;

/// What the rules make of the corpus.
#[wasm_bindgen]
pub fn parity() -> String {
    corpus::text()
}
