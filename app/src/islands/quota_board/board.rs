//! One quota table: cells in rows and columns, totals at the edges.

use leptos::prelude::*;
use survey::fieldwork::{Board, Cell, Mark};

use crate::islands::Words;

/// How the cells of a table are told.
#[derive(Clone, Copy)]
struct Manner<'a> {
    words: &'a Words,
    /// In per cent of their target.
    percent: bool,
    /// How far the whole table is filled.
    pace: f64,
}

/// A quota table, down and across.
pub fn board(board: &Board, percent: bool, words: &Words) -> impl IntoView + use<> {
    let title = match &board.across {
        Some(across) => format!("{} {} {}", board.down.label, words.get("fieldwork-by"), across.label),
        None => board.down.label.clone(),
    };
    let wide = board.across.is_some();
    let caption = title.clone();
    let manner = Manner { words, percent, pace: board.total().filled() };
    view! {
        <section class="quota-board" data-wide=wide.then_some("")>
            <h2>{title}</h2>
            <div class="scroller" role="region" tabindex="0" aria-label=caption>
                <table class="quota-board__table">
                    <thead>{head(board, words)}</thead>
                    <tbody>{rows(board, manner)}</tbody>
                    <tfoot>{foot(board, manner)}</tfoot>
                </table>
            </div>
        </section>
    }
}

fn head(board: &Board, words: &Words) -> impl IntoView + use<> {
    let points = match &board.across {
        Some(across) => across.points.iter().chain([&words.get("fieldwork-total")]).cloned().collect(),
        None => vec![words.get("fieldwork-completes")],
    };
    let points: Vec<_> = points.into_iter().map(|it| view! { <th scope="col">{it}</th> }).collect();
    view! {
        <tr>
            <td class="quota-board__corner"></td>
            {points}
        </tr>
    }
}

fn rows(board: &Board, manner: Manner<'_>) -> Vec<impl IntoView + use<>> {
    let row = |(at, label): (usize, &String)| {
        let of_row = board.cells.get(at).map(Vec::as_slice).unwrap_or_default();
        let cells: Vec<_> = of_row.iter().map(|it| cell(*it, manner)).collect();
        let total = board.across.is_some().then(|| cell(board.row(at), manner));
        view! {
            <tr>
                <th scope="row">{label.clone()}</th>
                {cells}
                {total}
            </tr>
        }
    };
    board.down.points.iter().enumerate().map(row).collect()
}

fn foot(board: &Board, manner: Manner<'_>) -> impl IntoView + use<> {
    let columns = board.across.as_ref().map_or(0, |it| it.points.len());
    let cells: Vec<_> = (0..columns).map(|at| cell(board.column(at), manner)).collect();
    view! {
        <tr>
            <th scope="row">{manner.words.get("fieldwork-total")}</th>
            {cells}
            {cell(board.total(), manner)}
        </tr>
    }
}

/// One cell: completes of target, what is to be said of it, how many are on their way, what is open, and the bar.
fn cell(cell: Cell, manner: Manner<'_>) -> impl IntoView + use<> {
    let Manner { words, percent, pace } = manner;
    let told = |count: i64| match (percent, cell.target) {
        (true, 0) => "–".to_owned(),
        (true, target) => format!("{:.0}%", 100.0 * count as f64 / target as f64),
        (false, _) => count.to_string(),
    };
    let buffer = (cell.buffer > 0).then(|| format!(" +{} {}", cell.buffer, words.get("board-buffer")));
    let open = format!("{} {}", told(cell.open), words.get("board-open"));
    let note = match cell.reserved {
        0 => open,
        held => format!("{} {} · {open}", told(held), words.get("fieldwork-held")),
    };
    let mark = cell.mark(pace);
    view! {
        <td class="quota-board__cell" data-mark=mark.map(kind)>
            <span class="quota-board__line">
                <b>{told(cell.completes)}</b>
                {format!(" / {}", cell.target)}
                {buffer}
            </span>
            <span class="quota-board__note">{note}</span>
            {meter(cell)}
            <span class="quota-board__mark">{mark.map(|it| said(it, words))}</span>
        </td>
    }
}

fn kind(mark: Mark) -> &'static str {
    match mark {
        Mark::Over(_) => "over",
        Mark::Full => "full",
        Mark::Paused => "paused",
        Mark::Behind(_) => "behind",
    }
}

/// A shape and a word: colour only repeats them.
fn said(mark: Mark, words: &Words) -> String {
    let counted = |id: &str, count: i64| words.get(id).replace("{count}", &count.to_string());
    match mark {
        Mark::Over(count) => format!("▲ {}", counted("board-over", count)),
        Mark::Full => format!("✓ {}", words.get("fieldwork-full")),
        Mark::Paused => format!("■ {}", words.get("board-paused")),
        Mark::Behind(count) => format!("▼ {}", counted("board-behind", count)),
    }
}

/// The filled share as a bar: completes, then places held. The numbers beside it say the same.
fn meter(cell: Cell) -> impl IntoView {
    let complete = 100.0 * cell.filled().min(1.0);
    let held = match cell.target {
        0 => 0.0,
        target => (100.0 * cell.reserved as f64 / target as f64).min(100.0 - complete),
    };
    super::table::bar(complete, held)
}
