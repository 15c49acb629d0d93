//! A questionnaire as the rules see it: pages, questions, choices, and what is derived from them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::condition::Expr;
use crate::quota::QuotaPlan;
use crate::weighting::Weighting;

mod question;

pub use question::{Check, Choice, Item, Kind, Options, Order, Pin, Question};

/// The number that stands for a choice in the data.
pub type Code = i64;

/// A text in each language of the questionnaire, in file order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Text(pub Vec<(String, String)>);

impl Text {
    /// The text in `lang`, else in the language that was written first; empty if there is none.
    pub fn get(&self, lang: &str) -> &str {
        let found = self.0.iter().find(|(it, _)| it == lang).or_else(|| self.0.first());
        found.map_or("", |(_, text)| text)
    }
}

/// A whole questionnaire, read and checked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Questionnaire {
    /// The survey's id, also its address.
    pub survey: String,
    /// The version, as the author wrote it.
    pub version: String,
    pub title: Text,
    /// Every language, in file order.
    pub langs: Vec<String>,
    /// The language of those who have not chosen one.
    pub default: String,
    /// Who answers for the study; at the foot of every page.
    pub contact: Text,
    pub field: Field,
    pub derived: Vec<Derived>,
    pub pages: Vec<Page>,
    pub ends: Ends,
    #[serde(skip)]
    pub quota: Option<Quota>,
    #[serde(skip)]
    pub quality: Quality,
    /// How cases may be weighted. Respondents get nothing of it.
    #[serde(skip)]
    pub weights: Vec<Weighting>,
    /// Where each variable stands; made by [`Questionnaire::index`].
    #[serde(skip)]
    pub vars: BTreeMap<String, Place>,
}

/// Where a variable stands in its questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// `pages[page].blocks[block]`, which is a question.
    Question { page: usize, block: usize },
    /// `derived[0]` and so on.
    Derived(usize),
}

impl Questionnaire {
    /// Notes where each variable stands; the reader calls it once, at the end.
    pub fn index(&mut self) {
        let mut vars = BTreeMap::new();
        for (page, it) in self.pages.iter().enumerate() {
            for (block, it) in it.blocks.iter().enumerate() {
                if let Block::Question(question) = it {
                    vars.insert(question.var.clone(), Place::Question { page, block });
                }
            }
        }
        for (at, it) in self.derived.iter().enumerate() {
            vars.insert(it.var.clone(), Place::Derived(at));
        }
        self.vars = vars;
    }

    /// The question called `var`.
    pub fn question(&self, var: &str) -> Option<&Question> {
        match self.vars.get(var)? {
            Place::Question { page, block } => match &self.pages[*page].blocks[*block] {
                Block::Question(it) => Some(it),
                Block::Info(_) => None,
            },
            Place::Derived(_) => None,
        }
    }

    /// The derived variable called `var`.
    pub fn derived(&self, var: &str) -> Option<&Derived> {
        match self.vars.get(var)? {
            Place::Derived(at) => self.derived.get(*at),
            Place::Question { .. } => None,
        }
    }

    /// All questions with the number of their page, in file order.
    pub fn questions(&self) -> impl Iterator<Item = (usize, &Question)> {
        self.pages.iter().enumerate().flat_map(|(page, it)| it.questions().map(move |it| (page, it)))
    }

    /// The language to use for someone who asks for `wanted`: that one if it is spoken, else the default.
    pub fn lang(&self, wanted: Option<&str>) -> &str {
        let spoken = wanted.and_then(|it| self.langs.iter().find(|lang| *lang == it));
        spoken.unwrap_or(&self.default)
    }
}

/// The plan of the fieldwork. Dates are the plan only: the field opens and closes at the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Completes wanted.
    pub n: Option<i64>,
    /// The survey year, `YEAR` in expressions.
    pub year: Option<i64>,
    /// ISO dates, as written.
    pub start: Option<String>,
    pub end: Option<String>,
    /// Expected median length of interview, in milliseconds.
    pub loi: Option<i64>,
    /// `phone`, `tablet`, `desktop` or `any`.
    pub device: String,
    /// How long an interrupted interview may be taken up again, in milliseconds.
    pub resume: i64,
    /// Whether respondents may go back.
    pub back: bool,
    /// Whether a progress bar is shown.
    pub progress: bool,
}

impl Default for Field {
    fn default() -> Self {
        Field {
            n: None,
            year: None,
            start: None,
            end: None,
            loi: None,
            device: "phone".into(),
            resume: 48 * 3_600_000,
            back: true,
            progress: true,
        }
    }
}

/// What a respondent sees at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub name: String,
    pub title: Option<Text>,
    /// The page is asked only if this holds.
    pub condition: Option<Expr>,
    pub blocks: Vec<Block>,
    /// What happens after the page, top to bottom, first hit wins.
    pub then: Vec<Then>,
}

impl Page {
    /// Its questions, in file order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.blocks.iter().filter_map(|it| match it {
            Block::Question(it) => Some(it),
            Block::Info(_) => None,
        })
    }
}

/// One thing on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "there are a hundred of them, nearly all questions")]
pub enum Block {
    Info(Info),
    Question(Question),
}

/// A text that asks nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Info {
    pub name: String,
    pub text: Text,
    pub condition: Option<Expr>,
}

/// One step after a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Then {
    /// Ends the interview if the condition holds (or there is none).
    End { end: End, code: Option<String>, condition: Option<Expr> },
    /// Takes a place in every quota table, or ends as quota full.
    Reserve,
}

/// An end that an author may write after a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    Complete,
    Refused,
    ScreenedOut,
    QuotaFull,
    Rejected,
}

/// What each end page says; empty where the author says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ends {
    pub complete: Option<Text>,
    pub screened_out: Option<Text>,
    pub quota_full: Option<Text>,
    pub rejected: Option<Text>,
    pub refused: Option<Text>,
}

/// A variable that is computed and never asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    pub var: String,
    pub label: Text,
    pub rule: Rule,
    /// Labels of the codes: the author's, or those of the parts of a union.
    pub choices: Vec<Choice>,
    pub claims: Vec<String>,
}

/// How a derived variable is computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Rule {
    /// A number, or 1 and 0 for true and false (`truth`).
    Calc { expr: Expr, truth: bool },
    /// The code of the first condition that holds.
    When(Vec<(Code, Expr)>),
    /// The codes of any of these multis.
    Union(Vec<String>),
    /// The codes that people gave to what was typed at this question, or beside this choice of it: kept beside
    /// interviews, never worked out of them.
    Coded { of: String, beside: Option<Code> },
}

/// The quotas of a survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// How long a place is held for an idle interview, in milliseconds.
    pub hold: i64,
    /// The plan in force when the survey is added.
    pub active: String,
    pub plans: Vec<QuotaPlan>,
}

/// The rules that look at a finished interview.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quality {
    pub rules: Vec<QualityRule>,
    /// So many flags reject.
    pub reject_at: Option<u32>,
}

/// One rule about a finished interview.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityRule {
    pub id: String,
    pub condition: Expr,
    /// Rejects by itself; otherwise it flags.
    pub reject: bool,
}
