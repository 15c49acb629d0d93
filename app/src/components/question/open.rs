//! An open question.

use leptos::prelude::*;
use survey::view::QuestionView;

use super::{Around, described_by};
use crate::components::in_textarea;
use crate::words::{mark, t_with};

/// A text box of several lines, with its limit in words: `maxlength` would cut what is pasted without a word.
pub fn control(view: &QuestionView<'_>, around: Around<'_>, max_len: Option<u32>) -> AnyView {
    let var = &view.question.var;
    let limit_id = format!("{var}-limit");
    let ids =
        described_by(view, around).into_iter().chain(max_len.map(|_| limit_id.clone())).collect::<Vec<_>>();
    let limit = max_len.map(|max| {
        let words = t_with(around.lang, "at-most-characters", &[("max", max.into())]);
        view! { <p class="question__hint question__limit" id=limit_id lang=mark(around.lang)>{words}</p> }
    });
    view! {
        <textarea
            class="open"
            name=var.clone()
            id=var.clone()
            rows="4"
            autofocus=around.focus
            aria-required=view.question.required.then_some("true")
            aria-invalid=around.is_invalid().then_some("true")
            aria-describedby=(!ids.is_empty()).then(|| ids.join(" "))
        >
            {in_textarea(&view.typed)}
        </textarea>
        {limit}
    }
    .into_any()
}
