//! The forecast: worked examples, and a backtest on rehearsals.

mod backtest;
mod examples;
