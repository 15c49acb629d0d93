//! What the address of the topline asks for, and whom that leaves.

use std::collections::BTreeMap;

use analysis::table::Columns;
use analysis::table::filter::holding;
use axum::http::request::Parts;
use store::{Db, weights};
use survey::condition::filter;
use survey::{InterviewId, Questionnaire, SurveyId};

use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::form::Faults;
use crate::pages::in_query;

/// Each field is a parameter of the same name.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// A condition in the language of questionnaires; empty for all.
    pub(super) filter: String,
    /// The name of a set of weights; empty for none.
    pub(super) weight: String,
    /// `size` for the largest bar first, else the order of the questionnaire.
    pub(super) sort: String,
    /// The rehearsal's interviews instead of the real ones.
    pub(super) rehearsal: bool,
}

impl Asked {
    pub(super) fn read(parts: &Parts) -> Asked {
        let word = |name| in_query(parts, name).unwrap_or_default().trim().to_owned();
        Asked {
            filter: word("filter"),
            weight: word("weight"),
            sort: word("sort"),
            rehearsal: word("rehearsal") == "1",
        }
    }

    /// The page as a link that can be sent.
    pub(super) fn address(&self, survey: &SurveyId) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let rehearsal = if self.rehearsal { "1" } else { "" };
        let words = [
            ("filter", &*self.filter),
            ("weight", &*self.weight),
            ("sort", &*self.sort),
            ("rehearsal", rehearsal),
        ];
        for (name, word) in words.into_iter().filter(|(_, word)| !word.is_empty()) {
            query.append_pair(name, word);
        }
        let (path, query) = (Place::Topline.path(survey), query.finish());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// The weights that are asked for; a fault where there are none of this name.
    pub(super) async fn weighing(
        &self,
        db: &Db,
        survey: &SurveyId,
        faults: &mut Faults,
    ) -> Result<Option<BTreeMap<InterviewId, f64>>, AppError> {
        if self.weight.is_empty() {
            return Ok(None);
        }
        match weights::find(db, survey, &self.weight).await? {
            Some(set) => Ok(Some(weights::of(db, set, (InterviewId(0), InterviewId(i64::MAX))).await?)),
            None => {
                faults.0.push(("weight".to_owned(), "data-weight-wrong".to_owned()));
                Ok(None)
            }
        }
    }

    /// The cases that the condition holds for; none where there is no condition. A fault where it cannot be worked out.
    pub(super) fn holding(
        &self,
        columns: &Columns,
        questionnaire: &Questionnaire,
        faults: &mut Faults,
    ) -> Option<Vec<bool>> {
        if self.filter.is_empty() {
            return None;
        }
        let word = match filter(questionnaire, &self.filter) {
            Ok(condition) => match holding(columns, questionnaire, &condition) {
                Ok(cases) => return Some(cases),
                Err(_) => "topline-filter-unanswerable",
            },
            Err(_) => "data-filter-wrong",
        };
        faults.0.push(("filter".to_owned(), word.to_owned()));
        None
    }
}

/// Whom a topline counts.
pub(super) struct Counted {
    /// Of each case; none where all are.
    pub(super) is_in: Option<Vec<bool>>,
    /// Of each case; none where nobody is weighted.
    pub(super) weights: Option<Vec<f64>>,
    pub(super) cases: usize,
    /// Cases that the condition holds for and that have no weight.
    pub(super) weightless: usize,
}

impl Counted {
    pub(super) fn new(
        columns: &Columns,
        is_in: Option<Vec<bool>>,
        weighing: Option<&BTreeMap<InterviewId, f64>>,
    ) -> Counted {
        let count = |is_in: &Option<Vec<bool>>| {
            is_in.as_ref().map_or(columns.cases(), |it| it.iter().filter(|it| **it).count())
        };
        let found = count(&is_in);
        let Some(weighing) = weighing else {
            return Counted { is_in, weights: None, cases: found, weightless: 0 };
        };
        let weights: Vec<Option<f64>> = columns.ids().iter().map(|it| weighing.get(it).copied()).collect();
        let both = |case: usize| is_in.as_ref().is_none_or(|it| it[case]) && weights[case].is_some();
        let is_in = Some((0..columns.cases()).map(both).collect());
        let cases = count(&is_in);
        let weights = weights.into_iter().map(Option::unwrap_or_default).collect();
        Counted { is_in, weights: Some(weights), cases, weightless: found - cases }
    }
}
