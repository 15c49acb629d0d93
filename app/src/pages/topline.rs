//! The topline: every question one way, with bases and intervals.

mod drawn;

use std::sync::Arc;

use analysis::table::Columns;
use analysis::table::topline::{Topic, topline};
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use survey::SurveyId;
use tokio::task::spawn_blocking;

use super::desk::form::{FaultCount, Faults};
use super::desk::origin::Origin;
use super::desk::whom::{Counted, Whom, option};
use super::desk::{Desk, Place, lang};
use super::{address, in_query, show};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::export::weight_names;
use crate::state::AppState;
use crate::words::t;

/// What the page shows.
struct Shown {
    person: Person,
    survey: Survey,
    whom: Whom,
    /// `size` for the largest bar first, else the order of the questionnaire.
    sort: String,
    faults: Faults,
    /// The names of the survey's weights.
    weights: Vec<String>,
    snapshot: i64,
    columns: Arc<Columns>,
    counted: Counted,
    topics: Vec<Topic>,
}

impl Shown {
    fn origin<'a>(&'a self, title: &'a str) -> Origin<'a> {
        Origin {
            title,
            version: &self.survey.version,
            snapshot: self.snapshot,
            whom: &self.whom,
            counted: &self.counted,
        }
    }

    /// The page as a link that can be sent.
    fn address(&self) -> String {
        let sort = [("sort", &*self.sort)].into_iter().filter(|(_, it)| !it.is_empty());
        address(&Place::Topline.path(&self.survey.id), self.whom.pairs().chain(sort))
    }
}

/// `/surveys/{id}/topline?filter=&weight=&sort=&rehearsal=`
#[component]
pub fn ToplinePage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| {
        let lang = lang();
        let title = shown.survey.questionnaire.title.get(lang).to_owned();
        let id = shown.survey.id.clone();
        let (address, faults) = (shown.address(), shown.faults.clone());
        let (form, paper) = (form(&shown, lang), drawn::paper(&shown, lang));
        view! {
            <Desk
                person=shown.person
                lang
                title=t(lang, "desk-topline")
                place=Place::Topline
                survey=Some((id, title))
                address
            >
                <FaultCount lang faults/>
                {form}
                {paper}
            </Desk>
        }
    })
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let (AppState { db, now, columns, .. }, parts): (AppState, Parts) = (expect_context(), expect_context());
    let (survey, whom) = (surveys::load(&db, &SurveyId(survey)).await?, Whom::read(&parts));
    let sort = in_query(&parts, "sort").unwrap_or_default();
    let weights = weight_names(&db, &survey.id).await?;
    let snapshot = columns.load(&db, (&survey.id, whom.rehearsal), now()).await?;
    // With what analysts add.
    let survey = Survey { questionnaire: snapshot.questionnaire.clone(), ..survey };
    let mut faults = Faults::default();
    let weighing = whom.weighing(&db, &survey.id, &mut faults).await?;
    let counting = spawn_blocking(move || {
        let columns = snapshot.columns;
        let counted = whom.counted(&columns, &survey.questionnaire, weighing.as_ref(), &mut faults);
        let topics =
            topline(&columns, &survey.questionnaire, counted.is_in.as_deref(), counted.weights.as_deref());
        let snapshot = snapshot.number;
        Shown { person, survey, whom, sort, faults, weights, snapshot, columns, counted, topics }
    });
    counting.await.map_err(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "a topline was not counted");
        AppError::Internal
    })
}

/// What may be chosen; whatever was is in the address.
fn form(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let whom = &shown.whom;
    let sorts = [("", "topline-sort-file"), ("size", "topline-sort-size")];
    let sorts = sorts.map(|(value, word)| option(value, t(lang, word), &shown.sort));
    view! {
        <form class="toolbar topline-form" method="get" action=Place::Topline.path(&shown.survey.id)>
            {whom.filter_field(&shown.survey.questionnaire, &shown.faults, lang)}
            <div class="form--line">
                {whom.weight_field(&shown.weights, &shown.faults, lang)}
                <div class="field">
                    <label for="sort">{t(lang, "topline-sort")}</label>
                    <select id="sort" name="sort">{sorts.into_iter().collect::<Vec<_>>()}</select>
                </div>
            </div>
            {whom.rehearsal_field(lang)}
            <button class="button">{t(lang, "topline-show")}</button>
            <p class="hint">{t(lang, "topline-print")}</p>
        </form>
    }
}
