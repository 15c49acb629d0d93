//! The topline: every question one way, with bases and intervals.

mod drawn;

use analysis::table::topline::{Topic, topline};
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::Survey;
use survey::SurveyId;
use tokio::task::spawn_blocking;

use super::desk::basis::Basis;
use super::desk::form::FaultCount;
use super::desk::whom::{Whom, option};
use super::desk::{Desk, Place, lang};
use super::{address, in_query, show};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::t;

/// What the page shows.
struct Shown {
    person: Person,
    basis: Basis,
    /// `size` for the largest bar first, else the order of the questionnaire.
    sort: String,
    topics: Vec<Topic>,
}

impl Shown {
    /// The page as a link that can be sent.
    fn address(&self) -> String {
        let sort = [("sort", &*self.sort)].into_iter().filter(|(_, it)| !it.is_empty());
        address(&Place::Topline.path(&self.basis.survey.id), self.basis.whom.pairs().chain(sort))
    }
}

/// `/surveys/{id}/topline?filter=&weight=&sort=&rehearsal=`
#[component]
pub fn ToplinePage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| {
        let lang = lang();
        let Survey { id, questionnaire, .. } = shown.basis.survey.clone();
        let title = questionnaire.title.get(lang).to_owned();
        let (address, faults) = (shown.address(), shown.basis.faults.clone());
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
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let basis = Basis::load(&state, &SurveyId(survey), Whom::read(&parts)).await?;
    let sort = in_query(&parts, "sort").unwrap_or_default();
    let counting = spawn_blocking(move || {
        let Basis { survey, snapshot, counted, .. } = &basis;
        let (is_in, weights) = (counted.is_in.as_deref(), counted.weights.as_deref());
        let topics = topline(&snapshot.columns, &survey.questionnaire, is_in, weights);
        Shown { person, basis, sort, topics }
    });
    Ok(counting.await?)
}

/// What may be chosen; whatever was is in the address.
fn form(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let Basis { survey, weights, whom, faults, .. } = &shown.basis;
    let sorts = [("", "topline-sort-file"), ("size", "topline-sort-size")];
    let sorts = sorts.map(|(value, word)| option(value, t(lang, word), &shown.sort));
    view! {
        <form class="toolbar topline-form" method="get" action=Place::Topline.path(&survey.id)>
            {whom.filter_field(&survey.questionnaire, faults, lang)}
            <div class="form--line">
                {whom.weight_field(weights, faults, lang)}
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
