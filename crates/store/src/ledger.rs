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
        Deed { step, cell: None, who, before, after, why: "" }
    }

    /// The same with a reason.
    pub(crate) fn because(self, why: &'a str) -> Deed<'a> {
        Deed { why, ..self }
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
        "insert into ledger (at, survey_id, cell_id, step, who, before, after, why)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(now.0)
    .bind(&survey.0)
    .bind(deed.cell)
    .bind(deed.step)
    .bind(deed.who)
    .bind(deed.before)
    .bind(deed.after)
    .bind(Some(deed.why).filter(|it| !it.is_empty()))
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

/// One cell that somebody fell in who was turned away at the gate.
pub(crate) struct Refusal<'a> {
    pub(crate) interview: InterviewId,
    /// None where there is no such cell.
    pub(crate) cell: Option<i64>,
    pub(crate) name: &'a str,
}

/// Appends a cell that somebody fell in who was turned away; nothing moved.
pub(crate) async fn refused(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    it: Refusal<'_>,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into ledger (at, survey_id, interview_id, cell_id, step, after)
         values ($1, $2, $3, $4, 'refuse', $5)",
    )
    .bind(now.0)
    .bind(&survey.0)
    .bind(it.interview.0)
    .bind(it.cell)
    .bind(it.name)
    .execute(conn)
    .await?;
    Ok(())
}

/// Appends that a respondent withdrew: nothing but the number of the interview.
pub(crate) async fn withdrawn(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    interview: InterviewId,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query("insert into ledger (at, survey_id, interview_id, step) values ($1, $2, $3, 'withdraw')")
        .bind(now.0)
        .bind(&survey.0)
        .bind(interview.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// What somebody decided about a finished interview.
pub(crate) struct Judged<'a> {
    pub(crate) interview: InterviewId,
    /// `accept`, `uncount` or `restore`.
    pub(crate) step: &'static str,
    pub(crate) who: &'a str,
    /// Dispositions.
    pub(crate) before: &'a str,
    pub(crate) after: &'a str,
    pub(crate) why: &'a str,
}

/// Appends what was decided about an interview; places that moved have rows of their own.
pub(crate) async fn judged(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    it: Judged<'_>,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into ledger (at, survey_id, interview_id, step, who, before, after, why)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(now.0)
    .bind(&survey.0)
    .bind(it.interview.0)
    .bind(it.step)
    .bind(it.who)
    .bind(it.before)
    .bind(it.after)
    .bind(Some(it.why).filter(|it| !it.is_empty()))
    .execute(conn)
    .await?;
    Ok(())
}
