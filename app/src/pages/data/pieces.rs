//! What the forms of data files are made of.

use leptos::prelude::*;

use crate::pages::desk::form::Faults;
use crate::words::t;

/// Some of several, as check boxes under a legend.
pub(super) fn boxes(
    lang: &'static str,
    name: &'static str,
    word: &str,
    // Values with their labels and what more is to be said.
    choices: Vec<(String, String, Option<String>)>,
    ticked: &[String],
    faults: &Faults,
) -> impl IntoView + use<> {
    many(lang, name, word, "checkbox", choices, ticked, faults)
}

/// One of several, as radio buttons under a legend.
pub(super) fn one_of(
    lang: &'static str,
    name: &'static str,
    word: &str,
    choices: Vec<(String, String, Option<String>)>,
    chosen: &str,
    faults: &Faults,
) -> impl IntoView + use<> {
    many(lang, name, word, "radio", choices, &[chosen.to_owned()], faults)
}

fn many(
    lang: &'static str,
    name: &'static str,
    word: &str,
    kind: &'static str,
    choices: Vec<(String, String, Option<String>)>,
    chosen: &[String],
    faults: &Faults,
) -> impl IntoView + use<> {
    let fault = faults.of(name, lang);
    let fault_id = format!("{name}-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    let choices: Vec<_> = choices
        .into_iter()
        .map(|(value, label, more)| {
            let checked = chosen.contains(&value);
            view! {
                <label class="choose__one">
                    <input type=kind name=name value=value checked=checked/>
                    <span>
                        {label}
                        {more.map(|it| view! { <span class="data-more">{it}</span> })}
                    </span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="choose" aria-describedby=described>
            <legend>{t(lang, word)}</legend>
            {fault.map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
            <div class="data-choices">{choices}</div>
        </fieldset>
    }
}

/// One thing that is so or not.
pub(super) fn tick(
    lang: &'static str,
    name: &'static str,
    word: &str,
    ticked: bool,
    faults: &Faults,
) -> impl IntoView + use<> {
    let fault = faults.of(name, lang);
    let fault_id = format!("{name}-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    view! {
        <div>
            {fault.map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
            <label class="choose__one">
                <input type="checkbox" name=name value="1" checked=ticked aria-describedby=described/>
                <span>{t(lang, word)}</span>
            </label>
        </div>
    }
}
