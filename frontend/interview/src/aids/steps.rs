//! A long grid on a phone: one row at a time, the next one as soon as one is answered.

use survey::portable::handout::Speech;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

use crate::dom::{after, all, append, by_id, element, find, focus, mark, set};
use crate::speech::{self, say};

/// Grids of more rows are shown one at a time.
const MOST: usize = 5;
/// So many milliseconds an answer is seen before the next row comes.
const SEEN: i32 = 250;

/// Shows the first row that has no answer.
pub fn begin(block: &Element, speech: &Speech) {
    let items = all(block, ".item");
    let Some(grid) = find(block, ".grid").filter(|_| items.len() > MOST) else { return };
    let steps = element("div", &[("class", "steps")], "");
    speech::mark(&steps, speech);
    let button = |act: &str, word: &str| {
        let attributes = [("type", "button"), ("class", "button button--quiet"), ("data-step", act)];
        element("button", &attributes, &say(speech, word, &[]))
    };
    append(&steps, &button("-1", "step-previous"));
    append(&steps, &element("p", &[("class", "steps__at"), ("role", "status")], ""));
    append(&steps, &button("1", "step-next"));
    append(&grid, &steps);
    let first = items.iter().position(|it| !is_answered(it)).unwrap_or(items.len() - 1);
    show(&grid, first, speech);
}

/// The buttons below the row; an answer that was tapped; a complaint about a row out of sight.
pub fn clicked(event: &Event, target: &Element, speech: &'static Speech) {
    let up = |selector: &str| target.closest(selector).ok().flatten();
    if let Some(item) = up("a[href^='#']").and_then(|it| by_id(it.get_attribute("href")?.get(1..)?)) {
        let item = item.closest(".item").ok().flatten();
        if let Some((item, grid)) = item.and_then(|it| Some((it.clone(), stepped(&it)?))) {
            let at = all(&grid, ".item").iter().position(|it| it.is_same_node(Some(&item)));
            show(&grid, at.unwrap_or_default(), speech);
        }
        return;
    }
    let Some(grid) = stepped(target) else { return };
    let (items, here) = (all(&grid, ".item"), shown(&grid));
    if let Some(by) = up("[data-step]").and_then(|it| it.get_attribute("data-step")?.parse::<isize>().ok()) {
        let to = here.saturating_add_signed(by).min(items.len() - 1);
        show(&grid, to, speech);
        find(&items[to], "input:checked, input").iter().for_each(focus);
        return;
    }
    // Arrow keys choose, too, and must not leave the row: only a pointer counts its clicks.
    let by_pointer = event.dyn_ref::<MouseEvent>().is_some_and(|it| it.detail() > 0);
    let was_tapped = by_pointer && up(".point").is_some() && target.tag_name() == "INPUT";
    if was_tapped && here + 1 < items.len() {
        after(SEEN, move || {
            if shown(&grid) == here {
                show(&grid, here + 1, speech);
            }
        });
    }
}

/// The grid around an element, if it is shown one row at a time.
fn stepped(at: &Element) -> Option<Element> {
    at.closest(".grid[data-steps]").ok().flatten()
}

fn shown(grid: &Element) -> usize {
    all(grid, ".item").iter().position(|it| !it.has_attribute("hidden")).unwrap_or_default()
}

fn show(grid: &Element, at: usize, speech: &Speech) {
    let items = all(grid, ".item");
    mark(grid, "data-steps", true);
    for (nr, item) in items.iter().enumerate() {
        mark(item, "hidden", nr != at);
    }
    let args = [("at", (at + 1).into()), ("count", items.len().into())];
    find(grid, ".steps__at").iter().for_each(|it| it.set_text_content(Some(&say(speech, "step-at", &args))));
    for (button, is_end) in all(grid, "[data-step]").iter().zip([at == 0, at + 1 == items.len()]) {
        set(button, "aria-disabled", if is_end { "true" } else { "false" });
    }
}

fn is_answered(item: &Element) -> bool {
    all(item, "input").iter().any(|it| it.unchecked_ref::<web_sys::HtmlInputElement>().checked())
}
