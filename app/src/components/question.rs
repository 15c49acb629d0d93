//! One question: its text, its hint, what is complained of, and the control for its kind.
//!
//! The id of the question is `q-var`; those of its controls are `var` (number, open, dropdown), `var.code`
//! (one choice), `var.item.code` (a grid), `var.1` (a rank) and `var_code_text` (the text of "other").

use leptos::prelude::*;
use survey::Kind;
use survey::said::Said;
use survey::view::QuestionView;

use crate::words::{mark, t};

mod choices;
mod dropdown;
mod grid;
mod nps;
mod number;
mod open;
mod ranking;

/// What a control has to know beside the question itself.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    pub lang: &'a str,
    pub said: &'a [Said],
    /// Its first control takes the focus.
    pub focus: bool,
}

impl Around<'_> {
    /// Whether something blocks. A warning does not: the answer may be right.
    fn is_invalid(&self) -> bool {
        self.said.iter().any(|it| !it.warn)
    }

    /// What is said about one part, as one text.
    fn about(&self, part: &str) -> Option<String> {
        let words: Vec<_> = self
            .said
            .iter()
            .filter(|it| it.part.as_deref() == Some(part))
            .map(|it| it.words.as_str())
            .collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// One question with the control for its kind.
pub fn question(view: &QuestionView<'_>, around: Around<'_>) -> AnyView {
    match &view.question.kind {
        Kind::Single { dropdown: true, .. } => line(view, around, dropdown::control(view, around)),
        Kind::Single { dropdown: false, .. } | Kind::Scale { .. } => {
            group(view, around, Some("radiogroup"), choices::control(view, around, "radio"))
        }
        Kind::Multi { .. } => group(view, around, None, choices::control(view, around, "checkbox")),
        Kind::Number { decimals, unit, range } => {
            line(view, around, number::control(view, around, *decimals, *range, unit.as_ref()))
        }
        Kind::Grid { cards, .. } => group(view, around, None, grid::control(view, around, *cards)),
        Kind::Rank { .. } => group(view, around, None, ranking::control(view, around)),
        Kind::Nps => group(view, around, Some("radiogroup"), nps::control(view, around)),
        Kind::Open { max_len } => line(view, around, open::control(view, around, *max_len)),
    }
}

/// A question with several controls.
fn group(
    view: &QuestionView<'_>,
    around: Around<'_>,
    role: Option<&'static str>,
    control: AnyView,
) -> AnyView {
    let var = &view.question.var;
    let invalid = role.is_some() && around.is_invalid();
    view! {
        <fieldset
            class="question"
            id=format!("q-{var}")
            role=role
            aria-required=(role.is_some() && view.question.required).then_some("true")
            aria-invalid=invalid.then_some("true")
            aria-describedby=described_by(view, around)
        >
            <legend class="question__text">{view.text.clone()}{optional(view, around)}</legend>
            {notes(view, around)}
            {control}
        </fieldset>
    }
    .into_any()
}

/// A question with one control, whose label is the question.
fn line(view: &QuestionView<'_>, around: Around<'_>, control: AnyView) -> AnyView {
    let var = &view.question.var;
    view! {
        <div class="question" id=format!("q-{var}")>
            <label class="question__text" for=var.clone()>{view.text.clone()}{optional(view, around)}</label>
            {notes(view, around)}
            {control}
        </div>
    }
    .into_any()
}

/// Says that a question may be left out; all others may not.
fn optional(view: &QuestionView<'_>, Around { lang, .. }: Around<'_>) -> Option<AnyView> {
    // The blank is heard.
    let words = view! {
        {" "}
        <span class="question__optional" lang=mark(lang)>{t(lang, "optional")}</span>
    };
    (!view.question.required).then(|| words.into_any())
}

/// The hint, and what is said about the question as a whole.
fn notes(view: &QuestionView<'_>, around: Around<'_>) -> AnyView {
    let var = &view.question.var;
    let hint = view.hint.clone().filter(|it| !it.is_empty());
    let hint = hint.map(|it| view! { <p class="question__hint" id=format!("{var}-hint")>{it}</p> });
    let whole: Vec<_> = around.said.iter().filter(|it| it.part.is_none()).collect();
    let complaint = (!whole.is_empty()).then(|| {
        let lines: Vec<_> = whole.iter().map(|it| view! { <bdi>{it.words.clone()}</bdi> }).collect();
        let warn = whole.iter().all(|it| it.warn);
        view! {
            <p class="complaint" id=format!("{var}-complaint") data-warn=warn.then_some("")>
                {lines}
            </p>
        }
    });
    view! {
        {hint}
        {complaint}
    }
    .into_any()
}

/// The ids of the hint and the complaint, for those who hear the page.
fn described_by(view: &QuestionView<'_>, around: Around<'_>) -> Option<String> {
    let var = &view.question.var;
    let hint = view.hint.as_ref().is_some_and(|it| !it.is_empty()).then(|| format!("{var}-hint"));
    let complaint = around.said.iter().any(|it| it.part.is_none()).then(|| format!("{var}-complaint"));
    let ids: Vec<_> = hint.into_iter().chain(complaint).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// What is said about one part, beside its control. Its id is that of the part with `-complaint`.
fn complaint(id: &str, words: Option<String>) -> Option<AnyView> {
    words.map(|it| view! { <p class="complaint" id=format!("{id}-complaint")><bdi>{it}</bdi></p> }.into_any())
}
