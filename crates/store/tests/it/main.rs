//! The store on real files: every statement, every constraint, crowds and kills.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod backup;
mod batches;
mod changes;
mod codings;
mod crowd;
mod durability;
mod field;
mod fieldwork;
mod guards;
mod handover;
mod interviews;
mod leases;
mod migrations;
mod packed;
mod people;
mod reports;
mod review;
mod sessions;
mod snapshots;
mod sources;
mod surveys;
mod texts;
mod thousands;
mod tokens;
mod trials;
mod verify;
mod webhooks;
mod weights;
