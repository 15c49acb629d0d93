//! A block as the server draws it, made into this respondent's: what is not offered goes, the rest is put in their
//! order, earlier answers are written in, and what was typed stands in its fields.

use survey::answer::belongs;
use survey::view::{BlockView, ChoiceView, QuestionView, piped};
use survey::{Kind, Reading};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement, Node};

use crate::dom::{all, append, find, mark, set};
use crate::ready;

/// The block of a page, from its HTML. What is as the server draws it for everybody is not looked at: each look costs
/// a slow phone more than all the rules.
pub fn block(html: &'static str, view: &BlockView<'_>, reading: &Reading<'_>) -> Option<Element> {
    let element = ready::block(html)?;
    if html.contains(['{', '}']) {
        write_answers(&element, reading);
    }
    if let BlockView::Question(view) = view {
        offer(&element, view);
        let page = &reading.questionnaire.pages[reading.interview.page as usize];
        let fields =
            reading.interview.drafts.get(&page.name).map(|it| it.fields.as_slice()).unwrap_or_default();
        if fields.iter().any(|(name, text)| !text.is_empty() && belongs(view.question, name)) {
            type_in(&element, fields);
        }
    }
    Some(element)
}

/// Writes earlier answers into every text that has a place for one.
fn write_answers(at: &Node, reading: &Reading<'_>) {
    let nodes = at.child_nodes();
    for child in (0..nodes.length()).filter_map(|it| nodes.item(it)) {
        let text = child.node_value().unwrap_or_default();
        if child.node_type() == Node::TEXT_NODE && text.contains(['{', '}']) {
            child.set_node_value(Some(&piped(reading, &text)));
        }
        write_answers(&child, reading);
    }
    if let Some(element) = at.dyn_ref::<Element>()
        && let Some(label) = element.get_attribute("aria-label").filter(|it| it.contains(['{', '}']))
    {
        set(element, "aria-label", &piped(reading, &label));
    }
}

/// Leaves what is offered, in the order shown.
fn offer(element: &Element, view: &QuestionView<'_>) {
    let (var, whole) = (&view.question.var, view.question.choices());
    let is_whole = matches!(view.question.kind, Kind::Nps)
        || whole.iter().map(|it| it.code).eq(view.choices.iter().map(|it| it.code));
    if !is_whole {
        for (list, row) in [(".choices", ".choice"), (".item__scale", ".point")] {
            for list in all(element, list) {
                let code = |it: &Element| find(it, "input").and_then(|it| it.get_attribute("value"));
                order(&list, all(&list, row), &view.choices, code);
            }
        }
        for list in all(element, "select") {
            let options = all(&list, "option[value]:not([value=''])");
            order(&list, options, &view.choices, |it| it.get_attribute("value"));
        }
    }
    // A choice whose words were typed at another question is called by them.
    for choice in view.question.carried().iter().filter(|it| it.other) {
        let shown = view.choices.iter().find(|it| it.code == choice.code);
        let label = find(element, &format!("[id='{var}.{}'] + span", choice.code));
        if let (Some(label), Some(shown)) = (label, shown) {
            label.set_text_content(Some(&shown.label));
        }
    }
    let items = || view.question.items().iter().map(|it| it.name.as_str());
    if items().next().is_some()
        && !(is_whole && items().eq(view.items.iter().map(|it| it.name.as_str())))
        && let Some(grid) = find(element, ".grid")
    {
        rows(&grid, view);
    }
    if matches!(view.question.kind, Kind::Rank { .. }) {
        all(element, ".ranking__place").iter().skip(view.ranks.len()).for_each(Element::remove);
    }
}

/// The rows of a grid, and the head of its table.
fn rows(grid: &Element, view: &QuestionView<'_>) {
    let var = &view.question.var;
    let items = all(grid, ".item");
    let name = |it: &Element| find(it, "input").and_then(|it| it.get_attribute("name"));
    for item in &view.items {
        let wanted = format!("{var}.{}", item.name);
        if let Some(it) = items.iter().find(|it| name(it).as_deref() == Some(&wanted)) {
            append(grid, it);
        }
    }
    for it in items {
        let offered =
            name(&it).is_some_and(|it| view.items.iter().any(|item| it == format!("{var}.{}", item.name)));
        if !offered {
            it.remove();
        }
    }
    let whole: Vec<_> = view.question.choices().iter().map(|it| it.code).collect();
    for (label, code) in all(grid, ".grid__head span").iter().zip(whole) {
        if !view.choices.iter().any(|it| it.code == code) {
            label.remove();
        }
    }
    set(grid, "data-points", &view.choices.len().to_string());
}

/// Puts the rows of offered choices last, in their order, and takes the others away. What stands first and is no
/// choice stays first.
fn order(
    list: &Element,
    rows: Vec<Element>,
    choices: &[ChoiceView],
    code: impl Fn(&Element) -> Option<String>,
) {
    let codes: Vec<Option<String>> = rows.iter().map(code).collect();
    let offered: Vec<Option<String>> = choices.iter().map(|it| Some(it.code.to_string())).collect();
    if codes == offered {
        return;
    }
    // What stands in groups stays in them.
    let is_grouped = find(list, "optgroup").is_some();
    for wanted in offered.iter().filter(|_| !is_grouped) {
        if let Some(at) = codes.iter().position(|it| it == wanted) {
            append(list, &rows[at]);
        }
    }
    for (row, _) in rows.iter().zip(&codes).filter(|(_, it)| !offered.contains(it)) {
        row.remove();
    }
}

/// Types what was typed.
fn type_in(element: &Element, fields: &[(String, String)]) {
    let typed = |name: &str| fields.iter().find(|(it, _)| it == name).map(|(_, text)| text.as_str());
    for control in all(element, "[name]") {
        let name = control.get_attribute("name").unwrap_or_default();
        if let Some(it) = control.dyn_ref::<HtmlSelectElement>() {
            // A code that is not offered leaves the list at its first row, as on the server.
            let wanted = typed(&name).unwrap_or_default();
            let has = all(&control, "option")
                .iter()
                .any(|it| it.unchecked_ref::<HtmlOptionElement>().value() == wanted);
            it.set_value(if has { wanted } else { "" });
        } else if let Some(it) = control.dyn_ref::<HtmlTextAreaElement>() {
            it.set_value(typed(&name).unwrap_or_default());
        } else if let Some(it) = control.dyn_ref::<HtmlInputElement>() {
            if matches!(it.type_().as_str(), "radio" | "checkbox") {
                let value = it.value();
                mark(&control, "checked", fields.iter().any(|(at, text)| *at == name && *text == value));
            } else {
                it.set_value(typed(&name).unwrap_or_default());
            }
        }
    }
}
