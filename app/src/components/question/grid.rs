//! One answer for each item: a card each on a phone, a table where there is room and the author wants one.

use leptos::prelude::*;
use survey::view::{ChoiceView, ItemView, QuestionView};

use super::{Around, complaint};

/// The items, and above them, for the eye only, the scale of a table.
pub fn control(view: &QuestionView<'_>, around: Around<'_>, cards: bool) -> AnyView {
    let var = &view.question.var;
    let short = is_short(&view.choices);
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
            style=format!("--points: {}", view.choices.len())
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

/// Whether the labels of a scale fit side by side on a phone of 360 px: five at most, none long, no long word.
fn is_short(scale: &[ChoiceView]) -> bool {
    let width = |text: &str| text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum::<usize>();
    // Chinese breaks anywhere, so there only the whole counts.
    let longest_word =
        |text: &str| text.split_whitespace().filter(|it| it.is_ascii()).map(width).max().unwrap_or(0);
    scale.len() <= 5 && scale.iter().all(|it| width(&it.label) <= 20 && longest_word(&it.label) <= 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(labels: &[&str]) -> Vec<ChoiceView> {
        let choice = |label: &&str| ChoiceView {
            code: 1,
            label: (*label).to_owned(),
            chosen: false,
            excl: false,
            other: None,
        };
        labels.iter().map(choice).collect()
    }

    #[test]
    fn five_short_labels_stand_side_by_side() {
        assert!(is_short(&scale(&["非常同意", "比较同意", "一般", "不太同意", "非常不同意"])));
        assert!(is_short(&scale(&["Very good", "Good", "Neither", "Bad", "Very bad"])));
    }

    #[test]
    fn long_labels_long_words_and_more_than_five_stand_below_each_other() {
        assert!(!is_short(&scale(&["Neither satisfied nor dissatisfied"])));
        assert!(!is_short(&scale(&["Somewhat agree"])));
        assert!(!is_short(&scale(&["1", "2", "3", "4", "5", "6"])));
    }
}
