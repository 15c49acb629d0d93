//! What a manager changes at the cells: tried first, then done with a reason.

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::sqlite::SqliteConnection;
use survey::quota::{CellName, SOURCE};
use survey::{Moment, SurveyId};

use super::recount::recount;
use super::{QuotaCell, in_plan, plan};
use crate::ledger::{self, Deed};
use crate::questionnaires::Cache;
use crate::{Db, Error, surveys};

/// More completes than any source gives: the target of a source without a cap.
pub const NO_LIMIT: i64 = 1_000_000_000;

/// One change to the cells of the plan in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// New targets; cells that are not named keep theirs.
    Targets(Vec<(CellName, i64)>),
    /// Completes admitted beyond each target of a table.
    Buffer { table: String, buffer: i64 },
    /// Takes nobody in for the moment, or again.
    Paused { cell: CellName, paused: bool },
    /// Another plan of the questionnaire; places move to its cells by the answers already given.
    Plan(String),
}

/// How the cells stand now and would stand after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    pub before: Vec<QuotaCell>,
    pub after: Vec<QuotaCell>,
    /// Goes into [`change`], which refuses if somebody else changed the rules meanwhile.
    pub edition: i64,
}

/// What a change would do, without doing it: exactly, for it is done and undone.
pub async fn what_if(db: &Db, survey: &SurveyId, wanted: Change, now: Moment) -> Result<WhatIf, Error> {
    let (id, cache) = (survey.clone(), Arc::clone(&db.questionnaires));
    let seen = Arc::new(Mutex::new(None));
    let found = Arc::clone(&seen);
    let undone: Result<(), Error> = db
        .write(move |conn| {
            Box::pin(async move {
                let edition = edition(conn, &id).await?;
                let before = in_plan(conn, &cache, &id, false).await?;
                apply(conn, &cache, &id, &wanted, ("", ""), now).await?;
                let after = in_plan(conn, &cache, &id, false).await?;
                *found.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some(WhatIf { before, after, edition });
                // Of a job that fails nothing stays.
                Err(Error::Undone)
            })
        })
        .await;
    match (undone, seen.lock().unwrap_or_else(PoisonError::into_inner).take()) {
        (Err(Error::Undone), Some(what_if)) => Ok(what_if),
        (Err(err), _) => Err(err),
        (Ok(()), _) => Err(Error::Lost),
    }
}

/// Changes the cells, with a row in the ledger for each that is another now. `Stale` if the rules of the cells
/// are no longer those of `edition`.
pub async fn change(
    db: &Db,
    survey: &SurveyId,
    wanted: Change,
    seen: i64,
    (who, why): (&str, &str),
    now: Moment,
) -> Result<(), Error> {
    let (id, cache) = (survey.clone(), Arc::clone(&db.questionnaires));
    let (who, why) = (who.to_owned(), why.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            if edition(conn, &id).await? != seen {
                return Err(Error::Stale);
            }
            apply(conn, &cache, &id, &wanted, (&who, &why), now).await
        })
    })
    .await
}

/// Which rules of the cells are in force: the last row of the ledger that changed them.
async fn edition(conn: &mut SqliteConnection, survey: &SurveyId) -> Result<i64, Error> {
    let (last,): (Option<i64>,) = sqlx::query_as(
        "select max(id)
         from ledger
         where survey_id = $1 and (who is not null or interview_id is null)
         and step in ('publish', 'plan', 'target', 'buffer', 'pause')",
    )
    .bind(&survey.0)
    .fetch_one(conn)
    .await?;
    Ok(last.unwrap_or_default())
}

async fn apply(
    conn: &mut SqliteConnection,
    cache: &Arc<Cache>,
    survey: &SurveyId,
    wanted: &Change,
    (who, why): (&str, &str),
    now: Moment,
) -> Result<(), Error> {
    let cells = in_plan(conn, cache, survey, false).await?;
    let find = |name: &CellName| cells.iter().find(|it| it.name == *name).ok_or(Error::NotFound);
    match wanted {
        Change::Targets(targets) => {
            for (name, target) in targets {
                let cell = find(name)?;
                put(conn, survey, cell, ("target", cell.target, *target), (who, why), now).await?;
            }
        }
        Change::Buffer { table, buffer } => {
            let of_table: Vec<_> = cells.iter().filter(|it| it.name.table == *table).collect();
            if of_table.is_empty() {
                return Err(Error::NotFound);
            }
            for cell in of_table {
                put(conn, survey, cell, ("buffer", cell.buffer, *buffer), (who, why), now).await?;
            }
        }
        Change::Paused { cell, paused } => {
            let cell = find(cell)?;
            let values = ("paused", i64::from(cell.paused), i64::from(*paused));
            put(conn, survey, cell, values, (who, why), now).await?;
        }
        Change::Plan(name) => switch(conn, cache, survey, name, (who, why), now).await?,
    }
    Ok(())
}

/// Puts another plan in force, and moves every place to its cells.
async fn switch(
    conn: &mut SqliteConnection,
    cache: &Arc<Cache>,
    survey: &SurveyId,
    name: &str,
    (who, why): (&str, &str),
    now: Moment,
) -> Result<(), Error> {
    let row = surveys::find(conn, survey).await?.ok_or(Error::NotFound)?;
    let questionnaire = cache.load(conn, row.questionnaire_id).await?;
    plan(&questionnaire, name).ok_or(Error::NotFound)?;
    if row.plan.as_deref() == Some(name) {
        return Ok(());
    }
    sqlx::query("update survey set plan = $2 where id = $1")
        .bind(&survey.0)
        .bind(name)
        .execute(&mut *conn)
        .await?;
    let deed = Deed::change("plan", Some(who), row.plan.as_deref(), Some(name)).because(why);
    ledger::deed(conn, survey, deed, now).await?;
    recount(conn, cache, survey, Some(who), now).await
}

/// Writes one number of a cell and of its shadow, and the change into the ledger.
async fn put(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    cell: &QuotaCell,
    (column, before, after): (&'static str, i64, i64),
    (who, why): (&str, &str),
    now: Moment,
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    let write = match column {
        "target" => {
            "update quota_cell set target = $5 where survey_id = $1 and plan = $2 and table_name = $3 and key = $4"
        }
        "buffer" => {
            "update quota_cell set buffer = $5 where survey_id = $1 and plan = $2 and table_name = $3 and key = $4"
        }
        _ => {
            "update quota_cell set paused = $5 where survey_id = $1 and plan = $2 and table_name = $3 and key = $4"
        }
    };
    sqlx::query(write)
        .bind(&survey.0)
        .bind(&cell.plan)
        .bind(&cell.name.table)
        .bind(&cell.name.key)
        .bind(after)
        .execute(&mut *conn)
        .await?;
    let step = if column == "paused" { "pause" } else { column };
    let (before, after) = (before.to_string(), after.to_string());
    let deed =
        Deed { step, cell: Some(cell.id.0), who: Some(who), before: Some(&before), after: Some(&after), why };
    ledger::deed(conn, survey, deed, now).await
}

/// Gives a source its cell, or its cap to the cell that it has; then interviews that came by its name before
/// are counted. No `cap` is no limit.
pub(crate) async fn put_source(
    conn: &mut SqliteConnection,
    cache: &Arc<Cache>,
    survey: &SurveyId,
    (name, cap): (&str, Option<i64>),
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let there: Option<(i64, i64)> = sqlx::query_as(
        "select id, target
         from quota_cell
         where survey_id = $1 and plan = '' and table_name = $2 and key = $3 and test = 0",
    )
    .bind(&survey.0)
    .bind(SOURCE)
    .bind(name)
    .fetch_optional(&mut *conn)
    .await?;
    let target = cap.unwrap_or(NO_LIMIT);
    let Some((id, before)) = there else {
        sqlx::query(
            "insert into quota_cell (survey_id, plan, table_name, key, test, target) values ($1, '', $2, $3, 0, $4)",
        )
        .bind(&survey.0)
        .bind(SOURCE)
        .bind(name)
        .bind(target)
        .execute(&mut *conn)
        .await?;
        return recount(conn, cache, survey, Some(who), now).await;
    };
    if before == target {
        return Ok(());
    }
    sqlx::query("update quota_cell set target = $2 where id = $1")
        .bind(id)
        .bind(target)
        .execute(&mut *conn)
        .await?;
    let (before, after) = (before.to_string(), target.to_string());
    let deed = Deed {
        step: "target",
        cell: Some(id),
        who: Some(who),
        before: Some(&before),
        after: Some(&after),
        why: "",
    };
    ledger::deed(conn, survey, deed, now).await
}
