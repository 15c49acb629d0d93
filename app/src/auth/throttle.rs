//! Slows down whoever guesses passwords and codes, and keeps nobody out for good.
//!
//! - From one network a name gets five misses in a row, then one try a minute, whether somebody has the name or not.
//!   Who guesses elsewhere does not hold its owner back.
//! - A network gets thirty misses in a quarter of an hour, of whatever names.
//! - From all networks together a name gets fifty misses, then one try a minute: guesses may come from many machines.
//!   This does not hold for the networks from which its owner has signed in during the last month, so that a stranger
//!   cannot use these tries up in the owner's place. Who comes from a new network meanwhile may have to wait, or asks
//!   an owner for a one-time link, which nothing here slows down: it has 128 random bits, and nobody guesses those.
//!
//! In all, two passwords are checked at a time, some twenty a second. All of this is kept in memory, and so forgotten
//! at a restart.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Mutex;

use axum::http::request::Parts;
use survey::Moment;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::guesses::Guesses;
use crate::network::network_of;

/// Misses in a row that cost nothing, from one network.
const FREE: u32 = 5;
/// And from all together.
const FREE_ANYWHERE: u32 = 50;
/// After them, one try in so many milliseconds.
const PAUSE: i64 = 60_000;
/// A name is forgotten so many milliseconds after its last miss.
const FORGET: i64 = 15 * 60_000;
/// And the network from which it signed in, after so many.
const KNOWN: i64 = 30 * 24 * 60 * 60_000;
/// Names kept at most; beyond, those come first that were missed last.
const NAMES: usize = 10_000;
/// Passwords that may wait to be checked; beyond, the answer is to come back.
const QUEUE: usize = 50;

/// Who tries to come in, and from which network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Try {
    name: String,
    from: Option<IpAddr>,
}

impl Try {
    /// Names are the same whatever their capitals, as in the database.
    pub fn of(name: &str, parts: &Parts) -> Try {
        Try { name: name.trim().to_lowercase().chars().take(100).collect(), from: network_of(parts) }
    }
}

/// Misses by name and network, and places for those who are being checked.
pub struct Throttle {
    names: Mutex<Names>,
    networks: Guesses,
    waiting: Semaphore,
    checking: Semaphore,
}

#[derive(Default)]
struct Names {
    here: HashMap<Try, Misses>,
    anywhere: HashMap<String, Misses>,
    /// When a name last signed in from a network.
    known: HashMap<Try, Moment>,
}

#[derive(Clone, Copy)]
struct Misses {
    in_a_row: u32,
    last: Moment,
}

impl Default for Throttle {
    fn default() -> Self {
        Throttle {
            names: Mutex::default(),
            networks: Guesses::at_the_door(),
            waiting: Semaphore::new(QUEUE),
            checking: Semaphore::new(2),
        }
    }
}

impl Throttle {
    /// A place to check a password or a code. None: come back in a minute.
    ///
    /// It counts as a miss until [`Throttle::hit`] says otherwise, so that tries at once all count.
    pub async fn place(&self, it: &Try, now: Moment) -> Option<SemaphorePermit<'_>> {
        let _queue = self.waiting.try_acquire().ok()?;
        if !self.may(it, now) {
            return None;
        }
        self.checking.acquire().await.ok()
    }

    /// It was right: the name starts afresh here, and the network is known as its owner's.
    pub fn hit(&self, it: &Try, now: Moment) {
        self.networks.hit(it.from);
        let mut names = self.names();
        names.here.remove(it);
        // That of others elsewhere stands.
        if let Some(anywhere) = names.anywhere.get_mut(&it.name) {
            anywhere.in_a_row = anywhere.in_a_row.saturating_sub(1);
        }
        if names.known.len() >= NAMES {
            names.known.retain(|_, last| now.since(*last) < KNOWN);
        }
        if it.from.is_some() && names.known.len() < NAMES {
            names.known.insert(it.clone(), now);
        }
    }

    fn may(&self, it: &Try, now: Moment) -> bool {
        let mut names = self.names();
        let is_known = names.known.get(it).is_some_and(|last| now.since(*last) < KNOWN);
        let rests = rests(&names.here, it, FREE, now)
            || !is_known && rests(&names.anywhere, &it.name, FREE_ANYWHERE, now);
        if rests || !self.networks.may(it.from, now) {
            return false;
        }
        miss(&mut names.here, it, now);
        if !is_known {
            miss(&mut names.anywhere, &it.name, now);
        }
        true
    }

    fn names(&self) -> std::sync::MutexGuard<'_, Names> {
        self.names.lock().unwrap_or_else(|it| it.into_inner())
    }
}

/// Whether this one was missed so often that it gets one try a minute, and has had it.
fn rests<K: Eq + Hash>(misses: &HashMap<K, Misses>, key: &K, free: u32, now: Moment) -> bool {
    misses.get(key).is_some_and(|it| it.in_a_row >= free && now.since(it.last) < PAUSE)
}

/// One more miss.
fn miss<K: Eq + Hash + Clone>(misses: &mut HashMap<K, Misses>, key: &K, now: Moment) {
    let before = misses.get(key).filter(|it| now.since(it.last) < FORGET).map_or(0, |it| it.in_a_row);
    if misses.len() >= NAMES {
        misses.retain(|_, it| now.since(it.last) < PAUSE);
    }
    if misses.len() < NAMES || misses.contains_key(key) {
        misses.insert(key.clone(), Misses { in_a_row: before + 1, last: now });
    }
}

#[cfg(test)]
mod tests;
