//! The quota board with its figures and dispositions, kept fresh in the browser, and its server fn.

mod board;
mod fresh;
mod standing;

use leptos::prelude::*;
use survey::SurveyId;
use survey::fieldwork::Fieldwork;

use crate::error::AppError;
use crate::islands::Words;

pub use standing::{DISPOSITIONS, WORDS};

/// How the field stands. The first drawing comes with the page; in the browser it is asked for every second.
#[island]
pub fn QuotaBoard(
    survey: SurveyId,
    /// The language of the labels.
    lang: String,
    /// The field as it stood when the page was drawn.
    first: Fieldwork,
    words: Words,
) -> impl IntoView {
    let fieldwork = RwSignal::new(first);
    let freshness = RwSignal::new(Freshness::Drawn);
    let path = format!("/surveys/{survey}/fieldwork");
    Effect::new(move || fresh::keep(survey.clone(), lang.clone(), fieldwork, freshness));
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
            <p class="fieldwork__fresh" data-stale=stale>
                <span role="status">{sentence}</span>
                " "
                <a href=path hidden=move || freshness.get() == Freshness::Fresh>{refresh}</a>
            </p>
            {move || fieldwork.with(|it| standing::standing(it, &words))}
        </div>
    }
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

/// How the field of a survey stands now.
#[server(endpoint = "quota_board")]
pub async fn quota_board(survey: SurveyId, lang: String) -> Result<Fieldwork, AppError> {
    let _: crate::auth::Manager = crate::auth::guard().await?;
    let crate::state::AppState { db, .. } = expect_context();
    Ok(store::fieldwork::load(&db, &survey, &lang, false).await?)
}
