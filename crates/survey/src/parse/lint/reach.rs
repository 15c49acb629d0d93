//! Questions that no path reaches, steps that nobody takes, and places reserved twice.

use super::paths::Paths;
use super::solve::Formula;
use super::vars::Vars;
use crate::parse::reader::{Fields, Reader, Spot};
use crate::questionnaire::{Block, Questionnaire, Then};

const UNREACHABLE: &str = "unreachable";

/// Reports pages, questions and steps that nobody can get to.
pub(super) fn reach(reader: &mut Reader<'_>, done: &Questionnaire, paths: &Paths<'_>) {
    let mut ends = 0;
    for (number, page) in done.pages.iter().enumerate() {
        let place = reader.pages[number];
        if paths.ends_before(number) > ends {
            ends = paths.ends_before(number);
            if !paths.possible(paths.before(number)) {
                let message = "No path reaches this page: every interview has ended before it.";
                reader.report.error(
                    place,
                    UNREACHABLE,
                    message,
                    "Give the end before it a condition, or remove what follows.",
                );
                return;
            }
        }
        let condition = paths.facts.maybe(page.condition.as_ref(), true);
        if page.condition.is_some() && !paths.possible_at(Spot::Page(number), condition) {
            let message = "No path reaches this page: its condition can never hold here.";
            let mend = "Change its `if`, or the ends and conditions before it.";
            reader.report.error(place, UNREACHABLE, message, mend);
            continue;
        }
        questions(reader, done, paths, number);
        steps(reader, done, number);
    }
}

fn questions(reader: &mut Reader<'_>, done: &Questionnaire, paths: &Paths<'_>, page: usize) {
    for (block, it) in done.pages[page].blocks.iter().enumerate() {
        let Block::Question(question) = it else { continue };
        let conditional = question.condition.is_some()
            || question.from().is_some()
            || question.choices().iter().all(|it| it.condition.is_some())
            || question.items().iter().any(|it| it.condition.is_some());
        if !conditional || reader.broken.contains(&question.var) {
            continue;
        }
        if !paths.possible_at(Spot::Block(page, block), Formula::yes()) {
            let places = reader.places[&(page, block)];
            let place = places.condition.or(places.from).unwrap_or(places.var);
            let message = format!("No path reaches `{}`: nobody can meet all that it takes.", question.var);
            let mend =
                "Compare its condition with those of its page, of what it reads and of the ends before it.";
            reader.report.error(place, UNREACHABLE, message, mend);
        }
    }
}

/// Steps after an end that everybody meets.
fn steps(reader: &mut Reader<'_>, done: &Questionnaire, page: usize) {
    let then = &done.pages[page].then;
    let last = then.iter().position(|it| matches!(it, Then::End { condition: None, .. }));
    if let Some(at) = last.filter(|it| it + 1 < then.len()) {
        let message = "Nobody gets to this step: the end before it has no condition.";
        reader.report.error(
            reader.thens[&(page, at + 1)],
            UNREACHABLE,
            message,
            "Put it before that end, or remove it.",
        );
    }
}

/// Places are taken once, by people whose cells are known.
pub(super) fn reserve(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    done: &Questionnaire,
    vars: &Vars,
    paths: &Paths<'_>,
) {
    let mut gates: Vec<usize> = Vec::new();
    for (page, it) in done.pages.iter().enumerate() {
        for (at, _) in it.then.iter().enumerate().filter(|(_, it)| **it == Then::Reserve) {
            let place = reader.thens[&(page, at)];
            if fields.get("quota").is_none() {
                let mend = "Add `quota`, or remove this step.";
                reader.report.error(
                    place,
                    "reserve-without-quota",
                    "There is no quota to take a place in.",
                    mend,
                );
            }
            // The first pair that may lie on one path is enough to be told.
            let twice = gates.iter().take(20).any(|first| {
                paths.possible([paths.at(Spot::Then(page)), paths.at(Spot::Then(*first))].concat())
            });
            if twice {
                let message = "A place is taken here by people who may already hold one.";
                reader.report.error(
                    place,
                    "reserve-twice",
                    message,
                    "Keep one `quota: reserve` on each path.",
                );
            }
            gates.push(page);
        }
    }
    if let (Some(_), [], false) = (&done.quota, gates.as_slice(), done.pages.is_empty()) {
        let mend = "Add `- quota: reserve` to the `then` of the last page of the screener.";
        reader.report.warn(
            fields.at("quota"),
            "quota-without-reserve",
            "No page takes a place in these quotas.",
            mend,
        );
    }
    let Some(gate) = gates.first() else { return };
    for (var, place) in reader.quota_by.clone() {
        if vars.known(&var, Spot::Then(*gate)) == Err(true) {
            let message = format!(
                "`{var}` is not known yet where places are taken, after page `{}`.",
                done.pages[*gate].name
            );
            reader.report.error(place, "later-variable", message, "Ask it earlier, or reserve later.");
        }
    }
}
