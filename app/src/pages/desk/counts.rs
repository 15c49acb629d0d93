//! Counts, each beside its name.

use leptos::prelude::*;

/// A list of names and counts.
pub fn counts(counts: impl IntoIterator<Item = (String, i64)>) -> impl IntoView {
    let lines = counts.into_iter().map(|(name, count)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{count}</dd>
            </div>
        }
    });
    view! { <dl class="counts">{lines.collect::<Vec<_>>()}</dl> }
}
