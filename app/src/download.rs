//! What every download has: a note in the audit log, and a name.

use std::io;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use store::audit::{self, Note};
use store::texts::{self, Kind};
use survey::{Moment, SurveyId};

use crate::error::AppError;
use crate::state::AppState;

/// The type of CSV.
pub const CSV: &str = "text/csv; charset=utf-8";

/// What is ordered or fetched is noted in the audit log.
pub async fn note(
    state: &AppState,
    who: &str,
    survey: Option<&SurveyId>,
    subject: String,
) -> Result<(), AppError> {
    let (who, survey) = (who.to_owned(), survey.cloned());
    let note = Note { who, survey, deed: "download", subject, ..Note::default() };
    Ok(audit::note(&state.db, note, (state.now)()).await?)
}

/// The type and the name of a file that is kept.
pub fn headers(kind: &'static str, name: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(it) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", fitting(name))) {
        headers.insert(header::CONTENT_DISPOSITION, it);
    }
    headers
}

/// A file's name without what does not fit there. A survey's id and version are the author's words: a name must not
/// end its own quotes.
pub fn fitting(name: &str) -> String {
    name.chars().map(|it| if it.is_ascii_alphanumeric() || "._-".contains(it) { it } else { '_' }).collect()
}

/// The day as it stands in the name of a file.
pub fn day(now: Moment) -> String {
    let day = Timestamp::from_millisecond(now.0).map(|it| it.strftime("%Y-%m-%d").to_string());
    day.unwrap_or_default()
}

/// The failure is logged here: the answer has begun, and nobody can be told any more.
pub fn broken(err: store::Error) -> io::Error {
    tracing::error!(error = &err as &dyn std::error::Error, "a download broke off");
    io::Error::other("the download broke off")
}

/// A text that somebody wrote about a survey, by its number, as a file `SURVEY.ENDING`.
pub async fn written(
    state: &AppState,
    who: &str,
    survey: &SurveyId,
    (kind, number): (Kind, &str),
    ending: &str,
) -> Result<Response, AppError> {
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let text = texts::load(&state.db, survey, kind, number).await?.text;
    let name = format!("{survey}.{ending}");
    note(state, who, Some(survey), name.clone()).await?;
    Ok((headers("application/yaml", &name), text).into_response())
}
