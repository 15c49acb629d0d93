//! The cases of a selection, a batch at a time: as they were packed, else as whole interviews.

use std::collections::BTreeMap;
use std::sync::Arc;

use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{FromRow, query::QueryAs};
use survey::questionnaire::Questionnaire;
use survey::{InterviewId, Moment};

use super::Selection;
use crate::interviews::CaseRow;
use crate::interviews::batches::Row;
use crate::{Db, Error};

/// A case of a selection.
#[derive(Clone, Debug)]
pub enum Found {
    Packed(PackedCase),
    Whole(Box<CaseRow>),
}

impl Found {
    /// The number of the interview.
    pub fn id(&self) -> InterviewId {
        match self {
            Found::Packed(it) => it.id,
            Found::Whole(it) => it.id,
        }
    }

    /// Says what it weighs.
    pub fn weigh(&mut self, weight: Option<f64>) {
        match self {
            Found::Packed(it) => it.weight = weight,
            Found::Whole(it) => it.weight = weight,
        }
    }
}

/// A case that was worked out before.
#[derive(Clone, Debug)]
pub struct PackedCase {
    pub id: InterviewId,
    /// The version that it was made with.
    pub questionnaire: Arc<Questionnaire>,
    /// What [`pack`](super::pack) was given.
    pub packed: Vec<u8>,
    /// What it weighs, where somebody has looked that up.
    pub weight: Option<f64>,
}

/// How many cases a selection has.
pub async fn count(db: &Db, wanted: &Selection) -> Result<i64, Error> {
    let mut cases = 0;
    for statement in [
        "select count(*) from interview_row
         where survey_id = $1 and test = $2 and changed > $3 and changed <= $4
         and $5 like '% ' || disposition || ' %'
         and ($6 is null or ended_at >= $6) and ($7 is null or ended_at < $7)",
        // Without the signs it would walk all that was ever superseded, for what was so since the snapshot.
        "select count(*) from interview_past
         where survey_id = $1 and test = $2 and +changed > $3 and +changed <= $4 and until > $4
         and $5 like '% ' || disposition || ' %'
         and ($6 is null or ended_at >= $6) and ($7 is null or ended_at < $7)",
    ] {
        let (count,): (i64,) = selected(statement, wanted).fetch_one(db.read()).await?;
        cases += count;
    }
    Ok(cases)
}

/// The next cases of a selection in order of id, `limit` at most; empty at the end. Those that were packed in this
/// layout are so, and none with no layout.
///
/// By the last id and not by an offset: the thousandth batch costs what the first one does.
pub async fn batch(
    db: &Db,
    wanted: &Selection,
    layout: Option<i64>,
    after: InterviewId,
    limit: i64,
) -> Result<Vec<Found>, Error> {
    // No row is packed in a layout below 0.
    let layout = layout.unwrap_or(-1);
    // One transaction, so that no case moves from one statement to the other between them.
    let mut tx = db.read().begin().await?;
    let lines = selected(LINES, wanted).bind(after.0).bind(limit).bind(layout);
    let lines: Vec<Line> = lines.fetch_all(&mut *tx).await?;
    let mut whole: BTreeMap<i64, Row> = BTreeMap::new();
    if let (true, Some(last)) = (lines.iter().any(|it| it.packed.is_none()), lines.last()) {
        let rows = selected::<Row>(WHOLE, wanted).bind(after.0).bind(last.id).bind(layout);
        whole = rows.fetch_all(&mut *tx).await?.into_iter().map(|it| (it.id, it)).collect();
    }
    let past = selected::<Row>(PAST, wanted).bind(after.0).bind(limit).fetch_all(&mut *tx).await?;

    let mut cases = Vec::with_capacity(lines.len() + past.len());
    for Line { id, questionnaire_id, packed } in lines {
        cases.push(match packed {
            Some(packed) => Found::Packed(PackedCase {
                id: InterviewId(id),
                questionnaire: db.questionnaires.load(&mut tx, questionnaire_id).await?,
                packed,
                weight: None,
            }),
            None => {
                let row = whole.remove(&id).ok_or(Error::Unreadable("interview_row"))?;
                Found::Whole(Box::new(row.read(&mut tx, &db.questionnaires).await?))
            }
        });
    }
    if !past.is_empty() {
        for row in past {
            cases.push(Found::Whole(Box::new(row.read(&mut tx, &db.questionnaires).await?)));
        }
        cases.sort_by_key(Found::id);
        cases.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(cases)
}

/// What stands of a case in `interview_row`.
#[derive(FromRow)]
struct Line {
    id: i64,
    questionnaire_id: i64,
    packed: Option<Vec<u8>>,
}

/// Rows that stand now as they did at the snapshot.
const LINES: &str =
    "select interview_id as id, questionnaire_id, case when layout = $10 then packed end as packed
     from interview_row
     where survey_id = $1 and test = $2 and changed > $3 and changed <= $4
     and $5 like '% ' || disposition || ' %'
     and ($6 is null or ended_at >= $6) and ($7 is null or ended_at < $7) and interview_id > $8
     order by interview_id
     limit $9";

/// The interviews of those that are not packed.
const WHOLE: &str =
    "select i.id, i.changed, i.questionnaire_id, q.version, i.source, i.pid, i.variables, i.test, i.device_hash,
     i.device, i.plan, i.document
     from interview_row r
     join interview i on i.id = r.interview_id
     join questionnaire q on q.id = i.questionnaire_id
     where r.survey_id = $1 and r.test = $2 and r.changed > $3 and r.changed <= $4
     and $5 like '% ' || r.disposition || ' %'
     and ($6 is null or r.ended_at >= $6) and ($7 is null or r.ended_at < $7)
     and r.interview_id > $8 and r.interview_id <= $9 and r.layout <> $10";

/// Rows that have changed since the snapshot, as they were.
const PAST: &str =
    "select i.interview_id as id, i.changed, i.questionnaire_id, q.version, i.source, i.pid, i.variables, i.test,
     i.device_hash, i.device, i.plan, i.document
     from interview_past i
     join questionnaire q on q.id = i.questionnaire_id
     where i.survey_id = $1 and i.test = $2 and +i.changed > $3 and +i.changed <= $4 and i.until > $4
     and $5 like '% ' || i.disposition || ' %'
     and ($6 is null or i.ended_at >= $6) and ($7 is null or i.ended_at < $7) and i.interview_id > $8
     order by i.interview_id
     limit $9";

/// A statement with what a selection says, as `$1` to `$7`.
fn selected<T>(statement: &'static str, wanted: &Selection) -> QueryAs<'static, Sqlite, T, SqliteArguments>
where
    T: for<'r> FromRow<'r, SqliteRow>,
{
    sqlx::query_as(statement)
        .bind(wanted.survey.0.clone())
        .bind(wanted.test)
        .bind(wanted.since)
        .bind(wanted.snapshot)
        // Between blanks, so that one of the words is found by ` word `.
        .bind(format!(" {} ", wanted.dispositions.join(" ")))
        .bind(wanted.from.map(|it: Moment| it.0))
        .bind(wanted.until.map(|it| it.0))
}
