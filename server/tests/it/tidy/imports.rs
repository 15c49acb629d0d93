//! Who may import whom: a call only ever goes down, from app to store to survey.

use super::File;

/// What each crate may depend on. A line that changes here is a decision to talk over.
const MAY_IMPORT: [(&str, &str); 9] = [
    ("crates/survey", "libm serde serde-saphyr thiserror winnow"),
    (
        "crates/analysis",
        "survey arrow-array arrow-schema csv docx-rs flate2 jiff parquet postcard pulldown-cmark quick-xml rust_xlsxwriter serde serde_json statrs tempfile zip",
    ),
    ("crates/store", "survey futures metrics serde serde_json sha2 sqlx thiserror tokio"),
    (
        "app",
        "survey leptos leptos_meta leptos_router serde thiserror \
         altcha analysis axum axum-extra base64 calamine csv encoding_rs fast_qr fluent-syntax fluent-templates form_urlencoded futures \
         getrandom governor hmac jiff leptos_axum password-auth percent-encoding pinyin postcard serde_json sha2 store tokio totp-rs tower-sessions tracing utoipa validator zip zxcvbn",
    ),
    (
        "server",
        "analysis app store survey anyhow ariadne axum axum-server clap futures jiff leptos leptos_axum listenfd metrics \
         metrics-exporter-prometheus mimalloc rlimit rust-embed rustix rustls sd-notify serde serde_json sha2 tempfile tokio toml \
         tower-http tower-sessions tracing tracing-subscriber ureq",
    ),
    (
        "end2end/walker",
        "survey anyhow brotli clap cookie flate2 form_urlencoded futures hdrhistogram html5gum http-body-util hyper \
         hyper-util procfs rand rand_distr rustix serde_json sqlx tempfile thiserror tokio",
    ),
    ("frontend", "app console_error_panic_hook leptos wasm-bindgen"),
    ("frontend/interview", "survey js-sys postcard serde wasm-bindgen wasm-bindgen-futures web-sys"),
    ("xtask", "anyhow brotli flate2 lightningcss wasm-bindgen-cli-support"),
];

/// What the browser compiles of `app`: everything else is optional, and asked for by `ssr`.
const BOTH_SIDES: &str = "survey leptos serde thiserror";

/// Words that no rule of a survey may say: clocks, files, chance and logs are the caller's.
const NOT_IN_RULES: [&str; 7] =
    ["SystemTime", "Instant::now", "std::env", "std::fs", "std::net", "std::process", "std::thread"];

pub fn offences(files: &[File]) -> Vec<String> {
    let mut offences = Vec::new();
    for (folder, allowed) in MAY_IMPORT {
        let path = format!("{folder}/Cargo.toml");
        let Some(manifest) = files.iter().find(|it| it.path == path) else {
            offences.push(format!("{path}: there is no such manifest"));
            continue;
        };
        for (name, line) in dependencies(&manifest.text) {
            if !says(allowed, name) {
                offences.push(format!("{path}: {folder} may not import {name}"));
            }
            if folder == "app" && !says(BOTH_SIDES, name) && !line.contains("optional = true") {
                offences.push(format!("{path}: {name} would reach the browser; make it optional, for `ssr`"));
            }
        }
    }
    let rules = |it: &&File| {
        (it.path.starts_with("crates/survey/src") || it.path.starts_with("crates/analysis/src"))
            && !super::sources::is_test(&it.path)
    };
    for file in files.iter().filter(rules) {
        for (number, line) in file.lines().filter(|(_, it)| !it.trim_start().starts_with("//")) {
            for word in NOT_IN_RULES.iter().filter(|it| line.contains(**it)) {
                offences
                    .push(format!("{}:{number}: a rule says `{word}`; its caller passes that in", file.path));
            }
        }
    }
    offences
}

/// Whether a list of words has this one.
fn says(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|it| it == word)
}

/// The dependencies of a manifest, but not those of its tests.
fn dependencies(manifest: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut section = "";
    // A list of features over several lines names no crates.
    let mut in_list = false;
    for line in manifest.lines().map(str::trim) {
        let was_in_list = in_list;
        in_list = (in_list && !line.starts_with(']')) || line.ends_with('[');
        if was_in_list {
            continue;
        }
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && !section.contains("dev-dependencies")
            && !line.starts_with('#')
        {
            let name = line.split(['.', '=']).next().unwrap_or_default().trim();
            found.extend((!name.is_empty()).then_some((name, line)));
        }
    }
    found
}

#[test]
fn a_dependency_is_seen_however_it_is_written() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\n# why\na.workspace = true\nb = \"1\"\n\
                    [dev-dependencies]\nc = \"1\"\n[target.'cfg(unix)'.dependencies]\nd = { version = \"1\" }\n";
    let names: Vec<&str> = dependencies(manifest).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a", "b", "d"]);
}
