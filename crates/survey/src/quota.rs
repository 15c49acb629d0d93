//! Quota plans, their tables and cells, and the cells that an interview falls in.

pub mod feasibility;
pub mod paste;

use serde::{Deserialize, Serialize};

use crate::questionnaire::Code;
use crate::reading::Reading;

/// The name of the quota table whose cells are the sources of the sample: no author may use it.
pub const SOURCE: &str = "source";

/// All the cells of a survey under one name.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotaPlan {
    pub name: String,
    /// Completes wanted in all.
    pub n: i64,
    pub tables: Vec<QuotaTable>,
}

impl QuotaPlan {
    /// Its cells before anybody came, in file order.
    pub fn standings(&self) -> Vec<Standing> {
        let standing =
            |name, target| Standing { name, target, buffer: 0, completes: 0, reserved: 0, paused: false };
        let of_table = |it: &QuotaTable| -> Vec<Standing> {
            it.cells.iter().map(|(codes, target)| standing(it.cell(codes), *target)).collect()
        };
        self.tables.iter().flat_map(of_table).collect()
    }
}

/// One table of a plan: one variable, or two interlocked.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotaTable {
    pub name: String,
    /// One or two variables.
    pub by: Vec<String>,
    /// Key and target, in file order.
    pub cells: Vec<(Vec<Code>, i64)>,
}

impl QuotaTable {
    /// The name of its cell with these codes.
    pub fn cell(&self, codes: &[Code]) -> CellName {
        CellName { table: self.name.clone(), key: key(codes) }
    }
}

/// A cell by name: its table and the codes that lead to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellName {
    pub table: String,
    /// The codes joined by dots, such as `6.3`.
    pub key: String,
}

impl std::fmt::Display for CellName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.table, self.key)
    }
}

/// One cell of a plan as it stands in the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub name: CellName,
    pub target: i64,
    /// Completes admitted beyond the target.
    pub buffer: i64,
    pub completes: i64,
    /// Places held by interviews in progress.
    pub reserved: i64,
    pub paused: bool,
}

impl Standing {
    /// Completes still wanted, whether or not the cell is paused.
    pub fn wanted(&self) -> i64 {
        (self.target - self.completes).max(0)
    }

    /// Completes still admitted, whoever is in progress; none in a paused cell.
    pub fn admits(&self) -> i64 {
        if self.paused { 0 } else { (self.target + self.buffer - self.completes).max(0) }
    }

    /// Places that somebody at the gate could take now; none in a paused cell.
    pub fn places(&self) -> i64 {
        (self.admits() - self.reserved).max(0)
    }
}

/// The codes of a cell, joined by dots.
pub fn key(codes: &[Code]) -> String {
    codes.iter().map(Code::to_string).collect::<Vec<_>>().join(".")
}

/// The cell that an interview falls in, in each table of the plan, in file order.
///
/// A cell is named even if the plan has no such cell; whoever reserves treats that as a full one.
/// A variable without a value gives `-` in the key, which no cell has.
pub fn cells(plan: &QuotaPlan, reading: &Reading<'_>) -> Vec<CellName> {
    let code = |var: &String| reading.code(var).map_or("-".to_owned(), |it| it.to_string());
    plan.tables
        .iter()
        .map(|table| CellName {
            table: table.name.clone(),
            key: table.by.iter().map(code).collect::<Vec<_>>().join("."),
        })
        .collect()
}
