//! One's own second factor: a secret for the phone, confirmed by a first code; switched off by password and code.

use std::sync::Arc;

use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::people;
use tower_sessions::Session;

use super::{Concern, again, doubt};
use crate::auth::throttle::{Throttle, Try};
use crate::auth::{Person, door, guard, second_factor};
use crate::error::AppError;
use crate::pages::desk::form::{FaultCount, Faults, Field};
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::{draw, go_to, show};
use crate::qr;
use crate::state::AppState;
use crate::words::t;

/// What is typed to switch it on or off.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    code: String,
    password_now: String,
}

/// On the page of the account: how it stands, and the form that changes it.
pub fn panel(lang: &'static str, is_on: bool, faults: Faults) -> impl IntoView {
    let form = match is_on {
        false => view! {
            <form method="post" action="/account/second-factor">
                <button class="button">{t(lang, "account-factor-prepare")}</button>
            </form>
        }
        .into_any(),
        true => view! {
            <form method="post" action="/account/second-factor/off" class="form">
                <Field
                    lang
                    name="password_now"
                    word="account-current"
                    kind="password"
                    autocomplete="current-password"
                    faults=faults.clone()
                />
                <Field lang name="code" word="sign-in-code" autocomplete="one-time-code" faults=faults.clone()/>
                <button class="button button--quiet">{t(lang, "account-factor-off")}</button>
            </form>
        }
        .into_any(),
    };
    let (state, words) =
        if is_on { ("on", "account-factor-is-on") } else { ("off", "account-factor-is-off") };
    view! {
        <section class="panel">
            <h2>{t(lang, "account-factor")}</h2>
            <p data-second-factor=state>{t(lang, words)}</p>
            <FaultCount lang faults/>
            {form}
        </section>
    }
}

/// `POST /account/second-factor`: a secret is made and waits for a first code.
pub async fn prepare(person: Person, State(state): State<AppState>) -> Result<Redirect, AppError> {
    let secret = second_factor::secret(state.random);
    if !people::by_id(&state.db, person.id).await?.second_factor {
        people::second_factor::prepare(&state.db, person.id, &secret).await?;
    }
    Ok(Redirect::to("/account/second-factor"))
}

/// `/account/second-factor`: the secret that waits.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    show(load(), |(person, secret)| page(person, secret, Faults::default()))
}

async fn load() -> Result<(Person, String), AppError> {
    let person: Person = guard().await?;
    let AppState { db, .. } = expect_context();
    let kept = people::second_factor::load(&db, person.id).await?;
    if kept.pending.is_none() {
        go_to("/account");
    }
    Ok((person, kept.pending.unwrap_or_default()))
}

fn page(person: Person, secret: String, faults: Faults) -> impl IntoView {
    let lang = lang();
    let address = second_factor::address(&secret, &person.name).unwrap_or_default();
    let picture = qr::svg(&address).unwrap_or_default();
    // In fours, as people read it from one screen and type it into another.
    let groups: Vec<String> =
        secret.as_bytes().chunks(4).map(|it| String::from_utf8_lossy(it).into()).collect();
    view! {
        <Desk person lang title=t(lang, "account-factor") place=Place::Account>
            <section class="panel second-factor">
                <h2>{t(lang, "account-factor-add")}</h2>
                <p>{t(lang, "account-factor-scan")}</p>
                <div class="second-factor__picture" role="img" aria-label=t(lang, "account-factor-picture") inner_html=picture></div>
                <p>{t(lang, "account-factor-type")}</p>
                <p><code class="copyable">{groups.join(" ")}</code></p>
                <p><a href=address>{t(lang, "account-factor-link")}</a></p>
            </section>
            <section class="panel">
                <h2>{t(lang, "account-factor-confirm")}</h2>
                <FaultCount lang faults=faults.clone()/>
                <form method="post" action="/account/second-factor/on" class="form">
                    <Field
                        lang
                        name="password_now"
                        word="account-current"
                        kind="password"
                        autocomplete="current-password"
                        faults=faults.clone()
                    />
                    <Field lang name="code" word="sign-in-code" hint=true autocomplete="one-time-code" faults/>
                    <button class="button">{t(lang, "account-factor-on")}</button>
                </form>
                <p class="hint">{t(lang, "account-factor-ends-others")}</p>
            </section>
        </Desk>
    }
}

/// `POST /account/second-factor/on`: in force once a first code is right. Other sessions, begun without, end. It takes the
/// password: whoever finds a machine left alone shall not lock its owner out with a phone of their own.
pub async fn switch_on(
    person: Person,
    State(state): State<AppState>,
    Extension(throttle): Extension<Arc<Throttle>>,
    Extension(session): Extension<Session>,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let now = (state.now)();
    let Some(secret) = people::second_factor::load(&state.db, person.id).await?.pending else {
        return Ok(Redirect::to("/account").into_response());
    };
    let doubted = doubt(&state, (&throttle, &parts), &person, typed.password_now).await?;
    let step = second_factor::step(&secret, &typed.code, now);
    let refused = doubted.map(|(status, word)| (status, Faults::one("password_now", word)));
    let wrong = || (StatusCode::UNPROCESSABLE_ENTITY, Faults::one("code", "account-factor-code-wrong"));
    let step = match (refused, step) {
        (None, Some(step)) => step,
        (refused, _) => {
            let (status, faults) = refused.unwrap_or_else(wrong);
            let again = move || page(person.clone(), secret.clone(), faults.clone());
            return Ok(draw(&state, parts, status, again).await);
        }
    };
    if people::second_factor::switch_on(&state.db, person.id, &secret, step, &person.name, now).await? {
        door::enter(&session, &people::by_id(&state.db, person.id).await?).await?;
    }
    Ok(Redirect::to("/account?done=factor-on").into_response())
}

/// `POST /account/second-factor/off`: takes the password and a code, both.
pub async fn switch_off(
    person: Person,
    State(state): State<AppState>,
    Extension(throttle): Extension<Arc<Throttle>>,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    if !people::by_id(&state.db, person.id).await?.second_factor {
        return Ok(Redirect::to("/account").into_response());
    }
    let mut refused =
        doubt(&state, (&throttle, &parts), &person, typed.password_now).await?.map(|it| (it, "password_now"));
    if refused.is_none() {
        refused = wrong_code(&state, (&throttle, &parts), &person, &typed.code).await?.map(|it| (it, "code"));
    }
    if let Some(((status, word), field)) = refused {
        return again(&state, parts, person, Concern::SecondFactor, (status, Faults::one(field, word))).await;
    }
    people::second_factor::switch_off(&state.db, person.id, &person.name, (state.now)()).await?;
    Ok(Redirect::to("/account?done=factor-off").into_response())
}

/// What is wrong with a code, if anything is.
async fn wrong_code(
    state: &AppState,
    (throttle, parts): (&Throttle, &Parts),
    person: &Person,
    code: &str,
) -> Result<Option<(StatusCode, &'static str)>, AppError> {
    let (tried, now) = (Try::of(&second_factor::throttle_key(person.id), parts), (state.now)());
    let Some(_place) = throttle.place(&tried, now).await else {
        return Ok(Some((StatusCode::TOO_MANY_REQUESTS, "sign-in-slow-down")));
    };
    if !second_factor::takes(state, person.id, code).await? {
        return Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, "sign-in-code-wrong")));
    }
    throttle.hit(&tried, now);
    Ok(None)
}
