//! Sessions of the desk, as rows: what is in one is the desk's business.

use survey::Moment;

use crate::hash::sha256;
use crate::{Db, Error};

const MINUTE: i64 = 60_000;

/// A session ends so many milliseconds after it was begun: 7 days.
pub const LASTS: i64 = 7 * 24 * 60 * MINUTE;
/// And where nothing is done in it for so long: 12 hours, so that it outlasts a working day and no night.
pub const IDLE: i64 = 12 * 60 * MINUTE;
/// That something is done is written down so often: a page that is looked at should cost no write.
const SEEN: i64 = 5 * MINUTE;

/// Creates a session. False when its id is in use.
pub async fn create(db: &Db, id: &str, data: &[u8], now: Moment) -> Result<bool, Error> {
    let (hash, data) = (sha256(id), data.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "insert into session (hash, data, begun_at, seen_at) values ($1, $2, $3, $3)
                 on conflict (hash) do nothing",
            )
            .bind(hash)
            .bind(data)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(done.rows_affected() == 1)
        })
    })
    .await
}

/// Saves what is in a session, new or not; it does not last longer for that.
pub async fn save(db: &Db, id: &str, data: &[u8], now: Moment) -> Result<(), Error> {
    let (hash, data) = (sha256(id), data.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "insert into session (hash, data, begun_at, seen_at) values ($1, $2, $3, $3)
                 on conflict (hash) do update set data = excluded.data, seen_at = excluded.seen_at",
            )
            .bind(hash)
            .bind(data)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

/// What is in a session; none when there is none or it is over.
pub async fn load(db: &Db, id: &str, now: Moment) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<(Vec<u8>,)> =
        sqlx::query_as("select data from session where hash = $1 and begun_at > $2 and seen_at > $3")
            .bind(sha256(id))
            .bind(now.0 - LASTS)
            .bind(now.0 - IDLE)
            .fetch_optional(db.read())
            .await?;
    Ok(row.map(|(data,)| data))
}

/// Notes that something is done in a session, unless that was noted a few minutes ago.
pub async fn seen(db: &Db, id: &str, now: Moment) -> Result<(), Error> {
    let hash = sha256(id);
    let row: Option<(i64,)> = sqlx::query_as("select seen_at from session where hash = $1 and seen_at <= $2")
        .bind(&hash)
        .bind(now.0 - SEEN)
        .fetch_optional(db.read())
        .await?;
    if row.is_none() {
        return Ok(());
    }
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query("update session set seen_at = $2 where hash = $1 and seen_at < $2")
                .bind(hash)
                .bind(now.0)
                .execute(conn)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Ends a session.
pub async fn delete(db: &Db, id: &str) -> Result<(), Error> {
    let hash = sha256(id);
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query("delete from session where hash = $1").bind(hash).execute(conn).await?;
            Ok(())
        })
    })
    .await
}

/// Deletes the sessions that are over. How many it were.
pub async fn delete_expired(db: &Db, now: Moment) -> Result<u64, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query("delete from session where begun_at <= $1 or seen_at <= $2")
                .bind(now.0 - LASTS)
                .bind(now.0 - IDLE)
                .execute(conn)
                .await?;
            Ok(done.rows_affected())
        })
    })
    .await
}
