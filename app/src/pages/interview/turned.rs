//! The pages for those who are turned away at the door: what is so, kindly, and what they can do.

use axum::http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use survey::Questionnaire;

use super::arrival::Turned;
use super::ending::sheet;
use crate::words::{mark, t};

impl Turned {
    /// The start of its words.
    fn word(self) -> &'static str {
        match self {
            Turned::Broken => "door-broken",
            Turned::Old => "door-old",
            Turned::Used => "door-used",
            Turned::Personal => "door-personal",
            Turned::Withdrawn => "door-withdrawn",
            Turned::Answered => "door-answered",
            Turned::SourceClosed => "door-source-closed",
            Turned::SourceFull => "door-source-full",
        }
    }

    /// What a program is told.
    fn status(self) -> StatusCode {
        match self {
            Turned::Broken | Turned::Personal => StatusCode::FORBIDDEN,
            Turned::Old | Turned::Withdrawn => StatusCode::GONE,
            Turned::Used | Turned::Answered => StatusCode::CONFLICT,
            Turned::SourceClosed | Turned::SourceFull => StatusCode::OK,
        }
    }
}

/// The page that says why nobody begins here, with the way back to the source where there is one.
pub fn turned_page(
    questionnaire: &Questionnaire,
    turned: Turned,
    lang: &str,
    way_back: Option<String>,
) -> AnyView {
    expect_context::<ResponseOptions>().set_status(turned.status());
    let word = turned.word();
    let go_on = t(lang, "way-back");
    let way_back = way_back.map(|it| {
        view! { <p><a class="button" href=it rel="noreferrer">{go_on}</a></p> }
    });
    let main = view! {
        <main class="ending" data-halt=word lang=mark(lang)>
            <h1>{t(lang, word)}</h1>
            <p>{t(lang, &format!("{word}-text"))}</p>
            {way_back}
        </main>
    };
    sheet(questionnaire, lang, main.into_any())
}
