//! The completes of a survey as columns of codes, kept from one page to the next and brought up to date.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use analysis::table::Columns;
use store::exports::{self, Found};
use store::{Db, codings, withdrawal};
use survey::{Disposition, InterviewId, Moment, Questionnaire, SurveyId};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::error::AppError;
use crate::export::{Order, ROWS, Wanted, all_columns};

/// How many interviews are read at a time.
const BATCH: i64 = 1_000;

/// How many of these batches wait in memory to be taken in.
const AHEAD: usize = 2;

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
    /// So many changes the codes of texts had seen.
    coded: i64,
    pub columns: Arc<Columns>,
    /// The newest version, with what analysts add: what conditions on these columns are held against.
    pub questionnaire: Arc<Questionnaire>,
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
        let coded = codings::revision(db, survey).await?;
        let all = order(db, (survey, test), (number, 0), now).await?;
        let kept = match slot.take() {
            Some(it) if it.columns.codebook == all.codebook => {
                Some(up_to_date(db, (survey, test), it, (number, now)).await?)
            }
            // None yet, or of other versions or variables.
            _ => None,
        };
        // A rehearsal that was wiped leaves no change behind.
        let completes = exports::count(db, &all.selection).await?;
        let snapshot = match kept.filter(|it| it.columns.cases() as i64 == completes) {
            Some(it) if it.coded == coded => it,
            Some(it) => {
                Snapshot { coded, columns: renewed(&all, Arc::unwrap_or_clone(it.columns)).await?, ..it }
            }
            None => Snapshot {
                number,
                coded,
                columns: filled(db, &all, Columns::new(&all.codebook)).await?,
                questionnaire: all.questionnaire.clone(),
            },
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
    Ok(Snapshot { number, columns: filled(db, &changed, columns).await?, ..was })
}

/// Columns with the cases of an order taken in, or out where they are no completes any more. While some are taken in,
/// the next ones are read.
async fn filled(db: &Db, order: &Arc<Order>, columns: Columns) -> Result<Arc<Columns>, AppError> {
    let (send, mut batches) = mpsc::channel(AHEAD);
    let taking = aside(order, columns, move |order, columns| {
        while let Some(batch) = batches.blocking_recv() {
            order.fill(batch, columns)?;
        }
        Ok(())
    });
    let (read, taken) = tokio::join!(sent(db, order, send), taking);
    read?;
    renewed(order, taken?).await
}

/// Reads the cases of an order one batch after another, as long as somebody takes them.
async fn sent(db: &Db, order: &Order, send: mpsc::Sender<Vec<Found>>) -> Result<(), AppError> {
    let mut after = InterviewId(0);
    loop {
        let batch = order.batch(db, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(()) };
        after = last.id();
        if send.send(batch).await.is_err() {
            return Ok(());
        }
    }
}

/// Columns with what analysts add worked out of the others.
async fn renewed(order: &Arc<Order>, columns: Columns) -> Result<Arc<Columns>, AppError> {
    Ok(Arc::new(aside(order, columns, |order, columns| order.renew(columns)).await?))
}

/// Works on columns where nobody waits for it.
async fn aside(
    order: &Arc<Order>,
    mut columns: Columns,
    work: impl FnOnce(&Order, &mut Columns) -> Result<(), store::Error> + Send + 'static,
) -> Result<Columns, AppError> {
    let order = Arc::clone(order);
    let worked = spawn_blocking(move || work(&order, &mut columns).map(|()| columns));
    Ok(worked.await??)
}
