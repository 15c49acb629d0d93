//! What a survey is, and its rules: plain functions over plain values.
//!
//! Nothing here reads a clock, a file, a database or a random number; time comes in as `now`.

pub mod answer;
pub mod claims;
pub mod condition;
pub mod disposition;
pub mod fieldwork;
pub mod grouping;
pub mod id;
pub mod interview;
pub mod junk;
pub mod launch;
pub mod number;
pub mod order;
pub mod outbox;
pub mod parse;
pub mod phone;
pub mod pipe;
pub mod portable;
pub mod preview;
pub mod problem;
pub mod quality;
pub mod questionnaire;
pub mod quota;
pub mod reading;
pub mod rehearse;
pub mod route;
pub mod said;
#[cfg(test)]
pub(crate) mod testing;
pub mod trace;
pub mod validate;
pub mod variables;
pub mod view;
pub mod weighting;

pub use answer::{Answer, Go, RawAnswers};
pub use disposition::Disposition;
pub use id::{InterviewId, Moment, PersonId, QuotaCellId, SurveyId, Token};
pub use interview::{Interview, Step};
pub use parse::questionnaire as read;
pub use problem::{Problem, Severity};
pub use questionnaire::{Code, Kind, Page, Question, Questionnaire, Text};
pub use reading::Reading;
