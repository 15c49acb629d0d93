//! Whether something may still come true, seen from the page where an interview stands.

use crate::condition::Expr;
use crate::questionnaire::Place;
use crate::reading::Reading;

/// Whether an expression may still come out as `wanted`.
///
/// What reads a question of a later page, or one that is not on the screen yet, may come out either way; so of
/// `a == 1 and b == 2` the first part is wanted on the page of `a`, the second on that of `b`.
pub(super) fn may_come_true(expr: &Expr, wanted: bool, reading: &Reading<'_>) -> bool {
    match expr {
        Expr::Not(it) => may_come_true(it, !wanted, reading),
        Expr::And(parts) if wanted => parts.iter().all(|it| may_come_true(it, true, reading)),
        Expr::And(parts) => parts.iter().any(|it| may_come_true(it, false, reading)),
        Expr::Or(parts) if wanted => parts.iter().any(|it| may_come_true(it, true, reading)),
        Expr::Or(parts) => parts.iter().all(|it| may_come_true(it, false, reading)),
        _ => reading.roots(expr).iter().any(|it| is_open(it, reading)) || reading.holds(expr) == wanted,
    }
}

/// Whether a question is still to be answered.
fn is_open(var: &str, reading: &Reading<'_>) -> bool {
    let here = reading.interview.page as usize;
    match reading.questionnaire.vars.get(var) {
        Some(Place::Question { page, .. }) if *page > here => true,
        Some(Place::Question { page, .. }) if *page == here => {
            reading.standing(var).is_some_and(|it| it.pending)
        }
        _ => false,
    }
}
