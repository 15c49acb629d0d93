//! /i/{token}/withdraw: a respondent takes back what was answered; asked once, then erased.

use axum::extract::{Path, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::interviews::Kept;
use survey::{Questionnaire, SurveyId, Token};

use super::{in_query, see_other};
use crate::components::layout::Sheet;
use crate::cookies;
use crate::error::AppError;
use crate::pages::show;
use crate::state::AppState;
use crate::words::{mark, preferred, t};

/// The quiet link at the foot of an interview's pages; none on other pages.
///
/// It names no token: a rejected interview ends on the page of a complete one, to the byte.
pub fn offer(lang: &str) -> Option<impl IntoView + use<>> {
    let parts: Parts = use_context()?;
    token_of(&parts).filter(|_| parts.method == Method::GET)?;
    Some(link(lang))
}

/// That link: it works on the page of an interview alone.
pub fn link(lang: &str) -> impl IntoView + use<> {
    view! {
        <a class="sheet__withdraw" href=format!("?withdraw&lang={lang}") lang=mark(lang) rel="nofollow">
            {t(lang, "withdraw-offer")}
        </a>
    }
}

/// Where that link leads, if this is it.
pub fn asked(parts: &Parts) -> Option<String> {
    crate::pages::in_query(parts, "withdraw")?;
    let lang = in_query(parts, "lang").filter(|it| super::is_language(it)).unwrap_or_default();
    Some(format!("/i/{}/withdraw?lang={lang}", token_of(parts)?))
}

/// The token, where the address is that of an interview's page.
fn token_of(parts: &Parts) -> Option<Token> {
    Token::parse(parts.uri.path().strip_prefix("/i/")?)
}

/// `/i/{token}/withdraw`
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    show(load(token), |(kept, token, lang)| question_page(&kept, &token, &lang))
}

async fn load(token: String) -> Result<(Kept, Token, String), AppError> {
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let kept = store::interviews::load(&state.db, &token).await?;
    let lang = lang_of(&parts, &kept.questionnaire, Some(&kept.interview.lang));
    Ok((kept, token, lang))
}

/// The language asked for, else that of the interview, else the browser's.
fn lang_of(parts: &Parts, questionnaire: &Questionnaire, interview: Option<&str>) -> String {
    let asked = in_query(parts, "lang").filter(|it| questionnaire.langs.contains(it));
    let of_browser = || preferred(&parts.headers, parts.uri.query(), &questionnaire.langs);
    let wanted = asked.or_else(|| interview.map(str::to_owned)).or_else(of_browser);
    questionnaire.lang(wanted.as_deref()).to_owned()
}

fn question_page(kept: &Kept, token: &Token, lang: &str) -> AnyView {
    let title = kept.questionnaire.title.get(lang).to_owned();
    let contact = kept.questionnaire.contact.get(lang).to_owned();
    let (ours, back) = (mark(lang), format!("/i/{token}"));
    let action = format!("/i/{token}/withdraw?lang={lang}");
    let main = view! {
        <main class="ending" lang=ours>
            <h1>{t(lang, "withdraw-title")}</h1>
            <p>{t(lang, "withdraw-is")}</p>
            <p>{t(lang, "withdraw-for-ever")}</p>
            <form method="post" action=action>
                <button type="submit" class="button">{t(lang, "withdraw-button")}</button>
            </form>
            <p><a href=back>{t(lang, "withdraw-back")}</a></p>
        </main>
    }
    .into_any();
    view! { <Sheet lang title contact>{main}</Sheet> }.into_any()
}

/// `POST /i/{token}/withdraw`: erases the interview, also one that has ended; this phone forgets it.
pub async fn withdraw(
    State(state): State<AppState>,
    Path(token): Path<String>,
    parts: Parts,
) -> Result<Response, AppError> {
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let survey = store::withdrawal::withdraw(&state.db, &token, (state.now)()).await?;
    let lang = in_query(&parts, "lang").filter(|it| super::is_language(it)).unwrap_or_default();
    let path = format!("/s/{survey}/withdrawn?lang={lang}");
    Ok(see_other(&path, cookies::forget_interview(&state, &survey)))
}

/// `/s/{survey}/withdrawn`: what is said afterwards. It says the same to everybody.
#[component]
pub fn WithdrawnPage() -> impl IntoView {
    let survey = SurveyId(use_params_map().get_untracked().get("survey").unwrap_or_default());
    show(load_withdrawn(survey), |page| page)
}

async fn load_withdrawn(id: SurveyId) -> Result<AnyView, AppError> {
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let questionnaire = store::surveys::load(&state.db, &id).await?.questionnaire;
    let lang = lang_of(&parts, &questionnaire, None);
    let (title, contact) =
        (questionnaire.title.get(&lang).to_owned(), questionnaire.contact.get(&lang).to_owned());
    let ours = mark(&lang);
    let words = ["withdrawn-title", "withdrawn-is", "ending-close"].map(|it| t(&lang, it));
    let [heading, is, close] = words;
    Ok(view! {
        <Sheet lang title contact>
            <main class="ending" lang=ours>
                <h1>{heading}</h1>
                <p>{is}</p>
                <p class="ending__close">{close}</p>
            </main>
        </Sheet>
    }
    .into_any())
}
