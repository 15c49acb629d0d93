//! A code frame as forms: one for each code, one for a new one.

use leptos::prelude::*;
use store::codings::FrameCode;
use survey::questionnaire::{Code, Text};

use super::counts::Counts;
use super::{Typed, Wrong, next_number};
use crate::pages::open_ends::coding::codes::by_net;
use crate::pages::open_ends::one::Opened;
use crate::pages::open_ends::{begin, labels, path, with_rehearsal};
use crate::words::{t, t_with};

pub(super) fn frame(
    opened: &Opened,
    counts: &Counts,
    wrong: &Wrong,
    lang: &'static str,
) -> impl IntoView + use<> {
    let coding = &opened.coding;
    let typed = wrong.code.as_ref();
    let nets = by_net(&coding.codes, lang);
    let of_nets: Vec<Vec<Code>> =
        nets.iter().map(|(_, codes)| codes.iter().map(|it| it.code).collect()).collect();
    let nets: Vec<_> = nets
        .into_iter()
        .zip(counts.nets(&of_nets, lang))
        .map(|((net, codes), count)| {
            let codes: Vec<_> = codes
                .into_iter()
                .map(|it| match it.own {
                    true => own(it, counts, lang).into_any(),
                    false => changed(opened, it, typed, counts, lang).into_any(),
                })
                .collect();
            let net = net.map(|it| {
                view! { <h2 class="open-ends__net">{it} " " <span class="hint">{count}</span></h2> }
            });
            view! { {net} <ul class="frame-codes">{codes}</ul> }
        })
        .collect();
    let empty = coding.codes.is_empty().then(|| view! { <p>{t(lang, "openends-frame-empty")}</p> });
    view! {
        {empty}
        {nets}
        {added(opened, typed, lang)}
        {gone(opened, lang)}
        {named(opened, wrong.name.as_ref(), lang)}
        {deleted(opened, lang)}
    }
}

/// A choice of the question, which stays as it is.
fn own(it: &FrameCode, counts: &Counts, lang: &'static str) -> impl IntoView + use<> {
    view! {
        <li class="frame-code">
            <p>
                <span class="open-ends__number">{it.code}</span> " " {it.label.get(lang).to_owned()} " "
                <span class="hint">{format!("{} · {}", counts.code(it.code, lang), t(lang, "openends-own"))}</span>
            </p>
        </li>
    }
}

/// A code with the form that changes or deletes it.
fn changed(
    opened: &Opened,
    it: &FrameCode,
    typed: Option<&Typed>,
    counts: &Counts,
    lang: &'static str,
) -> impl IntoView + use<> {
    let typed = typed.filter(|typed| typed.was == Some(it.code));
    let fault = |field: &str| typed.and_then(|it| it.faults.of(field, lang));
    let label = typed.map_or(&it.label, |it| &it.label);
    let none = Text::default();
    let net = typed.map_or(it.net.as_ref().unwrap_or(&none), |it| &it.net);
    let (langs, of) = (&opened.survey.questionnaire.langs, it.code.to_string());
    let named = [("label", it.label.get(lang).to_owned().into())];
    view! {
        <li class="frame-code">
            <details open=typed.is_some()>
                <summary>
                    <span class="open-ends__number">{it.code}</span> " " {it.label.get(lang).to_owned()} " "
                    <span class="hint">{counts.code(it.code, lang)}</span>
                </summary>
                <form method="post" action=opened.path("/frame") class="form">
                    <input type="hidden" name="was" value=of.clone()/>
                    {labels::fields(("label", &of), &t(lang, "openends-label"), langs, label, fault("label"))}
                    {labels::fields(("net", &of), &t(lang, "openends-net"), langs, net, fault("net"))}
                    <div class="toolbar">
                        <button class="button" name="deed" value="put" aria-label=t_with(lang, "openends-save-one", &named)>
                            {t(lang, "openends-save")}
                        </button>
                        <button class="button button--quiet" name="deed" value="drop" aria-label=t_with(lang, "openends-drop-one", &named)>
                            {t(lang, "openends-drop")}
                        </button>
                    </div>
                </form>
            </details>
        </li>
    }
}

/// The form of a new code.
fn added(opened: &Opened, typed: Option<&Typed>, lang: &'static str) -> impl IntoView + use<> {
    let typed = typed.filter(|it| it.was.is_none());
    let fault = |field: &str| typed.and_then(|it| it.faults.of(field, lang));
    let number = typed.map(|it| it.number.clone());
    let number = number.or_else(|| next_number(opened).map(|it| it.to_string())).unwrap_or_default();
    let (label, net) = typed.map(|it| (it.label.clone(), it.net.clone())).unwrap_or_default();
    let number_fault = fault("number");
    let described = number_fault.is_some().then_some("number-fault");
    let langs = &opened.survey.questionnaire.langs;
    view! {
        <section class="panel" id="new" aria-labelledby="new-heading">
            <h2 id="new-heading">{t(lang, "openends-add")}</h2>
            <form method="post" action=opened.path("/frame") class="form">
                <div class="field">
                    <label for="number">{t(lang, "openends-number")}</label>
                    {number_fault.map(|it| view! { <p class="fault" id="number-fault">{it}</p> })}
                    <input
                        id="number"
                        name="number"
                        type="text"
                        inputmode="numeric"
                        value=number
                        autocomplete="off"
                        aria-invalid=described.is_some().then_some("true")
                        aria-describedby=described
                    />
                </div>
                {labels::fields(("label", "new"), &t(lang, "openends-label"), langs, &label, fault("label"))}
                {labels::fields(("net", "new"), &t(lang, "openends-net"), langs, &net, fault("net"))}
                <p class="hint">{t(lang, "openends-net-is")}</p>
                <button class="button" name="deed" value="put">{t(lang, "openends-add-do")}</button>
            </form>
        </section>
    }
}

/// Codes that were deleted, each with the way to bring it back.
fn gone(opened: &Opened, lang: &'static str) -> Option<impl IntoView + use<>> {
    let hidden = |name: &str, text: &Text| {
        let fields = text.0.iter().map(|(lang, text)| {
            view! { <input type="hidden" name=format!("{name}_{lang}") value=text.clone()/> }
        });
        fields.collect::<Vec<_>>()
    };
    let codes: Vec<_> = opened
        .coding
        .gone
        .iter()
        .map(|it| {
            let label = it.label.get(lang).to_owned();
            let named = t_with(lang, "openends-bring-back-one", &[("label", label.clone().into())]);
            view! {
                <li class="frame-code">
                    <form method="post" action=opened.path("/frame") class="toolbar">
                        <input type="hidden" name="was" value=it.code.to_string()/>
                        {hidden("label", &it.label)}
                        {it.net.as_ref().map(|it| hidden("net", it))}
                        <span><span class="open-ends__number">{it.code}</span> " " {label}</span>
                        <button class="button button--quiet" name="deed" value="put" aria-label=named>
                            {t(lang, "openends-bring-back")}
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    (!codes.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="gone-heading">
                <h2 id="gone-heading">{t(lang, "openends-gone")}</h2>
                <ul class="frame-codes">{codes}</ul>
            </section>
        }
    })
}

/// What the coding is called.
fn named(opened: &Opened, typed: Option<&begin::Typed>, lang: &'static str) -> impl IntoView + use<> {
    let is_open = typed.is_some();
    let typed = typed.cloned().unwrap_or_else(|| begin::Typed::of(&opened.coding));
    let langs = &opened.survey.questionnaire.langs;
    view! {
        <details class="open-ends__rest" open=is_open>
            <summary>{t(lang, "openends-name")}</summary>
            <form method="post" action=opened.path("/frame") class="form">
                {begin::fields("name", &typed, langs, lang)}
                <button class="button button--quiet" name="deed" value="name">{t(lang, "openends-name-do")}</button>
            </form>
        </details>
    }
}

/// Deleting the whole coding, behind a second look.
fn deleted(opened: &Opened, lang: &'static str) -> impl IntoView + use<> {
    let action = format!("{}/gone", path(&opened.survey.id, &opened.coding.var));
    let action = with_rehearsal(&action, opened.rehearsal);
    view! {
        <details class="open-ends__rest">
            <summary>{t(lang, "openends-delete")}</summary>
            <form method="post" action=action class="form">
                <p>{t_with(lang, "openends-delete-is", &[("var", opened.coding.var.clone().into())])}</p>
                <button class="button button--quiet">{t(lang, "openends-delete-do")}</button>
            </form>
        </details>
    }
}
