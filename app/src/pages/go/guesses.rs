//! What a guess at a code costs: after some that were wrong, nobody's are looked at for a while.
//!
//! There are 30⁶ codes, 729 million. With 500 wrong ones in a quarter of an hour, the ceiling for all the world, and
//! ten codes out at any moment, which is a busy field, 500 × 10 ÷ 729,000,000 = 7 in a million is the chance that
//! anybody's guesses find one in that quarter: by day and night without a pause, one in four years. One address gets
//! 30, since whole cities share one; 17 of them can use the ceiling up, and then codes rest for at most a quarter of
//! an hour, while every interview goes on where it is. It is kept in memory, and so forgotten at a restart.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use axum::http::request::Parts;
use survey::Moment;

use crate::api::bearer::address;
use crate::api::limits::network;

/// Wrong codes of one address in a [`WHILE`].
const OF_ADDRESS: u32 = 30;

/// Wrong codes of all the world in a [`WHILE`].
const OF_ALL: u32 = 500;

/// How long wrong codes count, from the first one on, in milliseconds.
const WHILE: i64 = 15 * 60_000;

/// Wrong codes by address and of all.
#[derive(Default)]
pub struct Guesses(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    all: Misses,
    /// No more than there are misses in [`Counts::all`], twice over: it cannot fill the memory.
    by_address: HashMap<IpAddr, Misses>,
}

#[derive(Clone, Copy, Default)]
struct Misses {
    count: u32,
    since: Moment,
}

impl Guesses {
    /// Whether a code that comes from this address is looked at. It counts as a wrong one until [`Guesses::hit`] says
    /// otherwise, so that tries at once all count.
    pub fn may(&self, from: Option<IpAddr>, now: Moment) -> bool {
        let mut counts = self.counts();
        if now.since(counts.all.since) >= WHILE {
            counts.by_address.retain(|_, it| now.since(it.since) < WHILE);
        }
        let all = counts.all.at(now);
        let own = from.and_then(|it| counts.by_address.get(&it)).copied().unwrap_or_default().at(now);
        if all.count >= OF_ALL || own.count >= OF_ADDRESS {
            return false;
        }
        counts.all = all.plus_one();
        if let Some(from) = from {
            counts.by_address.insert(from, own.plus_one());
        }
        true
    }

    /// The code was right.
    pub fn hit(&self, from: Option<IpAddr>) {
        let mut counts = self.counts();
        counts.all.count = counts.all.count.saturating_sub(1);
        if let Some(own) = from.and_then(|it| counts.by_address.get_mut(&it)) {
            own.count = own.count.saturating_sub(1);
        }
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(|it| it.into_inner())
    }
}

impl Misses {
    /// What of it still counts.
    fn at(self, now: Moment) -> Misses {
        if now.since(self.since) < WHILE { self } else { Misses { count: 0, since: now } }
    }

    fn plus_one(self) -> Misses {
        Misses { count: self.count + 1, ..self }
    }
}

/// The network that a request comes from. None where a proxy on this machine does not say: then all would share one
/// address, and only the ceiling for all holds.
pub fn network_of(parts: &Parts) -> Option<IpAddr> {
    address(parts).filter(|it| !it.is_loopback()).map(network)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    /// How many of so many wrong codes are looked at, from this address at this minute.
    fn looked_at(guesses: &Guesses, from: Option<u8>, minute: i64, tries: usize) -> usize {
        let from = from.map(|it| IpAddr::from([203, 0, 113, it]));
        (0..tries).filter(|_| guesses.may(from, Moment(minute * MINUTE))).count()
    }

    #[test]
    fn an_address_gets_thirty_wrong_codes_in_a_quarter_of_an_hour() {
        let guesses = Guesses::default();
        assert_eq!(looked_at(&guesses, Some(1), 100, 20), 20);
        assert_eq!(looked_at(&guesses, Some(1), 110, 20), 10);
        assert_eq!(looked_at(&guesses, Some(2), 110, 20), 20, "others are not held back");
        assert_eq!(looked_at(&guesses, Some(1), 114, 1), 0);
        assert_eq!(looked_at(&guesses, Some(1), 115, 40), 30);
    }

    #[test]
    fn all_the_world_gets_five_hundred() {
        let guesses = Guesses::default();
        let looked: usize = (0..20).map(|it| looked_at(&guesses, Some(it), 100, 40)).sum();
        assert_eq!(looked, 500);
        assert_eq!(looked_at(&guesses, None, 114, 1), 0);
        assert_eq!(looked_at(&guesses, None, 115, 600), 500, "without an address only the ceiling holds");
    }

    #[test]
    fn right_codes_cost_nothing() {
        let guesses = Guesses::default();
        let from = Some(IpAddr::from([203, 0, 113, 1]));
        for _ in 0..1_000 {
            assert!(guesses.may(from, Moment(MINUTE)));
            guesses.hit(from);
        }
        assert_eq!(looked_at(&guesses, Some(1), 1, 40), 30);
    }
}
