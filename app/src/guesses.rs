//! What a guess costs: after some that were wrong, nobody's from there are looked at for a while.
//!
//! Misses are counted by network and of all the world, in memory, and so forgotten at a restart.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use survey::Moment;

/// How long misses count, from the first one on, in milliseconds.
const WHILE: i64 = 15 * 60_000;

/// Misses by network and of all.
pub struct Guesses {
    /// Misses of one network in a [`WHILE`].
    of_network: u32,
    /// Misses of all the world in a [`WHILE`].
    of_all: u32,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    all: Misses,
    /// No more than there are misses in [`Counts::all`], twice over: it cannot fill the memory.
    by_network: HashMap<IpAddr, Misses>,
}

#[derive(Clone, Copy, Default)]
struct Misses {
    count: u32,
    since: Moment,
}

impl Guesses {
    /// For the codes that lead to an interview.
    ///
    /// There are 30⁶ codes, 729 million. With 500 wrong ones in a quarter of an hour, the ceiling for all the world,
    /// and ten codes out at any moment, which is a busy field, 500 × 10 ÷ 729,000,000 = 7 in a million is the chance
    /// that anybody's guesses find one in that quarter: by day and night without a pause, one in four years. One
    /// network gets 30, since whole cities share one; 17 of them can use the ceiling up, and then codes rest for at
    /// most a quarter of an hour, while every interview goes on where it is.
    pub fn at_codes() -> Guesses {
        Guesses::new(30, 500)
    }

    /// For names, passwords and codes at the door of the desk, whoever's they are: a whole office shares a network.
    /// There is no ceiling for all the world, or a stranger could keep everybody out.
    pub fn at_the_door() -> Guesses {
        Guesses::new(30, u32::MAX)
    }

    fn new(of_network: u32, of_all: u32) -> Guesses {
        Guesses { of_network, of_all, counts: Mutex::default() }
    }

    /// Whether a guess that comes from this network is looked at. It counts as a wrong one until [`Guesses::hit`] says
    /// otherwise, so that tries at once all count.
    pub fn may(&self, from: Option<IpAddr>, now: Moment) -> bool {
        let mut counts = self.counts();
        if now.since(counts.all.since) >= WHILE {
            counts.by_network.retain(|_, it| now.since(it.since) < WHILE);
        }
        let all = counts.all.at(now);
        let own = from.and_then(|it| counts.by_network.get(&it)).copied().unwrap_or_default().at(now);
        if all.count >= self.of_all || own.count >= self.of_network {
            return false;
        }
        counts.all = all.plus_one();
        if let Some(from) = from {
            counts.by_network.insert(from, own.plus_one());
        }
        true
    }

    /// The guess was right.
    pub fn hit(&self, from: Option<IpAddr>) {
        let mut counts = self.counts();
        counts.all.count = counts.all.count.saturating_sub(1);
        if let Some(own) = from.and_then(|it| counts.by_network.get_mut(&it)) {
            own.count = own.count.saturating_sub(1);
        }
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(|it| it.into_inner())
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

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    /// How many of so many wrong guesses are looked at, from this network at this minute.
    fn looked_at(guesses: &Guesses, from: Option<u8>, minute: i64, tries: usize) -> usize {
        let from = from.map(|it| IpAddr::from([203, 0, 113, it]));
        (0..tries).filter(|_| guesses.may(from, Moment(minute * MINUTE))).count()
    }

    #[test]
    fn a_network_gets_thirty_wrong_codes_in_a_quarter_of_an_hour() {
        let guesses = Guesses::at_codes();
        assert_eq!(looked_at(&guesses, Some(1), 100, 20), 20);
        assert_eq!(looked_at(&guesses, Some(1), 110, 20), 10);
        assert_eq!(looked_at(&guesses, Some(2), 110, 20), 20, "others are not held back");
        assert_eq!(looked_at(&guesses, Some(1), 114, 1), 0);
        assert_eq!(looked_at(&guesses, Some(1), 115, 40), 30);
    }

    #[test]
    fn all_the_world_gets_five_hundred() {
        let guesses = Guesses::at_codes();
        let looked: usize = (0..20).map(|it| looked_at(&guesses, Some(it), 100, 40)).sum();
        assert_eq!(looked, 500);
        assert_eq!(looked_at(&guesses, None, 114, 1), 0);
        assert_eq!(looked_at(&guesses, None, 115, 600), 500, "without a network only the ceiling holds");
    }

    #[test]
    fn right_codes_cost_nothing() {
        let guesses = Guesses::at_codes();
        let from = Some(IpAddr::from([203, 0, 113, 1]));
        for _ in 0..1_000 {
            assert!(guesses.may(from, Moment(MINUTE)));
            guesses.hit(from);
        }
        assert_eq!(looked_at(&guesses, Some(1), 1, 40), 30);
    }
}
