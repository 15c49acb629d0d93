//! Prints what the rules make of a corpus of numbers, orders, expressions and interviews, so that it can be compared
//! with what they make of it in a browser's engine.
//!
//! `cargo run --package survey --example parity`

use std::io::Write;

#[path = "parity/corpus.rs"]
mod corpus;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(corpus::text().as_bytes())
}
