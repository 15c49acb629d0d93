//! The review of flagged interviews: the list with its evidence, letting one stand, taking one out, bringing one back.

mod cohort;
mod judge;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sqlx::sqlite::{Sqlite, SqliteConnection};
use sqlx::{FromRow, QueryBuilder};
use survey::quality::cohort::{Check, Flag};
use survey::{Interview, InterviewId, Moment, Questionnaire, SurveyId};

use crate::{Db, Error};

pub use cohort::{first_of_newest, keep};
pub use judge::{Judgement, Outcome, judge};

/// What a manager made of a flagged interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// Nobody has looked yet.
    Open,
    Accepted,
    Rejected,
}

impl Seen {
    /// All of them.
    pub const ALL: [Seen; 3] = [Seen::Open, Seen::Accepted, Seen::Rejected];

    /// The word for it in addresses and SQL.
    pub fn word(self) -> &'static str {
        match self {
            Seen::Open => "open",
            Seen::Accepted => "accepted",
            Seen::Rejected => "rejected",
        }
    }

    /// What a word means.
    pub fn parse(word: &str) -> Option<Seen> {
        Seen::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// Which flagged interviews are wanted; what is none or empty lets all pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A quality rule, a sign, or a check over all.
    pub rule: String,
    /// `complete` or `rejected`.
    pub disposition: String,
    pub seen: Option<Seen>,
    /// Only those before this one; for the next page of the list.
    pub before: Option<InterviewId>,
}

/// A finished interview that a rule or a check flags.
#[derive(Clone, Debug)]
pub struct Flagged {
    pub id: InterviewId,
    pub questionnaire: Arc<Questionnaire>,
    pub interview: Interview,
    pub source: Option<String>,
    pub pid: Option<String>,
    pub seen: Seen,
    /// What the checks over all found.
    pub cohort: Vec<Flag>,
    /// The other finished interviews from the same device, with their dispositions.
    pub same_device: Vec<(InterviewId, String)>,
}

/// How many interviews are flagged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    /// Not looked at yet.
    pub open: i64,
    /// By rule, sign or check; one interview may count in several.
    pub by_rule: BTreeMap<String, i64>,
}

/// The flagged interviews that are finished and no tests, the newest first, `limit` at most.
pub async fn list(db: &Db, survey: &SurveyId, filter: &Filter, limit: i64) -> Result<Vec<Flagged>, Error> {
    let mut conn = db.read().acquire().await?;
    // Of the flagged ones only: their keys stand in an index, and no other interview is read.
    let rows: Vec<Row> = sqlx::query_as(
        r"select i.id, i.questionnaire_id, i.document, i.source, i.pid, i.reviewed
         from interview i
         where i.id in (
             select f.id from interview f where f.survey_id = $1 and f.test = 0 and f.flags <> ''
             union
             select c.interview_id from cohort_flag c join interview o on o.id = c.interview_id
             where o.survey_id = $1 and o.test = 0
         )
         and i.id < $2 and i.disposition in ('complete', 'rejected')
         and ($3 = '' or i.flags like $4 escape '\'
              or exists (select 1 from cohort_flag c where c.interview_id = i.id and c.name = $3))
         and ($5 = '' or i.disposition = $5)
         and ($6 = '' or coalesce(i.reviewed, 'open') = $6)
         order by i.id desc
         limit $7",
    )
    .bind(&survey.0)
    .bind(filter.before.map_or(i64::MAX, |it| it.0))
    .bind(&filter.rule)
    .bind(format!("% {} %", filter.rule.replace('\\', "\\\\").replace('_', "\\_").replace('%', "\\%")))
    .bind(&filter.disposition)
    .bind(filter.seen.map_or("", Seen::word))
    .bind(limit)
    .fetch_all(&mut *conn)
    .await?;
    flagged(db, &mut conn, rows).await
}

/// One finished interview with whatever flags it; none that is a test, under way, or of another survey.
pub async fn find(db: &Db, survey: &SurveyId, id: InterviewId) -> Result<Option<Flagged>, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select id, questionnaire_id, document, source, pid, reviewed
         from interview
         where id = $1 and survey_id = $2 and test = 0 and disposition in ('complete', 'rejected')",
    )
    .bind(id.0)
    .bind(&survey.0)
    .fetch_all(&mut *conn)
    .await?;
    Ok(flagged(db, &mut conn, rows).await?.pop())
}

/// How many interviews are flagged, by rule.
pub async fn counts(db: &Db, survey: &SurveyId) -> Result<Counts, Error> {
    let mut conn = db.read().acquire().await?;
    let rows: Vec<(i64, String, Option<String>)> = sqlx::query_as(
        "select id, flags, reviewed
         from interview
         where survey_id = $1 and test = 0 and flags <> '' and disposition in ('complete', 'rejected')",
    )
    .bind(&survey.0)
    .fetch_all(&mut *conn)
    .await?;
    let checks: Vec<(i64, String, Option<String>)> = sqlx::query_as(
        "select c.interview_id, c.name, i.reviewed
         from cohort_flag c
         join interview i on i.id = c.interview_id
         where i.survey_id = $1 and i.test = 0 and i.disposition in ('complete', 'rejected')",
    )
    .bind(&survey.0)
    .fetch_all(&mut *conn)
    .await?;
    let mut by_rule = BTreeMap::new();
    let mut seen: BTreeMap<i64, bool> = BTreeMap::new();
    for (id, rules, reviewed) in rows.iter().chain(&checks) {
        seen.insert(*id, reviewed.is_some());
        for rule in rules.split_whitespace() {
            *by_rule.entry(rule.to_owned()).or_default() += 1;
        }
    }
    let open = seen.values().filter(|it| !**it).count() as i64;
    Ok(Counts { all: seen.len() as i64, open, by_rule })
}

/// The newest completes that are no tests: what is usual in this field, at a cost that does not grow with it.
pub async fn usual(db: &Db, survey: &SurveyId, limit: i64) -> Result<Vec<Interview>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select document
         from interview
         where survey_id = $1 and test = 0 and disposition = 'complete'
         order by id desc
         limit $2",
    )
    .bind(&survey.0)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    rows.iter().map(|(it,)| Ok(serde_json::from_str(it)?)).collect()
}

/// When the checks over all interviews of a survey last ran with a find; none before.
pub async fn checked_at(db: &Db, survey: &SurveyId) -> Result<Option<Moment>, Error> {
    let (at,): (Option<i64>,) = sqlx::query_as(
        "select max(c.found_at)
         from cohort_flag c
         join interview i on i.id = c.interview_id
         where i.survey_id = $1",
    )
    .bind(&survey.0)
    .fetch_one(db.read())
    .await?;
    Ok(at.map(Moment))
}

#[derive(FromRow)]
struct Row {
    id: i64,
    questionnaire_id: i64,
    document: String,
    source: Option<String>,
    pid: Option<String>,
    reviewed: Option<String>,
}

async fn flagged(db: &Db, conn: &mut SqliteConnection, rows: Vec<Row>) -> Result<Vec<Flagged>, Error> {
    let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
    let mut cohort = of_cohort(conn, &ids).await?;
    let mut same_device = same_device(conn, &ids).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(Flagged {
            id: InterviewId(row.id),
            questionnaire: db.questionnaires.load(conn, row.questionnaire_id).await?,
            interview: serde_json::from_str(&row.document)?,
            source: row.source,
            pid: row.pid,
            seen: row.reviewed.as_deref().and_then(Seen::parse).unwrap_or(Seen::Open),
            cohort: cohort.remove(&row.id).unwrap_or_default(),
            same_device: same_device.remove(&row.id).unwrap_or_default(),
        });
    }
    Ok(all)
}

/// What the checks found about each of these.
async fn of_cohort(conn: &mut SqliteConnection, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Flag>>, Error> {
    let mut of_each: BTreeMap<i64, Vec<Flag>> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(of_each);
    }
    let mut query = QueryBuilder::<Sqlite>::new(
        "select interview_id, name, evidence from cohort_flag where interview_id in ",
    );
    query.push_tuples(ids, |mut row, id| {
        row.push_bind(id);
    });
    let rows: Vec<(i64, String, String)> = query.build_query_as().fetch_all(conn).await?;
    for (id, name, evidence) in rows {
        let check = Check::parse(&name).ok_or(Error::Unreadable("check"))?;
        let evidence = serde_json::from_str(&evidence)?;
        of_each.entry(id).or_default().push(Flag { interview: InterviewId(id), check, evidence });
    }
    of_each.values_mut().for_each(|it| it.sort_by_key(|flag| flag.check));
    Ok(of_each)
}

/// The other finished interviews from the device of each of these.
async fn same_device(
    conn: &mut SqliteConnection,
    ids: &[i64],
) -> Result<BTreeMap<i64, Vec<(InterviewId, String)>>, Error> {
    let mut of_each: BTreeMap<i64, Vec<(InterviewId, String)>> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(of_each);
    }
    let mut query = QueryBuilder::<Sqlite>::new(
        "select i.id, o.id, o.disposition
         from interview i
         join interview o on o.survey_id = i.survey_id and o.device_hash = i.device_hash and o.id <> i.id
         where o.test = 0 and o.disposition in ('complete', 'rejected') and i.id in ",
    );
    query.push_tuples(ids, |mut row, id| {
        row.push_bind(id);
    });
    query.push(" order by o.id");
    let rows: Vec<(i64, i64, String)> = query.build_query_as().fetch_all(conn).await?;
    for (id, other, disposition) in rows {
        of_each.entry(id).or_default().push((InterviewId(other), disposition));
    }
    Ok(of_each)
}
