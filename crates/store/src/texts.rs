//! What analysts write about a survey beside its questionnaire: variables and claims. The newest text of a kind counts;
//! older ones stay.

use sqlx::FromRow;
use survey::{Moment, SurveyId};

use crate::audit::{self, Note};
use crate::{Db, Error};

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Variables that are added to those of the questionnaire, as `derive:` has them.
    Variables,
    /// Published statements, as a `*.claims.yaml` has them.
    Claims,
}

impl Kind {
    /// The word for it, in the database and in the audit log.
    fn word(self) -> &'static str {
        match self {
            Kind::Variables => "variables",
            Kind::Claims => "claims",
        }
    }
}

/// A text that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub id: i64,
    pub text: String,
    pub who: String,
    pub created_at: Moment,
}

/// The newest text of a kind, if there is any.
pub async fn newest(db: &Db, survey: &SurveyId, kind: Kind) -> Result<Option<Written>, Error> {
    let row: Option<Row> = sqlx::query_as(
        "select id, text, who, created_at from survey_text
         where survey_id = $1 and kind = $2
         order by id desc limit 1",
    )
    .bind(&survey.0)
    .bind(kind.word())
    .fetch_optional(db.read())
    .await?;
    Ok(row.map(Written::from))
}

/// One text of a survey by its number.
pub async fn load(db: &Db, survey: &SurveyId, kind: Kind, id: i64) -> Result<Written, Error> {
    let row: Row = sqlx::query_as(
        "select id, text, who, created_at from survey_text where survey_id = $1 and kind = $2 and id = $3",
    )
    .bind(&survey.0)
    .bind(kind.word())
    .bind(id)
    .fetch_one(db.read())
    .await?;
    Ok(row.into())
}

/// Who wrote a text and when, the newest first, without the texts.
pub async fn history(db: &Db, survey: &SurveyId, kind: Kind) -> Result<Vec<(i64, String, Moment)>, Error> {
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(
        "select id, who, created_at from survey_text where survey_id = $1 and kind = $2 order by id desc",
    )
    .bind(&survey.0)
    .bind(kind.word())
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(|(id, who, at)| (id, who, Moment(at))).collect())
}

/// Puts a text there, from now on the newest. False where the newest says this very thing: nothing is done.
///
/// `was` is the number of the text that it was made of, 0 for none: `Stale` where somebody wrote another one since. None
/// where it takes the place of whatever is there.
pub async fn put(
    db: &Db,
    survey: &SurveyId,
    kind: Kind,
    (text, was): (&str, Option<i64>),
    who: &str,
    now: Moment,
) -> Result<bool, Error> {
    let (survey, text, who) = (survey.clone(), text.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let newest: Option<(i64, String)> = sqlx::query_as(
                "select id, text from survey_text where survey_id = $1 and kind = $2 order by id desc limit 1",
            )
            .bind(&survey.0)
            .bind(kind.word())
            .fetch_optional(&mut *conn)
            .await?;
            let (id, before) = newest.unwrap_or_default();
            // Of the same text twice one would look for the difference.
            if before == text {
                return Ok(false);
            }
            if was.is_some_and(|it| it != id) {
                return Err(Error::Stale);
            }
            sqlx::query(
                "insert into survey_text (survey_id, kind, text, who, created_at) values ($1, $2, $3, $4, $5)",
            )
            .bind(&survey.0)
            .bind(kind.word())
            .bind(&text)
            .bind(&who)
            .bind(now.0)
            .execute(&mut *conn)
            .await?;
            let subject = survey.0.clone();
            let note = Note { who, survey: Some(survey), deed: kind.word(), subject, ..Note::default() };
            audit::append(conn, &note, now).await?;
            Ok(true)
        })
    })
    .await
}

#[derive(FromRow)]
struct Row {
    id: i64,
    text: String,
    who: String,
    created_at: i64,
}

impl From<Row> for Written {
    fn from(Row { id, text, who, created_at }: Row) -> Written {
        Written { id, text, who, created_at: Moment(created_at) }
    }
}
