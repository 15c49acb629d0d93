//! Weights, worked out elsewhere or at the desk: whole sets, each under a name, one number for each interview.

use std::collections::{BTreeMap, HashSet};

use futures::TryStreamExt;
use sqlx::FromRow;
use survey::weighting::Made;
use survey::{InterviewId, Moment, SurveyId};

use crate::audit::{self, Note};
use crate::{Db, Error};

/// How many rows are written, or deleted, at a time: respondents who post meanwhile wait no longer than that.
const AT_ONCE: usize = 250;

/// A writing that takes longer than this has died with its server.
const PATIENCE: i64 = 3_600_000;

/// A set of weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    pub id: i64,
    pub name: String,
    /// Cases in the file that was uploaded, and the least and the largest weight.
    pub cases: i64,
    pub least: f64,
    pub most: f64,
    pub who: String,
    pub created_at: Moment,
    /// How it was made; none of one that was worked out elsewhere.
    pub made: Option<Made>,
}

/// A set of weights to be kept under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NewWeights {
    pub name: String,
    pub rows: Vec<(InterviewId, f64)>,
    /// How they were made; none of those that were worked out elsewhere.
    pub made: Option<Made>,
}

/// The sets of a survey, by name.
pub async fn list(db: &Db, survey: &SurveyId) -> Result<Vec<Weights>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select id, name, cases, least, most, who, created_at, made
         from weight_set
         where survey_id = $1 and ready_at is not null and gone_at is null
         order by name",
    )
    .bind(&survey.0)
    .fetch_all(db.read())
    .await?;
    rows.into_iter().map(Weights::try_from).collect()
}

/// The number of the set with this name.
pub async fn find(db: &Db, survey: &SurveyId, name: &str) -> Result<Option<i64>, Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "select id from weight_set
         where survey_id = $1 and name = $2 and ready_at is not null and gone_at is null",
    )
    .bind(&survey.0)
    .bind(name)
    .fetch_optional(db.read())
    .await?;
    Ok(row.map(|(id,)| id))
}

/// The weights of a set for the interviews from one to another, both included; who has none is not among them.
///
/// `Stale` where the set was replaced or deleted since it was found: half a file would have the old ones.
pub async fn of(
    db: &Db,
    set: i64,
    (first, last): (InterviewId, InterviewId),
) -> Result<BTreeMap<InterviewId, f64>, Error> {
    let mut tx = db.read().begin().await?;
    let (is_there,): (i64,) =
        sqlx::query_as("select count(*) from weight_set where id = $1 and gone_at is null")
            .bind(set)
            .fetch_one(&mut *tx)
            .await?;
    if is_there == 0 {
        return Err(Error::Stale);
    }
    let rows: Vec<(i64, f64)> = sqlx::query_as(
        "select interview_id, value from weight where set_id = $1 and interview_id >= $2 and interview_id <= $3",
    )
    .bind(set)
    .bind(first.0)
    .bind(last.0)
    .fetch_all(&mut *tx)
    .await?;
    Ok(rows.into_iter().map(|(id, value)| (InterviewId(id), value)).collect())
}

/// The interviews of a survey, which all may have a weight. Also those of rehearsals: tables and files are tried out
/// on them, and no real interview counts with what they weigh.
pub async fn known(db: &Db, survey: &SurveyId) -> Result<HashSet<InterviewId>, Error> {
    let rows = sqlx::query_as::<_, (i64,)>("select id from interview where survey_id = $1");
    rows.bind(&survey.0)
        .fetch(db.read())
        .map_ok(|(id,)| InterviewId(id))
        .try_collect()
        .await
        .map_err(Error::from)
}

/// Puts a whole set under a name; the one that had it before is replaced. Interviews that are gone meanwhile are left
/// out. Nobody sees the set before all of it is there.
pub async fn put(db: &Db, survey: &SurveyId, new: NewWeights, who: &str, now: Moment) -> Result<(), Error> {
    let set = begin(db, survey, &new, who, now).await?;
    for some in new.rows.chunks(AT_ONCE) {
        insert(db, survey, set, some.to_vec()).await?;
    }
    let (of, who) = (survey.clone(), who.to_owned());
    let (name, cases) = (new.name, new.rows.len());
    let deed = if new.made.is_some() { "weight_made" } else { "weight" };
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "update weight_set set gone_at = $3
                 where survey_id = $1 and name = $2 and ready_at is not null and gone_at is null",
            )
            .bind(&of.0)
            .bind(&name)
            .bind(now.0)
            .execute(&mut *conn)
            .await?;
            sqlx::query("update weight_set set ready_at = $2 where id = $1")
                .bind(set)
                .bind(now.0)
                .execute(&mut *conn)
                .await?;
            let after = Some(cases.to_string());
            let note = Note { who, survey: Some(of), deed, subject: name, after, ..Note::default() };
            audit::append(conn, &note, now).await
        })
    })
    .await?;
    clear(db, now).await
}

/// Deletes the set with this name. `NotFound` where there is none.
pub async fn delete(db: &Db, survey: &SurveyId, name: &str, who: &str, now: Moment) -> Result<(), Error> {
    let (survey, name, who) = (survey.clone(), name.to_owned(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "update weight_set set gone_at = $3
                 where survey_id = $1 and name = $2 and ready_at is not null and gone_at is null",
            )
            .bind(&survey.0)
            .bind(&name)
            .bind(now.0)
            .execute(&mut *conn)
            .await?;
            if done.rows_affected() == 0 {
                return Err(Error::NotFound);
            }
            let note =
                Note { who, survey: Some(survey), deed: "weight_gone", subject: name, ..Note::default() };
            audit::append(conn, &note, now).await
        })
    })
    .await?;
    clear(db, now).await
}

async fn begin(
    db: &Db,
    survey: &SurveyId,
    NewWeights { name, rows, made }: &NewWeights,
    who: &str,
    now: Moment,
) -> Result<i64, Error> {
    let cases = rows.len() as i64;
    let least = rows.iter().map(|(_, it)| *it).fold(f64::INFINITY, f64::min);
    let most = rows.iter().map(|(_, it)| *it).fold(0.0, f64::max);
    let (survey, name, who) = (survey.clone(), name.to_owned(), who.to_owned());
    let made = made.as_ref().map(serde_json::to_string).transpose()?;
    db.write(move |conn| {
        Box::pin(async move {
            let (id,): (i64,) = sqlx::query_as(
                "insert into weight_set (survey_id, name, cases, least, most, who, created_at, made)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)
                 returning id",
            )
            .bind(&survey.0)
            .bind(&name)
            .bind(cases)
            .bind(least)
            .bind(most)
            .bind(&who)
            .bind(now.0)
            .bind(&made)
            .fetch_one(conn)
            .await?;
            Ok(id)
        })
    })
    .await
}

async fn insert(db: &Db, survey: &SurveyId, set: i64, rows: Vec<(InterviewId, f64)>) -> Result<(), Error> {
    let survey = survey.clone();
    db.write(move |conn| {
        Box::pin(async move {
            for (interview, value) in rows {
                // Selected, for whoever has withdrawn since the file was checked is there no more.
                sqlx::query(
                    "insert into weight (set_id, interview_id, value)
                     select $1, id, $3 from interview where id = $2 and survey_id = $4",
                )
                .bind(set)
                .bind(interview.0)
                .bind(value)
                .bind(&survey.0)
                .execute(&mut *conn)
                .await?;
            }
            Ok(())
        })
    })
    .await
}

/// Deletes the rows of sets that are gone, and of those that were never finished.
async fn clear(db: &Db, now: Moment) -> Result<(), Error> {
    loop {
        let set: Option<(i64,)> = sqlx::query_as(
            "select id from weight_set
             where gone_at is not null or (ready_at is null and created_at < $1)
             order by id
             limit 1",
        )
        .bind(now.0 - PATIENCE)
        .fetch_optional(db.read())
        .await?;
        let Some((set,)) = set else { return Ok(()) };
        while some_of(db, set).await? > 0 {}
    }
}

/// Deletes some rows of a set, and the set after the last one. How many rows it were.
async fn some_of(db: &Db, set: i64) -> Result<u64, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "delete from weight
                 where set_id = $1 and interview_id in (
                     select interview_id from weight where set_id = $1 order by interview_id limit $2
                 )",
            )
            .bind(set)
            .bind(AT_ONCE as i64)
            .execute(&mut *conn)
            .await?;
            if done.rows_affected() == 0 {
                sqlx::query("delete from weight_set where id = $1").bind(set).execute(conn).await?;
            }
            Ok(done.rows_affected())
        })
    })
    .await
}

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    cases: i64,
    least: f64,
    most: f64,
    who: String,
    created_at: i64,
    made: Option<String>,
}

impl TryFrom<Row> for Weights {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let made = row.made.as_deref().map(serde_json::from_str).transpose();
        Ok(Weights {
            id: row.id,
            name: row.name,
            cases: row.cases,
            least: row.least,
            most: row.most,
            who: row.who,
            created_at: Moment(row.created_at),
            made: made.map_err(|_| Error::Unreadable("weight_set"))?,
        })
    }
}
