//! The board with all that it tells of the field, kept fresh in the browser, and its server fn.

mod board;
mod chart;
mod fresh;
mod funnel;
mod lists;
mod standing;
mod table;
mod words;

use leptos::prelude::*;
use survey::SurveyId;
use survey::fieldwork::Fieldwork;

use crate::error::AppError;
use crate::islands::Words;

pub use standing::DISPOSITIONS;
pub use words::WORDS;

/// How the field stands. The first drawing comes with the page; in the browser it is asked for every second.
#[island]
pub fn QuotaBoard(
    survey: SurveyId,
    /// The language of the labels.
    lang: String,
    /// The shadow field of the rehearsals.
    rehearsal: bool,
    /// Cells are told in per cent of their target.
    percent: bool,
    /// The field as it stood when the page was drawn.
    first: Fieldwork,
    words: Words,
) -> impl IntoView {
    let fieldwork = RwSignal::new(first);
    let freshness = RwSignal::new(Freshness::Drawn);
    let path = address(&survey, rehearsal, percent);
    let switch = switch(&survey, rehearsal, percent, &words);
    Effect::new(move || fresh::keep((survey.clone(), lang.clone(), rehearsal), fieldwork, freshness));
    let sentence = {
        let words = words.clone();
        move || match freshness.get() {
            Freshness::Drawn => words.get("fieldwork-drawn"),
            Freshness::Fresh => words.get("fieldwork-fresh"),
            Freshness::Stale(since) => words.get("fieldwork-stale").replace("{time}", &since),
        }
    };
    let stale = move || freshness.with(|it| matches!(it, Freshness::Stale(_))).then_some("");
    let refresh = words.get("fieldwork-refresh");
    view! {
        <div class="fieldwork">
            <div class="fieldwork__head">
                <p class="fieldwork__fresh" data-stale=stale>
                    <span role="status">{sentence}</span>
                    " "
                    <a href=path hidden=move || freshness.get() == Freshness::Fresh>{refresh}</a>
                </p>
                {switch}
            </div>
            {move || fieldwork.with(|it| standing::standing(it, percent, &words))}
        </div>
    }
}

/// Counts or per cent: two links, so that it works without a script; the board stays fresh in either.
fn switch(survey: &SurveyId, rehearsal: bool, percent: bool, words: &Words) -> impl IntoView + use<> {
    let link = |to: bool, id: &str| {
        let current = (to == percent).then_some("true");
        view! { <a href=address(survey, rehearsal, to) aria-current=current>{words.get(id)}</a> }
    };
    view! {
        <nav class="fieldwork__switch" aria-label=words.get("board-show")>
            {link(false, "board-counts")}
            {link(true, "board-percent")}
        </nav>
    }
}

/// The board's own address, as it is shown.
pub fn address(survey: &SurveyId, rehearsal: bool, percent: bool) -> String {
    let query = match (rehearsal, percent) {
        (false, false) => "",
        (true, false) => "?rehearsal",
        (false, true) => "?show=percent",
        (true, true) => "?rehearsal&show=percent",
    };
    format!("/surveys/{survey}/fieldwork{query}")
}

/// How fresh the board is.
#[derive(Clone, Debug, PartialEq)]
pub enum Freshness {
    /// As the page was drawn: no script has run yet, or none will.
    Drawn,
    /// Asked for every second.
    Fresh,
    /// No answer since this time of day.
    Stale(String),
}

/// How the field of a survey stands now; all who watch it are told of one and the same look.
#[server(endpoint = "quota_board")]
pub async fn quota_board(survey: SurveyId, lang: String, rehearsal: bool) -> Result<Fieldwork, AppError> {
    let _: crate::auth::Manager = crate::auth::guard_of(&survey).await?;
    let crate::state::AppState { db, now, .. } = expect_context();
    let snapshot = store::fieldwork::watch(&db, &survey, rehearsal, now).await?;
    Ok(crate::pages::fieldwork::drawn::drawn(&snapshot, crate::words::spoken(&lang)))
}
