//! What a manager changes at the cells: tried first, then done with a reason.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
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
    db.write(move |conn| {
        Box::pin(async move {
            let mut tried = conn.begin().await?;
            let edition = edition(&mut tried, &id).await?;
            let before = in_plan(&mut tried, &cache, &id, false).await?;
            apply(&mut tried, &cache, &id, &wanted, ("", ""), now).await?;
            let after = in_plan(&mut tried, &cache, &id, false).await?;
            tried.rollback().await?;
            Ok(WhatIf { before, after, edition })
        })
    })
    .await
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
    let by = (Some(who), why);
    match wanted {
        Change::Targets(targets) => {
            for (name, target) in targets {
                let cell = find(name)?;
                put(conn, survey, (&cell.plan, name), ("target", cell.target, *target), by, now).await?;
            }
        }
        Change::Buffer { table, buffer } => {
            let of_table: Vec<_> = cells.iter().filter(|it| it.name.table == *table).collect();
            if of_table.is_empty() {
                return Err(Error::NotFound);
            }
            for cell in of_table {
                let values = ("buffer", cell.buffer, *buffer);
                put(conn, survey, (&cell.plan, &cell.name), values, by, now).await?;
            }
        }
        Change::Paused { cell: name, paused } => {
            let cell = find(name)?;
            let values = ("paused", i64::from(cell.paused), i64::from(*paused));
            put(conn, survey, (&cell.plan, name), values, by, now).await?;
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
    ledger::append(conn, survey, deed, now).await?;
    recount(conn, cache, survey, Some(who), now).await
}

/// Writes one number of a cell and of its shadow, with a row of the ledger each.
pub(super) async fn put(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    (plan, name): (&str, &CellName),
    (column, before, after): (&'static str, i64, i64),
    (who, why): (Option<&str>, &str),
    now: Moment,
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    // The name of the column is one of ours and nothing that anybody typed.
    let write = format!(
        "update quota_cell set {column} = $5
         where survey_id = $1 and plan = $2 and table_name = $3 and key = $4
         returning id"
    );
    let cells: Vec<(i64,)> = sqlx::query_as(AssertSqlSafe(write))
        .bind(&survey.0)
        .bind(plan)
        .bind(&name.table)
        .bind(&name.key)
        .bind(after)
        .fetch_all(&mut *conn)
        .await?;
    let step = if column == "paused" { "pause" } else { column };
    let words = |number: i64| (number != NO_LIMIT).then(|| number.to_string());
    let (before, after) = (words(before), words(after));
    for (cell,) in cells {
        let deed = Deed::change(step, who, before.as_deref(), after.as_deref()).because(why);
        ledger::append(conn, survey, Deed { cell: Some(cell), ..deed }, now).await?;
    }
    Ok(())
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
    let cell = CellName { table: SOURCE.to_owned(), key: name.to_owned() };
    let there: Option<(i64,)> = sqlx::query_as(
        "select target
         from quota_cell
         where survey_id = $1 and plan = '' and table_name = $2 and key = $3 and test = 0",
    )
    .bind(&survey.0)
    .bind(SOURCE)
    .bind(name)
    .fetch_optional(&mut *conn)
    .await?;
    let target = cap.unwrap_or(NO_LIMIT);
    let Some((before,)) = there else {
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
    put(conn, survey, ("", &cell), ("target", before, target), (Some(who), ""), now).await
}
