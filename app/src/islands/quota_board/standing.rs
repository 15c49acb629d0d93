//! How the field stands, drawn: figures, quota tables, dispositions; each with what it means one click away.

use leptos::prelude::*;
use survey::fieldwork::{DispositionCount, Fieldwork};

use super::board::board;
use crate::islands::Words;

/// The words that are shown here.
pub const WORDS: [&str; 41] = [
    "disposition-broken_off",
    "disposition-broken_off-is",
    "disposition-complete",
    "disposition-complete-is",
    "disposition-quota_full",
    "disposition-quota_full-is",
    "disposition-refused",
    "disposition-refused-is",
    "disposition-rejected",
    "disposition-rejected-is",
    "disposition-screened_out",
    "disposition-screened_out-is",
    "disposition-started",
    "disposition-started-is",
    "fieldwork-board-is",
    "fieldwork-by",
    "fieldwork-code",
    "fieldwork-completes",
    "fieldwork-completes-is",
    "fieldwork-completion",
    "fieldwork-completion-is",
    "fieldwork-count",
    "fieldwork-disposition",
    "fieldwork-dispositions",
    "fieldwork-drawn",
    "fieldwork-fresh",
    "fieldwork-full",
    "fieldwork-held",
    "fieldwork-in-progress",
    "fieldwork-in-progress-is",
    "fieldwork-incidence",
    "fieldwork-incidence-is",
    "fieldwork-length",
    "fieldwork-length-is",
    "fieldwork-minutes",
    "fieldwork-no-quota",
    "fieldwork-none",
    "fieldwork-refresh",
    "fieldwork-share",
    "fieldwork-stale",
    "fieldwork-total",
];

/// Dispositions in the order of an interview's life.
pub const DISPOSITIONS: [&str; 7] =
    ["started", "complete", "screened_out", "quota_full", "refused", "broken_off", "rejected"];

/// Figures, quota tables, dispositions.
pub fn standing(fieldwork: &Fieldwork, words: &Words) -> impl IntoView + use<> {
    let boards: Vec<_> = fieldwork.boards.iter().map(|it| board(it, words)).collect();
    let legend = if boards.is_empty() { "fieldwork-no-quota" } else { "fieldwork-board-is" };
    view! {
        {figures(fieldwork, words)}
        {boards}
        <p class="hint">{words.get(legend)}</p>
        {dispositions(&fieldwork.dispositions, words)}
    }
}

fn figures(fieldwork: &Fieldwork, words: &Words) -> impl IntoView + use<> {
    let none = || words.get("fieldwork-none");
    let completes = match fieldwork.target {
        0 => fieldwork.completes.to_string(),
        target => format!("{} / {target}", fieldwork.completes),
    };
    let minutes = |it: f64| format!("{it:.1} {}", words.get("fieldwork-minutes"));
    view! {
        <dl class="figures">
            {figure("fieldwork-completes", completes, words)}
            {figure("fieldwork-in-progress", fieldwork.in_progress.to_string(), words)}
            {figure("fieldwork-incidence", fieldwork.incidence_rate.map_or_else(none, percent), words)}
            {figure("fieldwork-completion", fieldwork.completion_rate().map_or_else(none, percent), words)}
            {figure("fieldwork-length", fieldwork.length_of_interview.map_or_else(none, minutes), words)}
        </dl>
    }
}

fn figure(id: &str, value: String, words: &Words) -> impl IntoView + use<> {
    view! {
        <div class="figure">
            <dt>{meaning(id, words)}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// A term that opens into what it means.
fn meaning(id: &str, words: &Words) -> impl IntoView + use<> {
    view! {
        <details class="meaning">
            <summary>{words.get(id)}</summary>
            <p>{words.get(&format!("{id}-is"))}</p>
        </details>
    }
}

fn dispositions(counts: &[DispositionCount], words: &Words) -> impl IntoView + use<> {
    let all: i64 = counts.iter().map(|it| it.count).sum();
    let groups: Vec<_> = DISPOSITIONS.iter().map(|it| disposition(it, counts, all, words)).collect();
    let caption = words.get("fieldwork-dispositions");
    view! {
        <section class="dispositions">
            <h2>{caption.clone()}</h2>
            <div class="scroller" role="region" tabindex="0" aria-label=caption>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.get("fieldwork-disposition")}</th>
                            <th scope="col">{words.get("fieldwork-code")}</th>
                            <th scope="col" class="tabular">{words.get("fieldwork-count")}</th>
                            <th scope="col" class="tabular">{words.get("fieldwork-share")}</th>
                        </tr>
                    </thead>
                    <tbody>{groups}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{words.get("fieldwork-total")}</th>
                            <td></td>
                            <td class="tabular">{all}</td>
                            <td></td>
                        </tr>
                    </tfoot>
                </table>
            </div>
        </section>
    }
}

/// One disposition: all of it, then a row for each of its codes.
fn disposition(word: &str, counts: &[DispositionCount], all: i64, words: &Words) -> impl IntoView + use<> {
    let of_word: Vec<_> = counts.iter().filter(|it| it.disposition == word).collect();
    let count: i64 = of_word.iter().map(|it| it.count).sum();
    let codes: Vec<_> = of_word
        .iter()
        .filter(|it| !it.code.is_empty())
        .map(|it| {
            view! {
                <tr class="dispositions__code">
                    <td></td>
                    <td><code>{it.code.clone()}</code></td>
                    <td class="tabular">{it.count}</td>
                    <td class="tabular">{share(it.count, all)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <tr>
            <th scope="row">{meaning(&format!("disposition-{word}"), words)}</th>
            <td></td>
            <td class="tabular">{count}</td>
            <td class="tabular">{share(count, all)}</td>
        </tr>
        {codes}
    }
}

fn share(count: i64, all: i64) -> String {
    if all == 0 { String::new() } else { percent(count as f64 / all as f64) }
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}
