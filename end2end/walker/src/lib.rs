//! Respondents' phones without a browser: they read the pages that the server gives them, fill in the forms from a
//! rehearsal plan and post them, thousands at a time, for benches that ask what the server bears.
//!
//! A phone keeps a mirror of its interview by the same rules as the server, so that it knows which page must come
//! next: whoever measures with it learns at once where an answer was lost or a wrong page was shown.

pub mod browser;
pub mod form;
pub mod mirror;
pub mod phone;
pub mod server;
pub mod study;

pub use form::Page;
pub use phone::{End, Failure, Habits, Next, Phone, Turn};
pub use server::{Server, Setting};
pub use study::Study;
