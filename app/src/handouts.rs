//! What browsers are given to run interviews by themselves: made once for each version of a questionnaire.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;
use leptos::prelude::RenderHtml;
use pinyin::ToPinyin;
use sha2::{Digest, Sha256};
use survey::portable::handout::{Form, Handout, Phrase, Speech};
use survey::questionnaire::{Block, Kind, Question};
use survey::{Questionnaire, portable, view};

use crate::components::interview::block;
use crate::components::question::Around;
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{mark, spoken};

#[cfg(test)]
mod tests;

/// The site's words that an interview needs, in Chinese and in English.
const WORDS: [(&str, [&str; 2]); 2] = [
    ("zh", [include_str!("../locales/zh/interview.ftl"), include_str!("../locales/zh/common.ftl")]),
    ("en", [include_str!("../locales/en/interview.ftl"), include_str!("../locales/en/common.ftl")]),
];

/// Words of pages that only the server draws.
const ELSEWHERE: [&str; 9] =
    ["ending-", "welcome-", "expired", "paused", "closed", "rush", "error-", "site-", "go-on"];
/// But this one stands before the title of a page with complaints.
const TITLE: &str = "error-title-prefix";

/// What was made so far, by survey and version. Versions never change, so nothing leaves.
#[derive(Default)]
pub struct Handouts(Mutex<HashMap<(String, String), Option<Made>>>);

/// A handout as it is sent.
#[derive(Clone)]
struct Made {
    /// Its name: sixteen digits that are others when a byte is another one.
    name: Arc<str>,
    bytes: Bytes,
}

impl Handouts {
    /// Where browsers get the handout of a questionnaire; none where it runs on the server alone.
    pub fn address(&self, questionnaire: &Questionnaire) -> Option<String> {
        let key = (questionnaire.survey.clone(), questionnaire.version.clone());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let made = all.entry(key).or_insert_with(|| make(questionnaire));
        made.as_ref().map(|it| format!("/handout/{}", it.name))
    }

    fn bytes(&self, name: &str) -> Option<Bytes> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.values().flatten().find(|it| *it.name == *name).map(|it| it.bytes.clone())
    }
}

/// `GET /handout/{name}`: for ever the same bytes under one name.
pub async fn handout(State(state): State<AppState>, Path(name): Path<String>) -> Result<Response, AppError> {
    let bytes = state.handouts.bytes(&name).ok_or(AppError::NotFound)?;
    let keep = "public, max-age=31536000, immutable";
    Ok(([(header::CACHE_CONTROL, keep), (header::CONTENT_TYPE, "application/octet-stream")], bytes)
        .into_response())
}

fn make(questionnaire: &Questionnaire) -> Option<Made> {
    let keys = questionnaire.questions().filter_map(|(_, it)| keys(it)).collect();
    let speech = questionnaire.langs.iter().map(|it| speech(questionnaire, it)).collect();
    let handout = Handout { questionnaire: portable::questionnaire(questionnaire)?, speech, keys };
    let bytes = postcard::to_stdvec(&handout).ok()?;
    let name = Sha256::digest(&bytes).iter().take(8).map(|it| format!("{it:02x}")).collect::<String>();
    Some(Made { name: name.into(), bytes: bytes.into() })
}

fn speech(questionnaire: &Questionnaire, lang: &str) -> Speech {
    let draw = |it: &Block| {
        let around = Around { lang, said: &[], focus: false };
        block(&view::whole(questionnaire, it, lang), around).to_html()
    };
    let blocks = questionnaire.pages.iter().map(|it| it.blocks.iter().map(draw).collect()).collect();
    let mark = mark(lang).map(str::to_owned);
    Speech { lang: lang.to_owned(), words: words(spoken(lang)), mark, blocks }
}

/// What the choices of a long list are found by, beside their labels: the pinyin of Chinese labels, and its first
/// letters. `gd` and `guangdong` both find 广东.
fn keys(question: &Question) -> Option<(String, Vec<(i64, String)>)> {
    let Kind::Single { options, dropdown: true } = &question.kind else { return None };
    let key = |text: &str| {
        let syllables: Vec<&str> =
            text.chars().filter_map(|it| it.to_pinyin()).map(|it| it.plain()).collect();
        let first: String = syllables.iter().filter_map(|it| it.chars().next()).collect();
        if syllables.is_empty() { String::new() } else { format!("{first} {} ", syllables.concat()) }
    };
    let of_choice = |labels: &survey::Text| labels.0.iter().map(|(_, it)| key(it)).collect::<String>();
    let keys = options.choices.iter().map(|it| (it.code, of_choice(&it.label).trim().to_owned()));
    Some((question.var.clone(), keys.collect()))
}

/// The words of the interview in a language of the site, as a browser fills them in.
fn words(lang: &str) -> Vec<(String, Phrase)> {
    let files = WORDS.iter().find(|(it, _)| *it == lang).map(|(_, files)| files).into_iter().flatten();
    files.flat_map(|it| phrases(it)).filter(|(id, _)| is_of_interview(id)).collect()
}

fn is_of_interview(id: &str) -> bool {
    id == TITLE || !ELSEWHERE.iter().any(|it| id.starts_with(it))
}

/// The messages of a file of words.
fn phrases(file: &'static str) -> Vec<(String, Phrase)> {
    let entries = parser::parse(file).map(|it| it.body).unwrap_or_else(|(it, _)| it.body);
    let messages = entries.into_iter().filter_map(|it| match it {
        Entry::Message(it) => Some((it.id.name.to_owned(), phrase(&it.value?))),
        _ => None,
    });
    messages.collect()
}

/// A message with at most one choice of forms in it. What stands around the choice stands in each form.
fn phrase(pattern: &Pattern<&str>) -> Phrase {
    let selected = pattern.elements.iter().find_map(|it| match it {
        PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
            Some((selector, variants))
        }
        _ => None,
    });
    let Some((InlineExpression::VariableReference { id }, variants)) = selected else {
        return Phrase { other: text(pattern, None), ..Phrase::default() };
    };
    let mut phrase = Phrase { by: id.name.to_owned(), ..Phrase::default() };
    for variant in variants {
        let words = text(pattern, Some(&variant.value));
        match (&variant.key, variant.default) {
            (_, true) => phrase.other = words,
            (VariantKey::NumberLiteral { value }, _) => {
                phrase.forms.extend(value.parse().ok().map(|it| (Form::Exactly(it), words)));
            }
            (VariantKey::Identifier { name }, _) if *name == "one" => phrase.forms.push((Form::One, words)),
            (VariantKey::Identifier { .. }, _) => {}
        }
    }
    phrase
}

/// The words of a pattern, with `{name}` where an argument goes and one of the forms where there is a choice.
fn text(pattern: &Pattern<&str>, form: Option<&Pattern<&str>>) -> String {
    let piece = |it: &PatternElement<&str>| match it {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { expression: Expression::Select { .. } } => {
            form.map(|it| text(it, None)).unwrap_or_default()
        }
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => {
            format!("{{{}}}", id.name)
        }
        PatternElement::Placeable { .. } => String::new(),
    };
    pattern.elements.iter().map(piece).collect()
}
