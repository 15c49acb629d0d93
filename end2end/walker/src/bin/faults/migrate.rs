//! A full database of the first version, opened by this one.

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection};
use survey::interview::break_off;
use survey::{Disposition, Interview, rehearse};
use tokio::time::{Instant, timeout};
use walker::Setting;

use crate::bench::{Bench, SURVEY, answers, start};
use crate::report::{Outcome, rounded};
use crate::sound;

/// How many interviews there are, and four times as many.
const MANY: [i64; 2] = [20_000, 80_000];

/// What four times as many may take, in times of what they are.
const TIMES: f64 = 4.0 * 1.3;

/// The last migration of the first version.
const OLDEST: i64 = 20_260_101_120_200;

/// So many different interviews are copied.
const MODELS: u64 = 200;

/// The plan whose places they took.
const PLAN: &str = "profile";

/// A migration that takes longer than that is named.
const LONG: f64 = 0.5;

/// Whoever is looked for among the migrations is found within this, or named as it is.
const PATIENCE: Duration = Duration::from_secs(60);

/// Fills two databases of the first version, and times the server on both.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut took = Vec::new();
    for many in MANY {
        let setting = bench.setting(&format!("old-{many}"));
        let size = fill(bench, &setting.data, many).await?;
        outcome.figure(&format!("MB of {many} interviews"), rounded(size as f64 / 1e6));
        match serve(&setting, many, &mut outcome).await {
            Ok(seconds) => took.push(seconds),
            Err(err) => outcome.wrong([format!("the server does not come up on {many} interviews: {err:#}")]),
        }
        std::fs::remove_dir_all(&setting.data)?;
    }
    if let [few, four_times] = took[..] {
        let times = four_times / few;
        outcome.figure("four times as many take times", rounded(times));
        outcome
            .hold(times <= TIMES, || format!("four times as many interviews take {times:.1} times as long"));
    }
    let slow = slow_migrations(bench).await?;
    outcome.figure("migrations that take long", slow);
    Ok(outcome)
}

/// Starts the server, and looks whether everything is there. Seconds until it answered.
async fn serve(setting: &Setting, many: i64, outcome: &mut Outcome) -> anyhow::Result<f64> {
    let before = content(&setting.data).await?;
    let began = Instant::now();
    let server = start(setting).await?;
    answers(server.address).await?;
    let seconds = began.elapsed().as_secs_f64();
    outcome.figure(&format!("s on {many} interviews"), rounded(seconds));
    server.stop()?;
    let after = content(&setting.data).await?;
    outcome.hold(before == after, || format!("of {before:?} interviews and bytes there are {after:?} left"));
    outcome.wrong(sound::of_file(&setting.canvass, &setting.data).await?);
    Ok(seconds)
}

/// The migrations that took long on the smaller database, each with its seconds.
async fn slow_migrations(bench: &Bench) -> anyhow::Result<String> {
    let data = bench.folder.path().join("old-steps");
    fill(bench, &data, MANY[0]).await?;
    let migrator = Migrator::new(Path::new("migrations")).await?;
    let mut conn = connect(&data).await?;
    let mut slow = Vec::new();
    for migration in migrator.iter().filter(|it| it.version > OLDEST) {
        let began = Instant::now();
        let done = timeout(PATIENCE, migrator.run_to(migration.version, &mut conn)).await;
        let seconds = began.elapsed().as_secs_f64();
        if seconds > LONG {
            slow.push(format!("{} {} {seconds:.1} s", migration.version, migration.description));
        }
        match done {
            Ok(done) => done?,
            Err(_) => break,
        }
    }
    drop(conn);
    std::fs::remove_dir_all(&data)?;
    Ok(if slow.is_empty() { "none".to_owned() } else { slow.join(", ") })
}

/// How many interviews there are, and how long their documents are together.
async fn content(data: &Path) -> anyhow::Result<(i64, i64)> {
    let mut conn = sound::open(data).await?;
    let content =
        sqlx::query_as("select count(*), sum(length(document)) from interview").fetch_one(&mut conn).await?;
    conn.close().await?;
    Ok(content)
}

async fn connect(data: &Path) -> anyhow::Result<SqliteConnection> {
    std::fs::create_dir_all(data)?;
    let options = SqliteConnectOptions::new().filename(data.join("canvass.db")).create_if_missing(true);
    Ok(options.journal_mode(SqliteJournalMode::Wal).foreign_keys(true).connect().await?)
}

/// Makes a database of the first version with so many interviews. Its size in bytes.
async fn fill(bench: &Bench, data: &Path, many: i64) -> anyhow::Result<u64> {
    let mut conn = connect(data).await?;
    Migrator::new(Path::new("migrations")).await?.run_to(OLDEST, &mut conn).await?;
    sqlx::query(
        "insert into survey (id, state, quality, plan, created_at) values ($1, 'open', 'off', $2, 0)",
    )
    .bind(SURVEY)
    .bind(PLAN)
    .execute(&mut conn)
    .await?;
    sqlx::query(
        "insert into questionnaire (id, survey_id, version, text, published_at) values (1, $1, $2, $3, 0)",
    )
    .bind(SURVEY)
    .bind(&bench.study.questionnaire.version)
    .bind(&bench.yaml)
    .execute(&mut conn)
    .await?;
    sqlx::raw_sql(
        "create temp table model (at integer primary key, document text, disposition text, code text, lang text,
         plan text, started_at integer, last_at integer, ended_at integer, millis integer);
         create temp table place (at integer, cell_id integer);",
    )
    .execute(&mut conn)
    .await?;
    let mut tx = conn.begin().await?;
    for number in 0..MODELS {
        model(bench, &mut tx, number).await?;
    }
    copies(&mut tx, many).await?;
    tx.commit().await?;
    sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(&mut conn).await?;
    conn.close().await?;
    Ok(std::fs::metadata(data.join("canvass.db"))?.len())
}

/// An interview to copy, as a robot walks it, and the places that it takes.
async fn model(bench: &Bench, conn: &mut SqliteConnection, number: u64) -> anyhow::Result<()> {
    let study = &bench.study;
    let walk =
        rehearse::walk(&study.questionnaire, study.plan.as_ref(), (bench.seed, number), "zh", |_| Vec::new());
    let mut interview: Interview = walk.interview;
    if interview.disposition == Disposition::Started {
        break_off(&mut interview);
    }
    let at = i64::try_from(number)?;
    sqlx::query("insert into model values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(at)
        .bind(serde_json::to_string(&interview)?)
        .bind(interview.disposition.word())
        .bind(interview.disposition.code())
        .bind(&interview.lang)
        .bind((!interview.cells.is_empty()).then_some(PLAN))
        .bind(interview.started_at.0)
        .bind(interview.last_at.0)
        .bind(interview.ended_at.map(|it| it.0))
        .bind(interview.active_millis())
        .execute(&mut *conn)
        .await?;
    let places = if interview.disposition == Disposition::Complete { &interview.cells[..] } else { &[] };
    for cell in places {
        let (id,): (i64,) = sqlx::query_as(
            "insert into quota_cell (survey_id, plan, table_name, key, test, target)
             values ($1, $2, $3, $4, 0, 1000000)
             on conflict (survey_id, plan, table_name, key, test) do update set target = excluded.target
             returning id",
        )
        .bind(SURVEY)
        .bind(PLAN)
        .bind(&cell.table)
        .bind(&cell.key)
        .fetch_one(&mut *conn)
        .await?;
        sqlx::query("insert into place values ($1, $2)").bind(at).bind(id).execute(&mut *conn).await?;
    }
    Ok(())
}

/// So many interviews out of the models, with the ledger and the counters of their places.
async fn copies(conn: &mut SqliteConnection, many: i64) -> anyhow::Result<()> {
    sqlx::query(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
         insert into interview (id, survey_id, questionnaire_id, token, document, disposition, code, lang, test, plan,
         started_at, last_at, ended_at, millis)
         select i, $2, 1, lower(hex(randomblob(16))), document, disposition, code, lang, 0, plan, started_at, last_at,
         ended_at, millis
         from n
         join model on at = i % $3",
    )
    .bind(many)
    .bind(SURVEY)
    .bind(i64::try_from(MODELS)?)
    .execute(&mut *conn)
    .await?;
    for (step, held, counted) in [("reserve", 1, 0), ("count", -1, 1)] {
        sqlx::query(
            "insert into ledger (at, survey_id, interview_id, cell_id, step, reserved_delta, completes_delta)
             select i.last_at, i.survey_id, i.id, p.cell_id, $1, $2, $3
             from interview i
             join place p on p.at = i.id % $4
             order by i.id",
        )
        .bind(step)
        .bind(held)
        .bind(counted)
        .bind(i64::try_from(MODELS)?)
        .execute(&mut *conn)
        .await?;
    }
    sqlx::query(
        "update quota_cell
         set completes = (select count(*) from ledger where cell_id = quota_cell.id and step = 'count')",
    )
    .execute(conn)
    .await?;
    Ok(())
}
