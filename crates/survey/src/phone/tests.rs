//! Burden, routes and what is too long, on small questionnaires; heights beside what Chromium draws.

mod long;
mod measured;
mod walked;
