//! Interviews: taking a posted page, reading one back, and batches of them for exports.

pub(crate) mod batches;
pub(crate) mod post;
pub(crate) mod rows;

use std::collections::BTreeMap;
use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use survey::interview::QualityMode;
use survey::{
    Interview, InterviewId, Moment, Questionnaire, RawAnswers, SurveyId, Token, interview, quality,
};

use crate::questionnaires::Cache;
use crate::surveys::{Entry, Once, SurveyState};
use crate::{Db, Error, sources, surveys};

/// What is known of a respondent who posts the first page.
#[derive(Clone, Debug)]
pub struct Begin {
    pub survey: SurveyId,
    /// Fresh random bits; made by whoever drew the form.
    pub token: Token,
    pub lang: Option<String>,
    pub source: Option<String>,
    pub pid: Option<String>,
    /// The device cookie as it came; only its hash is kept.
    pub device: Option<String>,
    /// phone, tablet, computer or other, by what the browser says of itself.
    pub device_class: Option<&'static str>,
    /// What the link carried beside source and pid; only what the source keeps.
    pub variables: BTreeMap<String, String>,
    /// The personal link that it came by.
    pub invitation: Option<Token>,
    /// The signature of the link, where its source signs.
    pub signature: Option<String>,
    /// What the server noticed, such as `honeypot`.
    pub signs: Vec<String>,
    /// A rehearsal's interview.
    pub test: bool,
}

impl Begin {
    /// Somebody of whom nothing is known.
    pub fn new(survey: SurveyId, token: Token) -> Begin {
        Begin {
            survey,
            token,
            lang: None,
            source: None,
            pid: None,
            device: None,
            device_class: None,
            variables: BTreeMap::new(),
            invitation: None,
            signature: None,
            signs: Vec::new(),
            test: false,
        }
    }
}

/// One interview as it is kept, with the version of the questionnaire that it was begun with.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: InterviewId,
    pub survey: SurveyId,
    /// Of the survey.
    pub state: SurveyState,
    pub questionnaire: Arc<Questionnaire>,
    /// The newest version: its quota plan is in force for everybody.
    pub(crate) newest: Arc<Questionnaire>,
    pub interview: Interview,
    pub source: Option<String>,
    pub pid: Option<String>,
    /// What the link carried beside source and pid.
    pub variables: BTreeMap<String, String>,
    /// phone, tablet, computer or other.
    pub device_class: Option<String>,
    pub test: bool,
    /// Until when it is waited for; none once it has ended or broken off.
    pub lease_until: Option<Moment>,
    /// The quota plan whose places it took; none before the gate.
    pub plan: Option<String>,
    /// The plan in force for those who come to the gate now.
    pub(crate) plan_in_force: Option<String>,
    /// Of the survey.
    pub(crate) quality: QualityMode,
    /// Of the survey.
    pub(crate) minimum_seconds: Option<i64>,
    /// Of the survey: its forms have a field that no person sees.
    pub honeypot: bool,
    /// Of the survey: browsers are asked for a proof of work.
    pub proof_of_work: bool,
    /// Of the survey: how often somebody may be complete.
    pub(crate) once: Once,
    pub(crate) device_hash: Option<String>,
    /// It had ended when it was read or saved last, or was broken off: what it was then may be in a snapshot.
    pub(crate) has_ended: bool,
}

impl Kept {
    /// Broken off, or idle for so long that the next post will find it so: greet whoever comes back.
    pub fn is_broken_off(&self, now: Moment) -> bool {
        !self.interview.disposition.is_end() && self.lease_until.is_none_or(|until| now > until)
    }

    /// Whether its browser still owes a proof of work.
    pub fn wants_proof(&self) -> bool {
        self.proof_of_work && !self.interview.signs.iter().any(|it| it == quality::PROOF)
    }

    /// Idle for longer than an interview may be interrupted: it cannot go on.
    pub fn is_expired(&self, now: Moment) -> bool {
        !self.interview.disposition.is_end()
            && now.since(self.interview.last_at) > self.questionnaire.field.resume
    }
}

/// One row for an export.
#[derive(Clone, Debug)]
pub struct CaseRow {
    pub id: InterviewId,
    /// The change of its survey that the row came with; none while it is in progress.
    pub changed: Option<i64>,
    pub version: String,
    /// The version that it was made with.
    pub questionnaire: Arc<Questionnaire>,
    pub source: Option<String>,
    pub pid: Option<String>,
    /// What the link carried beside source and pid.
    pub variables: BTreeMap<String, String>,
    pub test: bool,
    pub device_hash: Option<String>,
    /// phone, tablet, computer or other.
    pub device_class: Option<String>,
    /// The quota plan in force when it came to the gate.
    pub plan: Option<String>,
    /// What it weighs, where somebody has looked that up.
    pub weight: Option<f64>,
    pub interview: Interview,
}

/// Creates an interview and takes its first page. A token that is there already is a page posted twice.
/// Gives the interview as it stands now.
pub async fn begin(db: &Db, begin: Begin, mut raw: RawAnswers, now: Moment) -> Result<Interview, Error> {
    // The form was drawn before there was an interview; a second post of it is a stale one.
    raw.turn.get_or_insert(0);
    let cache = Arc::clone(&db.questionnaires);
    let token = begin.token.clone();
    db.post(&token, move |conn, found| {
        Box::pin(async move {
            let mut kept = match found {
                Some(it) if it.survey != begin.survey => return Err(Error::NotFound),
                Some(it) => it,
                None => create(conn, &cache, begin, now).await?,
            };
            post::take(conn, &mut kept, raw, now).await?;
            Ok(kept)
        })
    })
    .await
}

/// Takes one posted page, and gives the interview as it stands now.
///
/// An interview that was broken off is first taken up again. On a survey that is not open nothing
/// moves, and what was typed is kept.
pub async fn submit(db: &Db, token: &Token, raw: RawAnswers, now: Moment) -> Result<Interview, Error> {
    db.post(token, move |conn, found| {
        Box::pin(async move {
            let mut kept = found.ok_or(Error::NotFound)?;
            post::take(conn, &mut kept, raw, now).await?;
            Ok(kept)
        })
    })
    .await
}

/// Breaks an interview off that is under way; its places go back. Others stay as they are. Gives it as it
/// stands now.
pub async fn break_off(db: &Db, token: &Token, now: Moment) -> Result<Interview, Error> {
    let (cache, token) = (Arc::clone(&db.questionnaires), token.clone());
    db.write(move |conn| {
        Box::pin(async move {
            let mut kept = rows::load(conn, &cache, &token).await?;
            post::break_off(conn, &mut kept, now).await?;
            Ok(kept.interview)
        })
    })
    .await
}

/// Breaks off whatever has been idle for longer than places are held. How many it were.
///
/// Rehearsals run in a time of their own and are left alone.
pub async fn sweep(db: &Db, now: Moment) -> Result<u64, Error> {
    let mut swept = 0;
    loop {
        let cache = Arc::clone(&db.questionnaires);
        // In small batches, so that no post waits for all of them.
        let batch = db.write(move |conn| Box::pin(sweep_some(conn, cache, now))).await?;
        swept += batch;
        if batch == 0 {
            return Ok(swept);
        }
    }
}

/// How many interviews are waited for: under way, with their places held. Those of rehearsals do not count.
pub async fn open(db: &Db) -> Result<i64, Error> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from interview where disposition = 'started' and test = 0")
            .fetch_one(db.read())
            .await?;
    Ok(count)
}

/// One interview by its token.
pub async fn load(db: &Db, token: &Token) -> Result<Kept, Error> {
    if let Some(kept) = db.posted(token) {
        return Ok(kept);
    }
    let mut conn = db.read().acquire().await?;
    rows::load(&mut conn, &db.questionnaires, token).await
}

/// One interview by its number, where it is of this survey.
pub async fn by_id(db: &Db, survey: &SurveyId, id: InterviewId) -> Result<Kept, Error> {
    let mut conn = db.read().acquire().await?;
    let token = rows::token(&mut conn, survey, id).await?;
    rows::load(&mut conn, &db.questionnaires, &token).await
}

/// The next interviews of a survey in order of id, finished or not, `limit` at most; empty at the end. Those of
/// rehearsals with `test`, and else none of them.
pub async fn batch(
    db: &Db,
    survey: &SurveyId,
    test: bool,
    after: InterviewId,
    limit: i64,
) -> Result<Vec<CaseRow>, Error> {
    batches::batch(db, survey, test, after, limit).await
}

/// The row of an interview that begins now, on the newest version of an open survey.
async fn create(
    conn: &mut SqliteConnection,
    cache: &Cache,
    mut it: Begin,
    now: Moment,
) -> Result<Kept, Error> {
    let survey = surveys::find(conn, &it.survey).await?.ok_or(Error::NotFound)?;
    let state = survey.state()?;
    // A rehearsal comes before the field opens.
    if (state != SurveyState::Open || survey.entry()? == Entry::Held) && !it.test {
        return Err(Error::Closed);
    }
    // No longer than any real one, before anybody is looked for by them.
    it.source = it.source.as_deref().and_then(short);
    it.pid = it.pid.as_deref().and_then(short);
    let invitation = sources::admit(conn, cache, &mut it, survey.settings()?.once, now).await?;
    let questionnaire = cache.load(conn, survey.questionnaire_id).await?;
    let lang = questionnaire.lang(it.lang.as_deref());
    let mut interview = interview::begin(&questionnaire, lang, it.token.seed(), now);
    interview::notice(&mut interview, &it.signs);
    let lease_until = now.plus(post::hold(&questionnaire));
    rows::insert(conn, survey.questionnaire_id, (&it, invitation), &interview, lease_until).await?;
    let mut kept = rows::load(conn, cache, &it.token).await?;
    if !kept.test {
        metrics::counter!("canvass_interviews_begun_total").increment(1);
    }
    post::enter(conn, &mut kept, now).await?;
    Ok(kept)
}

/// What a link says about where someone comes from: none if blank, and never longer than any real one.
pub fn short(text: &str) -> Option<String> {
    let text: String = text.trim().chars().take(200).collect();
    (!text.is_empty()).then_some(text)
}

async fn sweep_some(conn: &mut SqliteConnection, cache: Arc<Cache>, now: Moment) -> Result<u64, Error> {
    let idle = rows::idle(conn, now, 100).await?;
    for token in &idle {
        let mut kept = rows::load(conn, &cache, token).await?;
        post::break_off(conn, &mut kept, now).await?;
    }
    Ok(idle.len() as u64)
}
