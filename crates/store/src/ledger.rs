//! The ledger: every step that changes a counter or the rules of the field, appended and never changed.

use sqlx::sqlite::SqliteConnection;
use survey::{InterviewId, Moment, SurveyId};

use crate::Error;

/// One row: what was done, and to what. What is not said is none.
#[derive(Clone, Copy, Default)]
pub(crate) struct Deed<'a> {
    /// A word of the `step` column.
    pub(crate) step: &'static str,
    pub(crate) interview: Option<InterviewId>,
    pub(crate) cell: Option<i64>,
    pub(crate) reserved: i64,
    pub(crate) completes: i64,
    /// None where the interview itself did it.
    pub(crate) who: Option<&'a str>,
    pub(crate) before: Option<&'a str>,
    pub(crate) after: Option<&'a str>,
    /// In the words of whoever did it; empty for none.
    pub(crate) why: &'a str,
}

impl<'a> Deed<'a> {
    /// A change to the survey as a whole.
    pub(crate) fn change(
        step: &'static str,
        who: Option<&'a str>,
        before: Option<&'a str>,
        after: Option<&'a str>,
    ) -> Deed<'a> {
        Deed { step, who, before, after, ..Deed::default() }
    }

    /// The same with a reason.
    pub(crate) fn because(self, why: &'a str) -> Deed<'a> {
        Deed { why, ..self }
    }
}

/// Appends what was done.
pub(crate) async fn append(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    it: Deed<'_>,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into ledger (at, survey_id, interview_id, cell_id, step, reserved_delta, completes_delta, who, before,
         after, why)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(now.0)
    .bind(&survey.0)
    .bind(it.interview.map(|it| it.0))
    .bind(it.cell)
    .bind(it.step)
    .bind(it.reserved)
    .bind(it.completes)
    .bind(it.who)
    .bind(it.before)
    .bind(it.after)
    .bind(Some(it.why).filter(|it| !it.is_empty()))
    .execute(conn)
    .await?;
    Ok(())
}
