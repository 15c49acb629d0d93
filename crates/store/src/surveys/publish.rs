//! A new survey, or the next version of one that is there.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use survey::interview::QualityMode;
use survey::{Moment, Questionnaire, SurveyId};

use super::{Added, SurveyState, find, quality_word};
use crate::ledger::{self, Deed};
use crate::questionnaires::Cache;
use crate::quotas::recount::recount;
use crate::{Error, quotas};

pub(super) async fn publish(
    conn: &mut SqliteConnection,
    cache: &Arc<Cache>,
    (questionnaire, yaml): (&Questionnaire, &str),
    state: SurveyState,
    now: Moment,
) -> Result<Added, Error> {
    let id = SurveyId(questionnaire.survey.clone());
    let version = questionnaire.version.clone();
    match text_of(conn, &id, &version).await? {
        Some(there) if there == yaml => return Ok(Added { id, version, fresh: false }),
        Some(_) => return Err(Error::Taken("this version of the questionnaire, with another text")),
        None => {}
    }
    let plan = questionnaire.quota.as_ref().map(|it| it.active.as_str());
    let before = match find(conn, &id).await? {
        None => {
            create(conn, &id, state, plan, now).await?;
            None
        }
        Some(row) => Some((cache.load(conn, row.questionnaire_id).await?, row.plan)),
    };
    sqlx::query("insert into questionnaire (survey_id, version, text, published_at) values ($1, $2, $3, $4)")
        .bind(&id.0)
        .bind(&version)
        .bind(yaml)
        .bind(now.0)
        .execute(&mut *conn)
        .await?;
    ledger::append(conn, &id, Deed::change("publish", None, None, Some(&version)), now).await?;
    let older = before.as_ref().map(|(it, _)| it.as_ref());
    quotas::publish(conn, &id, (older, questionnaire), now).await?;
    if let Some((older, in_force)) = &before {
        let stays = in_force.as_deref().filter(|it| is_kept(older, questionnaire, it));
        put_in_force(conn, &id, (in_force.as_deref(), stays.or(plan)), now).await?;
        recount(conn, cache, &id, None, now).await?;
    }
    Ok(Added { id, version, fresh: true })
}

/// Whether the plan in force stays: the author named no other one, and the new version has it.
fn is_kept(older: &Questionnaire, newer: &Questionnaire, in_force: &str) -> bool {
    let active = |it: &Questionnaire| it.quota.as_ref().map(|it| it.active.clone());
    active(older) == active(newer) && quotas::plan(newer, in_force).is_some()
}

async fn text_of(conn: &mut SqliteConnection, id: &SurveyId, version: &str) -> Result<Option<String>, Error> {
    let row: Option<(String,)> =
        sqlx::query_as("select text from questionnaire where survey_id = $1 and version = $2")
            .bind(&id.0)
            .bind(version)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(|(text,)| text))
}

async fn create(
    conn: &mut SqliteConnection,
    id: &SurveyId,
    state: SurveyState,
    plan: Option<&str>,
    now: Moment,
) -> Result<(), Error> {
    sqlx::query("insert into survey (id, state, quality, plan, created_at) values ($1, $2, $3, $4, $5)")
        .bind(&id.0)
        .bind(state.word())
        .bind(quality_word(QualityMode::On))
        .bind(plan)
        .bind(now.0)
        .execute(&mut *conn)
        .await?;
    ledger::append(conn, id, Deed::change("state", None, None, Some(state.word())), now).await
}

async fn put_in_force(
    conn: &mut SqliteConnection,
    id: &SurveyId,
    (before, after): (Option<&str>, Option<&str>),
    now: Moment,
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    sqlx::query("update survey set plan = $2 where id = $1")
        .bind(&id.0)
        .bind(after)
        .execute(&mut *conn)
        .await?;
    ledger::append(conn, id, Deed::change("plan", None, before, after), now).await
}
