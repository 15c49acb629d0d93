//! What is said about the answers of a page: beside each, and in a box above them, as the server draws it.

use survey::said::{Said, Say};
use survey::view::PageView;
use web_sys::Element;

use crate::dom::{all, append, by_id, element, find, mark, set};

/// Says of a question what there is to say.
pub fn say(block: &Element, var: &str, said: &[Said]) {
    let whole: Vec<&Said> = said.iter().filter(|it| it.part.is_none()).collect();
    if !whole.is_empty() {
        let id = format!("{var}-complaint");
        let warn = whole.iter().all(|it| it.warn);
        let after = find(block, ".question__hint[id$='-hint']").or_else(|| find(block, ".question__text"));
        if let Some(after) = after {
            let _ = after.after_with_node_1(&complaint(&id, whole.iter().map(|it| it.words.as_str()), warn));
        }
        let radios = block.get_attribute("role").is_some();
        let group = block.tag_name() == "FIELDSET";
        let controls = if group && !radios { all(block, "[type=checkbox], select") } else { Vec::new() };
        let described = if group { Some(block.clone()) } else { by_name(block, var) };
        for it in described.iter() {
            describe(it, &id);
        }
        let marked = if group && !radios { controls } else { described.into_iter().collect() };
        if !warn {
            marked.iter().for_each(|it| set(it, "aria-invalid", "true"));
        }
    }
    for it in said.iter().filter(|it| it.part.is_some()) {
        say_of_part(block, var, it);
    }
}

/// Of one row, one rank, or the text of one choice.
fn say_of_part(block: &Element, var: &str, said: &Said) {
    let part = said.part.as_deref().unwrap_or_default();
    let words = std::iter::once(said.words.as_str());
    let (row, other) = (format!("{var}.{part}"), format!("{var}_{part}_text"));
    if let Some(input) = by_name(block, &other) {
        let complaint = complaint(&format!("{other}-complaint"), words, false);
        let _ = input.before_with_node_1(&complaint);
        describe(&input, &complaint.id());
        set(&input, "aria-invalid", "true");
        if let Some(place) = input.parent_element() {
            set(&place, "data-said", "");
        }
        return;
    }
    let Some(control) = by_name(block, &row) else { return };
    let complaint = complaint(&format!("{row}-complaint"), words, false);
    let (marked, before) = match control.closest(".item").ok().flatten() {
        Some(item) => (item.clone(), find(&item, ".item__scale")),
        None => (control.clone(), Some(control)),
    };
    if let Some(before) = before {
        let _ = before.before_with_node_1(&complaint);
    }
    describe(&marked, &complaint.id());
    set(&marked, "aria-invalid", "true");
}

/// Takes away what was said of a block: it is in order now.
pub fn unsay(block: &Element) {
    all(block, ".complaint").iter().for_each(Element::remove);
    for it in all(block, "[aria-invalid]").iter().chain([block]) {
        let _ = it.remove_attribute("aria-invalid");
    }
    all(block, "[data-said]").iter().for_each(|it| mark(it, "data-said", false));
}

/// The box above the questions; none where there is nothing to say.
pub fn summary(view: &PageView<'_>, listed: &[Said], say: Say<'_>) -> Option<Element> {
    if listed.is_empty() {
        return None;
    }
    let warn = listed.iter().all(|it| it.warn);
    let id = if warn { "summary-warnings" } else { "summary-errors" };
    let attributes =
        [("class", "summary"), ("role", "alert"), ("tabindex", "-1"), ("aria-labelledby", "summary-title")];
    let summary = element("section", &attributes, "");
    mark(&summary, "data-warn", warn);
    let title = element("h2", &[("class", "summary__title"), ("id", "summary-title")], "");
    append(&title, &element("bdi", &[], &say(id, &[("count", listed.len().into())])));
    append(&summary, &title);
    let lines = element("ul", &[("class", "summary__lines")], "");
    for it in listed {
        let link = element("a", &[("href", &format!("#{}", it.at))], "");
        append(&link, &element("bdi", &[], &it.question));
        let _ = link.append_with_str_1(" ");
        append(&link, &element("bdi", &[], &it.words));
        let line = element("li", &[], "");
        append(&line, &link);
        append(&lines, &line);
    }
    append(&summary, &lines);
    if warn {
        let next = say(if view.is_last { "submit" } else { "next" }, &[]);
        let hint = element("p", &[], "");
        append(&hint, &element("bdi", &[], &say("summary-warnings-do", &[("next", next.into())])));
        append(&summary, &hint);
    }
    Some(summary)
}

fn complaint<'a>(id: &str, words: impl Iterator<Item = &'a str>, warn: bool) -> Element {
    let complaint = element("p", &[("class", "complaint"), ("id", id)], "");
    mark(&complaint, "data-warn", warn);
    words.for_each(|it| append(&complaint, &element("bdi", &[], it)));
    complaint
}

/// Names a complaint to those who hear the page, after what is named already.
fn describe(it: &Element, id: &str) {
    let before = it.get_attribute("aria-describedby").unwrap_or_default();
    let before =
        before.split(' ').filter(|it| by_id(it).is_some() || it.ends_with("-hint") || it.ends_with("-limit"));
    let ids: Vec<&str> = before.filter(|it| *it != id).chain([id]).collect();
    set(it, "aria-describedby", ids.join(" ").trim());
}

fn by_name(block: &Element, name: &str) -> Option<Element> {
    find(block, &format!("[name='{name}']"))
}
