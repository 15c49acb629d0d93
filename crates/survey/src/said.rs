//! A complaint in words that say what to do, and the control that it is about: the same on the server and in the
//! browser.

use crate::number;
use crate::portable::handout::Filled;
use crate::questionnaire::Kind;
use crate::validate::{Complaint, Fault};
use crate::view::{BlockView, PageView, QuestionView};

/// One thing said about a question that was posted.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The row, the rank or the choice that it is about; the whole question if none.
    pub part: Option<String>,
    /// The text of the question.
    pub question: String,
    /// What to do.
    pub words: String,
    /// The id of the control to mend.
    pub at: String,
    /// Lets pass when posted again.
    pub warn: bool,
    /// Stands in the summary, too.
    pub listed: bool,
}

/// Finds the words called so, and fills values in.
pub type Say<'a> = &'a dyn Fn(&'static str, &[(&'static str, Filled)]) -> String;

/// What is said about each block of a page.
pub fn said(view: &PageView<'_>, say: Say<'_>) -> Vec<Vec<Said>> {
    let about = |block: &BlockView<'_>| match block {
        BlockView::Info { .. } => Vec::new(),
        BlockView::Question(question) => {
            let own = view.complaints.iter().filter(|it| it.var == question.question.var);
            own.flat_map(|it| about(say, question, it)).collect()
        }
    };
    view.blocks.iter().map(about).collect()
}

/// What stands in the summary, of all that is said.
pub fn listed(said: &[Vec<Said>]) -> Vec<Said> {
    said.iter().flatten().filter(|it| it.listed).cloned().collect()
}

/// The title of the document: the page's, the survey's, and that something is wrong.
pub fn document_title(view: &PageView<'_>, survey: &str, listed: &[Said], say: Say<'_>) -> String {
    let title = view.title.map_or(survey.to_owned(), |it| format!("{it} – {survey}"));
    match listed.iter().any(|it| !it.warn) {
        true => say("error-title-prefix", &[("title", title.into())]),
        false => title,
    }
}

/// What is said about a question because of one complaint: one for the summary first, then one for
/// each row concerned.
fn about(say: Say<'_>, view: &QuestionView<'_>, complaint: &Complaint) -> Vec<Said> {
    let main = Said {
        part: complaint.part.clone(),
        question: view.text.clone(),
        words: words(say, view, complaint),
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
        words: say("fault-item", &[]),
        at: String::new(),
        warn: false,
        listed: false,
    };
    std::iter::once(main).chain(rows.iter().map(row)).collect()
}

/// How many may be chosen of so many offered, where that is not obvious: the words and what is filled in.
pub fn pick(
    (least, most): (u32, u32),
    offered: usize,
) -> Option<(&'static str, Vec<(&'static str, Filled)>)> {
    match (least > 1, (most as usize) < offered) {
        (false, false) => None,
        (false, true) => Some(("pick-up-to", vec![("count", most.into())])),
        (true, false) => Some(("pick-at-least", vec![("count", least.into())])),
        (true, true) if least == most => Some(("pick-exactly", vec![("count", most.into())])),
        (true, true) => Some(("pick-between", vec![("least", least.into()), ("most", most.into())])),
    }
}

/// The sentence for one fault of a question, such as a number that is too large.
pub fn sentence(say: Say<'_>, view: &QuestionView<'_>, fault: Fault) -> String {
    words(say, view, &Complaint { var: view.question.var.clone(), part: None, fault })
}

/// The sentence.
fn words(say: Say<'_>, view: &QuestionView<'_>, complaint: &Complaint) -> String {
    let is_rank = matches!(view.question.kind, Kind::Rank { .. });
    match &complaint.fault {
        Fault::Required => say(required(&view.question.kind), &[]),
        Fault::ItemsRequired(items) => say("fault-items", &[("count", items.len().into())]),
        Fault::NotOffered => say("fault-not-offered", &[]),
        Fault::Twice => say("fault-twice", &[]),
        Fault::NotANumber => say("fault-not-a-number", &[("example", example(view).into())]),
        Fault::Decimals(0) => say("fault-whole-number", &[]),
        Fault::Decimals(most) => say("fault-decimals", &[("decimals", (*most).into())]),
        Fault::OutOfRange(low, high) => {
            let range = [("low", number::write(*low).into()), ("high", number::write(*high).into())];
            say("fault-out-of-range", &range)
        }
        Fault::TooFew(least) if is_rank => say("fault-too-few-ranks", &[("count", (*least).into())]),
        Fault::TooFew(least) => say("fault-too-few", &[("count", (*least).into())]),
        Fault::TooMany(most) if is_rank => say("fault-too-many-ranks", &[("count", (*most).into())]),
        Fault::TooMany(most) => say("fault-too-many", &[("count", (*most).into())]),
        Fault::Exclusive(code) => say("fault-exclusive", &[("choice", label(view, *code).into())]),
        Fault::OtherText => {
            let code = complaint.part.as_deref().and_then(|it| it.parse().ok()).unwrap_or_default();
            say("fault-other-text", &[("choice", label(view, code).into())])
        }
        Fault::TooLong { max, typed } => {
            say("fault-too-long", &[("max", (*max).into()), ("typed", (*typed).into())])
        }
        Fault::RankGap => say("fault-rank-gap", &[]),
        Fault::RankTwice => say("fault-rank-twice", &[]),
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

/// A number that would do. (Not by `clamp`: it can panic in words, which need tables that no phone should fetch.)
fn example(view: &QuestionView<'_>) -> String {
    match view.question.kind {
        Kind::Number { range: Some((low, high)), .. } => {
            number::write(((low + high) / 2.0).round().max(low).min(high))
        }
        _ => "12".into(),
    }
}

/// The label of a choice as it stands on the page.
fn label(view: &QuestionView<'_>, code: i64) -> String {
    view.choices.iter().find(|it| it.code == code).map(|it| it.label.clone()).unwrap_or_default()
}

/// The id of the first control that has to be mended; the components of questions give the ids.
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
