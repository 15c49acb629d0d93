//! Quota cells: their targets, their counters, and whether the counters are right.

mod changes;
mod standing;
mod verify;

pub(crate) mod in_force;
pub(crate) mod places;
pub(crate) mod recount;

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::quota::{CellName, QuotaPlan};
use survey::{Moment, Questionnaire, QuotaCellId, SurveyId};

use crate::questionnaires::Cache;
use crate::{Db, Error, surveys};

use changes::put;
pub(crate) use changes::put_source;
pub use changes::{Change, NO_LIMIT, WhatIf, change, what_if};
pub use standing::{AtGate, CellThen, Standing, at_gate};

/// One quota cell of the plan in force as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaCell {
    pub id: QuotaCellId,
    pub plan: String,
    pub name: CellName,
    pub target: i64,
    /// Places held by interviews in progress.
    pub reserved: i64,
    pub completes: i64,
    /// Completes admitted beyond the target.
    pub buffer: i64,
    /// Takes nobody in for the moment.
    pub paused: bool,
}

/// The cells of the plan in force, in file order; with `test` those that rehearsals fill. Cells that only
/// older versions had are left out.
pub async fn cells(db: &Db, survey: &SurveyId, test: bool) -> Result<Vec<QuotaCell>, Error> {
    in_plan(&mut *db.read().acquire().await?, &db.questionnaires, survey, test).await
}

/// The same on a connection, so that it can be read together with other things.
pub(crate) async fn in_plan(
    conn: &mut SqliteConnection,
    cache: &Arc<Cache>,
    survey: &SurveyId,
    test: bool,
) -> Result<Vec<QuotaCell>, Error> {
    let row = surveys::find(conn, survey).await?.ok_or(Error::NotFound)?;
    let questionnaire = cache.load(conn, row.questionnaire_id).await?;
    let Some(plan) = row.plan.as_deref().and_then(|it| plan(&questionnaire, it)) else {
        return Ok(Vec::new());
    };
    let mut found = of_plan(conn, survey, &plan.name, test).await?;
    let file_order: HashMap<CellName, usize> =
        names(plan).enumerate().map(|(at, (name, _))| (name, at)).collect();
    found.retain(|it| file_order.contains_key(&it.name));
    found.sort_by_key(|it| file_order[&it.name]);
    Ok(found)
}

/// Recomputes every counter from the ledger and from the interviews. A sentence for each disagreement.
pub async fn verify(db: &Db) -> Result<Vec<String>, Error> {
    let mut conn = db.read().acquire().await?;
    recomputed(&mut conn).await
}

/// The same of a database that is no server's.
pub(crate) async fn recomputed(conn: &mut SqliteConnection) -> Result<Vec<String>, Error> {
    verify::sentences(conn).await
}

/// The plan of this name in a questionnaire.
pub(crate) fn plan<'a>(questionnaire: &'a Questionnaire, name: &str) -> Option<&'a QuotaPlan> {
    questionnaire.quota.as_ref()?.plans.iter().find(|it| it.name == name)
}

/// Gives the cells of a questionnaire their targets; counters stay.
///
/// A target that the author left as it was in the version `before` stays as the desk has set it. Cells that the
/// file has no more keep theirs.
pub(crate) async fn publish(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    (before, questionnaire): (Option<&Questionnaire>, &Questionnaire),
    now: Moment,
) -> Result<(), Error> {
    let plans = questionnaire.quota.as_ref().map_or(&[][..], |it| &it.plans);
    for plan in plans {
        let there = targets(conn, survey, plan).await?;
        let written: HashMap<CellName, i64> =
            before.and_then(|it| self::plan(it, &plan.name)).into_iter().flat_map(names).collect();
        for (name, target) in names(plan) {
            match there.get(&name) {
                None => create(conn, survey, plan, (&name, target)).await?,
                Some(_) if written.get(&name) == Some(&target) => {}
                Some(standing) => {
                    let values = ("target", *standing, target);
                    put(conn, survey, (&plan.name, &name), values, (None, ""), now).await?;
                }
            }
        }
    }
    Ok(())
}

/// Names and targets of a plan's cells, in file order.
fn names(plan: &QuotaPlan) -> impl Iterator<Item = (CellName, i64)> {
    plan.tables
        .iter()
        .flat_map(|table| table.cells.iter().map(|(codes, target)| (table.cell(codes), *target)))
}

async fn targets(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    plan: &QuotaPlan,
) -> Result<HashMap<CellName, i64>, Error> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "select table_name, key, target from quota_cell where survey_id = $1 and plan = $2 and test = 0",
    )
    .bind(&survey.0)
    .bind(&plan.name)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(table, key, target)| (CellName { table, key }, target)).collect())
}

/// Makes a cell and its shadow. They stand in the ledger with the version that has them.
async fn create(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    plan: &QuotaPlan,
    (name, target): (&CellName, i64),
) -> Result<(), Error> {
    for test in [true, false] {
        sqlx::query(
            // A table that admits a few more than its targets does so in a new cell too.
            "insert into quota_cell (survey_id, plan, table_name, key, test, target, buffer)
             values ($1, $2, $3, $4, $5, $6, coalesce((
                 select max(buffer) from quota_cell
                 where survey_id = $1 and plan = $2 and table_name = $3 and test = $5
             ), 0))",
        )
        .bind(&survey.0)
        .bind(&plan.name)
        .bind(&name.table)
        .bind(&name.key)
        .bind(test)
        .bind(target)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

#[derive(FromRow)]
struct Row {
    id: i64,
    plan: String,
    table_name: String,
    key: String,
    target: i64,
    reserved: i64,
    completes: i64,
    buffer: i64,
    paused: bool,
}

impl From<Row> for QuotaCell {
    fn from(row: Row) -> Self {
        QuotaCell {
            id: QuotaCellId(row.id),
            plan: row.plan,
            name: CellName { table: row.table_name, key: row.key },
            target: row.target,
            reserved: row.reserved,
            completes: row.completes,
            buffer: row.buffer,
            paused: row.paused,
        }
    }
}

async fn of_plan(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    plan: &str,
    test: bool,
) -> Result<Vec<QuotaCell>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select id, plan, table_name, key, target, reserved, completes, buffer, paused
         from quota_cell
         where survey_id = $1 and plan = $2 and test = $3",
    )
    .bind(&survey.0)
    .bind(plan)
    .bind(test)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(QuotaCell::from).collect())
}
