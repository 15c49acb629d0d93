//! What the numbers of a page stand on: the completes of a survey at a snapshot, and whom of them it counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use analysis::codebook::Variable;
use leptos::prelude::*;
use store::Db;
use store::surveys::{self, Survey};
use survey::{InterviewId, SurveyId};
use tokio::task::spawn_blocking;

use super::form::Faults;
use super::whom::{Counted, Whom};
use crate::columns::Snapshot;
use crate::error::AppError;
use crate::export::weight_names;
use crate::state::AppState;
use crate::variables::joined;
use crate::words::{t, t_with};

/// Completes, whom of them is counted, and what was wrong with the wish.
#[derive(Clone)]
pub struct Basis {
    /// Its questionnaire is the newest version, with what analysts add.
    pub survey: Survey,
    /// The names of the survey's weights.
    pub weights: Vec<String>,
    pub whom: Whom,
    pub snapshot: Snapshot,
    weighing: Option<Arc<BTreeMap<InterviewId, f64>>>,
    pub counted: Counted,
    /// What cannot be worked out; it is counted as if it had not been asked.
    pub faults: Faults,
}

impl Basis {
    /// The completes of a survey as they stand now.
    pub async fn load(state: &AppState, survey: &SurveyId, whom: Whom) -> Result<Basis, AppError> {
        let AppState { db, now, columns, .. } = state;
        let survey = surveys::load(db, survey).await?;
        let weights = weight_names(db, &survey.id).await?;
        let snapshot = columns.load(db, (&survey.id, whom.rehearsal), now()).await?;
        let survey = Survey { questionnaire: snapshot.questionnaire.clone(), ..survey };
        let mut faults = Faults::default();
        let weighing = whom.weighing(db, &survey.id, &mut faults).await?.map(Arc::new);
        count(survey, weights, whom, snapshot, weighing, faults).await
    }

    /// Others of the same completes, real or of the rehearsal as these are.
    pub async fn of_others(&self, db: &Db, whom: Whom) -> Result<Basis, AppError> {
        let mut faults = Faults::default();
        let weighing = match &self.weighing {
            Some(it) if whom.weight == self.whom.weight => Some(it.clone()),
            _ => whom.weighing(db, &self.survey.id, &mut faults).await?.map(Arc::new),
        };
        let (survey, weights) = (self.survey.clone(), self.weights.clone());
        count(survey, weights, whom, self.snapshot.clone(), weighing, faults).await
    }

    /// The head of a sheet of numbers; `more` is what else is to be known of all of them.
    pub fn head(&self, more: &str, lang: &'static str) -> impl IntoView + use<> {
        let filter = self.filter().map(|it| view! { <p>{t(lang, "data-filter")} ": " <code>{it}</code></p> });
        let version = t_with(lang, "paper-version", &[("version", self.survey.version.clone().into())]);
        let snapshot = t_with(lang, "topline-snapshot", &[("number", self.snapshot.number.into())]);
        let parts = [version, snapshot, more.to_owned()];
        let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        view! {
            <header class="paper__head">
                <p class="paper__title">{self.survey.questionnaire.title.get(lang).to_owned()}</p>
                <p>{self.cases(lang)}</p>
                {filter}
                <p class="hint">{parts.join(" · ")}</p>
            </header>
        }
    }

    /// Says that nobody is left to count; none where somebody is.
    pub fn nobody(&self, lang: &'static str) -> Option<impl IntoView + use<>> {
        let word = if self.snapshot.columns.cases() == 0 { "topline-nobody" } else { "topline-nobody-left" };
        (self.counted.cases == 0).then(|| view! { <p>{t(lang, word)}</p> })
    }

    /// How many are counted, and how many are not for want of a weight.
    pub fn cases(&self, lang: &str) -> String {
        let mut words = t_with(lang, "topline-counted", &[("count", self.counted.cases.into())]);
        if self.counted.weightless > 0 {
            words += &t_with(lang, "topline-weightless", &[("count", self.counted.weightless.into())]);
        }
        words
    }

    /// The condition, where one was worked out.
    pub fn filter(&self) -> Option<String> {
        self.counted.is_filtered.then(|| joined(&self.whom.among, &self.whom.filter))
    }

    /// The name of the weights, or that there are none.
    pub fn weight(&self, lang: &str) -> String {
        match &self.counted.weights {
            None => t(lang, "data-weight-none"),
            Some(_) => self.whom.weight.clone(),
        }
    }

    /// Where the numbers of one question come from, as names and what is said of them. `n` is who answered, unweighted.
    pub fn facts(&self, variable: &Variable, n: Option<u64>, lang: &str) -> Vec<(String, String)> {
        let base = variable.base.as_ref();
        let formula = base.map(|it| it.formula.clone()).filter(|it| !it.is_empty());
        let facts = [
            ("topline-question", Some(variable.text.get(lang).to_owned())),
            ("paper-column", Some(variable.name.clone())),
            ("paper-base", base.map(|it| it.words.get(lang).to_owned())),
            ("topline-formula", formula),
            ("paper-derived-calc", variable.rule.clone()),
            ("data-filter", self.filter()),
            ("data-weight", Some(self.weight(lang))),
            ("topline-unweighted", n.map(|it| it.to_string())),
            ("topline-newest", Some(self.survey.version.clone())),
            ("topline-snapshot-number", Some(self.snapshot.number.to_string())),
        ];
        facts.into_iter().filter_map(|(word, text)| text.map(|it| (t(lang, word), it))).collect()
    }

    /// The same, one click away.
    pub fn details(&self, variable: &Variable, n: Option<u64>, lang: &'static str) -> impl IntoView + use<> {
        let facts = self.facts(variable, n, lang);
        let facts: Vec<_> = facts
            .into_iter()
            .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
            .collect();
        view! {
            <details class="topline__origin">
                <summary>{t(lang, "topline-origin")}</summary>
                <dl class="papers">{facts}</dl>
            </details>
        }
    }
}

async fn count(
    survey: Survey,
    weights: Vec<String>,
    whom: Whom,
    snapshot: Snapshot,
    weighing: Option<Arc<BTreeMap<InterviewId, f64>>>,
    mut faults: Faults,
) -> Result<Basis, AppError> {
    let counting = spawn_blocking(move || {
        let of = (&*snapshot.columns, &*snapshot.questionnaire);
        let counted = whom.counted(of, weighing.as_deref(), &mut faults);
        Basis { survey, weights, whom, snapshot, weighing, counted, faults }
    });
    Ok(counting.await?)
}

/// `All, n = 1,212`, or of what is computed that it is; weighted also how many cases would say as much.
pub fn base(variable: &Variable, base: &analysis::stats::Base, is_weighted: bool, lang: &str) -> String {
    let who = variable.base.as_ref().map(|it| it.words.get(lang).to_owned());
    let who = who.unwrap_or_else(|| t(lang, "topline-computed"));
    let words = t_with(lang, "topline-base", &[("who", who.into()), ("count", base.n.into())]);
    let effective = base.effective().round() as i64;
    let weighted = is_weighted.then(|| t_with(lang, "topline-effective", &[("count", effective.into())]));
    words + &weighted.unwrap_or_default()
}
