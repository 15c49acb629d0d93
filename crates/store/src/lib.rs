//! What is kept, and transactions: the only crate that speaks SQL.

pub mod fieldwork;
pub mod interviews;
pub mod people;
pub mod quotas;
pub mod sessions;
pub mod surveys;

mod db;
mod error;
mod hash;
mod ledger;
mod questionnaires;
mod writer;

pub use db::{Db, MIGRATOR};
pub use error::Error;
