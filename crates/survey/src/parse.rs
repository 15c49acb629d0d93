//! Text to questionnaire, with every problem at once.
//!
//! YAML becomes a tree of places (`tree`), the tree becomes a questionnaire (`head`, `page`, `question`,
//! `choices`, `derive`, `quota`, `weights`), and what was read is held against itself (`lint`).

mod choices;
mod claims;
mod constant;
mod derive;
mod head;
mod lint;
mod options;
mod page;
mod question;
mod quota;
mod reader;
mod rehearsal;
mod report;
mod source;
#[cfg(test)]
mod tests;
mod tree;
mod variables;
mod weights;

use crate::problem::Problem;
use crate::questionnaire::Questionnaire;
pub(crate) use claims::claims;
pub(crate) use constant::is_never;
pub(crate) use lint::name_fault;
pub(crate) use rehearsal::plan;
pub(crate) use variables::variables;

use reader::Reader;
use report::Place;

/// Longer files are refused.
const LARGEST: usize = 2 * 1024 * 1024;

const KEYS: [&str; 12] = [
    "survey", "version", "title", "langs", "default", "contact", "field", "lists", "derive", "pages", "ends",
    "quota",
];

/// Reads a questionnaire file. With a problem that is an error, what is read must not be fielded.
pub fn questionnaire(text: &str) -> (Questionnaire, Vec<Problem>) {
    // A byte order mark is no part of the first line.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::new(if text.len() > LARGEST { "" } else { text });
    let mut done = Questionnaire::default();
    if text.len() > LARGEST {
        reader.report.error(
            Place::default(),
            "too-large",
            format!("The file is larger than {} MB.", LARGEST / 1024 / 1024),
            "A questionnaire has a few hundred kB at most; this may be another file.",
        );
    } else if let Some(root) = tree::read(&mut reader.report) {
        read(&mut reader, &root, &mut done);
    } else if reader.report.is_empty() {
        reader.report.error(
            Place::default(),
            "empty-file",
            "There is nothing in this file.",
            "Begin with `survey: …`.",
        );
    }
    (done, reader.report.finish())
}

/// Reads the parts in the order in which they need one another.
fn read(reader: &mut Reader<'_>, root: &tree::Node, done: &mut Questionnaire) {
    let keys: Vec<_> = KEYS.into_iter().chain(["quality", "weights"]).collect();
    let fields = reader.fields(root, "a questionnaire", &keys);
    let start = fields.entries.first().map_or(root.place, |(it, _)| it.place);
    if !matches!(root.value, tree::Value::Map(_)) {
        return;
    }
    reader.head(&fields, start, done);
    if let Some(node) = fields.get("field") {
        done.field = reader.field(node);
    }
    if let Some(node) = fields.get("lists") {
        reader.read_lists(node);
    }
    if let Some(node) = reader.required(&fields, "pages", "A questionnaire", start) {
        reader.read_pages(node, done);
    }
    if let Some(node) = fields.get("derive") {
        reader.derive(node, done);
    }
    if let Some(node) = reader.required(&fields, "ends", "A questionnaire", start) {
        done.ends = reader.ends(node);
    }
    if let Some(node) = fields.get("quota") {
        done.quota = reader.quota(node, done);
    }
    if let Some(node) = fields.get("quality") {
        done.quality = reader.quality(node);
    }
    if let Some(node) = fields.get("weights") {
        done.weights = reader.weights(node, done);
    }
    done.index();
    lint::lint(reader, &fields, done);
}
