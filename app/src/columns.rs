//! The completes of a survey as columns of codes, kept from one page to the next and brought up to date.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use analysis::Cell;
use analysis::codebook::{Codebook, Column, System};
use analysis::export::Row;
use analysis::table::Columns;
use store::exports::{self, Found};
use store::{Db, withdrawal};
use survey::{Disposition, InterviewId, Moment, SurveyId};
use tokio::task::spawn_blocking;

use crate::error::AppError;
use crate::export::{Order, ROWS, Wanted, all_columns};

/// How many interviews are in memory at a time beside the columns.
const BATCH: i64 = 1_000;

/// How many surveys are kept; when one more comes, all are read anew.
const SURVEYS: usize = 8;

type Slot = Arc<tokio::sync::Mutex<Option<Snapshot>>>;

/// The columns of the surveys that were looked at last, the real interviews and those of rehearsals.
#[derive(Default)]
pub struct Kept(Mutex<HashMap<(SurveyId, bool), Slot>>);

/// The completes of a survey as they stood after so many changes.
#[derive(Clone)]
pub struct Snapshot {
    pub number: i64,
    pub columns: Arc<Columns>,
}

impl Kept {
    /// The completes of a survey as they stand now, or those of its rehearsals. What others read meanwhile stays as
    /// it was.
    pub async fn load(
        &self,
        db: &Db,
        (survey, test): (&SurveyId, bool),
        now: Moment,
    ) -> Result<Snapshot, AppError> {
        let slot = self.slot((survey.clone(), test));
        // Whoever comes at the same time waits, and finds them made.
        let mut slot = slot.lock().await;
        // Only now: a number from before the wait may be older than what is kept.
        let number = exports::snapshot(db, survey).await?;
        let all = order(db, (survey, test), (number, 0), now).await?;
        let kept = match slot.take() {
            Some(it) if it.columns.codebook == all.codebook => {
                Some(up_to_date(db, (survey, test), it, (number, now)).await?)
            }
            // None yet, or of other versions.
            _ => None,
        };
        // A rehearsal that was wiped leaves no change behind.
        let completes = exports::count(db, &all.selection).await?;
        let snapshot = match kept.filter(|it| it.columns.cases() as i64 == completes) {
            Some(it) => it,
            None => filled(db, &all, Columns::new(&all.codebook), number).await?,
        };
        *slot = Some(snapshot.clone());
        Ok(snapshot)
    }

    fn slot(&self, key: (SurveyId, bool)) -> Slot {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= SURVEYS && !kept.contains_key(&key) {
            kept.clear();
        }
        Arc::clone(kept.entry(key).or_default())
    }
}

/// Every column of what changed from one snapshot to another; of completes alone where it is from the first.
async fn order(
    db: &Db,
    (survey, test): (&SurveyId, bool),
    (to, from): (i64, i64),
    now: Moment,
) -> Result<Arc<Order>, AppError> {
    let rows = match from {
        0 => vec![Disposition::Complete.word().to_owned()],
        // Those too that are no completes any more.
        _ => ROWS.map(str::to_owned).to_vec(),
    };
    let wanted = Wanted { rows, rehearsal: test, ..all_columns(db, survey).await? };
    Ok(Arc::new(Order::read(db, survey, &wanted, (to, from), now).await?))
}

/// What has changed since, and nobody who has withdrawn.
async fn up_to_date(
    db: &Db,
    (survey, test): (&SurveyId, bool),
    was: Snapshot,
    (number, now): (i64, Moment),
) -> Result<Snapshot, AppError> {
    let gone = withdrawal::numbers(db, survey).await?;
    let is_gone = gone.iter().any(|it| was.columns.has(*it));
    if was.number == number && !is_gone {
        return Ok(was);
    }
    let mut columns = Arc::unwrap_or_clone(was.columns);
    gone.iter().for_each(|it| columns.remove(*it));
    let changed = order(db, (survey, test), (number, was.number), now).await?;
    filled(db, &changed, columns, number).await
}

/// Columns with the cases of an order taken in, or out where they are no completes any more.
async fn filled(
    db: &Db,
    order: &Arc<Order>,
    mut columns: Columns,
    number: i64,
) -> Result<Snapshot, AppError> {
    let mut after = InterviewId(0);
    let disposition = at(&order.codebook, &System::Disposition);
    loop {
        let batch = order.batch(db, after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.id();
        let ids: Vec<InterviewId> = batch.iter().map(Found::id).collect();
        let order = Arc::clone(order);
        let taken = spawn_blocking(move || {
            for (id, row) in ids.into_iter().zip(order.rows(batch)?) {
                match is_complete(&row, disposition) {
                    true => columns.set(id, &row),
                    false => columns.remove(id),
                }
            }
            Ok::<_, store::Error>(columns)
        });
        columns = taken.await.map_err(|err| {
            tracing::error!(error = &err as &dyn std::error::Error, "completes were not read");
            AppError::Internal
        })??;
    }
    Ok(Snapshot { number, columns: Arc::new(columns) })
}

fn at(codebook: &Codebook, system: &System) -> Option<usize> {
    codebook.variables.iter().position(|it| it.from == Column::System(system.clone()))
}

fn is_complete(row: &Row, disposition: Option<usize>) -> bool {
    let complete = Disposition::Complete.word();
    disposition.and_then(|it| row.get(it)).is_some_and(|it| *it == Cell::Word(complete.to_owned()))
}
