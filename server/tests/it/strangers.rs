//! What strangers try, and what they get.

mod bombs;
mod closed;
mod cookies;
mod headers;
mod limits;
mod logs;
mod sessions;
mod throttle;
