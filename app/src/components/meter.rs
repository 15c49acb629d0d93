//! How far something has come, as a bar.

use leptos::prelude::*;

/// A bar with its name for those who hear it.
#[component]
pub fn Meter(
    #[prop(into)] label: String,
    /// The same in words.
    #[prop(into)]
    words: String,
    percent: u8,
) -> impl IntoView {
    view! {
        <progress class="meter" max="100" value=percent.to_string() aria-label=label>
            {words}
        </progress>
    }
}
