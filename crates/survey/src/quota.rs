//! Quota plans, their tables and cells, and the cells that an interview falls in.

use serde::{Deserialize, Serialize};

use crate::questionnaire::Code;
use crate::reading::Reading;

/// All the cells of a survey under one name.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotaPlan {
    pub name: String,
    /// Completes wanted in all.
    pub n: i64,
    pub tables: Vec<QuotaTable>,
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
