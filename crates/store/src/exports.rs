//! Data files: the snapshot that they show, their cases, and what was ordered at the desk.
//!
//! A snapshot is the number of changes of a survey so far. Each ended interview carries the change that its row came
//! with; a row that changes again leaves what it was in `interview_past`. So a snapshot shows the same cases whenever
//! it is read, but for those that were withdrawn, and what retention erased.

mod named;
pub(crate) mod past;
mod runs;

use sqlx::sqlite::SqliteConnection;
use survey::{InterviewId, Moment, SurveyId};

use crate::interviews::CaseRow;
use crate::interviews::batches::Row;
use crate::{Db, Error, surveys};

pub use named::{Saved, forget, save, saved};
pub use runs::{
    Manifest, Order, Run, RunState, again, done, fail, files, gone, order, progress, restart, run, runs,
    take_waiting,
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

/// How many cases a selection has.
pub async fn count(db: &Db, wanted: &Selection) -> Result<i64, Error> {
    let mut cases = 0;
    for statement in [
        "select count(*) from interview
         where survey_id = $1 and test = $2 and changed > $3 and changed <= $4
         and $5 like '% ' || disposition || ' %'
         and ($6 is null or coalesce(ended_at, last_at) >= $6)
         and ($7 is null or coalesce(ended_at, last_at) < $7)",
        "select count(*) from interview_past
         where survey_id = $1 and test = $2 and changed > $3 and changed <= $4 and until > $4
         and $5 like '% ' || disposition || ' %'
         and ($6 is null or ended_at >= $6) and ($7 is null or ended_at < $7)",
    ] {
        let (count,): (i64,) = sqlx::query_as(statement)
            .bind(&wanted.survey.0)
            .bind(wanted.test)
            .bind(wanted.since)
            .bind(wanted.snapshot)
            .bind(words(&wanted.dispositions))
            .bind(wanted.from.map(|it| it.0))
            .bind(wanted.until.map(|it| it.0))
            .fetch_one(db.read())
            .await?;
        cases += count;
    }
    Ok(cases)
}

/// The next cases of a selection in order of id, `limit` at most; empty at the end.
///
/// By the last id and not by an offset: the thousandth batch costs what the first one does.
pub async fn batch(
    db: &Db,
    wanted: &Selection,
    after: InterviewId,
    limit: i64,
) -> Result<Vec<CaseRow>, Error> {
    // One transaction, so that no case moves from one statement to the other between them.
    let mut tx = db.read().begin().await?;
    let mut rows = found(&mut tx, CURRENT, wanted, after, limit).await?;
    let past = found(&mut tx, PAST, wanted, after, limit).await?;
    if !past.is_empty() {
        rows.extend(past);
        rows.sort_by_key(|it| it.id);
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    let mut cases = Vec::with_capacity(rows.len());
    for row in rows {
        cases.push(row.read(&mut tx, &db.questionnaires).await?);
    }
    Ok(cases)
}

/// The next interviews that changed after a change, in the order of their changes. Each change is given once; an
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

/// Rows that stand now as they did at the snapshot.
const CURRENT: &str =
    "select i.id, i.changed, i.questionnaire_id, q.version, i.source, i.pid, i.variables, i.test, i.device_hash,
     i.device, i.plan, i.document
     from interview i
     join questionnaire q on q.id = i.questionnaire_id
     where i.survey_id = $1 and i.test = $2 and i.changed > $3 and i.changed <= $4
     and $5 like '% ' || i.disposition || ' %'
     and ($6 is null or coalesce(i.ended_at, i.last_at) >= $6)
     and ($7 is null or coalesce(i.ended_at, i.last_at) < $7) and i.id > $8
     order by i.id
     limit $9";

/// Rows that have changed since the snapshot, as they were.
const PAST: &str =
    "select i.interview_id as id, i.changed, i.questionnaire_id, q.version, i.source, i.pid, i.variables, i.test,
     i.device_hash, i.device, i.plan, i.document
     from interview_past i
     join questionnaire q on q.id = i.questionnaire_id
     where i.survey_id = $1 and i.test = $2 and i.changed > $3 and i.changed <= $4 and i.until > $4
     and $5 like '% ' || i.disposition || ' %'
     and ($6 is null or i.ended_at >= $6) and ($7 is null or i.ended_at < $7) and i.interview_id > $8
     order by i.interview_id
     limit $9";

async fn found(
    conn: &mut SqliteConnection,
    statement: &'static str,
    wanted: &Selection,
    after: InterviewId,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query_as(statement)
        .bind(&wanted.survey.0)
        .bind(wanted.test)
        .bind(wanted.since)
        .bind(wanted.snapshot)
        .bind(words(&wanted.dispositions))
        .bind(wanted.from.map(|it| it.0))
        .bind(wanted.until.map(|it| it.0))
        .bind(after.0)
        .bind(limit)
        .fetch_all(conn)
        .await?;
    Ok(rows)
}

/// Words between blanks, so that one of them is found by ` word `.
fn words(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}
