//! The list of sources: each with its counts, its codings, and the form that begins another.

use leptos::prelude::*;

use super::begin::{self, Typed};
use super::{Progress, Shown, Source, path, with_rehearsal};
use crate::words::{t, t_with};

pub(super) fn list(shown: &Shown, typed: &Typed, lang: &'static str) -> AnyView {
    if shown.sources.is_empty() {
        return view! { <p>{t(lang, "openends-no-source")}</p> }.into_any();
    }
    let (with, without): (Vec<&Source>, Vec<&Source>) =
        shown.sources.iter().partition(|it| it.texts > 0 || of(shown, it).next().is_some());
    let with: Vec<_> = with.into_iter().map(|it| card(shown, it, typed, lang)).collect();
    let without: Vec<_> = without.into_iter().map(|it| card(shown, it, typed, lang)).collect();
    let rest = (!without.is_empty()).then(|| {
        let count = t_with(lang, "openends-empty", &[("count", without.len().into())]);
        view! { <details class="open-ends__rest"><summary>{count}</summary>{without}</details> }
    });
    view! { {with} {rest} }.into_any()
}

/// The codings of a source.
fn of<'a>(shown: &'a Shown, source: &'a Source) -> impl Iterator<Item = &'a Progress> {
    shown.codings.iter().filter(|it| it.coding.source == source.of.source)
}

fn card(shown: &Shown, source: &Source, typed: &Typed, lang: &'static str) -> impl IntoView + use<> {
    let it = &source.of;
    let id = format!("source-{}", it.source);
    let nr = it.nr.clone().map(|nr| view! { <span class="paper__nr">{nr}</span> });
    let question = it.question.get(lang).to_owned();
    let beside = it.beside.as_ref().map(|beside| {
        let words = t_with(lang, "openends-beside", &[("choice", beside.get(lang).to_owned().into())]);
        view! { <p>{words}</p> }
    });
    let count = t_with(lang, "openends-texts", &[("count", source.texts.into())]);
    let codings: Vec<_> = of(shown, source).map(|it| line(shown, source.texts, it, lang)).collect();
    let codings = (!codings.is_empty()).then(|| view! { <ul class="open-ends__codings">{codings}</ul> });
    view! {
        <section class="panel open-ends__source" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{nr} " " {question}</h2>
            {beside}
            <p><code>{it.source.to_string()}</code> " · " {count}</p>
            {codings}
            {begin::form(shown, it, typed, lang)}
        </section>
    }
}

/// A coding with how far it is.
fn line(shown: &Shown, texts: usize, it: &Progress, lang: &'static str) -> impl IntoView + use<> {
    let Progress { coding, coders, coded, is_out } = it;
    let far = t_with(
        lang,
        "openends-far",
        &[("coded", (*coded).into()), ("uncoded", texts.saturating_sub(*coded).into())],
    );
    let frame = t_with(lang, "openends-codes", &[("count", coding.codes.len().into())]);
    let coders = (!coders.is_empty()).then(|| {
        let names = coders.join(if lang == "zh" { "、" } else { ", " });
        format!(" · {}", t_with(lang, "openends-coders", &[("names", names.into())]))
    });
    let out = is_out.then(|| view! { <p class="notice">{t(lang, "openends-out")}</p> });
    let here = with_rehearsal(&path(&shown.survey.id, &coding.var), shown.rehearsal);
    view! {
        <li>
            <a href=here><code>{coding.var.clone()}</code> " " {coding.label.get(lang).to_owned()}</a>
            <p class="hint">{far} " · " {frame} {coders}</p>
            {out}
        </li>
    }
}
