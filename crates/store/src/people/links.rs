//! One-time links to choose a password. Their secrets are kept as hashes.

use sqlx::sqlite::SqliteConnection;
use survey::{Moment, PersonId};

use super::{Person, find};
use crate::hash::sha256;
use crate::{Db, Error};

/// Makes a one-time link; earlier ones of this person end.
pub(super) async fn create(
    db: &Db,
    id: PersonId,
    secret: &str,
    expires_at: Moment,
    now: Moment,
) -> Result<(), Error> {
    let hash = sha256(secret);
    db.write(move |conn| {
        Box::pin(async move {
            find(conn, id).await?;
            end(conn, id, now).await?;
            sqlx::query(
                "insert into one_time_link (hash, person_id, created_at, expires_at) values ($1, $2, $3, $4)",
            )
            .bind(hash)
            .bind(id.0)
            .bind(now.0)
            .bind(expires_at.0)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Whose link this is, as long as it can be used.
pub(super) async fn person(conn: &mut SqliteConnection, secret: &str, now: Moment) -> Result<Person, Error> {
    let (id,): (i64,) = sqlx::query_as(
        "select person_id from one_time_link where hash = $1 and used_at is null and expires_at > $2",
    )
    .bind(sha256(secret))
    .bind(now.0)
    .fetch_one(&mut *conn)
    .await?;
    find(conn, PersonId(id)).await
}

/// Ends the links of a person that were not used.
pub(super) async fn end(conn: &mut SqliteConnection, id: PersonId, now: Moment) -> Result<(), Error> {
    sqlx::query("update one_time_link set used_at = $2 where person_id = $1 and used_at is null")
        .bind(id.0)
        .bind(now.0)
        .execute(conn)
        .await?;
    Ok(())
}
