//! The frame of the pages that respondents and strangers see.

use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_meta::{Html, Title};

use crate::pages::interview::outward::ONWARD;
use crate::pages::interview::withdraw;
use crate::words::{direction, language_name, mark, t};

/// A sheet of paper: a plain page without scripts.
#[component]
pub fn Sheet(
    /// The language of its words.
    #[prop(into)]
    lang: String,
    #[prop(into)] title: String,
    /// Who answers for the study; at the foot of every page of it.
    #[prop(optional, into)]
    contact: Option<String>,
    /// What else is offered at the foot.
    #[prop(optional_no_strip)]
    offer: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let head = head(&lang, &title);
    let label = t(&lang, "contact");
    let marked = mark(&lang);
    // Only a page of a study may offer to withdraw from it.
    let withdraw = contact.as_ref().and_then(|_| withdraw::offer(&lang));
    let contact = contact.filter(|it| !it.is_empty()).map(|it| {
        view! {
            <span class="sheet__label" lang=marked>{label}</span>
            <span>{it}</span>
        }
    });
    let foot = (contact.is_some() || offer.is_some() || withdraw.is_some())
        .then(|| view! { <footer class="sheet__foot">{contact} {offer} {withdraw}</footer> });
    view! {
        {head}
        <div class="sheet">
            {children()}
            {foot}
        </div>
    }
}

/// The title of a document, and its language on `<html>`.
///
/// `<Html>` is written out here and now: leptos looks for the document when it writes the element, and does not
/// find it, now and then, when the page was waited for. The title is escaped here, since leptos_meta writes it as
/// it is, and it may hold an author's words.
pub fn head(lang: &str, title: &str) -> impl IntoView + use<> {
    let lang = lang.to_owned();
    let dir = direction(&lang);
    let _ = view! { <Html {..} lang=lang dir=dir/> }.to_html();
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    view! { <Title text=title/> }
}

/// The other languages of a page: buttons inside a form, which keep what was typed, or links where nothing is typed.
#[component]
pub fn Languages(
    /// The one that is shown.
    #[prop(into)]
    lang: String,
    langs: Vec<String>,
    /// Buttons that send the form around them.
    #[prop(optional)]
    buttons: bool,
) -> impl IntoView {
    let label = t(&lang, "language");
    let others: Vec<_> = langs
        .into_iter()
        .filter(|it| *it != lang)
        .map(|it| {
            let name = language_name(&it);
            if buttons {
                let value = it.clone();
                view! { <button type="submit" class="languages__one" name="_lang" value=value lang=it>{name}</button> }
                    .into_any()
            } else {
                let href = in_language(&it);
                let hreflang = it.clone();
                view! { <a class="languages__one" href=href hreflang=hreflang lang=it>{name}</a> }.into_any()
            }
        })
        .collect();
    if others.is_empty() {
        return None;
    }
    Some(if buttons {
        view! { <div class="languages" role="group" aria-label=label>{others}</div> }.into_any()
    } else {
        view! { <nav class="languages" aria-label=label>{others}</nav> }.into_any()
    })
}

/// The address of the same page in another language: the rest of a link is kept, or whoever changes the language
/// at the door would come from nowhere. A page that went on of its own accord stays.
fn in_language(lang: &str) -> String {
    let query = use_context::<Parts>().and_then(|it| it.uri.query().map(str::to_owned)).unwrap_or_default();
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "lang" && name != ONWARD);
    let query =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair("lang", lang).finish();
    format!("?{query}")
}
