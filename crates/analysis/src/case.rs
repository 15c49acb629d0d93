//! An interview as a row of data.

mod about;
mod glance;
mod packed;
mod projection;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use survey::questionnaire::{Code, Questionnaire};
use survey::{Interview, InterviewId, Moment};

pub use glance::Glance;
pub use packed::{LAYOUT, Packer};
pub use projection::{PackedRow, Projection};

/// An interview with what is kept beside it.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: InterviewId,
    /// The version that it was made with: it alone can read the answers.
    pub questionnaire: Arc<Questionnaire>,
    /// The plan that was active when it began.
    pub plan: Option<String>,
    pub source: Option<String>,
    pub pid: Option<String>,
    /// What the link carried beside source and pid.
    pub variables: BTreeMap<String, String>,
    pub device_hash: Option<String>,
    /// phone, tablet, computer or other.
    pub device_class: Option<String>,
    pub test: bool,
    /// What it weighs, where weights are wanted and it has one.
    pub weight: Option<f64>,
    pub interview: Interview,
}

/// What stands in one column of one case.
///
/// In this order in packed cases: whoever changes it raises [`LAYOUT`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Not asked.
    #[default]
    Empty,
    /// Asked, and not answered.
    NotAnswered,
    /// Asked and answered; erased since, as what identifies a person.
    Erased,
    Code(Code),
    Number(f64),
    /// Ticked or not.
    Flag(bool),
    /// In our words or the author's: a disposition, a cell, an order.
    Word(String),
    /// Typed by somebody outside: an open answer, a text of "other", a source.
    Typed(String),
    Time(Moment),
}
