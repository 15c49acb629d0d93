//! Surveys: adding one, publishing its next version, opening and closing its field.

mod publish;
mod settings;
mod versions;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::fieldwork::DispositionCount;
use survey::interview::QualityMode;
use survey::{Moment, Questionnaire, SurveyId, Text};

use crate::questionnaires::Cache;
use crate::{Db, Error, fieldwork, questionnaires};

pub(crate) use settings::hold_if_reached;
pub use settings::{Entry, Once, Setting, Settings, apply_dates, set};
pub use versions::{Version, published, versions};

/// Whether a survey takes interviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyState {
    /// Interviews begin and go on.
    Open,
    /// For the moment none begins and none goes on.
    Paused,
    /// The field is over.
    Closed,
}

impl SurveyState {
    /// The word for it in URLs and SQL.
    pub fn word(self) -> &'static str {
        match self {
            SurveyState::Open => "open",
            SurveyState::Paused => "paused",
            SurveyState::Closed => "closed",
        }
    }

    /// The state that a word means.
    pub fn parse(word: &str) -> Option<SurveyState> {
        [SurveyState::Open, SurveyState::Paused, SurveyState::Closed].into_iter().find(|it| it.word() == word)
    }
}

/// A survey with the newest version of its questionnaire.
#[derive(Clone, Debug)]
pub struct Survey {
    pub id: SurveyId,
    pub state: SurveyState,
    pub quality: QualityMode,
    /// The quota plan in force.
    pub plan: Option<String>,
    pub entry: Entry,
    pub settings: Settings,
    pub version: String,
    pub questionnaire: Arc<Questionnaire>,
}

/// A survey in the list of all surveys.
#[derive(Clone, Debug)]
pub struct SurveyRow {
    pub id: SurveyId,
    pub title: Text,
    pub state: SurveyState,
    pub quality: QualityMode,
    pub version: String,
    pub langs: Vec<String>,
    /// Test interviews are not counted.
    pub dispositions: Vec<DispositionCount>,
}

/// What [`add`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    pub id: SurveyId,
    pub version: String,
    /// False where this version stood there already, with this very text.
    pub fresh: bool,
}

/// Adds a survey, or publishes the next version of one that is there.
///
/// A new survey is opened, or paused unless `open`. A new version is for new interviews; the state of
/// the survey and its counters stay, targets and the plan in force become those of the new file.
pub async fn add(db: &Db, yaml: &str, open: bool, now: Moment) -> Result<Added, Error> {
    let questionnaire = questionnaires::read(yaml)?;
    let state = if open { SurveyState::Open } else { SurveyState::Paused };
    let (yaml, cache) = (yaml.to_owned(), Arc::clone(&db.questionnaires));
    db.write(move |conn| {
        Box::pin(async move { publish::publish(conn, &cache, (&questionnaire, &yaml), state, now).await })
    })
    .await
}

/// All surveys, the one added last first.
pub async fn list(db: &Db) -> Result<Vec<SurveyRow>, Error> {
    let mut conn = db.read().acquire().await?;
    let ids: Vec<(String,)> =
        sqlx::query_as("select id from survey order by created_at desc, id").fetch_all(&mut *conn).await?;
    let mut surveys = Vec::with_capacity(ids.len());
    for (id,) in ids {
        let it = in_transaction(&mut conn, &db.questionnaires, &SurveyId(id)).await?;
        surveys.push(SurveyRow {
            title: it.questionnaire.title.clone(),
            state: it.state,
            quality: it.quality,
            dispositions: fieldwork::dispositions(&mut conn, &it.id, false).await?,
            id: it.id,
            version: it.version,
            langs: it.questionnaire.langs.clone(),
        });
    }
    Ok(surveys)
}

/// One survey with the newest version of its questionnaire.
pub async fn load(db: &Db, id: &SurveyId) -> Result<Survey, Error> {
    in_transaction(&mut *db.read().acquire().await?, &db.questionnaires, id).await
}

/// The same on a connection, so that it can be read together with other things.
pub(crate) async fn in_transaction(
    conn: &mut SqliteConnection,
    cache: &Cache,
    id: &SurveyId,
) -> Result<Survey, Error> {
    let row = find(conn, id).await?.ok_or(Error::NotFound)?;
    Ok(Survey {
        id: id.clone(),
        state: row.state()?,
        quality: row.quality()?,
        entry: row.entry()?,
        settings: row.settings()?,
        questionnaire: cache.load(conn, row.questionnaire_id).await?,
        plan: row.plan,
        version: row.version,
    })
}

/// The text of the newest version, as it was added.
pub async fn text(db: &Db, id: &SurveyId) -> Result<String, Error> {
    let (text,): (String,) =
        sqlx::query_as("select text from questionnaire where survey_id = $1 order by id desc limit 1")
            .bind(&id.0)
            .fetch_one(db.read())
            .await?;
    Ok(text)
}

/// Opens, pauses or closes a survey, without a reason; [`set`] takes one.
pub async fn set_state(
    db: &Db,
    id: &SurveyId,
    state: SurveyState,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    set(db, id, Setting::State(state), who, "", now).await
}

/// Says how the quality rules of a survey are applied from now on.
pub async fn set_quality(
    db: &Db,
    id: &SurveyId,
    quality: QualityMode,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    set(db, id, Setting::Quality(quality), who, "", now).await
}

/// A survey's row, with the newest version of its questionnaire.
#[derive(FromRow)]
pub(crate) struct Row {
    state: String,
    quality: String,
    pub(crate) plan: Option<String>,
    entry: String,
    time_zone: String,
    hold_after: Option<i64>,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    once: String,
    minimum_seconds: Option<i64>,
    honeypot: bool,
    proof_of_work: bool,
    retention_days: Option<i64>,
    /// Changes so far.
    pub(crate) changes: i64,
    pub(crate) questionnaire_id: i64,
    version: String,
}

impl Row {
    pub(crate) fn state(&self) -> Result<SurveyState, Error> {
        SurveyState::parse(&self.state).ok_or(Error::Unreadable("state"))
    }

    pub(crate) fn quality(&self) -> Result<QualityMode, Error> {
        parse_quality(&self.quality)
    }

    pub(crate) fn entry(&self) -> Result<Entry, Error> {
        Entry::parse(&self.entry).ok_or(Error::Unreadable("entry"))
    }

    pub(crate) fn settings(&self) -> Result<Settings, Error> {
        Ok(Settings {
            time_zone: self.time_zone.clone(),
            hold_after: self.hold_after,
            opens_at: self.opens_at.map(Moment),
            closes_at: self.closes_at.map(Moment),
            once: Once::parse(&self.once).ok_or(Error::Unreadable("once"))?,
            minimum_seconds: self.minimum_seconds,
            honeypot: self.honeypot,
            proof_of_work: self.proof_of_work,
            retention_days: self.retention_days,
        })
    }
}

/// A survey's row, if there is such a survey.
pub(crate) async fn find(conn: &mut SqliteConnection, id: &SurveyId) -> Result<Option<Row>, Error> {
    let row = sqlx::query_as(
        "select s.state, s.quality, s.plan, s.entry, s.time_zone, s.hold_after, s.opens_at, s.closes_at, s.once,
         s.minimum_seconds, s.honeypot, s.proof_of_work, s.retention_days, s.changes, q.id as questionnaire_id, q.version
         from survey s
         join questionnaire q on q.survey_id = s.id
         where s.id = $1
         order by q.id desc
         limit 1",
    )
    .bind(&id.0)
    .fetch_optional(conn)
    .await?;
    Ok(row)
}

/// The quality mode that a word means.
pub(crate) fn parse_quality(word: &str) -> Result<QualityMode, Error> {
    let all = [QualityMode::On, QualityMode::Flag, QualityMode::Off];
    all.into_iter().find(|it| quality_word(*it) == word).ok_or(Error::Unreadable("quality mode"))
}

/// The word for a quality mode in SQL.
pub(crate) fn quality_word(quality: QualityMode) -> &'static str {
    match quality {
        QualityMode::On => "on",
        QualityMode::Flag => "flag",
        QualityMode::Off => "off",
    }
}
