//! What happens is put into the outbox, in the transaction in which it happens; where nobody asked, it is one look.

use sqlx::sqlite::SqliteConnection;
use survey::quota::CellName;
use survey::{InterviewId, Moment, SurveyId};

use super::Event;
use crate::Error;

/// An interview that is no test is complete.
pub(crate) async fn complete(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    interview: InterviewId,
    now: Moment,
) -> Result<(), Error> {
    happened(conn, survey, Event::Complete, &format!("{{\"interview\":{}}}", interview.0), now).await
}

/// A cell of these plan's, or of sources where the plan is empty, has as many completes as it may have.
pub(crate) async fn cell_full(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    plan: &str,
    cell: &CellName,
    now: Moment,
) -> Result<(), Error> {
    let of = serde_json::json!({ "plan": plan, "table": cell.table, "cell": cell.key });
    happened(conn, survey, Event::CellFull, &of.to_string(), now).await
}

/// A survey is closed.
pub(crate) async fn closed(conn: &mut SqliteConnection, survey: &SurveyId, now: Moment) -> Result<(), Error> {
    happened(conn, survey, Event::Closed, "{}", now).await
}

/// One row for each webhook that asked for this event and is on.
async fn happened(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    event: Event,
    payload: &str,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into webhook_delivery (webhook_id, event, payload, created_at, next_at)
         select id, $2, $3, $4, $4
         from webhook
         where survey_id = $1 and off_at is null and events like '% ' || $2 || ' %'
         order by id",
    )
    .bind(&survey.0)
    .bind(event.word())
    .bind(payload)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}
