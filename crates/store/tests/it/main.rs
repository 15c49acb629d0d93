//! The store on real files: every statement, every constraint, crowds and kills.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod crowd;
mod durability;
mod exports;
mod field;
mod fieldwork;
mod guards;
mod interviews;
mod leases;
mod migrations;
mod people;
mod sessions;
mod surveys;
mod verify;
