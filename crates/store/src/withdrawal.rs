//! A respondent withdraws: the interview is erased, its place is free again, and only its number remains.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use survey::{InterviewId, Moment, SurveyId, Token};

use crate::interviews::Kept;
use crate::interviews::post::holder;
use crate::interviews::rows;
use crate::ledger::{self, Deed};
use crate::quotas::places::vacate;
use crate::{Db, Error};

/// Erases the interview with this token. `NotFound` where there is none, or no more.
///
/// A place that it held or counted goes back first, so that the ledger still explains every counter.
pub async fn withdraw(db: &Db, token: &Token, now: Moment) -> Result<SurveyId, Error> {
    let (cache, token) = (Arc::clone(&db.questionnaires), token.clone());
    db.write(move |conn| {
        Box::pin(async move {
            let kept = rows::load(conn, &cache, &token).await?;
            vacate(conn, holder(&kept), &kept.interview, now).await?;
            erase(conn, &kept, now).await?;
            // Nothing but the number of the interview.
            let deed = Deed { step: "withdraw", interview: Some(kept.id), ..Deed::default() };
            ledger::append(conn, &kept.survey, deed, now).await?;
            Ok(kept.survey)
        })
    })
    .await
}

/// How many interviews of a survey were withdrawn.
pub async fn count(db: &Db, survey: &SurveyId) -> Result<i64, Error> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from ledger where survey_id = $1 and step = 'withdraw'")
            .bind(&survey.0)
            .fetch_one(db.read())
            .await?;
    Ok(count)
}

/// The numbers of the interviews of a survey that were withdrawn, for whoever has downloaded the data before.
pub async fn numbers(db: &Db, survey: &SurveyId) -> Result<Vec<InterviewId>, Error> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "select interview_id
         from ledger
         where survey_id = $1 and step = 'withdraw' and interview_id is not null
         order by interview_id",
    )
    .bind(&survey.0)
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(|(it,)| InterviewId(it)).collect())
}

/// Deletes the row, and with it what was found about it. A personal invitation stays, so that nobody is asked
/// again.
async fn erase(conn: &mut SqliteConnection, kept: &Kept, now: Moment) -> Result<(), Error> {
    sqlx::query(
        "update invitation set withdrawn_at = $2
         where id = (select invitation_id from interview where id = $1)",
    )
    .bind(kept.id.0)
    .bind(now.0)
    .execute(&mut *conn)
    .await?;
    sqlx::query("delete from interview where id = $1").bind(kept.id.0).execute(conn).await?;
    Ok(())
}
