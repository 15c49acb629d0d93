//! Labels in each language of a questionnaire, as they are typed.

use leptos::prelude::*;
use survey::questionnaire::Text;

use crate::words::language_name;

/// Longer than any label.
pub(super) const LONGEST: usize = 200;

/// What was typed in the fields `name_zh`, `name_en`; languages in which nothing was typed are left out.
pub(super) fn read(pairs: &[(String, String)], name: &str, langs: &[String]) -> Text {
    let typed = |lang: &String| {
        let field = format!("{name}_{lang}");
        let text = pairs.iter().find(|(it, _)| *it == field)?.1.trim();
        (!text.is_empty()).then(|| (lang.clone(), text.to_owned()))
    };
    Text(langs.iter().filter_map(typed).collect())
}

/// Whether a label is too long in one of its languages.
pub(super) fn is_long(text: &Text) -> bool {
    text.0.iter().any(|(_, it)| it.chars().count() > LONGEST)
}

/// The fields, one for each language. `of` tells them from those of another form on the page.
pub(super) fn fields(
    (name, of): (&str, &str),
    word: &str,
    langs: &[String],
    text: &Text,
    fault: Option<String>,
) -> impl IntoView + use<> {
    let id = format!("{name}-{of}");
    let fault_id = format!("{id}-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    let fields: Vec<_> = langs
        .iter()
        .map(|lang| {
            let typed = text.0.iter().find(|(it, _)| it == lang).map(|(_, it)| it.clone());
            let label = format!("{word} ({})", language_name(lang));
            let id = format!("{id}-{lang}");
            view! {
                <div class="field">
                    <label for=id.clone()>{label}</label>
                    <input
                        id=id
                        name=format!("{name}_{lang}")
                        type="text"
                        lang=lang.clone()
                        value=typed.unwrap_or_default()
                        autocomplete="off"
                        aria-invalid=described.is_some().then_some("true")
                        aria-describedby=described.clone()
                    />
                </div>
            }
        })
        .collect();
    view! {
        {fault.map(|it| view! { <p class="fault" id=fault_id>{it}</p> })}
        <div class="form--line">{fields}</div>
    }
}
