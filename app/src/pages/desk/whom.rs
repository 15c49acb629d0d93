//! Whom a page of numbers counts: filter, weight and rehearsal, as its address says and its form asks.

use std::collections::BTreeMap;

use analysis::table::Columns;
use analysis::table::filter::holding;
use axum::http::request::Parts;
use leptos::prelude::*;
use store::{Db, weights};
use survey::{InterviewId, Questionnaire, SurveyId};

use super::condition::{among, condition};
use super::form::Faults;
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::{address, in_query};
use crate::variables;
use crate::words::t;

/// Each field is a parameter of the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whom {
    /// The name of a saved filter; empty for none.
    pub among: String,
    /// A condition in the language of questionnaires; empty for all.
    pub filter: String,
    /// The name of a set of weights; empty for none.
    pub weight: String,
    /// The rehearsal's interviews instead of the real ones.
    pub rehearsal: bool,
}

impl Whom {
    /// What the address says.
    pub fn read(parts: &Parts) -> Whom {
        let word = |name| in_query(parts, name).unwrap_or_default().trim().to_owned();
        Whom {
            among: word("among"),
            filter: word("filter"),
            weight: word("weight"),
            rehearsal: word("rehearsal") == "1",
        }
    }

    /// The parameters of an address that counts the same, without those that say nothing.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let rehearsal = if self.rehearsal { "1" } else { "" };
        let pairs = [
            ("among", &*self.among),
            ("filter", &*self.filter),
            ("weight", &*self.weight),
            ("rehearsal", rehearsal),
        ];
        pairs.into_iter().filter(|(_, word)| !word.is_empty())
    }

    /// The weights that are asked for; a fault where there are none of this name.
    pub async fn weighing(
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

    /// Whom this leaves to be counted; a fault where the condition cannot be worked out, which then leaves everybody.
    pub fn counted(
        &self,
        (columns, questionnaire): (&Columns, &Questionnaire),
        weighing: Option<&BTreeMap<InterviewId, f64>>,
        faults: &mut Faults,
    ) -> Counted {
        Counted::new(columns, self.holding(columns, questionnaire, faults), weighing)
    }

    /// The cases that the condition holds for; none where there is no condition.
    fn holding(
        &self,
        columns: &Columns,
        questionnaire: &Questionnaire,
        faults: &mut Faults,
    ) -> Option<Vec<bool>> {
        let (field, word) = match variables::condition(questionnaire, &self.among, &self.filter) {
            Ok(condition) => match holding(columns, questionnaire, &condition?) {
                Ok(cases) => return Some(cases),
                Err(_) => ("filter", "topline-filter-unanswerable"),
            },
            Err(wrong) => wrong,
        };
        faults.0.push((field.to_owned(), word.to_owned()));
        None
    }

    /// The fields `among`, where there are saved filters, and `filter`, with each fault at its place.
    pub fn filter_field(
        &self,
        questionnaire: &Questionnaire,
        faults: &Faults,
        lang: &'static str,
    ) -> impl IntoView + use<> {
        let save = (!self.filter.is_empty() && faults.of("filter", lang).is_none()).then(|| {
            let variables = Place::Variables.path(&SurveyId(questionnaire.survey.clone()));
            let href = address(&variables, [("filter", self.filter.as_str())].into_iter());
            view! { <a href=format!("{href}#save-filter")>{t(lang, "variables-save-this")}</a> }
        });
        view! {
            {among(&self.among, questionnaire, faults, lang)}
            {condition(&self.filter, questionnaire, faults, lang)}
            {save}
        }
    }

    /// The field `weight`, where the survey has weights or those asked for are unknown. `names` are theirs.
    pub fn weight_field(
        &self,
        names: &[String],
        faults: &Faults,
        lang: &'static str,
    ) -> impl IntoView + use<> {
        let fault = faults.of("weight", lang);
        let is_wrong = fault.is_some();
        let mut values: Vec<_> = names.iter().map(|it| option(it, it.clone(), &self.weight)).collect();
        values.insert(0, option("", t(lang, "data-weight-none"), &self.weight));
        (!names.is_empty() || is_wrong).then(|| {
            view! {
                <div class="field">
                    <label for="weight">{t(lang, "data-weight")}</label>
                    {fault.map(|it| view! { <p class="fault" id="weight-fault">{it}</p> })}
                    <select
                        id="weight"
                        name="weight"
                        aria-invalid=is_wrong.then_some("true")
                        aria-describedby=is_wrong.then_some("weight-fault")
                    >
                        {values}
                    </select>
                </div>
            }
        })
    }

    /// The field `rehearsal`.
    pub fn rehearsal_field(&self, lang: &'static str) -> impl IntoView + use<> {
        view! {
            <label class="choose__one">
                <input type="checkbox" name="rehearsal" value="1" checked=self.rehearsal/>
                <span>{t(lang, "topline-rehearsal")}</span>
            </label>
        }
    }
}

/// One line of a select.
pub fn option(value: &str, words: String, chosen: &str) -> impl IntoView + use<> {
    view! { <option value=value.to_owned() selected=value == chosen>{words}</option> }
}

/// Whom a page counts.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Of each case; none where all are.
    pub is_in: Option<Vec<bool>>,
    /// Of each case; none where nobody is weighted.
    pub weights: Option<Vec<f64>>,
    pub cases: usize,
    /// Cases that the condition holds for and that have no weight.
    pub weightless: usize,
    /// Whether a condition was worked out.
    pub is_filtered: bool,
}

impl Counted {
    fn new(
        columns: &Columns,
        is_in: Option<Vec<bool>>,
        weighing: Option<&BTreeMap<InterviewId, f64>>,
    ) -> Counted {
        let is_filtered = is_in.is_some();
        let count = |is_in: &Option<Vec<bool>>| {
            is_in.as_ref().map_or(columns.cases(), |it| it.iter().filter(|it| **it).count())
        };
        let found = count(&is_in);
        let Some(weighing) = weighing else {
            return Counted { is_in, weights: None, cases: found, weightless: 0, is_filtered };
        };
        let weights: Vec<Option<f64>> = columns.ids().iter().map(|it| weighing.get(it).copied()).collect();
        let both = |case: usize| is_in.as_ref().is_none_or(|it| it[case]) && weights[case].is_some();
        let is_in = Some((0..columns.cases()).map(both).collect());
        let cases = count(&is_in);
        let weights = weights.into_iter().map(Option::unwrap_or_default).collect();
        Counted { is_in, weights: Some(weights), cases, weightless: found - cases, is_filtered }
    }
}
