//! Rehearsals: seeded respondents who walk a questionnaire as people would, in no time.
//!
//! A [`Robot`] is one of them. Where an interview stands, it says what it does next, as an [`Act`];
//! whoever holds the interview posts that and asks again. Its answers come from a [`Plan`], or from the
//! questionnaire alone. The same seed and number give the same person on every machine, and each question has draws
//! of its own, so that a question more or less changes no other answer.

mod chance;
mod draw;
mod person;
mod plan;
mod robot;
#[cfg(test)]
mod tests;
mod time;
mod walk;
mod wish;

pub use person::Person;
pub use plan::{Draw, Fail, Fieldwork, How, Latent, Num, Plan, Shares};
pub use robot::{Act, Robot};
pub(crate) use walk::send;
pub use walk::{Walk, walk};
