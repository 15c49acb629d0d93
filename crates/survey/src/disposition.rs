//! How an interview stands or ended.
//!
//! ```text
//!             ┌────────► Refused       (no consent)
//!             ├────────► ScreenedOut   (with the code of the rule)
//!  Started ───┼────────► QuotaFull     (with the cells)
//!             ├────────► BrokenOff     (idle too long; may come back as Started)
//!             └────────► Complete ───► Rejected   (with the rules broken; its places come back)
//! ```

use serde::{Deserialize, Serialize};

use crate::quota::CellName;

/// How an interview stands or ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// Under way.
    Started,
    /// Reached the end and counts.
    Complete,
    /// Gave no consent.
    Refused,
    /// Did not qualify; the code of the rule.
    ScreenedOut(String),
    /// Qualified, but these cells had no place; the first one is named in the data.
    QuotaFull(Vec<CellName>),
    /// Stopped part-way; may come back.
    BrokenOff,
    /// Complete, then taken out for quality; the ids of the rules.
    Rejected(Vec<String>),
}

impl Disposition {
    /// The word for it in data, URLs and SQL.
    pub fn word(&self) -> &'static str {
        match self {
            Disposition::Started => "started",
            Disposition::Complete => "complete",
            Disposition::Refused => "refused",
            Disposition::ScreenedOut(_) => "screened_out",
            Disposition::QuotaFull(_) => "quota_full",
            Disposition::BrokenOff => "broken_off",
            Disposition::Rejected(_) => "rejected",
        }
    }

    /// Its code in the data: of the screen-out, the first full cell, the rules broken; empty for the others.
    pub fn code(&self) -> String {
        match self {
            Disposition::ScreenedOut(code) => code.clone(),
            Disposition::QuotaFull(cells) => cells.first().map(ToString::to_string).unwrap_or_default(),
            Disposition::Rejected(rules) => rules.join(" "),
            Disposition::Started | Disposition::Complete | Disposition::Refused | Disposition::BrokenOff => {
                String::new()
            }
        }
    }

    /// Whether the interview asks no more. A broken-off one may still go on.
    pub fn is_end(&self) -> bool {
        !matches!(self, Disposition::Started | Disposition::BrokenOff)
    }
}
