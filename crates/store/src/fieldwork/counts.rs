//! Interviews counted by the database, from an index alone; the length of interview; sources and their caps.

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::fieldwork::tally::{self, Count};
use survey::fieldwork::{DispositionCount, Quartiles, quantile_place};
use survey::{Disposition, Moment, SurveyId};

use crate::Error;

/// A quarter of an hour: every time zone's hours and days begin with one.
const QUARTER: i64 = 900_000;

/// A source of a survey, and how many completes are wanted from it at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCap {
    pub name: String,
    pub title: String,
    pub cap: Option<i64>,
}

/// Interviews by all that the board counts.
pub(super) async fn counts(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    test: bool,
) -> Result<Vec<Count>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select disposition, code, page, device, lang, source, count(*) as count
         from interview
         where survey_id = $1 and test = $2
         group by disposition, code, page, device, lang, source",
    )
    .bind(&survey.0)
    .bind(test)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Count::from).collect())
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

/// The quartiles of the active length of the completes, in minutes.
pub(super) async fn length(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    test: bool,
    counts: &[Count],
) -> Result<Option<Quartiles>, Error> {
    let completes = tally::of(counts, Disposition::Complete.word());
    if completes == 0 {
        return Ok(None);
    }
    let mut minutes = [0.0; 3];
    for (minutes, share) in minutes.iter_mut().zip([0.25, 0.5, 0.75]) {
        let (place, part) = quantile_place(completes, share);
        let values = from_place(conn, survey, test, place).await?;
        let lower = values.first().copied().unwrap_or_default() as f64;
        let upper = values.get(1).map_or(lower, |it| *it as f64);
        *minutes = (lower + part * (upper - lower)) / 60_000.0;
    }
    let [lower, median, upper] = minutes;
    Ok(Some(Quartiles { lower, median, upper }))
}

/// The length of the complete at this place among the sorted ones, and of the next one.
async fn from_place(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    test: bool,
    place: i64,
) -> Result<Vec<i64>, Error> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "select millis
         from interview
         where survey_id = $1 and test = $2 and disposition = 'complete' and code = ''
         order by millis
         limit 2 offset $3",
    )
    .bind(&survey.0)
    .bind(test)
    .bind(place)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(it,)| it).collect())
}

/// Completes by the quarter of an hour in which they ended.
pub(super) async fn quarters(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    test: bool,
) -> Result<Vec<(Moment, i64)>, Error> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "select ended_at / $3 as quarter, count(*)
         from interview
         where survey_id = $1 and test = $2 and disposition = 'complete' and ended_at is not null
         group by ended_at / $3
         order by quarter",
    )
    .bind(&survey.0)
    .bind(test)
    .bind(QUARTER)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(quarter, count)| (Moment(quarter * QUARTER), count)).collect())
}

/// The registered sources of a survey, in the order in which they were made.
pub(super) async fn sources(conn: &mut SqliteConnection, survey: &SurveyId) -> Result<Vec<SourceCap>, Error> {
    let rows: Vec<(String, String, Option<i64>)> =
        sqlx::query_as("select name, title, cap from source where survey_id = $1 order by id")
            .bind(&survey.0)
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(|(name, title, cap)| SourceCap { name, title, cap }).collect())
}

#[derive(FromRow)]
struct Row {
    disposition: String,
    code: String,
    page: Option<String>,
    device: Option<String>,
    lang: String,
    source: Option<String>,
    count: i64,
}

impl From<Row> for Count {
    fn from(row: Row) -> Self {
        let Row { disposition, code, page, device, lang, source, count } = row;
        Count { disposition, code, page, device, lang, source, count }
    }
}
