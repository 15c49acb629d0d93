//! Reports of the launch gate, kept with the version that they are about.

use sqlx::sqlite::SqliteConnection;
use survey::launch::Report;
use survey::{Moment, SurveyId};

use crate::{Db, Error, surveys};

/// The report of the launch gate on one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaunchReport {
    pub at: Moment,
    pub who: String,
    pub report: Report,
}

/// The latest report on the newest version of a survey, if there is one.
pub async fn newest(db: &Db, survey: &SurveyId) -> Result<Option<LaunchReport>, Error> {
    let mut conn = db.read().acquire().await?;
    let version = surveys::find(&mut conn, survey).await?.ok_or(Error::NotFound)?.questionnaire_id;
    let row: Option<(i64, String, String)> = sqlx::query_as(
        "select at, who, report from launch_report where questionnaire_id = $1 order by id desc limit 1",
    )
    .bind(version)
    .fetch_optional(&mut *conn)
    .await?;
    let Some((at, who, report)) = row else { return Ok(None) };
    Ok(Some(LaunchReport { at: Moment(at), who, report: serde_json::from_str(&report)? }))
}

/// Keeps a report on one version of a survey.
pub async fn keep(
    db: &Db,
    (survey, version): (&SurveyId, &str),
    report: &Report,
    who: &str,
    now: Moment,
) -> Result<(), Error> {
    let (survey, version, who) = (survey.clone(), version.to_owned(), who.to_owned());
    let (passed, report) = (report.is_passed(), serde_json::to_string(report)?);
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "insert into launch_report (questionnaire_id, at, who, passed, report)
                 select id, $3, $4, $5, $6 from questionnaire where survey_id = $1 and version = $2",
            )
            .bind(&survey.0)
            .bind(&version)
            .bind(now.0)
            .bind(&who)
            .bind(passed)
            .bind(&report)
            .execute(conn)
            .await?;
            if done.rows_affected() == 1 { Ok(()) } else { Err(Error::NotFound) }
        })
    })
    .await
}

/// Whether the newest version may be opened without more ado: its newest report has passed, or people were
/// asked with it before.
pub async fn may_open(db: &Db, survey: &SurveyId) -> Result<bool, Error> {
    is_ready(&mut *db.read().acquire().await?, survey).await
}

/// The same on a connection.
pub(crate) async fn is_ready(conn: &mut SqliteConnection, survey: &SurveyId) -> Result<bool, Error> {
    let row = surveys::find(conn, survey).await?.ok_or(Error::NotFound)?;
    let passed: Option<(bool,)> = sqlx::query_as(
        "select passed from launch_report where questionnaire_id = $1 order by id desc limit 1",
    )
    .bind(row.questionnaire_id)
    .fetch_optional(&mut *conn)
    .await?;
    if passed == Some((true,)) {
        return Ok(true);
    }
    // It was open when this version was published, or was opened at any time since.
    let opened: Option<(i64,)> = sqlx::query_as(
        "select id
         from ledger
         where survey_id = $1 and step = 'state' and after = 'open'
         and id >= coalesce((
             select max(s.id)
             from ledger s
             where s.survey_id = $1 and s.step = 'state'
             and s.id < (select max(p.id) from ledger p where p.survey_id = $1 and p.step = 'publish')
         ), 0)
         limit 1",
    )
    .bind(&survey.0)
    .fetch_optional(conn)
    .await?;
    Ok(opened.is_some())
}
