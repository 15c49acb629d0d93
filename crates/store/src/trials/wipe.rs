//! Wiping rehearsals: their interviews go, and the shadow's counters with them.

use survey::{Interview, InterviewId, Moment, SurveyId};

use crate::ledger::{self, Deed};
use crate::quotas::places::{Holder, clear};
use crate::{Db, Error};

/// So many interviews go in one transaction, so that no post waits for all of them.
const BATCH: i64 = 100;

/// Deletes every test interview of a survey and empties the shadow of its quotas. How many interviews it were.
///
/// Refused while a rehearsal is under way. The real field is not touched.
pub async fn wipe(db: &Db, survey: &SurveyId, who: &str, now: Moment) -> Result<u64, Error> {
    if super::rehearsals::under_way(db, survey).await?.is_some() {
        return Err(Error::Taken("a rehearsal under way"));
    }
    let mut wiped = 0;
    loop {
        let survey_id = survey.clone();
        let batch =
            db.write(move |conn| Box::pin(async move { wipe_some(conn, &survey_id, now).await })).await?;
        wiped += batch;
        if batch == 0 {
            break;
        }
    }
    if wiped > 0 {
        let (survey, who, count) = (survey.clone(), who.to_owned(), wiped.to_string());
        db.write(move |conn| {
            Box::pin(async move {
                let deed = Deed::change("wipe", Some(&who), Some(&count), Some("0"));
                ledger::append(conn, &survey, deed, now).await
            })
        })
        .await?;
    }
    Ok(wiped)
}

/// The next few. What their places were stands in the ledger as rows of the step `wipe`.
async fn wipe_some(
    conn: &mut sqlx::sqlite::SqliteConnection,
    survey: &SurveyId,
    now: Moment,
) -> Result<u64, Error> {
    let rows: Vec<(i64, Option<String>, String)> = sqlx::query_as(
        "select id, plan, document from interview where survey_id = $1 and test = 1 order by id limit $2",
    )
    .bind(&survey.0)
    .bind(BATCH)
    .fetch_all(&mut *conn)
    .await?;
    for (id, plan, document) in &rows {
        let interview: Interview = serde_json::from_str(document)?;
        let plan = plan.as_deref().unwrap_or_default();
        let holder = Holder { survey, plan, test: true, interview: InterviewId(*id) };
        clear(conn, holder, &interview, "wipe", now).await?;
        sqlx::query("delete from interview where id = $1").bind(id).execute(&mut *conn).await?;
    }
    Ok(rows.len() as u64)
}
