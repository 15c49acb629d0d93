//! What the checks over all finished interviews found, kept until they run again.

use survey::quality::cohort::Flag;
use survey::{InterviewId, Moment, SurveyId};

use crate::{Db, Error};

/// The interview after which a survey has so many finished ones that are no tests; 0 where it has no more.
pub async fn first_of_newest(db: &Db, survey: &SurveyId, many: i64) -> Result<InterviewId, Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "select id
         from interview
         where survey_id = $1 and test = 0 and disposition in ('complete', 'rejected')
         order by id desc
         limit 1 offset $2",
    )
    .bind(&survey.0)
    .bind(many)
    .fetch_optional(db.read())
    .await?;
    Ok(InterviewId(row.map_or(0, |(id,)| id)))
}

/// Keeps these flags in place of those found before. One of an interview that was withdrawn meanwhile is left out.
pub async fn keep(db: &Db, survey: &SurveyId, flags: Vec<Flag>, now: Moment) -> Result<(), Error> {
    let survey = survey.clone();
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "delete from cohort_flag
                 where interview_id in (select id from interview where survey_id = $1)",
            )
            .bind(&survey.0)
            .execute(&mut *conn)
            .await?;
            for flag in flags {
                sqlx::query(
                    "insert into cohort_flag (interview_id, name, evidence, found_at)
                     select id, $2, $3, $4 from interview where id = $1 and survey_id = $5",
                )
                .bind(flag.interview.0)
                .bind(flag.check.word())
                .bind(serde_json::to_string(&flag.evidence)?)
                .bind(now.0)
                .bind(&survey.0)
                .execute(&mut *conn)
                .await?;
            }
            Ok(())
        })
    })
    .await
}
