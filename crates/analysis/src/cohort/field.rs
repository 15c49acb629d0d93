//! What the checks need of each finished interview, and no more: a field of ten thousand fits in little memory.

use std::collections::BTreeMap;

use survey::answer::Answer;
use survey::{InterviewId, Moment, Reading};

use super::independence::{self, Tied};
use super::vectors::Vectors;
use crate::case::Case;

/// The finished interviews of a survey, as far as the checks look at them.
#[derive(Default)]
pub struct Field {
    pub(super) vectors: Vectors,
    pub(super) begun: Vec<Arrival>,
    /// Of each interview: the time spent on each page, in milliseconds.
    pub(super) times: Vec<Vec<(usize, i64)>>,
    /// By question: who wrote what.
    pub(super) texts: BTreeMap<String, Vec<(InterviewId, String)>>,
    pub(super) tied: Tied,
    /// Numbers of the pages in `times`.
    pages: BTreeMap<String, usize>,
    /// The version that `tied` was read from.
    version: Option<String>,
}

/// When an interview began, and by which source.
pub(super) struct Arrival {
    pub id: InterviewId,
    pub at: Moment,
    pub source: Option<String>,
}

impl Field {
    /// Adds a finished interview, complete or rejected.
    pub fn add(&mut self, case: &Case) {
        let reading = Reading::new(&case.questionnaire, &case.interview);
        self.vectors.add(case.id, &reading);
        let source = case.source.clone();
        self.begun.push(Arrival { id: case.id, at: case.interview.started_at, source });
        let mut times = Vec::with_capacity(case.interview.millis.len());
        for (page, millis) in &case.interview.millis {
            let next = self.pages.len();
            times.push((*self.pages.entry(page.clone()).or_insert(next), *millis));
        }
        self.times.push(times);
        for (_, question) in case.questionnaire.questions() {
            let standing = reading.standing(&question.var).filter(|it| it.asked);
            if let Some(Answer::Text(text)) = standing.and_then(|it| it.answer.as_ref()) {
                self.texts.entry(question.var.clone()).or_default().push((case.id, text.clone()));
            }
        }
        if self.version.as_ref() != Some(&case.questionnaire.version) {
            self.tied.extend(independence::tied(&reading));
            self.version = Some(case.questionnaire.version.clone());
        }
    }
}
