//! Places moved to other cells, since the plan, its cells or the sources are others now.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use survey::quota::CellName;
use survey::{InterviewId, Moment, SurveyId, interview};

use super::in_force;
use super::places::{Holder, Places, find, places, plan_of, shift};
use crate::Error;
use crate::interviews::{Kept, post, rows};
use crate::questionnaires::Cache;

/// Interviews read at once.
const BATCH: i64 = 200;

/// Puts every place that is held or counted into the cells in force, by the answers already given. A cell may
/// come to hold more than it wants: nobody is thrown out.
///
/// All in the writer's transaction, so that no post falls between the old cells and the new: about a tenth of
/// a millisecond for each interview.
pub(crate) async fn recount(
    conn: &mut SqliteConnection,
    cache: &Arc<Cache>,
    survey: &SurveyId,
    who: Option<&str>,
    now: Moment,
) -> Result<(), Error> {
    let mut after = InterviewId(0);
    loop {
        let batch = rows::with_places(conn, survey, after, BATCH).await?;
        let Some((last, _)) = batch.last() else { return Ok(()) };
        after = *last;
        for (_, token) in &batch {
            let kept = rows::load(conn, cache, token).await?;
            if places(&kept.interview) != Places::None {
                move_places(conn, kept, who, now).await?;
            }
        }
    }
}

/// Moves the places of one interview from the cells where they are to those in force.
async fn move_places(
    conn: &mut SqliteConnection,
    mut kept: Kept,
    who: Option<&str>,
    now: Moment,
) -> Result<(), Error> {
    let (reserved, completes) = if places(&kept.interview) == Places::Counted { (0, 1) } else { (1, 0) };
    let (plan, cells) = in_force::cells(conn, &kept).await?;
    let (from, to) = (kept.plan.clone().unwrap_or_default(), plan.clone().unwrap_or_default());
    let cells = existing(conn, Holder { plan: &to, ..post::holder(&kept) }, cells).await?;
    let before = kept.interview.cells.clone();
    let stays =
        |it: &CellName| before.contains(it) && cells.contains(it) && plan_of(&from, it) == plan_of(&to, it);
    let left: Vec<CellName> = before.iter().filter(|it| !stays(it)).cloned().collect();
    let joined: Vec<CellName> = cells.iter().filter(|it| !stays(it)).cloned().collect();
    if left.is_empty() && joined.is_empty() && from == to {
        return Ok(());
    }
    let leaves = ("recount", -reserved, -completes);
    shift(conn, Holder { plan: &from, ..post::holder(&kept) }, &left, leaves, who, now).await?;
    kept.plan = plan;
    interview::hold(&mut kept.interview, cells);
    shift(conn, post::holder(&kept), &joined, ("recount", reserved, completes), who, now).await?;
    rows::save(conn, &mut kept).await
}

/// Those of these cells that there are: an answer may fall in none.
async fn existing(
    conn: &mut SqliteConnection,
    holder: Holder<'_>,
    cells: Vec<CellName>,
) -> Result<Vec<CellName>, Error> {
    let mut there = Vec::with_capacity(cells.len());
    for cell in cells {
        if find(conn, holder, &cell).await?.is_some() {
            there.push(cell);
        }
    }
    Ok(there)
}
