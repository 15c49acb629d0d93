//! What was just done: said once, on the page that a form leads to.

use axum::http::request::Parts;
use leptos::prelude::*;

use crate::pages::in_query;
use crate::words::t;

/// A sentence for `?done=WORD` in the address, where it is one of these words: `PREFIX-WORD`.
pub fn done(lang: &str, prefix: &str, words: &[&str]) -> impl IntoView + use<> {
    let parts: Parts = expect_context();
    let word = in_query(&parts, "done").and_then(|it| words.iter().find(|word| **word == it).copied());
    word.map(|it| {
        view! { <p class="notice" data-kind="done" role="status">{t(lang, &format!("{prefix}-{it}"))}</p> }
    })
}
