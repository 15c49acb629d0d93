//! A proxy that drops requests and answers, and sends requests twice, at once or when the phone has gone on.

use std::time::Duration;

use tokio::time::sleep;

use crate::bench::{Bench, start};
use crate::report::Outcome;
use crate::way::Way;

/// How long it does harm.
const HARM: Duration = Duration::from_secs(30);

/// Lets phones answer through it.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut setting = bench.prepared("proxy")?;
    let server = start(&setting).await?;
    setting.listen = server.address;
    let way = Way::open(server.address).await?;
    let field = bench.field();
    let harm = async {
        way.harm(Some(bench.chance(2)));
        sleep(HARM).await;
        way.harm(None);
        sleep(Duration::from_secs(2)).await;
        Ok(())
    };
    field.during(way.address, harm).await?;
    bench.judge((&setting, server), &field, &way, &mut outcome).await?;
    Ok(outcome)
}
