//! How the field stands: cells, dispositions, rates, length of interview; ready to be drawn.

pub mod board;
pub mod forecast;
pub mod tally;

use serde::{Deserialize, Serialize};

pub use board::{Axis, Board, Cell, Mark};
pub use tally::{DispositionCount, PageStanding, Part, Share, Stage};

/// How the field of a survey stands, ready to be drawn: every name in it is in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fieldwork {
    pub boards: Vec<Board>,
    /// Why the plan cannot be filled as it stands; empty where it can.
    pub warnings: Vec<String>,
    pub outlook: Option<Outlook>,
    /// Interviews begun.
    pub begun: i64,
    pub completes: i64,
    /// Interviews begun and not ended.
    pub in_progress: i64,
    /// Completes wanted in all by the plan.
    pub target: i64,
    /// Completes ÷ (completes + screen-outs); none before the first of them.
    pub incidence_rate: Option<f64>,
    pub length_of_interview: Option<Quartiles>,
    /// From all who began to the completes.
    pub funnel: Vec<Stage>,
    pub pages: Vec<PageStanding>,
    /// Completes by day and by hour, in the survey's time zone.
    pub days: Vec<Bin>,
    pub hours: Vec<Bin>,
    pub devices: Vec<Share>,
    pub langs: Vec<Share>,
    pub sources: Vec<Share>,
}

impl Fieldwork {
    /// Completes ÷ interviews begun; none before the first interview.
    pub fn completion_rate(&self) -> Option<f64> {
        (self.begun > 0).then(|| self.completes as f64 / self.begun as f64)
    }
}

/// The middle of the completes, and what a quarter of them is below and above; in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quartiles {
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
}

/// Completes in an hour or a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    pub label: String,
    pub count: i64,
}

/// When the plan will be full, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// Of the whole field, then of the cells that need most.
    pub sentences: Vec<String>,
    /// The cells that are not full.
    pub cells: Vec<CellOutlook>,
}

/// When one cell will be full, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellOutlook {
    pub cell: String,
    /// Completes still wanted.
    pub wanted: i64,
    /// When it will be full, or why there is no saying.
    pub finish: String,
    /// From when to when, with eight chances in ten; empty where there is no saying.
    pub between: String,
    /// Invitations to people of this cell, and to anybody; about so many.
    pub of_cell: Option<i64>,
    pub of_anybody: Option<i64>,
}

/// Completes ÷ (completes + screen-outs); none before the first of them.
pub fn incidence_rate(completes: i64, screened_out: i64) -> Option<f64> {
    (completes + screened_out > 0).then(|| completes as f64 / (completes + screened_out) as f64)
}

/// Where a quantile of `n` sorted values lies: the place of the value before it, and how far it is on the way to
/// the next. As R's type 7 and a spreadsheet's `QUARTILE.INC` have it.
pub fn quantile_place(n: i64, share: f64) -> (i64, f64) {
    let at = (n - 1).max(0) as f64 * share;
    (at.floor() as i64, at.fract())
}

#[cfg(test)]
mod tests;
