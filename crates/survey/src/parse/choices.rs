//! Texts in every language, choices, the items of grids, and shared answer lists.

use std::collections::HashSet;

use super::reader::{Piped, Reader, Spot, Stated, did_you_mean, whole};
use super::report::Place;
use super::source::Source;
use super::tree::{Node, Scalar, Value, short};
use crate::questionnaire::{Choice, Code, Item, Pin, Text};

/// Codes have at most nine digits.
const LARGEST: Code = 999_999_999;
/// Longer texts are no texts for a page.
const LONGEST: usize = 20_000;
/// More choices than these are no list that anybody reads.
const MOST: usize = 1_000;

const FLAGS: [&str; 5] = ["if", "excl", "other", "pin", "missing"];
const PINS: [(&str, Pin); 2] = [("first", Pin::First), ("last", Pin::Last)];

/// A choice and what stands in it: a list is read once and held against each question that uses it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub choice: Choice,
    pub place: Place,
    condition: Option<Source>,
    piped: Vec<Source>,
}

/// What a text may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    Refused,
    /// `unit` and `hint` may say nothing in one language.
    Allowed,
}

impl Reader<'_> {
    /// A text in each language; `key` is pointed at where languages are missing.
    pub fn text(&mut self, node: &Node, key: Place, spot: Option<Spot>) -> Text {
        self.text_or_blank(node, key, spot, Blank::Refused)
    }

    /// A text in each language, which may be empty in some.
    pub fn text_or_blank(&mut self, node: &Node, key: Place, spot: Option<Spot>, blank: Blank) -> Text {
        let langs = self.langs.clone();
        if let Value::Scalar(it) = &node.value
            && !it.is_null()
        {
            let per_lang: Vec<_> = langs.iter().map(|it| format!("{it}: …")).collect();
            self.report.error(
                node.place,
                "wrong-shape",
                "Expected a text for each language.",
                format!("Write `{{{}}}`.", per_lang.join(", ")),
            );
            return Text::default();
        }
        let entries = self.map(node, "a text for each language");
        for (lang, _) in entries {
            if !langs.iter().any(|it| it == lang.text()) {
                self.unknown_in_text(lang, entries, &langs);
            }
        }
        let (text, sources) = self.translations(node, key, blank);
        self.piped.extend(sources.into_iter().map(|source| Piped { source, spot }));
        text
    }

    /// A key that is no language, seen where texts are expected.
    fn unknown_in_text(&mut self, lang: &Node, entries: &[(Node, Node)], keys: &[String]) {
        let cut = entries.iter().any(|(key, value)| {
            key.place == lang.place && matches!(&value.value, Value::Scalar(it) if it.is_null())
        });
        let mend = if cut {
            "Within `{…}` a comma ends a text: quote this text.".to_owned()
        } else {
            let keys = keys.iter().map(String::as_str);
            did_you_mean(
                lang.text(),
                keys,
                "Add the language to `langs`, or quote this text if it belongs to the one before.",
            )
        };
        let message = format!("`{}` is no language of this questionnaire.", short(lang.text()));
        self.report.error(lang.place, "unknown-language", message, mend);
    }

    /// The text of each language, in the order of `langs`, and those texts that have braces.
    fn translations(&mut self, node: &Node, key: Place, blank: Blank) -> (Text, Vec<Source>) {
        let Value::Map(entries) = &node.value else { return (Text::default(), Vec::new()) };
        let (mut text, mut piped, mut missing) = (Text::default(), Vec::new(), Vec::new());
        for lang in self.langs.clone() {
            let Some((_, node)) = entries.iter().find(|(it, _)| it.text() == lang) else {
                missing.push(lang);
                continue;
            };
            let Some(words) = self.words(node, blank) else { continue };
            if words.contains(['{', '}']) {
                piped.extend(node.source());
            }
            text.0.push((lang, words));
        }
        if !missing.is_empty() {
            let names = missing.join(", ");
            let mend = format!("Add `{}: …`, or take the language out of `langs`.", missing[0]);
            self.report.error(key, "missing-language", format!("This has no text in: {names}."), mend);
        }
        (text, piped)
    }

    /// One text: a string by YAML's rules.
    fn words(&mut self, node: &Node, blank: Blank) -> Option<String> {
        match &node.value {
            Value::Scalar(it) if it.is_null() || it.is_truth() || it.is_number() => {
                let message = not_a_text(it);
                self.report.error(node.place, "not-a-text", message, "Quote this text.");
                None
            }
            Value::Scalar(it) if it.text.len() > LONGEST => {
                let message = format!("This text is longer than {LONGEST} bytes.");
                self.report.error(
                    node.place,
                    "text-too-long",
                    message,
                    "Shorten it; look for a quote that is not closed.",
                );
                None
            }
            Value::Scalar(it) if it.text.trim().is_empty() && blank == Blank::Refused => {
                self.report.error(
                    node.place,
                    "empty-text",
                    "This text is empty.",
                    "Write what people should read here.",
                );
                None
            }
            Value::Scalar(it) => Some(it.text.trim().to_owned()),
            Value::Map(_) | Value::List(_) => {
                self.report.error(
                    node.place,
                    "not-a-text",
                    "YAML reads the braces or brackets here as a map or a list.",
                    "Quote this text.",
                );
                None
            }
            Value::Refused => None,
        }
    }

    /// A code, as a key or a value.
    pub fn code(&mut self, node: &Node) -> Option<Code> {
        let found = whole(node.text()).filter(|it| (0..=LARGEST).contains(it));
        if found.is_none() && !matches!(node.value, Value::Refused) {
            self.report.error(
                node.place,
                "bad-code",
                format!("`{}` is no code.", short(node.text())),
                format!("A code is a whole number from 0 to {LARGEST}, without leading zeros."),
            );
        }
        found
    }

    /// Choices by code, in file order.
    pub fn listed(&mut self, node: &Node) -> Vec<Listed> {
        let entries = self.map(node, "choices");
        if entries.is_empty() && matches!(node.value, Value::Map(_)) {
            self.report.error(
                node.place,
                "no-choices",
                "There are no choices here.",
                "Add at least one, such as `1: {…}`.",
            );
        }
        if entries.len() > MOST {
            let message = format!("There are more than {MOST} choices here.");
            self.report.error(
                node.place,
                "too-many-choices",
                message,
                "Ask in two steps, or with an open question.",
            );
        }
        entries.iter().take(MOST).filter_map(|(key, value)| self.one_listed(key, value)).collect()
    }

    fn one_listed(&mut self, key: &Node, node: &Node) -> Option<Listed> {
        let code = self.code(key)?;
        let entries = self.flagged(node, &FLAGS, "a choice");
        let (label, piped) = self.translations(node, key.place, Blank::Refused);
        let mut choice = Choice { code, label, ..Choice::default() };
        let mut condition = None;
        for (flag, value) in entries {
            match flag.text() {
                "if" => {
                    let found = self.expression(value);
                    choice.condition = found.as_ref().map(|(it, _)| it.clone());
                    condition = found.map(|(_, it)| it);
                }
                "excl" => choice.excl = self.truth(value).unwrap_or_default(),
                "other" => choice.other = self.truth(value).unwrap_or_default(),
                "missing" => choice.missing = self.truth(value).unwrap_or_default(),
                "pin" => choice.pin = self.one_of(value, &PINS),
                _ => {}
            }
        }
        Some(Listed { choice, place: key.place, condition, piped })
    }

    /// The entries of a choice or an item: a text for each language, and flags.
    fn flagged<'n>(&mut self, node: &'n Node, flags: &[&str], what: &str) -> &'n [(Node, Node)] {
        let entries = self.map(node, "a text for each language, and flags,");
        let langs = self.langs.clone();
        for (key, value) in entries {
            let word = key.text();
            if flags.contains(&word) || langs.iter().any(|it| it == word) {
                continue;
            }
            if matches!(word, "excl" | "other" | "missing" | "trap") {
                self.report.error(
                    key.place,
                    "meaningless",
                    format!("`{word}` means nothing on {what}."),
                    if word == "trap" {
                        "Write it on a row of a grid."
                    } else {
                        "Remove it, or write it on a choice of the scale."
                    },
                );
                continue;
            }
            let keys: Vec<_> = langs.iter().map(String::as_str).chain(flags.iter().copied()).collect();
            let cut = matches!(&value.value, Value::Scalar(it) if it.is_null());
            let otherwise = format!("Keys here: {}.", keys.join(", "));
            let mend = if cut {
                "Within `{…}` a comma ends a text: quote this text.".to_owned()
            } else {
                did_you_mean(word, keys.iter().copied(), otherwise)
            };
            let code = if cut { "unknown-language" } else { "unknown-key" };
            self.report.error(key.place, code, format!("`{}` is no key of {what}.", short(word)), mend);
        }
        entries
    }

    /// The choices of a list or a question, noted as standing at `spot`. Repeated codes are dropped.
    pub fn use_listed(&mut self, listed: &[Listed], spot: Spot, into: &mut Vec<Choice>) {
        let mut codes: HashSet<_> = into.iter().map(|it| it.code).collect();
        for it in listed {
            if self.choices_left == 0 {
                self.report.error(
                    it.place,
                    "too-many-choices",
                    "The choices of all questions together are too many.",
                    "Use shorter lists, or fewer questions with long ones.",
                );
                return;
            }
            if !codes.insert(it.choice.code) {
                let message = format!("Code {} is offered twice.", it.choice.code);
                self.report.error(it.place, "duplicate-code", message, "Give each choice a code of its own.");
                continue;
            }
            self.choices_left -= 1;
            if let (Some(expr), Some(source)) = (&it.choice.condition, &it.condition) {
                self.conditions.push(Stated { expr: expr.clone(), source: source.clone(), spot });
            }
            let spot = Some(spot);
            self.piped.extend(it.piped.iter().map(|source| Piped { source: source.clone(), spot }));
            into.push(it.choice.clone());
        }
    }

    /// The labels of a derived variable: nothing is piped there, and flags other than `missing` mean nothing.
    pub fn labels(&mut self, node: &Node) -> Vec<Choice> {
        let listed = self.listed(node);
        let mut choices = Vec::new();
        for it in listed {
            let piped = it.piped.into_iter().map(|source| Piped { source, spot: None });
            self.piped.extend(piped);
            let Choice { excl, other, pin, ref condition, .. } = it.choice;
            if excl || other || pin.is_some() || condition.is_some() {
                self.report.error(
                    it.place,
                    "meaningless",
                    "Nobody chooses the codes of a derived variable.",
                    "Leave only texts, and `missing` where it fits.",
                );
            }
            choices.push(it.choice);
        }
        choices
    }

    /// The rows of a grid.
    pub fn items(&mut self, node: &Node, spot: Spot, scale: &[Choice]) -> Vec<Item> {
        let entries = self.map(node, "rows");
        if entries.is_empty() && matches!(node.value, Value::Map(_)) {
            self.report.error(
                node.place,
                "no-rows",
                "There are no rows here.",
                "Add at least one, such as `price: {…}`.",
            );
        }
        if entries.len() > MOST {
            let message = format!("There are more than {MOST} rows here.");
            self.report.error(node.place, "too-many-choices", message, "Split the grid.");
        }
        entries.iter().take(MOST).map(|(key, value)| self.item(key, value, spot, scale)).collect()
    }

    fn item(&mut self, key: &Node, node: &Node, spot: Spot, scale: &[Choice]) -> Item {
        let name = key.text().to_owned();
        let fits = name.len() <= 32 && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        if !fits || name.is_empty() {
            let mend = "Use at most 32 English letters, digits and `_`: the name becomes part of a column.";
            self.report.error(
                key.place,
                "bad-name",
                format!("`{}` is no name for a row.", short(&name)),
                mend,
            );
        }
        let entries = self.flagged(node, &["if", "pin", "trap"], "a row");
        let (label, piped) = self.translations(node, key.place, Blank::Refused);
        self.piped.extend(piped.into_iter().map(|source| Piped { source, spot: Some(spot) }));
        let mut item = Item { name, label, ..Item::default() };
        for (flag, value) in entries {
            match flag.text() {
                "if" => item.condition = self.condition(value, spot),
                "pin" => item.pin = self.one_of(value, &PINS),
                "trap" => item.trap = self.trap(value, scale),
                _ => {}
            }
        }
        item
    }

    fn trap(&mut self, node: &Node, scale: &[Choice]) -> Option<Code> {
        let code = self.code(node)?;
        if !scale.is_empty() && !scale.iter().any(|it| it.code == code) {
            let codes: Vec<_> = scale.iter().map(|it| it.code.to_string()).collect();
            self.report.error(
                node.place,
                "unknown-code",
                format!("The scale has no code {code}."),
                format!("Its codes are {}.", codes.join(", ")),
            );
        }
        Some(code)
    }
}

fn not_a_text(it: &Scalar) -> &'static str {
    if it.is_null() {
        "There is no text here."
    } else if it.is_truth() {
        "YAML reads this as true or false."
    } else {
        "YAML reads this as a number."
    }
}
