//! Reports: sections of text, tables and charts in an order. Numbers are not kept; they are worked out when it is read.

mod sections;

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, SurveyId};

use crate::audit::{self, Note};
use crate::{Db, Error};

pub use sections::{Kind, Section, Written, add_section, change_section, delete_section, move_section};

/// What somebody says of a report before there is anything in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewReport {
    pub title: String,
    pub lang: String,
    /// Of the interviews of rehearsals instead of the real ones.
    pub rehearsal: bool,
    /// The name of a set of weights.
    pub weight: Option<String>,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: i64,
    pub of: NewReport,
    pub who: String,
    pub created_at: Moment,
    /// When its last section was written; when it was made where it has none.
    pub changed_at: Moment,
}

const SELECT: &str = "select r.id, r.title, r.lang, r.rehearsal, r.weight, r.who, r.created_at,
     coalesce((select max(s.changed_at) from report_section s where s.report_id = r.id), r.created_at) as changed_at
     from report r";

/// The reports of a survey, the newest first.
pub async fn list(db: &Db, survey: &SurveyId) -> Result<Vec<Report>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{SELECT} where r.survey_id = $1 order by r.id desc"));
    let rows: Vec<Row> = sqlx::query_as(sql).bind(&survey.0).fetch_all(db.read()).await?;
    Ok(rows.into_iter().map(Report::from).collect())
}

/// A report with its sections in the order of reading.
pub async fn load(db: &Db, survey: &SurveyId, report: i64) -> Result<(Report, Vec<Section>), Error> {
    let mut tx = db.read().begin().await?;
    Ok((one(&mut tx, survey, report).await?, sections::of(&mut tx, report).await?))
}

async fn one(conn: &mut SqliteConnection, survey: &SurveyId, report: i64) -> Result<Report, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{SELECT} where r.survey_id = $1 and r.id = $2"));
    let row: Row = sqlx::query_as(sql).bind(&survey.0).bind(report).fetch_one(conn).await?;
    Ok(row.into())
}

/// Begins a report. Its number.
pub async fn add(db: &Db, survey: &SurveyId, new: &NewReport, who: &str, now: Moment) -> Result<i64, Error> {
    let (survey, new, who) = (survey.clone(), new.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let (id,): (i64,) = sqlx::query_as(
                "insert into report (survey_id, title, lang, rehearsal, weight, who, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 returning id",
            )
            .bind(&survey.0)
            .bind(&new.title)
            .bind(&new.lang)
            .bind(new.rehearsal)
            .bind(&new.weight)
            .bind(&who)
            .bind(now.0)
            .fetch_one(&mut *conn)
            .await?;
            noted(conn, &survey, ("report", &new.title), (&who, now)).await?;
            Ok(id)
        })
    })
    .await
}

/// Says anew what a report is called, and of whom it is, where that is still as it was `seen`. `Stale` where somebody
/// else said it since, `NotFound` where there is none.
pub async fn change(
    db: &Db,
    (survey, report): (&SurveyId, i64),
    (seen, new): (&NewReport, &NewReport),
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, seen, new, who) = (survey.clone(), seen.clone(), new.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            if one(conn, &survey, report).await?.of != seen {
                return Err(Error::Stale);
            }
            sqlx::query(
                "update report set title = $3, lang = $4, rehearsal = $5, weight = $6
                 where survey_id = $1 and id = $2",
            )
            .bind(&survey.0)
            .bind(report)
            .bind(&new.title)
            .bind(&new.lang)
            .bind(new.rehearsal)
            .bind(&new.weight)
            .execute(&mut *conn)
            .await?;
            noted(conn, &survey, ("report", &new.title), (&who, now)).await
        })
    })
    .await
}

/// Deletes a report with all its sections. `NotFound` where there is none.
pub async fn delete(
    db: &Db,
    (survey, report): (&SurveyId, i64),
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, who) = (survey.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let title = title(conn, &survey, report).await?;
            sqlx::query("delete from report_section where report_id = $1")
                .bind(report)
                .execute(&mut *conn)
                .await?;
            sqlx::query("delete from report where id = $1").bind(report).execute(&mut *conn).await?;
            noted(conn, &survey, ("report_gone", &title), (&who, now)).await
        })
    })
    .await
}

/// The title of a report. `NotFound` where the survey has none of this number.
async fn title(conn: &mut SqliteConnection, survey: &SurveyId, report: i64) -> Result<String, Error> {
    let (title,): (String,) = sqlx::query_as("select title from report where survey_id = $1 and id = $2")
        .bind(&survey.0)
        .bind(report)
        .fetch_one(conn)
        .await?;
    Ok(title)
}

async fn noted(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    (deed, title): (&'static str, &str),
    (who, now): (&str, Moment),
) -> Result<(), Error> {
    let (who, subject) = (who.to_owned(), title.to_owned());
    let note = Note { who, survey: Some(survey.clone()), deed, subject, ..Note::default() };
    audit::append(conn, &note, now).await
}

#[derive(FromRow)]
struct Row {
    id: i64,
    title: String,
    lang: String,
    rehearsal: bool,
    weight: Option<String>,
    who: String,
    created_at: i64,
    changed_at: i64,
}

impl From<Row> for Report {
    fn from(row: Row) -> Self {
        let Row { id, title, lang, rehearsal, weight, who, created_at, changed_at } = row;
        let of = NewReport { title, lang, rehearsal, weight };
        Report { id, of, who, created_at: Moment(created_at), changed_at: Moment(changed_at) }
    }
}
