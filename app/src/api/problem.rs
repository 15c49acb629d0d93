//! What a program is told when something does not work: `application/problem+json`, RFC 9457.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::error::AppError;
use crate::pages::desk::form::Faults;
use crate::words::t;

/// Why a request was not answered, after RFC 9457.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    status: u16,
    /// What is wrong and what to do, in a sentence or two.
    detail: String,
    /// With 422: what is wrong with each parameter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    #[serde(skip)]
    headers: Box<Headers>,
}

/// What is wrong with one parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Its name.
    field: String,
    detail: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Headers {
    authenticate: Option<String>,
    retry_after: Option<u64>,
}

/// The problems that every operation can meet.
#[derive(IntoResponses)]
pub enum Refused {
    /// There is no token, or one that was revoked, has expired or whose maker has left.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(#[to_schema] Problem),
    /// The token lacks the right for this, or whoever made it does.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] Problem),
    /// There is no such thing, or it is outside of what the token opens.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] Problem),
    /// Too many requests; the header `Retry-After` says in how many seconds to go on.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(#[to_schema] Problem),
    /// The server has too much to do; the header `Retry-After` says in how many seconds to try again.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(#[to_schema] Problem),
}

impl Problem {
    /// A problem of this status, with what to do about it.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            headers: Box::default(),
        }
    }

    /// Nobody said who asks (RFC 6750, section 3).
    pub fn no_token() -> Problem {
        let detail = "Send a token in the header, as in `Authorization: Bearer canvass_…`. An owner of the survey \
                      makes one on its page \"API\".";
        Problem::new(StatusCode::UNAUTHORIZED, detail).asking("Bearer realm=\"canvass\"".to_owned())
    }

    /// The token opens nothing (RFC 6750, section 3.1).
    pub fn wrong_token(why: &'static str) -> Problem {
        let ask = format!("Bearer realm=\"canvass\", error=\"invalid_token\", error_description=\"{why}\"");
        let detail = format!("{why}. An owner of the survey makes another one on its page \"API\".");
        Problem::new(StatusCode::UNAUTHORIZED, detail).asking(ask)
    }

    /// The token opens something else (RFC 6750, section 3.1).
    pub fn missing_right(right: &str) -> Problem {
        let ask = format!("Bearer realm=\"canvass\", error=\"insufficient_scope\", scope=\"{right}\"");
        let detail =
            format!("This takes the right `{right}`, which the token lacks here, or whoever made it.");
        Problem::new(StatusCode::FORBIDDEN, detail).asking(ask)
    }

    /// Too many requests: the next one is answered in so many seconds.
    pub fn too_many(seconds: u64) -> Problem {
        let detail = format!("Too many requests: go on in {seconds} s, as the header Retry-After says.");
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, detail);
        Problem { headers: Box::new(Headers { retry_after: Some(seconds), ..*problem.headers }), ..problem }
    }

    /// Parameters that do not fit, each with the reason.
    pub fn faults(faults: Vec<(String, String)>) -> Problem {
        let errors: Vec<_> = faults.into_iter().map(|(field, detail)| FieldError { field, detail }).collect();
        let detail = match errors.len() {
            1 => "One parameter does not fit.".to_owned(),
            many => format!("{many} parameters do not fit."),
        };
        Problem { errors, ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail) }
    }

    /// A problem that a layer around the operations met, which knows its status alone.
    pub fn of_status(status: StatusCode, err: AppError) -> Problem {
        let known = Problem::from(err);
        Problem { headers: known.headers, ..Problem::new(status, known.detail) }
    }

    fn asking(self, authenticate: String) -> Problem {
        Problem { headers: Box::new(Headers { authenticate: Some(authenticate), ..*self.headers }), ..self }
    }
}

/// What the rules of a form found, in English.
impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        Problem::faults(faults.0.into_iter().map(|(field, word)| (field, t("en", &word))).collect())
    }
}

impl From<AppError> for Problem {
    fn from(err: AppError) -> Self {
        let status = StatusCode::from_u16(err.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let problem = Problem::new(status, err.to_string());
        let retry_after = (err == AppError::Busy).then_some(5);
        Problem { headers: Box::new(Headers { retry_after, ..Headers::default() }), ..problem }
    }
}

/// By way of [`AppError`], which logs what is our own fault.
impl From<store::Error> for Problem {
    fn from(err: store::Error) -> Self {
        AppError::from(err).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let mut response = (status, [kind], body).into_response();
        let headers = response.headers_mut();
        if let Some(it) = self.headers.authenticate.and_then(|it| HeaderValue::from_str(&it).ok()) {
            headers.insert(header::WWW_AUTHENTICATE, it);
        }
        if let Some(seconds) = self.headers.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
