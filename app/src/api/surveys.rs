//! Surveys: which there are, their codebooks, quota counts, and who has withdrawn.

use std::collections::BTreeMap;

use analysis::codebook::json;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use store::{Db, exports, fieldwork, surveys, withdrawal};
use survey::questionnaire::Text;
use survey::{SurveyId, quota};
use utoipa::ToSchema;

use super::bearer::{Bearer, DataReader, FieldReader, Reader};
use super::problem::{Problem, Refused};
use super::responses::everything;
use crate::state::AppState;

/// The surveys that a token opens.
#[derive(Serialize, ToSchema)]
pub struct Surveys {
    surveys: Vec<Survey>,
}

/// A survey with the newest version of its questionnaire.
#[derive(Serialize, ToSchema)]
pub struct Survey {
    /// As it stands in addresses.
    #[schema(example = "mini-program-2026")]
    id: String,
    /// In each language of the questionnaire.
    title: BTreeMap<String, String>,
    /// `open`, `paused` or `closed`.
    state: &'static str,
    version: String,
    /// The languages of the questionnaire, in its order.
    langs: Vec<String>,
    /// How often an interview has ended or changed after it had. The same number: the same data, but for
    /// withdrawals.
    snapshot: i64,
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys",
    responses((status = 200, description = "The surveys that the token opens, the newest first.", body = Surveys), Refused),
    security(("token" = []))
)]
/// The surveys that the token opens.
pub async fn list(bearer: Bearer, State(state): State<AppState>) -> Result<Json<Surveys>, Problem> {
    let mut found = Vec::new();
    for row in surveys::list(&state.db).await?.into_iter().filter(|it| bearer.sees(&it.id)) {
        found.push(Survey {
            title: words(row.title),
            state: row.state.word(),
            version: row.version,
            langs: row.langs,
            snapshot: exports::snapshot(&state.db, &row.id).await?,
            id: row.id.0,
        });
    }
    Ok(Json(Surveys { surveys: found }))
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}",
    params(("survey" = String, Path, description = "The survey's id.")),
    responses((status = 200, description = "One survey.", body = Survey), Refused),
    security(("token" = []))
)]
/// One survey.
pub async fn one(reader: Reader, State(state): State<AppState>) -> Result<Json<Survey>, Problem> {
    let survey = surveys::load(&state.db, &reader.survey).await?;
    Ok(Json(Survey {
        title: words(survey.questionnaire.title.clone()),
        state: survey.state.word(),
        version: survey.version,
        langs: survey.questionnaire.langs.clone(),
        snapshot: exports::snapshot(&state.db, &survey.id).await?,
        id: survey.id.0,
    }))
}

fn words(text: Text) -> BTreeMap<String, String> {
    text.0.into_iter().collect()
}

/// The codebook of all versions, with every column that a response may have.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: the codebook writes itself")]
pub struct Codebook {
    survey: String,
    version: String,
    /// In each language.
    title: BTreeMap<String, String>,
    langs: Vec<String>,
    /// The kinds of blank, and how each format writes them.
    blanks: Vec<serde_json::Map<String, serde_json::Value>>,
    /// Every column of the data, in order.
    variables: Vec<Variable>,
}

/// One column of the data.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: the codebook writes itself")]
pub struct Variable {
    name: String,
    /// Such as `system`, `asked`, `text`, `order`, `derived`.
    role: String,
    /// Such as `code`, `0/1`, `number`, `text`, `time`, `list`.
    holds: String,
    /// The number of its question, where it has one.
    #[schema(nullable = false)]
    nr: Option<String>,
    /// The question or derived variable that it belongs to; none for a column about the interview.
    #[schema(nullable = false)]
    of: Option<String>,
    /// The question as asked, in each language.
    text: BTreeMap<String, String>,
    /// What this column adds to the text: a choice of a multi, an item of a grid.
    #[schema(nullable = false)]
    part: Option<BTreeMap<String, String>>,
    #[schema(nullable = false)]
    codes: Option<Vec<Code>>,
    #[schema(nullable = false)]
    base: Option<Base>,
    /// How a derived variable is computed.
    #[schema(nullable = false)]
    rule: Option<String>,
}

/// A code and what it means.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: the codebook writes itself")]
pub struct Code {
    code: i64,
    /// In each language.
    label: BTreeMap<String, String>,
    /// Left out of means: a refusal, or not answered.
    #[schema(nullable = false)]
    missing: Option<bool>,
}

/// Who is asked.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: the codebook writes itself")]
pub struct Base {
    /// None where everyone is asked.
    #[schema(nullable = false)]
    formula: Option<String>,
    /// In each language.
    words: BTreeMap<String, String>,
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}/codebook",
    params(("survey" = String, Path, description = "The survey's id.")),
    responses((status = 200, description = "Every column of the data, its codes and labels. Takes the right `data`.",
               body = Codebook), Refused),
    security(("token" = []))
)]
/// Every column of the data, its codes and labels.
pub async fn codebook(
    DataReader(reader): DataReader,
    State(state): State<AppState>,
) -> Result<impl IntoResponse, Problem> {
    let order = everything(&state, &reader.survey).await?;
    let document = json::document(&order.codebook, None);
    Ok(([(header::CONTENT_TYPE, "application/json")], document))
}

/// How the cells of the plan in force stand: as on the board, a second ago or two.
#[derive(Serialize, ToSchema)]
pub struct Quotas {
    /// The plan in force; null where the survey has no quotas.
    plan: Option<String>,
    /// When they stood so, in UTC.
    at: String,
    /// In the order of the questionnaire.
    cells: Vec<Cell>,
}

/// One quota cell.
#[derive(Serialize, ToSchema)]
pub struct Cell {
    table: String,
    /// The codes of the table's variables, joined by dots.
    #[schema(example = "6.3")]
    key: String,
    target: i64,
    /// Completes admitted beyond the target.
    buffer: i64,
    completes: i64,
    /// Places held by interviews in progress.
    reserved: i64,
    /// Takes nobody in for the moment.
    paused: bool,
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}/quotas",
    params(("survey" = String, Path, description = "The survey's id.")),
    responses((status = 200, description = "Counts of each quota cell. Takes the right `field`.", body = Quotas),
              Refused),
    security(("token" = []))
)]
/// How the quota cells stand.
pub async fn quotas(
    FieldReader(reader): FieldReader,
    State(state): State<AppState>,
) -> Result<Json<Quotas>, Problem> {
    let field = fieldwork::watch(&state.db, &reader.survey, false, state.now).await?;
    Ok(Json(Quotas {
        plan: field.plan().map(|it| it.name.clone()),
        at: super::time(field.at),
        cells: field.cells.iter().map(cell).collect(),
    }))
}

fn cell(it: &quota::Standing) -> Cell {
    Cell {
        table: it.name.table.clone(),
        key: it.name.key.clone(),
        target: it.target,
        buffer: it.buffer,
        completes: it.completes,
        reserved: it.reserved,
        paused: it.paused,
    }
}

/// Interviews that are no longer in the data: their respondents have withdrawn.
#[derive(Serialize, ToSchema)]
pub struct Withdrawn {
    /// The `id` of each, in order: delete them from what was read before.
    withdrawn: Vec<i64>,
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}/withdrawn",
    params(("survey" = String, Path, description = "The survey's id.")),
    responses((status = 200, description = "Interviews to delete from what was read before. Takes the right `data`.",
               body = Withdrawn), Refused),
    security(("token" = []))
)]
/// Interviews that were withdrawn.
pub async fn withdrawn(
    DataReader(reader): DataReader,
    State(state): State<AppState>,
) -> Result<Json<Withdrawn>, Problem> {
    exists(&state.db, &reader.survey).await?;
    let numbers = withdrawal::numbers(&state.db, &reader.survey).await?;
    Ok(Json(Withdrawn { withdrawn: numbers.into_iter().map(|it| it.0).collect() }))
}

/// A token for the house opens whatever there is, but only that.
pub(super) async fn exists(db: &Db, survey: &SurveyId) -> Result<(), Problem> {
    exports::snapshot(db, survey).await?;
    Ok(())
}
