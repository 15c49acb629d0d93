//! Cases as files, one format a file: `header` once, then `rows` for each batch.

pub mod csv;
pub mod list;
