//! Targets pasted from a spreadsheet.

use leptos::prelude::*;
use survey::quota::QuotaPlan;
use survey::quota::paste::{Fault, Wrong};

use super::typed::shape;
use super::{Shown, Typing};
use crate::components::in_textarea;
use crate::pages::desk::Place;
use crate::words::{t, t_with};

/// The form for a block, folded until it is wanted.
pub fn block(shown: &Shown, plan: &QuotaPlan, typing: &Typing, lang: &'static str) -> impl IntoView + use<> {
    let typed = typing.quotas.is("block");
    let text = if typed { typing.quotas.get("block").unwrap_or_default().to_owned() } else { String::new() };
    let chosen = typing.quotas.get("table").filter(|_| typed).map(str::to_owned);
    let tables: Vec<_> = plan
        .tables
        .iter()
        .map(|table| {
            let shape = shape(&shown.survey.questionnaire, table);
            let (rows, columns) = (shape.rows.len() as i64, shape.columns.len().max(1) as i64);
            let args = [
                ("table", shown.table_name(&table.name, lang).into()),
                ("rows", rows.into()),
                ("columns", columns.into()),
            ];
            let selected = chosen.as_ref() == Some(&table.name);
            view! { <option value=table.name.clone() selected=selected>{t_with(lang, "quotas-block-table", &args)}</option> }
        })
        .collect();
    let unchanged = typed.then(|| typing.faults.of("change", lang)).flatten();
    let faults: Vec<String> =
        unchanged.into_iter().chain(typing.block.iter().map(|it| said(it, lang))).collect();
    let wrong = !faults.is_empty();
    let faults = wrong.then(|| {
        let faults: Vec<_> = faults.into_iter().map(|it| view! { <li class="fault">{it}</li> }).collect();
        view! { <ul class="faults" id="block-fault">{faults}</ul> }
    });
    let described = if wrong { "block-hint block-fault" } else { "block-hint" };
    view! {
        <details class="panel" id="block-panel" open=typed>
            <summary>{t(lang, "quotas-block")}</summary>
            <form method="post" action=format!("{}/preview", Place::Quotas.path(&shown.survey.id)) class="form">
                <input type="hidden" name="change" value="block"/>
                <div class="field">
                    <label for="table">{t(lang, "quotas-table")}</label>
                    <select id="table" name="table">{tables}</select>
                </div>
                <div class="field">
                    <label for="block">{t(lang, "quotas-block-label")}</label>
                    <p class="hint" id="block-hint">{t(lang, "quotas-block-hint")}</p>
                    {faults}
                    <textarea
                        id="block"
                        name="block"
                        rows="9"
                        autofocus=wrong
                        aria-invalid=wrong.then_some("true")
                        aria-describedby=described
                    >
                        {in_textarea(&text)}
                    </textarea>
                </div>
                <button class="button">{t(lang, "quotas-preview")}</button>
            </form>
        </details>
    }
}

/// One fault of a block with its place.
fn said(fault: &Fault, lang: &str) -> String {
    let Fault { row, column, wrong } = fault;
    let counted = |id: &str, found: i64, wanted: i64| {
        t_with(lang, id, &[("found", found.into()), ("wanted", wanted.into())])
    };
    let named = |id: &str, name: &str| t_with(lang, id, &[("text", name.to_owned().into())]);
    let what = match wrong {
        Wrong::Nothing => t(lang, "quotas-block-nothing"),
        Wrong::Blank => t(lang, "quotas-block-blank"),
        Wrong::Number(text) => named("quotas-block-number", text),
        Wrong::Name(text) => named("quotas-block-name", text),
        Wrong::Twice(text) => named("quotas-block-twice", text),
        Wrong::Rows { found, wanted } => counted("quotas-block-rows", *found, *wanted),
        Wrong::Columns { found, wanted } => counted("quotas-block-columns", *found, *wanted),
    };
    let args = [("row", (*row).into()), ("column", (*column).into()), ("what", what.clone().into())];
    match (row, column) {
        (0, _) => what,
        (_, 0) => t_with(lang, "quotas-block-at-row", &args),
        _ => t_with(lang, "quotas-block-at", &args),
    }
}
