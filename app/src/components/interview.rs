//! The parts of a page of questions.

use leptos::prelude::*;
use survey::said::Said;
use survey::view::{BlockView, PageView};

use super::button::Button;
use super::meter::Meter;
use super::notice::Summary;
use super::question::{Around, question};
use crate::words::{mark, t, t_with};

/// How far the respondent has come, and what the page is about.
pub fn head(view: &PageView<'_>, survey: &str, lang: &str) -> AnyView {
    let title = view.title.unwrap_or(survey).to_owned();
    view! {
        <header class="interview__head">
            {progress(view.progress, lang)}
            <h1 tabindex="-1">{title}</h1>
        </header>
    }
    .into_any()
}

/// A text or a question.
pub fn block(block: &BlockView<'_>, around: Around<'_>) -> AnyView {
    match block {
        BlockView::Info { text, .. } => {
            let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
            let paragraphs: Vec<_> = lines.map(|it| view! { <p>{it.to_owned()}</p> }).collect();
            view! { <div class="info">{paragraphs}</div> }.into_any()
        }
        BlockView::Question(it) => question(it, around),
    }
}

fn progress(percent: Option<u8>, lang: &str) -> Option<AnyView> {
    let percent = percent?;
    let words = t_with(lang, "progress-done", &[("percent", percent.into())]);
    Some(view! { <Meter label=t(lang, "progress") words percent/> }.into_any())
}

/// What needs attention, first on the page.
pub fn summary(view: &PageView<'_>, listed: &[Said], lang: &str) -> Option<AnyView> {
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

/// Next first, so that the Enter key means it; CSS puts Back on its left.
pub fn actions(view: &PageView<'_>, lang: &str) -> AnyView {
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
