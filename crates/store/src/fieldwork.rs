//! How the field stands, and what happened in it: read-only, over several tables.

mod boards;

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::fieldwork::{DispositionCount, Fieldwork, incidence_rate};
use survey::quota::CellName;
use survey::{Disposition, InterviewId, Moment, SurveyId};

use crate::quotas::{self, plan};
use crate::{Db, Error, surveys};

/// One row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    pub id: i64,
    pub at: Moment,
    /// `publish`, `state`, `quality`, `plan`, `target`, `reserve`, `lapse`, `return`, `count`, `uncount`.
    pub step: String,
    pub interview: Option<InterviewId>,
    pub cell: Option<CellName>,
    /// Of a rehearsal.
    pub test: bool,
    pub reserved_delta: i64,
    pub completes_delta: i64,
    /// Who did it; none where the interview did.
    pub who: Option<String>,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// How the field of a survey stands; with `test` that of its rehearsals. Labels are in `lang`.
pub async fn load(db: &Db, survey: &SurveyId, lang: &str, test: bool) -> Result<Fieldwork, Error> {
    let survey = surveys::load(db, survey).await?;
    let cells = quotas::cells(db, &survey.id, test).await?;
    let mut conn = db.read().acquire().await?;
    let dispositions = dispositions(&mut conn, &survey.id, test).await?;
    let count = |word: &str| dispositions.iter().filter(|it| it.disposition == word).map(|it| it.count).sum();
    let completes = count(Disposition::Complete.word());
    let screened_out = count(Disposition::ScreenedOut(String::new()).word());
    let plan = survey.plan.as_deref().and_then(|it| plan(&survey.questionnaire, it));
    Ok(Fieldwork {
        boards: plan.map(|it| boards::boards(&survey.questionnaire, it, &cells, lang)).unwrap_or_default(),
        completes,
        in_progress: count(Disposition::Started.word()),
        target: plan.map(|it| it.n).or(survey.questionnaire.field.n).unwrap_or_default(),
        incidence_rate: incidence_rate(completes, screened_out),
        length_of_interview: median_minutes(&mut conn, &survey.id, test, completes).await?,
        dispositions,
    })
}

/// The latest rows of a survey's ledger, the newest first.
pub async fn ledger(db: &Db, survey: &SurveyId, limit: i64) -> Result<Vec<LedgerRow>, Error> {
    rows(db, survey, false, limit).await
}

/// The latest rows of a survey's ledger that are somebody's doing and not an interview's, the newest first.
pub async fn changes(db: &Db, survey: &SurveyId, limit: i64) -> Result<Vec<LedgerRow>, Error> {
    rows(db, survey, true, limit).await
}

async fn rows(db: &Db, survey: &SurveyId, by_people: bool, limit: i64) -> Result<Vec<LedgerRow>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select l.id, l.at, l.step, l.interview_id, c.table_name, c.key, coalesce(c.test, 0) as test,
         l.reserved_delta, l.completes_delta, l.who, l.before, l.after
         from ledger l
         left join quota_cell c on c.id = l.cell_id
         where l.survey_id = $1 and (not $2 or l.who is not null or l.interview_id is null)
         order by l.id desc
         limit $3",
    )
    .bind(&survey.0)
    .bind(by_people)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(LedgerRow::from).collect())
}

/// Interviews by disposition and code.
pub(crate) async fn dispositions(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    test: bool,
) -> Result<Vec<DispositionCount>, Error> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "select disposition, code, count(*)
         from interview
         where survey_id = $1 and test = $2
         group by disposition, code
         order by disposition, code",
    )
    .bind(&survey.0)
    .bind(test)
    .fetch_all(conn)
    .await?;
    let count = |(disposition, code, count)| DispositionCount { disposition, code, count };
    Ok(rows.into_iter().map(count).collect())
}

/// The middle length of the completes, or the mean of the middle two, in minutes.
async fn median_minutes(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    test: bool,
    completes: i64,
) -> Result<Option<f64>, Error> {
    let middle: Vec<(i64,)> = sqlx::query_as(
        "select millis
         from interview
         where survey_id = $1 and test = $2 and disposition = 'complete' and code = ''
         order by millis
         limit $3 offset $4",
    )
    .bind(&survey.0)
    .bind(test)
    .bind(2 - completes % 2)
    .bind((completes - 1).max(0) / 2)
    .fetch_all(conn)
    .await?;
    let sum: i64 = middle.iter().map(|(it,)| it).sum();
    Ok((!middle.is_empty()).then(|| sum as f64 / middle.len() as f64 / 60_000.0))
}

#[derive(FromRow)]
struct Row {
    id: i64,
    at: i64,
    step: String,
    interview_id: Option<i64>,
    table_name: Option<String>,
    key: Option<String>,
    test: bool,
    reserved_delta: i64,
    completes_delta: i64,
    who: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

impl From<Row> for LedgerRow {
    fn from(row: Row) -> Self {
        LedgerRow {
            id: row.id,
            at: Moment(row.at),
            step: row.step,
            interview: row.interview_id.map(InterviewId),
            cell: row.table_name.zip(row.key).map(|(table, key)| CellName { table, key }),
            test: row.test,
            reserved_delta: row.reserved_delta,
            completes_delta: row.completes_delta,
            who: row.who,
            before: row.before,
            after: row.after,
        }
    }
}
