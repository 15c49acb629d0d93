//! Tests through HTTP, and of the house itself.

mod actors;
mod analyst;
mod api;
mod auth;
mod board;
mod claims;
mod cli;
mod codebook;
mod data;
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
mod topline;
mod trial;
mod webhooks;
mod weights;
