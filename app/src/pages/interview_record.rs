//! One interview as the desk sees it: how it stands or ended, its times, its places, and why it was turned away.

mod gate;
mod ledger;
mod passage;

use axum::extract::{Path, State};
use axum::response::Redirect;
use axum_extra::extract::Query;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::fieldwork::{self, LedgerRow};
use store::interviews::{self, Kept};
use store::quotas::{self, AtGate};
use store::surveys::{self, Survey};
use survey::quota::{CellName, SOURCE};
use survey::{InterviewId, SurveyId};

use super::desk::{Desk, Place, lang};
use super::review::section::{self, Quality};
use super::show;
use crate::auth::{Manager, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::t_with;

/// What the page shows.
struct Shown {
    person: Person,
    survey: Survey,
    kept: Kept,
    /// How the cells stood when it came to the gate.
    gate: Option<AtGate>,
    ledger: Vec<LedgerRow>,
    /// What flags it, once it has finished.
    quality: Option<Quality>,
}

/// The address of an interview's page.
pub fn path(survey: &SurveyId, interview: InterviewId) -> String {
    format!("/surveys/{survey}/interviews/{}", interview.0)
}

/// `/surveys/{id}/interviews/{interview}`
#[component]
pub fn InterviewRecordPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let survey = params.get("survey").unwrap_or_default();
    let interview = params.get("interview").unwrap_or_default();
    show(load(survey, interview), page)
}

async fn load(survey: String, interview: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    let AppState { db, .. } = expect_context();
    let id = InterviewId(interview.parse().map_err(|_| AppError::NotFound)?);
    let survey = surveys::load(&db, &SurveyId(survey)).await?;
    let kept = interviews::by_id(&db, &survey.id, id).await?;
    let gate = quotas::at_gate(&db, &survey.id, id).await?;
    let ledger = fieldwork::of_interview(&db, &survey.id, id).await?;
    let quality = section::load(&db, &survey.id, id).await?;
    Ok(Shown { person, survey, kept, gate, ledger, quality })
}

fn page(shown: Shown) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, kept, gate, ledger, quality } = shown;
    let name = survey.questionnaire.title.get(lang).to_owned();
    let title = t_with(lang, "record-title", &[("number", kept.id.0.to_string().into())]);
    let zone = survey.settings.time_zone.clone();
    view! {
        <Desk
            person
            lang
            title
            place=Place::Review
            survey=Some((survey.id.clone(), name))
            address=path(&survey.id, kept.id)
        >
            {passage::passage(&kept, &zone, lang)}
            {quality.map(|it| section::section(&survey.id, it, lang))}
            {gate.map(|it| gate::gate(&it, &kept, &zone, lang))}
            {ledger::ledger(ledger, &kept, &zone, lang)}
        </Desk>
    }
}

/// What a cell is called, by the plan whose places the interview took.
fn cell_name(kept: &Kept, cell: &CellName, lang: &str) -> String {
    let questionnaire = &kept.questionnaire;
    let plans = questionnaire.quota.as_ref().map_or(&[][..], |it| &it.plans);
    let plan = plans.iter().find(|it| Some(&it.name) == kept.plan.as_ref()).or(plans.first());
    match plan {
        _ if cell.table == SOURCE => {
            t_with(lang, "record-source-cell", &[("source", cell.key.clone().into())])
        }
        Some(plan) => survey::fieldwork::board::cell_label(questionnaire, plan, cell, lang),
        None => cell.to_string(),
    }
}

/// Which interview is looked for.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    number: String,
}

/// `GET /surveys/{id}/interviews?number=…`: leads to the page of an interview.
pub async fn find(
    Manager(_): Manager,
    State(AppState { db, .. }): State<AppState>,
    Path(survey): Path<String>,
    Query(Wanted { number }): Query<Wanted>,
) -> Result<Redirect, AppError> {
    let survey = SurveyId(survey);
    let number = survey::quota::paste::number(&number).ok_or(AppError::NotFound)?;
    let kept = interviews::by_id(&db, &survey, InterviewId(number)).await?;
    Ok(Redirect::to(&path(&survey, kept.id)))
}
