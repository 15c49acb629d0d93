//! The codebook as a file: Excel, JSON, DDI.

use std::sync::Arc;

use analysis::codebook::file::{Format, written};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use serde::Deserialize;
use survey::SurveyId;
use tokio::task::spawn_blocking;

use crate::auth::{Analyst, Person};
use crate::codebook;
use crate::download;
use crate::error::AppError;
use crate::state::AppState;

/// `?counts=1` for a file that says how many completes have what.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    counts: String,
}

/// `/surveys/{id}/codebook.xlsx`
pub async fn xlsx(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    answer(person, state, SurveyId(survey), wanted, Format::Xlsx).await
}

/// `/surveys/{id}/codebook.json`
pub async fn json(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    answer(person, state, SurveyId(survey), wanted, Format::Json).await
}

/// `/surveys/{id}/codebook.xml`: DDI-Codebook 2.5.
pub async fn ddi(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    answer(person, state, SurveyId(survey), wanted, Format::Ddi).await
}

async fn answer(
    person: Person,
    state: AppState,
    survey: SurveyId,
    wanted: Wanted,
    format: Format,
) -> Result<Response, AppError> {
    let now = (state.now)();
    let order = Arc::new(codebook::of(&state.db, &survey, now).await?);
    let extension = format.extension();
    download::note(&state, &person.name, Some(&survey), format!("codebook.{extension}")).await?;
    let counts = match wanted.counts.as_str() {
        "1" => Some(codebook::counts(&state.db, &order).await?),
        _ => None,
    };
    let book = Arc::clone(&order.codebook);
    let name = format!("{}_{}_codebook.{extension}", book.survey, book.version);
    let headers = download::headers(format.media_type(), &name);
    let made = spawn_blocking(move || written(&book, counts.as_ref(), format, now)).await;
    let bytes = made?.map_err(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "a codebook was not written");
        AppError::Internal
    })?;
    Ok((headers, bytes).into_response())
}
