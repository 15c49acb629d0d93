//! What browsers ask for once and keep: stylesheet, scripts and icon, inside the executable.
//!
//! rust-embed, because it takes the copies that `cargo xtask` compressed as they are (brotli 11, gzip 9, once, when
//! building), compiles when nothing was built yet, and reads the folder itself in a debug build.

use std::sync::Arc;

use app::state::{AppState, Assets};
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::config::LeptosOptions;
use rust_embed::{Embed, EmbeddedFile};

/// What `cargo xtask` packed.
#[derive(Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Tells Cargo to embed again when what was packed has changed.
const _PACKED: Option<&str> = option_env!("CANVASS_SITE");

/// The names in the manifest.
#[derive(serde::Deserialize)]
struct Manifest {
    css: String,
    scripts: String,
    interview_css: String,
    interview: String,
}

/// Where the assets are, hashes in their addresses; a notice when none were packed.
pub fn names() -> (Arc<Assets>, LeptosOptions) {
    // cargo-leptos writes plain names, perhaps beside what `cargo xtask` packed before.
    let packed = Site::get("manifest.json").filter(|_| std::env::var_os("LEPTOS_WATCH").is_none());
    let packed = packed.and_then(|it| serde_json::from_slice::<Manifest>(&it.data).ok());
    if packed.is_none() {
        tracing::warn!("there is no stylesheet in this build: `cargo xtask build` makes one");
    }
    let Manifest { css, scripts, interview_css, interview } = packed.unwrap_or_else(|| Manifest {
        css: "pkg/canvass.css".into(),
        scripts: "pkg".into(),
        interview_css: "pkg/canvass.css".into(),
        interview: "pkg/interview".into(),
    });
    let assets = Assets {
        css: format!("/{css}"),
        js: format!("/{scripts}/canvass.js"),
        wasm: format!("/{scripts}/canvass.wasm"),
        interview_css: format!("/{interview_css}"),
        interview_js: format!("/{interview}/start.js"),
    };
    // The folder of the scripts has the hash in its name, so that leptos need not know of hashes.
    let options = LeptosOptions::builder().output_name("canvass").site_pkg_dir(scripts).build();
    (Arc::new(assets), options)
}

/// The addresses of the assets.
pub fn routes() -> Router<AppState> {
    Router::new().route("/pkg/{*path}", get(asset)).route("/favicon.svg", get(asset))
}

async fn asset(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let Some((file, encoding)) = best(path, accepted) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // A name with a hash in it always means the same bytes.
    let keep = if path.starts_with("pkg/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=86400"
    };
    let mut response = bytes(file).into_response();
    let to = response.headers_mut();
    to.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    to.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        to.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The smallest copy that the browser can read.
fn best(path: &str, accepted: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let takes = |coding: &str| {
        accepted.split(',').any(|it| {
            let (name, weight) = it.split_once(';').unwrap_or((it, ""));
            let refused = weight.trim().strip_prefix("q=").and_then(|it| it.parse::<f32>().ok()) == Some(0.0);
            name.trim() == coding && !refused
        })
    };
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(coding, _)| takes(coding));
    let packed =
        packed.filter_map(|(coding, ending)| Some((Site::get(&format!("{path}.{ending}"))?, Some(coding))));
    packed.chain(Site::get(path).map(|it| (it, None))).next()
}

/// The bytes of a file; those inside the executable are not copied.
fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => bytes.into(),
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_has_a_type_that_browsers_run() {
        assert_eq!(content_type("pkg/main.0a1b.css"), "text/css; charset=utf-8");
        assert_eq!(content_type("pkg/0a1b/canvass.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("pkg/0a1b/canvass.wasm"), "application/wasm");
    }
}
