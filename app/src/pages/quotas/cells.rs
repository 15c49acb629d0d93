//! Buffers, pauses and the plan in force: each a small form of its own.

use leptos::prelude::*;
use survey::quota::QuotaPlan;

use super::typed::buffer_field;
use super::{Shown, Typing, standing};
use crate::pages::desk::Place;
use crate::words::{t, t_with};

/// What else can be set about the cells.
pub fn cells(shown: &Shown, plan: &QuotaPlan, typing: &Typing, lang: &'static str) -> impl IntoView + use<> {
    let action = format!("{}/preview", Place::Quotas.path(&shown.survey.id));
    let buffers: Vec<_> =
        plan.tables.iter().map(|it| buffer(shown, &it.name, &action, typing, lang)).collect();
    let kinds = ["buffer", "pause", "plan"];
    let unchanged =
        kinds.iter().any(|it| typing.quotas.is(it)).then(|| typing.faults.of("change", lang)).flatten();
    view! {
        <section class="panel" id="cells">
            <h2>{t(lang, "quotas-cells")}</h2>
            {unchanged.map(|it| view! { <p class="fault">{it}</p> })}
            <h3>{t(lang, "quotas-buffer")}</h3>
            <p class="hint">{t(lang, "quotas-buffer-is")}</p>
            <div class="forms">{buffers}</div>
            <h3>{t(lang, "quotas-pause")}</h3>
            <p class="hint">{t(lang, "quotas-pause-is")}</p>
            {pause(shown, plan, &action, typing, lang)}
            {paused(shown, &action, lang)}
            {plans(shown, &action, typing, lang)}
        </section>
    }
}

fn buffer(
    shown: &Shown,
    table: &str,
    action: &str,
    typing: &Typing,
    lang: &'static str,
) -> impl IntoView + use<> {
    let id = buffer_field(table);
    let fault = typing.faults.of(&id, lang);
    let fault_id = format!("{id}-fault");
    let stands =
        shown.cells.iter().filter(|it| it.name.table == table).map(|it| it.buffer).max().unwrap_or(0);
    let typed = typing.quotas.get("buffer").filter(|_| typing.quotas.get("table") == Some(table));
    let value = typed.map_or_else(|| stands.to_string(), str::to_owned);
    let wrong = fault.is_some();
    view! {
        <form method="post" action=action.to_owned() class="form form--line">
            <input type="hidden" name="change" value="buffer"/>
            <input type="hidden" name="table" value=table.to_owned()/>
            <div class="field field--short">
                <label for=id.clone()>{shown.table_name(table, lang)}</label>
                {fault.map(|it| view! { <p class="fault" id=fault_id.clone()>{it}</p> })}
                <input
                    id=id
                    name="buffer"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    value=value
                    autofocus=wrong
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=wrong.then_some(fault_id)
                />
            </div>
            <button class="button button--quiet">{t(lang, "quotas-preview")}</button>
        </form>
    }
}

/// Chooses one cell to be paused.
fn pause(
    shown: &Shown,
    plan: &QuotaPlan,
    action: &str,
    typing: &Typing,
    lang: &'static str,
) -> impl IntoView + use<> {
    let fault = typing.faults.of("cell", lang);
    let groups: Vec<_> = plan
        .tables
        .iter()
        .map(|table| {
            let options: Vec<_> = shown
                .cells
                .iter()
                .filter(|it| it.name.table == table.name && !it.paused)
                .map(|it| {
                    let label = shown.cell_name(&it.name, lang);
                    view! { <option value=it.name.to_string()>{label}</option> }
                })
                .collect();
            view! { <optgroup label=shown.table_name(&table.name, lang)>{options}</optgroup> }
        })
        .collect();
    let wrong = fault.is_some();
    view! {
        <form method="post" action=action.to_owned() class="form form--line">
            <input type="hidden" name="change" value="pause"/>
            <input type="hidden" name="paused" value="1"/>
            <div class="field">
                <label for="cell">{t(lang, "board-cell")}</label>
                {fault.map(|it| view! { <p class="fault" id="cell-fault">{it}</p> })}
                <select
                    id="cell"
                    name="cell"
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=wrong.then_some("cell-fault")
                >
                    {groups}
                </select>
            </div>
            <button class="button button--quiet">{t(lang, "quotas-pause-button")}</button>
        </form>
    }
}

/// The cells that are paused, each with the way back.
fn paused(shown: &Shown, action: &str, lang: &'static str) -> impl IntoView + use<> {
    let rows: Vec<_> = shown
        .cells
        .iter()
        .filter(|it| it.paused)
        .map(|it| {
            let name = shown.cell_name(&it.name, lang);
            let note = super::tables::note(survey::fieldwork::Cell::new(&standing(it)), lang);
            let label = t_with(lang, "quotas-resume-one", &[("cell", name.clone().into())]);
            view! {
                <li>
                    <span>
                        <b>{name}</b>
                        " "
                        <span class="hint">{note}</span>
                    </span>
                    <form method="post" action=action.to_owned()>
                        <input type="hidden" name="change" value="pause"/>
                        <input type="hidden" name="cell" value=it.name.to_string()/>
                        <input type="hidden" name="paused" value="0"/>
                        <button class="button button--quiet" aria-label=label>{t(lang, "quotas-resume")}</button>
                    </form>
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <ul class="paused">{rows}</ul> })
}

/// Chooses another plan, where there is more than one.
fn plans(shown: &Shown, action: &str, typing: &Typing, lang: &'static str) -> impl IntoView + use<> {
    let plans = shown.survey.questionnaire.quota.as_ref().map_or(&[][..], |it| &it.plans);
    let fault = typing.faults.of("plan", lang);
    let options: Vec<_> = plans
        .iter()
        .map(|it| {
            let in_force = Some(&it.name) == shown.survey.plan.as_ref();
            let args = [("plan", it.name.clone().into()), ("count", it.n.into())];
            let label =
                t_with(lang, if in_force { "quotas-plan-one-in-force" } else { "quotas-plan-one" }, &args);
            view! { <option value=it.name.clone() selected=in_force>{label}</option> }
        })
        .collect();
    (plans.len() > 1).then(|| {
        view! {
            <h3>{t(lang, "quotas-plan")}</h3>
            <p class="hint">{t(lang, "quotas-plan-hint")}</p>
            <form method="post" action=action.to_owned() class="form form--line">
                <input type="hidden" name="change" value="plan"/>
                <div class="field">
                    <label for="plan">{t(lang, "quotas-plan-label")}</label>
                    {fault.map(|it| view! { <p class="fault">{it}</p> })}
                    <select id="plan" name="plan">{options}</select>
                </div>
                <button class="button button--quiet">{t(lang, "quotas-preview")}</button>
            </form>
        }
    })
}
