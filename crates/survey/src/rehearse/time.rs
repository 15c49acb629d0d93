//! How long a robot stays on a page.

use super::person::Person;
use crate::condition::{Expr, Value};
use crate::order::Draws;
use crate::questionnaire::{Block, Question};
use crate::reading::{Reading, Standing};

/// What a page takes beside its questions, and what a complaint takes, in questions.
const PAGE: f64 = 0.5;

/// Milliseconds until the next post: the share of the time that is left which the open questions of this
/// page have among all that may still be asked. So the last page ends the interview on time.
pub(super) fn spent(person: &Person, seed: u64, reading: &Reading<'_>) -> i64 {
    let (questionnaire, interview) = (reading.questionnaire, reading.interview);
    let here = interview.page as usize;
    let (mut now, mut later) = (PAGE, 0.0);
    for (at, page) in questionnaire.pages.iter().enumerate().skip(here) {
        if at > here {
            if !may_hold(reading, page.condition.as_ref()) {
                continue;
            }
            later += PAGE;
        }
        let seen = interview.drafts.get(&page.name).map(|it| it.seen.as_slice()).unwrap_or_default();
        for (block, standing) in reading.blocks(at) {
            match block {
                Block::Question(it) if seen.contains(&it.var) => {}
                Block::Question(it) if at == here && standing.is_shown() => now += weight(seed, it, standing),
                Block::Question(it)
                    if (at > here || standing.pending) && may_hold(reading, it.condition.as_ref()) =>
                {
                    later += weight(seed, it, standing);
                }
                Block::Question(_) | Block::Info(_) => {}
            }
        }
    }
    let done = interview.active_millis();
    let left = (person.minutes * 60_000.0 - done as f64).max(0.0);
    // Nobody is faster than a blink, not even who has used up the time.
    ((left * now / (now + later)).round() as i64).max(500)
}

/// Whether a condition holds or may come to hold when what it reads has been asked.
fn may_hold(reading: &Reading<'_>, condition: Option<&Expr>) -> bool {
    let is_open = |it: &Expr| it.reads().iter().any(|name| reading.value(&name.var) == Value::Missing);
    condition.is_none_or(|it| reading.holds(it) || is_open(it))
}

/// A grid takes as long as its items; everybody dwells on something else.
fn weight(seed: u64, question: &Question, standing: &Standing) -> f64 {
    let many = standing.items.len().max(1) as f64;
    many * (0.7 + 0.6 * Draws::new(seed, &format!("time at {}", question.var)).unit())
}
