//! One-time links to choose a password. Their secrets are kept as hashes.

use sqlx::sqlite::SqliteConnection;
use survey::{Moment, PersonId};

use super::{Person, find};
use crate::Error;
use crate::hash::sha256;

/// Makes a one-time link; earlier ones of this person end.
pub(super) async fn create(
    conn: &mut SqliteConnection,
    id: PersonId,
    secret: &str,
    expires_at: Moment,
    now: Moment,
) -> Result<(), Error> {
    end(conn, id, now).await?;
    sqlx::query(
        "insert into one_time_link (hash, person_id, created_at, expires_at) values ($1, $2, $3, $4)",
    )
    .bind(sha256(secret))
    .bind(id.0)
    .bind(now.0)
    .bind(expires_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Whose link this is, as long as it can be used. Who has left chooses no password.
pub(super) async fn person(conn: &mut SqliteConnection, secret: &str, now: Moment) -> Result<Person, Error> {
    let (id,): (i64,) = sqlx::query_as(
        "select l.person_id
         from one_time_link l
         join person p on p.id = l.person_id
         where l.hash = $1 and l.used_at is null and l.expires_at > $2 and p.left_at is null",
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
