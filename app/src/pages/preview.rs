//! A preview: the questionnaire as a respondent sees it, and beside it what was asked and why. It counts for nothing.

mod why;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Redirect;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::surveys;
use store::trials::previews::{self, Act, Of};
use survey::preview::{Preview, Room};
use survey::{Questionnaire, RawAnswers, Reading, SurveyId, route};

use super::desk::{Place, lang, other_language};
use super::interview::{ending, form, page};
use super::{in_query, show};
use crate::auth::{Person, guard};
use crate::components::layout::Sheet;
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{LANGS, mark, preferred, t};

/// The address of a survey's preview.
pub fn path(survey: &SurveyId) -> String {
    format!("/surveys/{survey}/preview")
}

/// What the page shows.
struct Shown {
    person: Person,
    survey: SurveyId,
    questionnaire: Arc<Questionnaire>,
    preview: Preview,
}

/// `/surveys/{id}/preview`
#[component]
pub fn PreviewPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(SurveyId(survey)), |shown| {
        let desk_lang = lang();
        let Shown { person, survey, questionnaire, preview } = shown;
        let why = why::panel(&survey, &questionnaire, &preview, desk_lang);
        view! {
            {bar(&person, &survey, desk_lang)}
            <div class="preview">
                <div class="preview__paper">{paper(&survey, &questionnaire, &preview)}</div>
                {why}
            </div>
        }
    })
}

async fn load(survey: SurveyId) -> Result<Shown, AppError> {
    let person: Person = guard().await?;
    let (AppState { db, now, .. }, parts): (AppState, Parts) = (expect_context(), expect_context());
    let questionnaire = surveys::load(&db, &survey).await?.questionnaire;
    let lang = preferred(&parts.headers, parts.uri.query(), &questionnaire.langs);
    let of = of(&person, &survey, lang, None);
    let preview = previews::load(&db, &of, now()).await?;
    Ok(Shown { person, survey, questionnaire, preview })
}

/// Whose preview. Until something is kept of it, its orders come from who it is, so that they stay when the
/// page is drawn again.
fn of(person: &Person, survey: &SurveyId, lang: Option<String>, seed: Option<u128>) -> Of {
    let seed = seed.map_or(person.id.0.unsigned_abs(), |it| it as u64);
    Of { person: person.id, survey: survey.clone(), seed, lang }
}

/// Says that this is no interview, and leads back.
fn bar(person: &Person, survey: &SurveyId, lang: &'static str) -> impl IntoView + use<> {
    let (back, back_word) = match person.tries() {
        true => (Place::Trial, "preview-back-trial"),
        false => (Place::Questionnaire, "preview-back-questionnaire"),
    };
    view! {
        <header class="preview-bar" lang=lang>
            <p><strong>{t(lang, "preview-title")}</strong>" "{t(lang, "preview-counts-nothing")}</p>
            <nav class="preview-bar__links" aria-label=t(lang, "desk-navigation")>
                <a href=back.path(survey)>{t(lang, back_word)}</a>
                <a href="#why">{t(lang, "preview-why")}</a>
                {other_language(lang, &path(survey))}
            </nav>
        </header>
    }
}

/// What a respondent would see now.
fn paper(survey: &SurveyId, questionnaire: &Questionnaire, preview: &Preview) -> AnyView {
    let interview = &preview.interview;
    if interview.disposition.is_end() {
        let parts: Parts = expect_context();
        // Where a page has no form to say it with, the address names the language.
        let asked = in_query(&parts, "lang").filter(|it| questionnaire.langs.contains(it));
        let lang = asked.as_deref().unwrap_or(&interview.lang);
        return ending::end_page(questionnaire, &interview.disposition, lang, None);
    }
    let at = interview.page as usize;
    if !route::has_something(&Reading::new(questionnaire, interview), at) {
        return nothing(questionnaire, preview);
    }
    let view = survey::view::page(questionnaire, interview);
    page::page(
        questionnaire,
        &view,
        &interview.lang,
        page::Form { action: path(survey), ..page::Form::default() },
    )
}

/// Instead of a page that somebody went to and that asks nothing, by its conditions.
fn nothing(questionnaire: &Questionnaire, preview: &Preview) -> AnyView {
    let interview = &preview.interview;
    let lang = &interview.lang;
    let title = questionnaire.title.get(lang).to_owned();
    let name = questionnaire.pages[interview.page as usize].name.clone();
    let main = view! {
        <main class="ending" lang=mark(lang)>
            <h1>{t(lang, "preview-nothing")}</h1>
            <p><code>{name}</code></p>
            <p>{t(lang, "preview-nothing-do")}</p>
        </main>
    }
    .into_any();
    view! {
        <Sheet lang=lang.clone() title contact=questionnaire.contact.get(lang).to_owned()>
            {main}
        </Sheet>
    }
    .into_any()
}

/// `POST /surveys/{id}/preview`: a page, as an interview takes it.
pub async fn submit(
    person: Person,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Redirect, AppError> {
    let raw = RawAnswers::from(form::pairs(&headers, body)?);
    act((&person, &headers), &state, SurveyId(survey), None, Act::Post(raw)).await
}

/// The page to go to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Jump {
    page: String,
}

/// `POST /surveys/{id}/preview/jump`
pub async fn jump(
    person: Person,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    headers: HeaderMap,
    Form(Jump { page }): Form<Jump>,
) -> Result<Redirect, AppError> {
    act((&person, &headers), &state, SurveyId(survey), None, Act::Jump(page)).await
}

/// What gates say: `free` or `full`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Gate {
    gate: String,
}

/// `POST /surveys/{id}/preview/gate`
pub async fn gate(
    person: Person,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    headers: HeaderMap,
    Form(Gate { gate }): Form<Gate>,
) -> Result<Redirect, AppError> {
    let room = if gate == "full" { Room::Full } else { Room::Free };
    act((&person, &headers), &state, SurveyId(survey), None, Act::Gate(room)).await
}

/// `POST /surveys/{id}/preview/beginning`: begins again, with other orders.
pub async fn begin_again(
    person: Person,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    headers: HeaderMap,
) -> Result<Redirect, AppError> {
    let seed = (state.random)();
    act((&person, &headers), &state, SurveyId(survey), Some(seed), Act::Begin(None)).await
}

async fn act(
    (person, headers): (&Person, &HeaderMap),
    state: &AppState,
    survey: SurveyId,
    seed: Option<u128>,
    act: Act,
) -> Result<Redirect, AppError> {
    // One that begins is kept in the language in which it was drawn.
    let of = of(person, &survey, preferred(headers, None, &LANGS), seed);
    previews::act(&state.db, of, act, (state.now)()).await?;
    Ok(Redirect::to(&path(&survey)))
}
