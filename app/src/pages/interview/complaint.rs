//! A complaint in words that say what to do, and the control that it is about.

use survey::Kind;
use survey::validate::{Complaint, Fault};
use survey::view::QuestionView;

use crate::components::question::Said;
use crate::words::{t, t_with};

/// What is said about a question because of one complaint: one for the summary first, then one for
/// each row concerned.
pub fn said(lang: &str, view: &QuestionView<'_>, complaint: &Complaint) -> Vec<Said> {
    let main = Said {
        part: complaint.part.clone(),
        question: view.text.clone(),
        words: words(lang, view, complaint),
        at: control(view, complaint),
        warn: matches!(complaint.fault, Fault::Check { warn: true, .. }),
        listed: true,
    };
    let rows = match &complaint.fault {
        Fault::ItemsRequired(items) => items.as_slice(),
        _ => &[],
    };
    let row = |item: &String| Said {
        part: Some(item.clone()),
        question: view.text.clone(),
        words: t(lang, "fault-item"),
        at: String::new(),
        warn: false,
        listed: false,
    };
    std::iter::once(main).chain(rows.iter().map(row)).collect()
}

/// The sentence.
fn words(lang: &str, view: &QuestionView<'_>, complaint: &Complaint) -> String {
    let is_rank = matches!(view.question.kind, Kind::Rank { .. });
    match &complaint.fault {
        Fault::Required => t(lang, required(&view.question.kind)),
        Fault::ItemsRequired(items) => t_with(lang, "fault-items", &[("count", items.len().into())]),
        Fault::NotOffered => t(lang, "fault-not-offered"),
        Fault::Twice => t(lang, "fault-twice"),
        Fault::NotANumber => t_with(lang, "fault-not-a-number", &[("example", example(view).into())]),
        Fault::Decimals(0) => t(lang, "fault-whole-number"),
        Fault::Decimals(most) => t_with(lang, "fault-decimals", &[("decimals", (*most).into())]),
        Fault::OutOfRange(low, high) => {
            let range = [("low", low.to_string().into()), ("high", high.to_string().into())];
            t_with(lang, "fault-out-of-range", &range)
        }
        Fault::TooFew(least) if is_rank => t_with(lang, "fault-too-few-ranks", &[("count", (*least).into())]),
        Fault::TooFew(least) => t_with(lang, "fault-too-few", &[("count", (*least).into())]),
        Fault::TooMany(most) if is_rank => t_with(lang, "fault-too-many-ranks", &[("count", (*most).into())]),
        Fault::TooMany(most) => t_with(lang, "fault-too-many", &[("count", (*most).into())]),
        Fault::Exclusive(code) => t_with(lang, "fault-exclusive", &[("choice", label(view, *code).into())]),
        Fault::OtherText => {
            let code = complaint.part.as_deref().and_then(|it| it.parse().ok()).unwrap_or_default();
            t_with(lang, "fault-other-text", &[("choice", label(view, code).into())])
        }
        Fault::TooLong { max, typed } => {
            t_with(lang, "fault-too-long", &[("max", (*max).into()), ("typed", (*typed).into())])
        }
        Fault::RankGap => t(lang, "fault-rank-gap"),
        Fault::RankTwice => t(lang, "fault-rank-twice"),
        Fault::Check { text, .. } => text.clone(),
    }
}

/// What to do where an answer is missing.
fn required(kind: &Kind) -> &'static str {
    match kind {
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Nps | Kind::Grid { .. } => "fault-required-choose",
        Kind::Multi { .. } => "fault-required-tick",
        Kind::Number { .. } => "fault-required-number",
        Kind::Rank { .. } => "fault-required-rank",
        Kind::Open { .. } => "fault-required-text",
    }
}

/// A number that would do.
fn example(view: &QuestionView<'_>) -> String {
    match view.question.kind {
        Kind::Number { range: Some((low, high)), .. } => {
            ((low + high) / 2.0).round().clamp(low, high).to_string()
        }
        _ => "12".into(),
    }
}

/// The label of a choice as it stands on the page.
fn label(view: &QuestionView<'_>, code: i64) -> String {
    view.choices.iter().find(|it| it.code == code).map(|it| it.label.clone()).unwrap_or_default()
}

/// The id of the first control that has to be mended; [`crate::components::question`] gives the ids.
fn control(view: &QuestionView<'_>, complaint: &Complaint) -> String {
    let var = &view.question.var;
    let first = view.choices.first().map(|it| it.code).unwrap_or_default();
    match (&view.question.kind, &complaint.fault, complaint.part.as_deref()) {
        (_, Fault::OtherText | Fault::TooLong { .. } | Fault::Twice, Some(code)) if is_other(view, code) => {
            format!("{var}_{code}_text")
        }
        (Kind::Grid { .. }, Fault::ItemsRequired(items), _) if !items.is_empty() => {
            format!("{var}.{}.{first}", items[0])
        }
        (Kind::Grid { .. }, _, part) => {
            let item = part.or(view.items.first().map(|it| it.name.as_str())).unwrap_or_default();
            format!("{var}.{item}.{first}")
        }
        (Kind::Rank { .. }, _, part) => format!("{var}.{}", part.unwrap_or("1")),
        (Kind::Multi { .. }, Fault::Exclusive(code), _) => format!("{var}.{code}"),
        (
            Kind::Single { dropdown: false, .. } | Kind::Scale { .. } | Kind::Multi { .. } | Kind::Nps,
            _,
            _,
        ) => {
            format!("{var}.{first}")
        }
        (Kind::Single { dropdown: true, .. } | Kind::Number { .. } | Kind::Open { .. }, _, _) => var.clone(),
    }
}

/// Whether a part of a complaint names a choice with a text box.
fn is_other(view: &QuestionView<'_>, part: &str) -> bool {
    view.choices.iter().any(|it| it.other.is_some() && it.code.to_string() == part)
}
