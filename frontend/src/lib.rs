//! The wasm entry: wakes the islands of a page.

// Named for its islands, which are exported only when their crate is linked.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the wasm has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
