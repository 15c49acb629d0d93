//! A page as a respondent sees it, in lines of text.

use survey::portable::handout::{Filled, Form, Phrase};
use survey::said::{self, Said};
use survey::view::{self, BlockView, ChoiceView, ItemView, PageView, QuestionView};
use survey::{Interview, Questionnaire};

/// The page where an interview stands: what stands on it, what is complained about, where the focus goes.
pub fn lines(questionnaire: &Questionnaire, interview: &Interview) -> Vec<String> {
    let view = view::page(questionnaire, interview);
    let said = said::said(&view, &say);
    let listed = said::listed(&said);
    let survey = questionnaire.title.get(&interview.lang);
    let PageView { name, turn, progress, can_go_back, is_last, focus, .. } = &view;
    let mut lines = vec![
        format!("page {name} turn {turn} {progress:?} back {can_go_back} last {is_last} focus {focus:?}"),
        format!("  title {}", said::document_title(&view, survey, &listed, &say)),
    ];
    for (drawn, said) in view.blocks.iter().zip(&said) {
        lines.extend(block(drawn));
        lines.extend(said.iter().map(complaint));
    }
    lines.extend(listed.iter().map(|it| format!("  in the summary: {}", it.words)));
    lines
}

/// One thing on a page.
pub fn block(block: &BlockView<'_>) -> Vec<String> {
    let view = match block {
        BlockView::Info { name, text } => return vec![format!("  info {name}: {text}")],
        BlockView::Question(it) => it,
    };
    let QuestionView { question, text, hint, choices, items, typed, ranks, pick, groups: _ } = view;
    let mut lines = vec![
        format!("  question {}: {text} {hint:?}", question.var),
        format!("    pick {pick:?} typed {typed:?} ranks {ranks:?} {:?}", said::pick(*pick, choices.len())),
    ];
    let choices = choices.iter().map(choice).collect::<Vec<_>>();
    lines.extend((!choices.is_empty()).then(|| format!("    choices {}", choices.join(" | "))));
    let items = items.iter().map(item).collect::<Vec<_>>();
    lines.extend((!items.is_empty()).then(|| format!("    items {}", items.join(" | "))));
    lines
}

/// The groups of a question's list. Only the server draws them, into the handout: the variable that sorts the list may
/// be one that a browser does not get.
pub fn groups(block: &BlockView<'_>) -> Vec<String> {
    match block {
        BlockView::Info { .. } => Vec::new(),
        BlockView::Question(it) => it.groups.iter().map(|it| format!("    group {it:?}")).collect(),
    }
}

fn choice(ChoiceView { code, label, chosen, excl, other }: &ChoiceView) -> String {
    let marks = format!("{}{}", if *chosen { "*" } else { "" }, if *excl { "!" } else { "" });
    let other = other.as_ref().map(|it| format!(" [{it}]")).unwrap_or_default();
    format!("{code}{marks} {label}{other}")
}

fn item(ItemView { name, label, chosen }: &ItemView) -> String {
    format!("{name} {label} {chosen:?}")
}

fn complaint(Said { part, question, words, at, warn, listed }: &Said) -> String {
    format!("    ! {part:?} {question}: {words} #{at} warning {warn} listed {listed}")
}

/// The words called so: their name, and what is filled in.
fn say(id: &'static str, args: &[(&'static str, Filled)]) -> String {
    let places: Vec<String> = args.iter().map(|(name, _)| format!("{name}={{{name}}}")).collect();
    let other = format!("{id} {}", places.join(" "));
    let forms = vec![(Form::Exactly(0), format!("{id} none")), (Form::One, format!("{id} one"))];
    Phrase { by: "count".into(), forms, other }.say(args)
}
