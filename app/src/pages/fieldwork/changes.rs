//! The latest changes to a survey: who did what, when and why.

use leptos::prelude::*;
use store::fieldwork::LedgerRow;
use store::surveys;

use super::{mode, mode_word};
use crate::pages::desk::time::{self, time};
use crate::words::t;

/// The latest changes, the newest first; times in the survey's zone.
pub fn changes(rows: Vec<LedgerRow>, zone: &str, lang: &str) -> impl IntoView + use<> {
    let title = t(lang, "fieldwork-ledger");
    let empty = rows.is_empty().then(|| view! { <p class="hint">{t(lang, "fieldwork-ledger-none")}</p> });
    let rows: Vec<_> = rows
        .into_iter()
        .map(|it| {
            let what = change(&it, zone, lang);
            let why = it.why.map(|it| view! { <span class="hint">{it}</span> });
            view! {
                <tr>
                    <td>{time(it.at, zone)}</td>
                    <td>{it.who.unwrap_or_else(|| t(lang, "fieldwork-ledger-system"))}</td>
                    <td>{what} " " {why}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="panel" id="changes">
            <h2>{title.clone()}</h2>
            {empty}
            <div class="scroller" role="region" tabindex="0" aria-label=title>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{format!("{} ({zone})", t(lang, "board-when"))}</th>
                            <th scope="col">{t(lang, "fieldwork-ledger-who")}</th>
                            <th scope="col">{t(lang, "fieldwork-ledger-what")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

/// One change in words: what, from what, to what.
fn change(row: &LedgerRow, zone: &str, lang: &str) -> String {
    let step = t(lang, &format!("ledger-{}", row.step));
    let cell = row.cell.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    let value = |it: &Option<String>| it.as_ref().map(|it| value(&row.step, it, zone, lang));
    let values = match (value(&row.before), value(&row.after)) {
        (Some(before), Some(after)) => format!(": {before} → {after}"),
        (None, Some(after)) => format!(": {after}"),
        (Some(before), None) => format!(": {before}"),
        (None, None) => String::new(),
    };
    format!("{step}{cell}{values}")
}

/// What was set, in words; what the author called something stays as it is.
fn value(step: &str, value: &str, zone: &str, lang: &str) -> String {
    let moment = value.parse().ok().map(survey::Moment);
    match (step, surveys::SurveyState::parse(value), mode(value), moment) {
        ("state", Some(it), ..) => t(lang, &format!("surveys-state-{}", it.word())),
        ("quality", _, Some(it), _) => t(lang, &format!("quality-{}", mode_word(it))),
        ("opens_at" | "closes_at", .., Some(at)) => time::words(at, zone),
        _ => value.to_owned(),
    }
}
