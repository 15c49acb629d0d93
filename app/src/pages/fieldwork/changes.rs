//! The latest changes to a survey: who did what, when and why.

use leptos::prelude::*;
use store::fieldwork::LedgerRow;
use store::surveys::{Entry, Once, SurveyState};
use survey::Moment;

use super::mode;
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
    let value = |it: &Option<String>| match it {
        None if row.step == "target" => Some(t(lang, "ledger-no-limit")),
        it => it.as_ref().map(|it| value(&row.step, it, zone, lang)),
    };
    let values = match (value(&row.before), value(&row.after)) {
        (Some(before), Some(after)) => format!(": {before} → {after}"),
        (None, Some(after)) => format!(": {after}"),
        (Some(before), None) => format!(": {before} → –"),
        (None, None) => String::new(),
    };
    format!("{step}{cell}{values}")
}

/// What was set, in words; what the author called something stays as it is.
pub fn value(step: &str, value: &str, zone: &str, lang: &str) -> String {
    let word = |known: bool, kind: &str| known.then(|| t(lang, &format!("{kind}-{value}")));
    let said = match step {
        "state" => word(SurveyState::parse(value).is_some(), "surveys-state"),
        "quality" => word(mode(value).is_some(), "quality"),
        "entry" => word(Entry::parse(value).is_some(), "ledger-entry"),
        "once" => word(Once::parse(value).is_some(), "quotas-once"),
        "honeypot" | "proof_of_work" | "pause" => word(["0", "1"].contains(&value), "ledger-is"),
        "opens_at" | "closes_at" => value.parse().ok().map(|it| time::words(Moment(it), zone)),
        _ => None,
    };
    said.unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_told_in_words() {
        let told = |step: &str, text: &str| {
            ["zh", "en"].map(|lang| value(step, text, "Asia/Shanghai", lang)).join(" / ")
        };
        assert_eq!(told("entry", "held"), "已停 / held");
        assert_eq!(told("once", "any"), "不限次数 / As often as they like");
        assert_eq!(told("honeypot", "1"), "开 / on");
        assert_eq!(told("opens_at", "1768181400000"), "2026-01-12 09:30 / 2026-01-12 09:30");
        assert_eq!(told("plan", "profile"), "profile / profile");
    }

    #[test]
    fn a_source_without_a_cap_has_no_limit() {
        let cell = survey::quota::CellName { table: "source".to_owned(), key: "river".to_owned() };
        let row = LedgerRow {
            id: 1,
            at: Moment(0),
            step: "target".to_owned(),
            interview: None,
            cell: Some(cell),
            test: false,
            reserved_delta: 0,
            completes_delta: 0,
            who: Some("lin".to_owned()),
            before: None,
            after: Some("3".to_owned()),
            why: None,
        };
        assert_eq!(change(&row, "UTC", "en"), "Target of cell source.river: no limit → 3");
        assert_eq!(change(&row, "UTC", "zh"), "单元目标 source.river: 无上限 → 3");
    }
}
