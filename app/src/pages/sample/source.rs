//! `/surveys/{id}/sample/{source}`: one source, its link, its figures, and all that can be set about it.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Query;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::sources::{self, Invited, Key, SourceKind, SourceRow, Which};
use store::surveys::{self, Survey};
use survey::{SurveyId, Token};

use super::people::RowFault;
use super::settings::{self, Typed};
use super::{keys, links, path, people};
use crate::auth::{Manager, Person, guard};
use crate::error::AppError;
use crate::islands::quota_board::DISPOSITIONS;
use crate::pages::desk::counts::counts;
use crate::pages::desk::done::done;
use crate::pages::desk::form::Faults;
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::{draw, in_query, show};
use crate::qr;
use crate::state::AppState;
use crate::words::t;

/// What is said once after something was done.
const DONE: [&str; 6] = ["created", "saved", "closed", "opened", "key-made", "key-retired"];

/// What the page shows.
#[derive(Clone)]
pub struct Shown {
    pub person: Person,
    pub survey: Survey,
    pub origin: String,
    pub row: SourceRow,
    pub keys: Vec<Key>,
    /// Of a list: how many stand how, and the people after the one that the address names.
    pub statuses: BTreeMap<String, i64>,
    pub people: Vec<Invited>,
}

/// What was wrong with what was sent, by its part of the page.
#[derive(Clone, Default)]
pub struct Wrong {
    pub typed: Option<Typed>,
    pub settings: Faults,
    pub keys: Faults,
    pub people: Vec<RowFault>,
}

/// `/surveys/{id}/sample/{source}`
#[component]
pub fn SourcePage() -> impl IntoView {
    let params = use_params_map().read_untracked();
    let (survey, source) =
        (params.get("survey").unwrap_or_default(), params.get("source").unwrap_or_default());
    show(load(survey, source), |shown| page(shown, Wrong::default()))
}

async fn load(survey: String, source: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    shown(&expect_context(), &expect_context(), person, (&SurveyId(survey), &source)).await
}

async fn shown(
    state: &AppState,
    parts: &Parts,
    person: Person,
    (survey, name): (&SurveyId, &str),
) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, survey).await?;
    let source = sources::load(&state.db, &survey.id, name).await?;
    let after = in_query(parts, "after").and_then(|it| it.parse().ok());
    Ok(Shown {
        person,
        origin: state.origin(&parts.headers),
        row: sources::counts(&state.db, &source).await?,
        keys: sources::keys(&state.db, &source).await?,
        statuses: sources::statuses(&state.db, &source).await?,
        people: sources::batch(&state.db, &source, Which::All, after.unwrap_or(0), people::ON_A_PAGE).await?,
        survey,
    })
}

/// The page again, with all that is wrong.
pub async fn again(
    state: &AppState,
    parts: Parts,
    person: Person,
    (survey, name): (&SurveyId, &str),
    wrong: Wrong,
) -> Result<Response, AppError> {
    let shown = shown(state, &parts, person, (survey, name)).await?;
    let again = move || page(shown.clone(), wrong.clone());
    Ok(draw(state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await)
}

fn page(shown: Shown, wrong: Wrong) -> impl IntoView {
    let lang = lang();
    let source = shown.row.source.clone();
    let survey_title = shown.survey.questionnaire.title.get(lang).to_owned();
    let typed = wrong.typed.clone().unwrap_or_else(|| Typed::of(&source));
    let is_list = source.kind == SourceKind::List;
    let people = is_list.then(|| people::section(&shown, wrong.people.clone(), lang));
    view! {
        <Desk
            person=shown.person.clone()
            lang
            title=source.settings.title.clone()
            place=Place::Sample
            survey=Some((shown.survey.id.clone(), survey_title))
            address=path(&shown.survey.id, &source.name)
        >
            <p><a href=Place::Sample.path(&shown.survey.id)>{t(lang, "sample-all")}</a></p>
            {done(lang, "sample-done", &DONE)}
            {link(&shown, lang)}
            {figures(&shown.row, lang)}
            {people}
            {settings::form(&source, typed, wrong.settings, lang)}
            {keys::section(&shown, wrong.keys, lang)}
        </Desk>
    }
}

/// The link that is given out, with its code to print, and the way to close it.
fn link(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let source = &shown.row.source;
    let here = path(&source.survey, &source.name);
    let standing = links::standing(&shown.row);
    let code = (source.kind == SourceKind::Open).then(|| {
        view! {
            <p class="source-code">
                <img src=format!("{here}/qr.svg") alt=t(lang, "sample-qr-alt")/>
                <a href=format!("{here}/qr.svg") download=format!("{}.svg", source.name)>{t(lang, "sample-qr")}</a>
            </p>
        }
    });
    let (action, word) = match source.closed_at {
        None => ("close", "sample-close"),
        Some(_) => ("open", "sample-open"),
    };
    view! {
        <section class="panel">
            <h2>{t(lang, "sample-link")}</h2>
            <p>
                {t(lang, &format!("sample-kind-{}", source.kind.word()))}
                " · "
                <span class="state" data-state=standing>{t(lang, &format!("sample-state-{standing}"))}</span>
            </p>
            <p><code class="copyable">{links::link(&shown.origin, source)}</code></p>
            <p class="hint">{t(lang, &format!("sample-link-{}", source.kind.word()))}</p>
            {code}
            <form method="post" action=format!("{here}/{action}")>
                <button class="button button--quiet">{t(lang, word)}</button>
            </form>
        </section>
    }
}

fn figures(row: &SourceRow, lang: &'static str) -> impl IntoView + use<> {
    let count = |it| row.counts.get(it).copied().unwrap_or_default();
    let named = DISPOSITIONS.map(|it| (t(lang, &format!("disposition-{it}")), count(it)));
    let file = format!("{}/reconciliation.csv", path(&row.source.survey, &row.source.name));
    view! {
        <section class="panel">
            <h2>{t(lang, "sample-figures")}</h2>
            {counts(named)}
            <p>{super::cap(row, lang)}</p>
            <p class="toolbar">
                <a href=file.clone()>{t(lang, "sample-reconciliation")}</a>
                <a href=format!("{file}?excel=1")>{t(lang, "sample-reconciliation-excel")}</a>
            </p>
            <p class="hint">{t(lang, "sample-reconciliation-is")}</p>
        </section>
    }
}

/// `POST /surveys/{id}/sample/{source}`: changes what can be set.
pub async fn change(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path((survey, name)): Path<(String, String)>,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let (survey, now) = (surveys::load(&state.db, &SurveyId(survey)).await?, (state.now)());
    let source = sources::load(&state.db, &survey.id, &name).await?;
    let typed = typed.trimmed();
    let mut settings = match typed.read(&survey.questionnaire) {
        Ok(settings) => settings,
        Err(faults) => {
            let wrong = Wrong { typed: Some(typed), settings: faults, ..Wrong::default() };
            return again(&state, parts, person, (&survey.id, &name), wrong).await;
        }
    };
    settings.signed_arrival &= source.kind != SourceKind::List;
    let signs = settings.signed_arrival || settings.signed_return;
    // First the key: between the two nobody would be believed.
    if signs && sources::secrets(&state.db, &source).await?.is_empty() {
        let secret = keys::secret(&state);
        sources::make_key(&state.db, &survey.id, &name, &secret, &person.name, now).await?;
    }
    sources::change(&state.db, &survey.id, &name, settings, &person.name, now).await?;
    Ok(to(&survey.id, &name, "saved"))
}

/// `POST /surveys/{id}/sample/{source}/close`
pub async fn close(
    manager: Manager,
    state: State<AppState>,
    path: Path<(String, String)>,
) -> Result<Response, AppError> {
    set_open(manager, state, path, false).await
}

/// `POST /surveys/{id}/sample/{source}/open`
pub async fn open(
    manager: Manager,
    state: State<AppState>,
    path: Path<(String, String)>,
) -> Result<Response, AppError> {
    set_open(manager, state, path, true).await
}

async fn set_open(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path((survey, name)): Path<(String, String)>,
    open: bool,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    sources::set_open(&state.db, &survey, &name, open, &person.name, (state.now)()).await?;
    Ok(to(&survey, &name, if open { "opened" } else { "closed" }))
}

/// Back to the page of a source, which says what was done.
pub fn to(survey: &SurveyId, name: &str, done: &str) -> Response {
    Redirect::to(&format!("{}?done={done}", path(survey, name))).into_response()
}

/// `…/qr.svg`, for a person of a list `…/qr.svg?invitation=TOKEN`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Whose {
    invitation: String,
}

/// The link as a QR code. One of a panel has none, since each of its people has a link of their own.
pub async fn code(
    Manager(_): Manager,
    State(state): State<AppState>,
    Path((survey, name)): Path<(String, String)>,
    Query(whose): Query<Whose>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    let (source, origin) = (sources::load(&state.db, &survey, &name).await?, state.origin(&headers));
    let link = match source.kind {
        SourceKind::Open => format!("{origin}/s/{survey}?source={name}"),
        SourceKind::Panel => return Err(AppError::NotFound),
        SourceKind::List => {
            let token = Token::parse(&whose.invitation).ok_or(AppError::NotFound)?;
            let known = sources::invitation(&state.db, &survey, &token).await?;
            known.filter(|it| it.source.name == name).ok_or(AppError::NotFound)?;
            links::personal(&origin, &survey, &token)
        }
    };
    let svg = qr::svg(&link).ok_or(AppError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml; charset=utf-8"))], svg)
        .into_response())
}
