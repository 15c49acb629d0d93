//! What an ended interview was before it changed again.

use sqlx::sqlite::SqliteConnection;
use survey::{Interview, InterviewId, Questionnaire, SurveyId};

use crate::Error;

/// Counts a change of a survey, and gives its number. A row that has ended is kept as it was until then.
pub(crate) async fn change(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    interview: InterviewId,
) -> Result<i64, Error> {
    let (change,): (i64,) =
        sqlx::query_as("update survey set changes = changes + 1 where id = $1 returning changes")
            .bind(&survey.0)
            .fetch_one(&mut *conn)
            .await?;
    sqlx::query(
        "insert into interview_past (survey_id, changed, until, interview_id, questionnaire_id, document, disposition,
         source, pid, device_hash, device, variables, test, plan, ended_at)
         select survey_id, changed, $2, id, questionnaire_id, document, disposition, source, pid, device_hash, device,
         variables, test, plan, coalesce(ended_at, last_at)
         from interview
         where id = $1 and changed is not null",
    )
    .bind(interview.0)
    .bind(change)
    .execute(conn)
    .await?;
    Ok(change)
}

/// Erases what identifies the respondent in all that an interview was.
pub(crate) async fn erase(
    conn: &mut SqliteConnection,
    questionnaire: &Questionnaire,
    interview: InterviewId,
) -> Result<(), Error> {
    let rows: Vec<(String, i64, String)> = sqlx::query_as(
        "select survey_id, changed, document from interview_past where interview_id = $1 order by changed",
    )
    .bind(interview.0)
    .fetch_all(&mut *conn)
    .await?;
    for (survey, changed, document) in rows {
        let mut was: Interview = serde_json::from_str(&document)?;
        survey::interview::erase(questionnaire, &mut was);
        sqlx::query(
            "update interview_past
             set document = $3, pid = null, device_hash = null, variables = '{}'
             where survey_id = $1 and changed = $2",
        )
        .bind(survey)
        .bind(changed)
        .bind(serde_json::to_string(&was)?)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
