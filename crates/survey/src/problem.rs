//! What can be wrong with a questionnaire.

use serde::{Deserialize, Serialize};

/// One thing wrong with a questionnaire: where it is, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub severity: Severity,
    /// A stable word for scripts, such as `unknown-variable`.
    pub code: String,
    /// From 1; 0 where the problem has no place.
    pub line: u32,
    /// From 1, in characters; 0 where the problem has no place.
    pub column: u32,
    /// How many characters are at fault, from the column on; at least 1.
    pub width: u32,
    /// The words at fault, as written.
    pub words: String,
    /// What is wrong, as a sentence.
    pub message: String,
    /// How to mend it, as a sentence.
    pub mend: String,
}

/// Whether a problem keeps a questionnaire out of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Never fielded with it.
    Error,
    /// Never blocks.
    Warning,
}
