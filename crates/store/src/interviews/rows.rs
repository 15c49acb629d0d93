//! Interviews as rows: found by token, inserted, saved.

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, FromRow};
use survey::{Disposition, Interview, InterviewId, Moment, SurveyId, Token, quality};

use super::{Begin, Kept};
use crate::exports::past;
use crate::questionnaires::Cache;
use crate::surveys::{Once, SurveyState, parse_quality};
use crate::{Error, hash};

#[derive(FromRow)]
struct Row {
    id: i64,
    survey_id: String,
    questionnaire_id: i64,
    document: String,
    source: Option<String>,
    pid: Option<String>,
    device_hash: Option<String>,
    device: Option<String>,
    variables: String,
    test: bool,
    plan: Option<String>,
    lease_until: Option<i64>,
    changed: Option<i64>,
    state: String,
    quality: String,
    minimum_seconds: Option<i64>,
    honeypot: bool,
    proof_of_work: bool,
    once: String,
    plan_in_force: Option<String>,
    newest: i64,
}

/// The interview with this token, and what its survey says.
pub(crate) async fn find(
    conn: &mut SqliteConnection,
    cache: &Cache,
    token: &Token,
) -> Result<Option<Kept>, Error> {
    find_after("", conn, cache, token).await
}

/// The same, behind statements that go to the database with it.
pub(crate) async fn find_after(
    lead: &'static str,
    conn: &mut SqliteConnection,
    cache: &Cache,
    token: &Token,
) -> Result<Option<Kept>, Error> {
    let row: Option<Row> = sqlx::query_as(AssertSqlSafe(format!(
        "{lead} select i.id, i.survey_id, i.questionnaire_id, i.document, i.source, i.pid, i.device_hash, i.device,
         i.variables, i.test, i.plan, i.lease_until, i.changed, s.state, s.quality, s.minimum_seconds, s.honeypot, s.proof_of_work, s.once,
         s.plan as plan_in_force,
         (select max(q.id) from questionnaire q where q.survey_id = i.survey_id) as newest
         from interview i
         join survey s on s.id = i.survey_id
         where i.token = $1"
    )))
    .bind(token.as_str())
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let questionnaire = cache.load(conn, row.questionnaire_id).await?;
    let newest = cache.load(conn, row.newest).await?;
    Ok(Some(Kept {
        id: InterviewId(row.id),
        survey: SurveyId(row.survey_id),
        state: SurveyState::parse(&row.state).ok_or(Error::Unreadable("state"))?,
        quality: parse_quality(&row.quality)?,
        questionnaire,
        newest,
        interview: serde_json::from_str(&row.document)?,
        source: row.source,
        pid: row.pid,
        variables: serde_json::from_str(&row.variables)?,
        device_class: row.device,
        minimum_seconds: row.minimum_seconds,
        honeypot: row.honeypot,
        proof_of_work: row.proof_of_work,
        once: Once::parse(&row.once).ok_or(Error::Unreadable("once"))?,
        device_hash: row.device_hash,
        test: row.test,
        plan: row.plan,
        plan_in_force: row.plan_in_force,
        lease_until: row.lease_until.map(Moment),
        has_ended: row.changed.is_some(),
    }))
}

/// The same, where there must be one.
pub(crate) async fn load(conn: &mut SqliteConnection, cache: &Cache, token: &Token) -> Result<Kept, Error> {
    find(conn, cache, token).await?.ok_or(Error::NotFound)
}

/// Inserts an interview that has taken no page yet.
pub(super) async fn insert(
    conn: &mut SqliteConnection,
    questionnaire_id: i64,
    (it, invitation): (&Begin, Option<i64>),
    interview: &Interview,
    lease_until: Moment,
) -> Result<(), Error> {
    sqlx::query(
        "insert into interview (survey_id, questionnaire_id, token, document, disposition, code, lang, source, pid,
         device_hash, device, variables, invitation_id, test, started_at, last_at, lease_until, millis)
         values ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, 0)",
    )
    .bind(&it.survey.0)
    .bind(questionnaire_id)
    .bind(it.token.as_str())
    .bind(serde_json::to_string(interview)?)
    .bind(interview.disposition.word())
    .bind(&interview.lang)
    .bind(&it.source)
    .bind(&it.pid)
    .bind(it.device.as_deref().map(|device| hash::device(&it.survey, device)))
    .bind(it.device_class)
    .bind(serde_json::to_string(&it.variables)?)
    .bind(invitation)
    .bind(it.test)
    .bind(interview.started_at.0)
    .bind(lease_until.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Saves an interview; the columns repeat what its document says. One that has ended, or had, is a change of its
/// survey, and is waited for no longer.
pub(crate) async fn save(conn: &mut SqliteConnection, kept: &mut Kept) -> Result<(), Error> {
    let interview = &kept.interview;
    let waited_for = interview.disposition == Disposition::Started;
    kept.lease_until = kept.lease_until.filter(|_| waited_for);
    let changed = match kept.has_ended || !waited_for {
        true => Some(past::change(conn, &kept.survey, kept.id).await?).filter(|_| !waited_for),
        false => None,
    };
    sqlx::query(
        "update interview
         set document = $2, disposition = $3, code = $4, lang = $5, plan = $6, last_at = $7, ended_at = $8,
         lease_until = $9, millis = $10, page = $11, flags = $12, changed = $13
         where id = $1",
    )
    .bind(kept.id.0)
    .bind(serde_json::to_string(interview)?)
    .bind(interview.disposition.word())
    .bind(interview.disposition.code())
    .bind(&interview.lang)
    .bind(&kept.plan)
    .bind(interview.last_at.0)
    .bind(interview.ended_at.map(|it| it.0))
    .bind(kept.lease_until.map(|it| it.0))
    .bind(interview.millis.values().sum::<i64>())
    .bind(kept.questionnaire.pages.get(interview.page as usize).map(|it| it.name.as_str()))
    .bind(flags(interview))
    .bind(changed)
    .execute(conn)
    .await?;
    kept.has_ended = !waited_for;
    Ok(())
}

/// The rules that it broke, between blanks, so that one of them is found by ` rule `; empty for none.
fn flags(interview: &Interview) -> String {
    let broken = quality::broken(interview);
    if broken.is_empty() { String::new() } else { format!(" {} ", broken.join(" ")) }
}

/// Tokens of interviews that have been idle for too long, `limit` at most. Rehearsals have a time of
/// their own and break off their interviews themselves.
pub(super) async fn idle(conn: &mut SqliteConnection, now: Moment, limit: i64) -> Result<Vec<Token>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select token
         from interview
         where disposition = 'started' and test = 0 and lease_until < $1
         order by lease_until
         limit $2",
    )
    .bind(now.0)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|(it,)| parse_token(it)).collect()
}

/// The token of one interview of a survey.
pub(crate) async fn token(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    id: InterviewId,
) -> Result<Token, Error> {
    let (token,): (String,) = sqlx::query_as("select token from interview where id = $1 and survey_id = $2")
        .bind(id.0)
        .bind(&survey.0)
        .fetch_one(conn)
        .await?;
    parse_token(&token)
}

/// A token as it is stored.
pub(crate) fn parse_token(text: &str) -> Result<Token, Error> {
    Token::parse(text).ok_or(Error::Unreadable("token"))
}

/// Whether another complete interview that is no test came from this device.
pub(super) async fn is_duplicate(conn: &mut SqliteConnection, kept: &Kept) -> Result<bool, Error> {
    let Some(device) = kept.device_hash.as_deref().filter(|_| !kept.test) else { return Ok(false) };
    let row: Option<(i64,)> = sqlx::query_as(
        "select id
         from interview
         where survey_id = $1 and device_hash = $2 and disposition = 'complete' and test = 0
         and device_hash is not null and id <> $3
         limit 1",
    )
    .bind(&kept.survey.0)
    .bind(device)
    .bind(kept.id.0)
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}

/// Interviews of a survey that hold or count places, `limit` at most, in order of id.
pub(crate) async fn with_places(
    conn: &mut SqliteConnection,
    survey: &SurveyId,
    after: InterviewId,
    limit: i64,
) -> Result<Vec<(InterviewId, Token)>, Error> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select id, token
         from interview
         where survey_id = $1 and id > $2 and disposition in ('started', 'complete')
         order by id
         limit $3",
    )
    .bind(&survey.0)
    .bind(after.0)
    .bind(limit)
    .fetch_all(conn)
    .await?;
    rows.iter().map(|(id, token)| Ok((InterviewId(*id), parse_token(token)?))).collect()
}
