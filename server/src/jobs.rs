//! What happens without a request: idle interviews break off, fields open and close by their dates, old sessions go, and what identifies a respondent.

use std::time::Duration;

use store::Db;
use survey::Moment;
use tokio::time::{MissedTickBehavior, interval};

/// How often leases and dates are looked at; a place comes back, a field opens or closes at most this much late.
const EVERY: Duration = Duration::from_secs(30);

/// How often retention is looked at; it is counted in days.
const RETENTION_EVERY: Duration = Duration::from_secs(3600);

/// Breaks off idle interviews, opens and closes fields and ends old sessions, for as long as it is let run.
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
        match store::surveys::apply_dates(&db, now()).await {
            Ok(0) => {}
            Ok(surveys) => tracing::info!(surveys, "fields opened or closed by their dates"),
            Err(err) => {
                tracing::error!(
                    error = &err as &dyn std::error::Error,
                    "fields could not be opened or closed"
                )
            }
        }
        if let Err(err) = store::sessions::delete_expired(&db, now()).await {
            tracing::error!(error = &err as &dyn std::error::Error, "old sessions could not be ended");
        }
        if let Err(err) = store::handover::delete_expired(&db, now()).await {
            tracing::error!(error = &err as &dyn std::error::Error, "old codes could not be deleted");
        }
        if let Err(err) = store::sources::forget(&db, now()).await {
            tracing::error!(error = &err as &dyn std::error::Error, "old signatures could not be forgotten");
        }
    }
}

/// Erases what identifies respondents when its time has come, and forgets old deliveries, for as long as it is let run.
pub async fn retain(db: Db, random: fn() -> u128, now: fn() -> Moment) {
    let mut ticks = interval(RETENTION_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(err) = store::webhooks::forget(&db, now()).await {
            tracing::error!(error = &err as &dyn std::error::Error, "old deliveries could not be forgotten");
        }
        match store::retention::sweep(&db, random, now()).await {
            Ok(0) => {}
            Ok(interviews) => tracing::info!(interviews, "identifying fields were erased"),
            Err(err) => {
                tracing::error!(
                    error = &err as &dyn std::error::Error,
                    "identifying fields could not be erased"
                )
            }
        }
    }
}
