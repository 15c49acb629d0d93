//! One of many choices: the phone's own list.

use leptos::prelude::*;
use survey::view::QuestionView;

use super::choices::other;
use super::{Around, described_by};
use crate::words::t;

/// A native select with nothing chosen at first.
pub fn control(view: &QuestionView<'_>, around: Around<'_>) -> AnyView {
    let var = &view.question.var;
    let rows: Vec<_> = view
        .choices
        .iter()
        .map(|it| view! { <option value=it.code.to_string() selected=it.chosen>{it.label.clone()}</option> })
        .collect();
    let others: Vec<_> = view.choices.iter().filter_map(|it| other(var, it, around)).collect();
    view! {
        <select
            class="dropdown"
            name=var.clone()
            id=var.clone()
            autofocus=around.focus
            aria-required=view.question.required.then_some("true")
            aria-invalid=around.is_invalid().then_some("true")
            aria-describedby=described_by(view, around)
        >
            <option value="">{t(around.lang, "please-choose")}</option>
            {rows}
        </select>
        {others}
    }
    .into_any()
}
