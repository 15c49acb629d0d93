//! The list of texts or of groups, its filter, and the form that gives codes to what is ticked.

use leptos::prelude::*;
use survey::questionnaire::Code;

use super::asked::{Asked, Seen};
use super::posted::Typed;
use super::{LISTED, Listed, Shown, codes};
use crate::pages::open_ends::one::Opened;
use crate::pages::open_ends::path;
use crate::pages::open_ends::rows::{Group, Row, Suggestion};
use crate::words::{t, t_with};

/// Rows of a group that stand in the list of groups.
pub(super) const FEW: usize = 4;

pub(super) fn list(shown: &Shown, typed: &Typed, lang: &'static str) -> impl IntoView + use<> {
    let rows = match &shown.listed {
        Listed::Rows(rows) => {
            let rows = rows.iter().map(|(at, it)| row(shown, it, shown.suggestions.get(at), typed, lang));
            rows.collect::<Vec<_>>().into_any()
        }
        Listed::Groups(groups) => {
            groups.iter().map(|it| group(shown, it, typed, lang)).collect::<Vec<_>>().into_any()
        }
        Listed::Single(_) => ().into_any(),
    };
    let is_empty = shown.found.1 == 0;
    let nothing = is_empty.then(|| view! { <p>{t(lang, "openends-none-found")}</p> });
    let form = (!is_empty).then(|| {
        view! {
            <form method="post" action=shown.asked.address(&shown.opened) class="open-ends">
                <ul class="open-ends__texts">{rows}</ul>
                {pager(shown, lang)}
                {giving(shown, typed, lang)}
            </form>
        }
    });
    view! {
        {counts(shown, lang)}
        {filter(shown, lang)}
        {nothing}
        {form}
    }
}

/// How far this coder is.
fn counts(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let uncoded = shown.texts - shown.coded;
    let all = [("count", shown.texts.into()), ("coded", shown.coded.into()), ("uncoded", uncoded.into())];
    let next = Asked { seen: Seen::Uncoded, ..Asked::default() };
    let first = (uncoded > 0).then(|| {
        view! { " " <a href=next.address(&shown.opened)>{t(lang, "openends-show-uncoded")}</a> }
    });
    view! {
        <p>{t_with(lang, "openends-yours", &all)} {first}</p>
        <meter class="open-ends__far" max=shown.texts.max(1).to_string() value=shown.coded.to_string() aria-hidden="true"></meter>
    }
}

fn filter(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let asked = &shown.asked;
    let seen = Seen::ALL.map(|it| {
        let word = if it == Seen::All { "all" } else { it.word() };
        view! {
            <option value=it.word() selected=it == asked.seen>{t(lang, &format!("openends-seen-{word}"))}</option>
        }
    });
    let codes: Vec<_> = shown
        .opened
        .coding
        .codes
        .iter()
        .map(|it| {
            let label = format!("{} {}", it.code, it.label.get(lang));
            view! { <option value=it.code.to_string() selected=asked.code == Some(it.code)>{label}</option> }
        })
        .collect();
    let rehearsal =
        shown.opened.rehearsal.then(|| view! { <input type="hidden" name="rehearsal" value="1"/> });
    let group = asked.group.map(|it| {
        let all = Asked { group: None, page: 1, ..asked.clone() };
        view! {
            <p class="notice">
                {t(lang, "openends-in-group")} " " <a href=all.address(&shown.opened)>{t(lang, "openends-leave-group")}</a>
            </p>
            <input type="hidden" name="group" value=it.0.to_string()/>
        }
    });
    let found =
        t_with(lang, "openends-found", &[("count", shown.found.0.into()), ("rows", shown.found.1.into())]);
    view! {
        <form class="sieve open-ends__filter" method="get" action=path(&shown.opened.survey.id, &shown.opened.coding.var)>
            {rehearsal}
            {group}
            <div class="field">
                <label for="q">{t(lang, "openends-search")}</label>
                <input id="q" name="q" type="search" value=asked.q.clone() autocomplete="off"/>
            </div>
            <div class="field">
                <label for="seen">{t(lang, "openends-seen")}</label>
                <select id="seen" name="seen">{seen.to_vec()}</select>
            </div>
            <div class="field">
                <label for="by-code">{t(lang, "openends-by-code")}</label>
                <select id="by-code" name="code">
                    <option value="">{t(lang, "openends-any-code")}</option>
                    {codes}
                </select>
            </div>
            <label class="choose__one">
                <input type="checkbox" name="groups" value="1" checked=asked.groups/>
                <span>{t(lang, "openends-groups")}</span>
            </label>
            <button class="button button--quiet">{t(lang, "openends-show")}</button>
        </form>
        <p class="hint">{found}</p>
    }
}

fn row(
    shown: &Shown,
    it: &Row,
    suggestion: Option<&Suggestion>,
    typed: &Typed,
    lang: &'static str,
) -> impl IntoView + use<> {
    let id = it.id();
    let alone = Asked { text: Some(id), ..shown.asked.clone() }.address(&shown.opened);
    let label = t_with(lang, "openends-code-one", &[("text", it.folded.text.clone().into())]);
    let suggestion = suggestion.map(|it| suggested(&shown.opened, it, lang));
    view! {
        <li class="verbatim">
            <label class="verbatim__choose">
                <input type="checkbox" name="text" value=id.0.to_string() checked=typed.texts.contains(&id)/>
                {text(it)}
            </label>
            {given(&shown.opened, it, lang)}
            {suggestion}
            <a class="verbatim__alone" href=alone aria-label=label>{t(lang, "openends-code-this")}</a>
        </li>
    }
}

fn group(
    shown: &Shown,
    (it, few): &(Group, Vec<Row>),
    typed: &Typed,
    lang: &'static str,
) -> impl IntoView + use<> {
    let Some(leader) = few.first() else { return ().into_any() };
    let id = leader.id();
    let open =
        Asked { group: Some(id), groups: false, page: 1, ..shown.asked.clone() }.address(&shown.opened);
    let label = t_with(lang, "openends-open-one", &[("text", leader.folded.text.clone().into())]);
    let count = [("rows", it.rows.len().into()), ("count", it.texts.into()), ("coded", it.coded.into())];
    let others: Vec<_> = few[1..].iter().map(|it| view! { <li>{text(it)}</li> }).collect();
    let others = (!others.is_empty()).then(|| view! { <ul class="verbatim__others">{others}</ul> });
    let more = it.rows.len().saturating_sub(few.len());
    let more = (more > 0).then(|| t_with(lang, "openends-more", &[("count", more.into())]));
    view! {
        <li class="verbatim">
            <label class="verbatim__choose">
                <input type="checkbox" name="group" value=id.0.to_string() checked=typed.groups.contains(&id)/>
                {text(leader)}
            </label>
            {others}
            <p class="hint">{t_with(lang, "openends-group-counts", &count)} " " {more}</p>
            <a class="verbatim__alone" href=open aria-label=label>{t(lang, "openends-open")}</a>
        </li>
    }
    .into_any()
}

/// What somebody typed, in whatever language and direction.
pub(in crate::pages::open_ends) fn text(it: &Row) -> impl IntoView + use<> {
    let count = it.folded.interviews.len();
    let times =
        (count > 1).then(|| view! { " " <span class="verbatim__times">{format!("× {count}")}</span> });
    view! { <span><span class="verbatim__text" lang="" dir="auto">{it.folded.text.clone()}</span>{times}</span> }
}

/// The codes that this coder gave it.
pub(super) fn given(opened: &Opened, it: &Row, lang: &'static str) -> impl IntoView + use<> {
    let part = (it.coded > 0 && !it.is_coded()).then(|| {
        let all = it.folded.interviews.len();
        t_with(lang, "openends-part", &[("coded", it.coded.into()), ("count", all.into())])
    });
    let codes = labels(opened, &it.codes, lang);
    view! { {codes} {part.map(|it| view! { <p class="hint">{it}</p> })} }
}

/// Codes as a list of labels; nothing for none.
pub(in crate::pages::open_ends) fn labels(
    opened: &Opened,
    codes: &[Code],
    lang: &'static str,
) -> Option<impl IntoView + use<>> {
    let codes: Vec<_> = codes.iter().map(|it| view! { <li>{opened.label(*it, lang)}</li> }).collect();
    (!codes.is_empty()).then(|| view! { <ul class="verbatim__codes">{codes}</ul> })
}

pub(super) fn suggested(opened: &Opened, it: &Suggestion, lang: &'static str) -> impl IntoView + use<> {
    let codes: Vec<String> = it.codes.iter().map(|it| opened.label(*it, lang)).collect();
    let codes = codes.join(if lang == "zh" { "、" } else { ", " });
    let words = t_with(lang, "openends-suggested", &[("codes", codes.into())]);
    view! {
        <p class="hint">{words} " " <q lang="" dir="auto">{it.like.clone()}</q></p>
    }
}

fn pager(shown: &Shown, lang: &'static str) -> Option<impl IntoView + use<>> {
    let (page, pages) = (shown.asked.page, shown.found.1.div_ceil(LISTED));
    let link = |to: usize, word: &str, rel: &'static str| {
        let href = Asked { page: to, ..shown.asked.clone() }.address(&shown.opened);
        view! { <a href=href rel=rel>{t(lang, word)}</a> }
    };
    let before = (page > 1).then(|| link(page - 1, "openends-before", "prev"));
    let after = (page < pages).then(|| link(page + 1, "openends-after", "next"));
    let here = t_with(lang, "openends-page", &[("page", page.into()), ("pages", pages.into())]);
    let label = t(lang, "openends-pager");
    (pages > 1)
        .then(|| view! { <nav class="toolbar" aria-label=label>{before} <span>{here}</span> {after}</nav> })
}

/// The codes, and what is done with them.
fn giving(shown: &Shown, typed: &Typed, lang: &'static str) -> impl IntoView + use<> {
    let fault = typed.faults.of("text", lang).map(|it| view! { <p class="fault">{it}</p> });
    let all = t_with(lang, "openends-every", &[("count", shown.found.0.into())]);
    let as_suggested = (!shown.suggestions.is_empty()).then(|| {
        view! {
            <button class="button button--quiet" name="deed" value="suggested">
                {t(lang, "openends-give-suggested")}
            </button>
        }
    });
    view! {
        <section class="panel open-ends__giving" aria-label=t(lang, "openends-codes-legend")>
            {fault}
            {codes::boxes(&shown.opened, &typed.codes, typed.faults.of("code", lang), lang)}
            <label class="choose__one">
                <input type="checkbox" name="all" value="1" checked=typed.all/>
                <span>{all}</span>
            </label>
            <div class="toolbar">
                <button class="button" name="deed" value="give">{t(lang, "openends-give")}</button>
                <button class="button button--quiet" name="deed" value="take">{t(lang, "openends-take")}</button>
                {as_suggested}
            </div>
        </section>
    }
}
