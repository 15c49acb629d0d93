//! One thing asked: its kind, its choices, its checks.

use serde::{Deserialize, Serialize};

use super::{Code, Text};
use crate::condition::Expr;

/// One thing asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The column name, for ever.
    pub var: String,
    /// The number shown to people who read the questionnaire.
    pub nr: Option<String>,
    pub text: Text,
    pub hint: Option<Text>,
    /// Asked only if this holds.
    pub condition: Option<Expr>,
    pub kind: Kind,
    pub required: bool,
    pub checks: Vec<Check>,
    /// How choices (or a grid's items) are ordered for each person.
    pub order: Option<Order>,
    /// What is typed here identifies a person, and is erased when its time has come.
    pub personal: bool,
    /// The published claims that it is for.
    pub claims: Vec<String>,
}

impl Question {
    /// The choices of a question that takes codes; none for a grid, whose codes are its scale's.
    pub fn options(&self) -> Option<&Options> {
        match &self.kind {
            Kind::Single { options, .. }
            | Kind::Scale { options }
            | Kind::Multi { options, .. }
            | Kind::Rank { options, .. } => Some(options),
            Kind::Grid { .. } | Kind::Number { .. } | Kind::Nps | Kind::Open { .. } => None,
        }
    }

    /// The choices that it may offer: its own, its list's, its source's, or a grid's scale; none for a number.
    pub fn choices(&self) -> &[Choice] {
        match (&self.kind, self.options()) {
            (Kind::Grid { scale, .. }, _) => scale,
            (_, Some(options)) => &options.choices,
            _ => &[],
        }
    }

    /// The choice with this code.
    pub fn choice(&self, code: Code) -> Option<&Choice> {
        self.choices().iter().find(|it| it.code == code)
    }

    /// The question whose answer it offers again.
    pub fn from(&self) -> Option<&str> {
        self.options()?.from.as_deref()
    }

    /// The choices that came from [`Question::from`].
    pub fn carried(&self) -> &[Choice] {
        self.options().map_or(&[], |it| &it.choices[..it.carried])
    }

    /// The items of a grid; none for other kinds.
    pub fn items(&self) -> &[Item] {
        match &self.kind {
            Kind::Grid { items, .. } => items,
            _ => &[],
        }
    }
}

/// What kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// One code.
    Single { options: Options, dropdown: bool },
    /// One code; the codes are ordered and may be averaged.
    Scale { options: Options },
    /// A set of codes. `pick` is the least and the most, where the author says.
    Multi { options: Options, pick: Option<(u32, u32)> },
    /// A number with at most `decimals` decimals, both ends of `range` included.
    Number { range: Option<(f64, f64)>, decimals: u32, unit: Option<Text> },
    /// One code for each item.
    Grid { items: Vec<Item>, scale: Vec<Choice>, cards: bool },
    /// Codes in order. `pick` is the least and the most; all of them where the author does not say.
    Rank { options: Options, pick: Option<(u32, u32)> },
    /// 0 to 10.
    Nps,
    /// Text; `max_len` counts characters after trimming.
    Open { max_len: Option<u32> },
}

/// The choices of a question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// All choices that may ever be offered: those of `from` (without `excl`), of `list` or `choices`, then of `add`.
    pub choices: Vec<Choice>,
    /// Offers only what was chosen at this question. Its own `add`ed choices are always offered.
    pub from: Option<String>,
    /// How many of `choices`, from the first, came from `from`.
    pub carried: usize,
}

impl Options {
    /// The choices that did not come from another question.
    pub fn own(&self) -> &[Choice] {
        &self.choices[self.carried..]
    }
}

/// One offered answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub code: Code,
    pub label: Text,
    /// Offered only if this holds.
    pub condition: Option<Expr>,
    /// Excludes the others.
    pub excl: bool,
    /// Opens a text box.
    pub other: bool,
    pub pin: Option<Pin>,
    /// A refusal: left out of the bases of means and tops.
    pub missing: bool,
}

/// One row of a grid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub name: String,
    pub label: Text,
    pub condition: Option<Expr>,
    pub pin: Option<Pin>,
    /// The only right answer, where the row is there to see who reads.
    pub trap: Option<Code>,
}

/// Where a choice stays when the others are shuffled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pin {
    First,
    Last,
}

/// How an order is drawn for each person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// A random order.
    Shuffle,
    /// File order from a random place on, then the beginning.
    Rotate,
    /// Reversed for half of the people.
    Flip,
}

/// A condition that an answer must not meet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// A warning is asked once and then lets pass; an error blocks.
    pub warn: bool,
    pub condition: Expr,
    pub text: Text,
}
