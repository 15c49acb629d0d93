//! Which page comes next, and which one came before.

use crate::condition::Expr;
use crate::disposition::Disposition;
use crate::questionnaire::{End, Page, Then};
use crate::reading::Reading;

/// Where routing leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    Page(usize),
    /// The gate of this page, at this place of its `then`.
    Gate {
        page: usize,
        then: usize,
    },
    End(Disposition),
    /// All is answered, or the author says `complete`.
    Complete,
}

/// A step after a page, by numbers: `pages[page].then[then]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StepAt {
    pub page: usize,
    pub then: usize,
}

/// Where routing leads after `page`, whose `then` is run from number `then` on.
///
/// A page with nothing to show is skipped but its `then` runs; the `then` of a page whose condition
/// is false does not. A gate is passed by in silence where places are `held`.
pub fn next(reading: &Reading<'_>, page: usize, then: usize, held: bool) -> Next {
    onward(reading, page, then, held).0
}

/// The step that ends the interview, or stops it at the gate, after the page where it stands; none where
/// routing leads to another page or to the natural end.
pub fn stopped_by(reading: &Reading<'_>, held: bool) -> Option<StepAt> {
    onward(reading, reading.interview.page as usize, 0, held).1
}

/// Where routing leads, and which step says so.
fn onward(reading: &Reading<'_>, page: usize, then: usize, held: bool) -> (Next, Option<StepAt>) {
    let pages = &reading.questionnaire.pages;
    let (mut page, mut then) = (page, then);
    loop {
        for (at, step) in pages[page].then.iter().enumerate().skip(then) {
            let here = Some(StepAt { page, then: at });
            match step {
                Then::Reserve if held => {}
                Then::Reserve => return (Next::Gate { page, then: at }, here),
                Then::End { end, code, condition } => {
                    if condition.as_ref().is_none_or(|it| reading.holds(it)) {
                        return (ended(*end, code.clone()), here);
                    }
                }
            }
        }
        let Some(found) = (page + 1..pages.len()).find(|it| reading.is_asked(*it)) else {
            return (Next::Complete, None);
        };
        if has_something(reading, found) {
            return (Next::Page(found), None);
        }
        (page, then) = (found, 0);
    }
}

fn ended(end: End, code: Option<String>) -> Next {
    match end {
        End::Complete => Next::Complete,
        End::Refused => Next::End(Disposition::Refused),
        End::ScreenedOut => Next::End(Disposition::ScreenedOut(code.unwrap_or_default())),
        End::QuotaFull => Next::End(Disposition::QuotaFull(Vec::new())),
        End::Rejected => Next::End(Disposition::Rejected(code.into_iter().collect())),
    }
}

/// The page that Back leads to: none before the first page, across a gate, or where the author forbids it.
pub fn previous(reading: &Reading<'_>, page: usize) -> Option<usize> {
    if !reading.questionnaire.field.back {
        return None;
    }
    let pages = &reading.questionnaire.pages;
    let gated = |it: &Page| it.then.contains(&Then::Reserve);
    let behind = |it: &usize| gated(&pages[*it]) && reading.is_asked(*it);
    let from = (0..page).rev().find(behind).map_or(0, |it| it + 1);
    (from..page).rev().find(|it| has_something(reading, *it))
}

/// Whether a page is asked and has anything on it.
pub fn has_something(reading: &Reading<'_>, page: usize) -> bool {
    reading.is_asked(page) && reading.blocks(page).any(|(_, it)| it.is_shown())
}

/// Whether no page can follow this one, whatever is answered on it.
pub fn is_last(reading: &Reading<'_>, page: usize) -> bool {
    let pages = &reading.questionnaire.pages;
    let here: Vec<&str> = pages[page].questions().map(|it| it.var.as_str()).collect();
    let rests_on_it = |it: &Expr| reading.roots(it).iter().any(|var| here.contains(&var.as_str()));
    (page + 1..pages.len()).all(|later| {
        let conditions = pages[later].questions().filter_map(|it| it.condition.as_ref());
        let open = pages[later].condition.iter().chain(conditions).any(rests_on_it);
        !open && !has_something(reading, later)
    })
}
