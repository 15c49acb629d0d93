//! Whether a page costs the same as work grows: in a large database, with many cells, in a long questionnaire.

use std::cell::Cell;
use std::fs;
use std::time::Duration;

use anyhow::ensure;
use serde_json::json;
use tokio::time::sleep;
use walker::{Server, Study};

use crate::bench::{Bench, SURVEYS};
use crate::crowd::send;
use crate::report::{Report, say, short};
use crate::{rows, texts};

/// A small database.
const FEW: i64 = 1000;

/// The larger of two may cost so many times the smaller.
const BOUND: f64 = 1.5;

/// Both are measured in turns, so that a slow minute of the machine is a slow minute of both.
const ROUNDS: u32 = 2;

/// The packing of ended interviews takes no longer.
const PACKING: Duration = Duration::from_secs(60);

/// Measures, prints and judges.
pub async fn run(bench: &Bench, interviews: u64, report: &mut Report) -> anyhow::Result<()> {
    database(bench, interviews, report).await?;
    let setting = bench.prepare("growth").await?;
    let [ten, thousand, short, long] =
        [texts::cells(10), texts::cells(1000), texts::questions(20), texts::questions(500)]
            .map(|it| bench.added(&setting, &it));
    let server = Server::start(&setting)?;
    ratio(bench, report, ["10 cells", "1,000 cells"], [(&ten?, &server), (&thousand?, &server)]).await?;
    ratio(bench, report, ["20 questions", "500 questions"], [(&short?, &server), (&long?, &server)]).await?;
    server.stop()
}

/// The same pages in a small database and in a large one.
async fn database(bench: &Bench, interviews: u64, report: &mut Report) -> anyhow::Result<()> {
    let few = bench.prepare("few").await?;
    let study = bench.study(SURVEYS[0])?;
    let server = Server::start(&few)?;
    let mut crowd = bench.crowd(64);
    crowd.measure = Duration::from_secs(3);
    send(&crowd, &study, &server, &Cell::new(0)).await?;
    let mut conn = rows::open(&few.data).await?;
    packed(&mut conn).await?;
    server.stop()?;
    rows::fill(&mut conn, study.survey(), FEW).await?;
    drop(conn);

    let many = bench.setting("many");
    fs::create_dir_all(&many.data)?;
    fs::copy(few.data.join("canvass.db"), many.data.join("canvass.db"))?;
    let mut conn = rows::open(&many.data).await?;
    rows::fill(&mut conn, study.survey(), i64::try_from(interviews)?).await?;
    let there = rows::interviews(&mut conn).await?;
    drop(conn);
    let bytes = fs::metadata(many.data.join("canvass.db"))?.len() as f64;
    say(&format!("  a database of {there} interviews, most of them short: {} GB", short(bytes / 1e9)));
    report.keep("large database", json!({"interviews": there, "bytes": bytes}));
    let (few, many) = (Server::start(&few)?, Server::start(&many)?);
    let name = format!("{there} interviews");
    ratio(bench, report, ["1,000 interviews", &name], [(&study, &few), (&study, &many)]).await?;
    few.stop()?;
    many.stop()
}

/// Waits until the server has packed what has ended.
async fn packed(conn: &mut sqlx::sqlite::SqliteConnection) -> anyhow::Result<()> {
    for _ in 0..PACKING.as_secs() {
        if rows::unpacked(conn).await? == 0 {
            return Ok(());
        }
        sleep(Duration::from_secs(1)).await;
    }
    ensure!(
        rows::unpacked(conn).await? == 0,
        "ended interviews were not packed within {} s",
        PACKING.as_secs()
    );
    Ok(())
}

/// What a page costs here and there, in turns.
async fn ratio(
    bench: &Bench,
    report: &mut Report,
    names: [&str; 2],
    both: [(&Study, &Server); 2],
) -> anyhow::Result<()> {
    let (mut server, mut pages) = ([0.0; 2], [0; 2]);
    let number = Cell::new(10_000_000);
    let mut crowd = bench.crowd(8);
    crowd.measure /= ROUNDS;
    for round in 1..=ROUNDS {
        for at in 0..2 {
            let seen = send(&crowd, both[at].0, both[at].1, &number).await?;
            report.crowd(&format!("8 walkers, {}, round {round}", names[at]), &seen);
            server[at] += seen.server;
            pages[at] += seen.pages;
        }
    }
    let cost = |at: usize| server[at] / pages[at] as f64;
    let what = format!("a page with {} against {}", names[1], names[0]);
    report.at_most(&what, cost(1) / cost(0), BOUND, "times");
    Ok(())
}
