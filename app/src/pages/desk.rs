//! The frame of the desk's pages: navigation, language, who is signed in, and the script of the islands.

pub mod basis;
pub mod condition;
pub mod counts;
pub mod done;
pub mod figures;
pub mod form;
pub mod history;
pub mod labels;
pub mod problems;
pub mod time;
pub mod upload;
pub mod whom;

use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::people::Role;
use survey::SurveyId;

use super::in_query;
use crate::auth::Person;
use crate::components::layout;
use crate::cookies;
use crate::state::AppState;
use crate::words::{LANGS, language_name, site_lang, t};

/// A page of one survey, or of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Surveys,
    People,
    Audit,
    Account,
    Fieldwork,
    Quotas,
    Sample,
    Review,
    Data,
    Variables,
    Topline,
    Tables,
    OpenEnds,
    Claims,
    Report,
    Questionnaire,
    Codebook,
    Versions,
    Trial,
    Webhooks,
    Api,
    Roles,
    /// What was done to one survey; [`Place::Audit`] is about the whole house.
    SurveyAudit,
}

impl Place {
    const OF_HOUSE: [Place; 4] = [Place::Surveys, Place::People, Place::Audit, Place::Account];

    const OF_SURVEY: [Place; 18] = [
        Place::Fieldwork,
        Place::Quotas,
        Place::Sample,
        Place::Review,
        Place::Data,
        Place::Variables,
        Place::Topline,
        Place::Tables,
        Place::OpenEnds,
        Place::Claims,
        Place::Report,
        Place::Questionnaire,
        Place::Codebook,
        Place::Trial,
        Place::Webhooks,
        Place::Api,
        Place::Roles,
        Place::SurveyAudit,
    ];

    /// The last word of its address.
    fn word(self) -> &'static str {
        match self {
            Place::Surveys => "surveys",
            Place::People => "people",
            Place::Audit | Place::SurveyAudit => "audit",
            Place::Account => "account",
            Place::Quotas => "quotas",
            Place::Sample => "sample",
            Place::Review => "review",
            Place::Trial => "trial",
            Place::Api => "api",
            Place::Roles => "roles",
            Place::Fieldwork => "fieldwork",
            Place::Data => "data",
            Place::Variables => "variables",
            Place::Topline => "topline",
            Place::Tables => "tables",
            Place::OpenEnds => "open-ends",
            Place::Claims => "claims",
            Place::Report => "report",
            Place::Questionnaire => "questionnaire",
            Place::Codebook => "codebook",
            Place::Versions => "versions",
            Place::Webhooks => "webhooks",
        }
    }

    /// Its address.
    pub fn path(self, survey: &SurveyId) -> String {
        match self {
            _ if Place::OF_HOUSE.contains(&self) => format!("/{}", self.word()),
            _ => format!("/surveys/{survey}/{}", self.word()),
        }
    }

    /// Whether a person may see it.
    fn is_open_to(self, person: &Person) -> bool {
        match self {
            Place::Surveys | Place::Account | Place::Questionnaire => true,
            Place::People | Place::Audit | Place::Api | Place::Roles => person.is(Role::Owner),
            Place::Fieldwork
            | Place::Quotas
            | Place::Sample
            | Place::Review
            | Place::Webhooks
            | Place::SurveyAudit => person.is(Role::Manager),
            Place::Trial => person.tries(),
            Place::Data
            | Place::Variables
            | Place::OpenEnds
            | Place::Claims
            | Place::Report
            | Place::Topline
            | Place::Tables
            | Place::Codebook
            | Place::Versions => person.is(Role::Analyst),
        }
    }
}

/// The links to the pages of a survey that a person may see.
pub fn places<'a>(
    person: &'a Person,
    survey: &'a SurveyId,
    lang: &'a str,
) -> impl Iterator<Item = (Place, String, String)> {
    let person = person.at(survey);
    Place::OF_SURVEY
        .into_iter()
        .filter(move |it| it.is_open_to(&person))
        .map(move |it| (it, it.path(survey), t(lang, &format!("desk-{}", it.word()))))
}

/// The language in which somebody reads the desk. One that was asked for in the address is remembered.
pub fn lang() -> &'static str {
    let parts: Parts = expect_context();
    let lang = site_lang(&parts);
    if in_query(&parts, "lang").is_some_and(|it| it == lang) {
        let cookie = cookies::keep_lang(&expect_context(), lang);
        if let (Some(cookie), Some(response)) = (cookie, use_context::<ResponseOptions>()) {
            response.append_header(header::SET_COOKIE, cookie);
        }
    }
    lang
}

/// The frame of the desk.
#[component]
pub fn Desk(
    person: Person,
    lang: &'static str,
    #[prop(into)] title: String,
    place: Place,
    /// The survey that the page is about, and its title.
    #[prop(optional_no_strip)]
    survey: Option<(SurveyId, String)>,
    /// The page's own address, where it is not that of its place.
    #[prop(optional)]
    address: Option<String>,
    children: Children,
) -> impl IntoView {
    let path = match (address, &survey) {
        (Some(address), _) => address,
        (None, Some((id, _))) => place.path(id),
        (None, None) => format!("/{}", place.word()),
    };
    let head = match &survey {
        Some((_, name)) => format!("{title} · {name}"),
        None => title.clone(),
    };
    let of_survey = survey.map(|(id, name)| survey_navigation(&person, &id, name, lang, place));
    let in_house = person.in_house();
    let of_house: Vec<_> = Place::OF_HOUSE
        .into_iter()
        .filter(|it| *it != Place::Account && it.is_open_to(&in_house))
        .map(|it| {
            let current = (it == place).then_some("page");
            view! {
                <a class="desk-bar__page" href=format!("/{}", it.word()) aria-current=current>
                    {t(lang, &format!("desk-{}", it.word()))}
                </a>
            }
        })
        .collect();
    let account = (place == Place::Account).then_some("page");
    view! {
        {layout::head(lang, &head)}
        {(place == Place::Fieldwork).then(|| view! { <Scripts/> })}
        <a class="skip" href="#content">{t(lang, "desk-skip")}</a>
        <header class="desk-bar">
            <nav class="desk-bar__pages" aria-label=t(lang, "desk-navigation")>
                {of_house}
            </nav>
            <div class="desk-bar__person">
                {other_language(lang, &path)}
                <a class="desk-bar__name" href="/account" aria-current=account>{person.name.clone()}</a>
                <form method="post" action="/sign-out">
                    <button>{t(lang, "desk-sign-out")}</button>
                </form>
            </div>
        </header>
        {of_survey}
        <main class="desk" id="content">
            <h1>{title}</h1>
            {children()}
        </main>
    }
}

fn survey_navigation(
    person: &Person,
    survey: &SurveyId,
    name: String,
    lang: &str,
    here: Place,
) -> impl IntoView + use<> {
    let links: Vec<_> = places(person, survey, lang)
        .map(|(place, path, word)| {
            let current = (place == here).then_some("page");
            view! {
                <li>
                    <a href=path aria-current=current>
                        {word}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="survey-bar" aria-label=name.clone()>
            <p class="survey-bar__name">{name.clone()}</p>
            <ul class="survey-bar__pages">{links}</ul>
        </nav>
    }
}

/// The link to the same page in the other language.
pub fn other_language(lang: &str, path: &str) -> impl IntoView + use<> {
    let other = LANGS.into_iter().find(|it| *it != lang).unwrap_or("en");
    let joint = if path.contains('?') { '&' } else { '?' };
    view! {
        <a class="desk-bar__language" href=format!("{path}{joint}lang={other}") lang=other hreflang=other>
            {language_name(other)}
        </a>
    }
}

/// Wakes the islands of the page; only this page may run scripts, and only these.
#[component]
fn Scripts() -> impl IntoView {
    let AppState { options, .. } = expect_context();
    let nonce = use_nonce().map(|it| it.to_string()).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; connect-src 'self'; \
         style-src 'self'; img-src 'self' data:; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let (Ok(policy), Some(response)) = (HeaderValue::from_str(&policy), use_context::<ResponseOptions>()) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
    view! { <HydrationScripts options islands=true/> }
}

/// The frame of the pages before signing in.
#[component]
pub fn Door(
    lang: &'static str,
    #[prop(into)] title: String,
    /// The page's address, for the link to the other language.
    #[prop(into)]
    path: String,
    children: Children,
) -> impl IntoView {
    view! {
        {layout::head(lang, &title)}
        <main class="door" id="content">
            <p class="door__language">{other_language(lang, &path)}</p>
            <h1>{title}</h1>
            {children()}
        </main>
    }
}
