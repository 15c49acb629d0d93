//! The outbox of webhooks in the server's own time: each delivery is posted until it is taken or given up.
//!
//! Each webhook has a task of its own while anything is due, so that one that does not answer keeps no other waiting.
//! A delivery is due until its answer is noted: a server that stops in between sends it once more.

mod post;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use store::Db;
use store::webhooks::{self, Answer, Due};
use survey::Moment;
use tokio::sync::Semaphore;
use tokio::task::{AbortHandle, JoinSet, spawn_blocking};
use tokio::time::{MissedTickBehavior, interval};

use self::post::Post;

/// How often the outbox is looked into.
const EVERY: Duration = Duration::from_secs(1);

/// Requests under way at once: to one webhook, and to all of them.
const OF_ONE: i64 = 4;
const OF_ALL: usize = 16;

/// What sends: requests, and places for them.
#[derive(Clone)]
struct Sender {
    db: Db,
    post: Post,
    places: Arc<Semaphore>,
    now: fn() -> Moment,
}

impl Sender {
    fn new(db: &Db, local: bool, now: fn() -> Moment) -> Sender {
        let places = Arc::new(Semaphore::new(OF_ALL));
        Sender { db: db.clone(), post: Post::new(local), places, now }
    }

    /// Sends all that is due to one webhook.
    async fn drain(&self, webhook: i64) -> Result<(), store::Error> {
        loop {
            let due = webhooks::due_of(&self.db, webhook, (self.now)(), OF_ONE).await?;
            if due.is_empty() {
                return Ok(());
            }
            for noted in join_all(due.into_iter().map(|it| self.deliver(it))).await {
                noted?;
            }
        }
    }

    /// Sends one delivery and notes what came back.
    async fn deliver(&self, due: Due) -> Result<(), store::Error> {
        // Never closed; without a place it would be one request more.
        let _place = self.places.acquire().await.ok();
        let (id, post, seconds) = (due.id, self.post.clone(), (self.now)().0 / 1000);
        let answer = spawn_blocking(move || post.send(&due, seconds)).await;
        let answer = answer.unwrap_or_else(|_| Answer { status: None, text: "trouble".to_owned() });
        webhooks::answered(&self.db, id, &answer, (self.now)()).await
    }
}

/// Sends what is due, for as long as it is let run. `local` lets requests go to this machine and its networks.
pub async fn work(db: Db, local: bool, now: fn() -> Moment) {
    let sender = Sender::new(&db, local, now);
    let (mut tasks, mut busy) = (JoinSet::new(), HashMap::<i64, AbortHandle>::new());
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        while tasks.try_join_next().is_some() {}
        busy.retain(|_, it| !it.is_finished());
        let due = webhooks::due(&db, now()).await.unwrap_or_else(|err| {
            tracing::error!(
                error = &err as &dyn std::error::Error,
                "the outbox of webhooks could not be read"
            );
            Vec::new()
        });
        for webhook in due {
            let sender = sender.clone();
            busy.entry(webhook).or_insert_with(|| {
                tasks.spawn(async move {
                    if let Err(err) = sender.drain(webhook).await {
                        tracing::error!(
                            error = &err as &dyn std::error::Error,
                            webhook,
                            "an answer was not noted"
                        );
                    }
                })
            });
        }
    }
}

/// Sends what is due now, to its end.
pub async fn run_due(db: &Db, local: bool, now: fn() -> Moment) -> Result<(), store::Error> {
    let sender = Sender::new(db, local, now);
    for webhook in webhooks::due(db, now()).await? {
        sender.drain(webhook).await?;
    }
    Ok(())
}
