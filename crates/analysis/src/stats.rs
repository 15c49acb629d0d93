//! The statistics of tables: intervals, tests between columns, chi-square, weighted estimates and agreement.
//!
//! All of it is arithmetic on bases, shares and means, or one walk over columns of cases. Weights are those of cases
//! drawn one by one with replacement (R: `svydesign(ids = ~1, weights = ~w)`); an opt-in sample is treated as if it
//! were such a draw.

pub mod base;
pub mod chi;
pub mod compare;
mod distribution;
pub mod estimate;
pub mod interval;
pub mod kappa;
pub mod letters;
pub mod median;
#[cfg(test)]
mod tests;

pub use base::Base;

/// What a test found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// z, t or chi-square.
    pub statistic: f64,
    /// Degrees of freedom; none of z.
    pub df: Option<f64>,
    /// The chance of a statistic as far out, in either direction, where there is no difference.
    pub p: f64,
}

/// Why there is no test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untested {
    /// Nobody, or nobody with a weight, is in one of the columns, rows or codes.
    Empty,
    /// Everybody gave the same answer, so nothing says how far answers scatter.
    NoVariance,
    /// A base is too small to leave a degree of freedom.
    TooSmall,
    /// So many respondents are in both columns, by weight, that no variance is left for their difference.
    Overlap,
    /// Cells without anybody leave no case to tell a part of the table by.
    EmptyCells,
    /// The table has more cells than the correction for weights can be worked out for.
    TooManyCells,
}
