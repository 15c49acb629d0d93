//! One of many choices: the phone's own list, in groups where the questionnaire has any.

use leptos::prelude::*;
use survey::view::{ChoiceView, QuestionView};

use super::choices::other;
use super::{Around, described_by};
use crate::words::t;

/// A native select with nothing chosen at first.
pub fn control(view: &QuestionView<'_>, around: Around<'_>) -> AnyView {
    let var = &view.question.var;
    let row = |it: &ChoiceView| {
        let other = it.other.is_some().then_some("");
        view! {
            <option value=it.code.to_string() selected=it.chosen data-other=other>{it.label.clone()}</option>
        }
    };
    let groups: Vec<_> = view
        .groups
        .iter()
        .map(|(label, codes)| {
            let rows: Vec<_> = view.choices.iter().filter(|it| codes.contains(&it.code)).map(row).collect();
            (!rows.is_empty()).then(|| view! { <optgroup label=label.clone()>{rows}</optgroup> })
        })
        .collect();
    let grouped = |it: &&ChoiceView| view.groups.iter().any(|(_, codes)| codes.contains(&it.code));
    let rows: Vec<_> = view.choices.iter().filter(|it| !grouped(it)).map(row).collect();
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
            {groups}
            {rows}
        </select>
        {others}
    }
    .into_any()
}
