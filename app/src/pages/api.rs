//! Tokens of one survey: who reads its data by program, until when. Made and revoked by its owners.

mod form;
mod table;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::people::Role;
use store::surveys::{self, Survey};
use store::tokens::{self, ApiToken};
use survey::{Moment, SurveyId};

use self::form::Typed;
use super::desk::done::done;
use super::desk::form::Faults;
use super::desk::{Desk, Place, lang};
use super::{draw, show};
use crate::api::bearer::secret;
use crate::auth::{Owner, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{t, t_with};

/// What the page shows.
#[derive(Clone)]
struct Shown {
    owner: Person,
    survey: Survey,
    tokens: Vec<ApiToken>,
    now: Moment,
}

/// What was typed, what is wrong with it, and the secret of the token that was just made: its name, and the secret.
#[derive(Clone, Default)]
struct Answer {
    typed: Typed,
    faults: Faults,
    made: Option<(String, String)>,
}

/// `/surveys/{id}/api`
#[component]
pub fn ApiPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| {
        let answer = Answer { typed: Typed::usual(shown.now, zone(&shown)), ..Answer::default() };
        page(shown, answer)
    })
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Owner(owner) = guard().await?;
    shown(owner, &expect_context(), &SurveyId(survey)).await
}

async fn shown(owner: Person, state: &AppState, id: &SurveyId) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, id).await?;
    let tokens = tokens::list(&state.db, id).await?;
    Ok(Shown { owner, survey, tokens, now: (state.now)() })
}

fn zone(shown: &Shown) -> &str {
    &shown.survey.settings.time_zone
}

/// Whether somebody may make and revoke tokens for every survey.
fn owns_house(owner: &Person) -> bool {
    owner.in_house().is(Role::Owner)
}

fn page(shown: Shown, Answer { typed, faults, made }: Answer) -> impl IntoView {
    let lang = lang();
    let of_house = owns_house(&shown.owner);
    let zone = zone(&shown).to_owned();
    let Shown { owner, survey, tokens, now } = shown;
    let title = survey.questionnaire.title.get(lang).to_owned();
    let here = survey.id.clone();
    view! {
        <Desk person=owner lang title=t(lang, "api-title") place=Place::Api survey=Some((survey.id, title))>
            {done(lang, "api-done", &["revoked"])}
            {made.map(|it| secret_panel(it, lang))}
            <section class="panel">
                <h2>{t(lang, "api-tokens")}</h2>
                <p class="hint">{t(lang, "api-is")}</p>
                {table::table(&here, tokens, (now, of_house), &zone, lang)}
                <p><a href="/api/v1/openapi.json">{t(lang, "api-description")}</a></p>
            </section>
            {form::panel(&here, typed, faults, of_house, lang)}
        </Desk>
    }
}

/// A secret, which is on no other page and in no address.
fn secret_panel((name, secret): (String, String), lang: &'static str) -> impl IntoView + use<> {
    view! {
        <section class="panel one-time-link" role="status">
            <h2>{t_with(lang, "api-made", &[("name", name.into())])}</h2>
            <p><code class="copyable">{secret}</code></p>
            <p class="hint">{t(lang, "api-made-is")}</p>
        </section>
    }
}

/// `POST /surveys/{id}/api`: the answer is the page with the secret, which no other request gives.
pub async fn make(
    Owner(owner): Owner,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let id = SurveyId(survey);
    let before = shown(owner.clone(), &state, &id).await?;
    let typed = Typed::read(&pairs);
    let faults = typed.faults((before.now, zone(&before), owns_house(&owner)));
    let answer = match typed.token(&owner, &id, zone(&before)).filter(|_| faults.0.is_empty()) {
        None => Answer { typed, faults, made: None },
        Some(token) => {
            let (name, secret) = (token.name.clone(), secret(&state));
            tokens::make(&state.db, &secret, token, &owner.name, before.now).await?;
            let typed = Typed::usual(before.now, zone(&before));
            Answer { typed, faults: Faults::default(), made: Some((name, secret)) }
        }
    };
    let status = if answer.made.is_some() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = shown(owner, &state, &id).await?;
    let page = move || page(shown.clone(), answer.clone());
    Ok(draw(&state, parts, status, page).await.into_response())
}

/// `POST /surveys/{id}/api/{token}/revoke`
pub async fn revoke(
    Owner(owner): Owner,
    State(state): State<AppState>,
    Path((survey, token)): Path<(String, String)>,
) -> Result<Redirect, AppError> {
    let id = SurveyId(survey);
    let token = token.parse().map_err(|_| AppError::NotFound)?;
    let of_house = owns_house(&owner);
    tokens::revoke(&state.db, (&id, token), of_house, &owner.name, (state.now)()).await?;
    Ok(Redirect::to(&format!("{}?done=revoked", Place::Api.path(&id))))
}
