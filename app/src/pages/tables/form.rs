//! The form of tables: what may be chosen, with whatever was.

use analysis::table::Fault;
use leptos::prelude::*;

use super::Shown;
use super::asked::{ADJUSTMENTS, ALL, LEVELS, STATISTICS};
use super::counting::{MOST_BANNERS, Trouble, banners, countable, name};
use crate::components::in_textarea;
use crate::pages::desk::Place;
use crate::pages::desk::form::{Field, boxes};
use crate::pages::desk::labels::named;
use crate::pages::desk::whom::option;
use crate::words::{t, t_with};

/// How many banners may be chosen side by side; an address may have more.
const BANNERS: usize = 3;
/// As much of a question as stands in a choice.
const ROOM: usize = 50;

/// The whole form; sent, it makes an address.
pub(super) fn form(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let (asked, faults) = (&shown.asked, &shown.basis.faults);
    let select = |name: &'static str, values: Vec<(&str, String)>, chosen: &str| {
        let options: Vec<_> = values.into_iter().map(|(value, word)| option(value, word, chosen)).collect();
        let fault = faults.of(name, lang);
        let is_wrong = fault.is_some().then_some("true");
        view! {
            <div class="field">
                <label for=name>{t(lang, &format!("tables-{name}"))}</label>
                {fault.map(|it| view! { <p class="fault">{it}</p> })}
                <select id=name name=name aria-invalid=is_wrong>{options}</select>
            </div>
        }
    };
    let words = |values: &[&'static str], start: &str| -> Vec<(&'static str, String)> {
        values.iter().map(|it| (*it, t(lang, &format!("{start}{it}")))).collect()
    };
    let shows: Vec<String> =
        STATISTICS.iter().filter(|it| asked.shows(it)).map(|it| (*it).to_owned()).collect();
    let statistics = words(&STATISTICS, "tables-");
    let statistics = statistics.into_iter().map(|(value, word)| (value.to_owned(), word, None)).collect();
    // Whoever follows a link wants the tables first.
    let is_open = shown.tables.topics.is_empty() || !faults.0.is_empty();
    let sorts = vec![("", t(lang, "topline-sort-file")), ("size", t(lang, "topline-sort-size"))];
    view! {
        <details class="panel tables-form" open=is_open>
            <summary>{t(lang, "tables-form")}</summary>
            <form class="form" method="get" action=Place::Tables.path(&shown.basis.survey.id)>
            {stubs(shown, lang)}
            {by(shown, lang)}
            {asked.whom.filter_field(&shown.basis.survey.questionnaire, faults, lang)}
            <div class="form--line">
                {asked.whom.weight_field(&shown.basis.weights, faults, lang)}
                {select("sort", sorts, &asked.sort)}
            </div>
            {boxes(lang, "show", "tables-show", statistics, &shows, faults)}
            <details class="tables-form__more" open=has_more(shown)>
                <summary>{t(lang, "tables-more")}</summary>
                {net(shown, lang)}
                <div class="form--line">
                    {select("level", words(&LEVELS, "tables-level-"), &asked.level)}
                    {select("adjust", words(&ADJUSTMENTS, "tables-adjust-"), &asked.adjust)}
                    <Field lang name="untested" word="tables-untested" kind="number" typed=asked.untested() faults=faults.clone()/>
                    <Field lang name="small" word="tables-small" kind="number" typed=asked.small() faults=faults.clone()/>
                </div>
                {asked.whom.rehearsal_field(lang)}
            </details>
            <button class="button">{t(lang, "topline-show")}</button>
            <p class="hint">{t(lang, "tables-hint")}</p>
            </form>
        </details>
    }
}

/// Whether anything was chosen that is folded away.
fn has_more(shown: &Shown) -> bool {
    let asked = &shown.asked;
    let words = [&asked.net, &asked.level, &asked.adjust, &asked.untested, &asked.small];
    let usual = ["", LEVELS[0], ADJUSTMENTS[0], "30", "75"];
    asked.whom.rehearsal || words.iter().any(|it| !usual.contains(&it.as_str()))
}

/// The questions: all of them, or some.
fn stubs(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let asked = &shown.asked.stubs;
    let all = asked.iter().any(|it| it == ALL);
    let one = |value: String, label: String, checked: bool| {
        view! {
            <label class="choose__one">
                <input type="checkbox" name="stub" value=value checked=checked/>
                <span>{label}</span>
            </label>
        }
    };
    let columns = &shown.basis.snapshot.columns;
    let each: Vec<_> = countable(columns)
        .into_iter()
        .map(|fields| {
            let value = name(columns, &fields).to_owned();
            let checked = asked.contains(&value);
            one(value, named(columns.variable(fields[0]), ROOM, lang), checked)
        })
        .collect();
    let chosen = t_with(lang, "tables-chosen", &[("count", shown.tables.topics.len().into())]);
    view! {
        <fieldset class="choose tables-form__stubs" id="stub">
            <legend>{t(lang, "tables-stub")}</legend>
            {troubles(shown, "stub", lang)}
            {one(ALL.to_owned(), t(lang, "tables-all"), all)}
            <details open=asked.is_empty()>
                <summary>{chosen}</summary>
                <div class="data-choices">{each}</div>
            </details>
        </fieldset>
    }
}

/// The banner: variables side by side, each with one that it is split by.
fn by(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let asked = &shown.asked.by;
    let count = (asked.len() + 1).clamp(BANNERS, MOST_BANNERS);
    let lines: Vec<_> = (0..count)
        .map(|at| {
            let nest = asked.get(at).map_or(&[][..], Vec::as_slice);
            // The form knows two levels: what an address has more of stands in the first.
            let (outer, inner) = match nest {
                [] => (String::new(), String::new()),
                [one] => (one.clone(), String::new()),
                [outer @ .., inner] => (outer.join(">"), inner.clone()),
            };
            view! {
                <div class="form--line">
                    {variable(shown, ("by", at), outer, lang)}
                    {variable(shown, ("within", at), inner, lang)}
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="choose" id="by">
            <legend>{t(lang, "tables-by")}</legend>
            {troubles(shown, "by", lang)}
            {lines}
        </fieldset>
    }
}

/// One select of the banner; what was asked for and is none of the variables stays in it.
fn variable(
    shown: &Shown,
    (field, at): (&'static str, usize),
    chosen: String,
    lang: &'static str,
) -> impl IntoView + use<> {
    let columns = &shown.basis.snapshot.columns;
    let fields = banners(columns);
    let mut options = vec![("".to_owned(), t(lang, "tables-none"))];
    options.extend(fields.iter().map(|it| {
        let variable = columns.variable(it);
        (variable.var.clone().unwrap_or_default(), named(variable, ROOM, lang))
    }));
    let is_known = options.iter().any(|(value, _)| *value == chosen);
    if !is_known {
        options.push((chosen.clone(), chosen.clone()));
    }
    // Several levels in one are fine where each of them is.
    let is_wrong = !is_known && !chosen.contains('>');
    let options: Vec<_> = options.into_iter().map(|(value, word)| option(&value, word, &chosen)).collect();
    let id = format!("{field}-{}", at + 1);
    let label = t_with(lang, &format!("tables-{field}-label"), &[("number", (at + 1).into())]);
    view! {
        <div class="field tables-form__variable">
            <label for=id.clone()>{label}</label>
            <select id=id.clone() name=field aria-invalid=is_wrong.then_some("true")>{options}</select>
        </div>
    }
}

fn net(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let troubles = troubles(shown, "net", lang);
    let is_wrong = shown.tables.troubles.iter().any(|it| it.field() == "net");
    view! {
        <div class="field">
            <label for="net">{t(lang, "tables-nets")}</label>
            <p class="hint" id="net-hint">{t(lang, "tables-nets-hint")}</p>
            {troubles}
            <textarea
                id="net"
                name="net"
                rows="3"
                spellcheck="false"
                autocomplete="off"
                aria-invalid=is_wrong.then_some("true")
                aria-describedby="net-hint"
            >
                {in_textarea(&shown.asked.net)}
            </textarea>
        </div>
    }
}

/// What of a field cannot be counted.
fn troubles(shown: &Shown, field: &str, lang: &'static str) -> Vec<impl IntoView + use<>> {
    let here = shown.tables.troubles.iter().filter(|it| it.field() == field);
    here.map(|it| view! { <p class="fault">{said(it, lang)}</p> }).collect()
}

pub(super) fn said(trouble: &Trouble, lang: &str) -> String {
    let of = |word: &str, name: &str| t_with(lang, word, &[("name", name.to_owned().into())]);
    match trouble {
        Trouble::Stub(name) => of("tables-stub-unknown", name),
        Trouble::Net(line) => of("tables-net-wrong", line),
        Trouble::NetOf(name) => of("tables-net-unknown", name),
        Trouble::By(Fault::Unknown(name)) => of("tables-by-unknown", name),
        Trouble::By(Fault::NoCodes(name)) => of("tables-by-codes", name),
        Trouble::Nets { most, ranges } => {
            t_with(lang, "tables-net-many", &[("most", (*most).into()), ("ranges", (*ranges).into())])
        }
        Trouble::Banners { most, deepest } => {
            t_with(lang, "tables-by-wide", &[("most", (*most).into()), ("deepest", (*deepest).into())])
        }
        Trouble::By(Fault::TooMany { columns, most }) => {
            let said = [("columns", (*columns).into()), ("most", (*most).into())];
            t_with(lang, "tables-by-many", &said)
        }
    }
}
