//! Webhooks: addresses that are told what happens in a field.

mod deliveries;
pub(crate) mod events;

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, SurveyId};

use crate::audit::{self, Note};
use crate::{Db, Error};

pub use deliveries::{
    Answer, Delivery, Due, LONGEST_ANSWER, RETRIES, answered, due, due_of, forget, last, retry, test,
};

/// What a webhook may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An interview is complete and counts.
    Complete,
    /// A quota cell got the last complete that it may have.
    CellFull,
    /// The field of a survey is closed.
    Closed,
    /// Nothing happened: somebody tries whether it arrives.
    Test,
}

impl Event {
    /// Those that can be asked for; a test is sent to whoever is there.
    pub const CHOICES: [Event; 3] = [Event::Complete, Event::CellFull, Event::Closed];

    /// The word for it in what is sent, in forms and in SQL.
    pub fn word(self) -> &'static str {
        match self {
            Event::Complete => "interview.complete",
            Event::CellFull => "cell.full",
            Event::Closed => "survey.closed",
            Event::Test => "test",
        }
    }

    /// The event that can be asked for by a word.
    pub fn parse(word: &str) -> Option<Event> {
        Event::CHOICES.into_iter().find(|it| it.word() == word)
    }
}

/// An address that is told. Its secret is not here: it is shown once, when it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: i64,
    pub url: String,
    pub events: Vec<Event>,
    pub who: String,
    pub created_at: Moment,
    /// It is told nothing since then.
    pub off_at: Option<Moment>,
    /// Deliveries that will be tried, and those that were given up.
    pub waiting: i64,
    pub given_up: i64,
}

/// The webhooks of a survey, in the order in which they were made.
pub async fn list(db: &Db, survey: &SurveyId) -> Result<Vec<Webhook>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select w.id, w.url, w.events, w.who, w.created_at, w.off_at,
         (select count(*) from webhook_delivery d
          where d.webhook_id = w.id and d.delivered_at is null and d.given_up_at is null) as waiting,
         (select count(*) from webhook_delivery d
          where d.webhook_id = w.id and d.given_up_at is not null) as given_up
         from webhook w
         where w.survey_id = $1
         order by w.id",
    )
    .bind(&survey.0)
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(Webhook::from).collect())
}

/// Tells an address of these events from now on. Its number.
pub async fn add(
    db: &Db,
    survey: &SurveyId,
    (url, secret): (&str, &str),
    events: &[Event],
    who: &str,
    now: Moment,
) -> Result<i64, Error> {
    let words: Vec<&str> = events.iter().map(|it| it.word()).collect();
    // Blanks at both ends, so that one of them is found by ` word `.
    let events = format!(" {} ", words.join(" "));
    let (url, secret) = (url.to_owned(), secret.to_owned());
    let (survey, who) = (survey.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let (id,): (i64,) = sqlx::query_as(
                "insert into webhook (survey_id, url, secret, events, who, created_at)
                 values ($1, $2, $3, $4, $5, $6)
                 returning id",
            )
            .bind(&survey.0)
            .bind(&url)
            .bind(&secret)
            .bind(&events)
            .bind(&who)
            .bind(now.0)
            .fetch_one(&mut *conn)
            .await?;
            let after = Some(words.join(" "));
            note(conn, (&survey, &url), Note { who, deed: "webhook", after, ..Note::default() }, now).await?;
            Ok(id)
        })
    })
    .await
}

/// Switches a webhook off, or on again. What waits is sent once it is on.
pub async fn switch(
    db: &Db,
    survey: &SurveyId,
    id: i64,
    on: bool,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, who) = (survey.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let url = url(conn, &survey, id).await?;
            let done = sqlx::query("update webhook set off_at = $2 where id = $1 and (off_at is null) <> $3")
                .bind(id)
                .bind((!on).then_some(now.0))
                .bind(on)
                .execute(&mut *conn)
                .await?;
            if done.rows_affected() == 0 {
                return Ok(());
            }
            let deed = if on { "webhook_on" } else { "webhook_off" };
            note(conn, (&survey, &url), Note { who, deed, ..Note::default() }, now).await
        })
    })
    .await
}

/// Gives a webhook another secret, with which all is signed that is sent from now on.
pub async fn rotate(
    db: &Db,
    survey: &SurveyId,
    id: i64,
    secret: &str,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, secret, who) = (survey.clone(), secret.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let url = url(conn, &survey, id).await?;
            sqlx::query("update webhook set secret = $2 where id = $1")
                .bind(id)
                .bind(&secret)
                .execute(&mut *conn)
                .await?;
            let it = Note { who, deed: "webhook_secret", ..Note::default() };
            note(conn, (&survey, &url), it, now).await
        })
    })
    .await
}

/// Deletes a webhook, with what was and was not delivered.
pub async fn delete(db: &Db, survey: &SurveyId, id: i64, who: &str, now: Moment) -> Result<(), Error> {
    let (survey, who) = (survey.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let url = url(conn, &survey, id).await?;
            sqlx::query("delete from webhook where id = $1").bind(id).execute(&mut *conn).await?;
            note(conn, (&survey, &url), Note { who, deed: "webhook_gone", ..Note::default() }, now).await
        })
    })
    .await
}

/// The address of a webhook, if it is one of this survey.
async fn url(conn: &mut SqliteConnection, survey: &SurveyId, id: i64) -> Result<String, Error> {
    let (url,): (String,) = sqlx::query_as("select url from webhook where id = $1 and survey_id = $2")
        .bind(id)
        .bind(&survey.0)
        .fetch_one(conn)
        .await?;
    Ok(url)
}

/// Says in the audit log what was done, and to which host: paths of such addresses are often secrets themselves.
async fn note(
    conn: &mut SqliteConnection,
    (survey, url): (&SurveyId, &str),
    note: Note,
    now: Moment,
) -> Result<(), Error> {
    let host = url.split("://").nth(1).unwrap_or(url).split(['/', '?', '#']).next().unwrap_or_default();
    let note = Note { survey: Some(survey.clone()), subject: host.to_owned(), ..note };
    audit::append(conn, &note, now).await
}

#[derive(FromRow)]
struct Row {
    id: i64,
    url: String,
    events: String,
    who: String,
    created_at: i64,
    off_at: Option<i64>,
    waiting: i64,
    given_up: i64,
}

impl From<Row> for Webhook {
    fn from(row: Row) -> Self {
        Webhook {
            id: row.id,
            url: row.url,
            events: row.events.split_whitespace().filter_map(Event::parse).collect(),
            who: row.who,
            created_at: Moment(row.created_at),
            off_at: row.off_at.map(Moment),
            waiting: row.waiting,
            given_up: row.given_up,
        }
    }
}
