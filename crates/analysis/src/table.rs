//! Tables: answers as columns of codes, and what is counted from them.

pub mod banner;
pub mod columns;
pub mod count;
pub mod filter;
pub mod forms;
pub mod moments;
#[cfg(test)]
mod tests;
pub mod topline;

pub use banner::{Banner, Counted, Fault, Head};
pub use columns::{Columns, Field, Values};
pub use moments::Moments;
