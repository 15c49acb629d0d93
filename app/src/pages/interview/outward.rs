//! The way back to the source: where somebody is sent whose interview has ended.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;
use store::interviews::Kept;
use store::sources::{self, Source};
use survey::{Disposition, Interview, Token};

use super::arrival::{Arrival, Turned};
use crate::error::AppError;
use crate::pages::in_query;
use crate::signature::{self, SIG, encoded};
use crate::state::AppState;

/// The parameter that sends a page on of its own accord.
pub const ONWARD: &str = "onward";

/// Where a post leads: to the interview; from an end that has a way back, to the page that goes on from there.
///
/// That page, and not the post, leads out of the site: browsers refuse a form that ends at another site
/// (`form-action`), also by way of a redirect, and a panel often sends people on to a third one.
pub async fn after_post(state: &AppState, token: &Token, interview: &Interview) -> Result<String, AppError> {
    if !interview.disposition.is_end() {
        return Ok(format!("/i/{token}"));
    }
    let kept = store::interviews::load(&state.db, token).await?;
    Ok(match has_way_back(state, &kept).await? {
        true => format!("/i/{token}?{ONWARD}=1"),
        false => format!("/i/{token}"),
    })
}

/// Whether the end page of an interview leads back to its source. The same for complete and rejected: the page
/// must not tell them apart.
pub async fn has_way_back(state: &AppState, kept: &Kept) -> Result<bool, AppError> {
    let Some(source) = source(state, kept).await? else { return Ok(false) };
    let returns = &source.settings.returns;
    Ok(match &kept.interview.disposition {
        Disposition::Complete | Disposition::Rejected(_) => {
            returns.complete.is_some() || returns.rejected.is_some()
        }
        other => returns.of(other).is_some(),
    })
}

/// `GET /i/{token}/return`: sends somebody back to the source; to the interview where there is no way back.
pub async fn leave(State(state): State<AppState>, Path(token): Path<String>) -> Result<Response, AppError> {
    let token = Token::parse(&token).ok_or(AppError::NotFound)?;
    let kept = store::interviews::load(&state.db, &token).await?;
    let Some(source) = source(&state, &kept).await? else {
        return Ok(Redirect::to(&format!("/i/{token}")).into_response());
    };
    let disposition = &kept.interview.disposition;
    let Some(template) = source.settings.returns.of(disposition) else {
        return Ok(Redirect::to(&format!("/i/{token}")).into_response());
    };
    let words = words(disposition.word(), kept.pid.as_deref(), Some(kept.id.0), &kept.variables);
    Ok(Redirect::to(&address(&state, &source, template, &words).await?).into_response())
}

/// The way back for somebody who was turned away at the door of a full or closed source.
pub async fn from_the_door(
    state: &AppState,
    arrival: &Arrival,
    turned: Turned,
) -> Result<Option<String>, AppError> {
    let (Turned::SourceClosed | Turned::SourceFull, Some(source)) = (turned, &arrival.source) else {
        return Ok(None);
    };
    let Some(template) = source.settings.returns.quota_full.as_deref() else { return Ok(None) };
    let words = words("quota_full", arrival.pid.as_deref(), None, &arrival.variables);
    Ok(Some(address(state, source, template, &words).await?))
}

/// Lets the page that is drawn now go on by itself, without a script.
pub fn go_on(path: &str) {
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={path}")) {
        expect_context::<ResponseOptions>().insert_header(header::REFRESH, refresh);
    }
}

/// Whether a page was asked to go on of its own accord.
pub fn is_onward(parts: &Parts) -> bool {
    in_query(parts, ONWARD).is_some()
}

async fn source(state: &AppState, kept: &Kept) -> Result<Option<Source>, AppError> {
    match &kept.source {
        Some(name) if !kept.test => Ok(sources::find(&state.db, &kept.survey, name).await?),
        _ => Ok(None),
    }
}

/// What may stand in the places of an address.
fn words(
    status: &str,
    pid: Option<&str>,
    interview: Option<i64>,
    variables: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut words = variables.clone();
    words.insert("status".to_owned(), status.to_owned());
    words.insert("pid".to_owned(), pid.unwrap_or_default().to_owned());
    words.insert("interview".to_owned(), interview.map(|it| it.to_string()).unwrap_or_default());
    words
}

/// An address with its places filled, and signed where the source wants it.
async fn address(
    state: &AppState,
    source: &Source,
    template: &str,
    words: &BTreeMap<String, String>,
) -> Result<String, AppError> {
    let address = filled(template, words);
    if !source.settings.signed_return {
        return Ok(address);
    }
    let secrets = sources::secrets(&state.db, source).await?;
    Ok(match secrets.first() {
        Some(newest) => signed(&address, newest),
        None => address,
    })
}

/// Puts words into the places of an address: `{pid}` and others. One that nothing is known of is left empty.
fn filled(template: &str, words: &BTreeMap<String, String>) -> String {
    let mut address = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        address.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        address.push_str(&words.get(name).map(|it| encoded(it)).unwrap_or_default());
        rest = after;
    }
    address.push_str(rest);
    address
}

/// An address with the signature of its own parameters.
fn signed(address: &str, secret: &str) -> String {
    let query = address.split_once('?').map(|(_, it)| it);
    let join = match query {
        None => "?",
        Some("") => "",
        Some(_) => "&",
    };
    format!("{address}{join}{SIG}={}", signature::sign(secret, query.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled_with(template: &str) -> String {
        let words = [("pid", "张 7&x=1"), ("status", "complete")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        filled(template, &words.into())
    }

    #[test]
    fn places_are_filled_and_what_fills_them_cannot_leave_its_place() {
        assert_eq!(
            filled_with("https://panel.example/back?pid={pid}&st={status}&x={wave}"),
            "https://panel.example/back?pid=%E5%BC%A0%207%26x%3D1&st=complete&x="
        );
        assert_eq!(filled_with("https://panel.example/{status}"), "https://panel.example/complete");
    }

    #[test]
    fn an_address_is_signed_over_its_own_parameters() {
        let signature = signature::sign("secret", "pid=7&status=complete");
        assert_eq!(
            signed("https://panel.example/back?status=complete&pid=7", "secret"),
            format!("https://panel.example/back?status=complete&pid=7&sig={signature}")
        );
        assert!(
            signed("https://panel.example/back", "secret").starts_with("https://panel.example/back?sig=")
        );
    }
}
