//! /go: where the code of another phone is typed, and what its QR code leads to.

use std::sync::Arc;

use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::handover::{self, Code};
use survey::Token;

use super::draw;
use super::interview::elsewhere::{arrive, letters};
use crate::components::button::Button;
use crate::components::layout::{Languages, Sheet};
use crate::error::AppError;
use crate::guesses::Guesses;
use crate::network::network_of;
use crate::state::AppState;
use crate::words::{LANGS, site_lang, t, t_with};

/// What is typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    code: String,
    /// The number of the form: sent twice, it is one use of the code.
    form: String,
}

/// `/go`
#[component]
pub fn GoPage() -> impl IntoView {
    page(fresh(String::new()), None)
}

/// `/go/{code}`: what the picture leads to. Nothing is looked up, or used, before the button is pressed: cameras and
/// messengers fetch what they find, and to look would be to guess.
#[component]
pub fn HerePage() -> impl IntoView {
    let said = use_params_map().get_untracked().get("code").unwrap_or_default();
    match Code::parse(&said) {
        Some(code) => here_page(&code, fresh(code.as_str().to_owned())).into_any(),
        None => page(fresh(said), None).into_any(),
    }
}

/// A form that nobody has sent yet.
fn fresh(code: String) -> Typed {
    let state: AppState = expect_context();
    Typed { code, form: Token::new((state.random)()).to_string() }
}

/// `POST /go`: uses a code, and leads to its interview.
pub async fn go_on(
    State(state): State<AppState>,
    Extension(guesses): Extension<Arc<Guesses>>,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let now = (state.now)();
    let form = Token::parse(&typed.form).unwrap_or_else(|| Token::new((state.random)()));
    let again = async |status, fault: &'static str| {
        let kept = Typed { code: typed.code.chars().take(LONGEST).collect(), form: form.to_string() };
        Ok(draw(&state, parts.clone(), status, move || page(kept.clone(), Some(fault))).await)
    };
    let Some(code) = Code::parse(&typed.code) else {
        let fault = if typed.code.trim().is_empty() { "go-missing" } else { "go-no-code" };
        return again(StatusCode::UNPROCESSABLE_ENTITY, fault).await;
    };
    let from = network_of(&parts);
    if !guesses.may(from, now) {
        return again(StatusCode::TOO_MANY_REQUESTS, "go-too-many").await;
    }
    let Some(token) = handover::take(&state.db, &code, &form, now).await? else {
        return again(StatusCode::UNPROCESSABLE_ENTITY, "go-wrong").await;
    };
    guesses.hit(from);
    arrive(&state, &token).await
}

/// What is kept of what was typed: an address with a code is shorter.
const LONGEST: usize = 200;

/// The field for a code, with what is wrong with what was typed.
fn page(typed: Typed, fault: Option<&'static str>) -> impl IntoView {
    let lang = site_lang(&expect_context());
    let title = t(lang, "go-title");
    let title = match fault {
        Some(_) => t_with(lang, "error-title-prefix", &[("title", title.into())]),
        None => title,
    };
    view! {
        <Sheet lang title>
            <main class="handover">
                <h1>{t(lang, "go-title")}</h1>
                <p>{t(lang, "go-is")}</p>
                <form method="post" action=format!("/go?lang={lang}") novalidate>
                    <input type="hidden" name="form" value=typed.form/>
                    {field(lang, typed.code, fault)}
                    <Button>{t(lang, "go-button")}</Button>
                </form>
            </main>
            <Languages lang langs=LANGS.map(str::to_owned).to_vec()/>
        </Sheet>
    }
}

/// One field, forgiving: no pattern, no length. Phones offer capitals and correct nothing.
fn field(lang: &'static str, typed: String, fault: Option<&'static str>) -> impl IntoView {
    let described = if fault.is_some() { "code-hint code-fault" } else { "code-hint" };
    view! {
        <div class="handover__line">
            <label for="code">{t(lang, "go-code")}</label>
            <p class="question__hint" id="code-hint">{t(lang, "go-code-hint")}</p>
            {fault.map(|it| view! { <p class="complaint" id="code-fault" role="alert">{t(lang, it)}</p> })}
            <input
                class="handover__field"
                id="code"
                name="code"
                type="text"
                value=typed
                dir="ltr"
                inputmode="text"
                autocapitalize="characters"
                autocomplete="one-time-code"
                spellcheck="false"
                required
                autofocus=fault.is_some()
                aria-invalid=fault.is_some().then_some("true")
                aria-describedby=described
            />
        </div>
    }
}

/// One button, and the code for a look at the other phone.
fn here_page(code: &Code, typed: Typed) -> impl IntoView + use<> {
    let lang = site_lang(&expect_context());
    let (title, letters) = (t(lang, "go-here"), letters(code));
    view! {
        <Sheet lang title=title.clone()>
            <main class="handover">
                <h1>{title}</h1>
                <p>{t(lang, "go-here-is")}</p>
                {letters}
                <form method="post" action=format!("/go?lang={lang}")>
                    <input type="hidden" name="form" value=typed.form/>
                    <input type="hidden" name="code" value=typed.code/>
                    <Button>{t(lang, "go-button")}</Button>
                </form>
            </main>
            <Languages lang langs=LANGS.map(str::to_owned).to_vec()/>
        </Sheet>
    }
}
