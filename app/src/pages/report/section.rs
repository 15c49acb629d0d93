//! A section of a report at the desk: as it will be read, and the forms about it.

use leptos::prelude::*;
use store::reports::{Kind, Section};

use super::made::Made;
use super::one::mark_of;
use super::typed::TypedSection;
use crate::components::in_textarea;
use crate::pages::desk::form::{Faults, Field, one_of};
use crate::pages::desk::time::time;
use crate::words::{t, t_with};

/// What was typed about a section, or about a new one.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) of: Option<i64>,
    pub(super) typed: TypedSection,
}

/// A section with what can be done about it.
pub(super) fn panel(
    (section, drawn, made): (&Section, String, &Made),
    here: &str,
    (at, count): (usize, usize),
    wrong: Option<Typed>,
    faults: Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let id = format!("section-{}", section.id);
    let kind = t(lang, &format!("report-kind-{}", section.of.kind.word()));
    let name = match section.of.heading.as_str() {
        "" => kind.clone(),
        heading => heading.to_owned(),
    };
    // No two places of a page may be called the same.
    let label = format!("{}. {name}", at + 1);
    let of = format!("{here}/sections/{}", section.id);
    let does = |word: &'static str, is_off: bool| {
        let label = t_with(lang, &format!("report-{word}-one"), &[("name", name.clone().into())]);
        (!is_off).then(|| {
            view! {
                <form method="post" action=format!("{of}/{word}")>
                    <button class="button button--quiet" aria-label=label>{t(lang, &format!("report-{word}"))}</button>
                </form>
            }
        })
    };
    let is_open = wrong.is_some();
    let typed = wrong.map(|it| it.typed).unwrap_or_else(|| TypedSection {
        kind: section.of.kind.word().to_owned(),
        heading: section.of.heading.clone(),
        body: section.of.body.clone(),
        seen: String::new(),
    });
    let seen = typed.seen_or(section.changed_at);
    let zone = made.survey.settings.time_zone.clone();
    let (who, changed) = (section.who.clone(), section.changed_at);
    let edit = t_with(lang, "report-edit-one", &[("name", name.clone().into())]);
    view! {
        <section class="panel report-section" id=id.clone() aria-label=label>
            <div class="report" lang=mark_of(&made.report.of.lang, lang) inner_html=drawn></div>
            <div class="report-section__tools">
                <p class="hint">{kind} " · " {who} " " {time(changed, &zone)}</p>
                {does("up", at == 0)}
                {does("down", at + 1 == count)}
                {does("gone", false)}
            </div>
            <details open=is_open>
                <summary aria-label=edit>{t(lang, "report-edit")}</summary>
                <form method="post" action=of class="form">
                    <input type="hidden" name="seen" value=seen/>
                    {fields(&id, section.of.kind, &typed, made, &faults, lang)}
                    <button class="button">{t(lang, "report-save")}</button>
                </form>
            </details>
        </section>
    }
}

/// The form of one more section.
pub(super) fn new(
    made: &Made,
    here: &str,
    wrong: Option<Typed>,
    faults: &Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let typed = wrong.map(|it| it.typed).unwrap_or_default();
    let chosen = if typed.kind.is_empty() { Kind::Text.word().to_owned() } else { typed.kind.clone() };
    let kinds = Kind::ALL.map(|it| {
        let word = format!("report-kind-{}", it.word());
        (it.word().to_owned(), t(lang, &word), Some(t(lang, &format!("{word}-is"))))
    });
    view! {
        <section class="panel" id="new">
            <h2>{t(lang, "report-add")}</h2>
            <form method="post" action=format!("{here}/sections") class="form">
                {one_of(lang, "kind", "report-kind", kinds.into(), &chosen, faults)}
                <Field lang name="heading" word="report-heading" hint=true typed=typed.heading.clone() faults=faults.clone()/>
                {body("new", "report-body", &typed.body, made, faults, lang)}
                <button class="button">{t(lang, "report-add-button")}</button>
            </form>
        </section>
    }
}

/// The heading, and what stands beneath it, where anybody writes that.
fn fields(
    id: &str,
    kind: Kind,
    typed: &TypedSection,
    made: &Made,
    faults: &Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let heading_id = format!("{id}-heading");
    let fault = faults.of("heading", lang);
    let word = match kind {
        Kind::Text => Some("report-text"),
        Kind::Table | Kind::Chart => Some("report-link"),
        Kind::Question => Some("report-question"),
        Kind::Claims | Kind::Method => None,
    };
    let body = word.map(|it| body(id, it, &typed.body, made, faults, lang));
    view! {
        <div class="field">
            <label for=heading_id.clone()>{t(lang, "report-heading")}</label>
            {fault.clone().map(|it| view! { <p class="fault">{it}</p> })}
            <input
                id=heading_id
                name="heading"
                value=typed.heading.clone()
                autocomplete="off"
                aria-invalid=fault.is_some().then_some("true")
            />
        </div>
        {body}
    }
}

/// What is typed: Markdown, a link, or the name of a question, for which there is a list.
fn body(
    id: &str,
    word: &str,
    typed: &str,
    made: &Made,
    faults: &Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let fault = faults.of("body", lang);
    let (field, hint, fault_id) =
        (format!("{id}-body"), format!("{id}-body-hint"), format!("{id}-body-fault"));
    let described = if fault.is_some() { format!("{hint} {fault_id}") } else { hint.clone() };
    let rows = if word == "report-link" || word == "report-question" { "2" } else { "10" };
    let names = (word != "report-text" && word != "report-link").then(|| {
        let questions = made.survey.questionnaire.pages.iter().flat_map(|it| it.questions());
        let names: Vec<&str> = questions.map(|it| it.var.as_str()).collect();
        view! { <p class="hint report-names">{t(lang, "report-question-names")} " " <code>{names.join(" ")}</code></p> }
    });
    let typed = typed.to_owned();
    view! {
        <div class="field">
            <label for=field.clone()>{t(lang, word)}</label>
            <p class="hint" id=hint>{t(lang, &format!("{word}-hint"))}</p>
            {names}
            {fault.clone().map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
            <textarea
                id=field
                name="body"
                rows=rows
                autocomplete="off"
                aria-invalid=fault.is_some().then_some("true")
                aria-describedby=described
            >
                {in_textarea(&typed)}
            </textarea>
        </div>
    }
}
