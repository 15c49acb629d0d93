//! Data files: ordered with a form, kept under names, made by the server, and fetched.

mod form;
mod one;
mod pieces;
mod runs;
mod saved;
mod typed;

use std::time::Duration;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::Db;
use store::exports::{self, Run, RunState, Saved};
use store::surveys::{self, Survey, SurveyRow};
use survey::SurveyId;

use super::desk::done::done;
use super::desk::form::{FaultCount, Faults};
use super::desk::{Desk, Place, lang};
use super::{draw, show};
use crate::auth::{Analyst, Person, guard};
use crate::download;
use crate::error::AppError;
use crate::export::{Wanted, place, weight_names};
use crate::state::AppState;
use crate::variables::with_added;
use crate::words::t;

pub use one::{RunPage, again, file, manifest};
pub use saved::{forget, run as run_saved};

use typed::Typed;

/// The latest files in the list.
const LISTED: i64 = 20;

/// Waits for a file that was ordered: so often, so long. A small one is there before the page is.
const LOOKS: u32 = 40;
const BETWEEN: Duration = Duration::from_millis(50);

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    /// Completes of the field, for now.
    completes: i64,
    saved: Vec<Saved>,
    runs: Vec<Run>,
    /// The names of weights.
    weights: Vec<String>,
}

/// `/surveys/{id}/data`
#[component]
pub fn DataPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| {
        let typed = Typed::asked(&expect_context(), &shown.saved, lang());
        page(shown, typed, Faults::default())
    })
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let AppState { db, .. } = expect_context();
    shown(&db, person, &SurveyId(survey)).await
}

async fn shown(db: &Db, person: Person, id: &SurveyId) -> Result<Shown, AppError> {
    let survey = with_added(db, surveys::load(db, id).await?).await?;
    Ok(Shown {
        person,
        completes: completes(surveys::list(db).await?, id),
        saved: exports::saved(db, id).await?,
        runs: exports::runs(db, id, LISTED).await?,
        survey,
        weights: weight_names(db, id).await?,
    })
}

fn completes(rows: Vec<SurveyRow>, survey: &SurveyId) -> i64 {
    let counts = rows.into_iter().filter(|it| it.id == *survey).flat_map(|it| it.dispositions);
    counts.filter(|it| it.disposition == "complete").map(|it| it.count).sum()
}

fn page(shown: Shown, typed: Typed, faults: Faults) -> impl IntoView {
    let lang = lang();
    let title = shown.survey.questionnaire.title.get(lang).to_owned();
    let survey = shown.survey.id.clone();
    let jump = |to: &str, word: &str| view! { <li><a href=format!("#{to}")>{t(lang, word)}</a></li> };
    view! {
        <Desk
            person=shown.person.clone()
            lang
            title=t(lang, "data-title")
            place=Place::Data
            survey=Some((survey.clone(), title))
        >
            {done(lang, "data-done", &["forgotten"])}
            <FaultCount lang faults=faults.clone()/>
            <nav aria-label=t(lang, "data-contents")>
                <ul class="jumps">
                    {jump("new", "data-new")}
                    {(!shown.saved.is_empty()).then(|| jump("saved", "data-saved"))}
                    {(!shown.runs.is_empty()).then(|| jump("files", "data-files"))}
                    {jump("papers", "data-papers")}
                </ul>
            </nav>
            {form::form(&shown, typed, faults, lang)}
            {saved::panel(&shown, lang)}
            {runs::panel(&shown, lang)}
            <section class="panel" id="papers">
                <h2>{t(lang, "data-papers")}</h2>
                <dl class="papers">
                    {paper(Place::Codebook.path(&survey), "codebook", lang)}
                    {paper(Place::Versions.path(&survey), "versions", lang)}
                    {paper(Place::Questionnaire.path(&survey), "questionnaire", lang)}
                    {paper(super::weights::path(&survey), "weights", lang)}
                </dl>
            </section>
        </Desk>
    }
}

fn paper(path: String, word: &str, lang: &str) -> impl IntoView + use<> {
    view! {
        <div>
            <dt><a href=path>{t(lang, &format!("data-{word}"))}</a></dt>
            <dd>{t(lang, &format!("data-{word}-is"))}</dd>
        </div>
    }
}

/// `POST /surveys/{id}/data`: keeps what is wanted under a name, where one is given, and orders the file.
pub async fn order(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let shown = shown(&state.db, person, &SurveyId(survey)).await?;
    let typed = Typed::read(&pairs);
    let faults = typed.faults(&shown);
    if !faults.0.is_empty() {
        return Ok(again_with(&state, parts, shown, typed, faults).await);
    }
    let who = &shown.person.name;
    let name = (!typed.name.is_empty()).then_some(typed.name.as_str());
    if let Some(name) = name {
        exports::save(&state.db, &shown.survey.id, name, &typed.wanted.query(), who, (state.now)()).await?;
    }
    ordered(&state, &shown, &typed.wanted, name).await
}

/// The page again, with what is wrong in its form.
async fn again_with(state: &AppState, parts: Parts, shown: Shown, typed: Typed, faults: Faults) -> Response {
    let page = move || page(shown.clone(), typed.clone(), faults.clone());
    draw(state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await
}

/// Orders a file, waits a moment for it, and leads to its page.
async fn ordered(
    state: &AppState,
    shown: &Shown,
    wanted: &Wanted,
    name: Option<&str>,
) -> Result<Response, AppError> {
    let (survey, who) = (&shown.survey.id, &shown.person.name);
    let run = place(&state.db, survey, wanted, name, who, (state.now)()).await?;
    download::note(state, who, Some(survey), format!("export {run}, {}", wanted.query())).await?;
    wait(&state.db, survey, run).await?;
    Ok(Redirect::to(&path(survey, run)).into_response())
}

async fn wait(db: &Db, survey: &SurveyId, run: i64) -> Result<(), AppError> {
    for _ in 0..LOOKS {
        let run = exports::run(db, survey, run).await?;
        if matches!(run.state, RunState::Done | RunState::Failed) {
            break;
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Ok(())
}

/// The address of a file that was ordered.
fn path(survey: &SurveyId, run: i64) -> String {
    format!("{}/{run}", Place::Data.path(survey))
}
