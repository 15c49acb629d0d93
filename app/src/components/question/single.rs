//! One of several choices.

use leptos::prelude::*;
use survey::view::QuestionView;

use super::Around;
use super::multiple::other;

/// A radio button for each choice; the whole row is the target.
pub fn control(view: &QuestionView<'_>, around: Around<'_>) -> AnyView {
    let var = &view.question.var;
    let rows: Vec<_> = view
        .choices
        .iter()
        .enumerate()
        .map(|(at, it)| {
            view! {
                <div class="choice" data-apart=it.excl.then_some("")>
                    <label class="choice__row">
                        <input
                            type="radio"
                            name=var.clone()
                            id=format!("{var}.{}", it.code)
                            value=it.code.to_string()
                            checked=it.chosen
                            autofocus=around.focus && at == 0
                        />
                        <span>{it.label.clone()}</span>
                    </label>
                    {other(var, it, around)}
                </div>
            }
        })
        .collect();
    view! { <div class="choices">{rows}</div> }.into_any()
}
