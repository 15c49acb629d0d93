//! Ended interviews are packed as rows of data a moment after they end, so that a data file need not work them out.

use std::collections::BTreeMap;
use std::time::Duration;

use analysis::case::{LAYOUT, Packer};
use app::export::case_of;
use store::exports::{self, Ticket};
use store::interviews::CaseRow;
use store::{Db, Error};
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// How often it is asked whether an interview has ended.
const EVERY: Duration = Duration::from_secs(2);

/// Interviews that are packed at a time, and the pause after them. An upgrade may have to pack a million: half of one
/// core is enough for that, and respondents come first.
const BATCH: i64 = 100;
const PAUSE: Duration = Duration::from_millis(15);

/// Packs what ends, for as long as it is let run.
pub async fn work(db: Db) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(err) = pack_all(&db).await {
            tracing::error!(error = &err as &dyn std::error::Error, "interviews could not be packed");
        }
    }
}

/// Packs what waits now. How many interviews it were.
pub async fn pack_all(db: &Db) -> Result<usize, Error> {
    let mut packers = BTreeMap::new();
    let mut packed = 0;
    loop {
        let waiting = exports::waiting(db, LAYOUT, BATCH).await?;
        if waiting.is_empty() {
            return Ok(packed);
        }
        packed += waiting.len();
        let rows;
        (packers, rows) = spawn_blocking(move || pack(packers, waiting)).await.map_err(|_| Error::Lost)?;
        exports::pack(db, LAYOUT, rows).await?;
        sleep(PAUSE).await;
    }
}

/// By version of a survey.
type Packers = BTreeMap<(String, String), Packer>;

fn pack(mut packers: Packers, waiting: Vec<(CaseRow, Ticket)>) -> (Packers, Vec<(Ticket, Vec<u8>)>) {
    let mut packed = Vec::with_capacity(waiting.len());
    for (row, ticket) in waiting {
        let case = case_of(row);
        let version = (case.questionnaire.survey.clone(), case.questionnaire.version.clone());
        let packer = packers.entry(version).or_insert_with(|| Packer::new(&case.questionnaire));
        packed.push((ticket, packer.pack(&case)));
    }
    (packers, packed)
}
