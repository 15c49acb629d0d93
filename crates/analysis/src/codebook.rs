//! The variables of a survey, their codes and labels, out of its questionnaire.

mod across;
pub mod blanks;
mod changes;
mod columns;
pub mod counts;
pub mod ddi;
pub mod file;
pub mod json;
mod paradata;
mod system;
#[cfg(test)]
mod tests;
mod weight;
pub mod words;

use survey::questionnaire::{Code, Questionnaire, Text};

pub use across::across;
pub(crate) use across::is_same;
pub use changes::{Change, What, changes};
pub(crate) use paradata::free;
pub use weight::weighted;

/// Every column of a survey's data, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Codebook {
    pub survey: String,
    pub version: String,
    pub title: Text,
    /// Languages of the labels, in file order.
    pub langs: Vec<String>,
    pub variables: Vec<Variable>,
}

/// One column of the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// The column's name.
    pub name: String,
    pub role: Role,
    pub shape: Shape,
    /// The number of its question, where it has one.
    pub nr: Option<String>,
    /// The question or derived variable it belongs to; none for a system column. One whose kind changed between
    /// versions is two here: the older ends in its version.
    pub of: Option<String>,
    /// The same as questionnaires call it, without a version.
    pub var: Option<String>,
    /// The question as asked, or what a system or derived variable is.
    pub text: Text,
    /// What this column adds to `text`: the choice of a multi, the item of a grid, the position of a rank.
    pub part: Option<Text>,
    pub codes: Vec<Label>,
    /// Whether its codes stand in an order, so that they may be averaged: a scale, an item of a grid.
    pub ordered: bool,
    pub base: Option<Base>,
    /// How a derived variable is computed, as the author wrote it.
    pub rule: Option<String>,
    /// Where the column gets its value.
    pub from: Column,
}

impl Variable {
    /// The label of a code, in a language.
    pub fn label(&self, code: Code, lang: &str) -> Option<&str> {
        self.codes.iter().find(|it| it.code == code).map(|it| it.label.get(lang))
    }
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// About the interview, not from the respondent.
    System,
    /// An answer.
    Asked,
    /// What was typed beside "other".
    OtherText,
    /// The order in which a question was shown.
    Order,
    /// Computed from answers.
    Derived,
    /// How the interview went.
    Paradata,
}

impl Role {
    /// The word for it in print.
    pub fn word(self) -> &'static str {
        match self {
            Role::System => "system",
            Role::Asked => "asked",
            Role::OtherText => "text",
            Role::Order => "order",
            Role::Derived => "derived",
            Role::Paradata => "paradata",
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One of its codes.
    Code,
    /// 1 or 0.
    Flag,
    Number,
    Text,
    /// UTC, ISO 8601.
    Time,
    /// Codes, items or rule ids, joined by spaces.
    List,
}

impl Shape {
    /// The word for it in print.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Code => "code",
            Shape::Flag => "0/1",
            Shape::Number => "number",
            Shape::Text => "text",
            Shape::Time => "time",
            Shape::List => "list",
        }
    }
}

/// A code and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub code: Code,
    pub label: Text,
    /// Left out of the bases of means and tops: a refusal, or not answered.
    pub missing: bool,
}

/// Who is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// The formula: the conditions of page and question joined; empty where everyone is asked.
    pub formula: String,
    /// The same in words, with the numbers of the questions.
    pub words: Text,
}

/// Where a column gets its value from an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    System(System),
    /// The one answer of a single, scale, number, nps or open question.
    Answer,
    /// Whether a multi has this code.
    Ticked(Code),
    /// The code of an item of a grid.
    Item(String),
    /// The code at a position of a rank, from 0.
    Rank(usize),
    /// The text typed beside a code.
    OtherText(Code),
    /// The order shown.
    Order,
    /// The value of a derived variable.
    Derived,
    /// Whether a derived multi has this code.
    DerivedTicked(Code),
}

/// The columns about the interview itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum System {
    Id,
    Disposition,
    /// The screen-out code, the first full cell, or the rules broken.
    Code,
    Lang,
    Started,
    Ended,
    Seconds,
    Plan,
    /// The cell of this quota table.
    Cell(String),
    DeviceHash,
    Flags,
    Version,
    Source,
    Pid,
    /// What the link carried under this name.
    Link(String),
    Test,
    /// Active seconds on this page.
    PageSeconds(String),
    /// How often Back was pressed.
    Backs,
    /// How many posts it took.
    Turns,
    /// phone, tablet, computer or other.
    Device,
    /// What the case weighs, by a file from elsewhere.
    Weight,
}

/// What stands in the data where a question was asked and not answered.
pub const NOT_ANSWERED: Code = -9;

/// What stands in the data where an answer was erased, since it identified a person.
pub const ERASED: Code = -8;

/// The codebook with the columns of what analysts added, at the end: derived variables of `questionnaire` from this
/// number on.
pub fn with_added(mut codebook: Codebook, questionnaire: &Questionnaire, from: usize) -> Codebook {
    let truth = |mut it: Variable| {
        // Nobody writes labels for yes and no.
        if it.shape == Shape::Flag && it.codes.is_empty() {
            let label = |code, zh, en| Label {
                code,
                label: words::text(&questionnaire.langs, zh, en),
                missing: false,
            };
            it.codes = vec![label(1, "是", "Yes"), label(0, "否", "No")];
        }
        it
    };
    let added = questionnaire.derived.iter().skip(from);
    codebook.variables.extend(added.flat_map(|it| columns::derived(questionnaire, it)).map(truth));
    codebook
}

/// The codebook of a questionnaire: system columns, then each question in file order with its texts
/// and its order, then what is derived, then how the interview went.
pub fn codebook(questionnaire: &Questionnaire) -> Codebook {
    with_links(questionnaire, &[])
}

/// The same with the variables that links carried, in columns `link_NAME` after the pid.
pub fn with_links(questionnaire: &Questionnaire, links: &[String]) -> Codebook {
    let mut variables = system::variables(questionnaire, links);
    for (page, question) in questionnaire.questions() {
        variables.extend(columns::asked(questionnaire, &questionnaire.pages[page], question));
    }
    for derived in &questionnaire.derived {
        variables.extend(columns::derived(questionnaire, derived));
    }
    variables.extend(paradata::variables(questionnaire, &variables));
    Codebook {
        survey: questionnaire.survey.clone(),
        version: questionnaire.version.clone(),
        title: questionnaire.title.clone(),
        langs: questionnaire.langs.clone(),
        variables,
    }
}
