//! Choices in order: one list for each place, which works without script and without dragging.

use leptos::prelude::*;
use survey::view::QuestionView;

use super::{Around, complaint};
use crate::words::{mark, t, t_with};

/// A native select for each place.
pub fn control(view: &QuestionView<'_>, around: Around<'_>) -> AnyView {
    let places: Vec<_> = (0..view.ranks.len()).map(|at| place(view, at, around)).collect();
    view! { <div class="ranking">{places}</div> }.into_any()
}

/// One place, counted from 0.
fn place(view: &QuestionView<'_>, at: usize, around: Around<'_>) -> AnyView {
    let number = (at + 1).to_string();
    let id = format!("{}.{number}", view.question.var);
    let said = around.about(&number);
    let invalid = said.is_some() || around.said.iter().any(|it| it.part.is_none() && !it.warn);
    let rows: Vec<_> = view
        .choices
        .iter()
        .map(|it| {
            let chosen = view.ranks[at] == Some(it.code);
            view! { <option value=it.code.to_string() selected=chosen>{it.label.clone()}</option> }
        })
        .collect();
    view! {
        <div class="ranking__place">
            <label class="ranking__label" for=id.clone() lang=mark(around.lang)>
                {t_with(around.lang, "rank-place", &[("place", (at + 1).into())])}
            </label>
            {complaint(&id, said.clone())}
            <select
                class="dropdown"
                name=id.clone()
                id=id.clone()
                autofocus=around.focus && at == 0
                aria-invalid=invalid.then_some("true")
                aria-describedby=said.is_some().then(|| format!("{id}-complaint"))
            >
                <option value="">{t(around.lang, "please-choose")}</option>
                {rows}
            </select>
        </div>
    }
    .into_any()
}
