//! What a phone reads in a page: its first form, or how the interview ended.

use std::collections::BTreeMap;

use html5gum::{HtmlString, Spanned, StartTag, Token, Tokenizer};

/// A page, as far as a respondent can do anything with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The first form; none where there is nothing to post.
    pub form: Option<Form>,
    /// How the interview ended, in the word that the page has for it; none while it goes on.
    pub disposition: Option<String>,
    /// Why it cannot go on just now, in the word that the page has for it.
    pub halt: Option<String>,
    /// The addresses of its stylesheets.
    pub stylesheets: Vec<String>,
    /// Those of its scripts.
    pub scripts: Vec<String>,
}

/// A form as it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// Where it is posted to.
    pub action: String,
    /// In the order of the page.
    pub controls: Vec<Control>,
}

/// One control of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    pub name: String,
    pub kind: Kind,
}

/// What a control takes, and what it holds as it came.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Posted as it is.
    Hidden(String),
    /// A box of one line or of several, with its text.
    Text(String),
    /// A radio button or a checkbox.
    Choice { value: String, checked: bool },
    /// A list: what may be chosen, and what is.
    Select { values: Vec<String>, chosen: String },
    /// Posted by whoever presses it.
    Button(String),
}

impl Form {
    /// The value of the first hidden field with this name.
    pub fn hidden(&self, name: &str) -> Option<&str> {
        self.controls.iter().filter(|it| it.name == name).find_map(|it| match &it.kind {
            Kind::Hidden(value) => Some(value.as_str()),
            _ => None,
        })
    }

    /// Fills the form in with these answers and presses the button `_go=next`, as a browser would: every box and list
    /// is sent, with what stands in it, and of the others what is ticked.
    ///
    /// # Errors
    ///
    /// The answers, as `name=value`, for which the form has no control, or the button that it lacks.
    pub fn fill(&self, answers: &[(String, String)]) -> Result<Vec<(String, String)>, Vec<String>> {
        // A box left blank says no more than no box at all.
        let mut left: Vec<_> = answers.iter().filter(|(_, value)| !value.is_empty()).collect();
        let mut take = |name: &str, takes: &dyn Fn(&str) -> bool| {
            let at = left.iter().position(|(it, value)| it == name && takes(value))?;
            Some(left.remove(at).1.clone())
        };
        let mut pairs = Vec::with_capacity(self.controls.len());
        let mut pressed = false;
        for Control { name, kind } in &self.controls {
            let value = match kind {
                Kind::Hidden(value) => Some(value.clone()),
                Kind::Text(_) => Some(take(name, &|_| true).unwrap_or_default()),
                Kind::Choice { value, .. } => take(name, &|it| it == value),
                Kind::Select { values, .. } => {
                    let chosen = take(name, &|it| values.iter().any(|value| value == it));
                    chosen.or_else(|| values.first().cloned())
                }
                Kind::Button(value) if !pressed && name == "_go" && value == "next" => {
                    pressed = true;
                    Some(value.clone())
                }
                Kind::Button(_) => None,
            };
            pairs.extend(value.map(|it| (name.clone(), it)));
        }
        let mut missing: Vec<String> = left.iter().map(|(name, value)| format!("{name}={value}")).collect();
        missing.extend((!pressed).then(|| "_go=next".to_owned()));
        if missing.is_empty() { Ok(pairs) } else { Err(missing) }
    }
}

impl Page {
    /// Reads a page.
    pub fn read(html: &str) -> Page {
        let mut reading = Reading::default();
        for Ok(token) in Tokenizer::new(html) {
            match token {
                Token::StartTag(tag) => reading.start(&tag),
                Token::EndTag(tag) => reading.end(&tag.name),
                Token::String(text) => reading.text(&text),
                _ => {}
            }
        }
        reading.page
    }
}

/// A page as far as it has been read.
#[derive(Default)]
struct Reading {
    page: Page,
    in_form: bool,
    in_textarea: bool,
}

impl Reading {
    fn start(&mut self, tag: &StartTag<()>) {
        match tag.name.as_slice() {
            b"link" if attribute(tag, "rel").as_deref() == Some("stylesheet") => {
                self.page.stylesheets.extend(attribute(tag, "href"));
            }
            b"script" => self.page.scripts.extend(attribute(tag, "src")),
            b"main" => {
                self.page.disposition = attribute(tag, "data-disposition");
                self.page.halt = attribute(tag, "data-halt");
            }
            b"form" if self.page.form.is_none() => {
                let action = attribute(tag, "action").unwrap_or_default();
                self.page.form = Some(Form { action, controls: Vec::new() });
                self.in_form = true;
            }
            b"option" if self.in_form => self.option(tag),
            name if self.in_form => {
                self.in_textarea = name == b"textarea";
                let control = control(name, tag);
                let form = self.page.form.as_mut();
                form.expect("whatever is in a form comes after its tag").controls.extend(control);
            }
            _ => {}
        }
    }

    fn option(&mut self, tag: &StartTag<()>) {
        let last = self.page.form.as_mut().and_then(|it| it.controls.last_mut()).map(|it| &mut it.kind);
        let Some(Kind::Select { values, chosen }) = last else { return };
        let value = attribute(tag, "value").unwrap_or_default();
        if attribute(tag, "selected").is_some() {
            chosen.clone_from(&value);
        }
        values.push(value);
    }

    fn text(&mut self, text: &HtmlString) {
        let last = self.page.form.as_mut().and_then(|it| it.controls.last_mut()).map(|it| &mut it.kind);
        if let (true, Some(Kind::Text(typed))) = (self.in_textarea, last) {
            let text = String::from_utf8_lossy(text);
            // The line break that may follow the tag is not part of the text.
            typed.push_str(if typed.is_empty() { text.strip_prefix('\n').unwrap_or(&text) } else { &text });
        }
    }

    fn end(&mut self, name: &HtmlString) {
        match name.as_slice() {
            b"form" => self.in_form = false,
            b"textarea" => self.in_textarea = false,
            _ => {}
        }
    }
}

/// The control that a tag is; none for one that is never posted.
fn control(tag_name: &[u8], tag: &StartTag<()>) -> Option<Control> {
    let name = attribute(tag, "name").filter(|it| !it.is_empty())?;
    let value = attribute(tag, "value").unwrap_or_default();
    let kind = match (tag_name, attribute(tag, "type").as_deref()) {
        (b"input", Some("hidden")) => Kind::Hidden(value),
        (b"input", Some("radio" | "checkbox")) => {
            Kind::Choice { value, checked: attribute(tag, "checked").is_some() }
        }
        (b"input", Some("submit")) | (b"button", _) => Kind::Button(value),
        (b"input", _) => Kind::Text(value),
        (b"textarea", _) => Kind::Text(String::new()),
        (b"select", _) => Kind::Select { values: Vec::new(), chosen: String::new() },
        _ => return None,
    };
    Some(Control { name, kind })
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let attributes: &BTreeMap<HtmlString, Spanned<HtmlString, ()>> = &tag.attributes;
    attributes.get(name.as_bytes()).map(|it| String::from_utf8_lossy(it).into_owned())
}

#[cfg(test)]
mod tests;
