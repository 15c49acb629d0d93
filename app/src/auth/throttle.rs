//! Slows down whoever guesses passwords.
//!
//! After five misses in a row a name gets one try a minute, whether somebody has the name or not. In all,
//! two passwords are checked at a time, some twenty a second. It is kept in memory, and so forgotten at a
//! restart; who sits at many addresses is slowed as much as who sits at one.

use std::collections::HashMap;
use std::sync::Mutex;

use survey::Moment;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Misses in a row that cost nothing.
const FREE: u32 = 5;
/// After them, one try in so many milliseconds.
const PAUSE: i64 = 60_000;
/// A name is forgotten so many milliseconds after its last miss.
const FORGET: i64 = 15 * 60_000;
/// Names kept at most; beyond, those come first that were missed last.
const NAMES: usize = 10_000;
/// Passwords that may wait to be checked; beyond, the answer is to come back.
const QUEUE: usize = 50;

/// Misses by name, and places for those who are being checked.
pub struct Throttle {
    misses: Mutex<HashMap<String, Misses>>,
    waiting: Semaphore,
    checking: Semaphore,
}

#[derive(Clone, Copy)]
struct Misses {
    in_a_row: u32,
    last: Moment,
}

impl Default for Throttle {
    fn default() -> Self {
        Throttle { misses: Mutex::default(), waiting: Semaphore::new(QUEUE), checking: Semaphore::new(2) }
    }
}

impl Throttle {
    /// A place to check a password for this name. None: come back in a minute.
    ///
    /// It counts as a miss until [`Throttle::hit`] says otherwise, so that tries at once all count.
    pub async fn place(&self, name: &str, now: Moment) -> Option<SemaphorePermit<'_>> {
        let _queue = self.waiting.try_acquire().ok()?;
        if !self.may_try(&key(name), now) {
            return None;
        }
        self.checking.acquire().await.ok()
    }

    /// The password was right: the name starts afresh.
    pub fn hit(&self, name: &str) {
        self.names().remove(&key(name));
    }

    fn may_try(&self, name: &str, now: Moment) -> bool {
        let mut names = self.names();
        let before = names.get(name).copied().filter(|it| now.since(it.last) < FORGET);
        if before.is_some_and(|it| it.in_a_row >= FREE && now.since(it.last) < PAUSE) {
            return false;
        }
        if names.len() >= NAMES {
            names.retain(|_, it| now.since(it.last) < PAUSE);
        }
        let in_a_row = before.map_or(0, |it| it.in_a_row) + 1;
        if names.len() < NAMES || names.contains_key(name) {
            names.insert(name.to_owned(), Misses { in_a_row, last: now });
        }
        true
    }

    fn names(&self) -> std::sync::MutexGuard<'_, HashMap<String, Misses>> {
        self.misses.lock().unwrap_or_else(|it| it.into_inner())
    }
}

/// Names are the same whatever their capitals, as in the database.
fn key(name: &str) -> String {
    name.trim().to_lowercase().chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries a name at these seconds, always in vain; a dot for each that was let through.
    fn tries(throttle: &Throttle, name: &str, seconds: &[i64]) -> String {
        let may = |it: &i64| throttle.may_try(&key(name), Moment(it * 1000));
        seconds.iter().map(|it| if may(it) { '.' } else { '-' }).collect()
    }

    #[test]
    fn after_five_misses_a_name_gets_one_try_a_minute() {
        let throttle = Throttle::default();
        assert_eq!(tries(&throttle, "lin", &[0, 1, 2, 3, 4, 5, 6, 64, 65, 124]), ".....--.-.");
    }

    #[test]
    fn other_names_and_later_days_are_not_held_back() {
        let throttle = Throttle::default();
        assert_eq!(tries(&throttle, "lin", &[0, 0, 0, 0, 0, 0]), ".....-");
        assert_eq!(tries(&throttle, "wang", &[0]), ".");
        assert_eq!(tries(&throttle, "LIN ", &[1, 2000, 2001]), "-..");
    }

    #[test]
    fn the_right_password_starts_afresh() {
        let throttle = Throttle::default();
        assert_eq!(tries(&throttle, "lin", &[0, 0, 0, 0, 0, 0]), ".....-");
        throttle.hit("Lin");
        assert_eq!(tries(&throttle, "lin", &[1]), ".");
    }
}
