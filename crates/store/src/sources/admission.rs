//! Who may begin: an open source, a fresh signature, an invitation that nobody has used, one complete a person.

use sqlx::sqlite::SqliteConnection;
use survey::{Moment, SurveyId};

use super::{arrivals, invitations, rows};
use crate::interviews::{Begin, Kept};
use crate::questionnaires::Cache;
use crate::surveys::Once;
use crate::{Db, Error, hash};

/// Who comes, as far as can be told: the source's id of a person, and the device.
#[derive(Clone, Copy, Debug, Default)]
pub struct Comer<'a> {
    pub source: Option<&'a str>,
    pub pid: Option<&'a str>,
    /// The device cookie as it came.
    pub device: Option<&'a str>,
}

/// Whether this person, or this device, has completed the survey, as often as the survey allows it.
///
/// Who was rejected counts as complete: they must not learn of it from the door.
pub async fn has_answered(db: &Db, survey: &SurveyId, once: Once, comer: Comer<'_>) -> Result<bool, Error> {
    let device = comer.device.map(|it| hash::device(survey, it));
    let comer = Comer { device: device.as_deref(), ..comer };
    another(&mut *db.read().acquire().await?, survey, once, (comer, None)).await
}

/// Lets somebody begin, or says that they may not; uses up what can be used once. Gives the invitation, whose
/// word on source and person holds before the link's.
///
/// The door has said all this kindly before the first question; here it is said again to whoever comes at the
/// same moment from two sides.
pub(crate) async fn admit(
    conn: &mut SqliteConnection,
    cache: &Cache,
    it: &mut Begin,
    once: Once,
    now: Moment,
) -> Result<Option<i64>, Error> {
    if it.test {
        return Ok(None);
    }
    let invitation = match it.invitation.clone() {
        Some(token) => Some(invitations::take(conn, cache, &it.survey, &token, now).await?),
        None => None,
    };
    if let Some((_, source, pid)) = &invitation {
        (it.source, it.pid) = (Some(source.clone()), Some(pid.clone()));
    }
    let source = match &it.source {
        Some(name) => rows::find(conn, &it.survey, name).await?,
        None => None,
    };
    if let Some(source) = &source {
        let fresh = match it.signature.as_deref() {
            Some(signature) => arrivals::take(conn, source, signature, &it.token, now).await?,
            None => true,
        };
        if source.closed_at.is_some() || !fresh {
            return Err(Error::Closed);
        }
    }
    let device = it.device.as_deref().map(|device| hash::device(&it.survey, device));
    let comer = Comer { source: it.source.as_deref(), pid: it.pid.as_deref(), device: device.as_deref() };
    if another(conn, &it.survey, once, (comer, None)).await? {
        return Err(Error::Closed);
    }
    Ok(invitation.map(|(id, ..)| id))
}

/// Whether the same person, or the same device, has been complete since this interview began.
pub(crate) async fn answered_meanwhile(conn: &mut SqliteConnection, kept: &Kept) -> Result<bool, Error> {
    if kept.test {
        return Ok(false);
    }
    let comer = Comer {
        source: kept.source.as_deref(),
        pid: kept.pid.as_deref(),
        device: kept.device_hash.as_deref(),
    };
    another(conn, &kept.survey, kept.once, (comer, Some(kept.id.0))).await
}

/// Whether there is another finished interview of this person or device; here a device is its hash.
async fn another(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    once: Once,
    (comer, own): (Comer<'_>, Option<i64>),
) -> Result<bool, Error> {
    let by_person = once != Once::Any && comer.pid.is_some();
    let by_device = once == Once::Device && comer.device.is_some();
    if by_person && of_person(conn, survey, (comer, own)).await? {
        return Ok(true);
    }
    Ok(by_device && of_device(conn, survey, (comer, own)).await?)
}

async fn of_person(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    (comer, own): (Comer<'_>, Option<i64>),
) -> Result<bool, Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "select id
         from interview
         where survey_id = $1 and source is not distinct from $2 and pid = $3 and pid is not null
         and disposition in ('complete', 'rejected') and test = 0 and id is distinct from $4
         limit 1",
    )
    .bind(&survey.0)
    .bind(comer.source)
    .bind(comer.pid)
    .bind(own)
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}

/// In two halves, so that each finds an index of its own.
async fn of_device(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    (comer, own): (Comer<'_>, Option<i64>),
) -> Result<bool, Error> {
    let (is_one,): (bool,) = sqlx::query_as(
        "select exists (
            select id from interview
            where survey_id = $1 and device_hash = $2 and device_hash is not null
            and disposition = 'complete' and test = 0 and id is distinct from $3
         ) or exists (
            select id from interview
            where survey_id = $1 and device_hash = $2 and disposition = 'rejected' and test = 0
            and id is distinct from $3
         )",
    )
    .bind(&survey.0)
    .bind(comer.device)
    .bind(own)
    .fetch_one(conn)
    .await?;
    Ok(is_one)
}
