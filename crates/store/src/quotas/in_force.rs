//! The cells that an interview falls in by what is in force now: the plan of the newest version, and its source.

use sqlx::sqlite::SqliteConnection;
use survey::Reading;
use survey::quota::{CellName, QuotaPlan, SOURCE};

use super::plan;
use crate::Error;
use crate::interviews::Kept;

/// The plan in force and the cells of an interview, in file order; the cell of its source comes last.
///
/// A manager switches the plan, an author adds a table: both hold for everybody who comes to the gate from
/// then on, whatever version they began with.
pub(crate) async fn cells(
    conn: &mut SqliteConnection,
    kept: &Kept,
) -> Result<(Option<String>, Vec<CellName>), Error> {
    let plan = kept.plan_in_force.as_deref().and_then(|it| plan(&kept.newest, it));
    let mut cells = plan.map(|it| of_plan(it, kept)).unwrap_or_default();
    cells.extend(of_source(conn, kept).await?);
    Ok((plan.map(|it| it.name.clone()), cells))
}

fn of_plan(plan: &QuotaPlan, kept: &Kept) -> Vec<CellName> {
    if kept.questionnaire.version == kept.newest.version {
        return survey::quota::cells(plan, &Reading::new(&kept.newest, &kept.interview));
    }
    let mut interview = kept.interview.clone();
    // It stands on a page of its own version; by the newest one all that it has answered lies behind it.
    interview.page = u32::MAX;
    let mut cells = survey::quota::cells(plan, &Reading::new(&kept.newest, &interview));
    // What an older version never asked cannot tell where somebody belongs, and turns nobody away.
    cells.retain(|it| !it.key.split('.').any(|code| code == "-"));
    cells
}

/// The cell of its source, if that one is registered. A rehearsal's robots come from nowhere.
async fn of_source(conn: &mut SqliteConnection, kept: &Kept) -> Result<Option<CellName>, Error> {
    let Some(source) = kept.source.as_ref().filter(|_| !kept.test) else { return Ok(None) };
    let row: Option<(i64,)> = sqlx::query_as(
        "select id
         from quota_cell
         where survey_id = $1 and plan = '' and table_name = $2 and key = $3 and test = 0",
    )
    .bind(&kept.survey.0)
    .bind(SOURCE)
    .bind(source)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|_| CellName { table: SOURCE.to_owned(), key: source.clone() }))
}
