//! One question on paper.

use leptos::prelude::*;
use survey::questionnaire::{Choice, Item, Kind, Order, Pin, Question};

use super::Paper;
use crate::words::t_with;

/// One question: number, text, variable, kind, who is asked, choices, checks.
pub(super) fn view(paper: &Paper, question: &Question) -> impl IntoView + use<> {
    let number = question.nr.clone().map(|it| view! { <span class="paper__nr">{it}</span> });
    let hint = question.hint.as_ref().map(|it| view! { <p class="hint">{paper.text(it)}</p> });
    let notes: Vec<_> = notes(paper, question).into_iter().map(|it| view! { <li>{it}</li> }).collect();
    let items = (!question.items().is_empty()).then(|| items(paper, question.items()));
    let choices = (!question.choices().is_empty()).then(|| choices(paper, question.choices()));
    view! {
        <section class="paper__question" id=question.var.clone()>
            <h3>{number} " " <span class="paper__text">{paper.text(&question.text)}</span></h3>
            {hint}
            <ul class="paper__notes">
                <li><code>{question.var.clone()}</code></li>
                <li>{paper.t(&format!("kind-{}", kind(&question.kind)))}</li>
                {notes}
            </ul>
            {question.condition.as_ref().map(|it| paper.condition("paper-asked-if", it))}
            {items}
            {choices}
            {checks(paper, question)}
        </section>
    }
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Single { dropdown: true, .. } => "dropdown",
        Kind::Single { .. } => "single",
        Kind::Scale { .. } => "scale",
        Kind::Multi { .. } => "multi",
        Kind::Number { .. } => "number",
        Kind::Grid { .. } => "grid",
        Kind::Rank { .. } => "rank",
        Kind::Nps => "nps",
        Kind::Open { .. } => "open",
    }
}

/// What else is to be known: limits, order, where the choices come from.
fn notes(paper: &Paper, question: &Question) -> Vec<String> {
    let mut notes = Vec::new();
    match &question.kind {
        Kind::Multi { pick: Some((least, most)), .. } | Kind::Rank { pick: Some((least, most)), .. } => {
            notes.push(between(paper, "paper-pick", least, most));
        }
        Kind::Number { range, decimals, unit } => {
            notes.extend(range.map(|(least, most)| between(paper, "paper-range", least, most)));
            notes.extend((*decimals > 0).then(|| paper.t_with("paper-decimals", "count", decimals)));
            notes.extend(unit.as_ref().map(|it| paper.t_with("paper-unit", "unit", paper.text(it))));
        }
        Kind::Open { max_len: Some(max) } => notes.push(paper.t_with("paper-max-len", "max", max)),
        Kind::Multi { .. }
        | Kind::Rank { .. }
        | Kind::Open { .. }
        | Kind::Single { .. }
        | Kind::Scale { .. }
        | Kind::Grid { .. }
        | Kind::Nps => {}
    }
    if let Some(source) = question.from() {
        let number = paper.questionnaire.question(source).and_then(|it| it.nr.clone());
        notes.push(paper.t_with("paper-from", "question", number.unwrap_or_else(|| source.to_owned())));
    }
    notes.extend(question.order.map(|it| {
        paper.t(match it {
            Order::Shuffle => "paper-order-shuffle",
            Order::Rotate => "paper-order-rotate",
            Order::Flip => "paper-order-flip",
        })
    }));
    notes.extend((!question.required).then(|| paper.t("paper-optional")));
    notes.extend(question.personal.then(|| paper.t("paper-personal")));
    notes
}

fn between(paper: &Paper, id: &str, least: impl ToString, most: impl ToString) -> String {
    t_with(&paper.lang, id, &[("min", least.to_string().into()), ("max", most.to_string().into())])
}

fn choices(paper: &Paper, choices: &[Choice]) -> impl IntoView + use<> {
    let rows: Vec<_> = choices
        .iter()
        .map(|it| {
            let remarks = [
                it.excl.then(|| paper.t("paper-excl")),
                it.other.then(|| paper.t("paper-other")),
                it.missing.then(|| paper.t("paper-missing")),
                it.pin.map(|it| pin(paper, it)),
            ];
            row(paper, it.code.to_string(), paper.text(&it.label), &remarks, it.condition.as_ref())
        })
        .collect();
    table(paper, "paper-code", "paper-choices", rows)
}

fn items(paper: &Paper, items: &[Item]) -> impl IntoView + use<> {
    let rows: Vec<_> = items
        .iter()
        .map(|it| {
            let remarks =
                [it.pin.map(|it| pin(paper, it)), it.trap.map(|it| paper.t_with("paper-trap", "code", it))];
            row(paper, it.name.clone(), paper.text(&it.label), &remarks, it.condition.as_ref())
        })
        .collect();
    table(paper, "paper-variable", "paper-rows", rows)
}

fn pin(paper: &Paper, pin: Pin) -> String {
    paper.t(match pin {
        Pin::First => "paper-pin-first",
        Pin::Last => "paper-pin-last",
    })
}

/// A code or name, its label, and what is special about it.
fn row(
    paper: &Paper,
    code: String,
    label: String,
    remarks: &[Option<String>],
    condition: Option<&survey::condition::Expr>,
) -> AnyView {
    let remarks = remarks.iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    let remarks =
        (!remarks.is_empty()).then(|| view! { <span class="hint">{format!(" ({remarks})")}</span> });
    let condition = condition.map(|it| paper.condition("paper-offered-if", it));
    view! {
        <tr>
            <td class="paper__code"><code>{code}</code></td>
            <td>{label} {remarks} {condition}</td>
        </tr>
    }
    .into_any()
}

fn table(paper: &Paper, code: &str, label: &str, rows: Vec<AnyView>) -> impl IntoView + use<> {
    view! {
        <table class="paper__choices">
            <thead>
                <tr>
                    <th scope="col">{paper.t(code)}</th>
                    <th scope="col">{paper.t(label)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn checks(paper: &Paper, question: &Question) -> Vec<impl IntoView + use<>> {
    let check = |it: &survey::questionnaire::Check| {
        let label = if it.warn { "paper-check-warn" } else { "paper-check-error" };
        view! {
            <div class="paper__check">
                {paper.condition(label, &it.condition)}
                <p>{format!("“{}”", paper.text(&it.text))}</p>
            </div>
        }
    };
    question.checks.iter().map(check).collect()
}
