//! One page of questions as a plain form.

use leptos::prelude::*;
use survey::Questionnaire;
use survey::view::{BlockView, PageView};

use super::complaint;
use crate::components::button::Button;
use crate::components::layout::{Languages, Sheet};
use crate::components::meter::Meter;
use crate::components::notice::Summary;
use crate::components::question::{Around, Said, question};
use crate::words::{mark, t, t_with};

/// A page of questions in the language of its interview.
pub fn page(
    questionnaire: &Questionnaire,
    view: &PageView<'_>,
    lang: &str,
    action: String,
    hidden: Vec<(&'static str, String)>,
    // What else the form holds that is no question.
    aside: Option<AnyView>,
) -> AnyView {
    let survey_title = questionnaire.title.get(lang).to_owned();
    let title = view.title.map_or(survey_title.clone(), str::to_owned);
    let said = said(view, lang);
    let listed: Vec<_> = said.iter().flatten().filter(|it| it.listed).cloned().collect();
    let focus = view.focus.filter(|_| listed.is_empty());
    let blocks: Vec<_> = view
        .blocks
        .iter()
        .zip(&said)
        .map(|(it, said)| block(it, Around { lang, said, focus: false }, focus))
        .collect();
    let form = view! {
        <main>
            <form class="interview" method="post" action=action novalidate>
                <header class="interview__head">
                    {progress(view.progress, lang)}
                    <h1>{title.clone()}</h1>
                </header>
                {summary(view, &listed, lang)}
                {fields(view, hidden)}
                {aside}
                <div class="interview__blocks">{blocks}</div>
                {actions(view, lang)}
                <Languages lang langs=questionnaire.langs.clone() buttons=true/>
            </form>
        </main>
    }
    .into_any();
    let title = if view.title.is_some() { format!("{title} – {survey_title}") } else { title };
    let title = match listed.iter().any(|it| !it.warn) {
        true => t_with(lang, "error-title-prefix", &[("title", title.into())]),
        false => title,
    };
    let contact = questionnaire.contact.get(lang).to_owned();
    view! { <Sheet lang title contact>{form}</Sheet> }.into_any()
}

/// What is said about each block.
fn said(view: &PageView<'_>, lang: &str) -> Vec<Vec<Said>> {
    let about = |block: &BlockView<'_>| match block {
        BlockView::Info { .. } => Vec::new(),
        BlockView::Question(question) => {
            let own = view.complaints.iter().filter(|it| it.var == question.question.var);
            own.flat_map(|it| complaint::said(lang, question, it)).collect()
        }
    };
    view.blocks.iter().map(about).collect()
}

/// A text or a question.
fn block(block: &BlockView<'_>, around: Around<'_>, focus: Option<&str>) -> AnyView {
    match block {
        BlockView::Info { text, .. } => {
            let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
            let paragraphs: Vec<_> = lines.map(|it| view! { <p>{it.to_owned()}</p> }).collect();
            view! { <div class="info">{paragraphs}</div> }.into_any()
        }
        BlockView::Question(it) => question(it, Around { focus: focus == Some(&it.question.var), ..around }),
    }
}

/// How far the respondent has come.
fn progress(percent: Option<u8>, lang: &str) -> Option<AnyView> {
    let percent = percent?;
    let words = t_with(lang, "progress-done", &[("percent", percent.into())]);
    Some(view! { <Meter label=t(lang, "progress") words percent/> }.into_any())
}

/// What needs attention, first on the page.
fn summary(view: &PageView<'_>, listed: &[Said], lang: &str) -> Option<AnyView> {
    if listed.is_empty() {
        return None;
    }
    let warn = listed.iter().all(|it| it.warn);
    let id = if warn { "summary-warnings" } else { "summary-errors" };
    let title = t_with(lang, id, &[("count", listed.len().into())]);
    let next = t(lang, if view.is_last { "submit" } else { "next" });
    let hint = warn.then(|| t_with(lang, "summary-warnings-do", &[("next", next.into())]));
    let lines = listed.iter().map(|it| (it.at.clone(), it.question.clone(), it.words.clone())).collect();
    Some(view! { <Summary title hint warn lines/> }.into_any())
}

/// What the form says beside the answers.
fn fields(view: &PageView<'_>, hidden: Vec<(&'static str, String)>) -> Vec<AnyView> {
    let own = [("_page", view.name.to_owned()), ("_turn", view.turn.to_string())];
    own.into_iter()
        .chain(hidden)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect()
}

/// Next first, so that the Enter key means it; CSS puts Back on its left.
fn actions(view: &PageView<'_>, lang: &str) -> AnyView {
    let next = t(lang, if view.is_last { "submit" } else { "next" });
    let back = t(lang, "back");
    let back = view.can_go_back.then(|| view! { <Button name="_go" value="back" quiet=true>{back}</Button> });
    view! {
        <div class="interview__actions" lang=mark(lang)>
            <Button name="_go" value="next">{next}</Button>
            {back}
        </div>
    }
    .into_any()
}
