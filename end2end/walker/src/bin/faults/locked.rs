//! A database that another process holds: for less than the server waits, and for longer.

use std::time::Duration;

use sqlx::{Connection, Executor};
use tokio::time::sleep;

use crate::bench::{AGAIN, Bench, start};
use crate::report::Outcome;
use crate::sound;
use crate::way::Way;

/// How long it is held: the server waits for five seconds.
const HOLDS: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(15)];

/// A server that takes no page for so long takes none any more by itself.
const NEVER: Duration = Duration::from_secs(12);

/// Holds the database under load.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut setting = bench.prepared("locked")?;
    let server = start(&setting).await?;
    setting.listen = server.address;
    let way = Way::open(server.address).await?;
    let field = bench.field();
    let held = async {
        sleep(Duration::from_secs(3)).await;
        let mut other = sound::open(&setting.data).await?;
        for hold in HOLDS {
            let seconds = hold.as_secs();
            let before = field.confirmed();
            other.execute("begin immediate").await?;
            sleep(hold).await;
            outcome
                .figure(&format!("pages confirmed while held for {seconds} s"), field.confirmed() - before);
            outcome.figure(&format!("turned away while held for {seconds} s"), way.seen());
            other.execute("rollback").await?;
            let again = field.goes_on(NEVER).await?;
            outcome.within(&format!("the next page after {seconds} s of being held"), again, AGAIN);
            sleep(Duration::from_secs(3)).await;
        }
        Ok(other.close().await?)
    };
    field.during(way.address, held).await?;
    bench.judge((&setting, server), &field, &way, &mut outcome).await?;
    Ok(outcome)
}
