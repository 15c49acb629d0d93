//! Surveys: adding one, publishing its next version, opening and closing its field.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::fieldwork::DispositionCount;
use survey::interview::QualityMode;
use survey::{Moment, Questionnaire, SurveyId, Text};

use crate::ledger::{self, Deed};
use crate::{Db, Error, fieldwork, questionnaires, quotas};

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
    let yaml = yaml.to_owned();
    db.write(move |conn| Box::pin(async move { publish(conn, &questionnaire, &yaml, state, now).await }))
        .await
}

/// All surveys, the one added last first.
pub async fn list(db: &Db) -> Result<Vec<SurveyRow>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select s.id, s.state, s.quality, s.plan, q.id as questionnaire_id, q.version
         from survey s
         join questionnaire q on q.id = (select max(n.id) from questionnaire n where n.survey_id = s.id)
         order by s.created_at desc, s.id",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut surveys = Vec::with_capacity(rows.len());
    for row in rows {
        let questionnaire = db.questionnaires.load(&mut conn, row.questionnaire_id).await?;
        let id = SurveyId(row.id.clone());
        surveys.push(SurveyRow {
            title: questionnaire.title.clone(),
            state: row.state()?,
            quality: row.quality()?,
            dispositions: fieldwork::dispositions(&mut conn, &id, false).await?,
            id,
            version: row.version,
            langs: questionnaire.langs.clone(),
        });
    }
    Ok(surveys)
}

/// One survey with the newest version of its questionnaire.
pub async fn load(db: &Db, id: &SurveyId) -> Result<Survey, Error> {
    let mut conn = db.read().acquire().await?;
    let row = find(&mut conn, id).await?.ok_or(Error::NotFound)?;
    Ok(Survey {
        id: id.clone(),
        state: row.state()?,
        quality: row.quality()?,
        questionnaire: db.questionnaires.load(&mut conn, row.questionnaire_id).await?,
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

/// Opens, pauses or closes a survey.
pub async fn set_state(
    db: &Db,
    id: &SurveyId,
    state: SurveyState,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (id, who) = (id.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let before = find(conn, &id).await?.ok_or(Error::NotFound)?.state;
            if before == state.word() {
                return Ok(());
            }
            sqlx::query("update survey set state = $2 where id = $1")
                .bind(&id.0)
                .bind(state.word())
                .execute(&mut *conn)
                .await?;
            ledger::deed(conn, &id, Deed::change("state", Some(&who), Some(&before), Some(state.word())), now)
                .await
        })
    })
    .await
}

/// Says how the quality rules of a survey are applied from now on.
pub async fn set_quality(
    db: &Db,
    id: &SurveyId,
    quality: QualityMode,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (id, who) = (id.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let before = find(conn, &id).await?.ok_or(Error::NotFound)?.quality;
            let after = quality_word(quality);
            if before == after {
                return Ok(());
            }
            sqlx::query("update survey set quality = $2 where id = $1")
                .bind(&id.0)
                .bind(after)
                .execute(&mut *conn)
                .await?;
            ledger::deed(conn, &id, Deed::change("quality", Some(&who), Some(&before), Some(after)), now)
                .await
        })
    })
    .await
}

/// A survey's row, with the newest version of its questionnaire.
#[derive(FromRow)]
pub(crate) struct Row {
    id: String,
    state: String,
    quality: String,
    pub(crate) plan: Option<String>,
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
}

/// A survey's row, if there is such a survey.
pub(crate) async fn find(conn: &mut SqliteConnection, id: &SurveyId) -> Result<Option<Row>, Error> {
    let row = sqlx::query_as(
        "select s.id, s.state, s.quality, s.plan, q.id as questionnaire_id, q.version
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

fn quality_word(quality: QualityMode) -> &'static str {
    match quality {
        QualityMode::On => "on",
        QualityMode::Flag => "flag",
        QualityMode::Off => "off",
    }
}

async fn publish(
    conn: &mut SqliteConnection,
    questionnaire: &Questionnaire,
    yaml: &str,
    state: SurveyState,
    now: Moment,
) -> Result<Added, Error> {
    let id = SurveyId(questionnaire.survey.clone());
    let version = questionnaire.version.clone();
    match text_of(conn, &id, &version).await? {
        Some(there) if there == yaml => return Ok(Added { id, version, fresh: false }),
        Some(_) => return Err(Error::Taken("this version of the questionnaire, with another text")),
        None => {}
    }
    let plan = questionnaire.quota.as_ref().map(|it| it.active.as_str());
    match find(conn, &id).await? {
        None => create(conn, &id, state, plan, now).await?,
        Some(row) => put_in_force(conn, &id, (row.plan.as_deref(), plan), now).await?,
    }
    sqlx::query("insert into questionnaire (survey_id, version, text, published_at) values ($1, $2, $3, $4)")
        .bind(&id.0)
        .bind(&version)
        .bind(yaml)
        .bind(now.0)
        .execute(&mut *conn)
        .await?;
    ledger::deed(conn, &id, Deed::change("publish", None, None, Some(&version)), now).await?;
    quotas::publish(conn, &id, questionnaire, now).await?;
    Ok(Added { id, version, fresh: true })
}

async fn text_of(conn: &mut SqliteConnection, id: &SurveyId, version: &str) -> Result<Option<String>, Error> {
    let row: Option<(String,)> =
        sqlx::query_as("select text from questionnaire where survey_id = $1 and version = $2")
            .bind(&id.0)
            .bind(version)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(|(text,)| text))
}

async fn create(
    conn: &mut SqliteConnection,
    id: &SurveyId,
    state: SurveyState,
    plan: Option<&str>,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query("insert into survey (id, state, quality, plan, created_at) values ($1, $2, $3, $4, $5)")
        .bind(&id.0)
        .bind(state.word())
        .bind(quality_word(QualityMode::On))
        .bind(plan)
        .bind(now.0)
        .execute(&mut *conn)
        .await?;
    ledger::deed(conn, id, Deed::change("state", None, None, Some(state.word())), now).await
}

async fn put_in_force(
    conn: &mut SqliteConnection,
    id: &SurveyId,
    (before, after): (Option<&str>, Option<&str>),
    now: Moment,
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    sqlx::query("update survey set plan = $2 where id = $1")
        .bind(&id.0)
        .bind(after)
        .execute(&mut *conn)
        .await?;
    ledger::deed(conn, id, Deed::change("plan", None, before, after), now).await
}
