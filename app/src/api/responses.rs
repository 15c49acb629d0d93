//! Responses since a cursor: each interview that changed, in the order of the changes.

use analysis::export::{Format, jsonl};
use axum::Json;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use serde_json::value::RawValue;
use store::exports::{self, Found};
use store::interviews::CaseRow;
use survey::SurveyId;
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

use super::bearer::DataReader;
use super::problem::{Problem, Refused};
use crate::error::AppError;
use crate::export::{Order, ROWS, Wanted, all_columns};
use crate::state::AppState;

/// Responses at a time, where nothing else is said, and at most.
const USUAL: i64 = 250;
const MOST: i64 = 1_000;

/// The next responses.
#[derive(Serialize, ToSchema)]
pub struct Responses {
    responses: Vec<Response>,
    /// The cursor for the next request: `after=`.
    next: i64,
    /// Whether there are more already.
    more: bool,
}

/// An interview that has ended, as it stands now.
#[derive(Serialize, ToSchema)]
pub struct Response {
    /// The change of the survey that it came with, counted from 1. An interview that changes again, since it was
    /// rejected or restored or ended anew, comes again with a higher one: the newest is the one that holds, and `id` in
    /// the case tells whose it is.
    change: i64,
    /// Its variables by name, as in a line of JSON Lines: what was not asked is not there; what is null has its reason
    /// in `_blank`.
    #[schema(value_type = serde_json::Map<String, serde_json::Value>)]
    case: Box<RawValue>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    after: i64,
    limit: i64,
}

impl Cursor {
    /// Reads the parameters, or says all that is wrong with them.
    pub fn read(query: &str) -> Result<Cursor, Problem> {
        let mut cursor = Cursor { after: 0, limit: USUAL };
        let mut faults = Vec::new();
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            let number = text.parse::<i64>().ok();
            let fault = match (&*name, number) {
                ("after", Some(it)) if it >= 0 => {
                    cursor.after = it;
                    continue;
                }
                ("limit", Some(it)) if (1..=MOST).contains(&it) => {
                    cursor.limit = it;
                    continue;
                }
                ("after", _) => "A whole number: 0, or `next` of an earlier answer.".to_owned(),
                ("limit", _) => format!("A whole number from 1 to {MOST}."),
                _ => "There is no such parameter; there are `after` and `limit`.".to_owned(),
            };
            faults.push((name.into_owned(), fault));
        }
        if faults.is_empty() { Ok(cursor) } else { Err(Problem::faults(faults)) }
    }
}

#[utoipa::path(
    get,
    path = "/api/v1/surveys/{survey}/responses",
    params(
        ("survey" = String, Path, description = "The survey's id."),
        ("after" = Option<i64>, Query, description = "`next` of the answer before; 0 or nothing to begin with the first.",
         minimum = 0),
        ("limit" = Option<i64>, Query, description = "How many at most; 250 where nothing is said.", minimum = 1,
         maximum = 1000),
    ),
    responses(
        (status = 200, description = "The next responses. Takes the right `data`.", body = Responses),
        (status = 422, description = "A parameter does not fit.", body = Problem,
         content_type = "application/problem+json"),
        Refused
    ),
    security(("token" = []))
)]
/// Interviews that have ended, those of rehearsals apart.
///
/// Each that changed is given as it stands, in the order of the changes, also while respondents are at work: a change
/// is counted when it is written, so none appears before one that was given already. Two changes between two requests
/// come as one.
pub async fn list(
    DataReader(reader): DataReader,
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Json<Responses>, Problem> {
    let cursor = Cursor::read(&query.unwrap_or_default())?;
    let order = everything(&state, &reader.survey).await?;
    // One more than wanted says whether there are more.
    let mut rows = exports::changes(&state.db, &reader.survey, cursor.after, cursor.limit + 1).await?;
    let more = rows.len() as i64 > cursor.limit;
    rows.truncate(usize::try_from(cursor.limit).unwrap_or(usize::MAX));
    let next = rows.last().and_then(|it| it.changed).unwrap_or(cursor.after);
    // A thousand interviews take a good while to compute.
    let responses = spawn_blocking(move || written(&order, rows)).await.map_err(AppError::from)?;
    Ok(Json(Responses { responses: responses.map_err(unwritten)?, next, more }))
}

/// Every column of every version, of interviews however they ended; as JSON Lines.
pub(super) async fn everything(state: &AppState, survey: &SurveyId) -> Result<Order, AppError> {
    // What analysts add changes without the interview, so that nobody would be told.
    let wanted = Wanted {
        variables: None,
        format: Format::JsonLines.word().to_owned(),
        rows: ROWS.map(str::to_owned).to_vec(),
        ..all_columns(&state.db, survey).await?
    };
    // Which cases it would select is no matter: they come by their changes.
    Order::read(&state.db, survey, &wanted, (0, 0), (state.now)()).await
}

/// Each interview as a line of the data file in JSON Lines would have it.
fn written(order: &Order, rows: Vec<CaseRow>) -> Result<Vec<Response>, std::io::Error> {
    let changes: Vec<i64> = rows.iter().filter_map(|it| it.changed).collect();
    let mut file = jsonl::File::begin(Vec::new(), &order.codebook, &order.options)?;
    let rows = rows.into_iter().map(|it| Found::Whole(Box::new(it))).collect();
    let rows = order.rows(rows).map_err(std::io::Error::other)?;
    file.rows(&rows)?;
    let lines = String::from_utf8(file.end()?).map_err(std::io::Error::other)?;
    let case = |line: &str| RawValue::from_string(line.to_owned());
    let pairs = changes.into_iter().zip(lines.lines());
    pairs.map(|(change, line)| Ok(Response { change, case: case(line)? })).collect()
}

fn unwritten(err: std::io::Error) -> AppError {
    tracing::error!(error = &err as &dyn std::error::Error, "responses could not be written");
    AppError::Internal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_and_all_that_is_wrong_is_said_at_once() {
        assert_eq!(Cursor::read("").ok(), Some(Cursor { after: 0, limit: USUAL }));
        assert_eq!(Cursor::read("after=7&limit=1000").ok(), Some(Cursor { after: 7, limit: 1000 }));
        let problem = Cursor::read("after=-1&limit=1001&page=2").unwrap_err();
        let said = serde_json::to_value(&problem).unwrap();
        let fields: Vec<_> = said["errors"].as_array().unwrap().iter().map(|it| &it["field"]).collect();
        assert_eq!(fields, ["after", "limit", "page"]);
    }
}
