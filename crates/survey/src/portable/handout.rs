//! What a browser is given once so that it can run interviews of a questionnaire by itself, and how the two talk.

use serde::{Deserialize, Serialize};

use crate::questionnaire::{Code, Questionnaire};

/// A questionnaire with what belongs to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Handout {
    /// As [`super::questionnaire`] leaves it; to be indexed when it is read.
    pub questionnaire: Questionnaire,
    /// For each language of the questionnaire.
    pub speech: Vec<Speech>,
    /// By variable: what else a choice of a long list is found by, such as the first letters of its pinyin.
    pub keys: Vec<(String, Vec<(Code, String)>)>,
}

/// What is said and shown in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Speech {
    pub lang: String,
    /// The site's own words, by id.
    pub words: Vec<(String, Phrase)>,
    /// The `lang` of an element with them, where they are in another language than the questionnaire.
    pub mark: Option<String>,
    /// The HTML of each block, page by page, as the server draws it: with everything that it may ever offer, nothing
    /// typed, and the places of earlier answers as the author wrote them.
    pub blocks: Vec<Vec<String>>,
}

/// Words with places to fill in, in forms that depend on a number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Phrase {
    /// The argument that decides.
    pub by: String,
    pub forms: Vec<(Form, String)>,
    /// The form for all others.
    pub other: String,
}

/// When a form of a phrase is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    Exactly(i64),
    /// What English calls the singular. Chinese has none.
    One,
}

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    Text(String),
    Number(i64),
}

impl Phrase {
    /// The words, with `{name}` replaced by the argument of that name.
    pub fn say(&self, args: &[(&'static str, Filled)]) -> String {
        let number = args.iter().find_map(|(name, it)| match it {
            Filled::Number(it) if *name == self.by => Some(*it),
            _ => None,
        });
        let fits = |form: &Form| match form {
            Form::Exactly(it) => Some(*it) == number,
            Form::One => number == Some(1),
        };
        let mut words =
            self.forms.iter().find(|(form, _)| fits(form)).map_or(&self.other, |(_, it)| it).clone();
        for (name, filled) in args {
            let filled = match filled {
                Filled::Text(it) => it.clone(),
                Filled::Number(it) => it.to_string(),
            };
            words = words.replace(&format!("{{{name}}}"), &filled);
        }
        words
    }
}

impl From<String> for Filled {
    fn from(text: String) -> Self {
        Filled::Text(text)
    }
}

impl From<&str> for Filled {
    fn from(text: &str) -> Self {
        Filled::Text(text.to_owned())
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Filled {
            fn from(number: $number) -> Self {
                Filled::Number(i64::from(number))
            }
        })*
    };
}

numbers!(u8 u32 i32 i64);

impl From<usize> for Filled {
    fn from(number: usize) -> Self {
        Filled::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
