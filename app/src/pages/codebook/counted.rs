//! Completes in the codebook: a sentence about one column, cells beside several.

use analysis::codebook::blanks::{Blank, Why, blanks};
use analysis::codebook::counts::Count;
use analysis::codebook::{Label, Shape, Variable};
use leptos::prelude::*;
use survey::questionnaire::Code;

use crate::words::{t, t_with};

/// What is counted of columns that stand below each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Code(Code),
    /// Any value, where a column has no codes.
    Values,
    Blank(Why),
    /// No value, where nothing was asked: of a column about the interview.
    Empty,
}

impl Measure {
    /// What there is to count of these columns; blanks only of the kinds that occur.
    pub(super) fn of(columns: &[Variable], counts: &[Count], labels: &[Label]) -> Vec<Measure> {
        if counts.is_empty() {
            return Vec::new();
        }
        // The negative ones stand for blanks.
        let codes = labels.iter().filter(|it| it.code >= 0).map(|it| Measure::Code(it.code));
        let values = columns.iter().any(|it| !is_coded(it)).then_some(Measure::Values);
        let is_asked = columns.iter().any(|it| it.of.is_some());
        let blank = |why| if is_asked { Measure::Blank(why) } else { Measure::Empty };
        let blanks = [Why::NotAsked, Why::NotAnswered, Why::Erased].into_iter();
        let blanks = blanks.filter(|it| counts.iter().any(|count| blanks_of(count, *it) > 0)).map(blank);
        codes.chain(values).chain(blanks).collect()
    }

    /// The head of its column in the table.
    pub(super) fn head(self, lang: &str) -> impl IntoView + use<> {
        head(match self {
            Measure::Code(code) => code.to_string(),
            Measure::Values => t(lang, "codebook-values"),
            Measure::Blank(why) => name(why, lang),
            Measure::Empty => t(lang, "codebook-csv-empty"),
        })
    }

    fn count(self, variable: &Variable, count: &Count) -> Option<u64> {
        match self {
            Measure::Code(code) => is_coded(variable).then(|| count.of(code)),
            Measure::Values => (!is_coded(variable)).then_some(count.values),
            Measure::Blank(why) => Some(blanks_of(count, why)),
            Measure::Empty => Some(count.not_asked),
        }
    }
}

/// The cells of one column of the data: empty where something cannot be counted of it.
pub(super) fn cells(measures: &[Measure], variable: &Variable, count: &Count) -> Vec<AnyView> {
    let cell = |it: &Measure| match it.count(variable, count) {
        Some(cases) => number(cases).into_any(),
        None => view! { <td></td> }.into_any(),
    };
    measures.iter().map(cell).collect()
}

/// The head of a column of numbers.
pub(super) fn head(words: String) -> impl IntoView {
    view! { <th scope="col" class="tabular">{words}</th> }
}

/// A number of completes.
pub(super) fn number(cases: u64) -> impl IntoView {
    view! { <td class="tabular">{cases}</td> }
}

/// One column in a sentence: `With a value: 812 (18 to 90, mean 41.3) · Not asked: 12`.
pub(super) fn sentence(count: &Count, lang: &str) -> String {
    let mut parts = vec![format!("{}: {}", t(lang, "codebook-values"), count.values)];
    if let Some((numbers, mean)) = count.numbers.zip(count.mean()) {
        let mean = format!("{mean:.2}");
        let words = [
            ("min", numbers.min.to_string().into()),
            ("max", numbers.max.to_string().into()),
            ("mean", mean.into()),
        ];
        parts[0] += &t_with(lang, "codebook-range", &words);
    }
    for why in [Why::NotAsked, Why::NotAnswered, Why::Erased] {
        let cases = blanks_of(count, why);
        if cases > 0 {
            parts.push(format!("{}: {cases}", name(why, lang)));
        }
    }
    parts.join(" · ")
}

fn is_coded(variable: &Variable) -> bool {
    matches!(variable.shape, Shape::Code | Shape::Flag)
}

fn blanks_of(count: &Count, why: Why) -> u64 {
    match why {
        Why::NotAsked => count.not_asked,
        Why::NotAnswered => count.not_answered,
        Why::Erased => count.erased,
        Why::NotTicked => count.of(0),
    }
}

/// A kind of blank, in the words of the codebook's files.
fn name(why: Why, lang: &str) -> String {
    let all: [Blank; 4] = blanks(&[lang.to_owned()]);
    all.iter().find(|it| it.why == why).map(|it| it.name.get(lang).to_owned()).unwrap_or_default()
}
