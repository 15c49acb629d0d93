//! The keys of a source: made, shown, retired.

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::*;
use store::sources::{self, Key};
use survey::SurveyId;

use super::path;
use super::source::{Shown, Wrong, again, to};
use crate::auth::Manager;
use crate::error::AppError;
use crate::pages::desk::form::Faults;
use crate::pages::desk::time::time;
use crate::state::AppState;
use crate::words::{t, t_with};

/// 256 bits, as both sides write them down.
pub fn secret(state: &AppState) -> String {
    format!("{:032x}{:032x}", (state.random)(), (state.random)())
}

/// All keys, the one that signs first.
pub fn section(shown: &Shown, faults: Faults, lang: &'static str) -> impl IntoView + use<> {
    let source = &shown.row.source;
    let here = path(&source.survey, &source.name);
    let zone = shown.survey.settings.time_zone.clone();
    let newest = shown.keys.iter().find(|it| it.retired_at.is_none()).map(|it| it.id);
    let fault = faults.0.first().map(|(_, word)| {
        view! { <p class="notice" data-kind="fault" role="alert">{t(lang, word)}</p> }
    });
    let keys: Vec<_> = shown.keys.iter().map(|it| key(it, (&here, &zone), newest, lang)).collect();
    let table = (!keys.is_empty()).then(|| {
        view! {
            <div class="scroller" tabindex="0" role="region" aria-label=t(lang, "sample-keys")>
                <table class="keys">
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "sample-key")}</th>
                            <th scope="col">{t(lang, "sample-key-made")}</th>
                            <th scope="col">{t(lang, "sample-key-state")}</th>
                            <th scope="col">{t(lang, "sample-key-secret")}</th>
                        </tr>
                    </thead>
                    <tbody>{keys}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <section class="panel" id="keys">
            <h2>{t(lang, "sample-keys")}</h2>
            <p class="hint">{t(lang, "sample-keys-is")}</p>
            {fault}
            {table}
            <form method="post" action=format!("{here}/keys")>
                <button class="button button--quiet">{t(lang, "sample-key-make")}</button>
            </form>
        </section>
    }
}

fn key(
    key: &Key,
    (here, zone): (&str, &str),
    newest: Option<i64>,
    lang: &'static str,
) -> impl IntoView + use<> {
    let state = match key.retired_at {
        Some(_) => "retired",
        None if newest == Some(key.id) => "signs",
        None => "believed",
    };
    let number = t_with(lang, "sample-key-number", &[("number", key.id.into())]);
    let name = number.clone();
    let retire = key.retired_at.is_none().then(|| {
        let label = t_with(lang, "sample-key-retire-one", &[("number", key.id.into())]);
        view! {
            <form method="post" action=format!("{here}/keys/{}/retire", key.id)>
                <button class="button button--quiet" aria-label=label>{t(lang, "sample-key-retire")}</button>
            </form>
        }
    });
    let secret = key.retired_at.is_none().then(|| {
        view! {
            <details>
                <summary>{t_with(lang, "sample-key-show", &[("key", name.into())])}</summary>
                <code class="copyable">{key.secret.clone()}</code>
            </details>
        }
    });
    view! {
        <tr>
            <th scope="row">{number}</th>
            <td>{time(key.created_at, zone)}</td>
            <td>{t(lang, &format!("sample-key-{state}"))}</td>
            <td>{secret}{retire}</td>
        </tr>
    }
}

/// `POST /surveys/{id}/sample/{source}/keys`: one more key, which signs from now on.
pub async fn make(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path((survey, name)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    let secret = secret(&state);
    sources::make_key(&state.db, &survey, &name, &secret, &person.name, (state.now)()).await?;
    Ok(to(&survey, &name, "key-made"))
}

/// `POST /surveys/{id}/sample/{source}/keys/{key}/retire`
pub async fn retire(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path((survey, name, key)): Path<(String, String, String)>,
    parts: Parts,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    let key: i64 = key.parse().map_err(|_| AppError::NotFound)?;
    if sources::retire_key(&state.db, &survey, &name, key, &person.name, (state.now)()).await? {
        return Ok(to(&survey, &name, "key-retired"));
    }
    let wrong = Wrong { keys: Faults::one("key", "sample-key-last"), ..Wrong::default() };
    again(&state, parts, person, (&survey, &name), wrong).await
}
