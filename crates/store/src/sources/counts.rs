//! How many interviews came by which source, and how full its cap is.

use std::collections::BTreeMap;

use survey::SurveyId;
use survey::quota::SOURCE;

use super::{Source, rows};
use crate::{Db, Error};

/// Interviews by the word of their disposition; rehearsals are not counted.
pub type Counts = BTreeMap<String, i64>;

/// The places of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Held by interviews under way.
    pub reserved: i64,
    pub completes: i64,
    /// One more may come.
    pub open: bool,
}

/// A source in the list of them.
#[derive(Clone, Debug)]
pub struct SourceRow {
    pub source: Source,
    pub counts: Counts,
    pub places: Places,
}

/// All sources of a survey in the order in which they were registered, then the interviews that came by no
/// registered one: by a name that nobody registered, or by none.
pub async fn list(
    db: &Db,
    survey: &SurveyId,
) -> Result<(Vec<SourceRow>, Vec<(Option<String>, Counts)>), Error> {
    let mut conn = db.read().acquire().await?;
    let sources = rows::all(&mut conn, survey).await?;
    drop(conn);
    let mut of_all = all_counts(db, survey).await?;
    let mut rows = Vec::with_capacity(sources.len());
    for source in sources {
        let counts = of_all.remove(&Some(source.name.clone())).unwrap_or_default();
        rows.push(SourceRow { counts, places: places(db, &source).await?, source });
    }
    Ok((rows, of_all.into_iter().collect()))
}

/// The interviews of one source.
pub async fn counts(db: &Db, source: &Source) -> Result<SourceRow, Error> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select disposition, count(*)
         from interview
         where survey_id = $1 and source = $2 and test = 0
         group by disposition",
    )
    .bind(&source.survey.0)
    .bind(&source.name)
    .fetch_all(db.read())
    .await?;
    let places = places(db, source).await?;
    Ok(SourceRow { source: source.clone(), counts: rows.into_iter().collect(), places })
}

/// Whether the cap of a source is reached, those under way counted in.
pub async fn is_full(db: &Db, source: &Source) -> Result<bool, Error> {
    Ok(!places(db, source).await?.open)
}

async fn all_counts(db: &Db, survey: &SurveyId) -> Result<BTreeMap<Option<String>, Counts>, Error> {
    let rows: Vec<(Option<String>, String, i64)> = sqlx::query_as(
        "select source, disposition, count(*)
         from interview
         where survey_id = $1 and test = 0
         group by source, disposition",
    )
    .bind(&survey.0)
    .fetch_all(db.read())
    .await?;
    let mut counts: BTreeMap<Option<String>, Counts> = BTreeMap::new();
    for (source, disposition, count) in rows {
        counts.entry(source).or_default().insert(disposition, count);
    }
    Ok(counts)
}

async fn places(db: &Db, source: &Source) -> Result<Places, Error> {
    let row: Option<(i64, i64, bool)> = sqlx::query_as(
        "select reserved, completes, paused = 0 and completes + reserved < target + buffer
         from quota_cell
         where survey_id = $1 and plan = '' and table_name = $2 and key = $3 and test = 0",
    )
    .bind(&source.survey.0)
    .bind(SOURCE)
    .bind(&source.name)
    .fetch_optional(db.read())
    .await?;
    let (reserved, completes, open) = row.ok_or(Error::NotFound)?;
    Ok(Places { reserved, completes, open })
}
