//! The interview in the browser: takes the form over where it stands, and shows the next page at once.
//!
//! The rules are those of the server (`survey`), and the HTML of questions is what the server draws (it comes in the
//! handout). What is posted is kept in the browser until the server has taken it; the server decides again, and where
//! it says otherwise the page is fetched from it.
//!
//! There is no Leptos in here: its views alone are 30 kB (brotli) and what comes with the crate another 20, of the
//! 120 that a phone may be asked for.

mod aids;
mod complaint;
mod dom;
mod fill;
mod kept;
mod notice;
mod page;
mod ready;
mod running;
mod send;
mod speech;
mod ways;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by `start.js` with the bytes of the handout, once the page can be used. Where anything is missing, the form goes on as it is.
#[wasm_bindgen]
pub fn take_over(handout: Vec<u8>) {
    wasm_bindgen_futures::spawn_local(running::take_over(handout));
}
