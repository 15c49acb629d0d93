//! Interviews, a batch at a time.

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{InterviewId, SurveyId};

use super::CaseRow;
use crate::questionnaires::Cache;
use crate::{Db, Error};

/// One row of an export, as the database gives it.
#[derive(FromRow)]
pub(crate) struct Row {
    pub(crate) id: i64,
    changed: Option<i64>,
    questionnaire_id: i64,
    version: String,
    source: Option<String>,
    pid: Option<String>,
    variables: String,
    test: bool,
    device_hash: Option<String>,
    device: Option<String>,
    plan: Option<String>,
    document: String,
}

impl Row {
    /// With its questionnaire and its answers.
    pub(crate) async fn read(self, conn: &mut SqliteConnection, cache: &Cache) -> Result<CaseRow, Error> {
        Ok(CaseRow {
            id: InterviewId(self.id),
            changed: self.changed,
            questionnaire: cache.load(conn, self.questionnaire_id).await?,
            version: self.version,
            source: self.source,
            pid: self.pid,
            variables: serde_json::from_str(&self.variables)?,
            test: self.test,
            device_hash: self.device_hash,
            device_class: self.device,
            plan: self.plan,
            weight: None,
            interview: serde_json::from_str(&self.document)?,
        })
    }
}

/// The next interviews of a survey in order of id.
///
/// By the last id and not by an offset: the thousandth batch costs what the first one does, and
/// interviews that end meanwhile shift nothing.
pub(super) async fn batch(
    db: &Db,
    survey: &SurveyId,
    test: bool,
    after: InterviewId,
    limit: i64,
) -> Result<Vec<CaseRow>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select i.id, i.changed, i.questionnaire_id, q.version, i.source, i.pid, i.variables, i.test, i.device_hash,
         i.device, i.plan, i.document
         from interview i
         join questionnaire q on q.id = i.questionnaire_id
         where i.survey_id = $1 and i.test = $2 and i.id > $3
         order by i.id
         limit $4",
    )
    .bind(&survey.0)
    .bind(test)
    .bind(after.0)
    .bind(limit)
    .fetch_all(&mut *conn)
    .await?;
    let mut cases = Vec::with_capacity(rows.len());
    for row in rows {
        cases.push(row.read(&mut conn, &db.questionnaires).await?);
    }
    Ok(cases)
}
