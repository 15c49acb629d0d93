//! How the field stands, drawn: figures, quota tables and all the rest; each with what it means one click away.

use leptos::prelude::*;
use survey::fieldwork::{Fieldwork, Quartiles};

use super::board::board;
use super::chart::chart;
use super::funnel::funnel;
use super::lists::{drop_off, outlook, shares};
use crate::islands::Words;

/// Dispositions in the order of an interview's life.
pub const DISPOSITIONS: [&str; 7] =
    ["started", "complete", "screened_out", "quota_full", "refused", "broken_off", "rejected"];

/// Everything that the board tells.
pub fn standing(fieldwork: &Fieldwork, percent: bool, words: &Words) -> impl IntoView + use<> {
    let boards: Vec<_> = fieldwork.boards.iter().map(|it| board(it, percent, words)).collect();
    let legend = if boards.is_empty() { "fieldwork-no-quota" } else { "fieldwork-board-is" };
    view! {
        {warnings(&fieldwork.warnings, words)}
        {figures(fieldwork, words)}
        {boards}
        <p class="hint">{words.get(legend)}</p>
        {fieldwork.outlook.as_ref().map(|it| outlook(it, words))}
        {funnel(fieldwork, words)}
        <div class="board-pair">
            {chart("board-by-day", &fieldwork.days, words)}
            {chart("board-by-hour", &fieldwork.hours, words)}
        </div>
        {drop_off(&fieldwork.pages, words)}
        <div class="board-pair">
            {shares(("board-devices", "board-device"), &fieldwork.devices, words)}
            {shares(("board-languages", "board-language"), &fieldwork.langs, words)}
            {shares(("board-sources", "board-source"), &fieldwork.sources, words)}
        </div>
    }
}

/// Why the plan cannot be filled as it stands.
fn warnings(warnings: &[String], words: &Words) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = warnings.iter().map(|it| view! { <li>{it.clone()}</li> }).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="notice" data-kind="warning">
                <h2>{words.get("board-warnings")}</h2>
                <ul>{lines}</ul>
            </section>
        }
    })
}

fn figures(fieldwork: &Fieldwork, words: &Words) -> impl IntoView + use<> {
    let none = || words.get("fieldwork-none");
    let completes = match fieldwork.target {
        0 => fieldwork.completes.to_string(),
        target => format!("{} / {target}", fieldwork.completes),
    };
    let length = fieldwork.length_of_interview;
    let minutes = |it: Quartiles| format!("{:.1} {}", it.median, words.get("fieldwork-minutes"));
    let between = |it: Quartiles| {
        let (lower, upper) = (format!("{:.1}", it.lower), format!("{:.1}", it.upper));
        words.get("board-quartiles").replace("{lower}", &lower).replace("{upper}", &upper)
    };
    view! {
        <dl class="figures">
            {figure("fieldwork-completes", completes, None, words)}
            {figure("fieldwork-in-progress", fieldwork.in_progress.to_string(), None, words)}
            {figure("fieldwork-incidence", fieldwork.incidence_rate.map_or_else(none, of_one), None, words)}
            {figure("fieldwork-completion", fieldwork.completion_rate().map_or_else(none, of_one), None, words)}
            {figure("fieldwork-length", length.map_or_else(none, minutes), length.map(between), words)}
        </dl>
    }
}

fn figure(id: &str, value: String, beside: Option<String>, words: &Words) -> impl IntoView + use<> {
    view! {
        <div class="figure">
            <dt>{meaning(id, words)}</dt>
            <dd>
                {value}
                {beside.map(|it| view! { " "<span class="figure__beside">{it}</span> })}
            </dd>
        </div>
    }
}

/// A term that opens into what it means.
pub fn meaning(id: &str, words: &Words) -> AnyView {
    view! {
        <details class="meaning">
            <summary>{words.get(id)}</summary>
            <p>{words.get(&format!("{id}-is"))}</p>
        </details>
    }
    .into_any()
}

/// A part of the board under its title, with what it means beside that.
pub fn section(id: &str, class: &'static str, inside: AnyView, words: &Words) -> AnyView {
    let title = words.get(id);
    view! {
        <section class=format!("board-part {class}")>
            <div class="titled">
                <h2>{title.clone()}</h2>
                <details class="meaning">
                    <summary>
                        {words.get("board-meaning")}
                        <span class="heard-only">{format!(": {title}")}</span>
                    </summary>
                    <p>{words.get(&format!("{id}-is"))}</p>
                </details>
            </div>
            {inside}
        </section>
    }
    .into_any()
}

/// A share in per cent; nothing where there is nothing to share.
pub fn share(count: i64, all: i64) -> String {
    if all == 0 { String::new() } else { of_one(count as f64 / all as f64) }
}

fn of_one(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}
