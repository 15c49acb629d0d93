//! What strangers try, and what they get.

mod sessions;
mod throttle;
