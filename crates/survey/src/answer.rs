//! What a respondent gave: form values as posted, and the typed answers made of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::questionnaire::{Code, Kind, Question};
use crate::validate::Fault;

/// One answer of the right shape. Whether it is a good one, [`crate::validate`] says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// `single`, `scale` and `nps`.
    Code(Code),
    /// `multi`: the codes ticked, in the order of the questionnaire.
    Codes(Vec<Code>),
    Number(f64),
    /// `grid`: item and code, for the items answered, in the order shown.
    Items(Vec<(String, Code)>),
    /// `rank`: codes, the first one first.
    Ranks(Vec<Code>),
    /// `open`, trimmed and not empty.
    Text(String),
}

/// What the respondent wants next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Go {
    #[default]
    Next,
    Back,
    /// Only another language.
    Stay,
    /// Nothing yet: the browser saves what is typed so far.
    Keep,
}

impl Go {
    /// As a form says it (`_go`); whatever it does not know means Next.
    fn read(text: &str) -> Go {
        match text {
            "back" => Go::Back,
            "stay" => Go::Stay,
            "keep" => Go::Keep,
            _ => Go::Next,
        }
    }

    /// The word for it in a form.
    pub fn word(self) -> &'static str {
        match self {
            Go::Next => "next",
            Go::Back => "back",
            Go::Stay => "stay",
            Go::Keep => "keep",
        }
    }
}

/// No name of a post is longer, in characters.
const LONGEST_NAME: usize = 40;

/// One posted page: the fields of the form, sorted into what steers and what answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawAnswers {
    /// The page that was posted (`_page`); the current one if the form does not say.
    pub page: Option<String>,
    pub go: Go,
    /// Another language (`_lang`).
    pub lang: Option<String>,
    /// How many posts the interview had taken when the form was drawn (`_turn`), to tell a double tap from a change.
    pub turn: Option<u32>,
    /// A name of its own for this post (`_post`), by which the browser knows whether it was taken.
    pub post: Option<String>,
    /// The questions that the browser had on its screen (`_seen`), where it shows and hides them by itself.
    pub seen: Vec<String>,
    /// How long the page was on the screen, in milliseconds (`_spent`), where it is sent later than it was left.
    pub spent: Option<i64>,
    /// What the server noticed about this post, such as `honeypot`.
    pub signs: Vec<String>,
    /// All other fields, in order: `var`, `var.row`, `var.1`, `var_98_text`.
    pub fields: Vec<(String, String)>,
}

impl From<Vec<(String, String)>> for RawAnswers {
    fn from(pairs: Vec<(String, String)>) -> Self {
        let mut raw = RawAnswers::default();
        for (name, text) in pairs {
            match name.as_str() {
                "_page" => raw.page = Some(text),
                "_turn" => raw.turn = text.parse().ok(),
                "_go" => raw.go = Go::read(&text),
                "_post" => raw.post = Some(text.chars().take(LONGEST_NAME).collect()),
                "_seen" => raw.seen.push(text),
                "_spent" => raw.spent = text.parse().ok(),
                "_lang" => raw.lang = Some(text),
                _ if name.starts_with('_') => {}
                _ => raw.fields.push((name, text)),
            }
        }
        // The language buttons are submit buttons: `_lang` arrives alone, `_go` with the others.
        if raw.lang.is_some() && raw.go == Go::Next {
            raw.go = Go::Stay;
        }
        raw
    }
}

/// The answer to one question as typed, read into its shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// None where nothing was typed, or nothing that has the right shape.
    pub answer: Option<Answer>,
    /// Texts of "other", trimmed and not empty, by code.
    pub others: BTreeMap<Code, String>,
    /// What keeps it from being an answer, with the part of the question.
    pub faults: Vec<(Option<String>, Fault)>,
}

/// Whether a form field belongs to a question.
pub fn belongs(question: &Question, field: &str) -> bool {
    match field.strip_prefix(&question.var) {
        Some("") => true,
        Some(rest) => rest.starts_with('.') || other_code(question, rest).is_some(),
        None => false,
    }
}

/// The code of `_98_text`, if that choice has a text box.
fn other_code(question: &Question, rest: &str) -> Option<Code> {
    let code = rest.strip_prefix('_')?.strip_suffix("_text")?.parse().ok()?;
    question.choice(code).filter(|it| it.other).map(|it| it.code)
}

/// Reads the fields of one question into an answer. What is offered to whom is not looked at here.
pub fn given(question: &Question, fields: &[(String, String)]) -> Given {
    let mut given = Given::default();
    for (name, text) in fields {
        let code = name.strip_prefix(&question.var).and_then(|it| other_code(question, it));
        if let Some((code, text)) = code.and_then(|it| Some((it, trimmed(text)?))) {
            given.others.insert(code, text);
        }
    }
    match &question.kind {
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Nps => {
            given.answer =
                one_code(question, fields, &question.var, None, &mut given.faults).map(Answer::Code);
        }
        Kind::Multi { .. } => given.answer = codes(question, fields, &mut given.faults),
        Kind::Number { range, decimals, .. } => {
            given.answer = number(&question.var, fields, *range, *decimals, &mut given.faults);
        }
        Kind::Grid { items, .. } => {
            let mut found = Vec::new();
            for item in items {
                let field = format!("{}.{}", question.var, item.name);
                if let Some(code) = one_code(question, fields, &field, Some(&item.name), &mut given.faults) {
                    found.push((item.name.clone(), code));
                }
            }
            given.answer = (!found.is_empty()).then_some(Answer::Items(found));
        }
        Kind::Rank { .. } => given.answer = ranks(question, fields, &mut given.faults),
        Kind::Open { max_len } => {
            let text = values(fields, &question.var).next().and_then(trimmed);
            let typed = text.as_ref().map_or(0, |it| it.chars().count() as u32);
            match max_len {
                Some(max) if typed > *max => given.faults.push((None, Fault::TooLong { max: *max, typed })),
                _ => given.answer = text.map(Answer::Text),
            }
        }
    }
    given
}

fn values<'a>(fields: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    fields.iter().filter(move |(it, _)| it == name).map(|(_, text)| text.as_str())
}

/// The text without blanks around it and without control characters; none if nothing is left.
fn trimmed(text: &str) -> Option<String> {
    let clean: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|it| !it.is_control() || *it == '\n' || *it == '\t')
        .collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// Full-width digits and signs as plain ones, since Chinese keyboards type them.
pub(crate) fn narrow(text: &str) -> String {
    let narrow = |it: char| match it {
        '０'..='９' | '．' | '－' | '＋' => char::from_u32(it as u32 - 0xfee0).unwrap_or(it),
        '。' => '.',
        _ => it,
    };
    text.trim().chars().map(narrow).collect()
}

/// The one code in a field; a fault if it is none of the question's, or if there are two.
fn one_code(
    question: &Question,
    fields: &[(String, String)],
    field: &str,
    part: Option<&str>,
    faults: &mut Vec<(Option<String>, Fault)>,
) -> Option<Code> {
    let mut typed: Vec<String> = values(fields, field).map(narrow).filter(|it| !it.is_empty()).collect();
    typed.dedup();
    let fault = match typed.as_slice() {
        [] => return None,
        [one] => match one.parse::<Code>() {
            Ok(code) if knows(question, code) => return Some(code),
            _ => Fault::NotOffered,
        },
        _ => Fault::Twice,
    };
    faults.push((part.map(str::to_owned), fault));
    None
}

fn knows(question: &Question, code: Code) -> bool {
    match question.kind {
        Kind::Nps => (0..=10).contains(&code),
        _ => question.choice(code).is_some(),
    }
}

fn codes(
    question: &Question,
    fields: &[(String, String)],
    faults: &mut Vec<(Option<String>, Fault)>,
) -> Option<Answer> {
    let typed: Vec<Option<Code>> =
        values(fields, &question.var).filter(|it| !it.is_empty()).map(|it| narrow(it).parse().ok()).collect();
    if typed.iter().any(|it| it.is_none_or(|it| !knows(question, it))) {
        faults.push((None, Fault::NotOffered));
    }
    let ticked: Vec<Code> =
        question.choices().iter().map(|it| it.code).filter(|it| typed.contains(&Some(*it))).collect();
    (!ticked.is_empty()).then_some(Answer::Codes(ticked))
}

fn ranks(
    question: &Question,
    fields: &[(String, String)],
    faults: &mut Vec<(Option<String>, Fault)>,
) -> Option<Answer> {
    let mut ranks: Vec<Option<Code>> = Vec::new();
    for place in 1..=question.choices().len() {
        let field = format!("{}.{place}", question.var);
        ranks.push(one_code(question, fields, &field, Some(&place.to_string()), faults));
    }
    while ranks.last() == Some(&None) {
        ranks.pop();
    }
    for (place, code) in ranks.iter().enumerate() {
        let part = Some((place + 1).to_string());
        match code {
            None if !faults.iter().any(|(it, _)| *it == part) => faults.push((part, Fault::RankGap)),
            Some(_) if ranks[..place].contains(code) => faults.push((part, Fault::RankTwice)),
            _ => {}
        }
    }
    (faults.is_empty() && !ranks.is_empty()).then(|| Answer::Ranks(ranks.into_iter().flatten().collect()))
}

fn number(
    var: &str,
    fields: &[(String, String)],
    range: Option<(f64, f64)>,
    decimals: u32,
    faults: &mut Vec<(Option<String>, Fault)>,
) -> Option<Answer> {
    let mut typed: Vec<String> = values(fields, var).map(narrow).filter(|it| !it.is_empty()).collect();
    typed.dedup();
    let (low, high) = range.unwrap_or((-1e15, 1e15));
    let fault = match typed.as_slice() {
        [] => return None,
        [one] => match crate::number::read(one) {
            None => Fault::NotANumber,
            Some((_, digits)) if digits > decimals => Fault::Decimals(decimals),
            Some((it, _)) if it < low || it > high => Fault::OutOfRange(low, high),
            Some((it, _)) => return Some(Answer::Number(it)),
        },
        _ => Fault::Twice,
    };
    faults.push((None, fault));
    None
}

#[cfg(test)]
mod tests;
