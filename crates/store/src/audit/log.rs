//! The audit log, read from its end, together with what people did according to the ledger.

use std::fmt;

use sqlx::FromRow;
use survey::{Moment, SurveyId};

use crate::{Db, Error};

/// One thing that somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub key: Key,
    pub who: String,
    /// None where it is about the house.
    pub survey: Option<SurveyId>,
    /// A word: one of [`super::DEEDS`], or a step of the ledger.
    pub deed: String,
    /// About what or whom.
    pub subject: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// In the words of whoever did it; empty for none.
    pub why: String,
}

/// Where a row stands: when, in which of the two tables, and there in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub at: Moment,
    origin: i64,
    id: i64,
}

impl Key {
    /// Before the newest row.
    const TOP: Key = Key { at: Moment(i64::MAX), origin: i64::MAX, id: i64::MAX };

    /// The key that [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Key> {
        let mut parts = text.split('.').map(|it| it.parse::<i64>().ok());
        let key = Key { at: Moment(parts.next()??), origin: parts.next()??, id: parts.next()?? };
        parts.next().is_none().then_some(key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.at.0, self.origin, self.id)
    }
}

/// Which rows are wanted; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub survey: Option<SurveyId>,
    /// Somewhere in the row, whatever its capitals.
    pub text: String,
    /// In the name.
    pub who: String,
    /// This deed and no other; empty for all.
    pub deed: String,
    pub from: Option<Moment>,
    pub until: Option<Moment>,
}

/// The rows after this key, the newest first, `limit` at most.
pub async fn rows(db: &Db, wanted: &Wanted, after: Option<Key>, limit: i64) -> Result<Vec<Row>, Error> {
    let after = after.unwrap_or(Key::TOP);
    let rows: Vec<Stored> = sqlx::query_as(include_str!("../queries/audit.sql"))
        .bind(wanted.survey.as_ref().map_or("", |it| it.0.as_str()))
        .bind(&wanted.deed)
        .bind(containing(&wanted.who))
        .bind(containing(&wanted.text))
        .bind(wanted.from.map_or(i64::MIN, |it| it.0))
        .bind(wanted.until.map_or(i64::MAX, |it| it.0))
        .bind(after.at.0)
        .bind(after.origin)
        .bind(after.id)
        .bind(limit)
        .fetch_all(db.read())
        .await?;
    Ok(rows.into_iter().map(Row::from).collect())
}

/// The deeds that were done, in a survey or anywhere.
pub async fn deeds(db: &Db, survey: Option<&SurveyId>) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select deed from audit where ($1 = '' or survey_id = $1)
         union
         select step from ledger where who is not null and ($1 = '' or survey_id = $1)
         order by 1",
    )
    .bind(survey.map_or("", |it| it.0.as_str()))
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(|(it,)| it).collect())
}

/// The pattern of texts that contain this one.
fn containing(text: &str) -> String {
    let escaped =
        text.trim().to_ascii_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

#[derive(FromRow)]
struct Stored {
    at: i64,
    origin: i64,
    id: i64,
    who: String,
    survey_id: Option<String>,
    deed: String,
    subject: String,
    before: Option<String>,
    after: Option<String>,
    why: String,
}

impl From<Stored> for Row {
    fn from(it: Stored) -> Self {
        Row {
            key: Key { at: Moment(it.at), origin: it.origin, id: it.id },
            who: it.who,
            survey: it.survey_id.map(SurveyId),
            deed: it.deed,
            subject: it.subject,
            before: it.before,
            after: it.after,
            why: it.why,
        }
    }
}
