//! What holds for every address: what may be sent, what comes back, what the browser is told.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use insta::assert_snapshot;

use crate::actors::{Answer, Site};

async fn asked(method: Method, url: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let site = Site::with(&[]).await;
    let mut request = Request::builder().method(method).uri(url).header(header::HOST, "canvass.test");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn posted(headers: &[(&str, &str)], body: &str) -> Answer {
    let form = ("content-type", "application/x-www-form-urlencoded");
    asked(Method::POST, "/sign-in", &[headers, &[form]].concat(), body).await
}

#[tokio::test]
async fn an_address_that_is_not_there_gets_a_page_that_says_so() {
    let answer = asked(Method::GET, "/nowhere", &[("accept-language", "zh")], "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.html.contains("<html lang=\"zh\""), "{}", answer.html);
    assert_eq!(asked(Method::GET, "/pkg/canvass.0000.css", &[], "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(asked(Method::GET, "/pkg/../Cargo.toml", &[], "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_gets_a_page() {
    let answer = asked(Method::DELETE, "/sign-in", &[], "").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.html.contains("<h1>"), "{}", answer.html);
}

#[tokio::test]
async fn a_form_on_a_foreign_site_cannot_write() {
    let foreign = posted(&[("origin", "https://elsewhere.test")], "name=a").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert!(foreign.html.contains("<h1>"), "{}", foreign.html);
    assert_ne!(posted(&[("origin", "http://canvass.test")], "name=a").await.status, StatusCode::FORBIDDEN);
    // A script on the command line sends no origin.
    assert_ne!(posted(&[], "name=a").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_body_that_is_too_large_gets_a_page_that_says_so() {
    let body = format!("name={}", "a".repeat(300_000));
    let answer = posted(&[], &body).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.html.contains("<h1>"), "{}", answer.html);
    let claimed = posted(&[("content-length", "50000000")], "name=a").await;
    assert_eq!(claimed.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_page_runs_no_script_and_is_kept_by_nobody() {
    let answer = asked(Method::GET, "/nowhere", &[], "").await;
    assert!(answer.html.ends_with("</html>"), "{}", answer.html);
    assert!(!answer.html.contains("<script"), "{}", answer.html);
    let headers = answer.headers.iter().filter(|(name, _)| *name != header::CONTENT_LENGTH);
    let mut lines: Vec<_> =
        headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    lines.sort();
    assert_snapshot!(lines.join("\n"), @r"
    cache-control: no-store
    content-security-policy: default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()
    referrer-policy: same-origin
    vary: accept-encoding
    x-content-type-options: nosniff
    x-robots-tag: noindex, nofollow
    ");
}
