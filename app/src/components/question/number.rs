//! A number.

use leptos::prelude::*;
use survey::Text;
use survey::view::QuestionView;

use super::{Around, described_by};

/// A text box with the numeric keypad: `type="number"` would drop full-width digits and swallow what is no number.
pub fn control(view: &QuestionView<'_>, around: Around<'_>, decimals: u32, unit: Option<&Text>) -> AnyView {
    let var = &view.question.var;
    let unit = unit.map(|it| it.get(around.lang).to_owned()).filter(|it| !it.is_empty());
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
                aria-describedby=described_by(view, around)
            />
            {unit.map(|it| view! { <span class="number__unit">{it}</span> })}
        </div>
    }
    .into_any()
}
