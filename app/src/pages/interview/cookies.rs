//! The cookies of respondents: which phone, which interview, which language.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::CookieJar;
use survey::{Questionnaire, SurveyId, Token};

use crate::state::AppState;

const DEVICE: &str = "canvass_device";
const DAY: i64 = 24 * 3600;

/// The random number of this phone, if it has one; a broken one is none.
pub fn device(headers: &HeaderMap) -> Option<Token> {
    Token::parse(CookieJar::from_headers(headers).get(DEVICE)?.value())
}

/// The interview that this phone has begun in a survey.
pub fn interview(headers: &HeaderMap, survey: &SurveyId) -> Option<Token> {
    Token::parse(CookieJar::from_headers(headers).get(&format!("canvass_i_{survey}"))?.value())
}

/// Remembers the phone for a year.
pub fn keep_device(state: &AppState, device: &Token) -> Option<HeaderValue> {
    cookie(state, DEVICE, device.as_str(), 365 * DAY)
}

/// Remembers the interview for as long as it may be interrupted.
pub fn keep_interview(state: &AppState, questionnaire: &Questionnaire, token: &Token) -> Option<HeaderValue> {
    let name = format!("canvass_i_{}", questionnaire.survey);
    cookie(state, &name, token.as_str(), questionnaire.field.resume / 1000)
}

/// Forgets the interview that this phone had begun.
pub fn forget_interview(state: &AppState, survey: &SurveyId) -> Option<HeaderValue> {
    cookie(state, &format!("canvass_i_{survey}"), "", 0)
}

/// Remembers a chosen language for a year.
pub fn keep_lang(state: &AppState, lang: &str) -> Option<HeaderValue> {
    cookie(state, "lang", lang, 365 * DAY)
}

/// One `Set-Cookie`. SameSite is Lax, so that a link in a message finds the interview that this phone has begun.
fn cookie(state: &AppState, name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if state.secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
