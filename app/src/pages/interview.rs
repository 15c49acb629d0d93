//! /s/{survey} and /i/{token}: a page of questions, and its answers.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_params_map;
use store::interviews::{Begin, Kept, short};
use store::surveys::{Survey, SurveyState};
use survey::{Moment, Questionnaire, RawAnswers, SurveyId, Token};

use self::ending::{Halt, end_page, halt_page, rush_page, trouble_page, welcome_page};
use crate::error::AppError;
use crate::pages::{draw, go_to, show};
use crate::state::AppState;
use crate::words::preferred;

mod complaint;
mod cookies;
mod ending;
pub mod form;
mod page;

/// /s/{survey}: the first page. Looking at it keeps nothing.
#[component]
pub fn StartPage() -> impl IntoView {
    let survey = SurveyId(use_params_map().get_untracked().get("survey").unwrap_or_default());
    show(load_start(survey), |page| page)
}

async fn load_start(id: SurveyId) -> Result<AnyView, AppError> {
    let state: AppState = expect_context();
    let parts: Parts = expect_context();
    let survey = store::surveys::load(&state.db, &id).await?;
    let lang = lang_of(&parts, &survey.questionnaire);
    if let Some(halt) = halted(survey.state) {
        return Ok(halt_page(&survey.questionnaire, halt, &lang));
    }
    if let Some(token) = cookies::interview(&parts.headers, &id) {
        let kept = store::interviews::load(&state.db, &token).await;
        if kept.is_ok_and(|it| it.survey == id && leads_back(&it, &parts, (state.now)())) {
            go_to(&format!("/i/{token}"));
            return Ok(().into_any());
        }
    }
    Ok(first_page(&state, &parts, &survey, &lang))
}

/// Whether a link leads back into an interview: it has not ended, and the link names no other panel member.
fn leads_back(kept: &Kept, parts: &Parts, now: Moment) -> bool {
    let pid = in_query(parts, "pid");
    let is_same = pid.is_none() || pid == kept.pid;
    is_same && !kept.interview.disposition.is_end() && !kept.is_expired(now)
}

/// The first page of an interview that nobody keeps yet.
fn first_page(state: &AppState, parts: &Parts, survey: &Survey, lang: &str) -> AnyView {
    let questionnaire = &survey.questionnaire;
    let token = Token::new((state.random)());
    let interview = survey::interview::begin(questionnaire, lang, token.seed(), (state.now)());
    let view = survey::view::page(questionnaire, &interview);
    let hidden = [
        ("_start", Some(token.to_string())),
        ("_source", in_query(parts, "source")),
        ("_pid", in_query(parts, "pid")),
    ];
    let hidden = hidden.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    page::page(questionnaire, &view, lang, format!("/s/{}?lang={lang}", survey.id), hidden)
}

/// The first post: begins the interview, or finds it if this is the second time.
pub async fn begin(
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, AppError> {
    let survey = store::surveys::load(&state.db, &SurveyId(survey)).await?;
    let questionnaire = survey.questionnaire;
    let lang = lang_of(&parts, &questionnaire);
    let pairs = match form::pairs(&parts.headers, body) {
        Ok(pairs) => pairs,
        Err(err) => return Ok(trouble(&state, parts, questionnaire, lang, err).await),
    };
    let token = field(&pairs, "_start")
        .and_then(|it| Token::parse(&it))
        .unwrap_or_else(|| Token::new((state.random)()));
    let device = cookies::device(&parts.headers).unwrap_or_else(|| Token::new((state.random)()));
    let first = Begin {
        survey: survey.id.clone(),
        token: token.clone(),
        lang: Some(lang.clone()),
        source: field(&pairs, "_source"),
        pid: field(&pairs, "_pid"),
        device: Some(device.to_string()),
        test: false,
    };
    let raw = RawAnswers::from(pairs.clone());
    let chosen = raw.lang.clone().map_or(lang.clone(), |it| questionnaire.lang(Some(&it)).to_owned());
    match store::interviews::begin(&state.db, first, raw, (state.now)()).await {
        Ok(_) => {
            let cookies = [
                cookies::keep_device(&state, &device),
                cookies::keep_interview(&state, &questionnaire, &token),
                cookies::keep_lang(&state, &chosen),
            ];
            Ok(see_other(&format!("/i/{token}"), cookies))
        }
        Err(store::Error::Closed) => Ok(see_other(&format!("/s/{}?lang={lang}", survey.id), [])),
        Err(err) => Ok(rush(&state, parts, questionnaire, lang, pairs, err).await),
    }
}

/// /i/{token}: where an interview stands, drawn from what is kept, complaints included.
#[component]
pub fn InterviewPage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    show(load_interview(token), |page| page)
}

async fn load_interview(token: String) -> Result<AnyView, AppError> {
    let state: AppState = expect_context();
    let parts: Parts = expect_context();
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let kept = store::interviews::load(&state.db, &token).await?;
    Ok(standing(&kept, &parts, &token, (state.now)()))
}

/// The page for how an interview stands.
fn standing(kept: &Kept, parts: &Parts, token: &Token, now: Moment) -> AnyView {
    let Kept { questionnaire, interview, .. } = kept;
    // Where nothing can be typed, the other languages are links.
    let asked = in_query(parts, "lang").unwrap_or_default();
    let lang = questionnaire.langs.iter().find(|it| **it == asked).unwrap_or(&interview.lang);
    if interview.disposition.is_end() {
        return end_page(questionnaire, &interview.disposition, lang);
    }
    if let Some(halt) = halted(kept.state) {
        return halt_page(questionnaire, halt, lang);
    }
    if kept.is_expired(now) {
        expect_context::<ResponseOptions>().set_status(StatusCode::GONE);
        return halt_page(questionnaire, Halt::Expired, lang);
    }
    let action = format!("/i/{token}");
    if kept.is_broken_off(now) {
        return welcome_page(questionnaire, lang, action);
    }
    let view = survey::view::page(questionnaire, interview);
    page::page(questionnaire, &view, &interview.lang, action, Vec::new())
}

/// Takes one posted page, then shows where the interview stands.
pub async fn submit(
    State(state): State<AppState>,
    Path(token): Path<String>,
    parts: Parts,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, AppError> {
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let pairs = match form::pairs(&parts.headers, body) {
        Ok(pairs) => pairs,
        Err(err) => {
            let kept = store::interviews::load(&state.db, &token).await?;
            return Ok(trouble(&state, parts, kept.questionnaire, kept.interview.lang, err).await);
        }
    };
    let raw = RawAnswers::from(pairs.clone());
    let lang = raw.lang.as_deref().filter(|it| is_language(it)).and_then(|it| cookies::keep_lang(&state, it));
    match store::interviews::submit(&state.db, &token, raw, (state.now)()).await {
        // The page says what there is to say about a survey that is not open, or an interview too old.
        Ok(_) | Err(store::Error::Closed | store::Error::Expired) => {
            Ok(see_other(&format!("/i/{token}"), [lang]))
        }
        Err(store::Error::NotFound) => Err(AppError::NotFound),
        Err(err) => {
            // What cannot be read either is no reason to say more than "try again".
            let kept = store::interviews::load(&state.db, &token).await.map_err(|_| AppError::Busy)?;
            Ok(rush(&state, parts, kept.questionnaire, kept.interview.lang, pairs, err).await)
        }
    }
}

/// The page for what could not be read, with the contact of the study.
async fn trouble(
    state: &AppState,
    parts: Parts,
    questionnaire: Arc<Questionnaire>,
    lang: String,
    err: AppError,
) -> Response {
    let status = StatusCode::from_u16(err.status()).unwrap_or(StatusCode::BAD_REQUEST);
    draw(state, parts, status, move || trouble_page(&questionnaire, &lang, &err)).await
}

/// The page for a post that could not be kept just now: fails closed, and gives back what was typed.
async fn rush(
    state: &AppState,
    parts: Parts,
    questionnaire: Arc<Questionnaire>,
    lang: String,
    pairs: Vec<(String, String)>,
    err: store::Error,
) -> Response {
    // Logs what is worth a log; the respondent is told the same in any case.
    let _ = AppError::from(err);
    let action = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let page = move || rush_page(&questionnaire, &lang, action.clone(), pairs.clone());
    let mut response = draw(state, parts, StatusCode::SERVICE_UNAVAILABLE, page).await;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// Where to look next, and what to remember.
fn see_other<const N: usize>(path: &str, cookies: [Option<HeaderValue>; N]) -> Response {
    let mut response = Redirect::to(path).into_response();
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Why a survey takes no answers, if it takes none.
fn halted(state: SurveyState) -> Option<Halt> {
    match state {
        SurveyState::Open => None,
        SurveyState::Paused => Some(Halt::Paused),
        SurveyState::Closed => Some(Halt::Closed),
    }
}

/// The language of somebody who has not begun.
fn lang_of(parts: &Parts, questionnaire: &Questionnaire) -> String {
    let wanted = preferred(&parts.headers, parts.uri.query(), &questionnaire.langs);
    questionnaire.lang(wanted.as_deref()).to_owned()
}

/// Whether a text looks like the name of a language, so that it may stand in a cookie.
fn is_language(text: &str) -> bool {
    text.len() <= 35 && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
}

/// What a link says under this name, cut to what is kept.
fn in_query(parts: &Parts, name: &str) -> Option<String> {
    let query = parts.uri.query().unwrap_or_default();
    let value = form_urlencoded::parse(query.as_bytes()).find(|(it, _)| it == name)?.1;
    short(&value)
}

/// What a form says under this name, cut to what is kept.
fn field(pairs: &[(String, String)], name: &str) -> Option<String> {
    short(&pairs.iter().find(|(it, _)| it == name)?.1)
}
