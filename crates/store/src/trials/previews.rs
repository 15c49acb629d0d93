//! Previews: one a person and version, and nothing else is written for them.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use survey::preview::{self, Preview, Room};
use survey::{Moment, PersonId, Questionnaire, RawAnswers, SurveyId};

use crate::questionnaires::Cache;
use crate::{Db, Error, surveys};

/// What a person does in a preview.
#[derive(Clone, Debug)]
pub enum Act {
    /// Posts a page.
    Post(RawAnswers),
    /// Goes to the page of this name.
    Jump(String),
    /// Says what gates say from now on.
    Gate(Room),
    /// Begins again, in this language if it is spoken.
    Begin(Option<String>),
}

/// Whose preview, of which survey.
#[derive(Clone, Debug)]
pub struct Of {
    pub person: PersonId,
    pub survey: SurveyId,
    /// Draws the orders of a preview that begins.
    pub seed: u64,
    /// The language in which one begins.
    pub lang: Option<String>,
}

/// A person's preview of the newest version; where there is none, one that begins. Nothing is written.
pub async fn load(db: &Db, of: &Of, now: Moment) -> Result<Preview, Error> {
    let mut conn = db.read().acquire().await?;
    let (_, _, preview) = find(&mut conn, &db.questionnaires, of, now).await?;
    Ok(preview)
}

/// Does what a person does, and keeps how the preview stands then.
pub async fn act(db: &Db, of: Of, act: Act, now: Moment) -> Result<Preview, Error> {
    let cache = Arc::clone(&db.questionnaires);
    db.write(move |conn| {
        Box::pin(async move {
            let (version, questionnaire, mut preview) = find(conn, &cache, &of, now).await?;
            match act {
                Act::Post(raw) => preview::submit(&questionnaire, &mut preview, raw, now),
                Act::Jump(page) => preview::jump(&questionnaire, &mut preview, &page, now),
                Act::Gate(room) => preview.gate = room,
                Act::Begin(lang) => {
                    let lang = lang.unwrap_or_else(|| preview.interview.lang.clone());
                    let gate = preview.gate;
                    preview = preview::begin(&questionnaire, &lang, of.seed, now);
                    preview.gate = gate;
                }
            }
            save(conn, (of.person, version), &preview, now).await?;
            Ok(preview)
        })
    })
    .await
}

/// The newest version, and the person's preview of it.
async fn find(
    conn: &mut SqliteConnection,
    cache: &Cache,
    of: &Of,
    now: Moment,
) -> Result<(i64, Arc<Questionnaire>, Preview), Error> {
    let survey = surveys::find(conn, &of.survey).await?.ok_or(Error::NotFound)?;
    let version = survey.questionnaire_id;
    let questionnaire = cache.load(conn, version).await?;
    let row: Option<(String,)> =
        sqlx::query_as("select document from preview where person_id = $1 and questionnaire_id = $2")
            .bind(of.person.0)
            .bind(version)
            .fetch_optional(conn)
            .await?;
    let preview = match row {
        Some((document,)) => serde_json::from_str(&document)?,
        None => preview::begin(&questionnaire, questionnaire.lang(of.lang.as_deref()), of.seed, now),
    };
    Ok((version, questionnaire, preview))
}

async fn save(
    conn: &mut SqliteConnection,
    (person, version): (PersonId, i64),
    preview: &Preview,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into preview (person_id, questionnaire_id, document, at) values ($1, $2, $3, $4)
         on conflict (person_id, questionnaire_id) do update set document = excluded.document, at = excluded.at",
    )
    .bind(person.0)
    .bind(version)
    .bind(serde_json::to_string(preview)?)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}
