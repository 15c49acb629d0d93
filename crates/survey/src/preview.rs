//! A preview: somebody of the house walks a questionnaire as a respondent would, and it counts for nothing.

use serde::{Deserialize, Serialize};

use crate::answer::RawAnswers;
use crate::id::Moment;
use crate::interview::{self, Interview, QualityMode, Step};
use crate::quality::Known;
use crate::questionnaire::Questionnaire;

/// One person's walk through one version of a questionnaire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    pub interview: Interview,
    pub gate: Room,
}

/// What a gate says in a preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// Every cell has a place.
    #[default]
    Free,
    /// No cell has one.
    Full,
}

/// A new preview, on the first page.
pub fn begin(questionnaire: &Questionnaire, lang: &str, seed: u64, now: Moment) -> Preview {
    Preview { interview: interview::begin(questionnaire, lang, seed, now), gate: Room::Free }
}

/// Takes one posted page and does what its steps ask for, as the field would.
///
/// At the end the quality rules flag and never reject: whoever tries a questionnaire hurries.
pub fn submit(questionnaire: &Questionnaire, preview: &mut Preview, raw: RawAnswers, now: Moment) {
    let Preview { interview, gate } = preview;
    let mut step = interview::submit(questionnaire, interview, raw, now);
    loop {
        step = match step {
            Step::Show => return,
            Step::Reserve { cells, .. } if *gate == Room::Full => {
                return interview::quota_full(interview, cells, now);
            }
            Step::Reserve { cells, at } => interview::granted(questionnaire, interview, at, cells),
            Step::Finish => {
                return interview::finish(questionnaire, interview, QualityMode::Flag, Known::default(), now);
            }
        }
    }
}

/// Goes to the page of this name, with what has been answered so far. A name that no page has moves nothing.
pub fn jump(questionnaire: &Questionnaire, preview: &mut Preview, page: &str, now: Moment) {
    if let Some(at) = questionnaire.pages.iter().position(|it| it.name == page) {
        interview::jump(questionnaire, &mut preview.interview, at, now);
    }
}

#[cfg(test)]
mod tests;
