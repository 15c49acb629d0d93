//! The ledger: every step that changes a counter or the rules of the field, appended and never changed.

use sqlx::sqlite::SqliteConnection;
use survey::{InterviewId, Moment, SurveyId};

use crate::Error;

/// Something done to a survey: who did it, and what stood there before and after.
pub(crate) struct Deed<'a> {
    /// A word of the `step` column.
    pub(crate) step: &'static str,
    pub(crate) cell: Option<i64>,
    pub(crate) who: Option<&'a str>,
    pub(crate) before: Option<&'a str>,
    pub(crate) after: Option<&'a str>,
}

impl<'a> Deed<'a> {
    /// A change to the survey as a whole.
    pub(crate) fn change(
        step: &'static str,
        who: Option<&'a str>,
        before: Option<&'a str>,
        after: Option<&'a str>,
    ) -> Deed<'a> {
        Deed { step, cell: None, who, before, after }
    }
}

/// Appends what was done to a survey.
pub(crate) async fn deed(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    deed: Deed<'_>,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into ledger (at, survey_id, cell_id, step, who, before, after)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(now.0)
    .bind(&survey.0)
    .bind(deed.cell)
    .bind(deed.step)
    .bind(deed.who)
    .bind(deed.before)
    .bind(deed.after)
    .execute(conn)
    .await?;
    Ok(())
}

/// One place of one interview that moved.
pub(crate) struct Move<'a> {
    pub(crate) interview: InterviewId,
    pub(crate) cell: i64,
    /// A word of the `step` column.
    pub(crate) step: &'static str,
    pub(crate) reserved: i64,
    pub(crate) completes: i64,
    pub(crate) who: Option<&'a str>,
}

/// Appends a place that moved.
pub(crate) async fn moved(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    it: Move<'_>,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into ledger (at, survey_id, interview_id, cell_id, step, reserved_delta, completes_delta, who)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(now.0)
    .bind(&survey.0)
    .bind(it.interview.0)
    .bind(it.cell)
    .bind(it.step)
    .bind(it.reserved)
    .bind(it.completes)
    .bind(it.who)
    .execute(conn)
    .await?;
    Ok(())
}
