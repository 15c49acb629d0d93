//! Keys, links and moments: small types that cannot be mistaken for one another.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A moment in UTC, as Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// Milliseconds from `earlier` to this moment.
    pub fn since(self, earlier: Moment) -> i64 {
        self.0 - earlier.0
    }

    /// This moment, `millis` later.
    pub fn plus(self, millis: i64) -> Moment {
        Moment(self.0.saturating_add(millis))
    }
}

impl From<i64> for Moment {
    fn from(millis: i64) -> Self {
        Moment(millis)
    }
}

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                $name(id)
            }
        }
    };
}

key!(
    /// The key of an interview; also its `id` in the data.
    InterviewId
);
key!(
    /// The key of a person who works at the desk.
    PersonId
);
key!(
    /// The key of a quota cell.
    QuotaCellId
);

/// A survey's address: the id that its questionnaire gives it, such as `mini-program-2026`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SurveyId(pub String);

impl From<String> for SurveyId {
    fn from(id: String) -> Self {
        SurveyId(id)
    }
}

impl fmt::Display for SurveyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An interview's link: 128 random bits as 32 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// A token of these bits.
    pub fn new(bits: u128) -> Token {
        Token(format!("{bits:032x}"))
    }

    /// The token that a text is, if it is one.
    pub fn parse(text: &str) -> Option<Token> {
        let fits = text.len() == 32 && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Token(text.to_owned()))
    }

    /// Its 32 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A seed for the orders that this interview is shown.
    pub fn seed(&self) -> u64 {
        u64::from_str_radix(&self.0[..16], 16).expect("a token is hexadecimal digits")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
