//! The blocks of the pages that come next, read while somebody answers this one: a slow phone needs as long to read
//! them as for all the rules.

use std::cell::RefCell;

use survey::Interview;
use survey::portable::handout::Handout;
use web_sys::Element;

use crate::dom::{after, read};
use crate::speech;

/// So many pages of the questionnaire are read ahead: the next one may not be asked.
const AHEAD: usize = 3;
/// Milliseconds after a page was shown, when whoever looks at it has begun to read.
pub const LATER: i32 = 300;

thread_local! {
    static READY: RefCell<Vec<(&'static str, Element)>> = const { RefCell::new(Vec::new()) };
}

/// The element of a block's HTML.
pub fn block(html: &'static str) -> Option<Element> {
    let ready = READY.with_borrow_mut(|all| {
        let at = all.iter().position(|(it, _)| std::ptr::eq(*it, html))?;
        Some(all.swap_remove(at).1)
    });
    ready.or_else(|| read(html))
}

/// Soon reads what comes after the page where an interview stands.
pub fn prepare(handout: &'static Handout, interview: &Interview) {
    let Some(speech) = speech::of(handout, &interview.lang) else { return };
    let next = speech.blocks.iter().skip(interview.page as usize + 1).take(AHEAD).flatten();
    after(LATER, || READY.set(next.filter_map(|it| Some((it.as_str(), read(it)?))).collect()));
}
