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
use survey::quota::{CellName, SOURCE};
use survey::{Disposition, Interview, InterviewId, Moment, SurveyId};

use crate::Error;
use crate::ledger::{self, Deed};
use crate::webhooks::events;

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
    /// Empty where the survey has none; sources have places all the same.
    pub(crate) plan: &'a str,
    /// A rehearsal's interview moves places of the shadow.
    pub(crate) test: bool,
    pub(crate) interview: InterviewId,
}

impl Holder<'_> {
    /// A step of this interview at a cell.
    fn deed(&self, step: &'static str, cell: Option<i64>) -> Deed<'static> {
        Deed { step, interview: Some(self.interview), cell, ..Deed::default() }
    }
}

/// The plan that a cell belongs to: sources belong to none and stay when the plan is switched.
pub(crate) fn plan_of<'a>(plan: &'a str, cell: &CellName) -> &'a str {
    if cell.table == SOURCE { "" } else { plan }
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
            return refuse(conn, holder, cells, now).await;
        };
        let deed = Deed { reserved: 1, ..holder.deed("reserve", Some(id)) };
        ledger::append(&mut savepoint, holder.survey, deed, now).await?;
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
    shift(conn, holder, &interview.cells, (step, reserved, completes), who, now).await
}

/// Gives the places of an interview back that will be no more, however it stands.
pub(crate) async fn vacate(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    interview: &Interview,
    now: Moment,
) -> Result<(), Error> {
    let gone = Interview { disposition: Disposition::Refused, ..interview.clone() };
    settle(conn, holder, (places(interview), &gone), None, now).await
}

/// Takes away the places that an interview has, since it will be deleted itself.
pub(crate) async fn clear(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    interview: &Interview,
    step: &'static str,
    now: Moment,
) -> Result<(), Error> {
    let (reserved, completes) = match places(interview) {
        Places::None => return Ok(()),
        Places::Held => (-1, 0),
        Places::Counted => (0, -1),
    };
    shift(conn, holder, &interview.cells, (step, reserved, completes), None, now).await
}

/// Moves the counters of each of these cells, whatever their targets.
pub(super) async fn shift(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    cells: &[CellName],
    (step, reserved, completes): (&'static str, i64, i64),
    who: Option<&str>,
    now: Moment,
) -> Result<(), Error> {
    for cell in ordered(cells) {
        let (id, counted, room): (i64, i64, i64) = sqlx::query_as(
            "update quota_cell set reserved = reserved + $6, completes = completes + $7
             where survey_id = $1 and plan = $2 and table_name = $3 and key = $4 and test = $5
             returning id, completes, target + buffer",
        )
        .bind(&holder.survey.0)
        .bind(plan_of(holder.plan, cell))
        .bind(&cell.table)
        .bind(&cell.key)
        .bind(holder.test)
        .bind(reserved)
        .bind(completes)
        .fetch_one(&mut *conn)
        .await?;
        let deed = Deed { reserved, completes, who, ..holder.deed(step, Some(id)) };
        ledger::append(conn, holder.survey, deed, now).await?;
        // The complete that fills it, and none after it.
        if step == "count" && counted == room && !holder.test {
            events::cell_full(conn, holder.survey, plan_of(holder.plan, cell), cell, now).await?;
        }
    }
    Ok(())
}

/// The key of a cell, and whether it has a place for one more; none where there is no such cell.
pub(super) async fn find(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    cell: &CellName,
) -> Result<Option<(i64, bool)>, Error> {
    let row = sqlx::query_as(
        "select id, completes + reserved < target + buffer and paused = 0
         from quota_cell
         where survey_id = $1 and plan = $2 and table_name = $3 and key = $4 and test = $5",
    )
    .bind(&holder.survey.0)
    .bind(plan_of(holder.plan, cell))
    .bind(&cell.table)
    .bind(&cell.key)
    .bind(holder.test)
    .fetch_optional(conn)
    .await?;
    Ok(row)
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
         and completes + reserved < target + buffer and paused = 0
         returning id",
    )
    .bind(&holder.survey.0)
    .bind(plan_of(holder.plan, cell))
    .bind(&cell.table)
    .bind(&cell.key)
    .bind(holder.test)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|(id,)| id))
}

/// Those of these cells that have no place. What the person fell in is noted, so that it can be told later why
/// they were turned away; a rehearsal's robot does not ask.
async fn refuse(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    cells: &[CellName],
    now: Moment,
) -> Result<Vec<CellName>, Error> {
    let mut full = Vec::new();
    for cell in cells {
        let row = find(conn, holder, cell).await?;
        if !row.is_some_and(|(_, has_place)| has_place) {
            full.push(cell.clone());
        }
        if !holder.test {
            let name = cell.to_string();
            let deed = Deed { after: Some(&name), ..holder.deed("refuse", row.map(|(id, _)| id)) };
            ledger::append(conn, holder.survey, deed, now).await?;
        }
    }
    Ok(full)
}
