//! Holds what was read against itself.

mod conditions;
mod facts;
mod meaning;
mod names;
mod paths;
mod personal;
mod piping;
mod reach;
mod solve;
mod vars;

pub(super) use names::Taken;
pub(crate) use names::name_fault;

use super::reader::{Fields, Reader, did_you_mean};
use super::tree::short;
use crate::questionnaire::{End, Kind, Questionnaire, Text, Then};

/// Every problem that needs the whole questionnaire to be seen.
pub(super) fn lint(reader: &mut Reader<'_>, fields: &Fields<'_>, done: &mut Questionnaire) {
    let vars = vars::settle(reader, done);
    let done = &*done;
    names::names(reader, done);
    sources(reader, &vars);
    ends(reader, fields, done);
    no_trap(reader, done);
    personal::personal(reader, done);
    let paths = paths::Paths::new(done);
    conditions::conditions(reader, done, &vars, &paths);
    conditions::derived(reader, done, &vars, &paths);
    piping::piping(reader, &vars, &paths);
    reach::reserve(reader, fields, done, &vars, &paths);
    reach::reach(reader, done, &paths);
}

/// `from` of questions that come later, or not at all.
fn sources(reader: &mut Reader<'_>, vars: &vars::Vars) {
    for (name, place) in std::mem::take(&mut reader.late_sources) {
        if reader.vars.contains_key(&name) {
            let message = format!("`{name}` is asked later.");
            reader.report.error(
                place,
                "later-variable",
                message,
                "Ask it before, or offer choices of its own.",
            );
        } else if vars.kind(&name).is_some() {
            let message = format!("`{name}` is derived: nothing is chosen there.");
            reader.report.error(place, "unfit-from", message, "Name a question with choices, best a multi.");
        } else if !reader.broken.contains(&name) {
            let mend = did_you_mean(&name, vars.names(), "Name an earlier question with choices.");
            let message = format!("There is no question `{}`.", short(&name));
            reader.report.error(place, "unknown-variable", message, mend);
        }
    }
}

/// Ends that people meet and that say nothing.
fn ends(reader: &mut Reader<'_>, fields: &Fields<'_>, done: &Questionnaire) {
    if fields.get("ends").is_none() {
        return;
    }
    let mut met = vec![(End::Complete, fields.at("ends"))];
    for (page, it) in done.pages.iter().enumerate() {
        for (at, step) in it.then.iter().enumerate() {
            let end = match step {
                Then::End { end, .. } => *end,
                Then::Reserve => End::QuotaFull,
            };
            met.push((end, reader.thens[&(page, at)]));
        }
    }
    let mut told: Vec<End> = Vec::new();
    for (end, place) in met {
        let (name, text): (_, &Option<Text>) = match end {
            End::Complete => ("complete", &done.ends.complete),
            End::Refused => ("refused", &done.ends.refused),
            End::ScreenedOut => ("screened_out", &done.ends.screened_out),
            End::QuotaFull => ("quota_full", &done.ends.quota_full),
            // Rejected people read what complete ones read.
            End::Rejected => ("complete", &done.ends.complete),
        };
        if text.is_none() && !told.contains(&end) {
            told.push(end);
            let message = format!("The end `{name}` has no page.");
            let mend = format!("Add `{name}: {{text: …}}` under `ends`.");
            reader.report.error(place, "end-without-page", message, mend);
        }
    }
}

/// Without a trap nobody knows who reads the grids.
fn no_trap(reader: &mut Reader<'_>, done: &Questionnaire) {
    let mut first = None;
    for (page, it) in done.pages.iter().enumerate() {
        for (block, it) in it.blocks.iter().enumerate() {
            let crate::questionnaire::Block::Question(it) = it else { continue };
            if !matches!(it.kind, Kind::Grid { .. }) {
                continue;
            }
            if it.items().iter().any(|it| it.trap.is_some()) {
                return;
            }
            first = first.or(Some((page, block)));
        }
    }
    if let Some(at) = first {
        let mend = "Add a row such as `attn: {…, trap: 4}` to one grid, and a rule with `trapped()`.";
        reader.report.warn(
            reader.places[&at].var,
            "no-trap",
            "No grid of this questionnaire has a trap row.",
            mend,
        );
    }
}
