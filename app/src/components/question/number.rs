//! A number.

use leptos::prelude::*;
use survey::view::QuestionView;
use survey::{Text, number};

use super::{Around, described_by};
use crate::words::{mark, t_with};

/// A text box with the numeric keypad: `type="number"` would drop full-width digits and swallow what is no number.
pub fn control(
    view: &QuestionView<'_>,
    around: Around<'_>,
    decimals: u32,
    range: Option<(f64, f64)>,
    unit: Option<&Text>,
) -> AnyView {
    let var = &view.question.var;
    let unit = unit.map(|it| it.get(around.lang).to_owned()).filter(|it| !it.is_empty());
    let limits_id = format!("{var}-limits");
    let ids =
        described_by(view, around).into_iter().chain(range.map(|_| limits_id.clone())).collect::<Vec<_>>();
    let limits = range.map(|(low, high)| {
        let range = [("low", number::write(low).into()), ("high", number::write(high).into())];
        let words = t_with(around.lang, "number-range", &range);
        view! { <p class="question__hint question__limits" id=limits_id lang=mark(around.lang)>{words}</p> }
    });
    view! {
        <div class="number">
            <input
                type="text"
                inputmode=if decimals == 0 { "numeric" } else { "decimal" }
                name=var.clone()
                id=var.clone()
                value=view.typed.clone()
                autocomplete="off"
                autofocus=around.focus
                aria-required=view.question.required.then_some("true")
                aria-invalid=around.is_invalid().then_some("true")
                aria-describedby=(!ids.is_empty()).then(|| ids.join(" "))
            />
            {unit.map(|it| view! { <span class="number__unit">{it}</span> })}
        </div>
        {limits}
    }
    .into_any()
}
