//! The topline: every question one way, with bases and intervals.

mod asked;
mod drawn;
mod figures;

use std::sync::Arc;

use analysis::table::Columns;
use analysis::table::topline::{Topic, topline};
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use survey::SurveyId;
use tokio::task::spawn_blocking;

use super::desk::condition::condition;
use super::desk::form::{FaultCount, Faults};
use super::desk::{Desk, Place, lang};
use super::show;
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::export::weight_names;
use crate::state::AppState;
use crate::words::t;
use asked::{Asked, Counted};

/// What the page shows.
struct Shown {
    person: Person,
    survey: Survey,
    asked: Asked,
    faults: Faults,
    /// The names of the survey's weights.
    weights: Vec<String>,
    snapshot: i64,
    columns: Arc<Columns>,
    counted: Counted,
    topics: Vec<Topic>,
}

/// `/surveys/{id}/topline?filter=&weight=&sort=&rehearsal=`
#[component]
pub fn ToplinePage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| {
        let lang = lang();
        let title = shown.survey.questionnaire.title.get(lang).to_owned();
        let id = shown.survey.id.clone();
        let (address, faults) = (shown.asked.address(&id), shown.faults.clone());
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
    let (survey, asked) = (surveys::load(&db, &SurveyId(survey)).await?, Asked::read(&parts));
    let weights = weight_names(&db, &survey.id).await?;
    let snapshot = columns.load(&db, (&survey.id, asked.rehearsal), now()).await?;
    let mut faults = Faults::default();
    let weighing = asked.weighing(&db, &survey.id, &mut faults).await?;
    let counting = spawn_blocking(move || {
        let columns = snapshot.columns;
        let questionnaire = &survey.questionnaire;
        let is_in = asked.holding(&columns, questionnaire, &mut faults);
        let counted = Counted::new(&columns, is_in, weighing.as_ref());
        let topics = topline(&columns, questionnaire, counted.is_in.as_deref(), counted.weights.as_deref());
        let snapshot = snapshot.number;
        Shown { person, survey, asked, faults, weights, snapshot, columns, counted, topics }
    });
    counting.await.map_err(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "a topline was not counted");
        AppError::Internal
    })
}

/// What may be chosen; whatever was is in the address.
fn form(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let asked = &shown.asked;
    let option = |value: &str, words: String, chosen: &str| {
        view! { <option value=value.to_owned() selected=value == chosen>{words}</option> }
    };
    let sorts = [("", "topline-sort-file"), ("size", "topline-sort-size")];
    let sorts = sorts.map(|(value, word)| option(value, t(lang, word), &asked.sort));
    let none = option("", t(lang, "data-weight-none"), &asked.weight);
    let weights: Vec<_> = shown.weights.iter().map(|it| option(it, it.clone(), &asked.weight)).collect();
    let fault = shown.faults.of("weight", lang);
    let described = fault.is_some().then_some("weight-fault");
    let has_weights = !shown.weights.is_empty() || fault.is_some();
    let weight = has_weights.then(|| {
        view! {
            <div class="field">
                <label for="weight">{t(lang, "data-weight")}</label>
                {fault.map(|it| view! { <p class="fault" id="weight-fault">{it}</p> })}
                <select id="weight" name="weight" aria-describedby=described>{none}{weights}</select>
            </div>
        }
    });
    view! {
        <form class="toolbar topline-form" method="get" action=Place::Topline.path(&shown.survey.id)>
            {condition(&asked.filter, &shown.survey.questionnaire, &shown.faults, lang)}
            <div class="form--line">
                {weight}
                <div class="field">
                    <label for="sort">{t(lang, "topline-sort")}</label>
                    <select id="sort" name="sort">{sorts.to_vec()}</select>
                </div>
            </div>
            <label class="choose__one">
                <input type="checkbox" name="rehearsal" value="1" checked=asked.rehearsal/>
                <span>{t(lang, "topline-rehearsal")}</span>
            </label>
            <button class="button">{t(lang, "topline-show")}</button>
            <p class="hint">{t(lang, "topline-print")}</p>
        </form>
    }
}
