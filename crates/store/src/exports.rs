//! Data files: the snapshot that they show, their cases, and what was ordered at the desk.
//!
//! A snapshot is the number of changes of a survey so far. Each ended interview carries the change that its row came
//! with; a row that changes again leaves what it was in `interview_past`. So a snapshot shows the same cases whenever
//! it is read, but for those that were withdrawn, and what retention erased.

mod cases;
mod named;
mod packed;
pub(crate) mod past;
mod runs;

use survey::{Moment, SurveyId};

use crate::interviews::CaseRow;
use crate::interviews::batches::Row;
use crate::{Db, Error, surveys};

pub use cases::{Found, PackedCase, batch, count};
pub use named::{Saved, forget, save, saved};
pub use packed::{Ticket, pack, waiting};
pub use runs::{
    Manifest, Order, Run, RunState, again, done, fail, files, gone, kept, order, progress, restart, run,
    runs, take_waiting,
};

/// Which interviews of a survey; only ones that have ended are ever in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    pub survey: SurveyId,
    /// Those of rehearsals, and none else.
    pub test: bool,
    /// As they stood after this change.
    pub snapshot: i64,
    /// Only those that changed after this one; 0 for all.
    pub since: i64,
    /// Words of dispositions; broken off counts as ended.
    pub dispositions: Vec<String>,
    /// Ended at this moment or later.
    pub from: Option<Moment>,
    /// Ended before this moment.
    pub until: Option<Moment>,
}

/// The changes of a survey so far.
pub async fn snapshot(db: &Db, survey: &SurveyId) -> Result<i64, Error> {
    let mut conn = db.read().acquire().await?;
    Ok(surveys::find(&mut conn, survey).await?.ok_or(Error::NotFound)?.changes)
}

/// The next interviews that changed after a change, in the order of their changes. Each is given once; an
/// interview that changes again comes again, as it stands then.
pub async fn changes(db: &Db, survey: &SurveyId, after: i64, limit: i64) -> Result<Vec<CaseRow>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select i.id, i.changed, i.questionnaire_id, q.version, i.source, i.pid, i.variables, i.test, i.device_hash,
         i.device, i.plan, i.document
         from interview i
         join questionnaire q on q.id = i.questionnaire_id
         where i.survey_id = $1 and i.changed > $2 and i.test = 0
         order by i.changed
         limit $3",
    )
    .bind(&survey.0)
    .bind(after)
    .bind(limit)
    .fetch_all(&mut *conn)
    .await?;
    let mut cases = Vec::with_capacity(rows.len());
    for row in rows {
        cases.push(row.read(&mut conn, &db.questionnaires).await?);
    }
    Ok(cases)
}
