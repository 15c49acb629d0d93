//! What every answer tells the browser not to do. (Writes from a foreign site are refused by tower-http's `csrf`.)

use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use axum::response::IntoResponse;
use tower_http::set_header::SetResponseHeaderLayer;

/// No script, frame or plug-in, and forms only to ourselves. A page with islands says its own, with a nonce.
///
/// Style attributes may stand: they set the knobs of components, such as how full a meter is.
const POLICY: &str = "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every answer says, unless its page said something else.
pub const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // A link carries a token; another site shall not learn it, but our own forms keep their origin.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    // Pages show answers and names: a shared phone or a proxy shall not keep them.
    (header::CACHE_CONTROL, "no-store"),
];

/// The layer that says one of them.
pub fn header((name, value): (HeaderName, &'static str)) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Ends a page without scripts where its document ends: leptos adds scripts of its own behind it.
///
/// They would only be refused by the browser. A page with islands runs them and keeps them.
pub async fn end_with_document(response: axum::response::Response) -> axum::response::Response {
    let kind =
        response.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("text/html") || has_islands(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(mut page) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Some(end) = page.windows(END.len()).rposition(|it| it == END) {
        page.truncate(end + END.len());
    }
    Response::from_parts(parts, Body::from(page))
}

/// Whether a page runs scripts that leptos writes into it: its policy names their nonce.
fn has_islands(response: &axum::response::Response) -> bool {
    let policy = response.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|it| it.to_str().ok());
    policy.is_some_and(|it| it.contains("'nonce-"))
}

/// Where a document ends.
const END: &[u8] = b"</html>";

/// What the log says of a request: its method and route. Never its address, which carries tokens, nor its body.
pub fn span<B>(request: &Request<B>) -> tracing::Span {
    let route = request.extensions().get::<axum::extract::MatchedPath>().map(|it| it.as_str());
    tracing::info_span!("request", method = %request.method(), route)
}

/// What the log says of an answer.
pub fn answered<B>(response: &Response<B>, latency: std::time::Duration, _: &tracing::Span) {
    tracing::debug!(status = response.status().as_u16(), millis = latency.as_millis() as u64, "answered");
}
