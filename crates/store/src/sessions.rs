//! Sessions of the desk, as rows: what is in one is the desk's business.

use survey::Moment;

use crate::{Db, Error};

/// Creates a session. False when its id is in use.
pub async fn create(db: &Db, id: &str, data: &[u8], expires_at: Moment) -> Result<bool, Error> {
    let (id, data) = (id.to_owned(), data.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "insert into session (id, data, expires_at) values ($1, $2, $3) on conflict (id) do nothing",
            )
            .bind(id)
            .bind(data)
            .bind(expires_at.0)
            .execute(conn)
            .await?;
            Ok(done.rows_affected() == 1)
        })
    })
    .await
}

/// Saves a session, new or not.
pub async fn save(db: &Db, id: &str, data: &[u8], expires_at: Moment) -> Result<(), Error> {
    let (id, data) = (id.to_owned(), data.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "insert into session (id, data, expires_at) values ($1, $2, $3)
                 on conflict (id) do update set data = excluded.data, expires_at = excluded.expires_at",
            )
            .bind(id)
            .bind(data)
            .bind(expires_at.0)
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
        sqlx::query_as("select data from session where id = $1 and expires_at > $2")
            .bind(id)
            .bind(now.0)
            .fetch_optional(db.read())
            .await?;
    Ok(row.map(|(data,)| data))
}

/// Ends a session.
pub async fn delete(db: &Db, id: &str) -> Result<(), Error> {
    let id = id.to_owned();
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query("delete from session where id = $1").bind(id).execute(conn).await?;
            Ok(())
        })
    })
    .await
}

/// Deletes the sessions that are over. How many it were.
pub async fn delete_expired(db: &Db, now: Moment) -> Result<u64, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let done =
                sqlx::query("delete from session where expires_at <= $1").bind(now.0).execute(conn).await?;
            Ok(done.rows_affected())
        })
    })
    .await
}
