//! A condition in the language of questionnaires, as it is typed at the desk.

use leptos::prelude::*;
use survey::condition::{Fault, filter};
use survey::questionnaire::Questionnaire;

use super::form::Faults;
use crate::words::t;

/// The field `filter`: a condition, with each of its faults at its place.
pub fn condition(
    text: &str,
    questionnaire: &Questionnaire,
    faults: &Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let fault = faults.of("filter", lang);
    let is_wrong = fault.is_some();
    let read = if text.trim().is_empty() { Ok(None) } else { filter(questionnaire, text).map(Some) };
    let found: Vec<_> = read.err().unwrap_or_default().iter().map(|it| at_its_place(text, it)).collect();
    let text = text.to_owned();
    view! {
        <div class="field">
            <label for="filter">{t(lang, "data-filter")}</label>
            <p class="hint" id="filter-hint">{t(lang, "data-filter-hint")}</p>
            {fault.map(|it| view! { <p class="fault" id="filter-fault">{it}</p> })}
            {(!found.is_empty()).then(|| view! { <ul class="data-faults" lang="en">{found}</ul> })}
            <textarea
                id="filter"
                name="filter"
                rows="2"
                spellcheck="false"
                autocomplete="off"
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=if is_wrong { "filter-hint filter-fault" } else { "filter-hint" }
            >
                {text}
            </textarea>
        </div>
    }
}

fn at_its_place(text: &str, fault: &Fault) -> impl IntoView + use<> {
    let (start, end) = (fault.span.start as usize, fault.span.end as usize);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    let place = (end > start).then(|| {
        view! {
            <code class="data-faults__text">
                {part(0, start)} <mark>{part(start, end)}</mark> {part(end, text.len())}
            </code>
        }
    });
    let said = format!("{} {}", fault.message, fault.mend);
    view! { <li>{place} <span>{said}</span></li> }
}
