//! The cells that an interview falls in by what is in force now: the plan of the newest version, and its source.

use sqlx::sqlite::SqliteConnection;
use survey::Reading;
use survey::quota::{CellName, QuotaPlan, SOURCE};

use super::places::find;
use super::plan;
use crate::Error;
use crate::interviews::{Kept, post};

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
    let cell = CellName { table: SOURCE.to_owned(), key: source.clone() };
    Ok(find(conn, post::holder(kept), &cell).await?.map(|_| cell))
}
