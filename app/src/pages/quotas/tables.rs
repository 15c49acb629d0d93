//! Targets in the tables themselves, as on paper: a field in each cell, totals at the edges.

use leptos::prelude::*;
use survey::fieldwork::board::{Board, Cell, boards, points};
use survey::quota::paste::number;
use survey::quota::{CellName, QuotaPlan, QuotaTable, Standing};

use super::typed::target_field;
use super::{Shown, Typing, standing};
use crate::pages::desk::Place;
use crate::words::{t, t_with};

/// All tables of the plan in one form, so that their totals change together.
pub fn targets(
    shown: &Shown,
    plan: &QuotaPlan,
    typing: &Typing,
    lang: &'static str,
) -> impl IntoView + use<> {
    let standings: Vec<Standing> = shown.cells.iter().map(standing).collect();
    let boards = boards(&shown.survey.questionnaire, plan, &standings, lang);
    let tables: Vec<_> =
        plan.tables.iter().zip(boards).map(|(it, board)| table(it, board, typing, lang)).collect();
    let unchanged = typing.quotas.is("targets").then(|| typing.faults.of("change", lang)).flatten();
    view! {
        <section class="panel" id="targets">
            <h2>{t(lang, "quotas-targets")}</h2>
            <p class="hint">
                {t_with(lang, "quotas-plan-is", &[("plan", plan.name.clone().into())])}
                " "
                {t(lang, "quotas-targets-is")}
            </p>
            {unchanged.map(|it| view! { <p class="fault">{it}</p> })}
            <form method="post" action=format!("{}/preview", Place::Quotas.path(&shown.survey.id)) class="form">
                <input type="hidden" name="change" value="targets"/>
                {tables}
                <button class="button">{t(lang, "quotas-preview")}</button>
            </form>
        </section>
    }
}

fn table(table: &QuotaTable, board: Board, typing: &Typing, lang: &'static str) -> impl IntoView + use<> {
    let title = match &board.across {
        Some(across) => format!("{} {} {}", board.down.label, t(lang, "fieldwork-by"), across.label),
        None => board.down.label.clone(),
    };
    let head: Vec<_> = match &board.across {
        Some(across) => across.points.iter().cloned().chain([t(lang, "fieldwork-total")]).collect(),
        None => vec![t(lang, "quotas-target")],
    };
    let head: Vec<_> = head.into_iter().map(|it| view! { <th scope="col">{it}</th> }).collect();
    view! {
        <div class="quota-edit" data-wide=board.across.is_some().then_some("")>
            <h3>{title.clone()}</h3>
            <div class="scroller" role="region" tabindex="0" aria-label=title>
                <table class="quota-board__table">
                    <thead>
                        <tr>
                            <td class="quota-board__corner"></td>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{rows(table, &board, typing, lang)}</tbody>
                    <tfoot>{foot(table, &board, typing, lang)}</tfoot>
                </table>
            </div>
        </div>
    }
}

fn rows(table: &QuotaTable, board: &Board, typing: &Typing, lang: &'static str) -> Vec<AnyView> {
    let names = names(table);
    let row = |(at, label): (usize, &String)| {
        let labels = board.across.as_ref().map_or(&[][..], |it| &it.points);
        let cells: Vec<_> = names[at]
            .iter()
            .zip(&board.cells[at])
            .enumerate()
            .map(|(column, (name, it))| {
                let across = labels.get(column).map(|it| format!(" × {it}")).unwrap_or_default();
                cell(name, *it, format!("{label}{across}"), typing, lang)
            })
            .collect();
        let total = board.across.is_some().then(|| {
            let total = sum(names[at].iter().zip(board.cells[at].iter()), typing);
            view! { <td class="quota-edit__total">{total}</td> }
        });
        view! {
            <tr>
                <th scope="row">{label.clone()}</th>
                {cells}
                {total}
            </tr>
        }
        .into_any()
    };
    board.down.points.iter().enumerate().map(row).collect()
}

fn foot(table: &QuotaTable, board: &Board, typing: &Typing, lang: &'static str) -> impl IntoView + use<> {
    let names = names(table);
    let pairs = || names.iter().flatten().zip(board.cells.iter().flatten());
    let width = board.across.as_ref().map_or(0, |it| it.points.len());
    let columns: Vec<_> = (0..width)
        .map(|at| {
            let total = sum(pairs().skip(at).step_by(width), typing);
            view! { <td class="quota-edit__total">{total}</td> }
        })
        .collect();
    view! {
        <tr>
            <th scope="row">{t(lang, "fieldwork-total")}</th>
            {columns}
            <td class="quota-edit__total">{sum(pairs(), typing)}</td>
        </tr>
    }
}

/// One cell: its target to be typed over, and what is in it.
fn cell(
    name: &CellName,
    cell: Cell,
    label: String,
    typing: &Typing,
    lang: &'static str,
) -> impl IntoView + use<> {
    let field = target_field(name);
    let typed = typing.quotas.get(&field).map_or_else(|| cell.target.to_string(), str::to_owned);
    let fault = typing.faults.of(&field, lang);
    let first = typing.faults.0.first().is_some_and(|(it, _)| *it == field);
    let (note_id, fault_id) = (format!("{field}-note"), format!("{field}-fault"));
    let described = if fault.is_some() { format!("{note_id} {fault_id}") } else { note_id.clone() };
    view! {
        <td class="quota-edit__cell">
            <input
                id=field.clone()
                name=field
                type="text"
                inputmode="numeric"
                autocomplete="off"
                value=typed
                autofocus=first
                aria-label=label
                aria-invalid=fault.is_some().then_some("true")
                aria-describedby=described
            />
            <p class="quota-edit__note" id=note_id>{note(cell, lang)}</p>
            {fault.map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
        </td>
    }
}

/// What is in a cell, in a few words.
pub fn note(cell: Cell, lang: &str) -> String {
    let mut said = vec![t_with(lang, "quotas-complete", &[("count", cell.completes.into())])];
    if cell.reserved > 0 {
        said.push(t_with(lang, "quotas-held", &[("count", cell.reserved.into())]));
    }
    if cell.buffer > 0 {
        said.push(t_with(lang, "quotas-buffered", &[("count", cell.buffer.into())]));
    }
    if cell.paused {
        said.push(format!("■ {}", t(lang, "board-paused")));
    } else if cell.is_full() {
        said.push(format!("✓ {}", t(lang, "fieldwork-full")));
    }
    said.join(" · ")
}

/// The targets of these cells together, as they are typed; what is no number counts for nothing.
fn sum<'a>(cells: impl Iterator<Item = (&'a CellName, &'a Cell)>, typing: &Typing) -> i64 {
    let target = |(name, cell): (&CellName, &Cell)| match typing.quotas.get(&target_field(name)) {
        Some(text) => number(text).unwrap_or(0),
        None => cell.target,
    };
    cells.map(target).sum()
}

/// The names of a table's cells, row by row as its board has them.
pub fn names(table: &QuotaTable) -> Vec<Vec<CellName>> {
    let across = points(table, 1);
    let row = |down: i64| match across.is_empty() {
        true => vec![table.cell(&[down])],
        false => across.iter().map(|it| table.cell(&[down, *it])).collect(),
    };
    points(table, 0).into_iter().map(row).collect()
}
