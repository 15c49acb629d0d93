//! Tables: questions by a banner, with letters; all that is chosen is in the address.

mod asked;
mod counting;
mod drawn;
pub mod files;
mod form;
mod grids;
mod nets;
pub mod section;

use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::Survey;
use store::{Db, codings};
use survey::SurveyId;
use tokio::task::spawn_blocking;

use super::desk::basis::Basis;
use super::desk::form::FaultCount;
use super::desk::{Desk, Place, lang};
use super::show;
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{site_lang, t};
use asked::Asked;
use counting::{Tables, tables};
use drawn::Drawn;
use grids::Sheet;
use nets::of_frames;

/// What the page shows.
struct Shown {
    asked: Asked,
    basis: Basis,
    tables: Tables,
}

impl Shown {
    fn sheet(&self, lang: &'static str) -> Sheet<'_> {
        Sheet {
            columns: &self.basis.snapshot.columns,
            heads: &self.tables.heads,
            asked: &self.asked,
            letters: self.tables.letters,
            is_weighted: self.basis.counted.weights.is_some(),
            lang,
        }
    }
}

/// `/surveys/{id}/tables?stub=&by=&filter=&weight=&show=&level=&adjust=&net=&sort=&rehearsal=`
#[component]
pub fn TablesPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |(person, shown, drawn)| {
        let lang = lang();
        let Survey { id, questionnaire, .. } = shown.basis.survey.clone();
        let title = questionnaire.title.get(lang).to_owned();
        let (address, faults) = (shown.asked.address(&id, ""), shown.basis.faults.clone());
        let (form, paper) = (form::form(&shown, lang), drawn::paper(&shown, &drawn, lang));
        view! {
            <Desk
                person
                lang
                title=t(lang, "desk-tables")
                place=Place::Tables
                survey=Some((id, title))
                address
            >
                <FaultCount lang faults/>
                {form}
                {paper}
            </Desk>
        }
    })
}

async fn load(survey: String) -> Result<(Person, Shown, Vec<Drawn>), AppError> {
    let Analyst(person) = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let lang = site_lang(&parts);
    let shown = shown(&state, &SurveyId(survey), Asked::read(&parts)).await?;
    let drawing = spawn_blocking(move || {
        let drawn = drawn::drawn(&shown, lang);
        (person, shown, drawn)
    });
    Ok(drawing.await?)
}

/// Counts all that is asked for.
async fn shown(state: &AppState, survey: &SurveyId, asked: Asked) -> Result<Shown, AppError> {
    let basis = Basis::load(state, survey, asked.whom.clone()).await?;
    counted(&state.db, asked, basis).await
}

async fn counted(db: &Db, asked: Asked, mut basis: Basis) -> Result<Shown, AppError> {
    let frames = of_frames(&codings::list(db, &basis.survey.id).await?);
    let counting = spawn_blocking(move || {
        let tables = tables(&asked, frames, &mut basis);
        Shown { asked, basis, tables }
    });
    Ok(counting.await?)
}
