//! The text of the claims: pasted or uploaded, its problems at their line, and the texts before it.

use leptos::prelude::*;

use super::{Shown, Wrong};
use crate::components::in_textarea;
use crate::pages::desk::Place;
use crate::pages::desk::form::Faults;
use crate::pages::desk::history::history;
use crate::pages::desk::problems::problems;
use crate::words::t;

/// A claim as one is written.
const EXAMPLE: &str = "claims:
- {id: C1, seed: \"…\", stat: {pct: sex == 2}, base: all, expect: \"> 50\"}
- {id: C2, seed: \"…\", stat: {top: region, k: 3}, base: sex == 2, expect: \"order [6, 3, 5]\"}";

/// The text of an upload with the number of the one that it was made of: of the file where there is one, which takes the
/// place of whatever is there, else as it was typed.
pub(super) fn text(fields: Vec<(String, Vec<u8>)>) -> Result<(String, Option<i64>), Wrong> {
    let of = |name: &str| {
        let field = fields.iter().find(|(it, bytes)| it == name && !bytes.is_empty());
        field.map(|(_, bytes)| bytes.clone())
    };
    let typed = of("text").map(|it| String::from_utf8_lossy(&it).replace("\r\n", "\n")).unwrap_or_default();
    let was = of("was").and_then(|it| String::from_utf8_lossy(&it).parse().ok()).unwrap_or_default();
    let wrong = |field: &str, word: &str| {
        let faults = Faults::one(field, word);
        Err(Wrong { text: typed.clone(), was, problems: Vec::new(), faults })
    };
    match of("file").map(String::from_utf8) {
        Some(Ok(text)) => Ok((text, None)),
        Some(Err(_)) => wrong("file", "claims-file-no-text"),
        None if typed.trim().is_empty() => wrong("text", "claims-empty"),
        None => Ok((typed, Some(was))),
    }
}

/// The form, with what was typed or what is kept.
pub(super) fn form(shown: &Shown, wrong: Option<Wrong>, lang: &'static str) -> impl IntoView + use<> {
    let Wrong { text, was, problems: found, faults } = wrong.clone().unwrap_or_else(|| {
        let (text, was) = shown.kept.as_ref().map(|it| (it.text.clone(), it.id)).unwrap_or_default();
        Wrong { text, was, ..Wrong::default() }
    });
    let found = problems(&text, &found, lang);
    let path = Place::Claims.path(&shown.basis.survey.id);
    let word = if shown.kept.is_some() { "claims-replace" } else { "claims-new" };
    let head = format!("questionnaire: {}.yaml", shown.basis.survey.id);
    let is_open = wrong.is_some() || shown.kept.is_none() || !shown.held.problems.is_empty();
    let fields = view! {
        <p class="hint">{t(lang, "claims-is")}</p>
        <pre class="claims__example" tabindex="0" role="region" aria-label=t(lang, "claims-example")>
            <code>{format!("{head}\n{EXAMPLE}")}</code>
        </pre>
        {found}
        <form
            method="post"
            action=Place::Claims.path(&shown.basis.survey.id)
            enctype="multipart/form-data"
            class="form"
        >
            <input type="hidden" name="was" value=was/>
            <div class="field">
                <label for="text">{t(lang, "claims-text")}</label>
                {fault("text", &faults, lang)}
                <textarea
                    id="text"
                    name="text"
                    class="claims__text"
                    rows="14"
                    spellcheck="false"
                    autocomplete="off"
                    aria-invalid=faults.of("text", lang).map(|_| "true")
                    aria-describedby=faults.of("text", lang).map(|_| "text-fault")
                >
                    {in_textarea(&text)}
                </textarea>
            </div>
            <div class="field">
                <label for="file">{t(lang, "claims-upload")}</label>
                <p class="hint" id="file-hint">{t(lang, "claims-upload-hint")}</p>
                {fault("file", &faults, lang)}
                <input
                    id="file"
                    name="file"
                    type="file"
                    accept=".yaml,.yml,.txt"
                    aria-invalid=faults.of("file", lang).map(|_| "true")
                    aria-describedby="file-hint"
                />
            </div>
            <button class="button">{t(lang, "claims-put")}</button>
        </form>
    };
    view! {
        <section class="panel" id="new">
            <details class="claims__form" open=is_open>
                <summary><h2>{t(lang, word)}</h2></summary>
                {fields}
            </details>
            {history(&shown.history, (&path, "claims.yaml"), &shown.basis.survey.settings.time_zone, lang)}
        </section>
    }
}

fn fault(name: &str, faults: &Faults, lang: &'static str) -> Option<AnyView> {
    let id = format!("{name}-fault");
    faults.of(name, lang).map(|it| view! { <p class="fault" id=id>{it}</p> }.into_any())
}
