//! One's own account: the password, the second factor, signing out everywhere.

pub mod second_factor;

use std::sync::Arc;

use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::people;
use tower_sessions::Session;
use validator::Validate;

use super::desk::done::done;
use super::desk::form::{FaultCount, Faults, Field};
use super::desk::{Desk, Place, lang};
use super::{draw, show};
use crate::auth::throttle::{Throttle, Try};
use crate::auth::{Person, door, guard, password};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::t;

/// What is typed for another password.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub struct NewPassword {
    current: String,
    #[validate(length(min = 10, max = 200, message = "first-password-length"))]
    password: String,
    #[validate(must_match(other = "password", message = "first-password-differ"))]
    repeat: String,
}

/// `/account`
#[component]
pub fn AccountPage() -> impl IntoView {
    show(load(), |(person, is_on)| page(person, is_on, Concern::None, Faults::default()))
}

/// Which form the faults are of.
#[derive(Clone, Copy, PartialEq)]
enum Concern {
    None,
    Password,
    SecondFactor,
}

async fn load() -> Result<(Person, bool), AppError> {
    let person: Person = guard().await?;
    let AppState { db, .. } = expect_context();
    let is_on = people::by_id(&db, person.id).await?.second_factor;
    Ok((person, is_on))
}

fn page(person: Person, is_on: bool, of: Concern, faults: Faults) -> impl IntoView {
    let lang = lang();
    let only = |form: Concern| if of == form { faults.clone() } else { Faults::default() };
    let name = person.name.clone();
    let (password, second_factor) = (only(Concern::Password), only(Concern::SecondFactor));
    view! {
        <Desk person lang title=t(lang, "account-title") place=Place::Account>
            {done(lang, "account-done", &["password", "factor-on", "factor-off"])}
            <section class="panel">
                <h2>{t(lang, "account-password")}</h2>
                <FaultCount lang faults=password.clone()/>
                <form method="post" action="/account/password" class="form">
                    // Password managers want to know whose password it is.
                    <input hidden autocomplete="username" value=name readonly/>
                    <Field lang name="current" word="account-current" kind="password" autocomplete="current-password" faults=password.clone()/>
                    <Field
                        lang
                        name="password"
                        word="account-new"
                        kind="password"
                        hint=true
                        autocomplete="new-password"
                        faults=password.clone()
                    />
                    <Field lang name="repeat" word="account-repeat" kind="password" autocomplete="new-password" faults=password/>
                    <button class="button">{t(lang, "account-password-button")}</button>
                </form>
            </section>
            {second_factor::panel(lang, is_on, second_factor)}
            <section class="panel">
                <h2>{t(lang, "account-everywhere")}</h2>
                <p>{t(lang, "account-everywhere-is")}</p>
                <form method="post" action="/account/sign-out-everywhere">
                    <button class="button button--quiet">{t(lang, "account-everywhere-button")}</button>
                </form>
            </section>
        </Desk>
    }
}

/// `POST /account/password`: the other sessions end, this one goes on.
pub async fn set_password(
    person: Person,
    State(state): State<AppState>,
    Extension(throttle): Extension<Arc<Throttle>>,
    Extension(session): Extension<Session>,
    parts: Parts,
    Form(typed): Form<NewPassword>,
) -> Result<Response, AppError> {
    let mut faults: Faults = typed.validate().err().map(Faults::from).unwrap_or_default();
    if faults.0.is_empty() && password::is_common(&typed.password, &person.name) {
        faults = Faults::one("password", "first-password-common");
    }
    let doubt = doubt(&state, (&throttle, &parts), &person, typed.current).await?;
    let status = doubt.map_or(StatusCode::UNPROCESSABLE_ENTITY, |(status, _)| status);
    faults.0.splice(..0, doubt.map(|(_, word)| ("current".to_owned(), word.to_owned())));
    if !faults.0.is_empty() {
        return again(&state, parts, person, Concern::Password, (status, faults)).await;
    }
    let hash = password::hash(typed.password).await?;
    people::set_password(&state.db, person.id, &hash, &person.name, (state.now)()).await?;
    door::enter(&session, &people::by_id(&state.db, person.id).await?).await?;
    Ok(Redirect::to("/account?done=password").into_response())
}

/// Why it is not sure that this is the person and not somebody at a machine left alone: the password is wrong, or
/// was tried too often. None where it is right.
async fn doubt(
    state: &AppState,
    (throttle, parts): (&Throttle, &Parts),
    person: &Person,
    typed: String,
) -> Result<Option<(StatusCode, &'static str)>, AppError> {
    let (tried, now) = (Try::of(&person.name, parts), (state.now)());
    let Some(_place) = throttle.place(&tried, now).await else {
        return Ok(Some((StatusCode::TOO_MANY_REQUESTS, "sign-in-slow-down")));
    };
    if typed.len() > 1000 || password::check(&state.db, &person.name, typed).await?.is_none() {
        return Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, "account-current-wrong")));
    }
    throttle.hit(&tried, now);
    Ok(None)
}

/// The page again, with what is wrong in one of its forms.
async fn again(
    state: &AppState,
    parts: Parts,
    person: Person,
    of: Concern,
    (status, faults): (StatusCode, Faults),
) -> Result<Response, AppError> {
    let is_on = people::by_id(&state.db, person.id).await?.second_factor;
    Ok(draw(state, parts, status, move || page(person.clone(), is_on, of, faults.clone())).await)
}

/// `POST /account/sign-out-everywhere`: here, too.
pub async fn sign_out_everywhere(
    person: Person,
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
) -> Result<Redirect, AppError> {
    people::end_sessions(&state.db, person.id, &person.name, (state.now)()).await?;
    door::leave(&session).await?;
    Ok(Redirect::to("/sign-in"))
}
