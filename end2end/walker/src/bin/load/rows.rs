//! A database filled without a server: rows by the million, copied from interviews that walkers have made.

use std::path::Path;

use anyhow::ensure;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

/// Rows in one transaction.
const BATCH: i64 = 100_000;

/// The database in a folder, whose server may run.
pub async fn open(data: &Path) -> anyhow::Result<SqliteConnection> {
    Ok(SqliteConnectOptions::new().filename(data.join("canvass.db")).foreign_keys(true).connect().await?)
}

/// Room for a million in every cell. Only while no server runs.
pub async fn raise_targets(conn: &mut SqliteConnection) -> anyhow::Result<()> {
    sqlx::query("update quota_cell set target = 1000000").execute(conn).await?;
    Ok(())
}

/// How many interviews there are.
pub async fn interviews(conn: &mut SqliteConnection) -> anyhow::Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from interview").fetch_one(conn).await?)
}

/// Ended interviews that the server has not packed yet.
pub async fn unpacked(conn: &mut SqliteConnection) -> anyhow::Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from interview_row where layout = 0").fetch_one(conn).await?)
}

/// Copies screened-out interviews of a survey, with links and numbers of their own, until there are so many
/// interviews in all. They hold no places, so counters and ledger stay true. Only while no server runs.
pub async fn fill(conn: &mut SqliteConnection, survey: &str, wanted: i64) -> anyhow::Result<()> {
    sqlx::raw_sql(
        "pragma cache_size = -400000; pragma synchronous = off; drop table if exists temp.template;",
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "create temp table template as
         select row_number() over (order by i.id) - 1 as at, i.survey_id, i.questionnaire_id, i.document,
         i.disposition, i.code, i.lang, i.source, i.pid, i.test, i.plan, i.started_at, i.last_at, i.ended_at,
         i.lease_until, i.millis, i.page, i.device, i.variables, i.flags, r.layout, r.packed
         from interview i
         join interview_row r on r.interview_id = i.id
         where i.survey_id = $1 and i.disposition = 'screened_out' and r.layout > 0",
    )
    .bind(survey)
    .execute(&mut *conn)
    .await?;
    let templates: i64 = sqlx::query_scalar("select count(*) from template").fetch_one(&mut *conn).await?;
    ensure!(templates > 0, "nobody was screened out of {survey}, so there is nothing to copy");
    let mut left = wanted - interviews(conn).await?;
    while left > 0 {
        copy(conn, survey, templates, left.min(BATCH)).await?;
        left -= BATCH;
    }
    sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(conn).await?;
    Ok(())
}

async fn copy(conn: &mut SqliteConnection, survey: &str, templates: i64, many: i64) -> anyhow::Result<()> {
    let mut tx = conn.begin().await?;
    let (last, changes): (i64, i64) =
        sqlx::query_as("select (select max(id) from interview), (select changes from survey where id = $1)")
            .bind(survey)
            .fetch_one(&mut *tx)
            .await?;
    let copied = "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)";
    let from = "from n join template t on t.at = n.i % $4";
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "{copied}
         insert into interview (id, survey_id, questionnaire_id, token, document, disposition, code, lang, source,
         pid, device_hash, test, plan, started_at, last_at, ended_at, lease_until, millis, page, device, variables,
         flags, changed)
         select $2 + i, survey_id, questionnaire_id, lower(hex(randomblob(16))), document, disposition, code, lang,
         source, pid, lower(hex(randomblob(32))), test, plan, started_at, last_at, ended_at, lease_until, millis, page,
         device, variables, flags, $3 + i
         {from}"
    )))
    .bind(many)
    .bind(last)
    .bind(changes)
    .bind(templates)
    .execute(&mut *tx)
    .await?;
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "{copied}
         insert into interview_row (interview_id, survey_id, questionnaire_id, test, changed, disposition, ended_at,
         layout, packed)
         select $2 + i, survey_id, questionnaire_id, test, $3 + i, disposition, ended_at, layout, packed
         {from}"
    )))
    .bind(many)
    .bind(last)
    .bind(changes)
    .bind(templates)
    .execute(&mut *tx)
    .await?;
    sqlx::query("update survey set changes = changes + $2 where id = $1")
        .bind(survey)
        .bind(many)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
