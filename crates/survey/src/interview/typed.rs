//! What was typed on a page, and which questions were on the screen.

use super::Interview;
use crate::answer::belongs;
use crate::order;
use crate::questionnaire::{Block, Page, Question, Questionnaire};
use crate::reading::Reading;

/// Keeps what is typed so far on the page where an interview stands, which is called `page` if it says so.
pub fn type_in(
    questionnaire: &Questionnaire,
    interview: &mut Interview,
    page: Option<&str>,
    fields: &[(String, String)],
) {
    let here = &questionnaire.pages[interview.page as usize];
    if page.is_none_or(|it| it == here.name) {
        keep(interview, here, fields);
    }
}

/// Notes the orders of what is on the screen, and gives the questions that were not on it before; only those that
/// `counts`.
pub(super) fn see<'q>(
    questionnaire: &'q Questionnaire,
    interview: &mut Interview,
    at: usize,
    counts: impl Fn(&str) -> bool,
) -> Vec<String> {
    let reading = Reading::new(questionnaire, interview);
    let page = &questionnaire.pages[at];
    let seen = interview.drafts.get(&page.name).map(|it| it.seen.as_slice()).unwrap_or_default();
    let shown = |(nr, block): (usize, &'q Block)| match block {
        Block::Question(it) if reading.block(at, nr).is_shown() && counts(&it.var) => Some(it),
        _ => None,
    };
    let shown: Vec<&Question> = page.blocks.iter().enumerate().filter_map(shown).collect();
    let fresh = shown.iter().map(|it| it.var.clone()).filter(|it| !seen.contains(it)).collect();
    for question in shown.into_iter().filter(|it| it.order.is_some()) {
        if !interview.orders.contains_key(&question.var) {
            interview.orders.insert(question.var.clone(), full_order(interview.seed, question));
        }
    }
    fresh
}

/// The whole order drawn for a question, before conditions filter it.
fn full_order(seed: u64, question: &Question) -> Vec<String> {
    let things: Vec<_> = match question.items() {
        [] => question.choices().iter().map(|it| (it.code.to_string(), it.pin)).collect(),
        items => items.iter().map(|it| (it.name.clone(), it.pin)).collect(),
    };
    order::drawn(seed, &question.var, question.order, &things)
}

/// Keeps what a post whose turn is over says of questions where nothing is typed. The others stay: it may be a post that
/// a network sends a second time, late, and what was typed since then counts.
pub(super) fn fill_in(interview: &mut Interview, page: &Page, fields: &[(String, String)]) {
    let kept = &mut interview.drafts.entry(page.name.clone()).or_default().fields;
    for question in page.questions() {
        let is_typed = |fields: &[(String, String)]| {
            fields.iter().any(|(name, text)| belongs(question, name) && !text.trim().is_empty())
        };
        if is_typed(fields) && !is_typed(kept) {
            kept.retain(|(name, _)| !belongs(question, name));
            kept.extend(fields.iter().filter(|(name, _)| belongs(question, name)).cloned());
        }
    }
}

/// Keeps what was typed on a page. Whether that is anything else than before.
pub(super) fn keep(interview: &mut Interview, page: &Page, fields: &[(String, String)]) -> bool {
    let ours = |name: &str| page.questions().any(|it| belongs(it, name));
    let fields = fields.iter().filter(|(name, _)| ours(name)).cloned().collect();
    let kept = &mut interview.drafts.entry(page.name.clone()).or_default().fields;
    let before = std::mem::replace(kept, fields);
    before != *kept
}

/// A tab that stands further on keeps what was typed in it. One that stands further back must not
/// change answers that routing rests on.
pub(super) fn keep_later(
    questionnaire: &Questionnaire,
    interview: &mut Interview,
    name: &str,
    fields: &[(String, String)],
) {
    let later = questionnaire.pages.iter().skip(interview.page as usize + 1).find(|it| it.name == name);
    if let Some(page) = later.filter(|_| !fields.is_empty()) {
        keep(interview, page, fields);
    }
}
