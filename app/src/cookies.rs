//! The cookies that are kept for long: which phone, which interview, which language. (That of who is signed in is
//! `auth::sessions`.)

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::cookie::CookieJar;
use survey::{Questionnaire, SurveyId, Token};

use crate::state::AppState;

const DEVICE: &str = "canvass_device";
const LANG: &str = "lang";
const DAY: i64 = 24 * 3600;

/// What a cookie is called. Behind https its name has the prefix by which browsers know that nobody but this host may
/// set it.
pub fn name(secure: bool, name: &str) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// The random number of this phone, if it has one; a broken one is none.
pub fn device(headers: &HeaderMap) -> Option<Token> {
    Token::parse(&read(headers, DEVICE)?)
}

/// The interview that this phone has begun in a survey.
pub fn interview(headers: &HeaderMap, survey: &SurveyId) -> Option<Token> {
    Token::parse(&read(headers, &of_survey(&survey.0))?)
}

/// The language that was chosen, as the browser says it.
pub fn lang(headers: &HeaderMap) -> Option<String> {
    read(headers, LANG)
}

/// Remembers the phone for a year.
pub fn keep_device(state: &AppState, device: &Token) -> Option<HeaderValue> {
    cookie(state, DEVICE, device.as_str(), 365 * DAY)
}

/// Remembers the interview for as long as it may be interrupted.
pub fn keep_interview(state: &AppState, questionnaire: &Questionnaire, token: &Token) -> Option<HeaderValue> {
    cookie(state, &of_survey(&questionnaire.survey), token.as_str(), questionnaire.field.resume / 1000)
}

/// Forgets the interview that this phone had begun, under either name.
pub fn forget_interview(state: &AppState, survey: &SurveyId) -> [Option<HeaderValue>; 2] {
    let plain = of_survey(&survey.0);
    let old = state.secure.then(|| set(&plain, "", 0, true)).flatten();
    [cookie(state, &plain, "", 0), old]
}

/// Remembers a chosen language for a year.
pub fn keep_lang(state: &AppState, lang: &str) -> Option<HeaderValue> {
    cookie(state, LANG, lang, 365 * DAY)
}

fn of_survey(survey: &str) -> String {
    format!("canvass_i_{survey}")
}

/// What a browser says under a name. Before the prefix was there, or before a site went behind https, phones were given
/// cookies without: they are believed where there is no other, so that no interview under way is lost.
fn read(headers: &HeaderMap, plain: &str) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(&name(true, plain)).or_else(|| jar.get(plain)).map(|it| it.value().to_owned())
}

fn cookie(state: &AppState, plain: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    set(&name(state.secure, plain), value, seconds, state.secure)
}

/// One `Set-Cookie`. SameSite is Lax, so that a link in a message finds the interview that this phone has begun.
fn set(name: &str, value: &str, seconds: i64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
