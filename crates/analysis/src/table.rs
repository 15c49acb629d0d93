//! Tables: answers as columns of codes, and what is counted from them.

pub mod added;
pub mod banner;
pub mod columns;
pub mod count;
pub mod cross;
pub mod filter;
pub mod forms;
pub mod moments;
pub mod order;
pub mod stub;
#[cfg(test)]
mod tests;
pub mod topline;

pub use banner::{Banner, Counted, Fault, Head};
pub use columns::{Columns, Field, Values};
pub use moments::Moments;
