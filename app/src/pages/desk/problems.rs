//! What is wrong with a text that somebody wrote in the language of questionnaires: each problem at its line.

use leptos::prelude::*;
use survey::Problem;

use crate::words::t_with;

/// More problems than this are told by their number alone: the text is another one.
const MOST: usize = 100;

/// All problems of a text; nothing where there are none. Their sentences are English, as those of the language are.
pub fn problems(text: &str, found: &[Problem], lang: &'static str) -> impl IntoView + use<> {
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
    let shown: Vec<_> = found.iter().take(MOST).map(|it| problem(&lines, it, lang)).collect();
    (!found.is_empty()).then(|| {
        view! {
            <section class="notice" data-kind="fault" role="alert">
                <p>{t_with(lang, "desk-problems", &[("count", found.len().into())])}</p>
                <ul class="data-faults" lang="en">{shown}</ul>
            </section>
        }
    })
}

fn problem(lines: &[&str], it: &Problem, lang: &'static str) -> impl IntoView + use<> {
    let line = (it.line > 0).then(|| {
        let words = t_with(lang, "desk-problem-line", &[("line", i64::from(it.line).into())]);
        view! { <span class="data-faults__line" lang=lang>{words}</span> }
    });
    let words = lines.get(it.line.wrapping_sub(1) as usize).copied().unwrap_or_default();
    let chars: Vec<char> = words.chars().collect();
    let start = (it.column.saturating_sub(1) as usize).min(chars.len());
    let end = (start + it.width.max(1) as usize).min(chars.len());
    let part = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let place = (it.line > 0 && end > start).then(|| {
        view! {
            <code class="data-faults__text">
                {part(0, start)} <mark>{part(start, end)}</mark> {part(end, chars.len())}
            </code>
        }
    });
    view! { <li>{line} {place} <span>{format!("{} {}", it.message, it.mend)}</span></li> }
}
