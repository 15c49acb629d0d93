//! Interviews for exports, a batch at a time.

use sqlx::FromRow;
use survey::{InterviewId, SurveyId};

use super::{CaseRow, Which};
use crate::{Db, Error};

#[derive(FromRow)]
struct Row {
    id: i64,
    questionnaire_id: i64,
    version: String,
    source: Option<String>,
    pid: Option<String>,
    variables: String,
    test: bool,
    device_hash: Option<String>,
    plan: Option<String>,
    document: String,
}

/// The next interviews of a survey in order of id.
///
/// By the last id and not by an offset: the thousandth batch costs what the first one does, and
/// interviews that end meanwhile shift nothing.
pub(super) async fn batch(
    db: &Db,
    survey: &SurveyId,
    which: Which,
    after: InterviewId,
    limit: i64,
) -> Result<Vec<CaseRow>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select i.id, i.questionnaire_id, q.version, i.source, i.pid, i.variables, i.test, i.device_hash,
         i.plan, i.document
         from interview i
         join questionnaire q on q.id = i.questionnaire_id
         where i.survey_id = $1 and i.test = $2 and i.id > $3 and ($4 = 0 or i.disposition = 'complete')
         order by i.id
         limit $5",
    )
    .bind(&survey.0)
    .bind(which.test)
    .bind(after.0)
    .bind(which.completes_only)
    .bind(limit)
    .fetch_all(&mut *conn)
    .await?;
    let mut cases = Vec::with_capacity(rows.len());
    for row in rows {
        cases.push(CaseRow {
            id: InterviewId(row.id),
            questionnaire: db.questionnaires.load(&mut conn, row.questionnaire_id).await?,
            version: row.version,
            source: row.source,
            pid: row.pid,
            variables: serde_json::from_str(&row.variables)?,
            test: row.test,
            device_hash: row.device_hash,
            plan: row.plan,
            interview: serde_json::from_str(&row.document)?,
        });
    }
    Ok(cases)
}
