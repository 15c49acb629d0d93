//! The places of one interview: reserved at the gate, counted at complete, given back otherwise.
//!
//! ```text
//!            reserve            count             uncount
//!  none ──────────────► held ──────────► counted ─────────► none   (rejected later)
//!                        │
//!                        ├── lapse ────► none                      (idle too long; may reserve anew)
//!                        └── return ───► none                      (ended without counting)
//! ```

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use survey::interview::Gate;
use survey::quota::CellName;
use survey::{Disposition, Interview, InterviewId, Moment, SurveyId};

use crate::Error;
use crate::ledger::{self, Move};

/// What an interview has in each of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Places {
    None,
    /// Held by an interview under way.
    Held,
    /// Counted by a complete one.
    Counted,
}

/// What an interview should have in each of its cells, by how it stands.
pub(crate) fn places(interview: &Interview) -> Places {
    match (&interview.disposition, interview.gate) {
        (Disposition::Started, Gate::Held) => Places::Held,
        (Disposition::Complete, Gate::Held) => Places::Counted,
        _ => Places::None,
    }
}

/// Whose places move.
#[derive(Clone, Copy)]
pub(crate) struct Holder<'a> {
    pub(crate) survey: &'a SurveyId,
    pub(crate) plan: &'a str,
    /// A rehearsal's interview moves places of the shadow.
    pub(crate) test: bool,
    pub(crate) interview: InterviewId,
}

/// Takes a place in each of these cells, or in none; then gives the cells that are full, in their order.
///
/// A cell that there is not counts as full.
pub(crate) async fn claim(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    cells: &[CellName],
    now: Moment,
) -> Result<Vec<CellName>, Error> {
    let mut savepoint = conn.begin().await?;
    for cell in ordered(cells) {
        let Some(id) = reserve(&mut savepoint, holder, cell).await? else {
            savepoint.rollback().await?;
            return full(conn, holder, cells).await;
        };
        let place = Move {
            interview: holder.interview,
            cell: id,
            step: "reserve",
            reserved: 1,
            completes: 0,
            who: None,
        };
        ledger::moved(&mut savepoint, holder.survey, place, now).await?;
    }
    savepoint.commit().await?;
    Ok(Vec::new())
}

/// Moves the places of an interview from how they were to how they should be. Reserving is [`claim`]'s.
pub(crate) async fn settle(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    (before, interview): (Places, &Interview),
    who: Option<&str>,
    now: Moment,
) -> Result<(), Error> {
    let lapsed = interview.disposition == Disposition::BrokenOff;
    let (step, reserved, completes) = match (before, places(interview)) {
        (Places::Held, Places::Counted) => ("count", -1, 1),
        (Places::Held, Places::None) if lapsed => ("lapse", -1, 0),
        (Places::Held, Places::None) => ("return", -1, 0),
        (Places::Counted, _) if places(interview) != Places::Counted => ("uncount", 0, -1),
        _ => return Ok(()),
    };
    for cell in ordered(&interview.cells) {
        let id = shift(conn, holder, cell, (reserved, completes)).await?;
        let place = Move { interview: holder.interview, cell: id, step, reserved, completes, who };
        ledger::moved(conn, holder.survey, place, now).await?;
    }
    Ok(())
}

/// Cells in one order for everybody, so that two writers would never wait for each other's.
fn ordered(cells: &[CellName]) -> Vec<&CellName> {
    let mut ordered: Vec<&CellName> = cells.iter().collect();
    ordered.sort();
    ordered
}

/// Takes one place in a cell. None when the cell is full.
async fn reserve(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    cell: &CellName,
) -> Result<Option<i64>, Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "update quota_cell set reserved = reserved + 1
         where survey_id = $1 and plan = $2 and table_name = $3 and key = $4 and test = $5
         and completes + reserved < target
         returning id",
    )
    .bind(&holder.survey.0)
    .bind(holder.plan)
    .bind(&cell.table)
    .bind(&cell.key)
    .bind(holder.test)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|(id,)| id))
}

async fn shift(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    cell: &CellName,
    (reserved, completes): (i64, i64),
) -> Result<i64, Error> {
    let (id,): (i64,) = sqlx::query_as(
        "update quota_cell set reserved = reserved + $6, completes = completes + $7
         where survey_id = $1 and plan = $2 and table_name = $3 and key = $4 and test = $5
         returning id",
    )
    .bind(&holder.survey.0)
    .bind(holder.plan)
    .bind(&cell.table)
    .bind(&cell.key)
    .bind(holder.test)
    .bind(reserved)
    .bind(completes)
    .fetch_one(conn)
    .await?;
    Ok(id)
}

/// Those of these cells that have no place.
async fn full(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    cells: &[CellName],
) -> Result<Vec<CellName>, Error> {
    let mut full = Vec::new();
    for cell in cells {
        let row: Option<(i64,)> = sqlx::query_as(
            "select id from quota_cell
             where survey_id = $1 and plan = $2 and table_name = $3 and key = $4 and test = $5
             and completes + reserved < target",
        )
        .bind(&holder.survey.0)
        .bind(holder.plan)
        .bind(&cell.table)
        .bind(&cell.key)
        .bind(holder.test)
        .fetch_optional(&mut *conn)
        .await?;
        if row.is_none() {
            full.push(cell.clone());
        }
    }
    Ok(full)
}
