//! One report: its sections as they will be read, each with what can be done about it.

use analysis::report::html;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::{Error, reports};
use survey::SurveyId;
use tokio::task::spawn_blocking;

use super::made::{Made, made};
use super::section::{self, Typed};
use super::typed::{TypedReport, seen};
use super::{form, number, path};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::export::weight_names;
use crate::pages::desk::done::done;
use crate::pages::desk::form::{FaultCount, Faults};
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::{draw, show};
use crate::state::AppState;
use crate::words::{mark, t};

/// What the page shows.
#[derive(Clone)]
pub(super) struct Shown {
    person: Person,
    pub(super) made: Made,
    /// What stands above the sections, as HTML.
    front: String,
    /// The sections as HTML; `made` has their blocks no more.
    drawn: Vec<String>,
    /// The names of the survey's weights.
    weights: Vec<String>,
}

/// What was typed and not taken, and why.
#[derive(Clone, Default)]
pub(super) struct Wrong {
    /// About the report itself.
    pub(super) report: Option<TypedReport>,
    /// About a section, or a new one.
    pub(super) section: Option<Typed>,
    pub(super) faults: Faults,
}

/// `/surveys/{id}/report/{n}`
#[component]
pub fn ReportPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let [survey, report] = ["survey", "report"].map(|it| params.get(it).unwrap_or_default());
    show(load(survey, report), |shown| page(shown, Wrong::default()))
}

async fn load(survey: String, report: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    shown(&expect_context(), person, &SurveyId(survey), number(&report)?).await
}

pub(super) async fn shown(
    state: &AppState,
    person: Person,
    survey: &SurveyId,
    report: i64,
) -> Result<Shown, AppError> {
    let mut made = made(state, survey, report).await?;
    let weights = weight_names(&state.db, survey).await?;
    let drawing = spawn_blocking(move || {
        let front = html::blocks(&std::mem::take(&mut made.front), "front-");
        let sections = made.sections.iter_mut();
        let drawn = sections
            .map(|(it, blocks)| html::blocks(&std::mem::take(blocks), &format!("section-{}-", it.id)))
            .collect();
        Shown { person, made, front, drawn, weights }
    });
    Ok(drawing.await?)
}

/// The page again, with what was not taken.
pub(super) async fn again(
    state: &AppState,
    parts: Parts,
    person: Person,
    (survey, report): (&SurveyId, i64),
    wrong: Wrong,
) -> Result<Response, AppError> {
    let shown = shown(state, person, survey, report).await?;
    let page = move || page(shown.clone(), wrong.clone());
    Ok(draw(state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await)
}

fn page(shown: Shown, wrong: Wrong) -> impl IntoView {
    let lang = lang();
    let Shown { person, made, front, drawn, weights } = shown;
    let (id, report) = (made.survey.id.clone(), made.report.clone());
    let (survey_title, here) = (made.survey.questionnaire.title.get(lang).to_owned(), path(&id, report.id));
    let count = made.sections.len();
    let sections: Vec<_> = made
        .sections
        .iter()
        .zip(drawn)
        .enumerate()
        .map(|(at, ((it, _), drawn))| {
            let typed = wrong.section.clone().filter(|typed| typed.of == Some(it.id));
            let faults = if typed.is_some() { wrong.faults.clone() } else { Faults::default() };
            section::panel((it, drawn, &made), &here, (at, count), typed, faults, lang)
        })
        .collect();
    let new = wrong.section.clone().filter(|it| it.of.is_none());
    let new_faults = if new.is_some() { wrong.faults.clone() } else { Faults::default() };
    let settings_faults = if wrong.report.is_some() { wrong.faults.clone() } else { Faults::default() };
    let is_open = wrong.report.is_some();
    let typed = wrong.report.unwrap_or_else(|| TypedReport::of(&report.of));
    // Empty where what it was meanwhile is shown only now.
    let seen = Some(typed.seen).filter(|it| !it.is_empty()).unwrap_or_else(|| seen(&report.of));
    let typed = TypedReport { seen, ..typed };
    let title = report.of.title.clone();
    let none = (count == 0).then(|| view! { <p>{t(lang, "report-empty")}</p> });
    view! {
        <Desk
            person
            lang
            title
            place=Place::Report
            survey=Some((id, survey_title))
            address=here.clone()
        >
            {done(lang, "report-done", &["saved", "added", "changed", "moved", "section-gone"])}
            <FaultCount lang faults=wrong.faults/>
            {files(&here, lang)}
            <div class="report" lang=mark_of(&report.of.lang, lang) inner_html=front></div>
            {none}
            {sections}
            {section::new(&made, &here, new, &new_faults, lang)}
            <details class="panel report-settings" open=is_open>
                <summary>{t(lang, "report-settings")}</summary>
                <form method="post" action=here.clone() class="form">
                    {form::report(&typed, &weights, &settings_faults, lang)}
                    <button class="button">{t(lang, "report-save")}</button>
                </form>
                <form method="post" action=format!("{here}/gone")>
                    <button class="button button--quiet">{t(lang, "report-delete")}</button>
                </form>
            </details>
        </Desk>
    }
}

/// The language of what is drawn, where it is not that of the page.
pub(super) fn mark_of(of: &str, lang: &str) -> Option<String> {
    (of != lang).then(|| mark(of).unwrap_or(of).to_owned())
}

/// The report as files; the HTML file is also the view for printing.
fn files(here: &str, lang: &'static str) -> impl IntoView + use<> {
    let link = |ending: &str, word: &str, saves: bool| {
        let address = format!("{here}/report.{ending}");
        view! { <a class="button button--quiet" href=address download=saves.then_some("")>{t(lang, word)}</a> }
    };
    view! {
        <p class="report-files">
            {link("html", "report-print", false)} {link("html", "report-html", true)}
            {link("xlsx", "report-xlsx", true)} {link("docx", "report-docx", true)}
        </p>
    }
}

/// `POST /surveys/{id}/report/{n}`: says anew what it is called, and whom it counts.
pub async fn change(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, report)): Path<(String, String)>,
    parts: Parts,
    Form(mut typed): Form<TypedReport>,
) -> Result<Response, AppError> {
    let (survey, report) = (SurveyId(survey), number(&report)?);
    let weights = weight_names(&state.db, &survey).await?;
    let faults = match typed.read(&weights) {
        Err(faults) => faults,
        Ok(new) => {
            let (of, written) = ((&survey, report), (&typed.seen(), &new));
            match reports::change(&state.db, of, written, &person.name, (state.now)()).await {
                Ok(()) => {
                    let to = format!("{}?done=saved", path(&survey, report));
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(Error::Stale) => {
                    typed.seen.clear();
                    Faults::one("title", "report-settings-stale")
                }
                Err(err) => return Err(err.into()),
            }
        }
    };
    let wrong = Wrong { report: Some(typed), section: None, faults };
    again(&state, parts, person, (&survey, report), wrong).await
}

/// `POST /surveys/{id}/report/{n}/gone`
pub async fn delete(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, report)): Path<(String, String)>,
) -> Result<Redirect, AppError> {
    let (survey, report) = (SurveyId(survey), number(&report)?);
    reports::delete(&state.db, (&survey, report), &person.name, (state.now)()).await?;
    Ok(Redirect::to(&format!("{}?done=gone", Place::Report.path(&survey))))
}
