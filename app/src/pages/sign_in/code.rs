//! The second step of signing in: a code from the phone, once the password was right.

use std::sync::Arc;

use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use tower_sessions::Session;

use super::{enter, note};
use crate::auth::throttle::{Throttle, Try};
use crate::auth::{door, second_factor};
use crate::error::AppError;
use crate::pages::desk::form::{FaultCount, Faults, Field};
use crate::pages::desk::{Door, lang};
use crate::pages::{draw, go_to, show};
use crate::state::AppState;
use crate::words::t;

/// What is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Code {
    code: String,
}

/// `/sign-in/code`
#[component]
pub fn CodePage() -> impl IntoView {
    show(load(), |()| page(Faults::default()))
}

/// Who has not said a password, or too long ago, begins again.
async fn load() -> Result<(), AppError> {
    let (parts, state): (Parts, AppState) = (expect_context(), expect_context());
    if door::at_the_door(door::session(&parts)?, &state).await?.is_none() {
        go_to("/sign-in");
    }
    Ok(())
}

fn page(faults: Faults) -> impl IntoView {
    let lang = lang();
    view! {
        <Door lang title=t(lang, "sign-in-code-title") path="/sign-in/code">
            <FaultCount lang faults=faults.clone()/>
            <form method="post" action="/sign-in/code" class="form">
                <Field lang name="code" word="sign-in-code" hint=true autocomplete="one-time-code" faults/>
                <button class="button">{t(lang, "sign-in-button")}</button>
            </form>
            <p class="hint">{t(lang, "sign-in-code-lost")}</p>
            <p><a href="/sign-in">{t(lang, "sign-in-code-back")}</a></p>
        </Door>
    }
}

/// `POST /sign-in/code`: each code works once. Guessing is slowed down as with passwords.
pub async fn sign_in(
    State(state): State<AppState>,
    Extension(throttle): Extension<Arc<Throttle>>,
    Extension(session): Extension<Session>,
    parts: Parts,
    Form(typed): Form<Code>,
) -> Result<Response, AppError> {
    let Some((person, next)) = door::at_the_door(&session, &state).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let again = async |status, word: &str| {
        let faults = Faults::one("code", word);
        Ok(draw(&state, parts.clone(), status, move || page(faults.clone())).await)
    };
    let (tried, now) = (Try::of(&second_factor::throttle_key(person.id), &parts), (state.now)());
    let Some(_place) = throttle.place(&tried, now).await else {
        return again(StatusCode::TOO_MANY_REQUESTS, "sign-in-slow-down").await;
    };
    if !second_factor::takes(&state, person.id, &typed.code).await? {
        note(&state, &person.name, "code_failed").await?;
        return again(StatusCode::UNPROCESSABLE_ENTITY, "sign-in-code-wrong").await;
    }
    throttle.hit(&tried, now);
    enter(&state, &session, &person, &next).await
}
