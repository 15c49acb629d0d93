//! The server's side of an interview that runs in a browser: what its pages hand over, and the words they get back.

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use survey::outbox::Word;
use survey::{Interview, Questionnaire, Token, portable};

use super::{halted, outward};
use crate::error::AppError;
use crate::state::AppState;

/// What may run on a page of questions: our own scripts and wasm, the workers that they start, and requests to
/// ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
                      connect-src 'self'; style-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page hands over to the browser, so that it can go on by itself.
pub struct Handed {
    pub token: String,
    /// Where the handout is.
    pub handout: String,
    /// The type of answer to ask for.
    pub word: String,
    script: String,
}

impl Handed {
    /// What to hand over with a page of this interview; none where the questionnaire runs on the server alone.
    pub fn new(state: &AppState, questionnaire: &Questionnaire, token: &Token) -> Option<Handed> {
        let handout = state.handouts.address(questionnaire)?;
        let (word, script) = (word_type(state), state.assets.interview_js.clone());
        Some(Handed { token: token.to_string(), handout, word, script })
    }

    /// The script that fetches the rest once the page can be used. It waits for nothing, and nothing waits for it.
    pub fn script(&self) -> AnyView {
        let src = self.script.clone();
        view! { <script type="module" src=src async fetchpriority="low"></script> }.into_any()
    }
}

/// Lets scripts run on the page that is drawn now.
pub fn allow_scripts() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
}

/// What words are sent as: bytes that only scripts of this very build understand. Scripts of another build ask for
/// another type, get a page instead, and begin anew with it.
fn word_type(state: &AppState) -> String {
    let build = state.assets.interview_js.trim_start_matches("/pkg/").split('/').next().unwrap_or_default();
    format!("application/vnd.canvass.word-{build}")
}

/// Whether a post asks for a word in place of a page.
pub fn asks_for_word(state: &AppState, headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|it| it.as_bytes() == word_type(state).as_bytes())
}

/// The word after a post: where the interview stands now.
pub async fn word(
    state: &AppState,
    token: &Token,
    interview: &Interview,
    cookies: impl IntoIterator<Item = HeaderValue>,
) -> Result<Response, AppError> {
    let to = match interview.disposition.is_end() {
        true => Some(outward::after_post(state, token, interview).await?),
        false => None,
    };
    let (last_post, turn) = (interview.last_post.clone(), interview.turn);
    let word = Word { last_post, turn, digest: portable::digest(interview), to };
    let mut response = bytes(state, &word)?;
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The word that there is nothing to do but look at a page.
pub fn elsewhere(state: &AppState, path: String) -> Result<Response, AppError> {
    bytes(state, &Word { last_post: None, turn: 0, digest: 0, to: Some(path) })
}

/// `GET /i/{token}/interview`: the interview as its browser may know it, while it can go on.
pub async fn interview(
    State(state): State<AppState>,
    Path(token): Path<String>,
    parts: Parts,
) -> Result<Response, AppError> {
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let kept = store::interviews::load(&state.db, &token).await?;
    let now = (state.now)();
    let goes_on = !kept.interview.disposition.is_end()
        && halted(kept.state).is_none()
        && !kept.is_expired(now)
        && !kept.is_broken_off(now);
    if !goes_on || !asks_for_word(&state, &parts.headers) {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    bytes(&state, &portable::interview(&kept.interview))
}

fn bytes(state: &AppState, it: &impl serde::Serialize) -> Result<Response, AppError> {
    let bytes = postcard::to_stdvec(it).map_err(|_| AppError::Internal)?;
    Ok(([(header::CONTENT_TYPE, word_type(state))], bytes).into_response())
}
