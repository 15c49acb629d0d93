//! The form on a page, read as a browser reads it.

use scraper::{ElementRef, Html, Selector};

/// The form on a page, as it would be sent.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub controls: Vec<Control>,
    /// Submit buttons in document order, `name=value`.
    pub buttons: Vec<String>,
}

/// All controls of one name.
#[derive(Clone, Debug)]
pub struct Control {
    pub name: String,
    /// `hidden`, `radio`, `checkbox`, `text`, `select` or `textarea`.
    pub kind: String,
    /// What may be chosen: value and label. Empty for texts.
    pub offered: Vec<(String, String)>,
    /// Those that exclude the others.
    pub apart: Vec<String>,
    /// What is chosen or typed.
    pub values: Vec<String>,
    /// The text of the row or question around it.
    pub about: String,
}

/// Every element that fits a selector.
pub fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// The words in an element.
pub fn words(element: ElementRef<'_>) -> String {
    element.text().map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Form {
    /// The first form of a page.
    pub fn of(html: &str) -> Form {
        Form::first(html, "form")
    }

    /// The first form of a page that leads to this address.
    pub fn to(html: &str, action: &str) -> Form {
        Form::first(html, &format!("form[action='{action}']"))
    }

    fn first(html: &str, selector: &str) -> Form {
        let html = Html::parse_document(html);
        let form =
            all(&html, selector).into_iter().next().unwrap_or_else(|| panic!("no form on {}", html.html()));
        let mut controls: Vec<Control> = Vec::new();
        for it in form.select(&Selector::parse("input, select, textarea").unwrap()) {
            let one = control(it);
            match controls.iter_mut().find(|known| known.name == one.name) {
                Some(known) => known.join(one),
                None => controls.push(one),
            }
        }
        let button = Selector::parse("button").unwrap();
        let buttons =
            form.select(&button).map(|it| format!("{}={}", attr(it, "name"), attr(it, "value"))).collect();
        Form { action: attr(form, "action"), controls, buttons }
    }

    /// Sets the controls named in `a=1&b=x`; what is named twice holds both, `a=` empties.
    pub fn fill(&mut self, values: &str) {
        let pairs: Vec<(&str, &str)> = values.split('&').filter_map(|it| it.split_once('=')).collect();
        for (name, _) in &pairs {
            let known = self.controls.iter_mut().find(|it| it.name == *name);
            let known = known.unwrap_or_else(|| panic!("{name} is not on the page"));
            let given = pairs.iter().filter(|(it, value)| it == name && !value.is_empty());
            known.values = given.map(|(_, value)| (*value).to_owned()).collect();
        }
    }

    /// The control of this name.
    pub fn control(&self, name: &str) -> &Control {
        self.controls.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{name} is not on the page"))
    }

    /// Its body when this button is pressed.
    pub fn body(&self, button: &str) -> String {
        assert!(self.buttons.iter().any(|it| it == button), "no button {button} among {:?}", self.buttons);
        let (name, value) = button.split_once('=').unwrap();
        format!("{}&{}={}", self.fields(), escaped(name), escaped(value))
    }

    /// What stands in it, without a button.
    pub fn fields(&self) -> String {
        let pairs = self
            .controls
            .iter()
            .flat_map(|it| it.values.iter().map(|value| format!("{}={}", escaped(&it.name), escaped(value))));
        pairs.collect::<Vec<_>>().join("&")
    }
}

impl Control {
    fn join(&mut self, other: Control) {
        self.offered.extend(other.offered);
        self.apart.extend(other.apart);
        self.values.extend(other.values);
    }
}

fn control(element: ElementRef<'_>) -> Control {
    let tag = element.value().name();
    let kind = if tag == "input" { attr(element, "type") } else { tag.to_owned() };
    // What nobody sees nobody fills.
    let mut frames = element.ancestors().filter_map(ElementRef::wrap);
    let unseen = frames.any(|it| it.attr("aria-hidden") == Some("true"));
    let kind = if unseen { "hidden".to_owned() } else { kind };
    let chosen = |it: ElementRef<'_>, mark: &str| it.attr(mark).is_some();
    let about = around(element);
    let mut one = Control {
        name: attr(element, "name"),
        kind: kind.clone(),
        offered: Vec::new(),
        apart: Vec::new(),
        values: Vec::new(),
        about,
    };
    match kind.as_str() {
        "radio" | "checkbox" => {
            let value = attr(element, "value");
            let label =
                element.ancestors().filter_map(ElementRef::wrap).find(|it| it.value().name() == "label");
            one.offered.push((value.clone(), label.map(words).unwrap_or_default()));
            one.values.extend(chosen(element, "checked").then(|| value.clone()));
            let apart =
                element.ancestors().filter_map(ElementRef::wrap).any(|it| it.attr("data-apart").is_some());
            one.apart.extend(apart.then_some(value));
        }
        "select" => {
            for it in element.select(&Selector::parse("option").unwrap()) {
                let value = attr(it, "value");
                one.values.extend(chosen(it, "selected").then(|| value.clone()));
                one.offered.extend((!value.is_empty()).then(|| (value, words(it))));
            }
        }
        "textarea" => one.values.push(element.text().collect()),
        _ => one.values.push(attr(element, "value")),
    }
    one
}

/// The legend or label of whatever a control stands in.
fn around(element: ElementRef<'_>) -> String {
    let frames = element.ancestors().filter_map(ElementRef::wrap);
    let frame = frames.into_iter().find(|it| {
        ["fieldset", "div"].contains(&it.value().name()) && it.attr("id").is_some()
            || it.value().name() == "fieldset"
    });
    let title = frame.and_then(|it| it.select(&Selector::parse("legend, label").unwrap()).next());
    title.map(words).unwrap_or_default()
}

fn attr(element: ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// A page in a few lines: headings, what is complained of, and what each control holds.
pub fn text(html: &str) -> String {
    let page = Html::parse_document(html);
    let mut lines: Vec<String> = all(&page, "h1").into_iter().map(|it| format!("# {}", words(it))).collect();
    lines.extend(all(&page, ".summary__title").into_iter().map(|it| format!("! {}", words(it))));
    lines.extend(all(&page, ".complaint").into_iter().map(|it| format!("{}: {}", attr(it, "id"), words(it))));
    if !all(&page, "form").is_empty() {
        let form = Form::of(html);
        let shown = form.controls.iter().filter(|it| it.kind != "hidden");
        lines.extend(shown.map(|it| format!("{} = {}", it.name, it.values.join(" ")).trim_end().to_owned()));
    }
    lines.join("\n")
}
