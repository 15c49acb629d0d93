//! What the checks over all finished interviews found about one of them.

use serde::{Deserialize, Serialize};

use crate::id::InterviewId;

/// A check over all finished interviews. Each flags, and none rejects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Nearly the same answers as another interview.
    NearDuplicate,
    /// Began among many more others than at that time of the field.
    Burst,
    /// Took nearly the same time on every page.
    EvenTimes,
    /// Took nearly the usual time of each page, times one factor, throughout.
    UsualTimes,
    /// Its answers have nothing to do with one another, where other people's have.
    Independent,
    /// Nearly the same words as another interview.
    NearText,
}

impl Check {
    /// Every check, in the order in which they are listed.
    pub const ALL: [Check; 6] = [
        Check::NearDuplicate,
        Check::NearText,
        Check::Independent,
        Check::EvenTimes,
        Check::UsualTimes,
        Check::Burst,
    ];

    /// Its name, as it is kept and as it stands in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Check::NearDuplicate => "near_duplicate",
            Check::Burst => "burst",
            Check::EvenTimes => "even_times",
            Check::UsualTimes => "usual_times",
            Check::Independent => "independent",
            Check::NearText => "near_text",
        }
    }

    /// The check that a word names.
    pub fn parse(word: &str) -> Option<Check> {
        Check::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// What was found, kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was measured: a share of equal answers, a number of arrivals, a spread, nats, a share of equal letters.
    pub measure: f64,
    /// From where on it is flagged.
    pub threshold: f64,
    /// What chance, or the middle of the field, gives.
    pub expected: f64,
    /// Over so many answers, minutes, pages, pairs or letters.
    pub base: i64,
    /// Other interviews concerned, the nearest first; the first few.
    pub others: Vec<InterviewId>,
    /// How many others in all.
    pub many: i64,
    /// The question or the source concerned; empty for others. Never what anybody wrote: of somebody who withdraws
    /// nothing may stay behind in the evidence about another.
    #[serde(default)]
    pub about: String,
}

/// One interview that one check flags.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    pub interview: InterviewId,
    pub check: Check,
    pub evidence: Evidence,
}
