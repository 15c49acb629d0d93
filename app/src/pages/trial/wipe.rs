//! Wiping rehearsals: a page that asks once more, and the deed.

use axum::extract::{Path, State};
use axum::response::Redirect;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use store::trials;
use survey::SurveyId;

use super::Trier;
use crate::auth::{Person, guard};
use crate::error::AppError;
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::show;
use crate::state::AppState;
use crate::words::{site_lang, t, t_with};

/// `/surveys/{id}/rehearsal/wipe`
#[component]
pub fn WipePage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |(person, survey, count)| page(person, survey, count))
}

async fn load(survey: String) -> Result<(Person, Survey, i64), AppError> {
    let Trier(person) = guard().await?;
    let AppState { db, .. } = expect_context();
    let survey = surveys::load(&db, &SurveyId(survey)).await?;
    let count = store::fieldwork::begun(&db, &survey.id, true).await?;
    Ok((person, survey, count))
}

fn page(person: Person, survey: Survey, count: i64) -> impl IntoView {
    let lang = lang();
    let title = survey.questionnaire.title.get(lang).to_owned();
    view! {
        <Desk person lang title=t(lang, "rehearsal-wipe") place=Place::Trial survey=Some((survey.id.clone(), title))>
            <section class="panel">
                <p>{t_with(lang, "rehearsal-wipe-is", &[("count", count.into())])}</p>
                <form method="post" action=format!("/surveys/{}/rehearsal/wipe", survey.id) class="toolbar">
                    <button class="button">{t(lang, "rehearsal-wipe-button")}</button>
                    <a href=Place::Trial.path(&survey.id)>{t(lang, "rehearsal-wipe-not")}</a>
                </form>
            </section>
        </Desk>
    }
}

/// `POST /surveys/{id}/rehearsal/wipe`
pub async fn wipe(
    Trier(person): Trier,
    State(AppState { db, now, .. }): State<AppState>,
    Path(survey): Path<String>,
    parts: axum::http::request::Parts,
) -> Result<Redirect, AppError> {
    let id = SurveyId(survey);
    match trials::wipe(&db, &id, &person.name, now()).await {
        Err(store::Error::Taken(_)) => {
            Err(AppError::Invalid(t(site_lang(&parts), "rehearsal-wipe-under-way")))
        }
        wiped => {
            wiped?;
            Ok(Redirect::to(&format!("{}#rehearsal", Place::Trial.path(&id))))
        }
    }
}
