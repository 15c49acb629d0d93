//! Completes over time as bars, and the same as a table.

use leptos::prelude::*;
use survey::fieldwork::Bin;

use super::standing::section;
use super::table::{Line, table};
use crate::islands::Words;

/// Completes by day or by hour; `id` says which.
pub fn chart(id: &str, bins: &[Bin], words: &Words) -> AnyView {
    let inside = match bins.iter().max_by_key(|it| it.count).filter(|it| it.count > 0) {
        Some(most) => bars(id, bins, most, words),
        None => view! { <p class="hint">{words.get("board-no-completes")}</p> }.into_any(),
    };
    section(id, "chart", inside, words)
}

fn bars(id: &str, bins: &[Bin], most: &Bin, words: &Words) -> AnyView {
    let end = |it: Option<&Bin>| it.map(|it| it.label.clone()).unwrap_or_default();
    let (first, last) = (end(bins.first()), end(bins.last()));
    let told = words.get("board-most").replace("{count}", &most.count.to_string());
    let told = told.replace("{when}", &most.label);
    let description = words.get("board-chart-is").replace("{first}", &first).replace("{last}", &last);
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-description"));
    let labelled_by = format!("{title_id} {description_id}");
    let width = bins.len() * 10;
    let bars: Vec<_> = bins.iter().enumerate().map(|(at, it)| bar(at, it.count, most.count)).collect();
    let line = |it: &Bin| Line::new(&it.label, vec![it.count.to_string()]);
    let columns = vec![(words.get("board-when"), false), (words.get("fieldwork-completes"), true)];
    view! {
        <p class="hint">{told.clone()}</p>
        <svg
            class="chart__bars"
            viewBox=format!("0 0 {width} 100")
            preserveAspectRatio="none"
            role="img"
            aria-labelledby=labelled_by
        >
            <title id=title_id>{words.get(id)}</title>
            <desc id=description_id>{format!("{description} {told}")}</desc>
            {bars}
        </svg>
        <p class="chart__ends">
            <span>{first}</span>
            <span>{last}</span>
        </p>
        <details>
            <summary>{words.get("board-as-table")}</summary>
            {table(words.get(id), columns, bins.iter().map(line).collect())}
        </details>
    }
    .into_any()
}

fn bar(at: usize, count: i64, most: i64) -> impl IntoView {
    let height = 100.0 * count as f64 / most as f64;
    let (x, y) = (at * 10 + 1, 100.0 - height);
    view! {
        <rect class="chart__bar" x=x.to_string() y=format!("{y:.1}") width="8" height=format!("{height:.1}")></rect>
    }
}
