//! What a manager decides about finished interviews, with its places and its rows of the ledger.

use std::sync::Arc;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use survey::quality::DESK;
use survey::quota::CellName;
use survey::{Disposition, InterviewId, Moment, SurveyId, interview};

use super::Seen;
use crate::interviews::{Kept, post, rows};
use crate::ledger::{self, Deed};
use crate::questionnaires::Cache;
use crate::quotas::in_force;
use crate::quotas::places::{Places, claim, places, settle};
use crate::surveys::hold_if_reached;
use crate::webhooks::events;
use crate::{Db, Error};

/// What is to become of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// A complete one stands; a rejected one comes back, if there is a place for it in every cell.
    Accept,
    /// A complete one is taken out, and its places come back; a rejected one stays out.
    Reject,
}

/// What became of several interviews.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub done: Vec<InterviewId>,
    /// Could not come back: these cells have no place.
    pub full: Vec<(InterviewId, Vec<CellName>)>,
    /// Cannot come back: the questionnaire ended it before everything was answered.
    pub unfinished: Vec<InterviewId>,
    /// There is no such finished interview.
    pub missing: Vec<InterviewId>,
}

/// Decides about interviews of a survey, one after another in the order given, all in one transaction.
pub async fn judge(
    db: &Db,
    survey: &SurveyId,
    ids: &[InterviewId],
    judgement: Judgement,
    (who, why): (&str, &str),
    now: Moment,
) -> Result<Outcome, Error> {
    let cache = Arc::clone(&db.questionnaires);
    let (survey, ids) = (survey.clone(), ids.to_vec());
    let (who, why) = (who.to_owned(), why.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let mut outcome = Outcome::default();
            for id in ids {
                let Some(mut kept) = finished(conn, &cache, &survey, id).await? else {
                    outcome.missing.push(id);
                    continue;
                };
                match one(conn, &mut kept, judgement, (&who, &why), now).await? {
                    Became::Done => outcome.done.push(id),
                    Became::Full(cells) => outcome.full.push((id, cells)),
                    Became::Unfinished => outcome.unfinished.push(id),
                }
            }
            Ok(outcome)
        })
    })
    .await
}

/// What became of one interview.
enum Became {
    Done,
    Full(Vec<CellName>),
    Unfinished,
}

/// A finished interview of a survey that is no test.
async fn finished(
    conn: &mut SqliteConnection,
    cache: &Cache,
    survey: &SurveyId,
    id: InterviewId,
) -> Result<Option<Kept>, Error> {
    let token = match rows::token(conn, survey, id).await {
        Err(Error::NotFound) => return Ok(None),
        token => token?,
    };
    let kept = rows::find(conn, cache, &token).await?;
    Ok(kept.filter(|it| {
        let disposition = &it.interview.disposition;
        !it.test && matches!(disposition, Disposition::Complete | Disposition::Rejected(_))
    }))
}

async fn one(
    conn: &mut SqliteConnection,
    kept: &mut Kept,
    judgement: Judgement,
    (who, why): (&str, &str),
    now: Moment,
) -> Result<Became, Error> {
    let before = kept.interview.disposition.word();
    let is_complete = kept.interview.disposition == Disposition::Complete;
    let (step, seen) = match (judgement, is_complete) {
        (Judgement::Accept, true) => ("accept", Seen::Accepted),
        (Judgement::Accept, false) => {
            match restore(conn, kept, who, now).await? {
                Became::Done => {}
                other => return Ok(other),
            }
            ("restore", Seen::Accepted)
        }
        (Judgement::Reject, true) => {
            let held = places(&kept.interview);
            interview::reject(&mut kept.interview, vec![DESK.to_owned()]);
            settle(conn, post::holder(kept), (held, &kept.interview), Some(who), now).await?;
            rows::save(conn, kept).await?;
            ("uncount", Seen::Rejected)
        }
        (Judgement::Reject, false) => ("uncount", Seen::Rejected),
    };
    sqlx::query("update interview set reviewed = $2 where id = $1")
        .bind(kept.id.0)
        .bind(seen.word())
        .execute(&mut *conn)
        .await?;
    let after = kept.interview.disposition.word();
    // Places that moved have rows of their own.
    let deed = Deed::change(step, Some(who), Some(before), Some(after)).because(why);
    let deed = Deed { interview: Some(kept.id), ..deed };
    ledger::append(conn, &kept.survey, deed, now).await?;
    Ok(Became::Done)
}

/// Brings a rejected interview back. It needs a place in every cell that it falls in now, or changes nothing.
async fn restore(
    conn: &mut SqliteConnection,
    kept: &mut Kept,
    who: &str,
    now: Moment,
) -> Result<Became, Error> {
    let mut restored = kept.interview.clone();
    if !interview::restore(&kept.questionnaire, &mut restored) {
        return Ok(Became::Unfinished);
    }
    // A claim in vain is noted for those who are turned away at the gate, which nobody is here.
    let mut savepoint = conn.begin().await?;
    let (plan, cells) = in_force::cells(&mut savepoint, kept).await?;
    kept.plan = plan.or(kept.plan.take());
    let full = claim(&mut savepoint, post::holder(kept), &cells, now).await?;
    if !full.is_empty() {
        savepoint.rollback().await?;
        return Ok(Became::Full(full));
    }
    if !cells.is_empty() {
        interview::hold(&mut restored, cells);
        settle(&mut savepoint, post::holder(kept), (Places::Held, &restored), Some(who), now).await?;
    }
    savepoint.commit().await?;
    kept.interview = restored;
    rows::save(conn, kept).await?;
    events::complete(conn, &kept.survey, kept.id, now).await?;
    hold_if_reached(conn, &kept.survey, now).await?;
    Ok(Became::Done)
}
