//! What a source is told of its people afterwards, for its invoice: how each interview stands now.

use std::collections::BTreeMap;

use sqlx::FromRow;
use survey::{InterviewId, Moment};

use super::Source;
use crate::{Db, Error};

/// One interview of a source as it stands now: a rejection after the fact shows here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    pub id: InterviewId,
    pub pid: Option<String>,
    /// The word of its disposition.
    pub disposition: String,
    pub code: String,
    pub started_at: Moment,
    pub ended_at: Option<Moment>,
    pub variables: BTreeMap<String, String>,
    /// `accepted` or `rejected`, where a manager has looked at it.
    pub reviewed: Option<String>,
}

/// The next interviews of a source in order of id, `limit` at most; empty at the end. No rehearsals.
pub async fn reconcile(
    db: &Db,
    source: &Source,
    after: InterviewId,
    limit: i64,
) -> Result<Vec<Reconciled>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select id, pid, disposition, code, started_at, ended_at, variables, reviewed
         from interview
         where survey_id = $1 and source = $2 and test = 0 and id > $3
         order by id
         limit $4",
    )
    .bind(&source.survey.0)
    .bind(&source.name)
    .bind(after.0)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    rows.into_iter().map(Reconciled::try_from).collect()
}

#[derive(FromRow)]
struct Row {
    id: i64,
    pid: Option<String>,
    disposition: String,
    code: String,
    started_at: i64,
    ended_at: Option<i64>,
    variables: String,
    reviewed: Option<String>,
}

impl TryFrom<Row> for Reconciled {
    type Error = Error;

    fn try_from(row: Row) -> Result<Reconciled, Error> {
        Ok(Reconciled {
            id: InterviewId(row.id),
            pid: row.pid,
            disposition: row.disposition,
            code: row.code,
            started_at: Moment(row.started_at),
            ended_at: row.ended_at.map(Moment),
            variables: serde_json::from_str(&row.variables)?,
            reviewed: row.reviewed,
        })
    }
}
