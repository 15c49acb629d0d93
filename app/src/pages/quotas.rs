//! Targets, buffers, pauses and plans of a survey's quotas, and when its field is open.

mod cells;
mod field;
mod paste;
mod preview;
mod tables;
mod typed;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::quotas::{self, QuotaCell};
use store::surveys::{self, Survey};
use survey::fieldwork::board;
use survey::quota::feasibility::conflicts;
use survey::quota::{CellName, QuotaPlan, Standing};
use survey::{Moment, SurveyId};

use super::desk::done::done;
use super::desk::form::{FaultCount, Faults};
use super::desk::{Desk, Place, lang};
use super::fieldwork::outlook;
use super::{draw, in_query, show};
use crate::auth::{Manager, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::t;

pub use field::{set_entry, set_field, set_state};
pub use preview::{preview, save};

/// What is said once after a form.
const DONE: [&str; 4] = ["saved", "state", "entry", "field"];

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    /// Of the plan in force, in file order.
    cells: Vec<QuotaCell>,
    now: Moment,
}

impl Shown {
    /// The plan in force.
    fn plan(&self) -> Option<&QuotaPlan> {
        plan(&self.survey, self.survey.plan.as_deref()?)
    }

    /// What a cell is called in a language.
    fn cell_name(&self, cell: &CellName, lang: &str) -> String {
        let plan = self.plan();
        plan.map_or_else(|| cell.to_string(), |it| cell_name(&self.survey, it, cell, lang))
    }

    /// What a table is called in a language.
    fn table_name(&self, table: &str, lang: &str) -> String {
        let questionnaire = &self.survey.questionnaire;
        self.plan().map_or_else(|| table.to_owned(), |it| board::table_label(questionnaire, it, table, lang))
    }

    /// Completes so far; none without quotas.
    fn completes(&self) -> Option<i64> {
        let table = &self.plan()?.tables.first()?.name;
        Some(self.cells.iter().filter(|it| it.name.table == *table).map(|it| it.completes).sum())
    }
}

/// What came back to be put right: what was typed, and what is wrong with it.
#[derive(Clone, Default)]
struct Typing {
    quotas: typed::Typed,
    field: Option<field::Typed>,
    state: field::State,
    faults: Faults,
    /// What is wrong with a pasted block.
    block: Vec<survey::quota::paste::Fault>,
}

/// `/surveys/{id}/quotas`
#[component]
pub fn QuotasPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, Typing::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    shown(&expect_context(), person, &SurveyId(survey)).await
}

async fn shown(state: &AppState, person: Person, id: &SurveyId) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, id).await?;
    let cells = quotas::cells(&state.db, id, false).await?;
    Ok(Shown { person, survey, cells, now: (state.now)() })
}

fn page(shown: Shown, typing: Typing) -> impl IntoView {
    let lang = lang();
    let name = shown.survey.questionnaire.title.get(lang).to_owned();
    let of_plan = match shown.plan() {
        Some(plan) => with_plan(&shown, plan, &typing, lang).into_any(),
        None => view! { <p>{t(lang, "fieldwork-no-quota")}</p> }.into_any(),
    };
    let count = typing.faults.clone();
    view! {
        <Desk
            person=shown.person.clone()
            lang
            title=t(lang, "quotas-title")
            place=Place::Quotas
            survey=Some((shown.survey.id.clone(), name))
        >
            {done(lang, "quotas-done", &DONE)}
            {field::held(&shown.survey, lang)}
            {warnings(&shown.survey, &shown.cells, lang)}
            <FaultCount lang faults=count/>
            <nav aria-label=t(lang, "quotas-contents")>
                <ul class="jumps">
                    {shown.plan().map(|_| view! { <li><a href="#targets">{t(lang, "quotas-targets")}</a></li> })}
                    {shown.plan().map(|_| view! { <li><a href="#cells">{t(lang, "quotas-cells")}</a></li> })}
                    <li><a href="#field">{t(lang, "quotas-field")}</a></li>
                    <li><a href="#find">{t(lang, "quotas-find")}</a></li>
                </ul>
            </nav>
            {of_plan}
            {field::field(&shown, &typing, dates_of_file(), lang)}
            {find(&shown.survey.id, lang)}
        </Desk>
    }
}

/// The page again, with what is wrong in one of its forms.
async fn again(state: &AppState, parts: Parts, shown: Shown, typing: Typing) -> Response {
    draw(state, parts, StatusCode::UNPROCESSABLE_ENTITY, move || page(shown.clone(), typing.clone())).await
}

/// Back to the page, which says what was done.
fn to(survey: &SurveyId, done: &str) -> Response {
    Redirect::to(&format!("{}?done={done}", Place::Quotas.path(survey))).into_response()
}

fn with_plan(shown: &Shown, plan: &QuotaPlan, typing: &Typing, lang: &'static str) -> impl IntoView + use<> {
    (
        tables::targets(shown, plan, typing, lang),
        paste::block(shown, plan, typing, lang),
        cells::cells(shown, plan, typing, lang),
    )
}

/// Whether the dates of the questionnaire file are wanted in the form.
fn dates_of_file() -> bool {
    in_query(&expect_context(), "dates").is_some_and(|it| it == "file")
}

/// Why the plan in force cannot be filled with these cells.
fn warnings(survey: &Survey, cells: &[QuotaCell], lang: &'static str) -> impl IntoView + use<> {
    let plan = cells.first().and_then(|it| plan(survey, &it.plan));
    let sentences = plan.map(|plan| {
        let standings: Vec<Standing> = cells.iter().map(standing).collect();
        let table = |it: &str| board::table_label(&survey.questionnaire, plan, it, lang);
        let name = |it: &CellName| cell_name(survey, plan, it, lang);
        outlook::warnings(&conflicts(plan, &standings), table, name, lang)
    });
    let sentences: Vec<_> =
        sentences.unwrap_or_default().into_iter().map(|it| view! { <li>{it}</li> }).collect();
    (!sentences.is_empty()).then(|| {
        view! {
            <div class="notice" data-kind="warning">
                <p>{t(lang, "board-warnings")}</p>
                <ul>{sentences}</ul>
            </div>
        }
    })
}

/// Leads to the page of one interview, where it says why somebody was turned away.
fn find(survey: &SurveyId, lang: &'static str) -> impl IntoView + use<> {
    view! {
        <section class="panel" id="find">
            <h2>{t(lang, "quotas-find")}</h2>
            <form method="get" action=format!("/surveys/{survey}/interviews") class="form">
                <div class="field field--short">
                    <label for="number">{t(lang, "quotas-find-number")}</label>
                    <input id="number" name="number" type="text" inputmode="numeric" required autocomplete="off"/>
                </div>
                <button class="button button--quiet">{t(lang, "quotas-find-button")}</button>
            </form>
        </section>
    }
}

fn plan<'a>(survey: &'a Survey, name: &str) -> Option<&'a QuotaPlan> {
    survey.questionnaire.quota.as_ref()?.plans.iter().find(|it| it.name == name)
}

fn cell_name(survey: &Survey, plan: &QuotaPlan, cell: &CellName, lang: &str) -> String {
    board::cell_label(&survey.questionnaire, plan, cell, lang)
}

/// A cell as the rules take it.
pub(super) fn standing(cell: &QuotaCell) -> Standing {
    let QuotaCell { name, target, buffer, completes, reserved, paused, .. } = cell.clone();
    Standing { name, target, buffer, completes, reserved, paused }
}
