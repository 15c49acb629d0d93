//! Quota cells laid out as boards, with labels from the questionnaire.

use std::collections::HashMap;

use survey::fieldwork::{Axis, Board, Cell};
use survey::quota::{CellName, QuotaPlan, QuotaTable, key};
use survey::{Code, Questionnaire};

use crate::quotas::QuotaCell;

/// One board for each table of the plan.
pub(super) fn boards(
    questionnaire: &Questionnaire,
    plan: &QuotaPlan,
    cells: &[QuotaCell],
    lang: &str,
) -> Vec<Board> {
    let stands = |it: &QuotaCell| Cell { target: it.target, completes: it.completes, reserved: it.reserved };
    let cells: HashMap<&CellName, Cell> = cells.iter().map(|it| (&it.name, stands(it))).collect();
    plan.tables.iter().map(|table| board(questionnaire, table, &cells, lang)).collect()
}

fn board(
    questionnaire: &Questionnaire,
    table: &QuotaTable,
    cells: &HashMap<&CellName, Cell>,
    lang: &str,
) -> Board {
    let points: Vec<Vec<Code>> = (0..table.by.len()).map(|at| points(table, at)).collect();
    let axis = |at: usize| table.by.get(at).map(|var| axis(questionnaire, var, &points[at], lang));
    let cell = |codes: &[Code]| {
        let name = CellName { table: table.name.clone(), key: key(codes) };
        cells.get(&name).copied().unwrap_or_default()
    };
    let row = |down: Code| match points.get(1) {
        Some(across) => across.iter().map(|it| cell(&[down, *it])).collect(),
        None => vec![cell(&[down])],
    };
    Board {
        table: table.name.clone(),
        down: axis(0).unwrap_or_else(|| Axis { label: table.name.clone(), points: Vec::new() }),
        across: axis(1),
        cells: points.first().into_iter().flatten().map(|it| row(*it)).collect(),
    }
}

/// The codes of one variable of a table, in the order of the plan's cells.
fn points(table: &QuotaTable, at: usize) -> Vec<Code> {
    let mut points = Vec::new();
    for code in table.cells.iter().filter_map(|(codes, _)| codes.get(at)) {
        if !points.contains(code) {
            points.push(*code);
        }
    }
    points
}

fn axis(questionnaire: &Questionnaire, var: &str, codes: &[Code], lang: &str) -> Axis {
    let (label, choices) = match (questionnaire.question(var), questionnaire.derived(var)) {
        (Some(it), _) => (it.text.get(lang), it.choices()),
        (None, Some(it)) => (it.label.get(lang), it.choices.as_slice()),
        (None, None) => ("", [].as_slice()),
    };
    let point = |code: &Code| {
        let label = choices.iter().find(|it| it.code == *code).map(|it| it.label.get(lang));
        label.filter(|it| !it.is_empty()).map_or_else(|| code.to_string(), str::to_owned)
    };
    let label = if label.is_empty() { var } else { label };
    Axis { label: label.to_owned(), points: codes.iter().map(point).collect() }
}
