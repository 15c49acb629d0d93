//! One quota table: cells in rows and columns, totals at the edges.

use leptos::prelude::*;
use survey::fieldwork::{Board, Cell};

use crate::islands::Words;

/// A quota table, down and across.
pub fn board(board: &Board, words: &Words) -> impl IntoView + use<> {
    let title = match &board.across {
        Some(across) => format!("{} {} {}", board.down.label, words.get("fieldwork-by"), across.label),
        None => board.down.label.clone(),
    };
    let wide = board.across.is_some();
    let caption = title.clone();
    view! {
        <section class="quota-board" data-wide=wide.then_some("")>
            <h2>{title}</h2>
            <div class="scroller" role="region" tabindex="0" aria-label=caption>
                <table class="quota-board__table">
                    <thead>{head(board, words)}</thead>
                    <tbody>{rows(board, words)}</tbody>
                    <tfoot>{foot(board, words)}</tfoot>
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

fn rows(board: &Board, words: &Words) -> Vec<impl IntoView + use<>> {
    let row = |(at, label): (usize, &String)| {
        let of_row = board.cells.get(at).map(Vec::as_slice).unwrap_or_default();
        let cells: Vec<_> = of_row.iter().map(|it| cell(*it, words)).collect();
        let total = board.across.is_some().then(|| cell(board.row(at), words));
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

fn foot(board: &Board, words: &Words) -> impl IntoView + use<> {
    let columns = board.across.as_ref().map_or(0, |it| it.points.len());
    let cells: Vec<_> = (0..columns).map(|at| cell(board.column(at), words)).collect();
    view! {
        <tr>
            <th scope="row">{words.get("fieldwork-total")}</th>
            {cells}
            {cell(board.total(), words)}
        </tr>
    }
}

/// One cell: completes of target, whether it is full or how many are on their way, and the bar.
fn cell(cell: Cell, words: &Words) -> impl IntoView + use<> {
    let full = cell.is_full().then(|| format!("✓ {}", words.get("fieldwork-full")));
    let held = (full.is_none() && cell.reserved > 0).then(|| {
        view! {
            {format!("+{}", cell.reserved)}
            <span class="heard-only">{format!(" {}", words.get("fieldwork-held"))}</span>
        }
    });
    view! {
        <td class="quota-board__cell" data-full=cell.is_full().then_some("")>
            <span class="quota-board__line">
                <span>
                    <b>{cell.completes}</b>
                    {format!(" / {}", cell.target)}
                </span>
                <span class="quota-board__note">{full} {held}</span>
            </span>
            {meter(cell)}
        </td>
    }
}

/// The filled share as a bar: completes, then places held. The numbers beside it say the same.
fn meter(cell: Cell) -> impl IntoView {
    let complete = 100.0 * cell.filled().min(1.0);
    let held = match cell.target {
        0 => 0.0,
        target => (100.0 * cell.reserved as f64 / target as f64).min(100.0 - complete),
    };
    view! {
        <svg class="quota-board__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="quota-board__complete" x="0" y="0" height="6" width=format!("{complete:.1}")></rect>
            <rect class="quota-board__held" x=format!("{complete:.1}") y="0" height="6" width=format!("{held:.1}")></rect>
        </svg>
    }
}
