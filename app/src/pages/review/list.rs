//! The list of flagged interviews, and the form that accepts or rejects those that are ticked.

use leptos::prelude::*;
use store::review::Flagged;
use survey::InterviewId;

use super::judging::Typed;
use super::{Shown, Usual, evidence};
use crate::pages::desk::form::{FaultCount, Field};
use crate::pages::desk::time::time;
use crate::pages::interview_record;
use crate::words::{t, t_with};

/// The list, newest first; with the way to older ones.
pub fn list(shown: &Shown, typed: Typed, lang: &'static str) -> impl IntoView + use<> {
    if shown.flagged.is_empty() {
        return view! { <p class="hint">{t(lang, "review-none-so")}</p> }.into_any();
    }
    let cards: Vec<_> =
        shown.flagged.iter().map(|it| card(shown, it, &typed.chosen, &shown.usual, lang)).collect();
    let older = shown.last.map(|last| {
        let next = super::Sieve { before: Some(last), ..shown.sieve.clone() };
        view! { <p><a href=next.path(&shown.survey.id) rel="next">{t(lang, "review-older")}</a></p> }
    });
    let Typed { why, faults, .. } = typed;
    view! {
        <form method="post" action=shown.sieve.path(&shown.survey.id) class="review">
            {cards}
            <section class="panel review__verdict" aria-label=t(lang, "review-verdict")>
                <FaultCount lang faults=faults.clone()/>
                {faults.of("interview", lang).map(|it| view! { <p class="fault">{it}</p> })}
                <Field lang name="why" word="review-why" typed=why hint=true faults/>
                <div class="toolbar">
                    <button class="button" name="verdict" value="accept">{t(lang, "review-accept")}</button>
                    <button class="button button--quiet" name="verdict" value="reject">{t(lang, "review-reject")}</button>
                </div>
                <p class="hint">{t(lang, "review-verdict-is")}</p>
            </section>
        </form>
        {older}
    }
    .into_any()
}

fn card(
    shown: &Shown,
    flagged: &Flagged,
    chosen: &[InterviewId],
    usual: &Usual,
    lang: &'static str,
) -> impl IntoView + use<> {
    let id = flagged.id;
    let number = t_with(lang, "review-interview", &[("number", id.0.to_string().into())]);
    let interview = &flagged.interview;
    let ended = interview.ended_at.unwrap_or(interview.last_at);
    let minutes = format!("{:.1}", interview.active_millis() as f64 / 60_000.0);
    let minutes = t_with(lang, "review-minutes", &[("minutes", minutes.into())]);
    let source = flagged.source.clone().map(|it| t_with(lang, "review-source", &[("source", it.into())]));
    let seen = t(lang, &format!("review-seen-{}", flagged.seen.word()));
    let disposition = interview.disposition.word();
    view! {
        <article class="flagged" data-disposition=disposition>
            <header class="flagged__head">
                <label class="flagged__choose">
                    <input type="checkbox" name="interview" value=id.0.to_string() checked=chosen.contains(&id)/>
                    <span>{number}</span>
                </label>
                <span class="flagged__state">{t(lang, &format!("disposition-{disposition}"))}</span>
                <span>{seen}</span>
                <span>{time(ended, &shown.survey.settings.time_zone)}</span>
                <span>{minutes}</span>
                <span>{source}</span>
                <a href=interview_record::path(&shown.survey.id, id)>
                    {t_with(lang, "review-open", &[("number", id.0.to_string().into())])}
                </a>
            </header>
            {evidence::evidence(&shown.survey.id, flagged, usual, lang)}
        </article>
    }
}
