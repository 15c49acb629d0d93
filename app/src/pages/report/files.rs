//! A report as a file: HTML, which is also the view for printing, Excel and Word.

use std::io;
use std::sync::LazyLock;

use analysis::report::{Document, docx, html, xlsx};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use survey::{Moment, SurveyId};
use tokio::task::spawn_blocking;

use super::made::made;
use super::number;
use crate::auth::{Analyst, Person};
use crate::download;
use crate::error::AppError;
use crate::state::AppState;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The file has its own styles inside it, which the policy knows by their hash, and nothing else.
static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(html::style()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).ok()
});

/// `/surveys/{id}/report/{n}/report.html`: shown, so that it can be printed; a link may also save it.
pub async fn html(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(path): Path<(String, String)>,
) -> Result<Response, AppError> {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.extend(POLICY.clone().map(|it| (header::CONTENT_SECURITY_POLICY, it)));
    let write = |document: &Document, _| Ok(html::file(document).into_bytes());
    let (_, bytes) = written(&state, person, path, "html", write).await?;
    Ok((headers, bytes).into_response())
}

/// `/surveys/{id}/report/{n}/report.xlsx`
pub async fn xlsx(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(path): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (name, bytes) = written(&state, person, path, "xlsx", xlsx::file).await?;
    Ok((download::headers(XLSX, &name), bytes).into_response())
}

/// `/surveys/{id}/report/{n}/report.docx`
pub async fn docx(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(path): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (name, bytes) = written(&state, person, path, "docx", |document, _| docx::file(document)).await?;
    Ok((download::headers(DOCX, &name), bytes).into_response())
}

/// The name of the file, and what is in it.
async fn written(
    state: &AppState,
    person: Person,
    (survey, report): (String, String),
    ending: &str,
    write: fn(&Document, Moment) -> io::Result<Vec<u8>>,
) -> Result<(String, Vec<u8>), AppError> {
    let (survey, now) = (SurveyId(survey), (state.now)());
    let made = made(state, &survey, number(&report)?).await?;
    let name = format!("{survey}-report-{}-{}.{ending}", made.report.id, download::day(now));
    download::note(state, &person.name, Some(&survey), name.clone()).await?;
    let bytes = spawn_blocking(move || write(&made.document(), now)).await;
    let bytes = bytes?.map_err(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "a report was not written");
        AppError::Internal
    })?;
    Ok((name, bytes))
}
