//! Variables that analysts add to a survey, in the words of `derive:` in its questionnaire.

use std::sync::Arc;

use crate::problem::Problem;
use crate::questionnaire::{Choice, Code, Derived, Questionnaire, Rule, Text};

/// The newest of these versions with what analysts add to it, and all problems of the text: the codes of texts, then the
/// variables of a text (`name: {label: …, calc: …}`, one after another), each of which may read questions, derived
/// variables and those above it.
///
/// A variable with an error is left out and the others are not: a new version may take a question away that one of them
/// reads. Names and columns of every version are taken, for data files have them all; a coded variable whose name is taken
/// is left out too. Only the columns of finished interviews know what is added: no page, quota or rule of an interview
/// does.
///
/// # Panics
/// Without any version.
pub fn read(text: &str, coded: Vec<Coded>, versions: &[Arc<Questionnaire>]) -> (Questionnaire, Vec<Problem>) {
    crate::parse::variables(text, coded, versions)
}

/// Why a name cannot be that of a variable that is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Not an English letter with letters, digits and `_`, 64 at most.
    Malformed,
    /// A question, a page or a column of some version has it, or it means something already.
    Taken,
}

/// What is wrong with the name of a variable that is to be added; none where it is free. The last of the versions may
/// have what was added before.
pub fn name_fault(var: &str, versions: &[Arc<Questionnaire>]) -> Option<NameFault> {
    crate::parse::name_fault(var, versions)
}

/// A multi that comes of coding what was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Coded {
    pub var: String,
    pub label: Text,
    /// The question whose texts are coded.
    pub of: String,
    /// The choice beside which they were typed; none of an open question.
    pub beside: Option<Code>,
    pub codes: Vec<(Code, Text)>,
}

impl From<Coded> for Derived {
    fn from(coded: Coded) -> Derived {
        let choice = |(code, label)| Choice { code, label, ..Choice::default() };
        Derived {
            var: coded.var,
            label: coded.label,
            rule: Rule::Coded { of: coded.of, beside: coded.beside },
            choices: coded.codes.into_iter().map(choice).collect(),
            claims: Vec::new(),
        }
    }
}

/// Whether a variable can stand for the cases that are counted: those that have its code 1, of 1 and 0 alone.
pub fn is_filter(derived: &Derived) -> bool {
    match &derived.rule {
        Rule::Calc { truth, .. } => *truth,
        Rule::When(cases) => {
            cases.iter().any(|(code, _)| *code == 1) && cases.iter().all(|(code, _)| [0, 1].contains(code))
        }
        Rule::Union(_) | Rule::Coded { .. } => false,
    }
}

/// A condition as a variable that is 1 where it holds and 0 elsewhere, as a line of the text that [`read`] reads; labels
/// in the languages of the questionnaire.
///
/// It is no `calc`, which has no value where one of its inputs is missing: the cases with code 1 are those that the
/// condition itself would leave.
pub fn saved_filter(name: &str, label: &Text, condition: &str) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''").replace('\n', " "));
    let texts = |of: &dyn Fn(&str, &str) -> String| {
        let all: Vec<String> =
            label.0.iter().map(|(lang, text)| format!("{lang}: {}", of(lang, text))).collect();
        format!("{{{}}}", all.join(", "))
    };
    let word = |zh: &'static str, en: &'static str| {
        texts(&|lang, _| quoted(if lang.starts_with("zh") { zh } else { en }))
    };
    format!(
        "{name}:\n  label: {}\n  when: {{1: {}, 0: 0 == 0}}\n  choices: {{1: {}, 0: {}}}\n",
        texts(&|_, text| quoted(text)),
        quoted(condition),
        word("是", "Yes"),
        word("否", "No"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
pages:
- page: start
  questions:
  - {var: brands, type: multi, text: {en: A}, choices: {1: {en: A}, 2: {en: B}}}
";

    #[test]
    fn a_name_is_free_when_no_variable_page_column_or_word_of_conditions_has_it() {
        let versions = [Arc::new(crate::read(TEXT).0)];
        let fault = |it: &str| name_fault(it, &versions);
        for free in ["young_women", "Brands2", "brands_3", "x"] {
            assert_eq!(fault(free), None, "{free}");
        }
        for malformed in ["", "1st", "a-b", "_a", "\u{5973}", &"a".repeat(65)] {
            assert_eq!(fault(malformed), Some(NameFault::Malformed), "{malformed}");
        }
        for taken in ["brands", "start", "Brands_2", "ID", "link_from", "answered", "and"] {
            assert_eq!(fault(taken), Some(NameFault::Taken), "{taken}");
        }
    }
}
