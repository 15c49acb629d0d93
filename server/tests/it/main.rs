//! Tests through HTTP, and of the house itself.

mod actors;
mod analyst;
mod auth;
mod claims;
mod cli;
mod house;
mod manager;
mod process;
mod respondent;
mod staff;
mod tidy;
