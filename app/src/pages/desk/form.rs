//! Forms of the desk: all faults at once, each beside its field, and what was typed is kept.

use leptos::prelude::*;
use validator::{ValidationError, ValidationErrors};

use crate::words::{t, t_with};

/// What is wrong with a form: the field, and the words for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<(String, String)>);

impl Faults {
    /// One fault, found only after the form was read.
    pub fn one(field: &str, word: &str) -> Faults {
        Faults(vec![(field.to_owned(), word.to_owned())])
    }

    /// What is wrong with a field, in words.
    pub fn of(&self, field: &str, lang: &str) -> Option<String> {
        let words: Vec<String> =
            self.0.iter().filter(|(it, _)| it == field).map(|(_, word)| t(lang, word)).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// The `message` of each rule of an input struct is the name of its words.
impl From<ValidationErrors> for Faults {
    fn from(errors: ValidationErrors) -> Self {
        let of_fields = errors.field_errors();
        let of_fields = of_fields.iter().flat_map(|(field, errors)| {
            errors.iter().map(|it| (field.to_string(), it.message.clone().unwrap_or_default().into_owned()))
        });
        let mut faults: Vec<(String, String)> = of_fields.collect();
        faults.sort();
        Faults(faults)
    }
}

/// A rule of an input struct: what was typed is fine, or these are the words for it.
pub fn fault(fine: bool, word: &'static str) -> Result<(), ValidationError> {
    if fine { Ok(()) } else { Err(ValidationError::new(word).with_message(word.into())) }
}

/// Longer than any reason.
pub const LONGEST_WHY: usize = 500;

/// What is wrong with a reason.
pub fn reason(why: &str) -> Faults {
    match why.chars().count() {
        0 => Faults::one("why", "desk-why-missing"),
        1..=LONGEST_WHY => Faults::default(),
        _ => Faults::one("why", "desk-why-long"),
    }
}

/// Says how many faults there are, above the form; announced when the page arrives.
#[component]
pub fn FaultCount(lang: &'static str, faults: Faults) -> impl IntoView {
    let count = faults.0.len();
    (count > 0).then(|| {
        view! {
            <p class="notice" data-kind="fault" role="alert">
                {t_with(lang, "desk-faults", &[("count", count.into())])}
            </p>
        }
    })
}

/// One line of a form: label, control, hint, fault.
#[component]
pub fn Field(
    lang: &'static str,
    name: &'static str,
    /// The start of its words: the label; with `-hint`, where `hint` is set, the hint.
    word: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(into, optional)] typed: String,
    #[prop(optional)] hint: bool,
    #[prop(default = "off")] autocomplete: &'static str,
    faults: Faults,
) -> impl IntoView {
    let fault = faults.of(name, lang);
    // The first field at fault takes the focus, without a script.
    let first = faults.0.first().is_some_and(|(it, _)| it == name);
    let hint = hint.then(|| t(lang, &format!("{word}-hint")));
    let (hint_id, fault_id) = (format!("{name}-hint"), format!("{name}-fault"));
    let described = [hint.is_some().then(|| hint_id.clone()), fault.is_some().then(|| fault_id.clone())];
    let described: Vec<String> = described.into_iter().flatten().collect();
    view! {
        <div class="field">
            <label for=name>{t(lang, word)}</label>
            {hint.map(|it| view! { <p class="hint" id=hint_id>{it}</p> })}
            {fault.clone().map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
            <input
                id=name
                name=name
                type=kind
                value=typed
                autocomplete=autocomplete
                autofocus=first
                aria-invalid=fault.is_some().then_some("true")
                aria-describedby=(!described.is_empty()).then(|| described.join(" "))
            />
        </div>
    }
}

/// A choice of a few, as radio buttons under a legend.
#[component]
pub fn Choose(
    lang: &'static str,
    name: &'static str,
    /// The words of the legend.
    word: &'static str,
    /// Values with their labels.
    choices: Vec<(String, String)>,
    #[prop(into)] chosen: String,
    faults: Faults,
) -> impl IntoView {
    let fault = faults.of(name, lang);
    let fault_id = format!("{name}-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    let choices: Vec<_> = choices
        .into_iter()
        .map(|(value, label)| {
            let checked = value == chosen;
            view! {
                <label class="choose__one">
                    <input type="radio" name=name value=value checked=checked/>
                    <span>{label}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="choose" aria-describedby=described>
            <legend>{t(lang, word)}</legend>
            {fault.map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
            {choices}
        </fieldset>
    }
}

/// Some of several, as check boxes under a legend.
pub fn boxes(
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
pub fn one_of(
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
