//! Why this person was turned away: the cells as they stood when the interview came to the gate.

use leptos::prelude::*;
use store::interviews::Kept;
use store::quotas::{AtGate, CellThen, NO_LIMIT, Standing};

use super::cell_name;
use crate::pages::desk::time::time;
use crate::words::{t, t_with};

/// The cells at the gate, just before the interview came there.
pub fn gate(gate: &AtGate, kept: &Kept, zone: &str, lang: &'static str) -> impl IntoView + use<> {
    let (title, said) = match gate.refused {
        true => ("record-gate-refused", "record-gate-refused-is"),
        false => ("record-gate", "record-gate-is"),
    };
    let rows: Vec<_> = gate.cells.iter().map(|it| row(it, kept, lang)).collect();
    view! {
        <section class="panel" id="gate">
            <h2>{t(lang, title)}</h2>
            <p>{time(gate.at, zone)} " " {t(lang, said)}</p>
            <div class="scroller" role="region" tabindex="0" aria-label=t(lang, title)>
                <table class="facts__table">
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "board-cell")}</th>
                            <th scope="col" class="tabular">{t(lang, "quotas-target")}</th>
                            <th scope="col" class="tabular">{t(lang, "disposition-complete")}</th>
                            <th scope="col" class="tabular">{t(lang, "disposition-started")}</th>
                            <th scope="col">{t(lang, "record-then")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(cell: &CellThen, kept: &Kept, lang: &str) -> impl IntoView + use<> {
    let name = cell_name(kept, &cell.name, lang);
    let number = |read: fn(&Standing) -> i64| cell.standing.as_ref().map(|it| read(it).to_string());
    let place = cell.standing.as_ref().is_some_and(Standing::has_place);
    view! {
        <tr data-full=(!place).then_some("")>
            <th scope="row">{name}</th>
            <td class="tabular">{cell.standing.as_ref().map(target)}</td>
            <td class="tabular">{number(|it| it.completes)}</td>
            <td class="tabular">{number(|it| it.reserved)}</td>
            <td>{verdict(cell.standing.as_ref(), lang)}</td>
        </tr>
    }
}

/// The target, and the buffer that admitted more.
fn target(it: &Standing) -> String {
    match (it.target, it.buffer) {
        (NO_LIMIT, _) => "–".to_owned(),
        (target, 0) => target.to_string(),
        (target, buffer) => format!("{target} +{buffer}"),
    }
}

/// A shape and a word: colour only repeats them.
fn verdict(standing: Option<&Standing>, lang: &str) -> String {
    let Some(it) = standing else { return format!("■ {}", t(lang, "record-no-cell")) };
    let left = it.target + it.buffer - it.completes - it.reserved;
    match () {
        () if it.paused => format!("■ {}", t(lang, "board-paused")),
        () if it.target == NO_LIMIT => format!("✓ {}", t(lang, "record-no-limit")),
        () if left > 0 => format!("✓ {}", t_with(lang, "record-places", &[("count", left.into())])),
        () if it.reserved > 0 => {
            format!("■ {}", t_with(lang, "record-full-held", &[("count", it.reserved.into())]))
        }
        () => format!("■ {}", t(lang, "record-full")),
    }
}
