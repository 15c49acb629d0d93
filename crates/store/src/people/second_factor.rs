//! The second factor: a secret shared with the person's phone, and the last code that was taken.

use survey::{Moment, PersonId};

use super::{about, change};
use crate::{Db, Error, audit};

/// What is kept of a person's second factor.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// In force.
    pub secret: Option<String>,
    /// Shown to the person, and not yet confirmed by a first code.
    pub pending: Option<String>,
}

/// A person's second factor.
pub async fn load(db: &Db, id: PersonId) -> Result<Kept, Error> {
    let (secret, pending): (Option<String>, Option<String>) =
        sqlx::query_as("select totp_secret, totp_pending from person where id = $1")
            .bind(id.0)
            .fetch_one(db.read())
            .await?;
    Ok(Kept { secret, pending })
}

/// Keeps a secret until a first code confirms it, unless one waits already; gives the one that waits.
pub async fn prepare(db: &Db, id: PersonId, secret: &str) -> Result<String, Error> {
    let secret = secret.to_owned();
    db.write(move |conn| {
        Box::pin(async move {
            let (pending,): (String,) = sqlx::query_as(
                "update person set totp_pending = coalesce(totp_pending, $2) where id = $1 returning totp_pending",
            )
            .bind(id.0)
            .bind(secret)
            .fetch_one(conn)
            .await?;
            Ok(pending)
        })
    })
    .await
}

/// Puts the secret that waits in force: its first code was right. False if it is not the one that waits.
///
/// Sessions that began without a code end; whoever calls begins this one anew.
pub async fn switch_on(
    db: &Db,
    id: PersonId,
    secret: &str,
    step: i64,
    who: &str,
    now: Moment,
) -> Result<bool, Error> {
    let (secret, who) = (secret.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "update person
                 set totp_secret = totp_pending, totp_pending = null, totp_step = $3,
                 session_round = session_round + 1
                 where id = $1 and totp_pending = $2",
            )
            .bind(id.0)
            .bind(secret)
            .bind(step)
            .execute(&mut *conn)
            .await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            let person = super::find(conn, id).await?;
            audit::append(conn, &about(&who, "second_factor_on", &person.name), now).await?;
            Ok(true)
        })
    })
    .await
}

/// Takes the code of a time step, once: false if this step, or a later one, was taken before.
pub async fn take(db: &Db, id: PersonId, step: i64) -> Result<bool, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query("update person set totp_step = $2 where id = $1 and totp_step < $2")
                .bind(id.0)
                .bind(step)
                .execute(conn)
                .await?;
            Ok(done.rows_affected() == 1)
        })
    })
    .await
}

/// Switches a person's second factor off, also one that waits to be confirmed.
pub async fn switch_off(db: &Db, id: PersonId, who: &str, now: Moment) -> Result<(), Error> {
    let who = who.to_owned();
    change(db, id, move |conn, person| {
        Box::pin(async move {
            // The last step stays: a code that was used is worth nothing, whatever comes after.
            sqlx::query("update person set totp_secret = null, totp_pending = null where id = $1")
                .bind(id.0)
                .execute(&mut *conn)
                .await?;
            if !person.second_factor {
                return Ok(());
            }
            audit::append(conn, &about(&who, "second_factor_off", &person.name), now).await
        })
    })
    .await
}
