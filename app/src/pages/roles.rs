//! Who may do what in one survey, and for how long what identifies its respondents is kept. For its owners.

mod retention;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::people;
use store::retention::Erasure;
use store::surveys::{self, Survey};
use survey::{PersonId, SurveyId};

use self::retention::Retention;
use super::desk::done::done;
use super::desk::form::Faults;
use super::desk::{Desk, Place, lang};
use super::people::role_boxes::{RoleBoxes, chosen, role_words};
use super::{draw, show};
use crate::auth::{Owner, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{t, t_with};

pub use retention::set_retention;

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    /// Everybody who works here.
    people: Vec<people::Person>,
    erasures: Vec<Erasure>,
    withdrawn: i64,
}

/// `/surveys/{id}/roles`
#[component]
pub fn RolesPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, Retention::default(), Faults::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Owner(person) = guard().await?;
    shown(person, &expect_context(), &SurveyId(survey)).await
}

async fn shown(person: Person, state: &AppState, id: &SurveyId) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, id).await?;
    let mut people = people::list(&state.db).await?;
    people.retain(|it| it.left_at.is_none());
    let erasures = store::retention::erasures(&state.db, id).await?;
    let withdrawn = store::withdrawal::count(&state.db, id).await?;
    Ok(Shown { person, survey, people, erasures, withdrawn })
}

/// What was typed, and is wrong with it, is that of the form for retention.
fn page(shown: Shown, typed: Retention, faults: Faults) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, people, erasures, withdrawn } = shown;
    let title = survey.questionnaire.title.get(lang).to_owned();
    let (there, others): (Vec<_>, Vec<_>) =
        people.into_iter().partition(|it| it.of_surveys.contains_key(&survey.id));
    let of_house: Vec<_> = others.iter().chain(&there).filter(|it| !it.roles.is_empty()).cloned().collect();
    let there: Vec<_> = there.into_iter().map(|it| one(&survey.id, it, lang)).collect();
    view! {
        <Desk person lang title=t(lang, "roles-title") place=Place::Roles survey=Some((survey.id.clone(), title))>
            {done(lang, "roles-done", &["roles", "retention"])}
            <section class="panel">
                <h2>{t(lang, "roles-here")}</h2>
                <p class="hint">{t(lang, "roles-is")}</p>
                {house_roles(&of_house, lang)}
                {(!there.is_empty()).then(|| view! { <h3>{t(lang, "roles-of-survey")}</h3> {there} })}
            </section>
            {give(&survey.id, others, lang)}
            {retention::panel(&survey, (typed, faults), erasures, withdrawn, lang)}
        </Desk>
    }
}

/// Who may come in by a role for the whole house.
fn house_roles(people: &[people::Person], lang: &str) -> impl IntoView + use<> {
    let lines: Vec<_> = people
        .iter()
        .map(|it| view! { <li>{format!("{}: {}", it.name, role_words(&it.roles, lang))}</li> })
        .collect();
    view! {
        <h3>{t(lang, "roles-of-house")}</h3>
        <ul>{lines}</ul>
    }
}

/// Somebody with roles in this survey, which can be changed.
fn one(survey: &SurveyId, it: people::Person, lang: &'static str) -> impl IntoView + use<> {
    let roles = it.of_surveys.get(survey).cloned().unwrap_or_default();
    let label = t_with(lang, "roles-of", &[("name", it.name.clone().into())]);
    view! {
        <details class="role-holder">
            <summary>
                <strong>{it.name}</strong>
                {format!(": {}", role_words(&roles, lang))}
            </summary>
            <form method="post" action=Place::Roles.path(survey) class="form" aria-label=label>
                <input type="hidden" name="person" value=it.id.0/>
                <RoleBoxes lang word="roles-of-survey" chosen=roles/>
                <p class="hint">{t(lang, "roles-none-takes")}</p>
                <button class="button button--quiet">{t(lang, "people-roles-set")}</button>
            </form>
        </details>
    }
}

/// The form that gives a role to somebody who has none here.
fn give(survey: &SurveyId, others: Vec<people::Person>, lang: &'static str) -> impl IntoView + use<> {
    if others.is_empty() {
        return None;
    }
    let people: Vec<_> =
        others.into_iter().map(|it| view! { <option value=it.id.0>{it.name}</option> }).collect();
    Some(view! {
        <section class="panel">
            <h2>{t(lang, "roles-give")}</h2>
            <form method="post" action=Place::Roles.path(survey) class="form">
                <div class="field">
                    <label for="person">{t(lang, "roles-person")}</label>
                    <select id="person" name="person">{people}</select>
                </div>
                <RoleBoxes lang word="roles-of-survey" chosen=Vec::new()/>
                <button class="button">{t(lang, "roles-give-button")}</button>
            </form>
        </section>
    })
}

/// `POST /surveys/{id}/roles`: these roles and no others; none takes all away.
pub async fn set_roles(
    Owner(owner): Owner,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let id = SurveyId(survey);
    let person = pairs.iter().find(|(name, _)| name == "person").and_then(|(_, it)| it.parse().ok());
    let person = PersonId(person.ok_or(AppError::Malformed)?);
    let now = (state.now)();
    people::roles::set_in(&state.db, &id, person, &chosen(&pairs), &owner.name, now).await?;
    Ok(Redirect::to(&format!("{}?done=roles", Place::Roles.path(&id))))
}

/// The page again, with what is wrong in the form for retention.
async fn again(
    state: &AppState,
    parts: Parts,
    owner: Person,
    id: &SurveyId,
    (typed, faults): (Retention, Faults),
) -> Result<Response, AppError> {
    let shown = shown(owner, state, id).await?;
    let page = move || page(shown.clone(), typed.clone(), faults.clone());
    Ok(draw(state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await.into_response())
}
