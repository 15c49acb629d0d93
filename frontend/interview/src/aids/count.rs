//! How many are chosen, whether a number is in its limits, how long a text is.

use survey::answer::given;
use survey::portable::handout::Speech;
use survey::said;
use survey::validate::Fault;
use survey::view::QuestionView;
use survey::{Answer, Kind};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

use crate::dom::{all, document, find, mark, set};
use crate::speech;

/// What is counted is read out when it changes.
pub fn begin(element: &Element, view: &QuestionView<'_>, speech: &Speech) {
    for it in all(element, ".question__count, .question__limits") {
        set(&it, "role", "status");
    }
    update(element, view, speech);
}

/// Counts again.
pub fn update(element: &Element, view: &QuestionView<'_>, speech: &Speech) {
    match &view.question.kind {
        Kind::Multi { .. } => chosen(element, view, speech),
        Kind::Number { .. } => limits(element, view, speech),
        Kind::Open { max_len: Some(max) } => length(element, *max, speech),
        _ => {}
    }
}

fn chosen(element: &Element, view: &QuestionView<'_>, speech: &Speech) {
    let Some(line) = find(element, ".question__count") else { return };
    let Some((id, args)) = said::pick(view.pick, view.choices.len()) else { return };
    let count = all(element, ".choice__row input:checked").len();
    let alone = find(element, "[data-apart] input:checked").is_some();
    let (least, most) = (view.pick.0, view.pick.1 as usize);
    let number = ("count", count.into());
    let words = match count {
        _ if alone => String::new(),
        0 => speech::say(speech, id, &args),
        _ if count > most => speech::say(speech, "pick-over", &[number, ("over", (count - most).into())]),
        _ if most < view.choices.len() => {
            speech::say(speech, "pick-chosen", &[number, ("most", most.into())])
        }
        _ => speech::say(speech, "pick-chosen-of-least", &[number, ("least", least.into())]),
    };
    write(&line, &words, count > most && !alone);
}

/// A number that is still being typed may be too small; it will not get any smaller.
fn limits(element: &Element, view: &QuestionView<'_>, speech: &Speech) {
    let Kind::Number { range: Some((low, high)), .. } = view.question.kind else { return };
    let (Some(line), Some(input)) = (find(element, ".question__limits"), find(element, ".number > input"))
    else {
        return;
    };
    let typed = input.unchecked_ref::<HtmlInputElement>().value();
    let given = given(view.question, &[(view.question.var.clone(), typed)]);
    let is_typing = document().active_element().is_some_and(|it| it.is_same_node(Some(&input)));
    let say = |id: &'static str, args: &[_]| speech::say(speech, id, args);
    let fault = given.faults.into_iter().map(|(_, it)| it).next();
    match fault {
        Some(Fault::OutOfRange(..)) if is_typing && is_below(&input, low) => {
            in_range(&line, (low, high), speech)
        }
        Some(fault) => write(&line, &said::sentence(&say, view, fault), true),
        None => in_range(&line, (low, high), speech),
    }
    mark(&input, "data-fits", matches!(given.answer, Some(Answer::Number(_))));
}

fn is_below(input: &Element, low: f64) -> bool {
    let typed = input.unchecked_ref::<HtmlInputElement>().value();
    survey::number::read(typed.trim()).is_some_and(|(it, _)| it < low)
}

fn in_range(line: &Element, (low, high): (f64, f64), speech: &Speech) {
    let number = |it| survey::number::write(it).into();
    write(line, &speech::say(speech, "number-range", &[("low", number(low)), ("high", number(high))]), false);
}

fn length(element: &Element, max: u32, speech: &Speech) {
    let (Some(line), Some(text)) = (find(element, ".question__limit"), find(element, "textarea")) else {
        return;
    };
    let typed = text.unchecked_ref::<HtmlTextAreaElement>().value().trim().chars().count();
    let max_of = ("max", max.into());
    let words = match typed {
        0 => speech::say(speech, "at-most-characters", &[max_of]),
        _ => speech::say(speech, "open-typed", &[("typed", typed.into()), max_of]),
    };
    write(&line, &words, typed > max as usize);
}

/// Says it, unless it is said already.
fn write(line: &Element, words: &str, is_wrong: bool) {
    if line.text_content().as_deref() != Some(words) {
        line.set_text_content(Some(words));
    }
    mark(line, "data-wrong", is_wrong);
}
