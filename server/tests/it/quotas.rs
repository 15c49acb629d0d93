//! Targets and plans, the field by hand and by dates, and why somebody was turned away.

mod cells;
mod field;
mod record;

use scraper::Html;
use store::fieldwork::{LedgerRow, changes};
use survey::SurveyId;

use crate::actors::form::{all, escaped};
use crate::actors::{Answer, Respondent, Site};
use crate::staff::TINY;

/// The tiny survey with a second plan, whose cells want more in the North.
fn two_plans() -> String {
    let other = "    plan:\n      n: 4\n";
    let second = "    north:
      n: 4
      tables:
      - {name: region_sex, by: [region, sex], cells: {1: [2, 0], 2: [1, 1]}}
    plan:
      n: 4
";
    TINY.replacen(other, second, 1)
}

/// The fields of the form that leads to this address, as they stand, with some of them changed.
fn filled(page: &Answer, action: &str, changed: &[(&str, &str)]) -> String {
    let html = Html::parse_document(&page.html);
    let inputs = all(&html, &format!("form[action='{action}'] input, form[action='{action}'] textarea"));
    let mut pairs: Vec<(String, String)> = inputs
        .into_iter()
        .filter(|it| it.attr("type") != Some("radio") || it.attr("checked").is_some())
        .map(|it| {
            let text = if it.value().name() == "textarea" { it.text().collect() } else { attr(it, "value") };
            (attr(it, "name"), text)
        })
        .collect();
    for (name, text) in changed {
        pairs.retain(|(it, _)| it != name);
        pairs.push(((*name).to_owned(), (*text).to_owned()));
    }
    let pair = |(name, text): &(String, String)| format!("{}={}", escaped(name), escaped(text));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn attr(element: scraper::ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}

/// Saves what a preview shows.
async fn saves(manager: &mut Respondent<'_>, preview: &Answer, why: &str) -> Answer {
    manager.posts("/surveys/tiny/quotas", &filled(preview, "/surveys/tiny/quotas", &[("why", why)])).await
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
    let rows = changes(&site.db, &SurveyId("tiny".into()), many).await.unwrap();
    rows.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

/// How the cells stand: completes and places held of target and buffer.
async fn standings(site: &Site) -> String {
    let cells = store::quotas::cells(&site.db, &SurveyId("tiny".into()), false).await.unwrap();
    let cell = |it: &store::quotas::QuotaCell| {
        let paused = if it.paused { " paused" } else { "" };
        let buffer = if it.buffer > 0 { format!("+{}", it.buffer) } else { String::new() };
        format!("{} {}+{}/{}{buffer}{paused}", it.name, it.completes, it.reserved, it.target)
    };
    cells.iter().map(cell).collect::<Vec<_>>().join("\n")
}
