//! Text to the variables that analysts add, held against their questionnaire.

use std::sync::Arc;

use super::reader::Reader;
use super::report::Place;
use super::tree::{Node, Value};
use super::{LARGEST, lint, tree};
use crate::condition::check::Wanted;
use crate::condition::faults_and_truth;
use crate::problem::Problem;
use crate::questionnaire::{Block, Derived, Questionnaire, Rule};
use crate::variables::Coded;

/// Variables that are added at most.
const MOST: usize = 500;

/// The newest version with what is sound of it, and all problems of the text.
pub(crate) fn variables(
    text: &str,
    coded: Vec<Coded>,
    versions: &[Arc<Questionnaire>],
) -> (Questionnaire, Vec<Problem>) {
    let questionnaire = versions.last().expect("a survey has a version");
    let mut done = Questionnaire::clone(questionnaire);
    let mut columns = lint::Taken::new(versions);
    for coded in coded {
        let derived = Derived::from(coded);
        if columns.add_if_free(&derived) {
            done.derived.push(derived);
        }
    }
    done.index();
    if text.trim().is_empty() {
        return (done, Vec::new());
    }
    let is_large = text.len() > LARGEST;
    let mut reader = Reader::new(if is_large { "" } else { text });
    if is_large {
        reader.report.error(
            Place::default(),
            "too-large",
            "The text is too large for variables.",
            "A variable takes a few lines.",
        );
    }
    reader.langs = questionnaire.langs.clone();
    for (page, it) in questionnaire.pages.iter().enumerate() {
        for (block, it) in it.blocks.iter().enumerate() {
            if let Block::Question(it) = it {
                reader.vars.insert(it.var.clone(), (page, block));
            }
        }
    }
    let root = if is_large { None } else { tree::read(&mut reader.report) };
    let entries = root.as_ref().map(|it| reader.map(it, "variables by name")).unwrap_or_default();
    if let Some((key, _)) = entries.get(MOST) {
        let message = format!("There are more than {MOST} variables.");
        reader.report.error(key.place, "too-many", message, "Keep those that are needed.");
    }
    for (key, value) in entries.iter().take(MOST) {
        let errors = reader.report.errors();
        let before = done.derived.len();
        let one = Node { place: value.place, value: Value::Map(vec![(key.clone(), value.clone())]) };
        reader.derived.clear();
        reader.derive(&one, &mut done);
        if done.derived.len() > before {
            columns.add(&mut reader, &done.derived[before]);
            settle(&mut reader, &mut done, entries);
        }
        if reader.report.errors() > errors {
            done.derived.truncate(before);
            reader.broken.insert(key.text().to_owned());
        }
        done.index();
    }
    (done, reader.report.finish())
}

/// Holds the last variable against those before it, and settles whether a `calc` is a truth.
fn settle(reader: &mut Reader<'_>, done: &mut Questionnaire, all: &[(Node, Node)]) {
    let Some((_, sources)) = reader.derived.pop() else { return };
    let is_calc = matches!(done.derived.last().map(|it| &it.rule), Some(Rule::Calc { .. }));
    let wanted = if is_calc { Wanted::Either } else { Wanted::Truth };
    let mut is_truth = false;
    for (expr, source) in &sources {
        if reader.report.is_full() {
            break;
        }
        let (faults, truth) = faults_and_truth(done, expr, wanted);
        is_truth = truth;
        let unknown = expr.reads().into_iter().find(|it| !done.vars.contains_key(&it.var));
        if let Some(name) = unknown.filter(|name| all.iter().any(|(key, _)| key.text() == name.var)) {
            let (code, message, mend) = match reader.broken.contains(&name.var) {
                true => ("broken-variable", format!("`{}` has an error.", name.var), "Mend that one first."),
                false => (
                    "later-variable",
                    format!("`{}` is not above this one.", name.var),
                    "A variable reads those above it.",
                ),
            };
            reader.report.error(source.place, code, message, mend);
            continue;
        }
        for fault in &faults {
            reader.fault_among(source, fault, done.vars.keys().map(String::as_str));
        }
    }
    if let Some(Rule::Calc { truth, .. }) = done.derived.last_mut().map(|it| &mut it.rule) {
        *truth = is_truth;
    }
}
