//! Names of variables, pages, numbers shown, and the columns that come of them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::condition::WORDS;
use crate::parse::reader::Reader;
use crate::parse::report::Place;
use crate::parse::tree::short;
use crate::questionnaire::{Block, Choice, Derived, Kind, Question, Questionnaire, Rule};
use crate::variables::NameFault;

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
    let mut columns = Columns::of_every_file();
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
        derived_columns(derived).into_iter().for_each(|it| columns.add(reader, it, &derived.var, place));
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
    name(reader, var, place);
    seen.once(reader, "var", "variable", var, place);
}

fn name(reader: &mut Reader<'_>, var: &str, place: Place) {
    shape(reader, var, place, "variable");
    if is_reserved(var) {
        let message = format!("`{var}` is a word of conditions, so no variable can be called so.");
        reader.report.error(place, "reserved-word", message, "Choose another name.");
    }
}

fn is_reserved(var: &str) -> bool {
    WORDS.contains(&var) || FUNCTIONS.contains(&var)
}

/// Columns of what links carry begin so.
fn is_of_links(var: &str) -> bool {
    var.to_lowercase().starts_with("link_")
}

/// Why no variable of this name can be added to these versions.
pub(crate) fn name_fault(var: &str, versions: &[Arc<Questionnaire>]) -> Option<NameFault> {
    if !is_shaped(var) {
        return Some(NameFault::Malformed);
    }
    let Taken { names, columns } = Taken::new(versions);
    let is_taken = names.contains(var) || columns.taken.contains_key(&var.to_lowercase());
    (is_taken || is_reserved(var) || is_of_links(var)).then_some(NameFault::Taken)
}

/// The names and columns of all versions of a questionnaire, to which variables are added one after another.
pub(in crate::parse) struct Taken {
    /// Of variables and pages.
    names: HashSet<String>,
    columns: Columns,
}

impl Taken {
    pub fn new(versions: &[Arc<Questionnaire>]) -> Taken {
        let (mut names, mut columns) = (HashSet::new(), Columns::of_every_file());
        for version in versions {
            names.extend(version.vars.keys().cloned());
            names.extend(version.pages.iter().map(|it| it.name.clone()));
            for (_, question) in version.questions() {
                columns.keep(question_columns(question), &question.var);
            }
            for derived in &version.derived {
                columns.keep(derived_columns(derived), &derived.var);
            }
            let tables = version.quota.iter().flat_map(|it| &it.plans).flat_map(|it| &it.tables);
            columns.keep(tables.map(|it| format!("cell_{}", it.name)).collect(), "quota");
        }
        Taken { names, columns }
    }

    /// Takes a variable in that comes of no text. False where its name or one of its columns is taken.
    pub fn add_if_free(&mut self, derived: &Derived) -> bool {
        let own = derived_columns(derived);
        let is_free = |it: &String| !self.columns.taken.contains_key(&it.to_lowercase());
        if self.names.contains(&derived.var) || !own.iter().all(is_free) {
            return false;
        }
        self.names.insert(derived.var.clone());
        self.columns.keep(own, &derived.var);
        true
    }

    /// Takes in the variable that was read last, and reports a name that is none or is taken.
    pub fn add(&mut self, reader: &mut Reader<'_>, derived: &Derived) {
        let Some((place, _)) = reader.derived.last() else { return };
        let (var, place) = (&derived.var, *place);
        name(reader, var, place);
        let is_link = is_of_links(var);
        if is_link || !self.names.insert(var.clone()) {
            let message = match is_link {
                true => format!("Columns of what links carry begin as `{}` does.", short(var)),
                false => format!("The survey has `{}` already, in this version or an older one.", short(var)),
            };
            reader.report.error(place, "duplicate-variable", message, "Choose another name.");
            return;
        }
        derived_columns(derived).into_iter().for_each(|it| self.columns.add(reader, it, var, place));
    }
}

fn is_shaped(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.len() <= 64
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
}

fn shape(reader: &mut Reader<'_>, name: &str, place: Place, what: &str) {
    // A name that is not there has been reported.
    if !is_shaped(name) && !name.is_empty() {
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
    /// A variable of a questionnaire that was read before, in another text.
    Before(String),
}

/// The columns so far, in small letters, with their owner and its place.
#[derive(Default)]
struct Columns {
    taken: HashMap<String, (Owner, Place)>,
}

impl Columns {
    fn of_every_file() -> Columns {
        let system = SYSTEM.into_iter().map(|it| (it.to_owned(), (Owner::EveryFile, Place::default())));
        Columns { taken: system.collect() }
    }

    fn keep(&mut self, columns: Vec<String>, var: &str) {
        let before = |it: String| (it.to_lowercase(), (Owner::Before(var.to_owned()), Place::default()));
        self.taken.extend(columns.into_iter().map(before));
    }

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
            Owner::Before(it) => format!("is also one of `{it}`"),
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

/// The columns of a derived variable, as they are exported.
fn derived_columns(derived: &Derived) -> Vec<String> {
    match derived.rule {
        Rule::Union(_) | Rule::Coded { .. } => {
            derived.choices.iter().map(|it| format!("{}_{}", derived.var, it.code)).collect()
        }
        Rule::Calc { .. } | Rule::When(_) => vec![derived.var.clone()],
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
