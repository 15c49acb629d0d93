//! Quota cells laid out as on paper: one variable down, the other across, totals at the edges.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::questionnaire::{Code, Questionnaire};
use crate::quota::{CellName, QuotaPlan, QuotaTable, Standing};

/// A cell is behind when it misses at least so many completes of its share …
const FEWEST_BEHIND: f64 = 3.0;
/// … and at least this part of its target.
const SHARE_BEHIND: f64 = 0.1;

/// One quota table of the plan in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// The table's name in the questionnaire.
    pub table: String,
    /// The variable down the side.
    pub down: Axis,
    /// The variable across the top, of an interlocked table.
    pub across: Option<Axis>,
    /// Row by row; as wide as `across`, or one.
    pub cells: Vec<Vec<Cell>>,
}

impl Board {
    /// The cells of one row together.
    pub fn row(&self, row: usize) -> Cell {
        self.cells.get(row).into_iter().flatten().fold(Cell::default(), |sum, it| sum.plus(*it))
    }

    /// The cells of one column together.
    pub fn column(&self, column: usize) -> Cell {
        self.cells.iter().filter_map(|row| row.get(column)).fold(Cell::default(), |sum, it| sum.plus(*it))
    }

    /// All cells together.
    pub fn total(&self) -> Cell {
        self.cells.iter().flatten().fold(Cell::default(), |sum, it| sum.plus(*it))
    }
}

/// A variable of a quota table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    pub label: String,
    /// Labels of its codes, in order.
    pub points: Vec<String>,
}

/// One quota cell as it stands, or several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub target: i64,
    /// Completes admitted beyond the target.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub buffer: i64,
    pub completes: i64,
    /// Places held by interviews in progress.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reserved: i64,
    /// Places that are neither counted nor held, the buffer's included.
    pub open: i64,
    /// Nobody is admitted until a manager goes on. Never of several cells.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
}

/// What is to be said of a cell beside its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// So many completes more than its target.
    Over(i64),
    /// As many completes as its target.
    Full,
    Paused,
    /// So many completes fewer than it would have if its table filled evenly.
    Behind(i64),
}

impl Cell {
    /// The cell that stands so.
    pub fn new(standing: &Standing) -> Cell {
        let Standing { target, buffer, completes, reserved, paused, .. } = *standing;
        let open = (target + buffer - completes - reserved).max(0);
        Cell { target, buffer, completes, reserved, open, paused }
    }

    /// No more completes are wanted.
    pub fn is_full(&self) -> bool {
        self.completes >= self.target
    }

    /// Completes as a share of the target, 0 to 1 and beyond; 1 where nothing is wanted.
    pub fn filled(&self) -> f64 {
        if self.target == 0 { 1.0 } else { self.completes as f64 / self.target as f64 }
    }

    /// What is to be said of it; `pace` is how far its whole table is filled.
    pub fn mark(&self, pace: f64) -> Option<Mark> {
        let due = self.target as f64 * pace.min(1.0);
        let missing = due - self.completes as f64;
        let least = FEWEST_BEHIND.max(SHARE_BEHIND * self.target as f64);
        match () {
            () if self.completes > self.target => Some(Mark::Over(self.completes - self.target)),
            () if self.is_full() => Some(Mark::Full),
            () if self.paused => Some(Mark::Paused),
            // A hair's breadth for what a share of 0.1 is in binary.
            () if missing + 1e-9 >= least => Some(Mark::Behind(missing.round() as i64)),
            () => None,
        }
    }

    /// Both cells together, for the totals at the edges.
    pub fn plus(self, other: Cell) -> Cell {
        Cell {
            target: self.target + other.target,
            buffer: self.buffer + other.buffer,
            completes: self.completes + other.completes,
            reserved: self.reserved + other.reserved,
            open: self.open + other.open,
            paused: false,
        }
    }
}

/// One board for each table of a plan, with labels in `lang`.
pub fn boards(
    questionnaire: &Questionnaire,
    plan: &QuotaPlan,
    standings: &[Standing],
    lang: &str,
) -> Vec<Board> {
    let cells: HashMap<&CellName, Cell> = standings.iter().map(|it| (&it.name, Cell::new(it))).collect();
    plan.tables.iter().map(|table| board(questionnaire, table, &cells, lang)).collect()
}

/// What a cell is called in `lang`, such as `Northeast × 41-50`; its name where the plan has no such cell.
pub fn cell_label(questionnaire: &Questionnaire, plan: &QuotaPlan, cell: &CellName, lang: &str) -> String {
    let table = plan.tables.iter().find(|it| it.name == cell.table);
    let Some(table) = table else { return cell.to_string() };
    let codes: Vec<Code> = cell.key.split('.').filter_map(|it| it.parse().ok()).collect();
    if codes.len() != table.by.len() {
        return cell.to_string();
    }
    let label = |(var, code): (&String, Code)| axis(questionnaire, var, &[code], lang).points.concat();
    table.by.iter().zip(codes).map(label).collect::<Vec<_>>().join(" × ")
}

/// What a table is called in `lang`: its variables, such as `Region × Age`; its name where there is no such table.
pub fn table_label(questionnaire: &Questionnaire, plan: &QuotaPlan, table: &str, lang: &str) -> String {
    let Some(found) = plan.tables.iter().find(|it| it.name == table) else { return table.to_owned() };
    let labels = found.by.iter().map(|var| axis(questionnaire, var, &[], lang).label);
    labels.collect::<Vec<_>>().join(" × ")
}

fn board(
    questionnaire: &Questionnaire,
    table: &QuotaTable,
    cells: &HashMap<&CellName, Cell>,
    lang: &str,
) -> Board {
    let points: Vec<Vec<Code>> = (0..table.by.len()).map(|at| points(table, at)).collect();
    let axis = |at: usize| table.by.get(at).map(|var| axis(questionnaire, var, &points[at], lang));
    let cell = |codes: &[Code]| cells.get(&table.cell(codes)).copied().unwrap_or_default();
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
pub fn points(table: &QuotaTable, at: usize) -> Vec<Code> {
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

fn is_zero(it: &i64) -> bool {
    *it == 0
}

#[cfg(test)]
mod tests;
