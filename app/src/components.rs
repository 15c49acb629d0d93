//! What pages are made of.

pub mod button;
pub mod layout;
pub mod meter;
pub mod notice;
pub mod question;
