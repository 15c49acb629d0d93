//! What somebody did at once, and undoing it.

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, PersonId, SurveyId};

use super::{By, changed, var_of};
use crate::{Db, Error};

/// What kind of step it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The frame that a coding begins with.
    Begin,
    /// A change of the frame.
    Frame,
    /// Codes given or taken away.
    Mark,
    /// Codes settled where two coders differ.
    Settle,
}

impl Kind {
    /// The word for it in SQL.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Begin => "begin",
            Kind::Frame => "frame",
            Kind::Mark => "mark",
            Kind::Settle => "settle",
        }
    }

    fn parse(word: &str) -> Option<Kind> {
        [Kind::Begin, Kind::Frame, Kind::Mark, Kind::Settle].into_iter().find(|it| it.word() == word)
    }
}

/// A step that can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: i64,
    pub kind: Kind,
    pub at: Moment,
    /// Interviews in it; none of a change of the frame.
    pub texts: i64,
}

/// The last step of somebody in a coding that is not undone; none where there is none that can be.
pub async fn last(db: &Db, coding: i64, person: PersonId) -> Result<Option<Step>, Error> {
    last_of(&mut *db.read().acquire().await?, coding, person).await
}

/// Undoes the last step of somebody: it counts no more, and neither do its rows. None where there was none.
///
/// `step` is the one that the person has seen as the last; `Stale` where it no longer is, so that a double tap undoes
/// no second one.
pub async fn undo(
    db: &Db,
    survey: &SurveyId,
    (coding, step): (i64, i64),
    by: &By,
    now: Moment,
) -> Result<Step, Error> {
    let (survey, person) = (survey.clone(), by.person);
    db.write(move |conn| {
        Box::pin(async move {
            var_of(conn, &survey, coding).await?;
            let last = last_of(conn, coding, person).await?;
            let last = last.filter(|it| it.id == step).ok_or(Error::Stale)?;
            sqlx::query("update coding_step set undone_at = $2 where id = $1")
                .bind(last.id)
                .bind(now.0)
                .execute(&mut *conn)
                .await?;
            changed(conn, &survey).await?;
            Ok(last)
        })
    })
    .await
}

async fn last_of(conn: &mut SqliteConnection, coding: i64, person: PersonId) -> Result<Option<Step>, Error> {
    let row: Option<Row> = sqlx::query_as(
        "select id, kind, at, texts
         from coding_step
         where coding_id = $1 and person_id = $2 and ready_at is not null and undone_at is null and kind <> 'begin'
         order by id desc
         limit 1",
    )
    .bind(coding)
    .bind(person.0)
    .fetch_optional(conn)
    .await?;
    row.map(Step::try_from).transpose()
}

/// Begins a step; its rows count once it is [`ready`].
pub(super) async fn begin(
    conn: &mut SqliteConnection,
    coding: i64,
    by: &By,
    kind: Kind,
    now: Moment,
) -> Result<i64, Error> {
    let (step,): (i64,) = sqlx::query_as(
        "insert into coding_step (coding_id, person_id, who, kind, at) values ($1, $2, $3, $4, $5) returning id",
    )
    .bind(coding)
    .bind(by.person.0)
    .bind(&by.name)
    .bind(kind.word())
    .bind(now.0)
    .fetch_one(conn)
    .await?;
    Ok(step)
}

/// From here on a step counts.
pub(super) async fn ready(
    conn: &mut SqliteConnection,
    step: i64,
    texts: i64,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query("update coding_step set ready_at = $2, texts = $3 where id = $1")
        .bind(step)
        .bind(now.0)
        .bind(texts)
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    id: i64,
    kind: String,
    at: i64,
    texts: i64,
}

impl TryFrom<Row> for Step {
    type Error = Error;

    fn try_from(row: Row) -> Result<Step, Error> {
        let kind = Kind::parse(&row.kind).ok_or(Error::Unreadable("step"))?;
        Ok(Step { id: row.id, kind, at: Moment(row.at), texts: row.texts })
    }
}
