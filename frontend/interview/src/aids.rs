//! What helps while one answers, before anything is posted: counts, limits, lists that can be searched, rankings that
//! are tapped or dragged, grids one row at a time. The controls of the plain form stay, and hold the answers.

mod count;
mod list;
mod rank;
mod steps;

use survey::Kind;
use survey::portable::handout::{Handout, Speech};
use survey::view::BlockView;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use crate::dom::{all, document, window};

/// Below this width grids are cards and shown one row at a time.
const PHONE: &str = "(width < 44rem)";

/// Helps with a block that the server has drawn. Nothing moves under a finger.
pub fn adopt(element: &Element, view: &BlockView<'_>, handout: &'static Handout, speech: &'static Speech) {
    let BlockView::Question(view) = view else { return };
    count::begin(element, view, speech);
    let is_in_hand = document().active_element().is_some_and(|it| element.contains(Some(&it)));
    match view.question.kind {
        Kind::Single { dropdown: true, .. } if !is_in_hand => list::begin(element, view, handout, speech),
        Kind::Rank { .. } if !is_in_hand => rank::begin(element, view, speech),
        _ => {}
    }
}

/// Helps with a block that is drawn here.
pub fn dress(element: &Element, view: &BlockView<'_>, handout: &'static Handout, speech: &'static Speech) {
    let BlockView::Question(question) = view else { return };
    count::begin(element, question, speech);
    match question.question.kind {
        Kind::Single { dropdown: true, .. } => list::begin(element, question, handout, speech),
        Kind::Rank { .. } => rank::begin(element, question, speech),
        Kind::Grid { .. } if is_phone() => steps::begin(element, speech),
        _ => {}
    }
}

/// Something was typed on the page.
pub fn update(element: &Element, view: &BlockView<'_>, speech: &Speech) {
    if let BlockView::Question(view) = view {
        count::update(element, view, speech);
    }
}

/// A choice that excludes the others unticks them, and they untick it.
pub fn before_typed(event: &Event) {
    let Some(ticked) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else { return };
    let choices = ticked.closest(".choices").ok().flatten();
    let Some(choices) = choices.filter(|_| ticked.type_() == "checkbox" && ticked.checked()) else { return };
    let excludes = |it: &Element| it.closest("[data-apart]").ok().flatten().is_some();
    let alone = excludes(&ticked);
    for other in all(&choices, "input[type=checkbox]:checked") {
        if !other.is_same_node(Some(&ticked)) && (alone || excludes(&other)) {
            other.unchecked_ref::<HtmlInputElement>().set_checked(false);
        }
    }
}

/// Something on the page was tapped or clicked.
pub fn clicked(event: &Event, speech: &'static Speech) {
    let Some(target) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
    rank::clicked(&target, speech);
    steps::clicked(event, &target, speech);
}

/// A finger moves over the page, or is lifted.
pub fn pointed(event: &Event, speech: &Speech) {
    rank::dragged(event, speech);
}

/// Whether it matters where the finger is.
pub fn follows_pointer() -> bool {
    rank::is_dragged()
}

/// Asked once: a page that is turned later keeps its rows as they are.
fn is_phone() -> bool {
    thread_local! {
        static IS_PHONE: bool = window().match_media(PHONE).ok().flatten().is_some_and(|it| it.matches());
    }
    IS_PHONE.with(|it| *it)
}
