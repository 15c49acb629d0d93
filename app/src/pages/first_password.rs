//! A one-time link: choosing the first password, or a new one.

use axum::extract::{Extension, Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::people::{self, Person};
use tower_sessions::Session;
use validator::Validate;

use super::desk::form::{FaultCount, Faults, Field};
use super::desk::{Door, lang};
use super::people::role_boxes::role_words;
use super::people::{name_is_plain, name_is_there};
use super::{draw, show};
use crate::auth::{door, link_path, password};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{t, t_with};

/// What is typed to choose a password. The name only by somebody who has no password yet.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub struct FirstPassword {
    #[validate(
        custom(function = name_is_there),
        length(max = 60, message = "first-password-name-long"),
        custom(function = name_is_plain)
    )]
    name: Option<String>,
    #[validate(length(min = 10, max = 200, message = "first-password-length"))]
    password: String,
    #[validate(must_match(other = "password", message = "first-password-differ"))]
    repeat: String,
}

/// `/first-password/{secret}`
#[component]
pub fn FirstPasswordPage() -> impl IntoView {
    let secret = use_params_map().read_untracked().get("secret").unwrap_or_default();
    show(load(secret), |(secret, person)| match person {
        Some(person) => {
            let typed = FirstPassword { name: Some(person.name.clone()), ..FirstPassword::default() };
            form_page(secret, person, typed, Faults::default()).into_any()
        }
        None => {
            expect_context::<leptos_axum::ResponseOptions>().set_status(StatusCode::GONE);
            gone_page(secret).into_any()
        }
    })
}

async fn load(secret: String) -> Result<(String, Option<Person>), AppError> {
    let AppState { db, now, .. } = expect_context();
    let person = owner(&db, &secret, now()).await?;
    Ok((secret, person))
}

/// Whose link it is; none once it is used or over.
async fn owner(db: &store::Db, secret: &str, now: survey::Moment) -> Result<Option<Person>, AppError> {
    match people::by_link(db, secret, now).await {
        Ok(it) => Ok(Some(it)),
        Err(store::Error::NotFound) => Ok(None),
        Err(err) => Err(err.into()),
    }
}

fn form_page(secret: String, person: Person, typed: FirstPassword, faults: Faults) -> impl IntoView {
    let lang = lang();
    let is_new = person.password_hash.is_none();
    let welcome = match is_new {
        true => {
            let roles = role_words(&person.roles, lang);
            t_with(lang, "first-password-welcome", &[("roles", roles.into())])
        }
        false => t_with(lang, "first-password-again-for", &[("name", person.name.clone().into())]),
    };
    let name = is_new.then(|| {
        let faults = faults.clone();
        let typed = typed.name.unwrap_or_default();
        view! { <Field lang name="name" word="first-password-name" hint=true typed autocomplete="username" faults/> }
    });
    // Password managers want to know whose password it is.
    let known =
        (!is_new).then(|| view! { <input hidden autocomplete="username" value=person.name readonly/> });
    let path = link_path(&secret);
    view! {
        <Door lang title=t(lang, "first-password-title") path=path.clone()>
            <p>{welcome}</p>
            <FaultCount lang faults=faults.clone()/>
            <form method="post" action=path class="form">
                {name}
                {known}
                <Field
                    lang
                    name="password"
                    word="first-password-password"
                    kind="password"
                    hint=true
                    autocomplete="new-password"
                    faults=faults.clone()
                />
                <Field
                    lang
                    name="repeat"
                    word="first-password-repeat"
                    kind="password"
                    autocomplete="new-password"
                    faults
                />
                <button class="button">{t(lang, "first-password-button")}</button>
            </form>
        </Door>
    }
}

fn gone_page(secret: String) -> impl IntoView {
    let lang = lang();
    view! {
        <Door lang title=t(lang, "first-password-gone-title") path=link_path(&secret)>
            <p>{t(lang, "first-password-gone")}</p>
        </Door>
    }
}

/// `POST /first-password/{secret}`: sets the password, ends the link and signs in.
pub async fn choose(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(secret): Path<String>,
    parts: Parts,
    Form(typed): Form<FirstPassword>,
) -> Result<Response, AppError> {
    let now = (state.now)();
    let Some(person) = owner(&state.db, &secret, now).await? else {
        return Ok(draw(&state, parts, StatusCode::GONE, move || gone_page(secret.clone())).await);
    };
    let named = person.password_hash.is_some();
    let typed =
        FirstPassword { name: typed.name.filter(|_| !named).or(named.then(|| person.name.clone())), ..typed };
    let name = typed.name.as_deref().unwrap_or(&person.name);
    let faults = match typed.validate() {
        Err(errors) => Some(errors.into()),
        Ok(()) if password::is_common(&typed.password, name) => {
            Some(Faults::one("password", "first-password-common"))
        }
        Ok(()) => rename(&state, &person, typed.name.as_deref().unwrap_or(&person.name)).await?,
    };
    if let Some(faults) = faults {
        let kept = FirstPassword { name: typed.name, ..FirstPassword::default() };
        let page = move || form_page(secret.clone(), person.clone(), kept.clone(), faults.clone());
        return Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await);
    }
    let hash = password::hash(typed.password).await?;
    let person = people::use_link(&state.db, &secret, &hash, now).await?;
    // A link in the wrong hands is worth nothing without the phone.
    if person.second_factor {
        door::wait(&session, &person, "/surveys", now).await?;
        return Ok(Redirect::to("/sign-in/code").into_response());
    }
    super::sign_in::enter(&state, &session, &person, "/surveys").await
}

/// Gives somebody the name typed; a fault if another has it.
async fn rename(state: &AppState, person: &Person, name: &str) -> Result<Option<Faults>, AppError> {
    if name.trim() == person.name {
        return Ok(None);
    }
    match people::rename(&state.db, person.id, name.trim(), name.trim(), (state.now)()).await {
        Ok(()) => Ok(None),
        Err(store::Error::Taken(_)) => Ok(Some(Faults::one("name", "first-password-name-taken"))),
        Err(err) => Err(err.into()),
    }
}
