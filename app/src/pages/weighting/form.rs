//! The form of margins; it works without a script, and a margin more is a post.

use leptos::prelude::*;
use survey::questionnaire::Block;
use survey::weighting::codes;

use super::typed::{Fault, TypedMargin};
use super::{Shown, path};
use crate::components::in_textarea;
use crate::words::{t, t_with};

/// One field: its name, the start of its words, and what was typed.
struct Line<'a> {
    name: String,
    word: &'static str,
    typed: &'a str,
    list: Option<&'static str>,
}

/// Margins, bounds and name, with what is wrong at each field.
pub(super) fn form(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let typed = &shown.typed;
    let empty = [TypedMargin::default()];
    let all = if typed.margins.is_empty() { &empty[..] } else { &typed.margins[..] };
    let margins: Vec<_> = all.iter().enumerate().map(|(at, it)| margin(at + 1, it, shown, lang)).collect();
    let count = shown.faults.len();
    let wrong = (count > 0).then(|| {
        let words = t_with(lang, "desk-faults", &[("count", count.into())]);
        view! { <p class="notice" data-kind="fault" role="alert">{words}</p> }
    });
    let field =
        |name: &str, word, typed| line(&Line { name: name.to_owned(), word, typed, list: None }, shown, lang);
    let keep = shown.fitted.is_some().then(|| {
        view! { <button class="button" name="do" value="keep">{t(lang, "weighting-keep")}</button> }
    });
    let look = if keep.is_some() { "button button--quiet" } else { "button" };
    view! {
        <section class="panel" id="margins">
            <p class="hint">{t(lang, "weighting-is")}</p>
            {of_questionnaire(shown, lang)}
            {wrong}
            <form method="post" action=path(&shown.survey.id) class="form">
                {field("name", "weight-name", &typed.name)}
                {margins}
                {variables(shown, lang)}
                <div class="form--line">
                    {field("least", "weighting-least", &typed.least)}
                    {field("most", "weighting-most", &typed.most)}
                </div>
                <label class="choose__one">
                    <input type="checkbox" name="rehearsal" value="1" checked=typed.rehearsal/>
                    <span>{t(lang, "weighting-rehearsal")}</span>
                </label>
                <div class="toolbar">
                    <button class=look name="do" value="look">{t(lang, "weighting-look")}</button>
                    {keep}
                    <button class="button button--quiet" name="do" value="more">{t(lang, "weighting-more")}</button>
                </div>
            </form>
        </section>
    }
}

/// The weightings that the questionnaire has, each a way to fill the form.
fn of_questionnaire(shown: &Shown, lang: &'static str) -> Option<AnyView> {
    let links: Vec<_> = shown
        .survey
        .questionnaire
        .weights
        .iter()
        .map(|it| {
            let href = format!("{}?from={}", path(&shown.survey.id), it.name);
            view! { <li><a href=href>{it.label.get(lang).to_owned()}</a> " " <code>{it.name.clone()}</code></li> }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <p>{t(lang, "weighting-from")}</p>
            <ul class="weighting__links">{links}</ul>
        }
        .into_any()
    })
}

fn margin(at: usize, typed: &TypedMargin, shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let field = |name: &str, word, typed, list| {
        line(&Line { name: format!("{name}-{at}"), word, typed, list }, shown, lang)
    };
    let name = format!("shares-{at}");
    let (fault_id, hint_id) = (format!("{name}-fault"), format!("{name}-hint"));
    let faults = faults(&shown.faults, &name, lang);
    let is_wrong = !faults.is_empty();
    let described = if is_wrong { format!("{hint_id} {fault_id}") } else { hint_id.clone() };
    let faults = is_wrong.then(|| {
        let faults: Vec<_> = faults.into_iter().map(|it| view! { <li class="fault">{it}</li> }).collect();
        view! { <ul class="weighting__faults" id=fault_id>{faults}</ul> }
    });
    let rows = typed.shares.lines().count().clamp(3, 20).to_string();
    view! {
        <fieldset class="weighting__margin">
            <legend>{t_with(lang, "weighting-margin", &[("number", at.into())])}</legend>
            {field("by", "weighting-by", &typed.by, Some("variables"))}
            <div class="field">
                <label for=name.clone()>{t(lang, "weighting-shares")}</label>
                <p class="hint" id=hint_id>{t(lang, "weighting-shares-hint")}</p>
                {faults}
                <textarea
                    id=name.clone()
                    name=name
                    rows=rows
                    spellcheck="false"
                    autocomplete="off"
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=described
                >
                    {in_textarea(&typed.shares)}
                </textarea>
            </div>
            <div class="form--line">
                {field("source", "weighting-source", &typed.source, None)}
                {field("year", "weighting-year", &typed.year, None)}
            </div>
        </fieldset>
    }
}

fn line(of: &Line<'_>, shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let fault = faults(&shown.faults, &of.name, lang).join(" ");
    let is_wrong = !fault.is_empty();
    let fault_id = format!("{}-fault", of.name);
    let hint_id = format!("{}-hint", of.name);
    let hint = t(lang, &format!("{}-hint", of.word));
    let first = shown.faults.first().is_some_and(|it| it.field == of.name);
    let described = if is_wrong { format!("{hint_id} {fault_id}") } else { hint_id.clone() };
    let fault = is_wrong.then(|| view! { <p class="fault" id=fault_id>{fault}</p> });
    view! {
        <div class="field">
            <label for=of.name.clone()>{t(lang, of.word)}</label>
            <p class="hint" id=hint_id>{hint}</p>
            {fault}
            <input
                id=of.name.clone()
                name=of.name.clone()
                type="text"
                value=of.typed.to_owned()
                list=of.list
                autocomplete="off"
                autofocus=first
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=described
            />
        </div>
    }
}

fn faults(all: &[Fault], name: &str, lang: &str) -> Vec<String> {
    all.iter().filter(|it| it.field == name).map(|it| it.said(lang)).collect()
}

/// What may be weighted by, offered where a variable is typed.
fn variables(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let questionnaire = &shown.questionnaire;
    let blocks = questionnaire.pages.iter().flat_map(|it| &it.blocks);
    let questions = blocks.filter_map(|it| match it {
        Block::Question(it) => Some((it.var.clone(), it.text.get(lang).to_owned())),
        Block::Info(_) => None,
    });
    let derived = questionnaire.derived.iter().map(|it| (it.var.clone(), it.label.get(lang).to_owned()));
    let fitting = questions.chain(derived).filter(|(var, _)| codes(questionnaire, var).is_some());
    let options: Vec<_> = fitting.map(|(var, text)| view! { <option value=var>{text}</option> }).collect();
    view! { <datalist id="variables">{options}</datalist> }
}
