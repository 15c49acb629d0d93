//! Numbers and files out of cases: pure functions over a codebook and its cases.

pub mod case;
pub mod claims;
pub mod codebook;
pub mod coding;
pub mod cohort;
pub mod export;
pub mod report;
pub mod stats;
pub mod table;
pub mod weighting;

#[cfg(test)]
mod testing;

pub use case::{Case, Cell};
pub use codebook::{Codebook, Variable};
