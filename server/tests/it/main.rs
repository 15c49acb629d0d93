//! Tests through HTTP, and of the house itself.

mod actors;
mod analyst;
mod auth;
mod board;
mod claims;
mod cli;
mod house;
mod manager;
mod people;
mod privacy;
mod process;
mod quotas;
mod respondent;
mod review;
mod sample;
mod staff;
mod tidy;
mod trial;
