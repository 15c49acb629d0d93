//! What is kept, and transactions: the only crate that speaks SQL.

pub mod audit;
pub mod backup;
pub mod codings;
pub mod exports;
pub mod fieldwork;
pub mod handover;
pub mod interviews;
pub mod people;
pub mod quotas;
pub mod reports;
pub mod retention;
pub mod review;
pub mod sessions;
pub mod sources;
pub mod surveys;
pub mod texts;
pub mod tokens;
pub mod trials;
pub mod webhooks;
pub mod weights;
pub mod withdrawal;

mod db;
mod error;
mod hash;
mod ledger;
mod questionnaires;
mod recent;
mod writer;

pub use db::{Db, MIGRATOR};
pub use error::Error;
