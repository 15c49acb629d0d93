//! Signatures that were used, so that none is used twice.

use sqlx::sqlite::SqliteConnection;
use survey::{Moment, Token};

use super::Source;
use crate::interviews::rows::parse_token;
use crate::{Db, Error};

/// How long a used signature is remembered, in milliseconds: longer than any is believed.
const REMEMBERED: i64 = 72 * 3_600_000;

/// The interview that was begun with a signature, if it was used.
pub async fn used_by(db: &Db, source: &Source, signature: &str) -> Result<Option<Token>, Error> {
    let row: Option<(String,)> =
        sqlx::query_as("select token from arrival where source_id = $1 and signature = $2")
            .bind(source.id)
            .bind(signature)
            .fetch_optional(db.read())
            .await?;
    row.map(|(token,)| parse_token(&token)).transpose()
}

/// Forgets signatures that are too old to be believed anyway. How many it were.
pub async fn forget(db: &Db, now: Moment) -> Result<u64, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query("delete from arrival where at < $1")
                .bind(now.0 - REMEMBERED)
                .execute(conn)
                .await?;
            Ok(done.rows_affected())
        })
    })
    .await
}

/// Uses a signature up. False where it was used before.
pub(super) async fn take(
    conn: &mut SqliteConnection,
    source: &Source,
    signature: &str,
    token: &Token,
    now: Moment,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "insert into arrival (source_id, signature, token, at) values ($1, $2, $3, $4)
         on conflict (source_id, signature) do nothing",
    )
    .bind(source.id)
    .bind(signature)
    .bind(token.as_str())
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
