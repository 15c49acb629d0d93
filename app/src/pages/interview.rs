//! /s/{survey} and /i/{token}: a page of questions, and its answers.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::interviews::{Begin, Kept, short};
use store::surveys::{Entry, Survey, SurveyState};
use survey::{Interview, Questionnaire, SurveyId, Token};

use self::arrival::{Arrival, Door};
use self::browser::Handed;
use self::ending::{Halt, end_page, halt_page, rush_page, trouble_page, welcome_page};
use self::page::Form;
use self::turned::turned_page;
use crate::cookies;
use crate::error::AppError;
use crate::pages::{answer, draw, go_to, show};
use crate::signature;
use crate::state::AppState;
use crate::words::preferred;

pub mod arrival;
pub mod browser;
mod device;
pub mod elsewhere;
pub mod ending;
pub mod form;
pub mod outward;
pub mod page;
mod signs;
mod turned;
pub mod withdraw;

/// The field of the first form that carries the parameters of the link.
const LINK: &str = "_link";

/// What stands in the address of a page, which may be anything.
type Named = Result<Path<String>, PathRejection>;

/// The name in an address; empty, which nothing is called, where it is no text.
fn name(named: Named) -> String {
    named.map(|Path(it)| it).unwrap_or_default()
}

/// /s/{survey}: the first page. Looking at it keeps nothing.
pub async fn start(State(state): State<AppState>, survey: Named, parts: Parts) -> Response {
    let survey = SurveyId(name(survey));
    answer(&state, parts, move || show(load_start(survey.clone()), |page| page)).await
}

async fn load_start(id: SurveyId) -> Result<AnyView, AppError> {
    let state: AppState = expect_context();
    let parts: Parts = expect_context();
    let survey = store::surveys::load(&state.db, &id).await?;
    let arrival = arrival::read(&state, &id, parts.uri.query().unwrap_or_default(), arrival::FRESH).await?;
    let lang = lang_of(&parts, &survey.questionnaire, &arrival);
    if let Some(halt) = halted(survey.state) {
        return Ok(halt_page(&survey.questionnaire, halt, &lang));
    }
    match arrival::door(&state, &survey, &arrival, &parts.headers).await? {
        Door::Back(token) => {
            go_to(&format!("/i/{token}"));
            Ok(().into_any())
        }
        Door::Turned(turned) => {
            let way_back = outward::from_the_door(&state, &arrival, turned).await?;
            Ok(turned_page(&survey.questionnaire, turned, &lang, way_back))
        }
        // Whoever is inside goes on; nobody new begins.
        Door::Open if survey.entry == Entry::Held => {
            Ok(halt_page(&survey.questionnaire, Halt::Paused, &lang))
        }
        Door::Open => Ok(first_page(&state, arrival, &survey, &lang)),
    }
}

/// The first page of an interview that nobody keeps yet.
fn first_page(state: &AppState, arrival: Arrival, survey: &Survey, lang: &str) -> AnyView {
    let questionnaire = &survey.questionnaire;
    let token = Token::new((state.random)());
    let interview = survey::interview::begin(questionnaire, lang, token.seed(), (state.now)());
    let view = survey::view::page(questionnaire, &interview);
    let settings = &survey.settings;
    let aside = signs::aside(state, lang, settings.honeypot, settings.proof_of_work);
    let mut hidden = vec![("_start", token.to_string())];
    if !arrival.link.is_empty() {
        hidden.push((LINK, arrival.link));
    }
    let handed = handed(state, questionnaire, &token);
    let action = format!("/s/{}?lang={lang}", survey.id);
    page::page(questionnaire, &view, lang, Form { action, hidden, aside, handed })
}

/// What a page hands over to the browser, which may then run it.
fn handed(state: &AppState, questionnaire: &Questionnaire, token: &Token) -> Option<Handed> {
    let handed = Handed::new(state, questionnaire, token)?;
    browser::allow_scripts();
    Some(handed)
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
    let lang = lang_of(&parts, &questionnaire, &Arrival::default());
    let pairs = match form::pairs(&parts.headers, body) {
        Ok(pairs) => pairs,
        Err(err) => return Ok(trouble(&state, parts, questionnaire, lang, err).await),
    };
    // A form is as easily written by hand as a link: what the link said is looked at again.
    let link = pairs.iter().find(|(it, _)| it == LINK).map(|(_, it)| it.clone()).unwrap_or_default();
    let arrival = arrival::read(&state, &survey.id, &link, arrival::READ).await?;
    let door = door_path(&survey.id, &link, &lang);
    if arrival.turned.is_some() {
        return look_at(&state, &parts, door);
    }
    let token = field(&pairs, "_start")
        .and_then(|it| Token::parse(&it))
        .unwrap_or_else(|| Token::new((state.random)()));
    let device = cookies::device(&parts.headers).unwrap_or_else(|| Token::new((state.random)()));
    let first = Begin {
        survey: survey.id.clone(),
        token: token.clone(),
        lang: Some(lang.clone()),
        source: arrival.name,
        pid: arrival.pid,
        device: Some(device.to_string()),
        device_class: device::class(parts.headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok())),
        variables: arrival.variables,
        invitation: arrival.invitation.map(|(token, _)| token),
        signature: arrival.signature,
        signs: Vec::new(),
        test: false,
    };
    let raw = signs::answers(&state, &pairs);
    let chosen = raw.lang.clone().map_or(lang.clone(), |it| questionnaire.lang(Some(&it)).to_owned());
    match store::interviews::begin(&state.db, first, raw, (state.now)()).await {
        Ok(interview) => {
            let cookies = [
                cookies::keep_device(&state, &device),
                cookies::keep_interview(&state, &questionnaire, &token),
                cookies::keep_lang(&state, &chosen),
            ];
            taken(&state, &parts, (&token, &interview), cookies).await
        }
        // The door says why.
        Err(store::Error::Closed) => look_at(&state, &parts, door),
        Err(err) => Ok(rush(&state, parts, questionnaire, lang, pairs, err).await),
    }
}

/// /i/{token}: where an interview stands, drawn from what is kept, complaints included.
pub async fn stand(State(state): State<AppState>, token: Named, parts: Parts) -> Response {
    let token = name(token);
    answer(&state, parts, move || show(load_interview(token.clone()), |page| page)).await
}

async fn load_interview(token: String) -> Result<AnyView, AppError> {
    let state: AppState = expect_context();
    let parts: Parts = expect_context();
    if let Some(path) = withdraw::asked(&parts) {
        go_to(&path);
        return Ok(().into_any());
    }
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let kept = store::interviews::load(&state.db, &token).await?;
    let way_back = match kept.interview.disposition.is_end() && outward::has_way_back(&state, &kept).await? {
        true => Some(format!("/i/{token}/return")),
        false => None,
    };
    if let Some(path) = way_back.as_ref().filter(|_| outward::is_onward(&parts)) {
        outward::go_on(path);
    }
    Ok(standing(&state, &kept, &parts, &token, way_back))
}

/// The page for how an interview stands.
fn standing(
    state: &AppState,
    kept: &Kept,
    parts: &Parts,
    token: &Token,
    way_back: Option<String>,
) -> AnyView {
    let now = (state.now)();
    let Kept { questionnaire, interview, .. } = kept;
    // Where nothing can be typed, the other languages are links.
    let asked = in_query(parts, "lang").unwrap_or_default();
    let lang = questionnaire.langs.iter().find(|it| **it == asked).unwrap_or(&interview.lang);
    if interview.disposition.is_end() {
        return end_page(questionnaire, &interview.disposition, lang, way_back);
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
    let aside = signs::aside(state, &interview.lang, kept.honeypot, kept.wants_proof());
    let handed = handed(state, questionnaire, token);
    page::page(questionnaire, &view, &interview.lang, Form { action, hidden: Vec::new(), aside, handed })
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
    let raw = elsewhere::kept(&pairs, signs::answers(&state, &pairs));
    let lang = raw.lang.as_deref().filter(|it| is_language(it)).and_then(|it| cookies::keep_lang(&state, it));
    match store::interviews::submit(&state.db, &token, raw, (state.now)()).await {
        Ok(interview) => match elsewhere::asked(&pairs, &token, &interview) {
            Some(path) => Ok(see_other(&path, [lang])),
            None => taken(&state, &parts, (&token, &interview), [lang]).await,
        },
        // The page says what there is to say about a survey that is not open, or an interview too old.
        Err(store::Error::Closed | store::Error::Expired) => look_at(&state, &parts, format!("/i/{token}")),
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

/// The answer to a post that was taken: a word for a browser that asks for one, else where to look next.
async fn taken<const N: usize>(
    state: &AppState,
    parts: &Parts,
    (token, interview): (&Token, &Interview),
    cookies: [Option<HeaderValue>; N],
) -> Result<Response, AppError> {
    if browser::asks_for_word(state, &parts.headers) {
        return browser::word(state, token, interview, cookies.into_iter().flatten()).await;
    }
    Ok(see_other(&outward::after_post(state, token, interview).await?, cookies))
}

/// The answer to a post that was not taken: look at this page, which says why.
fn look_at(state: &AppState, parts: &Parts, path: String) -> Result<Response, AppError> {
    match browser::asks_for_word(state, &parts.headers) {
        true => browser::elsewhere(state, path),
        false => Ok(see_other(&path, [])),
    }
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

/// The language of somebody who has not begun: the link's, else that of the list, else the browser's.
fn lang_of(parts: &Parts, questionnaire: &Questionnaire, arrival: &Arrival) -> String {
    let of_list = arrival.invitation.as_ref().and_then(|(_, it)| it.person.lang.clone());
    let of_list = of_list.filter(|_| in_query(parts, "lang").is_none());
    let wanted = of_list.or_else(|| preferred(&parts.headers, parts.uri.query(), &questionnaire.langs));
    questionnaire.lang(wanted.as_deref()).to_owned()
}

/// The first page by the same link, in a language.
fn door_path(survey: &SurveyId, link: &str, lang: &str) -> String {
    let kept = signature::pairs(link).into_iter().filter(|(name, _)| name != "lang");
    let query =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair("lang", lang).finish();
    format!("/s/{survey}?{query}")
}

/// Whether a text looks like the name of a language, so that it may stand in a cookie.
fn is_language(text: &str) -> bool {
    text.len() <= 35 && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
}

/// What a link says under this name, cut to what is kept.
fn in_query(parts: &Parts, name: &str) -> Option<String> {
    short(&super::in_query(parts, name)?)
}

/// What a form says under this name, cut to what is kept.
fn field(pairs: &[(String, String)], name: &str) -> Option<String> {
    short(&pairs.iter().find(|(it, _)| it == name)?.1)
}
