//! Links, sources, panels: where respondents come from, how many came, and registering one more source.

pub mod addresses;
pub mod files;
pub mod keys;
mod links;
pub mod list;
pub mod people;
mod settings;
pub mod source;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::sources::{self, Counts, SourceKind, SourceRow};
use store::surveys::{self, Survey};
use survey::SurveyId;
use validator::{Validate, ValidationError};

use super::desk::form::{Choose, FaultCount, Faults, Field, fault};
use super::desk::{Desk, Place, lang};
use super::{draw, show};
use crate::auth::{Manager, Person, guard};
use crate::components::meter::Meter;
use crate::error::AppError;
use crate::islands::quota_board::DISPOSITIONS;
use crate::state::AppState;
use crate::words::{t, t_with};

/// What is typed to register a source.
#[derive(Clone, Deserialize, Validate)]
#[serde(default)]
pub struct NewSource {
    #[validate(custom(function = is_name))]
    name: String,
    #[validate(length(min = 1, max = 100, message = "sample-title-length"))]
    title: String,
    #[validate(custom(function = is_kind))]
    kind: String,
}

impl Default for NewSource {
    fn default() -> Self {
        NewSource { name: String::new(), title: String::new(), kind: SourceKind::Open.word().to_owned() }
    }
}

/// A name stands in links, files and addresses: letters, digits and hyphens, so that it is the same in all.
fn is_name(name: &str) -> Result<(), ValidationError> {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-_".contains(&it);
    fault((1..=40).contains(&name.len()) && name.bytes().all(fits), "sample-name-wrong")
}

fn is_kind(kind: &str) -> Result<(), ValidationError> {
    fault(SourceKind::parse(kind).is_some(), "sample-kind-wrong")
}

/// The address of a source's page.
pub fn path(survey: &SurveyId, source: &str) -> String {
    format!("/surveys/{survey}/sample/{source}")
}

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    origin: String,
    sources: Vec<SourceRow>,
    /// Interviews that came by no registered source.
    others: Vec<(Option<String>, Counts)>,
}

/// `/surveys/{id}/sample`
#[component]
pub fn SamplePage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, NewSource::default(), Faults::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    shown(&expect_context(), &expect_context(), person, &SurveyId(survey)).await
}

async fn shown(
    state: &AppState,
    parts: &Parts,
    person: Person,
    survey: &SurveyId,
) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, survey).await?;
    let (sources, others) = sources::list(&state.db, &survey.id).await?;
    Ok(Shown { person, origin: state.origin(&parts.headers), survey, sources, others })
}

fn page(shown: Shown, typed: NewSource, faults: Faults) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, origin, sources, others } = shown;
    let title = survey.questionnaire.title.get(lang).to_owned();
    let action = Place::Sample.path(&survey.id);
    let kinds =
        SourceKind::ALL.map(|it| (it.word().to_owned(), t(lang, &format!("sample-kind-{}-is", it.word()))));
    view! {
        <Desk
            person
            lang
            title=t(lang, "sample-title")
            place=Place::Sample
            survey=Some((survey.id.clone(), title))
        >
            {table(&survey.id, &origin, sources, others, lang)}
            <section class="panel" id="new">
                <h2>{t(lang, "sample-new")}</h2>
                <FaultCount lang faults=faults.clone()/>
                <form method="post" action=action class="form">
                    <Choose lang name="kind" word="sample-kind" choices=kinds.to_vec() chosen=typed.kind faults=faults.clone()/>
                    <Field lang name="title" word="sample-field-title" hint=true typed=typed.title faults=faults.clone()/>
                    <Field lang name="name" word="sample-name" hint=true typed=typed.name faults/>
                    <button class="button">{t(lang, "sample-create")}</button>
                </form>
            </section>
        </Desk>
    }
}

/// Every interview of the survey stands in one row of this table.
fn table(
    survey: &SurveyId,
    origin: &str,
    sources: Vec<SourceRow>,
    others: Vec<(Option<String>, Counts)>,
    lang: &'static str,
) -> AnyView {
    if sources.is_empty() && others.is_empty() {
        let link = format!("{origin}/s/{survey}");
        return view! {
            <section class="panel">
                <p>{t(lang, "sample-none")}</p>
                <p><code class="copyable">{link}</code></p>
            </section>
        }
        .into_any();
    }
    let registered: Vec<_> = sources.into_iter().map(|it| row(survey, origin, it, lang)).collect();
    let others: Vec<_> = others.into_iter().map(|(name, counts)| other(name, &counts, lang)).collect();
    let heads: Vec<_> = DISPOSITIONS
        .map(|it| view! { <th scope="col" class="tabular">{t(lang, &format!("disposition-{it}"))}</th> })
        .to_vec();
    view! {
        <section class="panel">
            <h2>{t(lang, "sample-sources")}</h2>
            <div class="scroller" tabindex="0" role="region" aria-label=t(lang, "sample-sources")>
                <table class="sources">
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "sample-source")}</th>
                            <th scope="col">{t(lang, "sample-cap")}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>
                        {registered}
                        {others}
                    </tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(survey: &SurveyId, origin: &str, row: SourceRow, lang: &'static str) -> impl IntoView + use<> {
    let link = links::link(origin, &row.source);
    let settings = &row.source.settings;
    let state = links::standing(&row);
    view! {
        <tr>
            <th scope="row">
                <a href=path(survey, &row.source.name)>{settings.title.clone()}</a>
                <p class="hint">
                    {t(lang, &format!("sample-kind-{}", row.source.kind.word()))}
                    " · "
                    <span class="state" data-state=state>{t(lang, &format!("sample-state-{state}"))}</span>
                </p>
                <code class="copyable">{link}</code>
            </th>
            <td>{cap(&row, lang)}</td>
            {figures(&row.counts)}
        </tr>
    }
}

/// How much of its cap a source has filled.
fn cap(row: &SourceRow, lang: &'static str) -> AnyView {
    let Some(cap) = row.source.settings.cap else {
        return view! { <span class="hint">{t(lang, "sample-no-cap")}</span> }.into_any();
    };
    let completes = row.places.completes;
    let percent = if cap == 0 { 100 } else { (completes * 100 / cap).clamp(0, 100) };
    let words = t_with(lang, "sample-cap-is", &[("completes", completes.into()), ("cap", cap.into())]);
    let held = (row.places.reserved > 0)
        .then(|| t_with(lang, "sample-held", &[("count", row.places.reserved.into())]));
    view! {
        <div class="source-cap">
            <span>{words.clone()}</span>
            <Meter label=t(lang, "sample-cap") words percent=u8::try_from(percent).unwrap_or(100)/>
            {held.map(|it| view! { <span class="hint">{it}</span> })}
        </div>
    }
    .into_any()
}

/// Interviews that came by a name that nobody registered, or by none.
fn other(name: Option<String>, counts: &Counts, lang: &'static str) -> impl IntoView + use<> {
    let (title, hint) = match name {
        Some(name) => (view! { <code>{name}</code> }.into_any(), "sample-unregistered"),
        None => (view! { <span>{t(lang, "sample-no-source")}</span> }.into_any(), "sample-no-source-is"),
    };
    view! {
        <tr>
            <th scope="row">{title}<p class="hint">{t(lang, hint)}</p></th>
            <td></td>
            {figures(counts)}
        </tr>
    }
}

fn figures(counts: &Counts) -> Vec<AnyView> {
    DISPOSITIONS
        .into_iter()
        .map(|it| {
            let count = counts.get(it).copied().unwrap_or_default();
            view! { <td class="tabular">{count}</td> }.into_any()
        })
        .collect()
}

/// `POST /surveys/{id}/sample`: registers a source.
pub async fn create(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(mut typed): Form<NewSource>,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    typed.name = typed.name.trim().to_owned();
    typed.title = typed.title.trim().to_owned();
    let mut faults: Faults = typed.validate().err().map(Faults::from).unwrap_or_default();
    if let (true, Some(kind)) = (faults.0.is_empty(), SourceKind::parse(&typed.kind)) {
        let new = (typed.name.as_str(), kind, typed.title.as_str());
        match sources::create(&state.db, &survey, new, &person.name, (state.now)()).await {
            Ok(()) => return Ok(Redirect::to(&path(&survey, &typed.name)).into_response()),
            Err(store::Error::Taken(_)) => faults = Faults::one("name", "sample-name-taken"),
            Err(err) => return Err(err.into()),
        }
    }
    // As they stand in the form.
    faults.0.sort_by_key(|(field, _)| ["kind", "title", "name"].iter().position(|it| it == field));
    let shown = shown(&state, &parts, person, &survey).await?;
    let again = move || page(shown.clone(), typed.clone(), faults.clone());
    Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await)
}
