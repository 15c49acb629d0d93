//! Exports with a name, to be run again.

use sqlx::FromRow;
use survey::{Moment, SurveyId};

use crate::{Db, Error};

/// An export with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub name: String,
    /// What is wanted: the words of the form.
    pub wanted: String,
    pub who: String,
    pub created_at: Moment,
    /// The snapshot of its last file; none before the first.
    pub last: Option<i64>,
}

/// The exports of a survey that have a name, by name.
pub async fn saved(db: &Db, survey: &SurveyId) -> Result<Vec<Saved>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select e.name, e.wanted, e.who, e.created_at, max(r.snapshot) as last
         from export e
         -- Also of one that is being made again: it was fetched before.
         left join export_run r on r.export_id = e.id and r.sha256 is not null
         where e.survey_id = $1
         group by e.id, e.name, e.wanted, e.who, e.created_at
         order by e.name",
    )
    .bind(&survey.0)
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(Saved::from).collect())
}

/// Gives what is wanted a name, or a name something else to mean.
pub async fn save(
    db: &Db,
    survey: &SurveyId,
    name: &str,
    wanted: &str,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, name, wanted, who) = (survey.clone(), name.to_owned(), wanted.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "insert into export (survey_id, name, wanted, who, created_at) values ($1, $2, $3, $4, $5)
                 on conflict (survey_id, name) do update set wanted = $3, who = $4, created_at = $5",
            )
            .bind(&survey.0)
            .bind(&name)
            .bind(&wanted)
            .bind(&who)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Forgets a name; the files that were made by it stay. `NotFound` where there is none.
pub async fn forget(db: &Db, survey: &SurveyId, name: &str) -> Result<(), Error> {
    let (survey, name) = (survey.clone(), name.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query("delete from export where survey_id = $1 and name = $2")
                .bind(&survey.0)
                .bind(&name)
                .execute(conn)
                .await?;
            if done.rows_affected() == 0 { Err(Error::NotFound) } else { Ok(()) }
        })
    })
    .await
}

#[derive(FromRow)]
struct Row {
    name: String,
    wanted: String,
    who: String,
    created_at: i64,
    last: Option<i64>,
}

impl From<Row> for Saved {
    fn from(row: Row) -> Self {
        Saved {
            name: row.name,
            wanted: row.wanted,
            who: row.who,
            created_at: Moment(row.created_at),
            last: row.last,
        }
    }
}
