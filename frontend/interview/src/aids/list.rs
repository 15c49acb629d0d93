//! A long list in a window of its own: group and choice in two taps, or found by a part of its name, the first letters
//! of its pinyin, or English.

use std::rc::Rc;

use survey::Question;
use survey::portable::handout::{Handout, Speech};
use survey::view::QuestionView;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use crate::dom::{all, append, changed, document, element, find, focus, mark, on, set};
use crate::speech::{self, say};

/// A list of fewer choices opens as the phone's own.
const LONG: usize = survey::grouping::LONG;

/// A long list on the page.
struct List {
    select: HtmlSelectElement,
    /// What opens its window.
    button: Element,
    question: &'static Question,
    handout: &'static Handout,
    title: String,
    speech: &'static Speech,
}

/// One choice of the list.
struct Row {
    value: String,
    label: String,
    group: String,
    /// What it is found by, in small letters.
    keys: String,
}

/// The window of a list.
struct Sheet {
    dialog: HtmlDialogElement,
    field: HtmlInputElement,
    found: Element,
    rows: Element,
    /// All that there is; gathered when it is opened, so that the page need not wait for it.
    all: Vec<Row>,
}

/// Puts a button in the place of a long list; the list stays, out of sight, and holds the answer.
pub fn begin(block: &Element, view: &QuestionView<'_>, handout: &'static Handout, speech: &'static Speech) {
    let select = find(block, "select").and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
    let (Some(select), Some(question)) = (select, handout.questionnaire.question(&view.question.var)) else {
        return;
    };
    if view.choices.len() < LONG || find(block, ".list__open").is_some() {
        return;
    }
    let attributes = [
        ("type", "button"),
        ("class", "dropdown list__open"),
        ("id", &*select.id()),
        ("aria-haspopup", "dialog"),
    ];
    let button = element("button", &attributes, "");
    for name in ["aria-describedby", "aria-invalid"] {
        if let Some(value) = select.get_attribute(name) {
            set(&button, name, &value);
        }
    }
    let _ = select.remove_attribute("id");
    mark(&select, "hidden", true);
    let _ = select.after_with_node_1(&button);
    let list = Rc::new(List { select, button, question, handout, title: view.text.clone(), speech });
    list.show_chosen();
    let opened = list.clone();
    on(&list.button, "click", move |_| open(&opened));
}

fn rows(list: &List) -> Vec<Row> {
    let keys = list.handout.keys.iter().find(|(var, _)| *var == list.question.var);
    let keys = keys.map(|(_, it)| it.as_slice());
    let row = |option: Element| {
        let value = option.get_attribute("value").filter(|it| !it.is_empty())?;
        let code = value.parse().ok();
        let choice = list.question.choice(code?)?;
        let group = option.parent_element().and_then(|it| it.get_attribute("label")).unwrap_or_default();
        let names: Vec<&str> = choice.label.0.iter().map(|(_, it)| it.as_str()).collect();
        let letters =
            keys.unwrap_or_default().iter().find(|(it, _)| Some(*it) == code).map(|(_, it)| it.as_str());
        let keys = small(&[&names.join(" "), letters.unwrap_or_default()].join(" "));
        Some(Row { value, label: option.text_content().unwrap_or_default(), group, keys })
    };
    all(&list.select, "option").into_iter().filter_map(row).collect()
}

/// In small letters, as the browser makes them.
fn small(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

impl List {
    fn say(&self, id: &str) -> String {
        say(self.speech, id, &[])
    }

    /// The button says what is chosen.
    fn show_chosen(&self) {
        let value = self.select.value();
        let mut options = all(&self.select, "option").into_iter();
        let chosen = options.find(|it| it.get_attribute("value").as_deref() == Some(&value));
        let words = chosen.and_then(|it| it.text_content()).unwrap_or_default();
        self.button.set_text_content(Some(&words));
        // Its label alone would be heard in place of what is chosen.
        set(&self.button, "aria-label", &format!("{} {words}", self.title));
    }

    fn choose(&self, row: &Element, sheet: &Sheet) {
        self.select.set_value(&row.get_attribute("data-value").unwrap_or_default());
        self.show_chosen();
        sheet.dialog.close();
        changed(&self.select);
    }
}

/// Opens the window, outside of the form: Enter in its field sends nothing.
fn open(list: &Rc<List>) {
    let attributes = [("class", "list"), ("aria-labelledby", "list-title")];
    let dialog: HtmlDialogElement = element("dialog", &attributes, "").unchecked_into();
    let head = element("div", &[("class", "list__head")], "");
    append(&head, &element("h2", &[("id", "list-title")], &list.title));
    let attributes = [("type", "button"), ("class", "list__close"), ("aria-label", &*list.say("list-close"))];
    append(&head, &element("button", &attributes, "\u{d7}"));
    let (label, hint) = (list.say("list-search"), list.say("list-search-hint"));
    let attributes =
        [("type", "search"), ("class", "list__search"), ("autocomplete", "off"), ("aria-label", &*label)];
    let field: HtmlInputElement = element("input", &attributes, "").unchecked_into();
    field.set_placeholder(&hint);
    let found = element("p", &[("class", "list__found"), ("role", "status")], "");
    let rows = element("div", &[("class", "list__rows")], "");
    speech::mark(&found, list.speech);
    let parts: [&Element; 4] = [&head, &field, &found, &rows];
    parts.into_iter().for_each(|it| append(&dialog, it));
    let Some(body) = document().body() else { return };
    append(&body, &dialog);
    let all = self::rows(list);
    let sheet = Rc::new(Sheet { dialog, field, found, rows, all });
    fill(list, &sheet, None);
    listen(list, &sheet);
    let _ = sheet.dialog.show_modal();
}

fn listen(list: &Rc<List>, sheet: &Rc<Sheet>) {
    let both = || (list.clone(), sheet.clone());
    let (list_of, of) = both();
    on(&sheet.field, "input", move |_| fill(&list_of, &of, None));
    let (list_of, of) = both();
    on(&sheet.field, "keydown", move |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|it| it.key() == "Enter") {
            event.prevent_default();
            let first = find(&of.rows, "[data-value]").filter(|_| !of.field.value().trim().is_empty());
            first.iter().for_each(|it| list_of.choose(it, &of));
        }
    });
    let (list_of, of) = both();
    on(&sheet.dialog, "click", move |event| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let Some(button) = target.and_then(|it| it.closest("button").ok().flatten()) else { return };
        if button.has_attribute("data-value") {
            list_of.choose(&button, &of);
        } else if let Some(group) = button.get_attribute("data-group") {
            fill(&list_of, &of, Some(&group));
            find(&of.rows, "button").iter().for_each(focus);
        } else {
            of.dialog.close();
        }
    });
    let (list_of, of) = both();
    on(&sheet.dialog, "close", move |_| {
        list_of.show_chosen();
        of.dialog.remove();
        focus(&list_of.button);
    });
}

/// Lists what is found; without a query the groups and what is in none, or what is in the group that was tapped.
fn fill(list: &List, sheet: &Sheet, group: Option<&str>) {
    let query = small(sheet.field.value().trim());
    let group = group.filter(|it| query.is_empty() && !it.is_empty());
    sheet.rows.set_inner_html("");
    let button = |attributes: &[(&str, &str)], text: &str| {
        let button = element("button", attributes, text);
        set(&button, "type", "button");
        append(&sheet.rows, &button);
        button
    };
    let chosen = list.select.value();
    if group.is_some() {
        button(&[("class", "list__back"), ("data-group", "")], &list.say("list-back"));
    } else if query.is_empty() {
        let mut groups: Vec<&str> = sheet.all.iter().map(|it| it.group.as_str()).collect();
        groups.dedup();
        for name in groups.into_iter().filter(|it| !it.is_empty()) {
            let button = button(&[("class", "list__group"), ("data-group", name)], name);
            mark(&button, "data-chosen", sheet.all.iter().any(|it| it.group == name && it.value == chosen));
        }
    }
    let shown = |it: &&Row| {
        if query.is_empty() { it.group == group.unwrap_or_default() } else { it.keys.contains(&query) }
    };
    let mut count = 0_u32;
    for row in sheet.all.iter().filter(shown) {
        let button = button(&[("class", "list__row"), ("data-value", &row.value)], &row.label);
        set(&button, "aria-pressed", if row.value == chosen { "true" } else { "false" });
        count += 1;
    }
    let found = if query.is_empty() {
        String::new()
    } else {
        say(list.speech, "list-found", &[("count", count.into())])
    };
    sheet.found.set_text_content(Some(&found));
}
