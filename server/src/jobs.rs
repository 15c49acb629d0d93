//! What happens without a request: idle interviews break off, old sessions go.

use std::time::Duration;

use store::Db;
use survey::Moment;
use tokio::time::{MissedTickBehavior, interval};

/// How often leases are looked at; a place comes back at most this much late.
const EVERY: Duration = Duration::from_secs(30);

/// Breaks off idle interviews and ends old sessions, for as long as it is let run.
pub async fn sweep(db: Db, now: fn() -> Moment) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match store::interviews::sweep(&db, now()).await {
            Ok(0) => {}
            Ok(interviews) => tracing::info!(interviews, "idle interviews broke off"),
            Err(err) => {
                tracing::error!(error = &err as &dyn std::error::Error, "idle interviews could not break off")
            }
        }
        if let Err(err) = store::sessions::delete_expired(&db, now()).await {
            tracing::error!(error = &err as &dyn std::error::Error, "old sessions could not be ended");
        }
    }
}
