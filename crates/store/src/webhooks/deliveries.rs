//! The outbox: what is to be sent, what came back, and what was given up.
//!
//! ```text
//!            2xx
//!  waiting ───────► delivered
//!   ▲   │ ▲
//!   │   └─┘ anything else: again after 10 s, 1 min, 5 min, 30 min, 2 h, 6 h, 24 h
//!   │   │
//!   │   └────► given up   (the eighth time)
//!   └────────────┘ retry  (by hand)
//! ```

use sqlx::FromRow;
use survey::{Moment, SurveyId};

use super::Event;
use crate::{Db, Error};

/// After how many milliseconds what failed is tried again; after the last of them it is given up.
pub const RETRIES: [i64; 7] = [10_000, 60_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 86_400_000];

/// So many characters of an answer are kept.
pub const LONGEST_ANSWER: usize = 500;

/// How long what was delivered or given up is listed, in milliseconds.
const KEPT: i64 = 30 * 86_400_000;

/// One thing that was, or is to be, told to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Delivery {
    pub id: i64,
    pub webhook_id: i64,
    /// The word of its event.
    pub event: String,
    /// What it happened to, as a JSON object.
    pub payload: String,
    pub created_at: i64,
    pub attempts: i64,
    /// When it is tried again, while it waits.
    pub next_at: i64,
    pub delivered_at: Option<i64>,
    pub given_up_at: Option<i64>,
    /// Of the last answer; none where none came.
    pub last_status: Option<i64>,
    /// Its first characters; where none came, a word for what was wrong.
    pub last_answer: Option<String>,
    pub last_at: Option<i64>,
}

/// A delivery whose time has come, with all that it takes to send it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Due {
    pub id: i64,
    pub survey: String,
    pub url: String,
    pub secret: String,
    pub event: String,
    pub payload: String,
    pub created_at: i64,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status; none where no answer came.
    pub status: Option<u16>,
    /// What the answer said; where none came, a word for what was wrong.
    pub text: String,
}

impl Answer {
    /// Whether the receiver has taken it.
    pub fn is_taken(&self) -> bool {
        self.status.is_some_and(|it| (200..300).contains(&it))
    }

    /// Its first characters, in one line, without what no screen shows.
    fn first(&self) -> String {
        let plain = |it: char| if it.is_control() { ' ' } else { it };
        self.text.trim().chars().map(plain).take(LONGEST_ANSWER).collect()
    }
}

/// The newest deliveries of a webhook, `limit` at most.
pub async fn last(db: &Db, webhook: i64, limit: i64) -> Result<Vec<Delivery>, Error> {
    let rows = sqlx::query_as(
        "select id, webhook_id, event, payload, created_at, attempts, next_at, delivered_at, given_up_at,
         last_status, last_answer, last_at
         from webhook_delivery
         where webhook_id = $1
         order by id desc
         limit $2",
    )
    .bind(webhook)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    Ok(rows)
}

/// The webhooks that are on and have something due.
pub async fn due(db: &Db, now: Moment) -> Result<Vec<i64>, Error> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "select w.id
         from webhook w
         where w.off_at is null and exists (
             select 1 from webhook_delivery d
             where d.webhook_id = w.id and d.delivered_at is null and d.given_up_at is null and d.next_at <= $1
         )
         order by w.id",
    )
    .bind(now.0)
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The deliveries of a webhook whose time has come, the longest waiting first, `limit` at most.
pub async fn due_of(db: &Db, webhook: i64, now: Moment, limit: i64) -> Result<Vec<Due>, Error> {
    let rows = sqlx::query_as(
        "select d.id, w.survey_id as survey, w.url, w.secret, d.event, d.payload, d.created_at
         from webhook_delivery d
         join webhook w on w.id = d.webhook_id
         where d.webhook_id = $1 and d.delivered_at is null and d.given_up_at is null and d.next_at <= $2
         and w.off_at is null
         order by d.next_at, d.id
         limit $3",
    )
    .bind(webhook)
    .bind(now.0)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    Ok(rows)
}

/// Notes what came back: it is delivered, or tried again later, or given up. One that is gone meanwhile stays so.
pub async fn answered(db: &Db, delivery: i64, answer: &Answer, now: Moment) -> Result<(), Error> {
    let (is_taken, first) = (answer.is_taken(), answer.first());
    let status = answer.status.map(i64::from);
    db.write(move |conn| {
        Box::pin(async move {
            let row: Option<(i64,)> = sqlx::query_as(
                "update webhook_delivery
                 set attempts = attempts + 1, last_status = $2, last_answer = $3, last_at = $4
                 where id = $1
                 returning attempts",
            )
            .bind(delivery)
            .bind(status)
            .bind(first)
            .bind(now.0)
            .fetch_optional(&mut *conn)
            .await?;
            let Some((attempts,)) = row else { return Ok(()) };
            let wait = usize::try_from(attempts - 1).ok().and_then(|it| RETRIES.get(it));
            let (delivered, given_up) = (is_taken, !is_taken && wait.is_none());
            sqlx::query(
                "update webhook_delivery
                 set delivered_at = $2, given_up_at = $3, next_at = coalesce($4, next_at)
                 where id = $1",
            )
            .bind(delivery)
            .bind(delivered.then_some(now.0))
            .bind(given_up.then_some(now.0))
            .bind(wait.map(|it| now.0 + it))
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Puts a test into the outbox of a webhook.
pub async fn test(db: &Db, survey: &SurveyId, webhook: i64, now: Moment) -> Result<(), Error> {
    let survey = survey.clone();
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "insert into webhook_delivery (webhook_id, event, payload, created_at, next_at)
                 select id, $3, '{}', $4, $4 from webhook where id = $1 and survey_id = $2",
            )
            .bind(webhook)
            .bind(&survey.0)
            .bind(Event::Test.word())
            .bind(now.0)
            .execute(conn)
            .await?;
            if done.rows_affected() == 0 { Err(Error::NotFound) } else { Ok(()) }
        })
    })
    .await
}

/// Takes a delivery up again that was given up: from the first try on. Any other one stays as it is.
pub async fn retry(
    db: &Db,
    survey: &SurveyId,
    (webhook, delivery): (i64, i64),
    now: Moment,
) -> Result<(), Error> {
    let survey = survey.clone();
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query_as::<_, (i64,)>("select id from webhook where id = $1 and survey_id = $2")
                .bind(webhook)
                .bind(&survey.0)
                .fetch_one(&mut *conn)
                .await?;
            sqlx::query(
                "update webhook_delivery
                 set attempts = 0, next_at = $3, given_up_at = null
                 where id = $1 and webhook_id = $2 and given_up_at is not null",
            )
            .bind(delivery)
            .bind(webhook)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Forgets what was delivered or given up a month ago.
pub async fn forget(db: &Db, now: Moment) -> Result<(), Error> {
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "delete from webhook_delivery where created_at < $1 and coalesce(delivered_at, given_up_at) < $1",
            )
            .bind(now.0 - KEPT)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}
