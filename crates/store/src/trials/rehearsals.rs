//! Rehearsals from the desk: what was asked for, how far it is, and how it ended.
//!
//! ```text
//!  waiting ───► running ───► done
//!     │            ├───────► failed
//!     └────────────┴───────► stopped   (by a person, or since the server was started anew)
//! ```
//!
//! It has ended once `ended_at` is set: one that was stopped lets the robots that are inside go first.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use survey::fieldwork::DispositionCount;
use survey::{Moment, SurveyId};

use crate::{Db, Error, surveys};

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Robots to send; none to go on until every cell is full.
    pub robots: Option<i64>,
    /// Robots a second; none for as fast as they go.
    pub pace: Option<f64>,
    pub seed: i64,
    /// The text of a rehearsal plan; none to draw answers from the questionnaire alone.
    pub plan: Option<String>,
}

/// One rehearsal.
#[derive(Clone, Debug, PartialEq)]
pub struct Rehearsal {
    pub id: i64,
    pub survey: SurveyId,
    pub version: String,
    pub order: Order,
    pub state: RehearsalState,
    pub sent: i64,
    pub completes: i64,
    pub report: Report,
    pub who: String,
    pub created_at: Moment,
    pub ended_at: Option<Moment>,
}

impl Rehearsal {
    /// Whether robots are on their way, or will be.
    pub fn is_under_way(&self) -> bool {
        self.ended_at.is_none()
    }
}

/// How a rehearsal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RehearsalState {
    Waiting,
    Running,
    Done,
    Stopped,
    Failed,
}

impl RehearsalState {
    const ALL: [RehearsalState; 5] = [
        RehearsalState::Waiting,
        RehearsalState::Running,
        RehearsalState::Done,
        RehearsalState::Stopped,
        RehearsalState::Failed,
    ];

    /// The word for it on the page and in SQL.
    pub fn word(self) -> &'static str {
        match self {
            RehearsalState::Waiting => "waiting",
            RehearsalState::Running => "running",
            RehearsalState::Done => "done",
            RehearsalState::Stopped => "stopped",
            RehearsalState::Failed => "failed",
        }
    }
}

/// What a rehearsal came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub dispositions: Vec<DispositionCount>,
    /// Robots that found no way on, and the pages where they stood, the first few.
    pub stuck: i64,
    pub complaints: Vec<String>,
    /// Cells of the shadow in all, and the names of those that are not full.
    pub cells: i64,
    pub open: Vec<String>,
    /// Why it ended before it was done: `dry`, `restart`, `version`, `plan`, `trouble`; empty where it was done, or
    /// stopped by a person.
    pub why: String,
}

/// Asks for a rehearsal of the newest version. `Taken` while another one of this survey is under way.
pub async fn order(db: &Db, survey: &SurveyId, order: Order, who: &str, now: Moment) -> Result<i64, Error> {
    let (survey, who) = (survey.clone(), who.to_owned());
    db.write(move |conn| {
        Box::pin(async move {
            let version = surveys::find(conn, &survey).await?.ok_or(Error::NotFound)?.questionnaire_id;
            let row: Option<(i64,)> = sqlx::query_as(
                "insert into rehearsal (survey_id, questionnaire_id, robots, pace, seed, plan, state, who, created_at)
                 select $1, $2, $3, $4, $5, $6, 'waiting', $7, $8
                 where not exists (select id from rehearsal where survey_id = $1 and ended_at is null)
                 returning id",
            )
            .bind(&survey.0)
            .bind(version)
            .bind(order.robots)
            .bind(order.pace)
            .bind(order.seed)
            .bind(&order.plan)
            .bind(&who)
            .bind(now.0)
            .fetch_optional(conn)
            .await?;
            row.map(|(id,)| id).ok_or(Error::Taken("a rehearsal under way"))
        })
    })
    .await
}

/// The latest rehearsals of a survey, the newest first.
pub async fn list(db: &Db, survey: &SurveyId, limit: i64) -> Result<Vec<Rehearsal>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select r.id, r.survey_id, q.version, r.robots, r.pace, r.seed, r.plan, r.state, r.sent, r.completes, r.report,
         r.who, r.created_at, r.ended_at
         from rehearsal r
         join questionnaire q on q.id = r.questionnaire_id
         where r.survey_id = $1
         order by r.id desc
         limit $2",
    )
    .bind(&survey.0)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    rows.into_iter().map(Rehearsal::try_from).collect()
}

/// The rehearsal of a survey that has not ended.
pub async fn under_way(db: &Db, survey: &SurveyId) -> Result<Option<Rehearsal>, Error> {
    let newest = list(db, survey, 1).await?.pop();
    Ok(newest.filter(Rehearsal::is_under_way))
}

/// The rehearsals that wait, which run from now on.
pub async fn take_waiting(db: &Db) -> Result<Vec<Rehearsal>, Error> {
    let waiting: Vec<(i64, String)> =
        sqlx::query_as("select id, survey_id from rehearsal where state = 'waiting' order by id")
            .fetch_all(db.read())
            .await?;
    let mut taken = Vec::new();
    for (id, survey) in waiting {
        // It may have been stopped meanwhile.
        if start(db, id).await? {
            taken.extend(under_way(db, &SurveyId(survey)).await?);
        }
    }
    Ok(taken)
}

/// Notes how far a rehearsal is. False where it was stopped meanwhile.
pub async fn progress(db: &Db, id: i64, sent: i64, completes: i64) -> Result<bool, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let (state,): (String,) = sqlx::query_as(
                "update rehearsal set sent = $2, completes = $3 where id = $1 returning state",
            )
            .bind(id)
            .bind(sent)
            .bind(completes)
            .fetch_one(conn)
            .await?;
            Ok(state == RehearsalState::Running.word())
        })
    })
    .await
}

/// Stops the rehearsal of a survey that is under way: no robot follows. Nothing where none is.
pub async fn stop(db: &Db, survey: &SurveyId, now: Moment) -> Result<(), Error> {
    let survey = survey.clone();
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "update rehearsal
                 set state = 'stopped', ended_at = case state when 'waiting' then $2 end
                 where survey_id = $1 and state in ('waiting', 'running')",
            )
            .bind(&survey.0)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

/// The last robot has gone: notes what the rehearsal came to. One that was stopped stays so.
pub async fn end(db: &Db, id: i64, state: RehearsalState, report: &Report, now: Moment) -> Result<(), Error> {
    let report = serde_json::to_string(report)?;
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "update rehearsal
                 set report = $3,
                 ended_at = $4,
                 state = case state when 'running' then $2 else state end
                 where id = $1",
            )
            .bind(id)
            .bind(state.word())
            .bind(&report)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

/// When a server starts, whatever was running ran in one that is gone: it is stopped, and says why.
pub async fn stop_orphans(db: &Db, now: Moment) -> Result<(), Error> {
    let report = serde_json::to_string(&Report { why: "restart".to_owned(), ..Report::default() })?;
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "update rehearsal set state = 'stopped', report = $1, ended_at = $2
                 where ended_at is null and state <> 'waiting'",
            )
            .bind(&report)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

async fn start(db: &Db, id: i64) -> Result<bool, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let done =
                sqlx::query("update rehearsal set state = 'running' where id = $1 and state = 'waiting'")
                    .bind(id)
                    .execute(conn)
                    .await?;
            Ok(done.rows_affected() == 1)
        })
    })
    .await
}

#[derive(FromRow)]
struct Row {
    id: i64,
    survey_id: String,
    version: String,
    robots: Option<i64>,
    pace: Option<f64>,
    seed: i64,
    plan: Option<String>,
    state: String,
    sent: i64,
    completes: i64,
    report: String,
    who: String,
    created_at: i64,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Rehearsal {
    type Error = Error;

    fn try_from(row: Row) -> Result<Rehearsal, Error> {
        let state = RehearsalState::ALL.into_iter().find(|it| it.word() == row.state);
        Ok(Rehearsal {
            id: row.id,
            survey: SurveyId(row.survey_id),
            version: row.version,
            order: Order { robots: row.robots, pace: row.pace, seed: row.seed, plan: row.plan },
            state: state.ok_or(Error::Unreadable("state of a rehearsal"))?,
            sent: row.sent,
            completes: row.completes,
            report: serde_json::from_str(&row.report)?,
            who: row.who,
            created_at: Moment(row.created_at),
            ended_at: row.ended_at.map(Moment),
        })
    }
}
