//! What the ledger says of one interview: places taken, returned, counted, and what people did about it.

use leptos::prelude::*;
use store::fieldwork::LedgerRow;
use store::interviews::Kept;

use super::cell_name;
use crate::pages::desk::time::time;
use crate::words::{t, t_with};

/// Every row, the oldest first.
pub fn ledger(rows: Vec<LedgerRow>, kept: &Kept, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    let empty = rows.is_empty().then(|| view! { <p class="hint">{t(lang, "record-ledger-none")}</p> });
    let rows: Vec<_> = rows.into_iter().map(|it| row(it, kept, zone, lang)).collect();
    let title = t(lang, "record-ledger");
    view! {
        <section class="panel" id="ledger">
            <h2>{title.clone()}</h2>
            {empty}
            <div class="scroller" role="region" tabindex="0" aria-label=title>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "board-when")}</th>
                            <th scope="col">{t(lang, "fieldwork-ledger-what")}</th>
                            <th scope="col" class="tabular">{t(lang, "record-held")}</th>
                            <th scope="col" class="tabular">{t(lang, "record-counted")}</th>
                            <th scope="col">{t(lang, "fieldwork-ledger-who")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(row: LedgerRow, kept: &Kept, zone: &str, lang: &str) -> impl IntoView + use<> {
    let cell = row.cell.as_ref().map(|it| cell_name(kept, it, lang)).unwrap_or_default();
    let what = match row.step.as_str() {
        // It stands there for every cell that they fell in, also for those with a place.
        "refuse" => t_with(lang, "record-refused", &[("cell", cell.into())]),
        step => format!("{} {cell}", t(lang, &format!("ledger-{step}"))),
    };
    let why = row.why.map(|it| view! { <span class="hint">{it}</span> });
    view! {
        <tr>
            <td>{time(row.at, zone)}</td>
            <td>{what} " " {why}</td>
            <td class="tabular">{signed(row.reserved_delta)}</td>
            <td class="tabular">{signed(row.completes_delta)}</td>
            <td>{row.who.unwrap_or_else(|| t(lang, "record-itself"))}</td>
        </tr>
    }
}

fn signed(delta: i64) -> String {
    if delta == 0 { String::new() } else { format!("{delta:+}").replace('-', "−") }
}
