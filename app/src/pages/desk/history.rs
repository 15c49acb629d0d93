//! Texts that were written before: who wrote which and when; each can be fetched.

use leptos::prelude::*;
use survey::Moment;

use super::time::time;
use crate::words::t_with;

/// The texts with their numbers, the newest first, at `PATH/NUMBER/FILE`; nothing where there are none.
pub fn history(
    texts: &[(i64, String, Moment)],
    (path, file): (&str, &str),
    zone: &str,
    lang: &'static str,
) -> impl IntoView + use<> {
    let text = |(id, who, at): &(i64, String, Moment)| {
        let words = t_with(lang, "desk-text-by", &[("who", who.clone().into())]);
        view! { <li><a href=format!("{path}/{id}/{file}") download="">{time(*at, zone)}</a> " " {words}</li> }
    };
    let lines: Vec<_> = texts.iter().map(text).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t_with(lang, "desk-texts", &[("count", lines.len().into())])}</summary>
                <ol>{lines}</ol>
            </details>
        }
    })
}
