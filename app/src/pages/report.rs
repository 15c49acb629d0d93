//! Reports: the list of those of a survey, and a form for one more.

mod field;
pub mod files;
mod form;
mod made;
pub mod one;
mod question;
mod section;
pub mod sections;
mod typed;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::reports::{self, Report};
use store::surveys::{self, Survey};
use survey::SurveyId;

use super::desk::done::done;
use super::desk::form::{FaultCount, Faults};
use super::desk::time::time;
use super::desk::{Desk, Place, lang};
use super::{draw, show};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::export::weight_names;
use crate::state::AppState;
use crate::words::{language_name, t};
use typed::TypedReport;

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    reports: Vec<Report>,
    /// The names of the survey's weights.
    weights: Vec<String>,
}

/// `/surveys/{id}/report`
#[component]
pub fn ReportsPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| {
        let typed = TypedReport { lang: lang().to_owned(), ..TypedReport::default() };
        page(shown, typed, Faults::default())
    })
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    shown(&expect_context(), person, &SurveyId(survey)).await
}

async fn shown(state: &AppState, person: Person, survey: &SurveyId) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, survey).await?;
    let reports = reports::list(&state.db, &survey.id).await?;
    let weights = weight_names(&state.db, &survey.id).await?;
    Ok(Shown { person, survey, reports, weights })
}

fn page(shown: Shown, typed: TypedReport, faults: Faults) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, reports, weights } = shown;
    let title = survey.questionnaire.title.get(lang).to_owned();
    let here = Place::Report.path(&survey.id);
    view! {
        <Desk
            person
            lang
            title=t(lang, "desk-report")
            place=Place::Report
            survey=Some((survey.id.clone(), title))
        >
            {done(lang, "report-done", &["gone"])}
            <p class="hint">{t(lang, "report-is")}</p>
            {list(reports, &survey, lang)}
            <section class="panel" id="new">
                <h2>{t(lang, "report-new")}</h2>
                <FaultCount lang faults=faults.clone()/>
                <form method="post" action=here class="form">
                    {form::report(&typed, &weights, &faults, lang)}
                    <button class="button">{t(lang, "report-create")}</button>
                </form>
            </section>
        </Desk>
    }
}

fn list(reports: Vec<Report>, survey: &Survey, lang: &'static str) -> AnyView {
    if reports.is_empty() {
        return view! { <p>{t(lang, "report-none")}</p> }.into_any();
    }
    let line = |it: Report| {
        let (tongue, zone) = (language_name(&it.of.lang), &survey.settings.time_zone);
        let rehearsal = it.of.rehearsal.then(|| format!(" · {}", t(lang, "topline-rehearsal")));
        view! {
            <li>
                <a href=path(&survey.id, it.id)>{it.of.title}</a>
                <p class="hint">{tongue} " · " {it.who} " " {time(it.changed_at, zone)} {rehearsal}</p>
            </li>
        }
    };
    let lines: Vec<_> = reports.into_iter().map(line).collect();
    view! { <ul class="reports">{lines}</ul> }.into_any()
}

/// `POST /surveys/{id}/report`: begins one, and leads to it.
pub async fn create(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(typed): Form<TypedReport>,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    let shown = shown(&state, person, &survey).await?;
    match typed.read(&shown.weights) {
        Ok(new) => {
            let report = reports::add(&state.db, &survey, &new, &shown.person.name, (state.now)()).await?;
            Ok(Redirect::to(&path(&survey, report)).into_response())
        }
        Err(faults) => {
            let page = move || page(shown.clone(), typed.clone(), faults.clone());
            Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
    }
}

/// The address of a report.
fn path(survey: &SurveyId, report: i64) -> String {
    format!("{}/{report}", Place::Report.path(survey))
}

/// The number of a report or a section, out of an address.
fn number(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}
