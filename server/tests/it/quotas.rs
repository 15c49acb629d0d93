//! Targets and plans, the field by hand and by dates, and why somebody was turned away.

mod cells;
mod field;
mod record;

use store::fieldwork::{LedgerRow, changes};

use crate::actors::form::Form;
use crate::actors::{Answer, Respondent, Site};
use crate::staff::tiny;

/// The fields of the form that leads to this address, as they stand, with some of them changed.
fn filled(page: &Answer, action: &str, changed: &str) -> String {
    let mut form = Form::to(&page.html, action);
    form.fill(changed);
    form.fields()
}

/// Saves what a preview shows.
async fn saves(manager: &mut Respondent<'_>, preview: &Answer, why: &str) -> Answer {
    manager
        .posts("/surveys/tiny/quotas", &filled(preview, "/surveys/tiny/quotas", &format!("why={why}")))
        .await
}

/// Looks at a change and saves it.
async fn changes_cells(manager: &mut Respondent<'_>, body: &str, why: &str) {
    let preview = manager.posts("/surveys/tiny/quotas/preview", body).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    let saved = saves(manager, &preview, why).await;
    assert_eq!(saved.location(), "/surveys/tiny/quotas?done=saved", "{}", saved.text());
}

/// The latest rows of the ledger that are somebody's doing, the newest first.
async fn ledger(site: &Site, many: i64) -> String {
    let said = |it: &Option<String>| it.clone().unwrap_or_default();
    let row = |it: LedgerRow| {
        let cell = it.cell.as_ref().map(ToString::to_string).unwrap_or_default();
        let (before, after) = (said(&it.before), said(&it.after));
        format!("{} {} {cell}: {before} → {after} ({})", said(&it.who), it.step, said(&it.why))
    };
    let rows = changes(&site.db, &tiny(), many).await.unwrap();
    rows.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

/// How the cells stand: completes and places held of target and buffer.
async fn standings(site: &Site) -> String {
    let cells = store::quotas::cells(&site.db, &tiny(), false).await.unwrap();
    let cell = |it: &store::quotas::QuotaCell| {
        let paused = if it.paused { " paused" } else { "" };
        let buffer = if it.buffer > 0 { format!("+{}", it.buffer) } else { String::new() };
        format!("{} {}+{}/{}{buffer}{paused}", it.name, it.completes, it.reserved, it.target)
    };
    cells.iter().map(cell).collect::<Vec<_>>().join("\n")
}
