//! Weightings that an author writes down: the margins that are known of the population. `analysis` does them.

use crate::questionnaire::{Code, Text};

/// One way to weight the cases, by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighting {
    pub name: String,
    pub label: Text,
    pub margins: Vec<Margin>,
    /// The least and the most weight, where the mean is 1.
    pub cap: Option<(f64, f64)>,
}

/// What is known of one variable in the population, or of two interlocked.
#[derive(Clone, Debug, PartialEq)]
pub struct Margin {
    /// One or two variables: singles, scales, or derived ones with codes.
    pub by: Vec<String>,
    /// Codes and share in per cent, in file order. They sum to 100 but for rounding.
    ///
    /// Codes that are a refusal (`missing`) have none: who has one is weighted by the other margins.
    pub shares: Vec<(Vec<Code>, f64)>,
    /// Who says so.
    pub source: Text,
    /// The year that the shares are of.
    pub year: i64,
}
