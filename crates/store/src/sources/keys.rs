//! The secrets that we share with a source: made, shown, retired.

use survey::{Moment, SurveyId};

use super::{Source, rows};
use crate::ledger::{self, Deed};
use crate::{Db, Error};

/// A secret of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub id: i64,
    pub secret: String,
    pub created_at: Moment,
    /// It is believed no more since then.
    pub retired_at: Option<Moment>,
}

/// All keys of a source, the newest first.
pub async fn keys(db: &Db, source: &Source) -> Result<Vec<Key>, Error> {
    let rows: Vec<(i64, String, i64, Option<i64>)> = sqlx::query_as(
        "select id, secret, created_at, retired_at from source_key where source_id = $1 order by id desc",
    )
    .bind(source.id)
    .fetch_all(db.read())
    .await?;
    let key = |(id, secret, created_at, retired_at): (i64, String, i64, Option<i64>)| Key {
        id,
        secret,
        created_at: Moment(created_at),
        retired_at: retired_at.map(Moment),
    };
    Ok(rows.into_iter().map(key).collect())
}

/// The secrets that are believed, the newest first: that one signs.
pub async fn secrets(db: &Db, source: &Source) -> Result<Vec<String>, Error> {
    let keys = keys(db, source).await?;
    Ok(keys.into_iter().filter(|it| it.retired_at.is_none()).map(|it| it.secret).collect())
}

/// Gives a source one more key, which signs from now on; older ones are still believed.
pub async fn make_key(
    db: &Db,
    survey: &SurveyId,
    name: &str,
    secret: &str,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, name, secret, who) = (survey.clone(), name.to_owned(), secret.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let source = rows::find(conn, &survey, &name).await?.ok_or(Error::NotFound)?;
            let (id,): (i64,) = sqlx::query_as(
                "insert into source_key (source_id, secret, created_at) values ($1, $2, $3) returning id",
            )
            .bind(source.id)
            .bind(&secret)
            .bind(now.0)
            .fetch_one(&mut *conn)
            .await?;
            // Its number, and never the secret.
            let after = format!("{name}: key {id} made");
            ledger::append(conn, &survey, Deed::change("key", Some(&who), None, Some(&after)), now).await
        })
    })
    .await
}

/// Retires a key: from now on it is not believed. False where it is the last one of a source that signs.
pub async fn retire_key(
    db: &Db,
    survey: &SurveyId,
    name: &str,
    key: i64,
    who: &str,
    now: Moment,
) -> Result<bool, Error> {
    let (survey, name, who) = (survey.clone(), name.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let source = rows::find(conn, &survey, &name).await?.ok_or(Error::NotFound)?;
            let others: (i64,) = sqlx::query_as(
                "select count(*) from source_key where source_id = $1 and id <> $2 and retired_at is null",
            )
            .bind(source.id)
            .bind(key)
            .fetch_one(&mut *conn)
            .await?;
            if others.0 == 0 && (source.settings.signed_arrival || source.settings.signed_return) {
                return Ok(false);
            }
            let done = sqlx::query(
                "update source_key set retired_at = $3 where id = $1 and source_id = $2 and retired_at is null",
            )
            .bind(key)
            .bind(source.id)
            .bind(now.0)
            .execute(&mut *conn)
            .await?;
            if done.rows_affected() == 1 {
                let after = format!("{name}: key {key} retired");
                ledger::append(conn, &survey, Deed::change("key", Some(&who), None, Some(&after)), now).await?;
            }
            Ok(true)
        })
    })
    .await
}
