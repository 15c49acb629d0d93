//! A condition in the language of questionnaires, as it is typed at the desk.

use leptos::prelude::*;
use survey::condition::{Fault, filter};
use survey::questionnaire::{Derived, Questionnaire};

use super::form::Faults;
use crate::components::in_textarea;
use crate::variables::filters;
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
                {in_textarea(&text)}
            </textarea>
        </div>
    }
}

/// The field `among`: a saved filter by its name; nothing where there are none.
pub fn among(
    chosen: &str,
    questionnaire: &Questionnaire,
    faults: &Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let fault = faults.of("among", lang);
    let is_wrong = fault.is_some();
    let label = |it: &Derived| {
        let (value, label) = (it.var.clone(), it.label.get(lang).to_owned());
        view! { <option value=value.clone() selected=value == chosen>{label}</option> }
    };
    let filters: Vec<_> = filters(questionnaire).map(label).collect();
    (!filters.is_empty() || is_wrong).then(|| {
        view! {
            <div class="field">
                <label for="among">{t(lang, "data-among")}</label>
                {fault.map(|it| view! { <p class="fault" id="among-fault">{it}</p> })}
                <select
                    id="among"
                    name="among"
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=is_wrong.then_some("among-fault")
                >
                    <option value="">{t(lang, "data-among-none")}</option>
                    {filters}
                </select>
            </div>
        }
    })
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
