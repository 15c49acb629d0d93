//! What was asked and why: every page and question of a preview, with the conditions and what they read.

use leptos::prelude::*;
use survey::preview::{Preview, Room};
use survey::questionnaire::Then;
use survey::trace::{BlockTrace, Fate, PageTrace, StepTrace, Taken, Why, trace};
use survey::{Disposition, Questionnaire, Reading, SurveyId};

use crate::words::{t, t_with};

/// The panel beside the page.
pub fn panel(
    survey: &SurveyId,
    questionnaire: &Questionnaire,
    preview: &Preview,
    lang: &'static str,
) -> impl IntoView + use<> {
    let pages = trace(&Reading::new(questionnaire, &preview.interview));
    let has_gate = questionnaire.pages.iter().any(|it| it.then.contains(&Then::Reserve));
    let own = &preview.interview.lang;
    let pages: Vec<_> = pages.into_iter().map(|it| page(survey, it, (lang, own))).collect();
    view! {
        <aside class="why" id="why" lang=lang aria-labelledby="why-title">
            <h2 id="why-title">{t(lang, "preview-why")}</h2>
            {stands(preview, lang)}
            <div class="why__steers">
                {has_gate.then(|| gate(survey, preview.gate, lang))}
                <form method="post" action=format!("/surveys/{survey}/preview/beginning")>
                    <button class="button button--quiet">{t(lang, "preview-begin-again")}</button>
                </form>
            </div>
            <p class="hint">{t(lang, "preview-jump-is")}</p>
            <ol class="why__pages">{pages}</ol>
        </aside>
    }
}

/// How it ended, where it has.
fn stands(preview: &Preview, lang: &str) -> impl IntoView + use<> {
    let disposition = &preview.interview.disposition;
    if !disposition.is_end() {
        return None;
    }
    let word = t(lang, &format!("disposition-{}", disposition.word()));
    let code = match disposition {
        Disposition::QuotaFull(cells) => cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        other => other.code(),
    };
    let flags = preview.interview.flags.join(", ");
    let flags = (!flags.is_empty()).then(|| t_with(lang, "preview-flags", &[("rules", flags.into())]));
    Some(view! {
        <p class="notice">
            {t_with(lang, "preview-ended", &[("disposition", word.into())])}
            " "
            <code>{code}</code>
        </p>
        {flags.map(|it| view! { <p class="hint">{it}</p> })}
    })
}

/// What gates say from now on.
fn gate(survey: &SurveyId, room: Room, lang: &'static str) -> impl IntoView + use<> {
    let option = |value: &'static str, own: Room| {
        let checked = own == room;
        view! {
            <label class="choose__one">
                <input type="radio" name="gate" value=value checked=checked/>
                <span>{t(lang, &format!("preview-gate-{value}"))}</span>
            </label>
        }
    };
    view! {
        <form method="post" action=format!("/surveys/{survey}/preview/gate")>
            <fieldset class="choose">
                <legend>{t(lang, "preview-gate")}</legend>
                {option("free", Room::Free)}
                {option("full", Room::Full)}
            </fieldset>
            <button class="button button--quiet">{t(lang, "preview-gate-set")}</button>
        </form>
    }
}

/// One page; its questions are in the language of the interview, `own`.
fn page(survey: &SurveyId, it: PageTrace, (lang, own): (&'static str, &str)) -> impl IntoView + use<> {
    let label = t_with(lang, "preview-jump", &[("page", it.name.clone().into())]);
    let here = it.is_here.then_some("step");
    let blocks: Vec<_> = it.blocks.into_iter().map(|it| block(it, (lang, own))).collect();
    let steps: Vec<_> = it.steps.into_iter().map(|it| step(it, lang)).collect();
    view! {
        <li class="why__page" aria-current=here data-fate=word(it.fate)>
            <form method="post" action=format!("/surveys/{survey}/preview/jump") class="why__head">
                <button class="why__jump" name="page" value=it.name.clone() aria-label=label>
                    <code>{it.name.clone()}</code>
                </button>
                {it.is_here.then(|| view! { <strong>{t(lang, "preview-here")}</strong> })}
                {fate(it.fate, lang)}
            </form>
            {it.why.map(|it| why(it, lang))}
            <details open=it.is_here>
                <summary>{t_with(lang, "preview-questions", &[("count", blocks.len().into())])}</summary>
                <ul class="why__blocks">{blocks}</ul>
            </details>
            {(!steps.is_empty()).then(|| view! { <ul class="why__steps">{steps}</ul> })}
        </li>
    }
}

fn block(it: BlockTrace, (lang, own): (&'static str, &str)) -> impl IntoView + use<> {
    let answer = (!it.answer.is_empty()).then(|| {
        view! { <p>{t(lang, "preview-answer")}" "<strong>{it.answer.clone()}</strong></p> }
    });
    let order = it.order.map(|order| {
        let order = t_with(lang, "preview-order", &[("order", order.join(" · ").into())]);
        view! { <p class="hint">{order}</p> }
    });
    let filters: Vec<_> =
        it.filters.into_iter().map(|(label, it)| view! { <li>{label}{why(it, lang)}</li> }).collect();
    let filters = (!filters.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t_with(lang, "preview-filters", &[("count", filters.len().into())])}</summary>
                <ul>{filters}</ul>
            </details>
        }
    });
    let kind = (!it.is_question).then(|| view! { <span class="hint">{t(lang, "preview-text")}</span> });
    view! {
        <li class="why__block" data-fate=word(it.fate)>
            <p class="why__head"><code>{it.name}</code>{kind}{fate(it.fate, lang)}</p>
            <p class="why__text" lang=own.to_owned()>{it.text}</p>
            {it.why.map(|it| why(it, lang))}
            {answer}
            {order}
            {filters}
        </li>
    }
}

fn step(it: StepTrace, lang: &'static str) -> impl IntoView + use<> {
    let name = match it.word {
        "reserve" => t(lang, "preview-step-gate"),
        word => t(lang, &format!("disposition-{word}")),
    };
    let taken = match it.taken {
        Taken::Ended => "ended",
        Taken::Granted => "granted",
        Taken::Passed => "passed",
        Taken::NotYet => "not-yet",
    };
    view! {
        <li class="why__step" data-taken=taken>
            <p class="why__head">
                <span>"→ "{name}</span>
                {it.code.map(|it| view! { <code>{it}</code> })}
                <span class="fate">{t(lang, &format!("preview-step-{taken}"))}</span>
            </p>
            {it.why.map(|it| why(it, lang))}
        </li>
    }
}

/// A condition, what came of it, and the values that it read.
fn why(it: Why, lang: &str) -> impl IntoView + use<> {
    let missing = t(lang, "preview-missing");
    let values: Vec<String> = it
        .values
        .into_iter()
        .map(|(name, value)| format!("{name} = {}", value.as_deref().unwrap_or(&missing)))
        .collect();
    let outcome = if it.holds { "preview-holds" } else { "preview-holds-not" };
    view! {
        <p class="why__condition">
            {t(lang, "preview-if")}
            " "
            <code>{it.condition}</code>
            " "
            <span>{t(lang, outcome)}</span>
            " "
            <span class="hint">{values.join(", ")}</span>
        </p>
    }
}

/// A mark and a word for what became of something.
fn fate(fate: Fate, lang: &str) -> impl IntoView + use<> {
    view! { <span class="fate" data-fate=word(fate)>{t(lang, &format!("preview-fate-{}", word(fate)))}</span> }
}

fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::Asked => "asked",
        Fate::NotAsked => "not-asked",
        Fate::Empty => "empty",
        Fate::Itself => "itself",
        Fate::Waits => "waits",
        Fate::NotYet => "not-yet",
    }
}
