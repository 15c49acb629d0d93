//! How an error becomes an HTTP answer: a page to a browser, JSON to a script, a problem to a program.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tokio::task::JoinError;

use crate::api::{self, Problem};
use crate::auth::sign_in_path;
use crate::error::AppError;
use crate::pages;
use crate::state::AppState;

/// The one place where a failure from below is logged and made harmless.
impl From<store::Error> for AppError {
    fn from(err: store::Error) -> Self {
        match err {
            store::Error::NotFound => AppError::NotFound,
            store::Error::Taken(what) => AppError::Invalid(format!("There is already {what}.")),
            store::Error::Busy => AppError::Busy,
            // Pages that can meet it say why.
            store::Error::LastOwner => AppError::Forbidden,
            err => {
                tracing::error!(error = &err as &dyn std::error::Error, "a request failed");
                AppError::Internal
            }
        }
    }
}

/// Work that was taken away from the threads that answer respondents broke off: where, the panic has said.
impl From<JoinError> for AppError {
    fn from(err: JoinError) -> Self {
        tracing::error!(error = &err as &dyn std::error::Error, "work broke off");
        AppError::Internal
    }
}

/// Only the status and the error itself: [`draw_errors`], which sees the request, makes a page of it.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives every answer that failed without words its page. One layer around the whole site.
pub async fn draw_errors(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    // A page that asks to sign in is no refusal; a program without a token that holds is one.
    let no_token = status == StatusCode::UNAUTHORIZED && asked.uri.path().starts_with(api::ROOT);
    if no_token || matches!(status, StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS) {
        // With the method and the route of its request; whose it was, the audit log knows where it matters.
        tracing::warn!(status = status.as_u16(), "refused");
    }
    let known = response.extensions().get::<AppError>().cloned();
    if known.is_none() && has_words(&response) {
        return response;
    }
    let err = known.unwrap_or_else(|| AppError::from_status(status.as_u16()));
    if asked.uri.path().starts_with(api::ROOT) {
        return Problem::of_status(status, err).into_response();
    }
    let accepts = asked.headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if accepts.contains("application/json") && !accepts.contains("text/html") {
        return (status, Json(err)).into_response();
    }
    if err == AppError::SignedOut {
        return Redirect::to(&sign_in_path(&asked)).into_response();
    }
    let mut page = pages::draw(&state, asked, status, move || pages::trouble_page(err.clone())).await;
    if status == StatusCode::SERVICE_UNAVAILABLE {
        page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    page
}

/// Whether an answer already says something to the person.
fn has_words(response: &Response) -> bool {
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/")
}
