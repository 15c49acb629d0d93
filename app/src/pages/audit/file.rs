//! The audit log as a file for a spreadsheet, as a stream.

use std::io;

use analysis::export::{csv, list};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use futures::stream::{self, StreamExt};
use store::audit::log::{self, Row, Wanted};
use store::surveys;
use survey::SurveyId;

use super::{Scope, Search, wanted};
use crate::auth::{Manager, Owner, Person};
use crate::download::{self, broken};
use crate::error::AppError;
use crate::state::AppState;

/// How many rows are in memory at a time.
const BATCH: i64 = 500;

/// Words as the tables have them, for the file is read by programs as well.
const COLUMNS: [&str; 8] = ["at", "who", "survey", "deed", "subject", "before", "after", "why"];

/// `/audit.csv`
pub async fn of_house(
    Owner(person): Owner,
    State(state): State<AppState>,
    Query(search): Query<Search>,
) -> Result<Response, AppError> {
    answer(person, state, Scope { survey: None, zone: "UTC".to_owned() }, search).await
}

/// `/surveys/{id}/audit.csv`
pub async fn of_survey(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    Query(search): Query<Search>,
) -> Result<Response, AppError> {
    let survey = surveys::load(&state.db, &SurveyId(survey)).await?;
    let scope = Scope { survey: Some((survey.id, String::new())), zone: survey.settings.time_zone };
    answer(person, state, scope, search).await
}

async fn answer(person: Person, state: AppState, scope: Scope, search: Search) -> Result<Response, AppError> {
    let (wanted, faults) = wanted(&search, &scope);
    // A file of other days than those asked for would be taken for the right one.
    if !faults.0.is_empty() {
        return Err(AppError::Malformed);
    }
    let survey = scope.survey.map(|(id, _)| id);
    download::note(&state, &person.name, survey.as_ref(), "audit.csv".to_owned()).await?;
    Ok((download::headers(download::CSV, "audit.csv"), Body::from_stream(file(state, wanted)))
        .into_response())
}

/// The header, then batch after batch.
fn file(state: AppState, wanted: Wanted) -> impl futures::Stream<Item = io::Result<Bytes>> + Send + 'static {
    let header = Bytes::from(list::header(&COLUMNS.map(str::to_owned)));
    let batches = stream::try_unfold(None, move |after| {
        let (db, wanted) = (state.db.clone(), wanted.clone());
        async move {
            let batch = log::rows(&db, &wanted, after, BATCH).await.map_err(broken)?;
            Ok(batch.last().map(|it| Some(it.key)).map(|last| (batch, last)))
        }
    });
    let lines = batches.map(|batch: io::Result<Vec<Row>>| {
        let rows: Vec<Vec<String>> = batch?.into_iter().map(line).collect();
        Ok(Bytes::from(list::rows(&rows)))
    });
    stream::iter([Ok(header)]).chain(lines)
}

fn line(row: Row) -> Vec<String> {
    let at = csv::time(row.key.at);
    let survey = row.survey.map(|it| it.0).unwrap_or_default();
    let (before, after) = (row.before.unwrap_or_default(), row.after.unwrap_or_default());
    vec![at, row.who, survey, row.deed, row.subject, before, after, row.why]
}
