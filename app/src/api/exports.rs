//! Data files: ordered, looked after while they are made, and fetched.

pub mod wanted;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::Db;
use store::exports::{self, Run, RunState};
use store::surveys;
use survey::SurveyId;
use utoipa::ToSchema;

use self::wanted::{NewExport, said, wanted};
use super::bearer::{DataReader, Reader};
use super::problem::{Problem, Refused};
use super::time;
use crate::download;
use crate::export::{self, Wanted, place};
use crate::state::AppState;

/// Files in the list, the newest of them.
const LISTED: i64 = 100;

/// A data file that was ordered, at the desk or here.
#[derive(Serialize, ToSchema)]
pub struct Export {
    id: i64,
    /// The name under which it is kept, where it has one.
    name: Option<String>,
    /// `waiting`, `running`, `done` or `failed`.
    state: &'static str,
    /// What was wanted, as in an address.
    #[schema(example = "format=sav&rows=complete")]
    wanted: String,
    /// It shows the interviews as they stood after this change of the survey.
    snapshot: i64,
    /// Only those that changed after this change; 0 for all.
    since: i64,
    /// When the snapshot was taken, in UTC.
    taken_at: String,
    /// The newest version of the questionnaire then.
    version: String,
    /// Interviews looked at so far, of so many.
    seen: i64,
    total: i64,
    /// None before it is done.
    manifest: Option<Manifest>,
    /// `changed` where it was made again and is no longer the same, since somebody withdrew or was made anonymous, or
    /// its weights were replaced; else a word for why it failed.
    why: Option<String>,
    /// Who ordered it.
    who: String,
    ended_at: Option<String>,
    /// Since when the file is no longer kept: post to this export's own address to have the same file made again.
    gone_at: Option<String>,
    /// Where the file is, as long as it is kept.
    file: Option<String>,
}

/// What is said of a file, so that a cut one is never taken for a whole one.
#[derive(Serialize, ToSchema)]
pub struct Manifest {
    /// Its name.
    file: String,
    cases: i64,
    bytes: i64,
    /// 64 hexadecimal digits.
    sha256: String,
}

/// Data files.
#[derive(Serialize, ToSchema)]
pub struct Exports {
    exports: Vec<Export>,
}

impl From<Run> for Export {
    fn from(run: Run) -> Self {
        let file = run.is_here().then(|| format!("{}/file", path(&run.survey, run.id)));
        let wanted = Wanted::parse(&run.wanted).as_said();
        Export {
            id: run.id,
            name: run.name,
            state: run.state.word(),
            wanted: wanted.query(),
            snapshot: run.snapshot,
            since: run.since,
            taken_at: time(run.taken_at),
            version: run.version,
            seen: run.seen,
            total: run.total,
            manifest: run.manifest.map(|it| Manifest {
                file: it.file,
                cases: it.cases,
                bytes: it.bytes,
                sha256: it.sha256,
            }),
            why: run.why,
            who: run.who,
            ended_at: run.ended_at.map(time),
            gone_at: run.gone_at.map(time),
            file,
        }
    }
}

/// The address of an export.
fn path(survey: &SurveyId, run: i64) -> String {
    format!("/api/v1/surveys/{survey}/exports/{run}")
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}/exports",
    params(("survey" = String, Path, description = "The survey's id.")),
    responses((status = 200, description = "The latest data files, the newest first. Takes the right `data`.",
               body = Exports), Refused),
    security(("token" = []))
)]
/// The latest data files.
pub async fn list(
    DataReader(reader): DataReader,
    State(state): State<AppState>,
) -> Result<Json<Exports>, Problem> {
    super::surveys::exists(&state.db, &reader.survey).await?;
    let runs = exports::runs(&state.db, &reader.survey, LISTED).await?;
    Ok(Json(Exports { exports: runs.into_iter().map(Export::from).collect() }))
}

#[utoipa::path(
    post,
    path = "/api/v1/surveys/{survey}/exports",
    params(("survey" = String, Path, description = "The survey's id.")),
    request_body(content = Option<NewExport>, description = "Or the same as parameters of the address, lists said once \
                 for each of their words: `?format=sav&rows=complete&rows=screened_out`."),
    responses(
        (status = 202, description = "It is being made: ask at `Location` until its state is `done`. Takes the right \
         `data`.", body = Export, headers(("Location" = String, description = "The address of this export."))),
        (status = 400, description = "The body is no JSON.", body = Problem,
         content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem,
         content_type = "application/problem+json"),
        (status = 415, description = "The body is not said to be JSON.", body = Problem,
         content_type = "application/problem+json"),
        (status = 422, description = "A parameter does not fit.", body = Problem,
         content_type = "application/problem+json"),
        Refused
    ),
    security(("token" = []))
)]
/// Takes a snapshot and orders a data file of it.
pub async fn order(
    DataReader(reader): DataReader,
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Response, Problem> {
    let survey = surveys::load(&state.db, &reader.survey).await?;
    let pairs = said(&headers, &query.unwrap_or_default(), &body)?;
    let (wanted, name) = wanted(&state.db, &survey, &pairs).await?;
    let who = reader.bearer.who();
    let run = place(&state.db, &survey.id, &wanted, name.as_deref(), &who, (state.now)()).await?;
    note(&state, &reader, format!("export {run}, {}", wanted.query())).await?;
    accepted(&state.db, &reader.survey, run).await
}

#[utoipa::path(
    post,
    path = "/api/v1/surveys/{survey}/exports/{run}",
    params(
        ("survey" = String, Path, description = "The survey's id."),
        ("run" = i64, Path, description = "The export's id."),
    ),
    responses(
        (status = 202, description = "It is being made again, the same to the byte unless somebody has withdrawn or \
         was made anonymous, or its weights were replaced. Takes the right `data`.", body = Export,
         headers(("Location" = String, description = "The address of this export."))),
        (status = 409, description = "It is being made already.", body = Problem,
         content_type = "application/problem+json"),
        Refused
    ),
    security(("token" = []))
)]
/// Orders the same file of the same snapshot once more.
pub async fn again(
    DataReader(reader): DataReader,
    State(state): State<AppState>,
    Path((_, run)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let run = export::run(&state.db, &reader.survey, &run).await?;
    match exports::again(&state.db, &reader.survey, run.id).await {
        Ok(()) => {}
        Err(store::Error::Stale) => return Err(not_yet(&run)),
        Err(err) => return Err(err.into()),
    }
    note(&state, &reader, format!("export {}, again", run.id)).await?;
    accepted(&state.db, &reader.survey, run.id).await
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}/exports/{run}",
    params(
        ("survey" = String, Path, description = "The survey's id."),
        ("run" = i64, Path, description = "The export's id."),
    ),
    responses((status = 200, description = "How far it is, and its manifest. Takes the right `data`.", body = Export),
              Refused),
    security(("token" = []))
)]
/// One data file: how far it is, and its manifest.
pub async fn one(
    DataReader(reader): DataReader,
    State(state): State<AppState>,
    Path((_, run)): Path<(String, String)>,
) -> Result<Json<Export>, Problem> {
    Ok(Json(export::run(&state.db, &reader.survey, &run).await?.into()))
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}/exports/{run}/file",
    params(
        ("survey" = String, Path, description = "The survey's id."),
        ("run" = i64, Path, description = "The export's id."),
    ),
    responses(
        (status = 200, description = "The file: compare its SHA-256 with the manifest's. Takes the right `data`.",
         content(
             (Vec<u8> = "text/csv"),
             (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
             (Vec<u8> = "application/x-spss-sav"),
             (Vec<u8> = "application/vnd.apache.parquet"),
             (Vec<u8> = "application/jsonl"),
             (Vec<u8> = "application/zip"),
         )),
        (status = 409, description = "It is not made yet, or could not be made.", body = Problem,
         content_type = "application/problem+json"),
        (status = 410, description = "It is no longer kept; it can be made again.", body = Problem,
         content_type = "application/problem+json"),
        Refused
    ),
    security(("token" = []))
)]
/// The data file itself.
pub async fn file(
    DataReader(reader): DataReader,
    State(state): State<AppState>,
    Path((_, run)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let run = export::run(&state.db, &reader.survey, &run).await?;
    if run.gone_at.is_some() {
        let detail = "Files are kept for a day, and until somebody of theirs withdraws. Post to the export's own \
                      address to have it made again.";
        return Err(Problem::new(StatusCode::GONE, detail));
    }
    if !run.is_here() {
        return Err(not_yet(&run));
    }
    note(&state, &reader, run.manifest.as_ref().map(|it| it.file.clone()).unwrap_or_default()).await?;
    Ok(export::file(&state, &run).await?)
}

fn not_yet(run: &Run) -> Problem {
    let detail = match run.state {
        RunState::Failed => "It could not be made. Post to the export's own address to try again.",
        _ => "It is being made: ask for the export until its state is `done`.",
    };
    Problem::new(StatusCode::CONFLICT, detail)
}

async fn accepted(db: &Db, survey: &SurveyId, run: i64) -> Result<Response, Problem> {
    let export = Export::from(exports::run(db, survey, run).await?);
    let location = [(header::LOCATION, path(survey, run))];
    Ok((StatusCode::ACCEPTED, location, Json(export)).into_response())
}

/// What a program fetches is noted as what a person does.
async fn note(state: &AppState, reader: &Reader, subject: String) -> Result<(), Problem> {
    Ok(download::note(state, &reader.bearer.who(), Some(&reader.survey), subject).await?)
}
