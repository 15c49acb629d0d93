//! A box that takes the focus and says what needs attention.

use leptos::prelude::*;

/// What needs attention on a page that was posted: each line leads to the control to mend.
///
/// The browser puts the focus here when the page arrives, so it is read out without a script.
#[component]
pub fn Summary(
    #[prop(into)] title: String,
    /// What to do, where the lines do not say.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// Passes when posted again.
    warn: bool,
    /// Id of a control, the question, and what to do.
    lines: Vec<(String, String, String)>,
) -> impl IntoView {
    // The question and our own words may run in opposite ways.
    let line = |(at, question, words): (String, String, String)| {
        view! { <li><a href=format!("#{at}")><bdi>{question}</bdi>" "<bdi>{words}</bdi></a></li> }
    };
    let lines: Vec<_> = lines.into_iter().map(line).collect();
    view! {
        <section
            class="summary"
            role="alert"
            tabindex="-1"
            autofocus
            aria-labelledby="summary-title"
            data-warn=warn.then_some("")
        >
            <h2 class="summary__title" id="summary-title"><bdi>{title}</bdi></h2>
            <ul class="summary__lines">{lines}</ul>
            {hint.map(|it| view! { <p><bdi>{it}</bdi></p> })}
        </section>
    }
}
