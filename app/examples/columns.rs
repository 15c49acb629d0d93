//! What it costs to read the completes of a survey into columns, beside a bare scan of the same rows: `columns DATA
//! SURVEY`, which says the seconds as JSON.
//!
//! The scan reads the same batches of packed cases from SQLite and looks at none of them. Both are timed in turns, so
//! that whatever else the machine does meets both alike.

#![expect(clippy::disallowed_methods, reason = "it measures, and reads the clock for nothing else")]

use std::io;
use std::path::Path;
use std::time::Instant;

use app::columns::Kept;
use app::error::AppError;
use app::export::{Order, Wanted, all_columns};
use serde_json::json;
use store::{Db, exports};
use survey::{Disposition, InterviewId, Moment, SurveyId};

/// Timed so often, after once to warm up.
const ROUNDS: usize = 5;

/// As many as are read at a time for the columns.
const BATCH: i64 = 1_000;

/// Later than every version.
const NOW: Moment = Moment(i64::MAX / 2);

#[tokio::main]
async fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [data, survey] = words.as_slice() else {
        return Err(io::Error::other("two words are wanted: columns DATA SURVEY"));
    };
    let db = Db::open(Path::new(data)).await.map_err(io::Error::other)?;
    let survey = SurveyId(survey.clone());
    let (mut scans, mut fills, mut cases) = (Vec::new(), Vec::new(), 0);
    for round in 0..=ROUNDS {
        let began = Instant::now();
        cases = scan(&db, &survey).await.map_err(io::Error::other)?;
        let scanned = began.elapsed().as_secs_f64();
        let began = Instant::now();
        let snapshot = Kept::default().load(&db, (&survey, false), NOW).await.map_err(io::Error::other)?;
        let filled = began.elapsed().as_secs_f64();
        assert_eq!(snapshot.columns.cases(), cases, "both read the same rows");
        if round > 0 {
            scans.push(scanned);
            fills.push(filled);
        }
    }
    db.close().await;
    let said = json!({ "cases": cases, "scan": median(scans), "fill": median(fills) });
    serde_json::to_writer(io::stdout(), &said)?;
    Ok(())
}

/// Reads the rows that columns are made of. How many there are.
async fn scan(db: &Db, survey: &SurveyId) -> Result<usize, AppError> {
    let number = exports::snapshot(db, survey).await?;
    let rows = vec![Disposition::Complete.word().to_owned()];
    let wanted = Wanted { rows, ..all_columns(db, survey).await? };
    let order = Order::read(db, survey, &wanted, (number, 0), NOW).await?;
    let (mut after, mut cases) = (InterviewId(0), 0);
    loop {
        let batch = order.batch(db, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(cases) };
        (after, cases) = (last.id(), cases + batch.len());
    }
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
