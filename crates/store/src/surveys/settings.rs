//! What is set at the desk for a survey: each change is one column and one row of the ledger.

use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;
use survey::interview::QualityMode;
use survey::{Moment, SurveyId};

use super::{SurveyState, quality_word};
use crate::ledger::{self, Deed};
use crate::trials::reports;
use crate::webhooks::events;
use crate::{Db, Error};

/// Who does what no person does.
const SCHEDULE: &str = "schedule";
const SOFT_LAUNCH: &str = "soft launch";

/// Whether interviews begin in an open field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    #[default]
    Open,
    /// None begins; those under way go on. A soft launch ends so.
    Held,
}

impl Entry {
    /// The word for it in SQL.
    pub fn word(self) -> &'static str {
        match self {
            Entry::Open => "open",
            Entry::Held => "held",
        }
    }

    /// The entry that a word means.
    pub fn parse(word: &str) -> Option<Entry> {
        [Entry::Open, Entry::Held].into_iter().find(|it| it.word() == word)
    }
}

/// How often somebody may be complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Once {
    /// As often as they like.
    Any,
    /// Once as a person of a source, by its id of the person.
    #[default]
    Person,
    /// Once as a person, and once from a device.
    Device,
}

impl Once {
    /// All of them, the most generous first.
    pub const ALL: [Once; 3] = [Once::Any, Once::Person, Once::Device];

    /// The word for it in forms and SQL.
    pub fn word(self) -> &'static str {
        match self {
            Once::Any => "any",
            Once::Person => "person",
            Once::Device => "device",
        }
    }

    /// The rule that a word means.
    pub fn parse(word: &str) -> Option<Once> {
        Once::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// What is set at the desk for a survey, beside its state, quality mode and plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// An IANA name, such as `Asia/Shanghai`.
    pub time_zone: String,
    /// A soft launch: so many completes, then the entry is held.
    pub hold_after: Option<i64>,
    pub opens_at: Option<Moment>,
    pub closes_at: Option<Moment>,
    pub once: Once,
    /// Seconds of active time below which a complete is flagged.
    pub minimum_seconds: Option<i64>,
    pub honeypot: bool,
    pub proof_of_work: bool,
    /// Days after which what identifies a person is erased.
    pub retention_days: Option<i64>,
}

/// One thing set at the desk, with its new value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    State(SurveyState),
    Quality(QualityMode),
    Entry(Entry),
    TimeZone(String),
    HoldAfter(Option<i64>),
    OpensAt(Option<Moment>),
    ClosesAt(Option<Moment>),
    Once(Once),
    MinimumSeconds(Option<i64>),
    Honeypot(bool),
    ProofOfWork(bool),
    RetentionDays(Option<i64>),
}

impl Setting {
    /// Its column, which is also the word of its step in the ledger.
    pub fn column(&self) -> &'static str {
        match self {
            Setting::State(_) => "state",
            Setting::Quality(_) => "quality",
            Setting::Entry(_) => "entry",
            Setting::TimeZone(_) => "time_zone",
            Setting::HoldAfter(_) => "hold_after",
            Setting::OpensAt(_) => "opens_at",
            Setting::ClosesAt(_) => "closes_at",
            Setting::Once(_) => "once",
            Setting::MinimumSeconds(_) => "minimum_seconds",
            Setting::Honeypot(_) => "honeypot",
            Setting::ProofOfWork(_) => "proof_of_work",
            Setting::RetentionDays(_) => "retention_days",
        }
    }

    /// Its value as the ledger tells it.
    fn text(&self) -> Option<String> {
        match self {
            Setting::State(it) => Some(it.word().to_owned()),
            Setting::Quality(it) => Some(quality_word(*it).to_owned()),
            Setting::Entry(it) => Some(it.word().to_owned()),
            Setting::TimeZone(it) => Some(it.clone()),
            Setting::Once(it) => Some(it.word().to_owned()),
            Setting::Honeypot(it) | Setting::ProofOfWork(it) => Some(i64::from(*it).to_string()),
            Setting::HoldAfter(it) | Setting::MinimumSeconds(it) | Setting::RetentionDays(it) => {
                it.map(|it| it.to_string())
            }
            Setting::OpensAt(it) | Setting::ClosesAt(it) => it.map(|it| it.0.to_string()),
        }
    }

    fn is_number(&self) -> bool {
        match self {
            Setting::State(_)
            | Setting::Quality(_)
            | Setting::Entry(_)
            | Setting::TimeZone(_)
            | Setting::Once(_) => false,
            Setting::HoldAfter(_)
            | Setting::OpensAt(_)
            | Setting::ClosesAt(_)
            | Setting::MinimumSeconds(_)
            | Setting::Honeypot(_)
            | Setting::ProofOfWork(_)
            | Setting::RetentionDays(_) => true,
        }
    }
}

/// Sets one thing. What stands so already changes nothing and is no row of the ledger.
pub async fn set(
    db: &Db,
    id: &SurveyId,
    setting: Setting,
    who: &str,
    why: &str,
    now: Moment,
) -> Result<(), Error> {
    let (id, who, why) = (id.clone(), who.to_owned(), why.to_owned());
    db.write(move |conn| Box::pin(async move { change(conn, &id, &setting, (&who, &why), now).await })).await
}

/// Opens and closes the fields whose time has come. How many it were.
///
/// A date that has come is emptied, so that a manager who decides otherwise is not overruled.
pub async fn apply_dates(db: &Db, now: Moment) -> Result<u64, Error> {
    // In the writer, so that a date which a manager moves at this moment is not acted upon.
    db.write(move |conn| Box::pin(apply_due(conn, now))).await
}

async fn apply_due(conn: &mut SqliteConnection, now: Moment) -> Result<u64, Error> {
    let due: Vec<(String, Option<i64>, Option<i64>)> = sqlx::query_as(
        "select id, opens_at, closes_at from survey where opens_at <= $1 or closes_at <= $1 order by id",
    )
    .bind(now.0)
    .fetch_all(&mut *conn)
    .await?;
    for (id, opens_at, closes_at) in &due {
        // Both may have come while the server was down; the later one stands.
        let mut dates = [
            (opens_at, Setting::State(SurveyState::Open), Setting::OpensAt(None)),
            (closes_at, Setting::State(SurveyState::Closed), Setting::ClosesAt(None)),
        ];
        dates.sort_by_key(|(at, ..)| *at);
        for (_, state, empty) in dates.iter().filter(|(at, ..)| at.is_some_and(|at| at <= now.0)) {
            let id = SurveyId(id.clone());
            // A version published after the date was set has not been through the launch gate.
            let stays = *state == Setting::State(SurveyState::Open) && !reports::is_ready(conn, &id).await?;
            let why = if stays { "launch gate" } else { "" };
            change(conn, &id, empty, (SCHEDULE, why), now).await?;
            if !stays {
                change(conn, &id, state, (SCHEDULE, ""), now).await?;
            }
        }
    }
    Ok(due.len() as u64)
}

/// After one more complete: holds the entry where a soft launch wanted no more than there are.
pub(crate) async fn hold_if_reached(
    conn: &mut SqliteConnection,
    id: &SurveyId,
    now: Moment,
) -> Result<(), Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "select hold_after from survey where id = $1 and entry = 'open' and hold_after is not null",
    )
    .bind(&id.0)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((hold_after,)) = row else { return Ok(()) };
    let (completes,): (i64,) = sqlx::query_as(
        "select count(*) from interview where survey_id = $1 and test = 0 and disposition = 'complete'",
    )
    .bind(&id.0)
    .fetch_one(&mut *conn)
    .await?;
    if completes >= hold_after {
        change(conn, id, &Setting::Entry(Entry::Held), (SOFT_LAUNCH, ""), now).await?;
    }
    Ok(())
}

async fn change(
    conn: &mut SqliteConnection,
    id: &SurveyId,
    setting: &Setting,
    (who, why): (&str, &str),
    now: Moment,
) -> Result<(), Error> {
    let column = setting.column();
    let read = format!("select cast({column} as text) from survey where id = $1");
    let (before,): (Option<String>,) =
        sqlx::query_as(AssertSqlSafe(read)).bind(&id.0).fetch_one(&mut *conn).await?;
    let after = setting.text();
    if before == after {
        return Ok(());
    }
    let value = if setting.is_number() { "cast($2 as integer)" } else { "$2" };
    // The name of the column is one of the words above and nothing that anybody typed.
    let write = format!("update survey set {column} = {value} where id = $1");
    sqlx::query(AssertSqlSafe(write)).bind(&id.0).bind(&after).execute(&mut *conn).await?;
    let deed = Deed::change(column, Some(who), before.as_deref(), after.as_deref()).because(why);
    ledger::append(conn, id, deed, now).await?;
    match setting {
        Setting::State(SurveyState::Closed) => events::closed(conn, id, now).await,
        _ => Ok(()),
    }
}
