//! Zero to ten.

use leptos::prelude::*;
use survey::view::QuestionView;

use super::Around;

/// Eleven buttons that wrap on a phone.
pub fn control(view: &QuestionView<'_>, around: Around<'_>) -> AnyView {
    let var = &view.question.var;
    let points: Vec<_> = view
        .choices
        .iter()
        .enumerate()
        .map(|(at, it)| {
            view! {
                <label class="point">
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
            }
        })
        .collect();
    view! { <div class="nps">{points}</div> }.into_any()
}
