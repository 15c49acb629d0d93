//! The form of a data file: what file, which interviews, which columns.

use analysis::export::Format;
use leptos::prelude::*;

use super::Shown;
use super::pieces::tick;
use super::typed::Typed;
use crate::export::{Group, ROWS};
use crate::pages::desk::Place;
use crate::pages::desk::condition::{among, condition};
use crate::pages::desk::form::{Faults, Field, boxes, one_of};
use crate::words::{language_name, t, t_with};

pub(super) fn form(shown: &Shown, typed: Typed, faults: Faults, lang: &'static str) -> impl IntoView + use<> {
    let count = t_with(lang, "data-completes", &[("count", shown.completes.into())]);
    let blanks = ["not-asked", "not-answered", "not-ticked"].map(|it| {
        view! {
            <div>
                <dt>{t(lang, &format!("data-blank-{it}"))}</dt>
                <dd>{t(lang, &format!("data-blank-{it}-is"))}</dd>
            </div>
        }
    });
    let name = typed.name.clone();
    view! {
        <section class="panel" id="new">
            <h2>{t(lang, "data-new")}</h2>
            <p>{count}</p>
            <form method="post" action=Place::Data.path(&shown.survey.id) class="data-form">
                {file(shown, &typed, &faults, lang)}
                {interviews(shown, &typed, &faults, lang)}
                {columns(shown, &typed, &faults, lang)}
                <div class="data-part">
                    <Field lang name="name" word="data-name" typed=name hint=true faults/>
                    <button class="button">{t(lang, "data-button")}</button>
                </div>
            </form>
            <details>
                <summary>{t(lang, "data-blanks")}</summary>
                <p class="hint">{t(lang, "data-columns")}</p>
                <dl class="papers">{blanks.to_vec()}</dl>
            </details>
        </section>
    }
}

/// The format, and how it is written.
fn file(shown: &Shown, typed: &Typed, faults: &Faults, lang: &'static str) -> impl IntoView + use<> {
    let wanted = &typed.wanted;
    let formats = Format::ALL.map(|it| {
        let (name, is) = (format!("data-format-{}", it.word()), format!("data-format-{}-is", it.word()));
        (it.word().to_owned(), t(lang, &name), Some(t(lang, &is)))
    });
    let langs = &shown.survey.questionnaire.langs;
    let chosen = shown.survey.questionnaire.lang(Some(&wanted.labels_lang)).to_owned();
    let languages = langs.iter().map(|it| (it.clone(), language_name(it), None)).collect();
    // One that is gone is said to be wrong at its place.
    let has_weights = !shown.weights.is_empty() || !wanted.weight.is_empty();
    view! {
        <div class="data-part">
            <h3>{t(lang, "data-file")}</h3>
            {one_of(lang, "format", "data-format", formats.to_vec(), &wanted.format, faults)}
            {one_of(lang, "labels_lang", "data-lang", languages, &chosen, faults)}
            <fieldset class="choose">
                <legend>{t(lang, "data-plain")}</legend>
                {tick(lang, "labels", "data-labels", wanted.labels, faults)}
                {tick(lang, "excel", "data-excel", wanted.excel, faults)}
                {tick(lang, "semicolon", "data-semicolon", wanted.semicolon, faults)}
            </fieldset>
            {has_weights.then(|| weights(shown, &wanted.weight, faults, lang))}
        </div>
    }
}

fn weights(shown: &Shown, chosen: &str, faults: &Faults, lang: &'static str) -> impl IntoView + use<> {
    let none = (String::new(), t(lang, "data-weight-none"), None);
    let names = shown.weights.iter().map(|it| (it.clone(), it.clone(), None));
    let all: Vec<_> = [none].into_iter().chain(names).collect();
    one_of(lang, "weight", "data-weight", all, chosen, faults)
}

/// Which interviews.
fn interviews(shown: &Shown, typed: &Typed, faults: &Faults, lang: &'static str) -> impl IntoView + use<> {
    let wanted = &typed.wanted;
    let rows = ROWS.map(|it| (it.to_owned(), t(lang, &format!("disposition-{it}")), None)).to_vec();
    let whose = vec![
        (String::new(), t(lang, "data-rehearsal-no"), None),
        ("1".to_owned(), t(lang, "data-rehearsal-yes"), None),
    ];
    let rehearsal = if wanted.rehearsal { "1" } else { "" };
    let zone = t_with(lang, "data-zone", &[("zone", shown.survey.settings.time_zone.clone().into())]);
    view! {
        <div class="data-part">
            <h3>{t(lang, "data-interviews")}</h3>
            {boxes(lang, "rows", "data-rows", rows, &wanted.rows, faults)}
            {among(&wanted.among, &shown.survey.questionnaire, faults, lang)}
            {condition(&wanted.filter, &shown.survey.questionnaire, faults, lang)}
            <div>
                <div class="form--line">
                    <Field lang name="from" word="data-from" kind="date" typed=wanted.from.clone() faults=faults.clone()/>
                    <Field lang name="to" word="data-to" kind="date" typed=wanted.to.clone() faults=faults.clone()/>
                </div>
                <p class="hint">{zone}</p>
            </div>
            {tick(lang, "news", "data-news", wanted.news, faults)}
            {one_of(lang, "rehearsal", "data-rehearsal", whose, rehearsal, faults)}
        </div>
    }
}

/// Which columns.
fn columns(shown: &Shown, typed: &Typed, faults: &Faults, lang: &'static str) -> impl IntoView + use<> {
    let wanted = &typed.wanted;
    let group = |it: Group| {
        let word = format!("data-group-{}", it.word());
        (it.word().to_owned(), t(lang, &word), Some(t(lang, &format!("{word}-is"))))
    };
    let groups = Group::ALL.map(group).to_vec();
    let questionnaire = &shown.survey.questionnaire;
    let asked = questionnaire.questions().map(|(_, it)| (it.var.clone(), it.nr.clone(), it.text.get(lang)));
    let derived = questionnaire.derived.iter().map(|it| (it.var.clone(), None, it.label.get(lang)));
    let variable = |(var, nr, text): (String, Option<String>, &str)| {
        let label = nr.map_or_else(|| var.clone(), |nr| format!("{nr} {var}"));
        (var, label, Some(text.to_owned()))
    };
    let all = asked.chain(derived).map(variable).collect();
    let open = !wanted.only.is_empty() || faults.of("only", lang).is_some();
    view! {
        <div class="data-part">
            <h3>{t(lang, "data-which-columns")}</h3>
            {boxes(lang, "columns", "data-groups", groups, &wanted.columns, faults)}
            <details open=open class="data-only">
                <summary>{t(lang, "data-only")}</summary>
                {boxes(lang, "only", "data-only-is", all, &wanted.only, faults)}
            </details>
        </div>
    }
}
