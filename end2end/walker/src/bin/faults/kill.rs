//! `kill -9` of the server at random moments under load.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rand::RngExt;
use rand::rngs::StdRng;
use tokio::time::{Instant, sleep};
use walker::{Server, Setting};

use crate::bench::{AGAIN, Bench, answers, copy, start, start_again};
use crate::field::{Field, Kept};
use crate::report::{Outcome, rounded};
use crate::sound::{Wanted, look};
use crate::way::Way;

/// Kills, looks at what is left each time, and starts again.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut setting = bench.prepared("kill")?;
    let server = start(&setting).await?;
    setting.listen = server.address;
    let way = Way::open(server.address).await?;
    let field = bench.field();
    let killed = kills(bench, (&setting, server), &field, &way, &mut outcome);
    let server = field.during(way.address, killed).await?;
    bench.judge((&setting, server), &field, &way, &mut outcome).await?;
    // What a start costs here and now, with nothing to recover: the machine may be busy with other things.
    let (idle, began) = (bench.prepared("idle-start")?, Instant::now());
    let server = start(&idle).await?;
    answers(server.address).await?;
    outcome.figure("a start with nothing to recover, s", rounded(began.elapsed().as_secs_f64()));
    server.stop()?;
    Ok(outcome)
}

async fn kills(
    bench: &Bench,
    (setting, mut server): (&Setting, Server),
    field: &Field<'_>,
    way: &Way,
    outcome: &mut Outcome,
) -> anyhow::Result<Server> {
    let mut chance: StdRng = bench.chance(1);
    let mut times = Vec::with_capacity(bench.kills);
    let mut under_load = 0;
    let left = bench.folder.path().join("left");
    let mut kept = None;
    for _ in 0..bench.kills {
        let before = field.confirmed();
        let load = sleep(Duration::from_millis(chance.random_range(50..600)));
        // While phones go on, it is looked at what the last kill left.
        let (found, ()) = tokio::join!(look_at(bench, &left, kept.take()), load);
        outcome.wrong(found?);
        server.kill()?;
        under_load += usize::from(field.confirmed() > before);
        copy(&setting.data, &left)?;
        kept = Some(field.kept());
        let (again, seconds) = start_again(setting, way).await?;
        server = again;
        times.push(seconds);
    }
    outcome.wrong(look_at(bench, &left, kept.take()).await?);
    // Whoever was interrupted comes back.
    sleep(Duration::from_secs(3)).await;
    times.sort_by(f64::total_cmp);
    outcome.figure("kills", bench.kills);
    outcome.figure("of them between confirmed pages", under_load);
    let nearly_all = times[..].get(times.len() * 95 / 100).copied().unwrap_or_default();
    outcome.figure("from start to the first page, p95, s", rounded(nearly_all));
    outcome.within("the slowest start to the first page", times.last().copied().unwrap_or_default(), AGAIN);
    Ok(server)
}

/// What is wrong with what a kill left, given what was confirmed by then. It goes.
async fn look_at(bench: &Bench, left: &Path, kept: Option<Kept>) -> anyhow::Result<Vec<String>> {
    let Some(kept) = kept else { return Ok(Vec::new()) };
    let found = look(bench, left, &kept, Wanted::All).await?;
    fs::remove_dir_all(left)?;
    Ok(found.wrong)
}
