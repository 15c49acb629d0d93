//! One answer for each item: a card each on a phone, a table where there is room and the author wants one.

use leptos::prelude::*;
use survey::phone::is_side_by_side;
use survey::view::{ChoiceView, ItemView, QuestionView};

use super::{Around, complaint};

/// Points of a scale that a table has columns for; those of more are cards, since nobody could hit them.
const MOST_COLUMNS: usize = 20;

/// The items, and above them, for the eye only, the scale of a table.
pub fn control(view: &QuestionView<'_>, around: Around<'_>, cards: bool) -> AnyView {
    let var = &view.question.var;
    let cards = cards || view.choices.len() > MOST_COLUMNS;
    let short = is_side_by_side(view.choices.iter().map(|it| it.label.as_str()));
    let items: Vec<_> = view
        .items
        .iter()
        .enumerate()
        .map(|(at, it)| item(var, it, &view.choices, Around { focus: around.focus && at == 0, ..around }))
        .collect();
    let head = (!cards).then(|| {
        let labels: Vec<_> =
            view.choices.iter().map(|it| view! { <span>{it.label.clone()}</span> }).collect();
        view! { <div class="grid__head" aria-hidden="true">{labels}</div> }
    });
    view! {
        <div
            class="grid"
            data-table=(!cards).then_some("")
            data-short=short.then_some("")
            data-points=view.choices.len()
        >
            {head}
            {items}
        </div>
    }
    .into_any()
}

/// One item with its scale.
fn item(var: &str, item: &ItemView, scale: &[ChoiceView], around: Around<'_>) -> AnyView {
    let name = format!("{var}.{}", item.name);
    let said = around.about(&item.name);
    let points: Vec<_> = scale
        .iter()
        .enumerate()
        .map(|(at, it)| {
            view! {
                <label class="point">
                    <input
                        type="radio"
                        name=name.clone()
                        id=format!("{name}.{}", it.code)
                        value=it.code.to_string()
                        checked=item.chosen == Some(it.code)
                        autofocus=around.focus && at == 0
                    />
                    <span>{it.label.clone()}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset
            class="item"
            role="radiogroup"
            aria-invalid=said.is_some().then_some("true")
            aria-describedby=said.is_some().then(|| format!("{name}-complaint"))
        >
            <legend class="item__text">{item.label.clone()}</legend>
            {complaint(&name, said.clone())}
            <div class="item__scale">{points}</div>
        </fieldset>
    }
    .into_any()
}
