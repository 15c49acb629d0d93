//! One table for all the lists of the board: a head, figures, and a bar where it helps.

use leptos::prelude::*;

/// A column: its label, and whether it holds figures.
pub type Column = (String, bool);

/// One row.
pub struct Line {
    pub head: AnyView,
    /// Only part of the row above.
    pub part: bool,
    /// One for each column but the first.
    pub cells: Vec<String>,
    /// What is there, and what was lost, in per cent.
    pub bar: Option<(f64, f64)>,
}

impl Line {
    /// A row with a plain head and no bar.
    pub fn new(head: &str, cells: Vec<String>) -> Line {
        Line { head: head.to_owned().into_any(), part: false, cells, bar: None }
    }
}

/// A table that scrolls sideways where it must. All lists are of this one type, so that the browser gets its
/// code once.
pub fn table(label: String, columns: Vec<Column>, lines: Vec<Line>) -> AnyView {
    let bars = lines.iter().any(|it| it.bar.is_some());
    let figures: Vec<bool> = columns.iter().skip(1).map(|(_, figures)| *figures).collect();
    let class = |figures: bool| figures.then_some("tabular");
    let heads: Vec<_> = columns
        .into_iter()
        .map(|(label, figures)| view! { <th scope="col" class=class(figures)>{label}</th> })
        .collect();
    let rows: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let cells: Vec<_> = line
                .cells
                .into_iter()
                .zip(&figures)
                .map(|(it, figures)| view! { <td class=class(*figures)>{it}</td> })
                .collect();
            let bar = bars.then(|| {
                let bar = line.bar.map(|(there, lost)| bar(there, lost));
                view! { <td class="list__bar">{bar}</td> }
            });
            view! {
                <tr data-part=line.part.then_some("")>
                    <th scope="row">{line.head}</th>
                    {cells}
                    {bar}
                </tr>
            }
        })
        .collect();
    let over_bars = bars.then(|| view! { <td class="list__bar"></td> });
    view! {
        <div class="scroller" role="region" tabindex="0" aria-label=label>
            <table class="list">
                <thead>
                    <tr>{heads} {over_bars}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A bar: what is there, then, paler, what may come or was lost; both in per cent. The numbers beside it say the same.
pub fn bar(there: f64, pale: f64) -> impl IntoView {
    let there = format!("{there:.1}");
    view! {
        <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar__there" x="0" y="0" height="6" width=there.clone()></rect>
            <rect class="bar__pale" x=there y="0" height="6" width=format!("{pale:.1}")></rect>
        </svg>
    }
}
