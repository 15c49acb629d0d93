//! All versions of a survey's questionnaire that were ever published.

use std::sync::Arc;

use sqlx::FromRow;
use survey::{Moment, Questionnaire, SurveyId};

use crate::{Db, Error};

/// One published version.
#[derive(Clone, Debug)]
pub struct Version {
    pub version: String,
    pub questionnaire: Arc<Questionnaire>,
    pub published_at: Moment,
    /// Interviews that began on it, and those of them that are complete; test interviews are not counted.
    pub interviews: i64,
    pub completes: i64,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    version: String,
    published_at: i64,
    interviews: i64,
    completes: i64,
}

/// The versions of a survey, the oldest first. `NotFound` where there is no such survey.
pub async fn versions(db: &Db, survey: &SurveyId) -> Result<Vec<Version>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select q.id, q.version, q.published_at, coalesce(i.interviews, 0) as interviews,
         coalesce(i.completes, 0) as completes
         from questionnaire q
         left join (
             select questionnaire_id, count(*) as interviews,
             sum(case when disposition = 'complete' then 1 else 0 end) as completes
             from interview
             where survey_id = $1 and test = 0
             group by questionnaire_id
         ) i on i.questionnaire_id = q.id
         where q.survey_id = $1
         order by q.id",
    )
    .bind(&survey.0)
    .fetch_all(&mut *conn)
    .await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        versions.push(Version {
            questionnaire: db.questionnaires.load(&mut conn, row.id).await?,
            version: row.version,
            published_at: Moment(row.published_at),
            interviews: row.interviews,
            completes: row.completes,
        });
    }
    Ok(versions)
}

/// The questionnaires that were published by a moment, the oldest first. Counts nothing.
pub async fn published(db: &Db, survey: &SurveyId, by: Moment) -> Result<Vec<Arc<Questionnaire>>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<(i64,)> = sqlx::query_as(
        "select id from questionnaire where survey_id = $1 and published_at <= $2 order by id",
    )
    .bind(&survey.0)
    .bind(by.0)
    .fetch_all(&mut *conn)
    .await?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let mut questionnaires = Vec::with_capacity(rows.len());
    for (id,) in rows {
        questionnaires.push(db.questionnaires.load(&mut conn, id).await?);
    }
    Ok(questionnaires)
}
