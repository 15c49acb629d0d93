//! Names of variables, pages, numbers shown, and the columns that come of them.

use std::collections::HashMap;

use crate::condition::WORDS;
use crate::parse::reader::Reader;
use crate::parse::report::Place;
use crate::parse::tree::short;
use crate::questionnaire::{Block, Choice, Kind, Question, Questionnaire, Rule};

/// Words that stand before a parenthesis, or in one.
const FUNCTIONS: [&str; 9] =
    ["answered", "count", "mean", "seconds", "longstring", "trapped", "junk", "duplicate", "device"];

/// Columns of every data file.
const SYSTEM: [&str; 14] = [
    "id",
    "disposition",
    "code",
    "lang",
    "started",
    "ended",
    "seconds",
    "plan",
    "device_hash",
    "flags",
    "version",
    "source",
    "pid",
    "test",
];

/// Reports names that are none, that stand twice, or that give the same column.
pub(super) fn names(reader: &mut Reader<'_>, done: &Questionnaire) {
    let mut seen = Seen::default();
    let mut columns = Columns::default();
    for it in SYSTEM {
        columns.taken.insert(it.to_owned(), (Owner::EveryFile, Place::default()));
    }
    for (name, place) in reader.tables.clone() {
        columns.taken.insert(format!("cell_{name}").to_lowercase(), (Owner::Table, place));
    }
    for (page, it) in done.pages.iter().enumerate() {
        for (block, it) in it.blocks.iter().enumerate() {
            let Block::Question(question) = it else { continue };
            let place = reader.places[&(page, block)].var;
            variable(reader, &mut seen, &question.var, place);
            if let Some(nr) = &question.nr {
                seen.once(reader, "nr", "number", nr, reader.places[&(page, block)].nr);
            }
            question_columns(question)
                .into_iter()
                .for_each(|it| columns.add(reader, it, &question.var, place));
        }
    }
    for (at, derived) in done.derived.iter().enumerate() {
        let place = reader.derived[at].0;
        variable(reader, &mut seen, &derived.var, place);
        let own = match derived.rule {
            Rule::Union(_) => {
                derived.choices.iter().map(|it| format!("{}_{}", derived.var, it.code)).collect()
            }
            Rule::Calc { .. } | Rule::When(_) => vec![derived.var.clone()],
        };
        own.into_iter().for_each(|it| columns.add(reader, it, &derived.var, place));
    }
    for (name, place) in reader.infos.clone() {
        seen.once(reader, "info", "info text", &name, place);
    }
    for (number, page) in done.pages.iter().enumerate() {
        let place = reader.pages[number];
        shape(reader, &page.name, place, "page");
        if seen.first("var", &page.name).is_some() && !page.name.is_empty() {
            let message = format!("A variable is called `{}` too.", page.name);
            reader.report.error(
                place,
                "page-like-variable",
                message,
                "Give the page another name, so that conditions can tell them apart.",
            );
        }
        seen.once(reader, "page", "page", &page.name, place);
    }
}

fn variable(reader: &mut Reader<'_>, seen: &mut Seen, var: &str, place: Place) {
    shape(reader, var, place, "variable");
    if WORDS.contains(&var) || FUNCTIONS.contains(&var) {
        let message = format!("`{var}` is a word of conditions, so no variable can be called so.");
        reader.report.error(place, "reserved-word", message, "Choose another name.");
    }
    seen.once(reader, "var", "variable", var, place);
}

fn shape(reader: &mut Reader<'_>, name: &str, place: Place, what: &str) {
    let fits = name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.len() <= 64
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    // A name that is not there has been reported.
    if !fits && !name.is_empty() {
        let mend = "Begin with an English letter; go on with letters, digits and `_`, 64 at most.";
        reader.report.error(place, "bad-name", format!("`{}` is no name for a {what}.", short(name)), mend);
    }
}

/// Where each name of a kind stood first.
#[derive(Default)]
struct Seen(HashMap<(&'static str, String), Place>);

impl Seen {
    fn first(&self, kind: &'static str, name: &str) -> Option<Place> {
        self.0.get(&(kind, name.to_owned())).copied()
    }

    fn once(&mut self, reader: &mut Reader<'_>, kind: &'static str, what: &str, name: &str, place: Place) {
        if name.is_empty() {
            return;
        }
        match self.first(kind, name) {
            None => {
                self.0.insert((kind, name.to_owned()), place);
            }
            Some(first) => {
                let line = reader.report.line(first);
                let message = format!("The {what} `{}` stands on line {line} already.", short(name));
                let code = match kind {
                    "var" => "duplicate-variable",
                    "nr" => "duplicate-nr",
                    "page" => "duplicate-page",
                    _ => "duplicate-name",
                };
                reader.report.error(place, code, message, "Give each one a name of its own.");
            }
        }
    }
}

/// Whose a column is.
#[derive(PartialEq)]
enum Owner {
    EveryFile,
    Table,
    Var(String),
}

/// The columns so far, in small letters, with their owner and its place.
#[derive(Default)]
struct Columns {
    taken: HashMap<String, (Owner, Place)>,
}

impl Columns {
    fn add(&mut self, reader: &mut Reader<'_>, column: String, var: &str, place: Place) {
        let Some((owner, first)) = self.taken.get(&column.to_lowercase()) else {
            self.taken.insert(column.to_lowercase(), (Owner::Var(var.to_owned()), place));
            return;
        };
        let whose = match owner {
            Owner::EveryFile => "is in every data file".to_owned(),
            Owner::Table => format!("is that of a quota table, on line {}", reader.report.line(*first)),
            Owner::Var(it) if it == var && *first == place => "comes twice of its rows and codes".to_owned(),
            // A variable that stands twice has been reported.
            Owner::Var(it) if it == var => return,
            Owner::Var(it) => format!("is also one of `{it}`, on line {}", reader.report.line(*first)),
        };
        reader.report.error(
            place,
            "column-collision",
            format!("The column `{column}` of `{var}` {whose}; capitals make no difference."),
            "Choose another name.",
        );
    }
}

/// The columns of a question, as they are exported.
fn question_columns(question: &Question) -> Vec<String> {
    let var = &question.var;
    let by_code =
        |choices: &[Choice]| choices.iter().map(|it| format!("{var}_{}", it.code)).collect::<Vec<_>>();
    let own = |options: &crate::questionnaire::Options| {
        let others = options.own().iter().filter(|it| it.other);
        others.map(|it| format!("{var}_{}_text", it.code)).collect::<Vec<_>>()
    };
    let mut columns = match &question.kind {
        Kind::Single { options, .. } | Kind::Scale { options } => [vec![var.clone()], own(options)].concat(),
        Kind::Multi { options, .. } => [by_code(&options.choices), own(options)].concat(),
        Kind::Rank { options, pick } => {
            let places = pick.map_or(options.choices.len() as u32, |(_, most)| most);
            [(1..=places).map(|it| format!("{var}_{it}")).collect(), own(options)].concat()
        }
        Kind::Grid { items, .. } => items.iter().map(|it| format!("{var}_{}", it.name)).collect(),
        Kind::Number { .. } | Kind::Nps | Kind::Open { .. } => vec![var.clone()],
    };
    if question.order.is_some() {
        columns.push(format!("{var}_order"));
    }
    columns
}
