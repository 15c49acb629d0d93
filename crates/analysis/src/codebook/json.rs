//! The codebook as JSON: everything, in all languages.
//!
//! ```json
//! {"survey": "tea", "version": "1.0.0", "title": {"en": "Tea"}, "langs": ["en"], "blanks": […], "cases": 7,
//!  "variables": [{"name": "sex", "role": "asked", "holds": "code", "of": "sex", "text": {"en": "Sex"},
//!    "codes": [{"code": 1, "label": {"en": "Male"}, "cases": 3}], "base": {"words": {"en": "All"}},
//!    "cases": {"values": 6, "not_asked": 1, "not_answered": 0, "erased": 0}}]}
//! ```

#[cfg(test)]
pub(crate) mod tests;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use survey::questionnaire::{Code, Text};

use super::blanks::{Blank, blanks};
use super::counts::{Count, Counts};
use super::{Base, Codebook, Label, Variable};
use crate::export::csv::time;

/// The codebook as one JSON object, over several lines. With counts, each code has its cases.
pub fn document(codebook: &Codebook, counts: Option<&Counts>) -> String {
    serde_json::to_string_pretty(&whole(codebook, counts)).expect(WRITES)
}

/// The same on one line, without counts, as it stands inside of data files.
pub fn line(codebook: &Codebook) -> String {
    serde_json::to_string(&whole(codebook, None)).expect(WRITES)
}

const WRITES: &str = "keys are texts, and numbers in a codebook are finite";

fn whole<'a>(codebook: &'a Codebook, counts: Option<&'a Counts>) -> Whole<'a> {
    let count = |at: usize| counts.and_then(|it| it.variables.get(at));
    let variables = codebook.variables.iter().enumerate().map(|(at, it)| entry(it, count(at)));
    Whole {
        survey: &codebook.survey,
        version: &codebook.version,
        title: Words(codebook.title.clone()),
        langs: &codebook.langs,
        blanks: blanks(&codebook.langs).map(explained),
        cases: counts.map(|it| it.cases),
        variables: variables.collect(),
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    survey: &'a str,
    version: &'a str,
    title: Words,
    langs: &'a [String],
    blanks: [Explained; 4],
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<u64>,
    variables: Vec<Entry<'a>>,
}

/// A text as an object: its languages in file order.
struct Words(Text);

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.0.len()))?;
        for (lang, text) in &self.0.0 {
            map.serialize_entry(lang, text)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Explained {
    kind: &'static str,
    csv: String,
    name: Words,
    text: Words,
}

fn explained(blank: Blank) -> Explained {
    let csv = blank.code.map(|it| it.to_string()).unwrap_or_default();
    Explained { kind: blank.why.word(), csv, name: Words(blank.name), text: Words(blank.text) }
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    role: &'static str,
    holds: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nr: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'a str>,
    text: Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Words>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<Coded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Asked<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<Cases>,
}

#[derive(Serialize)]
struct Coded {
    code: Code,
    label: Words,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    missing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<u64>,
}

#[derive(Serialize)]
struct Asked<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    formula: &'a str,
    words: Words,
}

#[derive(Serialize)]
struct Cases {
    values: u64,
    not_asked: u64,
    not_answered: u64,
    erased: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
}

fn entry<'a>(variable: &'a Variable, count: Option<&Count>) -> Entry<'a> {
    let asked = |it: &'a Base| Asked { formula: &it.formula, words: Words(it.words.clone()) };
    let labels = count.map_or_else(|| variable.codes.clone(), |it| it.labels(variable));
    Entry {
        name: &variable.name,
        role: variable.role.word(),
        holds: variable.shape.word(),
        nr: variable.nr.as_deref(),
        of: variable.of.as_deref(),
        text: Words(variable.text.clone()),
        part: variable.part.clone().map(Words),
        codes: labels.iter().map(|it| coded(it, count)).collect(),
        base: variable.base.as_ref().map(asked),
        rule: variable.rule.as_deref(),
        cases: count.map(cases),
    }
}

fn coded(label: &Label, count: Option<&Count>) -> Coded {
    let cases = count.map(|it| it.of(label.code));
    Coded { code: label.code, label: Words(label.label.clone()), missing: label.missing, cases }
}

fn cases(count: &Count) -> Cases {
    Cases {
        values: count.values,
        not_asked: count.not_asked,
        not_answered: count.not_answered,
        erased: count.erased,
        min: count.numbers.map(|it| it.min),
        max: count.numbers.map(|it| it.max),
        mean: count.mean(),
        first: count.times.map(|(first, _)| time(first)),
        last: count.times.map(|(_, last)| time(last)),
    }
}
