//! For how long what identifies a respondent is kept, what was erased, and how many withdrew.

use axum::extract::{Form, Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::retention::Erasure;
use store::surveys::{self, Setting, Survey};
use survey::SurveyId;
use validator::{Validate, ValidationError};

use super::again;
use crate::auth::Owner;
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::form::{FaultCount, Faults, Field, fault};
use crate::pages::desk::time::time;
use crate::state::AppState;
use crate::words::{t, t_with};

/// What is typed: days, or nothing for ever.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub struct Retention {
    #[validate(custom(function = is_days))]
    days: String,
    #[validate(length(max = 500, message = "desk-why-long"))]
    why: String,
}

fn is_days(days: &str) -> Result<(), ValidationError> {
    let days = days.trim();
    let fine = days.is_empty() || days.parse::<i64>().is_ok_and(|it| (1..=36_500).contains(&it));
    fault(fine, "roles-days-wrong")
}

/// `POST /surveys/{id}/retention`
pub async fn set_retention(
    Owner(owner): Owner,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(typed): Form<Retention>,
) -> Result<Response, AppError> {
    let id = SurveyId(survey);
    if let Err(errors) = typed.validate() {
        return again(&state, parts, owner, &id, (typed, errors.into())).await;
    }
    let days = Setting::RetentionDays(typed.days.trim().parse().ok());
    surveys::set(&state.db, &id, days, &owner.name, typed.why.trim(), (state.now)()).await?;
    Ok(Redirect::to(&format!("{}?done=retention", Place::Roles.path(&id))).into_response())
}

/// On the page of roles: the form, and the report of what was erased.
pub fn panel(
    survey: &Survey,
    (typed, faults): (Retention, Faults),
    erasures: Vec<Erasure>,
    withdrawn: i64,
    lang: &'static str,
) -> impl IntoView + use<> {
    let kept = survey.settings.retention_days.map(|it| it.to_string()).unwrap_or_default();
    let days = if faults.0.is_empty() { kept } else { typed.days };
    let personal: Vec<_> = survey
        .questionnaire
        .pages
        .iter()
        .flat_map(|it| it.questions())
        .filter(|it| it.personal)
        .map(|it| it.var.clone())
        .collect();
    let personal = match personal.is_empty() {
        true => t(lang, "roles-personal-none"),
        false => t_with(lang, "roles-personal", &[("questions", personal.join(", ").into())]),
    };
    view! {
        <section class="panel" id="retention">
            <h2>{t(lang, "roles-retention")}</h2>
            <p>{t(lang, "roles-retention-is")}</p>
            <p>{personal}</p>
            <FaultCount lang faults=faults.clone()/>
            <form method="post" action=format!("/surveys/{}/retention", survey.id) class="form">
                <Field lang name="days" word="roles-days" hint=true typed=days faults=faults.clone()/>
                <Field lang name="why" word="roles-why" typed=typed.why faults/>
                <button class="button">{t(lang, "roles-retention-set")}</button>
            </form>
            <h3>{t(lang, "roles-erased")}</h3>
            {report(erasures, &survey.settings.time_zone, lang)}
            <p>{t_with(lang, "roles-withdrawn", &[("count", withdrawn.into())])}</p>
        </section>
    }
}

/// What was erased, and when.
fn report(erasures: Vec<Erasure>, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    if erasures.is_empty() {
        return view! { <p class="hint">{t(lang, "roles-erased-none")}</p> }.into_any();
    }
    let head = ["interviews", "pids", "devices", "variables", "answers", "invitations"]
        .map(|it| view! { <th scope="col" class="tabular">{t(lang, &format!("roles-erased-{it}"))}</th> })
        .to_vec();
    let rows: Vec<_> = erasures
        .into_iter()
        .map(|it| {
            let counts = [it.interviews, it.pids, it.devices, it.variables, it.answers, it.invitations]
                .map(|it| view! { <td class="tabular">{it}</td> })
                .to_vec();
            view! {
                <tr>
                    <th scope="row">{time(it.at, zone)}</th>
                    {counts}
                </tr>
            }
        })
        .collect();
    view! {
        <div class="scroller" role="region" tabindex="0" aria-label=t(lang, "roles-erased")>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t(lang, "audit-when")}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
