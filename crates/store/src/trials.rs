//! Trying before fielding: previews, rehearsals from the desk, and the reports of the launch gate.

pub mod previews;
pub mod rehearsals;
pub mod reports;

mod wipe;

pub use wipe::wipe;
