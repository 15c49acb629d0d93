//! Signing in and out: name and password, then a code where the person has a second factor.

pub mod code;

use std::sync::Arc;

use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::audit::{self, Note};
use store::people;
use tower_sessions::Session;
use validator::{Validate, ValidationError};

use super::desk::form::{FaultCount, Faults, Field, fault};
use super::desk::{Door, lang};
use super::{draw, in_query, show};
use crate::auth::throttle::{Throttle, Try};
use crate::auth::{self, door, guard, password};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::t;

/// Who tried to sign in by a name that nobody has, as the audit log says it.
const NOBODY: &str = "(nobody)";

/// What is typed to sign in.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub struct SignIn {
    #[validate(length(min = 1, message = "sign-in-name-missing"), custom(function = is_short))]
    name: String,
    #[validate(length(min = 1, message = "sign-in-password-missing"), custom(function = is_short))]
    password: String,
    /// Where to go afterwards; ignored unless it is an address of this site.
    next: String,
}

/// Nobody's name or password is longer, and a hash of a megabyte is work.
fn is_short(text: &str) -> Result<(), ValidationError> {
    fault(text.len() <= 1000, "sign-in-too-long")
}

/// `/sign-in`
#[component]
pub fn SignInPage() -> impl IntoView {
    show(load(), |next| sign_in_page(SignIn { next, ..SignIn::default() }, Faults::default()))
}

/// Where to go after signing in.
async fn load() -> Result<String, AppError> {
    let parts: Parts = expect_context();
    let next = in_query(&parts, "next").unwrap_or_default();
    if guard::<auth::Person>().await.is_ok() {
        super::go_to(destination(&next));
    }
    Ok(next)
}

fn sign_in_page(typed: SignIn, faults: Faults) -> impl IntoView {
    let lang = lang();
    view! {
        <Door lang title=t(lang, "sign-in-title") path="/sign-in">
            <FaultCount lang faults=faults.clone()/>
            <form method="post" action="/sign-in" class="form">
                <input type="hidden" name="next" value=typed.next/>
                <Field lang name="name" word="sign-in-name" typed=typed.name autocomplete="username" faults=faults.clone()/>
                <Field
                    lang
                    name="password"
                    word="sign-in-password"
                    kind="password"
                    autocomplete="current-password"
                    faults
                />
                <button class="button">{t(lang, "sign-in-button")}</button>
            </form>
            <p class="hint">{t(lang, "sign-in-forgotten")}</p>
        </Door>
    }
}

/// `POST /sign-in`: the same answer, after the same time, whether the name or the password is wrong.
pub async fn sign_in(
    State(state): State<AppState>,
    Extension(throttle): Extension<Arc<Throttle>>,
    Extension(session): Extension<Session>,
    parts: Parts,
    Form(typed): Form<SignIn>,
) -> Result<Response, AppError> {
    let again = async |status, faults: Faults| {
        let kept = SignIn { password: String::new(), ..typed.clone() };
        Ok(draw(&state, parts.clone(), status, move || sign_in_page(kept.clone(), faults.clone())).await)
    };
    if let Err(errors) = typed.validate() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, errors.into()).await;
    }
    let name = typed.name.trim();
    let (tried, now) = (Try::of(name, &parts), (state.now)());
    let Some(_place) = throttle.place(&tried, now).await else {
        return again(StatusCode::TOO_MANY_REQUESTS, Faults::one("password", "sign-in-slow-down")).await;
    };
    let Some(person) = password::check(&state.db, name, typed.password.clone()).await? else {
        note(&state, &whose(&state, name).await?, "sign_in_failed").await?;
        return again(StatusCode::UNPROCESSABLE_ENTITY, Faults::one("password", "sign-in-wrong")).await;
    };
    throttle.hit(&tried, now);
    if person.second_factor {
        door::wait(&session, &person, &typed.next, now).await?;
        return Ok(Redirect::to("/sign-in/code").into_response());
    }
    enter(&state, &session, &person, &typed.next).await
}

/// Whose name was typed. One that nobody has may be a password in the wrong field, and is not kept.
async fn whose(state: &AppState, name: &str) -> Result<String, AppError> {
    match people::by_name(&state.db, name).await {
        Ok(person) => Ok(person.name),
        Err(store::Error::NotFound) => Ok(NOBODY.to_owned()),
        Err(err) => Err(err.into()),
    }
}

/// Begins the session and leads to the page asked for.
pub(super) async fn enter(
    state: &AppState,
    session: &Session,
    person: &people::Person,
    next: &str,
) -> Result<Response, AppError> {
    door::enter(session, person).await?;
    note(state, &person.name, "sign_in").await?;
    Ok(Redirect::to(destination(next)).into_response())
}

/// Notes what somebody did at the door.
pub(super) async fn note(state: &AppState, who: &str, deed: &'static str) -> Result<(), AppError> {
    let note = Note { who: who.to_owned(), deed, ..Note::default() };
    Ok(audit::note(&state.db, note, (state.now)()).await?)
}

/// `POST /sign-out`
pub async fn sign_out(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    parts: Parts,
) -> Result<Redirect, AppError> {
    if let Some(person) = door::person(&parts, &state).await? {
        note(&state, &person.name, "sign_out").await?;
    }
    door::leave(&session).await?;
    Ok(Redirect::to("/sign-in"))
}

/// `/`: the list of surveys for those who are signed in; others are asked to sign in there.
pub async fn home() -> Redirect {
    Redirect::to("/surveys")
}

fn destination(next: &str) -> &str {
    if auth::is_local(next) { next } else { "/surveys" }
}
