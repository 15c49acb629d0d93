//! Tests: what plans may say, what is drawn, and that questionnaires can be walked.

mod chances;
mod plans;
mod small;
mod walks;
