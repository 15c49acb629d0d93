//! Files about a source: its people with their links, and how each interview stands, for its invoice.

use std::io;

use analysis::export::csv::{self, Options};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use futures::stream::{self, Stream, StreamExt};
use serde::Deserialize;
use store::Db;
use store::sources::{self, Invited, Reconciled, Source, SourceKind, Which};
use survey::{InterviewId, Moment, SurveyId};

use super::links;
use crate::auth::Manager;
use crate::download::{self, broken};
use crate::error::AppError;
use crate::state::AppState;

/// How many lines are in memory at a time.
const BATCH: i64 = 500;

/// What is wanted: `?which=unanswered&excel=1`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// `unanswered` for those to remind.
    which: String,
    /// `1` for Excel.
    excel: String,
}

/// `…/invitations.csv`: everybody on a list, or those to remind, with their links.
pub async fn invitations(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path((survey, name)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let source = sources::load(&state.db, &SurveyId(survey), &name).await?;
    if source.kind != SourceKind::List {
        return Err(AppError::NotFound);
    }
    let (which, word) = match wanted.which.as_str() {
        "unanswered" => (Which::Unanswered, "unanswered"),
        _ => (Which::All, "invitations"),
    };
    let options = Options { excel: wanted.excel == "1", ..Options::default() };
    let columns = sources::columns(&state.db, &source).await?;
    let head =
        ["pid", "link", "status", "lang"].into_iter().map(str::to_owned).chain(columns.clone()).collect();
    let (headers, origin) = headers_of(&state, (&person.name, &source), word, &headers).await?;
    let lines = people(state.db, source, which, (origin, columns), options.clone());
    Ok((headers, body(head, options, lines)).into_response())
}

/// `…/reconciliation.csv`: how each interview of a source stands now.
pub async fn reconciliation(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path((survey, name)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let source = sources::load(&state.db, &SurveyId(survey), &name).await?;
    let options = Options { excel: wanted.excel == "1", ..Options::default() };
    let variables = source.settings.variables.clone();
    let fixed = ["pid", "interview", "disposition", "code", "started", "ended", "reviewed"];
    let head = fixed.into_iter().map(str::to_owned).chain(variables.clone()).collect();
    let (headers, _) = headers_of(&state, (&person.name, &source), "reconciliation", &headers).await?;
    let lines = interviews(state.db, source, variables, options.clone());
    Ok((headers, body(head, options, lines)).into_response())
}

/// The type and name of a file, and what links begin with; that it was taken is noted.
async fn headers_of(
    state: &AppState,
    (who, source): (&str, &Source),
    word: &str,
    asked: &HeaderMap,
) -> Result<(HeaderMap, String), AppError> {
    download::note(state, who, Some(&source.survey), format!("{} {word}.csv", source.name)).await?;
    let day = download::day((state.now)());
    let name = format!("{}_{}_{word}_{day}.csv", source.survey, source.name);
    Ok((download::headers(download::CSV, &name), state.origin(asked)))
}

/// The names of the columns, then batch after batch.
fn body(
    head: Vec<String>,
    options: Options,
    lines: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
) -> Body {
    let head = [csv::mark(&options), &csv::texts(&[head], &options)].concat();
    Body::from_stream(stream::iter([Ok(Bytes::from(head))]).chain(lines))
}

fn people(
    db: Db,
    source: Source,
    which: Which,
    (origin, columns): (String, Vec<String>),
    options: Options,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let survey = source.survey.clone();
    let batches = stream::try_unfold(0, move |after| {
        let (db, source) = (db.clone(), source.clone());
        async move {
            let batch = sources::batch(&db, &source, which, after, BATCH).await.map_err(broken)?;
            Ok(batch.last().map(|it| it.id).map(|last| (batch, last)))
        }
    });
    batches.map(move |batch: io::Result<Vec<Invited>>| {
        let line = |it: Invited| {
            let link = links::personal(&origin, &survey, &it.token);
            let fixed = [it.person.pid, link, it.status, it.person.lang.unwrap_or_default()];
            let details = columns.iter().map(|name| it.person.details.get(name).cloned().unwrap_or_default());
            fixed.into_iter().chain(details).collect()
        };
        let lines: Vec<Vec<String>> = batch?.into_iter().map(line).collect();
        Ok(Bytes::from(csv::texts(&lines, &options)))
    })
}

fn interviews(
    db: Db,
    source: Source,
    variables: Vec<String>,
    options: Options,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let batches = stream::try_unfold(InterviewId(0), move |after| {
        let (db, source) = (db.clone(), source.clone());
        async move {
            let batch = sources::reconcile(&db, &source, after, BATCH).await.map_err(broken)?;
            Ok(batch.last().map(|it| it.id).map(|last| (batch, last)))
        }
    });
    batches.map(move |batch: io::Result<Vec<Reconciled>>| {
        let line = |it: Reconciled| {
            let time = |it: Option<Moment>| it.map(csv::time).unwrap_or_default();
            let fixed = [
                it.pid.unwrap_or_default(),
                it.id.0.to_string(),
                it.disposition,
                it.code,
                time(Some(it.started_at)),
                time(it.ended_at),
                it.reviewed.unwrap_or_default(),
            ];
            let kept = variables.iter().map(|name| it.variables.get(name).cloned().unwrap_or_default());
            fixed.into_iter().chain(kept).collect()
        };
        let lines: Vec<Vec<String>> = batch?.into_iter().map(line).collect();
        Ok(Bytes::from(csv::texts(&lines, &options)))
    })
}
