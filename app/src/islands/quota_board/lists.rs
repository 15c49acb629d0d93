//! The smaller tables of the board: drop-off by page, shares, the outlook.

use leptos::prelude::*;
use survey::fieldwork::{CellOutlook, Outlook, PageStanding, Share};

use super::standing::{section, share};
use super::table::{Line, table};
use crate::islands::Words;

/// How each page keeps people. The bar of the page that loses most fills its cell.
pub fn drop_off(pages: &[PageStanding], words: &Words) -> AnyView {
    let most = pages.iter().map(PageStanding::drop_off).fold(0.0, f64::max);
    let line = |it: &PageStanding| Line {
        bar: Some((if most > 0.0 { 100.0 * it.drop_off() / most } else { 0.0 }, 0.0)),
        ..Line::new(
            &it.label,
            vec![
                it.reached.to_string(),
                it.broken_off.to_string(),
                share(it.broken_off, it.reached),
                it.here.to_string(),
            ],
        )
    };
    let lines: Vec<Line> = pages.iter().filter(|it| it.reached > 0).map(line).collect();
    let columns = vec![
        (words.get("board-page"), false),
        (words.get("board-reached"), true),
        (words.get("disposition-broken_off"), true),
        (words.get("fieldwork-share"), true),
        (words.get("board-here"), true),
    ];
    let inside = if lines.is_empty() {
        view! { <p class="hint">{words.get("board-drop-off-none")}</p> }.into_any()
    } else {
        table(words.get("board-drop-off"), columns, lines)
    };
    section("board-drop-off", "drop-off", inside, words)
}

/// Interviews by device, language or source; `id` and `what` say which.
pub fn shares((id, what): (&str, &str), shares: &[Share], words: &Words) -> AnyView {
    let all: i64 = shares.iter().map(|it| it.begun).sum();
    let capped = shares.iter().any(|it| it.cap.is_some());
    let line = |it: &Share| {
        let mut cells = vec![it.begun.to_string(), share(it.begun, all), it.completes.to_string()];
        cells.extend(capped.then(|| it.cap.map(|it| it.to_string()).unwrap_or_default()));
        Line::new(&it.label, cells)
    };
    let mut columns = vec![
        (words.get(what), false),
        (words.get("board-begun"), true),
        (words.get("fieldwork-share"), true),
        (words.get("fieldwork-completes"), true),
    ];
    columns.extend(capped.then(|| (words.get("board-cap"), true)));
    section(id, "shares__one", table(words.get(id), columns, shares.iter().map(line).collect()), words)
}

/// When the plan will be full: the field, the cells that need most, then every cell.
pub fn outlook(outlook: &Outlook, words: &Words) -> AnyView {
    let lines: Vec<_> = outlook.sentences.iter().map(|it| view! { <li>{it.clone()}</li> }).collect();
    let cells = (!outlook.cells.is_empty()).then(|| {
        view! {
            <details>
                <summary>{words.get("board-outlook-cells")}</summary>
                {cells(&outlook.cells, words)}
            </details>
        }
    });
    let inside = view! {
        <ul>{lines}</ul>
        {cells}
    };
    section("board-outlook", "outlook", inside.into_any(), words)
}

fn cells(cells: &[CellOutlook], words: &Words) -> AnyView {
    let about = |it: Option<i64>| it.map_or_else(|| words.get("fieldwork-none"), |it| it.to_string());
    let line = |it: &CellOutlook| {
        let (finish, between) = (it.finish.clone(), it.between.clone());
        let cells = vec![it.wanted.to_string(), finish, between, about(it.of_cell), about(it.of_anybody)];
        Line::new(&it.cell, cells)
    };
    let columns = vec![
        (words.get("board-cell"), false),
        (words.get("board-wanted"), true),
        (words.get("board-finish"), false),
        (words.get("board-between"), false),
        (words.get("board-invitations"), true),
        (words.get("board-invitations-anybody"), true),
    ];
    table(words.get("board-outlook-cells"), columns, cells.iter().map(line).collect())
}
