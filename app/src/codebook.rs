//! The codebook of a survey over all its versions, and the completes behind it, counted.

use std::sync::Arc;

use analysis::codebook::counts::Counts;
use store::{Db, exports};
use survey::{InterviewId, Moment, SurveyId};
use tokio::task::spawn_blocking;

use crate::error::AppError;
use crate::export::{Order, all_columns};

/// How many interviews are in memory at a time.
const BATCH: i64 = 250;

/// All columns of all completes as they stand now: its codebook is the survey's.
pub async fn of(db: &Db, survey: &SurveyId, now: Moment) -> Result<Order, AppError> {
    let snapshot = exports::snapshot(db, survey).await?;
    Order::read(db, survey, &all_columns(db, survey).await?, (snapshot, 0), now).await
}

/// Reads all cases of an order and counts them: tens of thousands in a second.
pub async fn counts(db: &Db, order: &Arc<Order>) -> Result<Counts, AppError> {
    let mut counts = Counts::new(&order.codebook);
    let mut after = InterviewId(0);
    loop {
        let batch = order.batch(db, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(counts) };
        after = last.id();
        let order = Arc::clone(order);
        let counted = spawn_blocking(move || {
            order.rows(batch)?.iter().for_each(|it| counts.see(it));
            Ok::<_, store::Error>(counts)
        });
        counts = counted.await??;
    }
}
