//! Retention: after so many days the server erases what identifies a respondent. The interview keeps counting.

mod invitations;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use survey::{InterviewId, Moment, SurveyId, Token, interview};

use crate::exports::past;
use crate::interviews::{Kept, rows};
use crate::ledger::{self, Deed};
use crate::questionnaires::Cache;
use crate::{Db, Error, codings, handover};

/// Milliseconds of a day.
const DAY: i64 = 24 * 3_600_000;

/// Interviews erased in one job of the writer, so that no post waits for all of them.
const AT_ONCE: i64 = 100;

/// What was erased in one survey at one time: so many interviews, and of them so many of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erasure {
    pub at: Moment,
    pub interviews: i64,
    /// The source's ids of respondents.
    pub pids: i64,
    /// Hashes of device cookies.
    pub devices: i64,
    /// What links carried beside.
    pub variables: i64,
    /// Answers to questions marked personal.
    pub answers: i64,
    /// People of lists, with all that was said of them there.
    pub invitations: i64,
}

impl Erasure {
    fn counts(&self) -> [(&'static str, i64); 6] {
        [
            ("interviews", self.interviews),
            ("pids", self.pids),
            ("devices", self.devices),
            ("variables", self.variables),
            ("answers", self.answers),
            ("invitations", self.invitations),
        ]
    }

    fn plus(self, it: Erasure) -> Erasure {
        Erasure {
            at: it.at,
            interviews: self.interviews + it.interviews,
            pids: self.pids + it.pids,
            devices: self.devices + it.devices,
            variables: self.variables + it.variables,
            answers: self.answers + it.answers,
            invitations: self.invitations + it.invitations,
        }
    }

    fn is_none(&self) -> bool {
        self.counts().iter().all(|(_, count)| *count == 0)
    }

    /// What [`fmt::Display`] wrote.
    fn parse(at: Moment, text: &str) -> Erasure {
        let counts: BTreeMap<&str, i64> = text
            .split(", ")
            .filter_map(|it| it.split_once(' '))
            .filter_map(|(word, count)| Some((word, count.parse().ok()?)))
            .collect();
        let count = |word: &str| counts.get(word).copied().unwrap_or_default();
        Erasure {
            at,
            interviews: count("interviews"),
            pids: count("pids"),
            devices: count("devices"),
            variables: count("variables"),
            answers: count("answers"),
            invitations: count("invitations"),
        }
    }
}

/// As the ledger says it: `interviews 3, pids 2, devices 3, variables 0, answers 5, invitations 0`.
impl fmt::Display for Erasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<String> =
            self.counts().iter().map(|(word, count)| format!("{word} {count}")).collect();
        f.write_str(&counts.join(", "))
    }
}

/// Erases in every survey what its time has come for. How many interviews it were.
///
/// `random` gives the links of invitations that nobody shall follow any more.
pub async fn sweep(db: &Db, random: fn() -> u128, now: Moment) -> Result<i64, Error> {
    let surveys: Vec<(String, i64)> =
        sqlx::query_as("select id, retention_days from survey where retention_days is not null order by id")
            .fetch_all(db.read())
            .await?;
    let mut interviews = 0;
    for (survey, days) in surveys {
        let before = Moment(now.0 - days * DAY);
        interviews += sweep_survey(db, &SurveyId(survey), before, random, now).await?.interviews;
    }
    Ok(interviews)
}

/// What was erased in a survey, the newest first.
pub async fn erasures(db: &Db, survey: &SurveyId) -> Result<Vec<Erasure>, Error> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select at, after
         from ledger
         where survey_id = $1 and step = 'retention' and after is not null
         order by id desc
         limit 100",
    )
    .bind(&survey.0)
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(|(at, text)| Erasure::parse(Moment(at), &text)).collect())
}

async fn sweep_survey(
    db: &Db,
    survey: &SurveyId,
    before: Moment,
    random: fn() -> u128,
    now: Moment,
) -> Result<Erasure, Error> {
    let (mut all, mut after) = (Erasure { at: now, ..Erasure::default() }, InterviewId(0));
    loop {
        let (cache, id) = (Arc::clone(&db.questionnaires), survey.clone());
        let (some, last) = db
            .write(move |conn| {
                Box::pin(async move {
                    let due = due(conn, &id, before, after).await?;
                    let some = anonymise_all(conn, &cache, &due, random, now).await?;
                    Ok((report(conn, &id, some, now).await?, due.last().map(|(id, _)| *id)))
                })
            })
            .await?;
        all = all.plus(some);
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    let id = survey.clone();
    let lists = db
        .write(move |conn| {
            Box::pin(async move {
                let invitations = invitations::unanswered(conn, &id, before, random).await?;
                report(conn, &id, Erasure { at: now, invitations, ..Erasure::default() }, now).await
            })
        })
        .await?;
    Ok(all.plus(lists))
}

/// Keeps in the ledger what was erased, in the transaction in which it was: a report is never ahead or behind.
async fn report(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    erased: Erasure,
    now: Moment,
) -> Result<Erasure, Error> {
    if !erased.is_none() {
        let after = erased.to_string();
        ledger::append(conn, survey, Deed::change("retention", None, None, Some(&after)), now).await?;
    }
    Ok(erased)
}

/// The next interviews whose time has come. Rehearsals are nobody's.
async fn due(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    before: Moment,
    after: InterviewId,
) -> Result<Vec<(InterviewId, Token)>, Error> {
    let found: Vec<(i64, String)> = sqlx::query_as(
        "select id, token
         from interview
         where survey_id = $1 and test = 0 and id > $2 and anonymised_at is null
         and coalesce(ended_at, last_at) <= $3
         order by id
         limit $4",
    )
    .bind(&survey.0)
    .bind(after.0)
    .bind(before.0)
    .bind(AT_ONCE)
    .fetch_all(conn)
    .await?;
    found.iter().map(|(id, token)| Ok((InterviewId(*id), rows::parse_token(token)?))).collect()
}

async fn anonymise_all(
    conn: &mut SqliteConnection,
    cache: &Cache,
    due: &[(InterviewId, Token)],
    random: fn() -> u128,
    now: Moment,
) -> Result<Erasure, Error> {
    let mut erased = Erasure { at: now, ..Erasure::default() };
    for (_, token) in due {
        let mut kept = rows::load(conn, cache, token).await?;
        // Whoever may still come back would be asked again, and nothing would erase that.
        if kept.interview.disposition.is_end() || kept.is_expired(now) {
            erased = erased.plus(anonymise(conn, &mut kept, random, now).await?);
        }
    }
    Ok(erased)
}

/// Erases what identifies the respondent of one interview.
async fn anonymise(
    conn: &mut SqliteConnection,
    kept: &mut Kept,
    random: fn() -> u128,
    now: Moment,
) -> Result<Erasure, Error> {
    let answers = interview::erase(&kept.questionnaire, &mut kept.interview) as i64;
    if answers > 0 {
        rows::save(conn, kept).await?;
    }
    past::erase(conn, &kept.questionnaire, kept.id).await?;
    codings::erase(conn, kept.id, &kept.interview.erased).await?;
    handover::erase(conn, kept.id).await?;
    let invitations = invitations::of_interview(conn, kept.id, random).await?;
    sqlx::query(
        "update interview set pid = null, device_hash = null, variables = '{}', anonymised_at = $2 where id = $1",
    )
    .bind(kept.id.0)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(Erasure {
        at: now,
        interviews: 1,
        pids: kept.pid.is_some().into(),
        devices: kept.device_hash.is_some().into(),
        variables: kept.variables.len() as i64,
        answers,
        invitations,
    })
}
