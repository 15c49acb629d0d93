//! The launch gate: its report, running it, and opening a survey behind it.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::people::Role;
use store::quotas;
use store::surveys::{self, Setting, SurveyState};
use store::trials::reports::{self, LaunchReport};
use survey::launch::{self, Check, Finding, InForce, Report};
use survey::quota::Standing;
use survey::{Severity, SurveyId};
use tokio::task::spawn_blocking;
use validator::{Validate, ValidationError};

use super::{Shown, Trier, Typing, shown};
use crate::auth::{Manager, Person};
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::form::{FaultCount, Faults, Field, LONGEST_WHY, fault};
use crate::pages::desk::time::time;
use crate::pages::draw;
use crate::pages::quotas::standing;
use crate::state::AppState;
use crate::words::{t, t_with};

/// The section of the page.
pub fn panel(shown: &Shown, launch: (String, Faults), lang: &'static str) -> impl IntoView + use<> {
    let survey = &shown.survey;
    let report = match &shown.report {
        None => view! { <p>{t(lang, "gate-none")}</p> }.into_any(),
        Some(it) => report(it, &survey.settings.time_zone, lang).into_any(),
    };
    let version = t_with(lang, "surveys-version", &[("version", survey.version.clone().into())]);
    let run = if shown.report.is_some() { "gate-run-again" } else { "gate-run" };
    view! {
        <section class="panel" id="gate">
            <h2>{t(lang, "gate-title")}</h2>
            <p>{t(lang, "gate-is")}</p>
            <p class="hint">{version}</p>
            {report}
            <form method="post" action=format!("/surveys/{}/gate", survey.id)>
                <button class="button button--quiet">{t(lang, run)}</button>
            </form>
            {opening(shown, launch, lang)}
        </section>
    }
}

/// The newest report, check by check.
fn report(it: &LaunchReport, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    let passed = if it.report.is_passed() { "gate-passed" } else { "gate-not-passed" };
    let checks: Vec<_> = it.report.checks.iter().map(|it| check(it, lang)).collect();
    let state = if it.report.is_passed() { "passed" } else { "failed" };
    view! {
        <p class="gate__verdict" data-state=state>
            <strong>{t(lang, passed)}</strong>
            " "
            <span class="hint">
                {it.who.clone()}" · "{time(it.at, zone)}" · "
                {t_with(lang, "gate-robots", &[("count", it.report.robots.into())])}
            </span>
        </p>
        <ul class="gate">{checks}</ul>
    }
}

fn check(it: &Check, lang: &'static str) -> impl IntoView + use<> {
    let about = it.about.word();
    let state = match (it.is_passed(), it.findings.is_empty()) {
        (true, true) => "passed",
        (true, false) => "warned",
        (false, _) => "failed",
    };
    let findings: Vec<_> = it.findings.iter().map(|it| finding(it, lang)).collect();
    view! {
        <li class="gate__check" data-state=state>
            <p>
                <strong>{t(lang, &format!("gate-state-{state}"))}</strong>
                " "
                {t_with(lang, &format!("gate-about-{about}"), &[("count", it.looked_at.into())])}
            </p>
            {(!findings.is_empty()).then(|| view! { <ul class="gate__findings">{findings}</ul> })}
        </li>
    }
}

fn finding(it: &Finding, lang: &'static str) -> impl IntoView + use<> {
    let words = t(lang, &format!("gate-found-{}", it.word.replace('_', "-")));
    let warning = (it.severity == Severity::Warning).then(|| t(lang, "gate-warning"));
    let at = (!it.at.is_empty()).then(|| view! { <code>{it.at.clone()}</code>" " });
    // Problems of the file are sentences, everything else is a condition, a number or a name.
    let detail = match it.word.as_str() {
        _ if it.detail.is_empty() => None,
        "problem" => Some(view! { " "{it.detail.clone()} }.into_any()),
        _ => Some(view! { " "<code>{it.detail.clone()}</code> }.into_any()),
    };
    view! { <li>{warning}{at}{words}{detail}</li> }
}

/// The forms that open a survey which is not open, for its managers.
fn opening(shown: &Shown, (why, faults): (String, Faults), lang: &'static str) -> Option<AnyView> {
    let survey = &shown.survey;
    if survey.state == SurveyState::Open || !shown.person.is(Role::Manager) {
        return None;
    }
    let action = format!("/surveys/{}/launch", survey.id);
    if shown.may_open {
        let button = view! {
            <form method="post" action=action>
                <button class="button">{t(lang, "gate-open")}</button>
            </form>
        };
        return Some(button.into_any());
    }
    let forms = view! {
        <form method="post" action=action.clone()>
            <button class="button">{t(lang, "gate-run-and-open")}</button>
        </form>
        <form method="post" action=action class="form">
            <h3>{t(lang, "gate-anyway")}</h3>
            <FaultCount lang faults=faults.clone()/>
            <input type="hidden" name="anyway" value="1"/>
            <Field lang name="why" word="gate-why" hint=true typed=why faults/>
            <button class="button button--quiet">{t(lang, "gate-anyway-button")}</button>
        </form>
    };
    Some(forms.into_any())
}

/// `POST /surveys/{id}/gate`: runs the gate and keeps its report with the version.
pub async fn run_gate(
    Trier(person): Trier,
    State(state): State<AppState>,
    Path(survey): Path<String>,
) -> Result<Redirect, AppError> {
    let id = SurveyId(survey);
    run(&state, &id, &person).await?;
    Ok(Redirect::to(&format!("{}#gate", Place::Trial.path(&id))))
}

/// Sends the robots away from the threads that answer requests, and keeps what they found.
async fn run(state: &AppState, id: &SurveyId, person: &Person) -> Result<Report, AppError> {
    let survey = surveys::load(&state.db, id).await?;
    let text = surveys::text(&state.db, id).await?;
    let cells = quotas::cells(&state.db, id, false).await?;
    let standings: Vec<Standing> = cells
        .iter()
        // Whether the targets go together is asked before anybody has come.
        .map(|it| Standing { completes: 0, reserved: 0, paused: false, ..standing(it) })
        .collect();
    let (questionnaire, plan) = (survey.questionnaire, survey.plan);
    let report = spawn_blocking(move || {
        let (_, problems) = survey::read(&text);
        let in_force = plan.as_deref().map(|plan| InForce { plan, cells: &standings });
        launch::report(&questionnaire, &problems, in_force)
    });
    let report = report.await?;
    reports::keep(&state.db, (id, &survey.version), &report, &person.name, (state.now)()).await?;
    Ok(report)
}

/// What opens a survey: nothing more, or a reason to open it without the gate.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
#[validate(schema(function = has_reason, skip_on_field_errors = false))]
pub struct Launch {
    anyway: String,
    why: String,
}

fn has_reason(it: &Launch) -> Result<(), ValidationError> {
    let length = it.why.trim().chars().count();
    fault(it.anyway.is_empty() || (5..=LONGEST_WHY).contains(&length), "gate-why-missing")
}

/// `POST /surveys/{id}/launch`: opens the survey, if need be behind the gate or past it with a reason.
pub async fn launch(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(typed): Form<Launch>,
) -> Result<Response, AppError> {
    let id = SurveyId(survey);
    if typed.validate().is_err() {
        let shown = shown(person, &state, &id).await?;
        let faults = Faults::one("why", "gate-why-missing");
        let typing = Typing { launch: (typed.why, faults), ..Typing::default() };
        let again = move || super::page(shown.clone(), typing.clone());
        return Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await);
    }
    let past_the_gate = !typed.anyway.is_empty() || reports::may_open(&state.db, &id).await?;
    if !past_the_gate && !run(&state, &id, &person).await?.is_passed() {
        return Ok(Redirect::to(&format!("{}#gate", Place::Trial.path(&id))).into_response());
    }
    let open = Setting::State(SurveyState::Open);
    surveys::set(&state.db, &id, open, &person.name, typed.why.trim(), (state.now)()).await?;
    Ok(Redirect::to("/surveys").into_response())
}
