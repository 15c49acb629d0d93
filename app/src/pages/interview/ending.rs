//! The pages that ask nothing: ends, and what is said while an interview cannot go on.

use leptos::prelude::*;
use survey::questionnaire::Text;
use survey::{Disposition, Questionnaire};

use crate::components::button::Button;
use crate::components::layout::{Languages, Sheet};
use crate::error::AppError;
use crate::words::{mark, t};

/// Why nothing can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// For the moment.
    Paused,
    /// The field is over.
    Closed,
    /// Interrupted for too long.
    Expired,
}

/// The page of an interview that has ended, with the way back to its source if there is one. A rejected one gets
/// that of a complete one, to the byte.
pub fn end_page(
    questionnaire: &Questionnaire,
    disposition: &Disposition,
    lang: &str,
    way_back: Option<String>,
) -> AnyView {
    let ends = &questionnaire.ends;
    let (word, id, text) = match disposition {
        Disposition::Complete | Disposition::Rejected(_) => ("complete", "ending-complete", &ends.complete),
        Disposition::ScreenedOut(_) => ("screened_out", "ending-screened-out", &ends.screened_out),
        Disposition::QuotaFull(_) => ("quota_full", "ending-quota-full", &ends.quota_full),
        Disposition::Refused | Disposition::Started | Disposition::BrokenOff => {
            ("refused", "ending-refused", &ends.refused)
        }
    };
    let main = view! {
        <main class="ending" data-disposition=word>
            {words(text.as_ref(), id, lang)}
            {close(way_back, lang)}
        </main>
    };
    sheet(questionnaire, lang, main.into_any())
}

/// What there is left to do: go back to where one came from, or nothing.
fn close(way_back: Option<String>, lang: &str) -> AnyView {
    match way_back {
        Some(path) => view! {
            <p><a class="button" href=path lang=mark(lang)>{t(lang, "way-back")}</a></p>
        }
        .into_any(),
        None => view! { <p class="ending__close" lang=mark(lang)>{t(lang, "ending-close")}</p> }.into_any(),
    }
}

/// The page of an interview that cannot go on, or not now.
pub fn halt_page(questionnaire: &Questionnaire, halt: Halt, lang: &str) -> AnyView {
    let id = match halt {
        Halt::Paused => "paused",
        Halt::Closed => "closed",
        Halt::Expired => "expired",
    };
    let main = view! {
        <main class="ending" data-halt=id lang=mark(lang)>
            <h1>{t(lang, id)}</h1>
            <p>{t(lang, &format!("{id}-text"))}</p>
        </main>
    };
    sheet(questionnaire, lang, main.into_any())
}

/// The page of one who comes back after a break-off. Its button only says that the interview goes on.
pub fn welcome_page(questionnaire: &Questionnaire, lang: &str, action: String) -> AnyView {
    let go_on = t(lang, "go-on");
    let main = view! {
        <main class="ending" data-halt="broken_off" lang=mark(lang)>
            <h1>{t(lang, "welcome-back")}</h1>
            <p>{t(lang, "welcome-back-text")}</p>
            <form method="post" action=action>
                <Button name="_go" value="next">{go_on}</Button>
            </form>
        </main>
    };
    sheet(questionnaire, lang, main.into_any())
}

/// The page of one whose post could not be taken just now: the same form again, so that nothing is lost.
pub fn rush_page(
    questionnaire: &Questionnaire,
    lang: &str,
    action: String,
    pairs: Vec<(String, String)>,
) -> AnyView {
    let fields: Vec<_> = pairs
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let main = view! {
        <main class="ending" data-halt="rush" lang=mark(lang)>
            <h1>{t(lang, "rush")}</h1>
            <p role="alert">{t(lang, "rush-text")}</p>
            <form method="post" action=action>
                {fields}
                <button type="submit" class="button">{t(lang, "send-again")}</button>
            </form>
        </main>
    };
    sheet(questionnaire, lang, main.into_any())
}

/// The page of one whose post could not be read.
pub fn trouble_page(questionnaire: &Questionnaire, lang: &str, err: &AppError) -> AnyView {
    let main = view! {
        <main class="ending" lang=mark(lang)>
            <h1>{t(lang, err.word())}</h1>
            <p role="alert">{t(lang, &format!("{}-do", err.word()))}</p>
        </main>
    };
    sheet(questionnaire, lang, main.into_any())
}

/// What the author says, else what we say.
fn words(text: Option<&Text>, id: &str, lang: &str) -> AnyView {
    match text.map(|it| it.get(lang).to_owned()).filter(|it| !it.is_empty()) {
        Some(text) => view! { <h1 class="ending__text">{text}</h1> }.into_any(),
        None => view! {
            <h1 lang=mark(lang)>{t(lang, id)}</h1>
            <p lang=mark(lang)>{t(lang, &format!("{id}-text"))}</p>
        }
        .into_any(),
    }
}

/// The frame, with the other languages as links.
pub(super) fn sheet(questionnaire: &Questionnaire, lang: &str, main: AnyView) -> AnyView {
    let title = questionnaire.title.get(lang).to_owned();
    let contact = questionnaire.contact.get(lang).to_owned();
    let langs = questionnaire.langs.clone();
    let other_langs = view! { <Languages lang langs/> }.into_any();
    view! {
        <Sheet lang title contact>
            {main}
            {other_langs}
        </Sheet>
    }
    .into_any()
}
