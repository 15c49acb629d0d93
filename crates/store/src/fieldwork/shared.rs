//! One snapshot of each field for all who watch it: made when somebody looks, and not too often.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use survey::{Moment, SurveyId};

use super::{Prospect, Snapshot};
use crate::{Db, Error};

/// Whoever watches sees the field of a second ago at most, in milliseconds.
const EVERY: i64 = 1_000;
/// Making snapshots takes one part in so many of the time, however large a field is.
const PART: i64 = 50;
/// A forecast is for hours and days: so often is enough for it.
const PROSPECT_EVERY: i64 = 60_000;
/// And so small a part of the time.
const PROSPECT_PART: i64 = 500;
/// A field that nobody has looked at for so long is forgotten.
const FORGOTTEN: i64 = 60_000;

/// The fields that are watched.
#[derive(Default)]
pub(crate) struct Shared(Mutex<HashMap<(SurveyId, bool), Arc<Watched>>>);

/// One field that is watched. Who comes while a snapshot is made waits for that one.
#[derive(Default)]
struct Watched {
    latest: tokio::sync::Mutex<Option<Latest>>,
}

struct Latest {
    snapshot: Arc<Snapshot>,
    looked_at: Moment,
}

/// How the field of a survey stands now; with `test` that of its rehearsals.
pub async fn load(
    db: &Db,
    survey: &SurveyId,
    test: bool,
    now: fn() -> Moment,
) -> Result<Arc<Snapshot>, Error> {
    let (watched, _) = watched(db, survey, test);
    let mut latest = watched.latest.lock().await;
    let fresh = make(db, survey, (test, None), now).await?;
    Ok(Arc::clone(&latest.insert(fresh).snapshot))
}

/// How the field stands, as everybody sees it who watches it: a second old at most, in a large field so old that
/// looking costs a small part of the time.
pub async fn watch(
    db: &Db,
    survey: &SurveyId,
    test: bool,
    now: fn() -> Moment,
) -> Result<Arc<Snapshot>, Error> {
    let (watched, fields) = watched(db, survey, test);
    let mut latest = watched.latest.lock().await;
    let asked_at = now();
    if let Some(it) = latest.as_mut().filter(|it| it.is_fresh(fields, asked_at)) {
        it.looked_at = asked_at;
        return Ok(Arc::clone(&it.snapshot));
    }
    let prospect = latest.as_ref().and_then(|it| it.prospect(asked_at));
    let fresh = make(db, survey, (test, prospect), now).await?;
    Ok(Arc::clone(&latest.insert(fresh).snapshot))
}

impl Latest {
    /// Whether it will do for one more look, where so many fields are watched.
    fn is_fresh(&self, fields: i64, now: Moment) -> bool {
        let age = now.since(self.snapshot.at);
        (0..EVERY.max(self.snapshot.cost * PART * fields)).contains(&age)
    }

    /// What a forecast is made of, while it will do.
    fn prospect(&self, now: Moment) -> Option<Arc<Prospect>> {
        let prospect = self.snapshot.prospect.as_ref()?;
        let keeps = PROSPECT_EVERY.max(prospect.cost * PROSPECT_PART);
        (0..keeps).contains(&now.since(prospect.at)).then(|| Arc::clone(prospect))
    }
}

/// The place of one field, and how many are watched.
fn watched(db: &Db, survey: &SurveyId, test: bool) -> (Arc<Watched>, i64) {
    let mut fields = db.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    let place = Arc::clone(fields.entry((survey.clone(), test)).or_default());
    (place, fields.len() as i64)
}

/// Makes a snapshot, with this prospect or a new one.
async fn make(
    db: &Db,
    survey: &SurveyId,
    (test, prospect): (bool, Option<Arc<Prospect>>),
    now: fn() -> Moment,
) -> Result<Latest, Error> {
    forget(db, now());
    let snapshot = super::read(db, survey, (test, prospect), now).await?;
    Ok(Latest { looked_at: snapshot.at, snapshot: Arc::new(snapshot) })
}

/// Fields that nobody looks at any more; one that is being looked at is locked and stays.
fn forget(db: &Db, now: Moment) {
    let mut fields = db.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    fields.retain(|_, it| match it.latest.try_lock() {
        Ok(latest) => latest.as_ref().is_some_and(|it| now.since(it.looked_at) < FORGOTTEN),
        Err(_) => true,
    });
}
