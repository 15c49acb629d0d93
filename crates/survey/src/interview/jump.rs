//! Going to any page at once, which only previews do.

use super::{Gate, Interview};
use crate::disposition::Disposition;
use crate::id::Moment;
use crate::questionnaire::{Questionnaire, Then};

/// Stands on another page, with what was answered so far; an interview that has ended goes on there.
///
/// What is asked on it stays the rules' affair: a page may have nothing to ask. At the gate or before it the
/// places are forgotten, so that the gate is met again.
pub fn jump(questionnaire: &Questionnaire, interview: &mut Interview, page: usize, now: Moment) {
    let is_gate = |then: &[Then]| then.contains(&Then::Reserve);
    if questionnaire.pages.iter().skip(page).any(|it| is_gate(&it.then)) {
        interview.gate = Gate::Before;
        interview.cells.clear();
    }
    interview.disposition = Disposition::Started;
    interview.ended_at = None;
    interview.flags.clear();
    interview.page = page as u32;
    interview.turn += 1;
    interview.last_at = now;
}
