//! Whether three accounts of the same places agree: the counters, the ledger, and the interviews.

use std::collections::HashMap;

use futures::TryStreamExt;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, FromRow};
use survey::Interview;
use survey::quota::CellName;

use super::places::{Places, places, plan_of};
use crate::Error;

/// Places held and counted.
type Count = (i64, i64);

/// Recomputes every counter from the ledger and from the interviews. A sentence for each disagreement.
pub(super) async fn sentences(conn: &mut SqliteConnection) -> Result<Vec<String>, Error> {
    // One transaction, so that all three accounts are of the same moment, whatever is written meanwhile.
    let mut tx = conn.begin().await?;
    let cells = cells(&mut tx).await?;
    let ledger = ledger(&mut tx).await?;
    let (mut interviews, mut said) = interviews(&mut tx).await?;
    for cell in cells {
        let of_ledger = ledger.get(&cell.id).copied().unwrap_or_default();
        let of_interviews = interviews.remove(&cell.place()).unwrap_or_default();
        said.extend(cell.disagreement(of_ledger, of_interviews));
        said.extend(cell.excess());
    }
    let strays = interviews.into_iter().filter(|(_, count)| *count != (0, 0));
    said.extend(strays.map(|(place, (held, counted))| {
        format!("{} holds {held} and counts {counted} places, but there is no such cell.", place.words())
    }));
    Ok(said)
}

/// Which counter is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    survey: String,
    plan: String,
    test: bool,
    name: CellName,
}

impl Place {
    fn words(&self) -> String {
        let test = if self.test { ", rehearsal" } else { "" };
        format!("{} in plan {} of {}{test}", self.name, self.plan, self.survey)
    }
}

#[derive(FromRow)]
struct Cell {
    id: i64,
    survey_id: String,
    plan: String,
    table_name: String,
    key: String,
    test: bool,
    target: i64,
    reserved: i64,
    completes: i64,
    buffer: i64,
    /// How often its target or buffer was changed, or places were moved into it.
    changes: i64,
}

impl Cell {
    fn place(&self) -> Place {
        let name = CellName { table: self.table_name.clone(), key: self.key.clone() };
        Place { survey: self.survey_id.clone(), plan: self.plan.clone(), test: self.test, name }
    }

    fn disagreement(&self, ledger: Count, interviews: Count) -> Option<String> {
        let counters = (self.reserved, self.completes);
        (counters != ledger || counters != interviews).then(|| {
            let words = |(held, counted): Count| format!("{held} held and {counted} counted");
            format!(
                "{}: the counters say {}, the ledger {}, the interviews {}.",
                self.place().words(),
                words(counters),
                words(ledger),
                words(interviews)
            )
        })
    }

    /// Over what it admits, though nothing was changed that may lead to it.
    fn excess(&self) -> Option<String> {
        let taken = self.completes + self.reserved;
        (taken > self.target + self.buffer && self.changes == 0)
            .then(|| format!("{}: {taken} places are taken of {}.", self.place().words(), self.target))
    }
}

async fn cells(conn: &mut SqliteConnection) -> Result<Vec<Cell>, Error> {
    let cells = sqlx::query_as(
        "select c.id, c.survey_id, c.plan, c.table_name, c.key, c.test, c.target, c.reserved, c.completes, c.buffer,
         (select count(*) from ledger l where l.cell_id = c.id and l.step in ('target', 'buffer', 'recount'))
         as changes
         from quota_cell c
         order by c.id",
    )
    .fetch_all(conn)
    .await?;
    Ok(cells)
}

async fn ledger(conn: &mut SqliteConnection) -> Result<HashMap<i64, Count>, Error> {
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select cell_id, sum(reserved_delta), sum(completes_delta)
         from ledger
         where cell_id is not null
         group by cell_id",
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(cell, held, counted)| (cell, (held, counted))).collect())
}

#[derive(FromRow)]
struct Row {
    id: i64,
    survey_id: String,
    plan: Option<String>,
    test: bool,
    disposition: String,
    code: String,
    document: String,
}

/// Places by cell, and a sentence for each interview whose columns say something else than itself.
async fn interviews(conn: &mut SqliteConnection) -> Result<(HashMap<Place, Count>, Vec<String>), Error> {
    let mut counts: HashMap<Place, Count> = HashMap::new();
    let mut said = Vec::new();
    let mut rows = sqlx::query_as(
        "select id, survey_id, plan, test, disposition, code, document from interview order by id",
    )
    .fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let row: Row = row;
        let Ok(interview) = serde_json::from_str::<Interview>(&row.document) else {
            said.push(format!("Interview {}: its document does not read.", row.id));
            continue;
        };
        if (interview.disposition.word(), interview.disposition.code())
            != (&row.disposition, row.code.clone())
        {
            said.push(format!(
                "Interview {}: it stands as {}, its row says {}.",
                row.id,
                interview.disposition.word(),
                row.disposition
            ));
        }
        let (held, counted) = match places(&interview) {
            Places::None => continue,
            Places::Held => (1, 0),
            Places::Counted => (0, 1),
        };
        for name in interview.cells {
            let plan = plan_of(row.plan.as_deref().unwrap_or_default(), &name).to_owned();
            let place = Place { survey: row.survey_id.clone(), plan, test: row.test, name };
            let count = counts.entry(place).or_default();
            *count = (count.0 + held, count.1 + counted);
        }
    }
    Ok((counts, said))
}
