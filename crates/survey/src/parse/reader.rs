//! What every part of the reader needs: maps with closed keys, scalars by the type their key wants, and
//! a list of the conditions and texts to be held against the whole questionnaire later.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::choices::Listed;
use super::report::{Place, Report};
use super::source::Source;
use super::tree::{Node, Style, Value, short};
use crate::condition::nearest::{nearest, or_nearest};
use crate::condition::{self, Expr};

/// Where a condition or a text stands in the interview, which decides what it may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// The `if` or title of a page.
    Page(usize),
    /// Anything of a question or info text: page and block.
    Block(usize, usize),
    /// A `check` of a question, which may also read its own answer.
    Check(usize, usize),
    /// After a page.
    Then(usize),
    /// After the interview.
    Finished,
}

impl Spot {
    /// Questions before this page and block are known here.
    pub fn limit(self) -> (usize, usize) {
        match self {
            Spot::Page(page) => (page, 0),
            Spot::Block(page, block) => (page, block),
            Spot::Check(page, block) => (page, block + 1),
            Spot::Then(page) => (page + 1, 0),
            Spot::Finished => (usize::MAX, 0),
        }
    }
}

/// A condition to be held against the questionnaire.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub expr: Expr,
    pub source: Source,
    pub spot: Spot,
}

/// A text with braces, to be held against the questionnaire.
#[derive(Clone, Debug)]
pub(super) struct Piped {
    pub source: Source,
    /// None where nothing can be piped.
    pub spot: Option<Spot>,
}

/// Where the parts of a question stand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Places {
    pub var: Place,
    pub nr: Place,
    pub from: Option<Place>,
    pub condition: Option<Place>,
}

/// The reader's state.
pub(super) struct Reader<'t> {
    pub report: Report<'t>,
    pub langs: Vec<String>,
    pub lists: HashMap<String, Rc<Vec<Listed>>>,
    pub conditions: Vec<Stated>,
    pub piped: Vec<Piped>,
    /// Questions read so far, by name: page and block.
    pub vars: BTreeMap<String, (usize, usize)>,
    /// Sources of `from` that were not read before.
    pub late_sources: Vec<(String, Place)>,
    /// Names and conditions of questions, by page and block.
    pub places: HashMap<(usize, usize), Places>,
    /// Names of info texts.
    pub infos: Vec<(String, Place)>,
    /// Names of pages, by number.
    pub pages: Vec<Place>,
    /// Where each step after a page stands, by page and step.
    pub thens: HashMap<(usize, usize), Place>,
    /// By number of the derived variable: its name, and its conditions.
    pub derived: Vec<(Place, Vec<(Expr, Source)>)>,
    /// Variables whose codes could not be read, so that nobody is told twice.
    pub broken: HashSet<String>,
    /// How many more choices may be read: lists multiply.
    pub choices_left: usize,
    /// The names of quota tables, with their places.
    pub tables: Vec<(String, Place)>,
    /// The variables that quota tables are made by, with their places.
    pub quota_by: Vec<(String, Place)>,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Reader<'t> {
        Reader {
            report: Report::new(text),
            langs: Vec::new(),
            lists: HashMap::new(),
            conditions: Vec::new(),
            piped: Vec::new(),
            vars: BTreeMap::new(),
            late_sources: Vec::new(),
            places: HashMap::new(),
            infos: Vec::new(),
            pages: Vec::new(),
            thens: HashMap::new(),
            derived: Vec::new(),
            broken: HashSet::new(),
            choices_left: 100_000,
            tables: Vec::new(),
            quota_by: Vec::new(),
        }
    }

    /// The entries of a map; `what` says what it should be a map of.
    pub fn map<'n>(&mut self, node: &'n Node, what: &str) -> &'n [(Node, Node)] {
        match &node.value {
            Value::Map(entries) => entries,
            Value::Refused => &[],
            Value::List(_) | Value::Scalar(_) => {
                self.expected(node, &format!("{what}, key by key"));
                &[]
            }
        }
    }

    /// The items of a list; `what` says what it should be a list of.
    pub fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Refused => &[],
            Value::Map(_) | Value::Scalar(_) => {
                self.expected(node, &format!("a list of {what}"));
                &[]
            }
        }
    }

    /// A map with a closed set of keys. Others are reported with the nearest right one.
    pub fn fields<'n>(&mut self, node: &'n Node, what: &str, keys: &[&str]) -> Fields<'n> {
        let entries = self.map(node, what);
        for (key, _) in entries {
            let word = key.text();
            if !keys.contains(&word) && !self.report.is_full() {
                self.report.error(
                    key.place,
                    "unknown-key",
                    format!("`{}` is no key of {what}.", short(word)),
                    did_you_mean(word, keys.iter().copied(), format!("Keys here: {}.", keys.join(", "))),
                );
            }
        }
        Fields { entries, place: node.place, refused: !matches!(node.value, Value::Map(_)) }
    }

    /// A key that must be there; `at` is pointed at if it is not.
    pub fn required<'n>(
        &mut self,
        fields: &Fields<'n>,
        key: &str,
        what: &str,
        at: Place,
    ) -> Option<&'n Node> {
        let found = fields.get(key);
        // A key that is near enough to this one has been reported with "did you mean".
        let misspelt = || {
            fields
                .entries
                .iter()
                .any(|(it, _)| nearest(short(it.text()).as_str(), [key].into_iter()).is_some())
        };
        if found.is_none() && !fields.refused && !self.report.is_full() && !misspelt() {
            self.report.error(
                at,
                "missing-key",
                format!("{what} needs `{key}`."),
                format!("Add `{key}: …`."),
            );
        }
        found
    }

    /// Says that something else was expected here.
    pub fn expected(&mut self, node: &Node, what: &str) {
        let message = match &node.value {
            Value::Refused => return,
            Value::Scalar(it) if it.is_null() => "Nothing is written here.".to_owned(),
            Value::Scalar(it) => format!("`{}` does not fit here.", short(&it.text)),
            Value::Map(_) => "A map does not fit here.".to_owned(),
            Value::List(_) => "A list does not fit here.".to_owned(),
        };
        let mend = match &node.value {
            Value::Map(_) | Value::List(_) => {
                format!("Write {what}; if braces or brackets belong to a text, quote this text.")
            }
            Value::Scalar(_) | Value::Refused => format!("Write {what}."),
        };
        self.report.error(node.place, "wrong-shape", message, mend);
    }

    /// A scalar as written, whatever it looks like.
    pub fn word(&mut self, node: &Node, what: &str) -> Option<String> {
        match &node.value {
            Value::Scalar(it) if !it.is_null() && !it.text.trim().is_empty() => Some(it.text.clone()),
            _ => {
                self.expected(node, what);
                None
            }
        }
    }

    /// A whole number within limits.
    pub fn whole(&mut self, node: &Node, least: i64, most: i64) -> Option<i64> {
        let found = match &node.value {
            Value::Scalar(it) => whole(&it.text).filter(|it| (least..=most).contains(it)),
            _ => None,
        };
        if found.is_none() {
            self.expected(node, &format!("a whole number from {least} to {most}"));
        }
        found
    }

    /// A finite number.
    pub fn number(&mut self, node: &Node) -> Option<f64> {
        let found = match &node.value {
            Value::Scalar(it) if it.style == Style::Plain && it.text.len() <= 32 => {
                it.text.parse::<f64>().ok().filter(|it| it.is_finite() && it.abs() < 1e15)
            }
            _ => None,
        };
        if found.is_none() {
            self.expected(node, "a number");
        }
        found
    }

    /// `true` or `false`.
    pub fn truth(&mut self, node: &Node) -> Option<bool> {
        match &node.value {
            Value::Scalar(it) if it.style == Style::Plain && it.text == "true" => Some(true),
            Value::Scalar(it) if it.style == Style::Plain && it.text == "false" => Some(false),
            _ => {
                self.expected(node, "`true` or `false` (not `yes`, `no`, `on` or `off`)");
                None
            }
        }
    }

    /// One word of a few.
    pub fn one_of<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
        if matches!(node.value, Value::Refused) {
            return None;
        }
        let word = node.text();
        let found = words.iter().find(|(it, _)| *it == word).map(|(_, it)| *it);
        if found.is_none() {
            let names: Vec<_> = words.iter().map(|(it, _)| *it).collect();
            self.report.error(
                node.place,
                "unknown-word",
                format!("`{}` is not possible here.", short(word)),
                did_you_mean(word, names.iter().copied(), format!("Write one of: {}.", names.join(", "))),
            );
        }
        found
    }

    /// Reads an expression and notes it for later.
    pub fn condition(&mut self, node: &Node, spot: Spot) -> Option<Expr> {
        let (expr, source) = self.expression(node)?;
        self.conditions.push(Stated { expr: expr.clone(), source, spot });
        Some(expr)
    }

    /// Reads an expression.
    pub fn expression(&mut self, node: &Node) -> Option<(Expr, Source)> {
        let source = match &node.value {
            Value::Scalar(it) if it.style == Style::Plain && it.is_truth() => {
                self.report.error(
                    node.place,
                    "constant-condition",
                    format!("`{}` is no condition.", it.text),
                    "Leave the key out for always; write `0 == 1` for never.",
                );
                return None;
            }
            Value::Scalar(it) if !it.is_null() => {
                Source { text: it.text.clone(), style: it.style, place: node.place }
            }
            Value::Map(_) | Value::List(_) => {
                self.report.error(
                    node.place,
                    "wrong-shape",
                    "Expected a condition such as `age >= 18`.",
                    "Quote this text, since it contains braces or brackets.",
                );
                return None;
            }
            _ => {
                self.expected(node, "a condition such as `age >= 18`");
                return None;
            }
        };
        match condition::parse(&source.text) {
            Ok(expr) => Some((expr, source)),
            Err(fault) => {
                self.fault(&source, &fault);
                None
            }
        }
    }

    /// Reports what is wrong with an expression, at its place in the file.
    pub fn fault(&mut self, source: &Source, fault: &condition::Fault) {
        let place = source.fault(self.report.text, fault);
        self.report.error(place, fault.code, fault.message.clone(), fault.mend.clone());
    }

    /// The same, where all variables are known and the one that was meant can be named.
    pub fn fault_among<'a>(
        &mut self,
        source: &Source,
        fault: &condition::Fault,
        names: impl Iterator<Item = &'a str>,
    ) {
        let place = source.fault(self.report.text, fault);
        let word = source.text.get(fault.span.start as usize..fault.span.end as usize).unwrap_or("");
        let var = word.split('.').next().unwrap_or("");
        let mend = match fault.code {
            "unknown-variable" if !self.report.is_full() => did_you_mean(var, names, &fault.mend),
            _ => fault.mend.clone(),
        };
        self.report.error(place, fault.code, fault.message.clone(), mend);
    }
}

/// The entries of a map whose keys have been checked.
#[derive(Clone, Copy)]
pub(super) struct Fields<'n> {
    pub entries: &'n [(Node, Node)],
    pub place: Place,
    /// Not a map at all: then nothing is said about the keys that it lacks.
    pub refused: bool,
}

impl<'n> Fields<'n> {
    pub fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|(_, value)| value)
    }

    pub fn entry(&self, key: &str) -> Option<&'n (Node, Node)> {
        self.entries.iter().find(|(it, _)| it.text() == key)
    }

    /// Where a key stands, or else the map itself.
    pub fn at(&self, key: &str) -> Place {
        self.entry(key).map_or(self.place, |(it, _)| it.place)
    }
}

/// "Did you mean …?" or, if no word is near, `otherwise`.
pub(super) fn did_you_mean<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: impl AsRef<str>,
) -> String {
    // Every name of one letter is near to every other; and nobody means a word longer than names may be.
    let near = match word.len() {
        2..=64 => nearest(word, known.into_iter().filter(|it| it.len() <= 64).take(2_000)),
        _ => None,
    };
    or_nearest(near, otherwise.as_ref())
}

/// A whole number as authors write it: no sign but minus, no leading zeros.
pub(super) fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|it| it.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    if plain && digits.len() <= 15 { text.parse().ok() } else { None }
}
