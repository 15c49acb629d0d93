//! How often a token is answered, and how often a stranger is told so.
//!
//! Limits are counted by the library `governor`, beneath the handlers and not in a layer before them: only a token
//! that is known has a count, so that made-up ones cannot fill the memory. They are kept in memory and forgotten at
//! a restart.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use survey::Moment;

use crate::network::network;

/// Requests of one token: so many at once, and as many more in each minute.
const OF_TOKEN: NonZeroU32 = NonZeroU32::new(600).expect("it is not zero");
/// Failures of one address. High, since a whole company may share one address.
const OF_STRANGER: NonZeroU32 = NonZeroU32::new(6_000).expect("it is not zero");

/// Keys at most, before those are forgotten that have been quiet.
const KEYS: usize = 10_000;

/// Counts by token and by address.
pub struct Limits {
    tokens: Counts<i64>,
    strangers: Counts<IpAddr>,
    now: fn() -> Moment,
}

type Counts<K> = RateLimiter<K, HashMapStateStore<K>, Ours, NoOpMiddleware<Duration>>;

/// The one clock, as the library wants it: the time since 1970.
struct Ours(fn() -> Moment);

impl Clock for Ours {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from((self.0)().0).unwrap_or_default())
    }
}

impl Limits {
    /// Nobody has asked yet.
    pub fn new(now: fn() -> Moment) -> Limits {
        Limits {
            tokens: RateLimiter::hashmap_with_clock(Quota::per_minute(OF_TOKEN), Ours(now)),
            strangers: RateLimiter::hashmap_with_clock(Quota::per_minute(OF_STRANGER), Ours(now)),
            now,
        }
    }

    /// Counts a request of a token; or says in how many seconds the next one is answered.
    pub fn token(&self, id: i64) -> Result<(), u64> {
        self.count(&self.tokens, &id)
    }

    /// Counts a failure of an address; or says in how many seconds the next one is heard. Those without an address
    /// share one count.
    pub fn stranger(&self, address: Option<IpAddr>) -> Result<(), u64> {
        self.count(&self.strangers, &address.map_or(IpAddr::from([0; 4]), network))
    }

    fn count<K: Hash + Eq + Clone>(&self, counts: &Counts<K>, key: &K) -> Result<(), u64> {
        if counts.len() >= KEYS {
            counts.retain_recent();
        }
        let wait = |it: Duration| it.as_millis().div_ceil(1000).max(1) as u64;
        counts.check_key(key).map_err(|it| wait(it.wait_time_from(Ours(self.now).now())))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        static CLOCK: Cell<i64> = const { Cell::new(1_768_200_000_000) };
    }

    fn limits() -> Limits {
        Limits::new(|| Moment(CLOCK.get()))
    }

    /// How many of so many requests are answered.
    fn answered(limits: &Limits, token: i64, of: usize) -> usize {
        (0..of).filter(|_| limits.token(token).is_ok()).count()
    }

    #[test]
    fn a_token_has_six_hundred_at_once_and_ten_more_each_second() {
        let limits = limits();
        assert_eq!(answered(&limits, 1, 700), 600);
        assert_eq!(limits.token(1), Err(1));
        assert_eq!(answered(&limits, 2, 1), 1, "another token is not held back");
        CLOCK.set(CLOCK.get() + 3_000);
        assert_eq!(answered(&limits, 1, 100), 30);
        CLOCK.set(CLOCK.get() + 60_000);
        assert_eq!(answered(&limits, 1, 700), 600);
    }

    #[test]
    fn strangers_of_one_network_share_a_count() {
        let limits = limits();
        let of = |address: &str| limits.stranger(Some(address.parse().unwrap()));
        assert!((0..6_000).all(|it| of(&format!("2001:db8:0:1::{it:x}")).is_ok()));
        assert_eq!(of("2001:db8:0:1::ffff"), Err(1));
        assert_eq!(of("2001:db8:0:2::1"), Ok(()));
        assert_eq!(limits.stranger(None), Ok(()));
    }
}
