//! One person who works here: roles of the house, a new link, sessions, the second factor, leaving.

use axum::extract::{Form, FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::people;
use survey::{Moment, PersonId};

use super::role_boxes::{RoleBoxes, chosen, role_words};
use super::{link_panel, new_link, path};
use crate::auth::{Owner, Person, guard};
use crate::error::AppError;
use crate::pages::desk::done::done;
use crate::pages::desk::time::time;
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::{draw, show};
use crate::state::AppState;
use crate::words::t;

/// `/people/{person}`
#[component]
pub fn OnePage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("person").unwrap_or_default();
    show(load(id), |(owner, person)| page(owner, person, None, None))
}

async fn load(id: String) -> Result<(Person, people::Person), AppError> {
    let Owner(owner) = guard().await?;
    Ok((owner, found(&expect_context(), &id).await?))
}

async fn found(state: &AppState, id: &str) -> Result<people::Person, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(people::by_id(&state.db, PersonId(id)).await?)
}

/// `fault` is the word for why nothing was changed.
fn page(
    owner: Person,
    it: people::Person,
    link: Option<String>,
    fault: Option<&'static str>,
) -> impl IntoView {
    let lang = lang();
    let fault = fault.map(|it| view! { <p class="notice" data-kind="fault" role="alert">{t(lang, it)}</p> });
    let panels = match it.left_at {
        None => working(&it, lang).into_any(),
        Some(at) => gone(&it, at, lang).into_any(),
    };
    view! {
        <Desk person=owner lang title=it.name.clone() place=Place::People>
            <p><a href="/people">{t(lang, "people-back")}</a></p>
            {done(lang, "people-done", &["roles", "sessions", "factor", "left", "back"])}
            {fault}
            {link.map(|address| link_panel((it.name.clone(), address), lang))}
            {panels}
        </Desk>
    }
}

/// What can be done about somebody who works here.
fn working(it: &people::Person, lang: &'static str) -> impl IntoView + use<> {
    let path = path(it.id);
    let surveys: Vec<_> = it
        .of_surveys
        .iter()
        .map(|(survey, roles)| {
            let here = Place::Roles.path(survey);
            view! { <li><a href=here>{survey.to_string()}</a>{format!(": {}", role_words(roles, lang))}</li> }
        })
        .collect();
    let surveys = (!surveys.is_empty()).then(|| view! { <ul>{surveys}</ul> });
    let factor = it.second_factor.then(|| deed(&path, "second-factor-off", "people-factor-off", lang));
    view! {
        <section class="panel">
            <h2>{t(lang, "people-roles-of-house")}</h2>
            <form method="post" action=format!("{path}/roles") class="form">
                <RoleBoxes lang word="people-roles-of-house" chosen=it.roles.clone()/>
                <p class="hint">{t(lang, "people-roles-hint")}</p>
                <button class="button">{t(lang, "people-roles-set")}</button>
            </form>
        </section>
        <section class="panel">
            <h2>{t(lang, "people-surveys")}</h2>
            <p class="hint">{t(lang, "people-surveys-is")}</p>
            {surveys}
        </section>
        <section class="panel">
            <h2>{t(lang, "people-sign-in")}</h2>
            {deed(&path, "link", "people-link-new", lang)}
            {deed(&path, "end-sessions", "people-end-sessions", lang)}
            {factor}
        </section>
        <section class="panel">
            <h2>{t(lang, "people-leave")}</h2>
            {deed(&path, "left", "people-left", lang)}
        </section>
    }
}

/// What can be done about somebody who has left.
fn gone(it: &people::Person, at: Moment, lang: &'static str) -> impl IntoView + use<> {
    view! {
        <section class="panel">
            <h2>{t(lang, "people-leave")}</h2>
            <p>{t(lang, "people-left-at")} " " {time(at, "UTC")} " UTC"</p>
            {deed(&path(it.id), "back", "people-come-back", lang)}
        </section>
    }
}

/// A button that does one thing, and beside it what that is.
fn deed(path: &str, verb: &str, word: &str, lang: &'static str) -> impl IntoView + use<> {
    let hint = format!("{verb}-is");
    view! {
        <form method="post" action=format!("{path}/{verb}") class="toolbar">
            <button class="button button--quiet" aria-describedby=hint.clone()>{t(lang, word)}</button>
            <span class="hint" id=hint>{t(lang, &format!("{word}-is"))}</span>
        </form>
    }
}

/// Whom an owner asks to do something about, and all that it takes.
pub struct Asked {
    owner: Person,
    person: people::Person,
    state: AppState,
    parts: Parts,
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Asked, AppError> {
        let Owner(owner) = Owner::from_request_parts(parts, state).await?;
        let id = Path::<String>::from_request_parts(parts, state).await.map_err(|_| AppError::NotFound)?;
        let person = found(state, &id).await?;
        Ok(Asked { owner, person, state: state.clone(), parts: parts.clone() })
    }
}

impl Asked {
    /// Leads back with what was done; or shows the page again with what the store refused.
    async fn then(self, changed: Result<(), store::Error>, done: &str) -> Result<Response, AppError> {
        let Asked { owner, person, state, parts } = self;
        match changed {
            Ok(()) => Ok(Redirect::to(&format!("{}?done={done}", path(person.id))).into_response()),
            Err(store::Error::LastOwner) => {
                let page = move || page(owner.clone(), person.clone(), None, Some("people-last-owner"));
                Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await)
            }
            Err(err) => Err(err.into()),
        }
    }
}

/// `POST /people/{person}/roles`
pub async fn set_roles(asked: Asked, Form(pairs): Form<Vec<(String, String)>>) -> Result<Response, AppError> {
    let Asked { owner, person, state, .. } = &asked;
    let now = (state.now)();
    let changed = people::roles::set(&state.db, person.id, &chosen(&pairs), &owner.name, now).await;
    asked.then(changed, "roles").await
}

/// `POST /people/{person}/link`: the answer is the page with the link, which no other request gives.
pub async fn link(Asked { owner, person, state, parts }: Asked) -> Result<Response, AppError> {
    if person.left_at.is_some() {
        return Ok(Redirect::to(&path(person.id)).into_response());
    }
    let link = new_link(&state, &parts, person.id, &owner.name).await?;
    let page = move || page(owner.clone(), person.clone(), Some(link.clone()), None);
    Ok(draw(&state, parts, StatusCode::OK, page).await)
}

/// `POST /people/{person}/end-sessions`
pub async fn end_sessions(asked: Asked) -> Result<Response, AppError> {
    let Asked { owner, person, state, .. } = &asked;
    let changed = people::end_sessions(&state.db, person.id, &owner.name, (state.now)()).await;
    asked.then(changed, "sessions").await
}

/// `POST /people/{person}/second-factor-off`: for somebody whose phone is lost.
pub async fn second_factor_off(asked: Asked) -> Result<Response, AppError> {
    let Asked { owner, person, state, .. } = &asked;
    let now = (state.now)();
    let changed = people::second_factor::switch_off(&state.db, person.id, &owner.name, now).await;
    asked.then(changed, "factor").await
}

/// `POST /people/{person}/left`
pub async fn left(asked: Asked) -> Result<Response, AppError> {
    let Asked { owner, person, state, .. } = &asked;
    let changed = people::leave(&state.db, person.id, &owner.name, (state.now)()).await;
    asked.then(changed, "left").await
}

/// `POST /people/{person}/back`
pub async fn back(asked: Asked) -> Result<Response, AppError> {
    let Asked { owner, person, state, .. } = &asked;
    let changed = people::come_back(&state.db, person.id, &owner.name, (state.now)()).await;
    asked.then(changed, "back").await
}
