//! What every answer tells the browser not to do. (Writes from a foreign site are refused by tower-http's `csrf`.)

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use tower_http::timeout::TimeoutLayer;

/// No script, frame, plug-in or style of a page's own, and forms only to ourselves. A page with islands says its own
/// policy, with a nonce; one that hands over to the browser another.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// What no page of ours ever asks a browser for.
const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
                           gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// What every answer says, unless its page said something else.
const HEADERS: [(HeaderName, HeaderValue); 8] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // A link carries a token; another site shall not learn it, but our own forms keep their origin.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
    // Pages show answers and names: a shared phone or a proxy shall not keep them.
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Behind https: that a browser shall come by nothing else for two years. It says nothing of other hosts of the domain,
/// which are not ours.
const BY_HTTPS: (HeaderName, HeaderValue) =
    (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));

/// An address may be so long. Tables say in theirs what they show, and a condition has 4 kB at most, encoded three times
/// as many.
const LONGEST_ADDRESS: usize = 16 * 1024;

/// Refuses what no page of ours sends: an address without end, and a body that is packed, which would have to be unpacked
/// before it can be measured.
pub async fn refuse(request: axum::extract::Request, next: Next) -> axum::response::Response {
    let packed = request.headers().get(header::CONTENT_ENCODING).is_some_and(|it| it != "identity");
    let length = request.uri().path_and_query().map_or(0, |it| it.as_str().len());
    match (length > LONGEST_ADDRESS, packed) {
        (true, _) => StatusCode::URI_TOO_LONG.into_response(),
        (false, true) => StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response(),
        (false, false) => next.run(request).await,
    }
}

/// The layer that gives up a request whose answer does not begin in time, whoever is slow: the sender or we.
pub fn patience(time: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time)
}

/// What every answer goes through at last: the end of its document, and what it has not said itself.
pub async fn finish(response: axum::response::Response, secure: bool) -> axum::response::Response {
    let mut response = end_with_document(response).await;
    for (name, value) in HEADERS.into_iter().chain(secure.then_some(BY_HTTPS)) {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// Says `Secure` of every cookie whose name demands it. The library of sessions says so when it sets one and not when it
/// takes it away, and a browser then keeps it.
pub async fn secure_cookies(mut response: axum::response::Response) -> axum::response::Response {
    let cookies = response.headers_mut().iter_mut().filter(|(name, _)| *name == header::SET_COOKIE);
    for (_, cookie) in cookies {
        let bare = cookie.to_str().ok().filter(|it| it.starts_with("__Host-") && !it.contains("; Secure"));
        if let Some(whole) = bare.and_then(|it| HeaderValue::from_str(&format!("{it}; Secure")).ok()) {
            *cookie = whole;
        }
    }
    response
}

/// Ends a page without scripts where its document ends: leptos adds scripts of its own behind it.
///
/// They would only be refused by the browser. A page with islands runs them and keeps them.
async fn end_with_document(response: axum::response::Response) -> axum::response::Response {
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

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn a_body_that_never_ends_is_not_waited_for() {
        let router: Router = Router::new()
            .route("/", post(async |body: axum::body::Bytes| body.len().to_string()))
            .layer(patience(Duration::from_millis(1)));
        let endless =
            Body::from_stream(futures::stream::pending::<Result<axum::body::Bytes, std::io::Error>>());
        let answer = router.oneshot(Request::post("/").body(endless).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
