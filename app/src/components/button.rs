//! A button that sends its form.

use leptos::prelude::*;

/// A button that sends its form, with a name and a value of its own if need be.
#[component]
pub fn Button(
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// The lesser of two.
    #[prop(optional)]
    quiet: bool,
    children: Children,
) -> impl IntoView {
    let class = if quiet { "button button--quiet" } else { "button" };
    view! {
        <button type="submit" class=class name=name value=value>
            {children()}
        </button>
    }
}
