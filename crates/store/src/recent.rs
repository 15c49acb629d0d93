//! Interviews as they were written a moment ago, for the page that follows a post.
//!
//! Whoever posts a page asks at once where the interview stands. To read that from the file again takes as long as to
//! draw it: a reader drops all that it has read as soon as the writer has written something. So what a post has written
//! is kept until it is asked for, once. Any other write makes it forget everything, and none of it is older than
//! [`AGE`], which is how late somebody may learn what another process wrote (`canvass quality`).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use survey::Token;
use tokio::time::Instant;

/// How long it is kept for whoever comes back.
const AGE: Duration = Duration::from_secs(2);

/// How many are kept.
const MOST: usize = 1_024;

/// What posts have written.
pub(crate) struct Recent<T>(Mutex<Notes<T>>);

struct Notes<T> {
    /// Counts the writes, in the order of the writer.
    writes: u64,
    /// What was written up to here is forgotten.
    forgotten: u64,
    posts: HashMap<Token, Post<T>>,
}

struct Post<T> {
    ticket: Ticket,
    /// None once it was asked for: an earlier post that is told later must not take its place.
    kept: Option<T>,
}

/// The place of a post among all writes, and until when it is worth keeping.
#[derive(Clone, Copy)]
pub(crate) struct Ticket {
    write: u64,
    until: Instant,
}

impl<T> Default for Recent<T> {
    fn default() -> Recent<T> {
        Recent(Mutex::new(Notes { writes: 0, forgotten: 0, posts: HashMap::new() }))
    }
}

impl<T> Recent<T> {
    /// A post is being written. Said by the writer, inside its transaction.
    pub(crate) fn ticket(&self, now: Instant) -> Ticket {
        let mut notes = self.notes();
        notes.writes += 1;
        Ticket { write: notes.writes, until: now + AGE }
    }

    /// Something else is being written. Said by the writer, inside its transaction.
    pub(crate) fn forget(&self) {
        let mut notes = self.notes();
        notes.writes += 1;
        notes.forget();
    }

    /// Keeps what a post has written, once it is on disk.
    pub(crate) fn put(&self, ticket: Ticket, token: &Token, kept: T, now: Instant) {
        let mut notes = self.notes();
        let newer = notes.posts.get(token).is_some_and(|it| it.ticket.write > ticket.write);
        if ticket.write <= notes.forgotten || newer {
            return;
        }
        if notes.posts.len() >= MOST {
            notes.posts.retain(|_, it| it.ticket.until > now);
        }
        if notes.posts.len() >= MOST {
            notes.forget();
            return;
        }
        notes.posts.insert(token.clone(), Post { ticket, kept: Some(kept) });
    }

    /// An interview as the last post left it; none where that was not a moment ago, or was asked for already.
    pub(crate) fn take(&self, token: &Token, now: Instant) -> Option<T> {
        let mut notes = self.notes();
        let post = notes.posts.get_mut(token)?;
        post.kept.take().filter(|_| post.ticket.until > now)
    }

    fn notes(&self) -> MutexGuard<'_, Notes<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Notes<T> {
    fn forget(&mut self) {
        self.forgotten = self.writes;
        self.posts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The interview that the tests post to.
    fn one() -> Token {
        Token::new(1)
    }

    #[test]
    fn what_a_post_wrote_is_given_once() {
        let (recent, now) = (Recent::default(), Instant::now());
        recent.put(recent.ticket(now), &one(), "page 2", now);
        assert_eq!(recent.take(&one(), now), Some("page 2"));
        assert_eq!(recent.take(&one(), now), None);
        assert_eq!(recent.take(&Token::new(2), now), None);
    }

    #[test]
    fn an_earlier_post_that_is_told_later_does_not_take_the_place_of_a_later_one() {
        let (recent, now) = (Recent::default(), Instant::now());
        let (first, second) = (recent.ticket(now), recent.ticket(now));
        recent.put(second, &one(), "page 3", now);
        recent.put(first, &one(), "page 2", now);
        assert_eq!(recent.take(&one(), now), Some("page 3"));
        recent.put(first, &one(), "page 2", now);
        assert_eq!(recent.take(&one(), now), None, "also once the later one was asked for");
    }

    #[test]
    fn any_other_write_makes_it_forget_also_what_is_told_after_it() {
        let (recent, now) = (Recent::default(), Instant::now());
        let late = recent.ticket(now);
        recent.put(recent.ticket(now), &one(), "page 3", now);
        recent.forget();
        assert_eq!(recent.take(&one(), now), None);
        recent.put(late, &one(), "page 2", now);
        assert_eq!(recent.take(&one(), now), None);
        recent.put(recent.ticket(now), &one(), "page 4", now);
        assert_eq!(recent.take(&one(), now), Some("page 4"));
    }

    #[test]
    fn after_two_seconds_it_is_read_from_the_file_again() {
        let (recent, now) = (Recent::default(), Instant::now());
        let ticket = recent.ticket(now);
        recent.put(ticket, &one(), "page 2", now);
        let now = now + AGE;
        assert_eq!(recent.take(&one(), now), None);
        recent.put(ticket, &one(), "page 2", now);
        assert_eq!(recent.take(&one(), now), None, "its time counts from when it was written");
    }

    #[test]
    fn there_is_never_more_of_it_than_a_thousand() {
        let (recent, now) = (Recent::default(), Instant::now());
        for at in 0..3 * MOST as u128 {
            recent.put(recent.ticket(now), &Token::new(at), at, now);
        }
        assert!(recent.notes().posts.len() <= MOST);
    }
}
