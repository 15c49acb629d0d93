//! Published versions of questionnaires: kept as text, read once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::sqlite::SqliteConnection;
use survey::{Problem, Questionnaire, Severity};

use crate::Error;

/// Versions that have been read, by key. They never change, so they never leave.
#[derive(Default)]
pub(crate) struct Cache(Mutex<HashMap<i64, Arc<Questionnaire>>>);

impl Cache {
    /// One version, read from its text the first time.
    pub(crate) async fn load(
        &self,
        conn: &mut SqliteConnection,
        id: i64,
    ) -> Result<Arc<Questionnaire>, Error> {
        if let Some(found) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(Arc::clone(found));
        }
        let (text,): (String,) =
            sqlx::query_as("select text from questionnaire where id = $1").bind(id).fetch_one(conn).await?;
        let read = Arc::new(read(&text)?);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&read));
        Ok(read)
    }
}

/// A questionnaire that may be fielded, or all its problems.
pub(crate) fn read(text: &str) -> Result<Questionnaire, Error> {
    let (questionnaire, problems) = survey::read(text);
    let stops = |it: &Problem| it.severity == Severity::Error;
    if problems.iter().any(stops) { Err(Error::Invalid(problems)) } else { Ok(questionnaire) }
}
