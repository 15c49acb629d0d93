//! One or any of several choices, and the text of "other".

use leptos::prelude::*;
use survey::view::{ChoiceView, QuestionView};

use super::{Around, complaint};
use crate::words::{mark, say, t, t_with};

/// A row for each choice, all of it the target; choices that exclude the others stand apart. `kind` is `radio`
/// or `checkbox`.
pub fn control(view: &QuestionView<'_>, around: Around<'_>, kind: &'static str) -> AnyView {
    let var = &view.question.var;
    // Radio buttons are invalid as a group, which says so itself.
    let invalid = kind == "checkbox" && around.said.iter().any(|it| it.part.is_none() && !it.warn);
    let rows: Vec<_> = view
        .choices
        .iter()
        .enumerate()
        .map(|(at, it)| {
            view! {
                <div class="choice" data-apart=it.excl.then_some("")>
                    <label class="choice__row">
                        <input
                            type=kind
                            name=var.clone()
                            id=format!("{var}.{}", it.code)
                            value=it.code.to_string()
                            checked=it.chosen
                            autofocus=around.focus && at == 0
                            aria-invalid=invalid.then_some("true")
                        />
                        <span>{it.label.clone()}</span>
                    </label>
                    {other(var, it, around)}
                </div>
            }
        })
        .collect();
    let hint = (kind == "checkbox").then(|| pick(view, around)).flatten();
    view! {
        {hint}
        <div class="choices">{rows}</div>
    }
    .into_any()
}

/// How many may be chosen, where that is not obvious. In the browser it counts along.
fn pick(view: &QuestionView<'_>, around: Around<'_>) -> Option<AnyView> {
    let (id, args) = survey::said::pick(view.pick, view.choices.len())?;
    let words = say(around.lang)(id, &args);
    Some(view! { <p class="question__hint question__count" lang=mark(around.lang)>{words}</p> }.into_any())
}

/// The text box of "other". CSS hides it until its choice is ticked; without CSS it is simply there.
pub fn other(var: &str, choice: &ChoiceView, around: Around<'_>) -> Option<AnyView> {
    let typed = choice.other.clone()?;
    let id = format!("{var}_{}_text", choice.code);
    let said = around.about(&choice.code.to_string());
    let label = t_with(around.lang, "please-specify-for", &[("choice", choice.label.clone().into())]);
    let view = view! {
        <div class="choice__other" data-said=said.is_some().then_some("")>
            {complaint(&id, said.clone())}
            <input
                type="text"
                name=id.clone()
                id=id.clone()
                value=typed
                lang=mark(around.lang)
                placeholder=t(around.lang, "please-specify")
                aria-label=label
                aria-invalid=said.is_some().then_some("true")
                aria-describedby=said.is_some().then(|| format!("{id}-complaint"))
                autocomplete="off"
            />
        </div>
    };
    Some(view.into_any())
}
