//! The statement of methods, which writes itself out of what is known of a field: what ISO 20252, the ESOMAR/GRBN
//! guideline and AAPOR's Transparency Initiative ask to be told. What nobody has told us it names as left to say.

mod field;
mod numbers;
#[cfg(test)]
mod tests;

use survey::Questionnaire;
use survey::fieldwork::Quartiles;
use survey::fieldwork::tally::Count;
use survey::quota::{QuotaPlan, Standing};
use survey::weighting::Made;

use super::{Block, Run};
use crate::codebook::words;
use crate::stats::Base;

/// All that the statement is written of. Days are as people write them, in the time zone of the survey.
#[derive(Clone, Debug)]
pub struct Method<'a> {
    /// The newest version.
    pub questionnaire: &'a Questionnaire,
    /// Of the statement.
    pub lang: &'a str,
    /// The interviews are those of rehearsals: nobody was asked.
    pub rehearsal: bool,
    /// The first and the last day with a complete.
    pub days: Option<(String, String)>,
    pub time_zone: &'a str,
    pub versions: Vec<Version>,
    /// All interviews begun.
    pub counts: &'a [Count],
    /// Of the completes, in minutes.
    pub length: Option<Quartiles>,
    pub sources: Vec<Source>,
    /// The plan in force, with its cells in file order.
    pub plan: Option<(&'a QuotaPlan, &'a [Standing])>,
    /// Who has withdrawn; their answers are gone.
    pub withdrawn: i64,
    pub weighting: Option<Weighting<'a>>,
    /// How many changes the survey had seen.
    pub snapshot: i64,
    /// The day on which the statement was written.
    pub today: String,
}

/// A version of the questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub name: String,
    pub published: String,
    pub completes: i64,
}

/// Where respondents came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// None for those who came by no registered source.
    pub title: Option<String>,
    pub kind: SourceKind,
    /// How many stand on its list; none of other kinds.
    pub invited: Option<i64>,
    pub begun: i64,
    pub completes: i64,
}

/// What sort of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// One link for everybody.
    Open,
    /// Members of a panel.
    Panel,
    /// Invited one by one, from a list.
    List,
}

/// The weights that the report counts with.
#[derive(Clone, Debug)]
pub struct Weighting<'a> {
    pub name: &'a str,
    /// How they were made; none of those that were worked out elsewhere.
    pub made: Option<&'a Made>,
    /// Of the completes that have a weight.
    pub base: Base,
    pub least: f64,
    pub most: f64,
}

/// The statement, without a heading of its own.
pub fn blocks(method: &Method) -> Vec<Block> {
    let mut blocks = Vec::new();
    if method.rehearsal {
        let zh = "以下数字来自预演：访问由程序模拟，没有访问任何人，不得发表。";
        let en = "These figures are of a rehearsal: the interviews are simulated, nobody was asked, and nothing of it may \
                  be published.";
        blocks.push(Block::Paragraph(vec![Run::strong(method.say(zh, en))]));
    }
    blocks.extend(field::design(method));
    // Where nobody was asked there is no sample, and nothing it would be true of.
    if !method.rehearsal {
        blocks.extend(field::sample(method));
    }
    for part in [field::dispositions, numbers::quotas, numbers::quality, numbers::weighting] {
        blocks.extend(part(method));
    }
    if !method.rehearsal {
        blocks.extend(numbers::precision(method));
    }
    blocks.extend(field::left_to_say(method));
    blocks
}

impl Method<'_> {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        if words::is_chinese(self.lang) { zh.into() } else { en.into() }
    }

    fn heading(&self, zh: &str, en: &str) -> Block {
        Block::Heading { level: 2, text: vec![Run::plain(self.say(zh, en))] }
    }

    fn paragraph(&self, zh: impl Into<String>, en: impl Into<String>) -> Block {
        Block::Paragraph(vec![Run::plain(self.say(zh, en))])
    }

    /// Names, one after the other.
    fn joined(&self, names: &[String]) -> String {
        names.join(if words::is_chinese(self.lang) { "、" } else { ", " })
    }

    /// Interviews with this disposition.
    fn with(&self, disposition: &str) -> i64 {
        survey::fieldwork::tally::of(self.counts, disposition)
    }

    /// Whether anybody may have come of their own accord, and not because a list names them.
    fn is_opt_in(&self) -> bool {
        self.sources.is_empty() || self.sources.iter().any(|it| it.kind != SourceKind::List)
    }

    fn begun(&self) -> i64 {
        survey::fieldwork::tally::begun(self.counts)
    }
}

/// A list without numbers, an item a line.
fn list(items: Vec<String>) -> Block {
    let item = |it: String| vec![Block::Paragraph(vec![Run::plain(it)])];
    Block::List { first: None, items: items.into_iter().map(item).collect() }
}
