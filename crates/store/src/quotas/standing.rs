//! The cells as they stood when somebody came to the gate, told from the ledger.

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::quota::CellName;
use survey::{InterviewId, Moment, SurveyId};

use super::NO_LIMIT;
use crate::{Db, Error};

/// How the gate answered somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtGate {
    pub at: Moment,
    /// Whether they were turned away.
    pub refused: bool,
    /// The cells that they fell in, just before.
    pub cells: Vec<CellThen>,
}

/// One cell as it stood at a moment; its standing is none where there was no such cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellThen {
    pub name: CellName,
    pub standing: Option<Standing>,
}

/// The numbers of a cell at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub target: i64,
    pub buffer: i64,
    pub paused: bool,
    pub reserved: i64,
    pub completes: i64,
}

impl Standing {
    /// Whether there was a place for one more.
    pub fn has_place(&self) -> bool {
        !self.paused && self.completes + self.reserved < self.target + self.buffer
    }
}

/// How the cells stood when this interview last came to the gate; none if it never did.
pub async fn at_gate(db: &Db, survey: &SurveyId, interview: InterviewId) -> Result<Option<AtGate>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select l.id, l.at, l.step, l.after, l.cell_id, c.table_name, c.key
         from ledger l
         left join quota_cell c on c.id = l.cell_id
         where l.survey_id = $1 and l.interview_id = $2 and l.step in ('reserve', 'refuse')
         order by l.id",
    )
    .bind(&survey.0)
    .bind(interview.0)
    .fetch_all(&mut *conn)
    .await?;
    // One coming to the gate writes its rows in one go, all of one step; an earlier one is of another moment.
    let Some(last) = rows.last() else { return Ok(None) };
    let of_last = |it: &&Row| it.at == last.at && it.step == last.step;
    let group: Vec<&Row> = rows.iter().rev().take_while(of_last).collect();
    let first = group.iter().map(|it| it.id).min().unwrap_or_default();
    let mut cells = Vec::with_capacity(group.len());
    for row in group.iter().rev() {
        let standing = match row.cell_id {
            Some(cell) => Some(standing(&mut conn, cell, first).await?),
            None => None,
        };
        cells.push(CellThen { name: row.name(), standing });
    }
    Ok(Some(AtGate { at: Moment(last.at), refused: last.step == "refuse", cells }))
}

#[derive(FromRow)]
struct Row {
    id: i64,
    at: i64,
    step: String,
    after: Option<String>,
    cell_id: Option<i64>,
    table_name: Option<String>,
    key: Option<String>,
}

impl Row {
    /// Of the cell, or what was noted where there was none.
    fn name(&self) -> CellName {
        let noted = self.after.as_deref().unwrap_or_default();
        let (table, key) = noted.split_once('.').unwrap_or((noted, ""));
        CellName {
            table: self.table_name.clone().unwrap_or_else(|| table.to_owned()),
            key: self.key.clone().unwrap_or_else(|| key.to_owned()),
        }
    }
}

/// A cell just before this row of the ledger: its counters are the sum of what moved before, and a rule is what
/// the next change says it was before.
async fn standing(conn: &mut SqliteConnection, cell: i64, row: i64) -> Result<Standing, Error> {
    let (reserved, completes): (i64, i64) = sqlx::query_as(
        "select coalesce(sum(reserved_delta), 0), coalesce(sum(completes_delta), 0)
         from ledger
         where cell_id = $1 and id < $2",
    )
    .bind(cell)
    .bind(row)
    .fetch_one(&mut *conn)
    .await?;
    let (target, buffer, paused): (i64, i64, i64) =
        sqlx::query_as("select target, buffer, paused from quota_cell where id = $1")
            .bind(cell)
            .fetch_one(&mut *conn)
            .await?;
    Ok(Standing {
        target: then(conn, (cell, row), "target", target).await?,
        buffer: then(conn, (cell, row), "buffer", buffer).await?,
        paused: then(conn, (cell, row), "pause", paused).await? == 1,
        reserved,
        completes,
    })
}

async fn then(
    conn: &mut SqliteConnection,
    (cell, row): (i64, i64),
    step: &str,
    now: i64,
) -> Result<i64, Error> {
    let next: Option<(Option<String>,)> = sqlx::query_as(
        "select before from ledger where cell_id = $1 and id > $2 and step = $3 order by id limit 1",
    )
    .bind(cell)
    .bind(row)
    .bind(step)
    .fetch_optional(conn)
    .await?;
    let number = |it: Option<String>| it.map_or(Ok(NO_LIMIT), |it| it.parse());
    next.map_or(Ok(now), |(it,)| number(it)).map_err(|_| Error::Unreadable("row of the ledger"))
}
