//! A ranking that is tapped, dragged, or moved by buttons; the lists of the plain form stay, out of sight, and hold
//! the places.

use std::cell::RefCell;

use survey::portable::handout::Speech;
use survey::view::QuestionView;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement, PointerEvent};

use crate::dom::{all, append, changed, element, find, focus, mark, on, set};
use crate::speech::{self, say};

thread_local! {
    /// The question and the row that is dragged in it.
    static DRAGGED: RefCell<Option<(Element, Element)>> = const { RefCell::new(None) };
}

/// Puts a list of all that is offered in the place of a list for each place.
pub fn begin(block: &Element, view: &QuestionView<'_>, speech: &Speech) {
    let Some(places) = find(block, ".ranking") else { return };
    if find(block, ".rank").is_some() {
        return;
    }
    mark(&places, "hidden", true);
    let rank = element("div", &[("class", "rank")], "");
    let hint = element("p", &[("class", "question__hint")], &say(speech, "rank-hint", &[]));
    let said = element("p", &[("class", "rank__said"), ("role", "status")], "");
    for it in [&hint, &said] {
        speech::mark(it, speech);
        append(&rank, it);
    }
    let rows = element("ol", &[("class", "rank__rows"), ("role", "list")], "");
    for choice in &view.choices {
        append(&rows, &row(&choice.code.to_string(), &choice.label, speech));
    }
    append(&rank, &rows);
    let _ = places.after_with_node_1(&rank);
    // A complaint leads to the first row.
    if let (Some(select), Some(first)) = (find(&places, "select"), find(&rows, ".rank__take")) {
        set(&first, "id", &select.id());
        let _ = select.remove_attribute("id");
        // Or the row would be heard as the first place, whatever place it has.
        find(&places, "label").iter().for_each(|it| drop(it.remove_attribute("for")));
    }
    show(block, speech);
    on(&rows, "pointerdown", |event| drag(&event));
}

/// A row: its place, the choice, up and down, and a handle.
fn row(code: &str, label: &str, speech: &Speech) -> Element {
    let row = element("li", &[("class", "rank__row"), ("data-code", code)], "");
    let take = element("button", &[("type", "button"), ("class", "rank__take"), ("data-act", "take")], "");
    append(&take, &element("span", &[("class", "rank__place")], ""));
    append(&take, &element("span", &[("class", "rank__label")], label));
    append(&row, &take);
    let args = [("choice", label.into())];
    for (act, sign, word) in [("up", "\u{2191}", "rank-up"), ("down", "\u{2193}", "rank-down")] {
        let name = say(speech, word, &args);
        let attributes =
            [("type", "button"), ("class", "rank__move"), ("data-act", act), ("aria-label", &*name)];
        append(&row, &element("button", &attributes, sign));
    }
    append(&row, &element("span", &[("class", "rank__handle"), ("aria-hidden", "true")], "\u{2261}"));
    row
}

/// A row was tapped, or moved by its buttons.
pub fn clicked(target: &Element, speech: &Speech) {
    let Some(button) = target.closest("[data-act]").ok().flatten() else { return };
    let (Some(row), Some(block)) = (up(&button, ".rank__row"), up(&button, ".question")) else { return };
    let code = row.get_attribute("data-code").unwrap_or_default();
    let mut order = placed(&block);
    let at = order.iter().position(|it| *it == code);
    match (button.get_attribute("data-act").as_deref(), at) {
        (Some("up"), Some(at)) if at > 0 => order.swap(at, at - 1),
        (Some("down"), Some(at)) if at + 1 < order.len() => order.swap(at, at + 1),
        (Some("take"), Some(at)) => drop(order.remove(at)),
        (Some("take"), None) if order.len() < selects(&block).len() => order.push(code),
        _ => return,
    }
    place(&block, &order, speech);
    tell(&block, &row, speech);
    focus(&button);
}

/// A row that is dragged by its handle takes the place of the one under the finger.
fn drag(event: &web_sys::Event) {
    let Some(handle) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
    if handle.class_name() == "rank__handle"
        && let (Some(row), Some(block)) = (up(&handle, ".rank__row"), up(&handle, ".question"))
    {
        event.prevent_default();
        mark(&row, "data-dragged", true);
        DRAGGED.set(Some((block, row)));
    }
}

/// Whether a row is dragged.
pub fn is_dragged() -> bool {
    DRAGGED.with_borrow(Option::is_some)
}

/// The finger has moved, or has let go. The document is asked: a row that moves in it loses its finger.
pub fn dragged(event: &web_sys::Event, speech: &Speech) {
    let Some((block, row)) = DRAGGED.with_borrow(Clone::clone) else { return };
    match event.dyn_ref::<PointerEvent>().filter(|it| it.type_() == "pointermove") {
        Some(pointer) => move_to(&block, &row, f64::from(pointer.client_y()), speech),
        None => {
            DRAGGED.set(None);
            mark(&row, "data-dragged", false);
            tell(&block, &row, speech);
        }
    }
}

fn move_to(block: &Element, row: &Element, y: f64, speech: &Speech) {
    let code = row.get_attribute("data-code").unwrap_or_default();
    let mut order = placed(block);
    let Some(from) = order.iter().position(|it| *it == code) else { return };
    let middle =
        |it: &Element| it.get_bounding_client_rect().top() + it.get_bounding_client_rect().height() / 2.0;
    let others = all(block, ".rank__row[data-place]").into_iter().filter(|it| !it.is_same_node(Some(row)));
    let to = others.filter(|it| middle(it) < y).count();
    if to != from {
        let code = order.remove(from);
        order.insert(to, code);
        place(block, &order, speech);
    }
}

/// The codes that have a place, the first one first.
fn placed(block: &Element) -> Vec<String> {
    selects(block).iter().map(HtmlSelectElement::value).filter(|it| !it.is_empty()).collect()
}

fn selects(block: &Element) -> Vec<HtmlSelectElement> {
    all(block, ".ranking select").into_iter().map(JsCast::unchecked_into).collect()
}

/// Gives the places to these codes.
fn place(block: &Element, order: &[String], speech: &Speech) {
    let selects = selects(block);
    for (at, select) in selects.iter().enumerate() {
        select.set_value(order.get(at).map_or("", String::as_str));
    }
    show(block, speech);
    selects.first().iter().for_each(|it| changed(it));
}

/// Rows with a place first, in their order; the others stay in the order in which they were offered.
fn show(block: &Element, speech: &Speech) {
    let (order, most) = (placed(block), selects(block).len());
    let Some(rows) = find(block, ".rank__rows") else { return };
    let is_full = order.len() == most;
    let of = |code: &str| find(&rows, &format!("[data-code='{code}']"));
    for (row, code) in order.iter().filter_map(|it| Some((of(it)?, it))).rev() {
        let at = order.iter().position(|it| it == code).unwrap_or_default();
        set(&row, "data-place", &(at + 1).to_string());
        let _ = rows.prepend_with_node_1(&row);
    }
    for row in all(&rows, ".rank__row") {
        let at = order.iter().position(|it| Some(it.as_str()) == row.get_attribute("data-code").as_deref());
        if at.is_none() {
            let _ = row.remove_attribute("data-place");
        }
        let place = at.map(|it| (it + 1).to_string()).unwrap_or_default();
        find(&row, ".rank__place").iter().for_each(|it| it.set_text_content(Some(&place)));
        if let Some(take) = find(&row, ".rank__take") {
            set(&take, "aria-pressed", if at.is_some() { "true" } else { "false" });
            mark(&take, "data-full", at.is_none() && is_full);
        }
        for (button, is_end) in
            all(&row, ".rank__move").iter().zip([at == Some(0), at == Some(order.len().max(1) - 1)])
        {
            mark(button, "hidden", at.is_none());
            set(button, "aria-disabled", if is_end { "true" } else { "false" });
        }
        find(&row, ".rank__handle").iter().for_each(|it| mark(it, "hidden", at.is_none()));
    }
    let args = [("count", order.len().into()), ("most", most.into())];
    find(block, ".rank__said")
        .iter()
        .for_each(|it| it.set_text_content(Some(&say(speech, "rank-taken", &args))));
}

/// Says where a row has come to.
fn tell(block: &Element, row: &Element, speech: &Speech) {
    let label = find(row, ".rank__label").and_then(|it| it.text_content()).unwrap_or_default();
    let choice = ("choice", label.into());
    let words = match row.get_attribute("data-place").and_then(|it| it.parse::<u32>().ok()) {
        Some(place) => say(speech, "rank-at", &[choice, ("place", place.into())]),
        None => say(speech, "rank-gone", &[choice]),
    };
    find(block, ".rank__said").iter().for_each(|it| it.set_text_content(Some(&words)));
}

fn up(from: &Element, selector: &str) -> Option<Element> {
    from.closest(selector).ok().flatten()
}
