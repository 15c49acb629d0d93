//! Exports with a name: run again as they were kept, changed, or forgotten.

use axum::extract::{Form, Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::exports::{self, Saved};
use survey::SurveyId;

use super::runs::in_words;
use super::typed::Typed;
use super::{Shown, again_with, ordered, shown};
use crate::auth::Analyst;
use crate::error::AppError;
use crate::export::Wanted;
use crate::pages::desk::Place;
use crate::pages::desk::time::time;
use crate::state::AppState;
use crate::words::t;

/// Which export is meant.
#[derive(Deserialize)]
pub struct Named {
    #[serde(default)]
    name: String,
}

pub(super) fn panel(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    if shown.saved.is_empty() {
        return None;
    }
    let each: Vec<_> = shown.saved.iter().map(|it| one(shown, it, lang)).collect();
    Some(view! {
        <section class="panel" id="saved">
            <h2>{t(lang, "data-saved")}</h2>
            <ul class="data-list">{each}</ul>
        </section>
    })
}

fn one(shown: &Shown, it: &Saved, lang: &'static str) -> impl IntoView + use<> {
    let (survey, zone) = (&shown.survey.id, &shown.survey.settings.time_zone);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("saved", &it.name).finish();
    let button = |to: &str, word: &str| {
        view! {
            <form method="post" action=format!("{}/saved/{to}", Place::Data.path(survey))>
                <input type="hidden" name="name" value=it.name.clone()/>
                <button class="button button--quiet" aria-label=format!("{}: {}", t(lang, word), it.name)>
                    {t(lang, word)}
                </button>
            </form>
        }
    };
    view! {
        <li class="data-list__one">
            <h3>{it.name.clone()}</h3>
            <p>{in_words(&Wanted::parse(&it.wanted), lang)}</p>
            <p class="hint">{it.who.clone()} " · " {time(it.created_at, zone)}</p>
            <div class="toolbar">
                {button("run", "data-run")}
                <a class="button button--quiet" href=format!("{}?{query}#new", Place::Data.path(survey))>
                    {t(lang, "data-change")}
                </a>
                {button("forget", "data-forget")}
            </div>
        </li>
    }
}

/// `POST /surveys/{id}/data/saved/run`: orders a file of an export that is kept, as of now.
pub async fn run(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(Named { name }): Form<Named>,
) -> Result<Response, AppError> {
    let shown = shown(&state.db, person, &SurveyId(survey)).await?;
    let saved = shown.saved.iter().find(|it| it.name == name).ok_or(AppError::NotFound)?;
    let typed = Typed { wanted: Wanted::parse(&saved.wanted), name };
    // A later version of the questionnaire may have lost what was wanted.
    let faults = typed.faults(&shown);
    if !faults.0.is_empty() {
        return Ok(again_with(&state, parts, shown, typed, faults).await);
    }
    ordered(&state, &shown, &typed.wanted, Some(&typed.name)).await
}

/// `POST /surveys/{id}/data/saved/forget`
pub async fn forget(
    Analyst(_): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    Form(Named { name }): Form<Named>,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    exports::forget(&state.db, &survey, &name).await?;
    Ok(Redirect::to(&format!("{}?done=forgotten", Place::Data.path(&survey))).into_response())
}
