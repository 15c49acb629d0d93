//! One data file: its page, which looks again by itself while it is made, its manifest, and the file.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_params_map;
use store::exports::{self, Run, RunState};
use store::surveys::{self, Survey};
use survey::SurveyId;

use super::runs::{bar, buttons, in_words, size, state, title};
use super::{path, wait};
use crate::auth::{Analyst, Person, guard};
use crate::download;
use crate::error::AppError;
use crate::export::{self, Wanted};
use crate::pages::desk::time::time;
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::{draw, show};
use crate::state::AppState;
use crate::words::t;

/// Seconds after which the page looks again.
const LOOKS_AGAIN: HeaderValue = HeaderValue::from_static("2");

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    run: Run,
}

/// `/surveys/{id}/data/{run}`
#[component]
pub fn RunPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let survey = params.get("survey").unwrap_or_default();
    let run = params.get("run").unwrap_or_default();
    show(load(survey, run), page)
}

async fn load(survey: String, run: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let AppState { db, .. } = expect_context();
    let survey = surveys::load(&db, &SurveyId(survey)).await?;
    let run = export::run(&db, &survey.id, &run).await?;
    Ok(Shown { person, survey, run })
}

fn page(shown: Shown) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, run } = shown;
    let is_over = matches!(run.state, RunState::Done | RunState::Failed);
    if !is_over && let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(header::REFRESH, LOOKS_AGAIN);
    }
    let name = survey.questionnaire.title.get(lang).to_owned();
    let address = path(&survey.id, run.id);
    let kind = match (run.state, run.is_here()) {
        (RunState::Failed, _) => Some("fault"),
        (_, true) => Some("done"),
        _ => None,
    };
    let manifest = run.manifest.is_some().then(|| {
        let link = format!("{address}/manifest.json");
        view! { <p><a href=link>{t(lang, "data-manifest")}</a></p> }
    });
    view! {
        <Desk
            person
            lang
            title=title(&run, lang)
            place=Place::Data
            address=address
            survey=Some((survey.id.clone(), name))
        >
            <p class="notice" data-kind=kind role="status">{state(&run, lang)}</p>
            <section class="panel">
                {bar(&run, lang)}
                <div class="toolbar">{buttons(&survey.id, &run, lang)}</div>
                <dl class="facts">{facts(&run, &survey, lang)}</dl>
                {manifest}
                <p><a href=Place::Data.path(&survey.id)>{t(lang, "data-back")}</a></p>
            </section>
        </Desk>
    }
}

/// What is known of the file.
fn facts(run: &Run, survey: &Survey, lang: &'static str) -> impl IntoView + use<> {
    let zone = &survey.settings.time_zone;
    let fact = |word: &str, value: AnyView| {
        view! {
            <div>
                <dt>{t(lang, &format!("data-fact-{word}"))}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let said = |word: &str, value: String| fact(word, value.into_any());
    let since = (run.since > 0).then(|| said("since", run.since.to_string()));
    let manifest = run.manifest.as_ref().map(|it| {
        let hash = view! { <code class="copyable">{it.sha256.clone()}</code> };
        (
            said("file", it.file.clone()),
            said("cases", it.cases.to_string()),
            said("bytes", format!("{} ({})", it.bytes, size(it.bytes))),
            fact("sha256", hash.into_any()),
        )
    });
    let ended = run.ended_at.map(|it| fact("ended", time(it, zone).into_any()));
    let gone = run.gone_at.map(|it| fact("gone", time(it, zone).into_any()));
    view! {
        {manifest}
        {run.name.clone().map(|it| said("name", it))}
        {said("wanted", in_words(&Wanted::parse(&run.wanted), lang))}
        {said("snapshot", run.snapshot.to_string())}
        {since}
        {fact("taken", time(run.taken_at, zone).into_any())}
        {said("version", run.version.clone())}
        {said("who", run.who.clone())}
        {ended}
        {gone}
    }
}

/// `POST /surveys/{id}/data/{run}/again`: the same file of the same snapshot.
pub async fn again(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, run)): Path<(String, String)>,
) -> Result<Redirect, AppError> {
    let survey = SurveyId(survey);
    let run = export::run(&state.db, &survey, &run).await?;
    match exports::again(&state.db, &survey, run.id).await {
        Ok(()) => {
            download::note(&state, &person.name, Some(&survey), format!("export {}, again", run.id)).await?;
            wait(&state.db, &survey, run.id).await?;
        }
        // It is being made already: its page says how far it is.
        Err(store::Error::Stale) => {}
        Err(err) => return Err(err.into()),
    }
    Ok(Redirect::to(&path(&survey, run.id)))
}

/// `GET /surveys/{id}/data/{run}/file`
pub async fn file(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, run)): Path<(String, String)>,
    parts: Parts,
) -> Result<Response, AppError> {
    let survey = surveys::load(&state.db, &SurveyId(survey)).await?;
    let run = export::run(&state.db, &survey.id, &run).await?;
    if run.state == RunState::Done && run.gone_at.is_some() {
        // Its page, which says so and makes it again.
        let shown = Shown { person, survey, run };
        return Ok(draw(&state, parts, StatusCode::GONE, move || page(shown.clone())).await);
    }
    let Some(manifest) = run.manifest.as_ref().filter(|_| run.is_here()) else {
        return Err(AppError::NotFound);
    };
    let answer = export::file(&state, &run).await?;
    download::note(&state, &person.name, Some(&survey.id), manifest.file.clone()).await?;
    Ok(answer)
}

/// `GET /surveys/{id}/data/{run}/manifest.json`
pub async fn manifest(
    Analyst(_): Analyst,
    State(state): State<AppState>,
    Path((survey, run)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    let run = export::run(&state.db, &survey, &run).await?;
    let Some(manifest) = &run.manifest else { return Err(AppError::NotFound) };
    Ok(Json(serde_json::json!({
        "survey": survey.0,
        "version": run.version,
        "file": manifest.file,
        "cases": manifest.cases,
        "bytes": manifest.bytes,
        "sha256": manifest.sha256,
        "snapshot": run.snapshot,
        "since": run.since,
        "taken_at": analysis::export::csv::time(run.taken_at),
        "wanted": Wanted::parse(&run.wanted).as_said().query(),
    }))
    .into_response())
}
