//! Sources as rows.

use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use survey::{Moment, SurveyId};

use super::{Returns, Source, SourceKind, SourceSettings};
use crate::Error;

#[derive(FromRow)]
struct Row {
    id: i64,
    survey_id: String,
    name: String,
    kind: String,
    title: String,
    cap: Option<i64>,
    return_complete: Option<String>,
    return_screened_out: Option<String>,
    return_quota_full: Option<String>,
    return_rejected: Option<String>,
    variables: String,
    signed_arrival: bool,
    signed_return: bool,
    closed_at: Option<i64>,
}

impl TryFrom<Row> for Source {
    type Error = Error;

    fn try_from(row: Row) -> Result<Source, Error> {
        Ok(Source {
            id: row.id,
            survey: SurveyId(row.survey_id),
            name: row.name,
            kind: SourceKind::parse(&row.kind).ok_or(Error::Unreadable("kind of source"))?,
            settings: SourceSettings {
                title: row.title,
                cap: row.cap,
                returns: Returns {
                    complete: row.return_complete,
                    screened_out: row.return_screened_out,
                    quota_full: row.return_quota_full,
                    rejected: row.return_rejected,
                },
                variables: row.variables.split_whitespace().map(str::to_owned).collect(),
                signed_arrival: row.signed_arrival,
                signed_return: row.signed_return,
            },
            closed_at: row.closed_at.map(Moment),
        })
    }
}

/// The source of this name, if there is one.
pub(super) async fn find(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    name: &str,
) -> Result<Option<Source>, Error> {
    let row: Option<Row> = sqlx::query_as(
        "select id, survey_id, name, kind, title, cap, return_complete, return_screened_out, return_quota_full,
         return_rejected, variables, signed_arrival, signed_return, closed_at
         from source
         where survey_id = $1 and name = $2",
    )
    .bind(&survey.0)
    .bind(name)
    .fetch_optional(conn)
    .await?;
    row.map(Source::try_from).transpose()
}

/// All sources of a survey, in the order in which they were registered.
pub(super) async fn all(conn: &mut SqliteConnection, survey: &SurveyId) -> Result<Vec<Source>, Error> {
    let names: Vec<(String,)> = sqlx::query_as("select name from source where survey_id = $1 order by id")
        .bind(&survey.0)
        .fetch_all(&mut *conn)
        .await?;
    let mut sources = Vec::with_capacity(names.len());
    for (name,) in names {
        sources.extend(find(conn, survey, &name).await?);
    }
    Ok(sources)
}
