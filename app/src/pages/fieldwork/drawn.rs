//! A snapshot of the field in the language of whoever looks at it.

use store::fieldwork::Snapshot;
use store::surveys::SurveyState;
use survey::fieldwork::tally::{Count, begun, funnel, of, pages, shares};
use survey::fieldwork::{Fieldwork, Share, board, incidence_rate};
use survey::quota::{CellName, SOURCE};
use survey::{Moment, Page};

use super::{outlook, pace};
use crate::words::{language_name, t};

/// Everything that the board tells, with labels in `lang`; drawn once for all who look.
pub fn drawn(snapshot: &Snapshot, lang: &str) -> Fieldwork {
    snapshot.in_language(lang, |it| draw(it, lang)).as_ref().clone()
}

fn draw(snapshot: &Snapshot, lang: &str) -> Fieldwork {
    let (counts, survey) = (&snapshot.counts, &snapshot.survey);
    let plan = snapshot.plan();
    let name = |cell: &CellName| cell_name(snapshot, cell, lang);
    let table = |it: &str| match plan {
        Some(plan) => board::table_label(&survey.questionnaire, plan, it, lang),
        None => it.to_owned(),
    };
    let (zone, until) = (survey.settings.time_zone.as_str(), until(snapshot));
    let (completes, screened_out) = (of(counts, "complete"), of(counts, "screened_out"));
    let boards = plan.map(|it| board::boards(&survey.questionnaire, it, &snapshot.cells, lang));
    let boards = boards.unwrap_or_default();
    // Whoever counts has a place in every table: no more completes can be had than the smallest one wants.
    let target = boards.iter().map(|it| it.total().target).min();
    Fieldwork {
        boards,
        warnings: outlook::warnings(&snapshot.conflicts, table, name, lang),
        outlook: outlook::outlook(snapshot, name, lang),
        begun: begun(counts),
        completes,
        in_progress: of(counts, "started"),
        target: target.or(survey.questionnaire.field.n).unwrap_or_default(),
        incidence_rate: incidence_rate(completes, screened_out),
        length_of_interview: snapshot.length,
        funnel: funnel(counts, |word, code| part_name(snapshot, word, code, lang)),
        pages: pages(counts, &page_names(snapshot, lang)),
        days: pace::days(&snapshot.quarters, zone, until),
        hours: pace::hours(&snapshot.quarters, zone, until),
        devices: by(counts, |it| it.device.as_deref(), |it| device_name(it, lang), "device-unknown", lang),
        langs: by(counts, |it| Some(&it.lang), language_name, "", lang),
        sources: sources(snapshot, lang),
    }
}

/// Until when completes are drawn: now, while the field is open; else the last of them.
fn until(snapshot: &Snapshot) -> Moment {
    let last = snapshot.quarters.last().map_or(snapshot.at, |(at, _)| *at);
    let runs = snapshot.survey.state == SurveyState::Open && !snapshot.test;
    if runs { snapshot.at.max(last) } else { last }
}

fn cell_name(snapshot: &Snapshot, cell: &CellName, lang: &str) -> String {
    match snapshot.plan() {
        _ if cell.table == SOURCE => source_name(snapshot, &cell.key),
        Some(plan) => board::cell_label(&snapshot.survey.questionnaire, plan, cell, lang),
        None => cell.to_string(),
    }
}

/// What a part of a disposition is called, by its code; of a break-off that is the page.
fn part_name(snapshot: &Snapshot, disposition: &str, code: &str, lang: &str) -> String {
    let page = || page_names(snapshot, lang).into_iter().find(|(name, _)| *name == code);
    match (disposition, code.split_once('.')) {
        ("quota_full", Some((table, key))) => {
            cell_name(snapshot, &CellName { table: table.into(), key: key.into() }, lang)
        }
        ("broken_off", _) => page().map_or_else(|| code.to_owned(), |(_, label)| label),
        _ => code.to_owned(),
    }
}

/// The pages of the newest version, by name and title; a title that stands on several has the name behind it.
fn page_names<'a>(snapshot: &'a Snapshot, lang: &str) -> Vec<(&'a str, String)> {
    let pages = &snapshot.survey.questionnaire.pages;
    let title = |it: &'a Page| it.title.as_ref().map(|it| it.get(lang)).filter(|it| !it.is_empty());
    let label = |page: &'a Page| match title(page) {
        Some(it) if pages.iter().filter(|page| title(page) == Some(it)).count() > 1 => {
            format!("{it} ({})", page.name)
        }
        Some(it) => it.to_owned(),
        None => page.name.clone(),
    };
    pages.iter().map(|it| (it.name.as_str(), label(it))).collect()
}

fn device_name(device: &str, lang: &str) -> String {
    match device {
        "phone" | "tablet" | "computer" | "other" => t(lang, &format!("device-{device}")),
        other => other.to_owned(),
    }
}

/// Interviews by what `key` finds in them; `nothing` is the word for those in which it finds nothing.
fn by(
    counts: &[Count],
    key: impl Fn(&Count) -> Option<&str>,
    name: impl Fn(&str) -> String,
    nothing: &str,
    lang: &str,
) -> Vec<Share> {
    let label = |key: Option<String>| key.map_or_else(|| t(lang, nothing), |it| name(&it));
    let share = |(key, begun, completes)| Share { label: label(key), begun, completes, cap: None };
    shares(counts, key).into_iter().map(share).collect()
}

/// Interviews by source; a registered one stands here before anybody came from it.
fn sources(snapshot: &Snapshot, lang: &str) -> Vec<Share> {
    let mut found = shares(&snapshot.counts, |it| it.source.as_deref());
    for source in &snapshot.sources {
        if !found.iter().any(|(name, ..)| name.as_deref() == Some(&source.name)) {
            found.push((Some(source.name.clone()), 0, 0));
        }
    }
    let cap = |name: &str| snapshot.sources.iter().find(|it| it.name == name).and_then(|it| it.cap);
    let share = |(name, begun, completes): (Option<String>, i64, i64)| Share {
        cap: name.as_deref().and_then(cap),
        label: name.map_or_else(|| t(lang, "source-none"), |it| source_name(snapshot, &it)),
        begun,
        completes,
    };
    found.into_iter().map(share).collect()
}

/// The title of a registered source; the name of another one.
fn source_name(snapshot: &Snapshot, name: &str) -> String {
    let source = snapshot.sources.iter().find(|it| it.name == name);
    source.map_or(name, |it| &it.title).to_owned()
}
