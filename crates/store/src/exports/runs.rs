//! Data files that were ordered: what they show, how far they are, and their manifests.
//!
//! ```text
//!  waiting ───► running ───► done ───► (file deleted: gone) ──again──► waiting
//!     ▲            ├───────► failed ──again──► waiting
//!     └────────────┘   (the server was started anew)
//! ```

use sqlx::FromRow;
use survey::{Moment, SurveyId};

use crate::{Db, Error, surveys};

/// What somebody orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub survey: SurveyId,
    /// The export's name, where it has one.
    pub name: Option<String>,
    /// What is wanted: the words of the form.
    pub wanted: String,
    /// Only what changed after this change; 0 for all.
    pub since: i64,
    pub who: String,
}

/// One data file that was ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: i64,
    pub survey: SurveyId,
    /// The export's name, where it has one.
    pub name: Option<String>,
    pub wanted: String,
    /// The change up to which it shows the interviews, and the one after which it begins.
    pub snapshot: i64,
    pub since: i64,
    pub taken_at: Moment,
    /// The newest version of the questionnaire then.
    pub version: String,
    pub state: RunState,
    /// Interviews to look at, and looked at so far.
    pub total: i64,
    pub seen: i64,
    /// None before it was done for the first time.
    pub manifest: Option<Manifest>,
    /// A word: `changed` where it was made again and came out otherwise, else why it failed.
    pub why: Option<String>,
    pub who: String,
    pub ended_at: Option<Moment>,
    /// Since when the file is no longer kept.
    pub gone_at: Option<Moment>,
}

impl Run {
    /// Whether there is a file to fetch.
    pub fn is_here(&self) -> bool {
        self.state == RunState::Done && self.gone_at.is_none()
    }
}

/// What is said of a file, so that a cut one is never taken for a whole one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The file's name.
    pub file: String,
    pub cases: i64,
    pub bytes: i64,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    Waiting,
    Running,
    Done,
    Failed,
}

impl RunState {
    const ALL: [RunState; 4] = [RunState::Waiting, RunState::Running, RunState::Done, RunState::Failed];

    /// The word for it on the page and in SQL.
    pub fn word(self) -> &'static str {
        match self {
            RunState::Waiting => "waiting",
            RunState::Running => "running",
            RunState::Done => "done",
            RunState::Failed => "failed",
        }
    }

    fn parse(word: &str) -> Result<RunState, Error> {
        RunState::ALL.into_iter().find(|it| it.word() == word).ok_or(Error::Unreadable("state of an export"))
    }
}

/// Takes a snapshot and orders a file of it. Its number.
pub async fn order(db: &Db, order: Order, now: Moment) -> Result<i64, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let survey = surveys::find(conn, &order.survey).await?.ok_or(Error::NotFound)?;
            let (id,): (i64,) = sqlx::query_as(
                "insert into export_run (survey_id, export_id, wanted, snapshot, since, taken_at, questionnaire_id,
                 state, who)
                 values ($1, (select id from export where survey_id = $1 and name = $2), $3, $4, $5, $6, $7, 'waiting',
                 $8)
                 returning id",
            )
            .bind(&order.survey.0)
            .bind(&order.name)
            .bind(&order.wanted)
            .bind(survey.changes)
            .bind(order.since)
            .bind(now.0)
            .bind(survey.questionnaire_id)
            .bind(&order.who)
            .fetch_one(conn)
            .await?;
            Ok(id)
        })
    })
    .await
}

/// Orders the same file of the same snapshot again. `Stale` while it is being made.
pub async fn again(db: &Db, survey: &SurveyId, id: i64) -> Result<(), Error> {
    let survey = survey.clone();
    db.write(move |conn| {
        Box::pin(async move {
            let done = sqlx::query(
                "update export_run
                 set state = 'waiting', why = null, seen = 0, ended_at = null, gone_at = null
                 where id = $1 and survey_id = $2 and state in ('done', 'failed')",
            )
            .bind(id)
            .bind(&survey.0)
            .execute(conn)
            .await?;
            if done.rows_affected() == 0 { Err(Error::Stale) } else { Ok(()) }
        })
    })
    .await
}

/// One run of a survey.
pub async fn run(db: &Db, survey: &SurveyId, id: i64) -> Result<Run, Error> {
    rows(db, survey, Some(id), 1).await?.pop().ok_or(Error::NotFound)
}

/// The latest runs of a survey, the newest first.
pub async fn runs(db: &Db, survey: &SurveyId, limit: i64) -> Result<Vec<Run>, Error> {
    rows(db, survey, None, limit).await
}

/// The runs of a survey, the newest first; one alone where it is said which.
async fn rows(db: &Db, survey: &SurveyId, id: Option<i64>, limit: i64) -> Result<Vec<Run>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "select r.id, r.survey_id, e.name, r.wanted, r.snapshot, r.since, r.taken_at, q.version, r.state, r.total,
         r.seen, r.file, r.cases, r.bytes, r.sha256, r.why, r.who, r.ended_at, r.gone_at
         from export_run r
         join questionnaire q on q.id = r.questionnaire_id
         left join export e on e.id = r.export_id
         where r.survey_id = $1 and ($2 is null or r.id = $2)
         order by r.id desc
         limit $3",
    )
    .bind(&survey.0)
    .bind(id)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    rows.into_iter().map(Row::read).collect()
}

/// The next run that waits, which then runs.
pub async fn take_waiting(db: &Db) -> Result<Option<Run>, Error> {
    let waits: Option<(i64,)> =
        sqlx::query_as("select id from export_run where state = 'waiting' order by id limit 1")
            .fetch_optional(db.read())
            .await?;
    if waits.is_none() {
        return Ok(None);
    }
    let taken: Option<(i64, String)> = db
        .write(move |conn| {
            Box::pin(async move {
                let taken = sqlx::query_as(
                    "update export_run
                     set state = 'running', begun_after = (select coalesce(max(id), 0) from ledger)
                     where id = (select min(id) from export_run where state = 'waiting')
                     returning id, survey_id",
                )
                .fetch_optional(conn)
                .await?;
                Ok(taken)
            })
        })
        .await?;
    let Some((id, survey)) = taken else { return Ok(None) };
    run(db, &SurveyId(survey), id).await.map(Some)
}

/// Notes how far a run is: so many interviews looked at, of so many.
pub async fn progress(db: &Db, id: i64, seen: i64, total: i64) -> Result<(), Error> {
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query("update export_run set seen = $2, total = $3 where id = $1")
                .bind(id)
                .bind(seen)
                .bind(total)
                .execute(conn)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Notes that a file is whole. Where the same snapshot gave other bytes before, that is noted too: an interview was
/// withdrawn since, what identified somebody was erased, or the weights were replaced.
pub async fn done(db: &Db, id: i64, manifest: Manifest, now: Moment) -> Result<(), Error> {
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query(
                "update export_run
                 set state = 'done', file = $2, cases = $3, bytes = $4, sha256 = $5, ended_at = $6, gone_at = null,
                 why = case when sha256 <> $5 then 'changed' end
                 where id = $1",
            )
            .bind(id)
            .bind(&manifest.file)
            .bind(manifest.cases)
            .bind(manifest.bytes)
            .bind(&manifest.sha256)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Notes that a run failed, with a word for why.
pub async fn fail(db: &Db, id: i64, why: &'static str, now: Moment) -> Result<(), Error> {
    db.write(move |conn| {
        Box::pin(async move {
            sqlx::query("update export_run set state = 'failed', why = $2, ended_at = $3 where id = $1")
                .bind(id)
                .bind(why)
                .bind(now.0)
                .execute(conn)
                .await?;
            Ok(())
        })
    })
    .await
}

/// What ran when the server stopped waits again.
pub async fn restart(db: &Db) -> Result<(), Error> {
    db.write(|conn| {
        Box::pin(async move {
            sqlx::query("update export_run set state = 'waiting', seen = 0 where state = 'running'")
                .execute(conn)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Files that should no longer be kept: made before a moment, or before somebody of theirs withdrew or was made
/// anonymous.
pub async fn files(db: &Db, made_before: Moment) -> Result<Vec<i64>, Error> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "select r.id
         from export_run r
         where r.state = 'done' and r.gone_at is null
         and (r.ended_at < $1 or exists (
             select l.id from ledger l
             where l.survey_id = r.survey_id and l.step in ('withdraw', 'retention') and l.id > r.begun_after
         ))
         order by r.id",
    )
    .bind(made_before.0)
    .fetch_all(db.read())
    .await?;
    Ok(rows.into_iter().map(|(it,)| it).collect())
}

/// Runs whose file is there to be fetched.
pub async fn kept(db: &Db) -> Result<Vec<i64>, Error> {
    let rows: Vec<(i64,)> =
        sqlx::query_as("select id from export_run where state = 'done' and gone_at is null order by id")
            .fetch_all(db.read())
            .await?;
    Ok(rows.into_iter().map(|(it,)| it).collect())
}

/// Notes that the file of a run is no longer kept. False where it is being made again, or has been.
pub async fn gone(db: &Db, id: i64, now: Moment) -> Result<bool, Error> {
    db.write(move |conn| {
        Box::pin(async move {
            let gone = sqlx::query(
                "update export_run set gone_at = $2 where id = $1 and state = 'done' and gone_at is null",
            )
            .bind(id)
            .bind(now.0)
            .execute(conn)
            .await?;
            Ok(gone.rows_affected() > 0)
        })
    })
    .await
}

#[derive(FromRow)]
struct Row {
    id: i64,
    survey_id: String,
    name: Option<String>,
    wanted: String,
    snapshot: i64,
    since: i64,
    taken_at: i64,
    version: String,
    state: String,
    total: i64,
    seen: i64,
    file: Option<String>,
    cases: Option<i64>,
    bytes: Option<i64>,
    sha256: Option<String>,
    why: Option<String>,
    who: String,
    ended_at: Option<i64>,
    gone_at: Option<i64>,
}

impl Row {
    fn read(self) -> Result<Run, Error> {
        let manifest = match (self.file, self.cases, self.bytes, self.sha256) {
            (Some(file), Some(cases), Some(bytes), Some(sha256)) => {
                Some(Manifest { file, cases, bytes, sha256 })
            }
            _ => None,
        };
        Ok(Run {
            id: self.id,
            survey: SurveyId(self.survey_id),
            name: self.name,
            wanted: self.wanted,
            snapshot: self.snapshot,
            since: self.since,
            taken_at: Moment(self.taken_at),
            version: self.version,
            state: RunState::parse(&self.state)?,
            total: self.total,
            seen: self.seen,
            manifest,
            why: self.why,
            who: self.who,
            ended_at: self.ended_at.map(Moment),
            gone_at: self.gone_at.map(Moment),
        })
    }
}
