//! Variables that analysts add: filters saved by name, derived variables, and the codes of texts.

mod filter;
mod list;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::surveys::{self, Survey};
use store::texts::{self, Kind, Written};
use survey::{Moment, Problem, Questionnaire, Severity, SurveyId};

use super::desk::done::done;
use super::desk::form::{FaultCount, Faults};
use super::desk::history::history;
use super::desk::problems::problems;
use super::desk::{Desk, Place, lang};
use super::{draw, in_query, show};
use crate::auth::{Analyst, Person, guard};
use crate::components::in_textarea;
use crate::download;
use crate::error::AppError;
use crate::state::AppState;
use crate::variables::{added, published};
use crate::words::t;

use filter::Filter;
pub use filter::save;

/// The form with the text of the variables may weigh so much.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Variables as they are written.
const EXAMPLE: &str = "young_women:
  label: {zh: 年轻女性, en: Young women}
  calc: sex == 2 and age <= 30
age3:
  label: {zh: 三个年龄段, en: Three age bands}
  when: {1: age < 31, 2: age in 31..50, 3: age > 50}
  choices: {1: {zh: 30岁及以下, en: Up to 30}, 2: {zh: 31-50岁, en: 31 to 50}, 3: {zh: 50岁以上, en: Over 50}}";

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    /// The newest text.
    kept: Option<Written>,
    /// Who wrote which text and when.
    history: Vec<(i64, String, Moment)>,
    /// The newest version with what it adds, and what is wrong with it.
    questionnaire: Questionnaire,
    problems: Vec<Problem>,
}

/// What was typed and not taken.
#[derive(Clone, Default)]
struct Wrong {
    text: Option<String>,
    /// The number of the text that it was made of, which whoever typed has seen.
    was: Option<i64>,
    problems: Vec<Problem>,
    filter: Filter,
    faults: Faults,
}

/// `/surveys/{id}/variables?filter=`
#[component]
pub fn VariablesPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| {
        let parts: Parts = expect_context();
        let condition = in_query(&parts, "filter").unwrap_or_default();
        let filter = Filter::of(condition);
        page(shown, Wrong { filter, ..Wrong::default() })
    })
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    shown(&expect_context(), person, &SurveyId(survey)).await
}

async fn shown(state: &AppState, person: Person, survey: &SurveyId) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, survey).await?;
    let kept = texts::newest(&state.db, &survey.id, Kind::Variables).await?;
    let history = texts::history(&state.db, &survey.id, Kind::Variables).await?;
    let text = kept.as_ref().map_or("", |it| it.text.as_str());
    let versions = published(&state.db, &survey).await?;
    let (questionnaire, problems) = added(&state.db, &survey.id, &versions, text).await?;
    Ok(Shown { person, survey, kept, history, questionnaire, problems })
}

fn page(shown: Shown, wrong: Wrong) -> impl IntoView {
    let lang = lang();
    let title = shown.survey.questionnaire.title.get(lang).to_owned();
    let survey = Some((shown.survey.id.clone(), title));
    let address = Place::Variables.path(&shown.survey.id);
    let list = list::list(&shown, lang);
    let filter = filter::form(&shown, &wrong, lang);
    let faults = wrong.faults.clone();
    let text = text(&shown, wrong, lang);
    view! {
        <Desk
            person=shown.person
            lang
            title=t(lang, "desk-variables")
            place=Place::Variables
            survey
            address
        >
            {done(lang, "variables-done", &["put", "same", "saved"])}
            <FaultCount lang faults/>
            <section class="panel">
                <p class="hint">{t(lang, "variables-is")}</p>
                {list}
            </section>
            {filter}
            {text}
        </Desk>
    }
}

/// The whole text, to be changed.
fn text(shown: &Shown, wrong: Wrong, lang: &'static str) -> impl IntoView + use<> {
    let kept = shown.kept.as_ref();
    let text = wrong.text.unwrap_or_else(|| kept.map(|it| it.text.clone()).unwrap_or_default());
    let found = if wrong.problems.is_empty() { &shown.problems } else { &wrong.problems };
    let found = problems(&text, found, lang);
    let was = wrong.was.unwrap_or_else(|| kept.map_or(0, |it| it.id));
    let fault = wrong.faults.of("text", lang);
    let is_wrong = fault.is_some();
    let path = Place::Variables.path(&shown.survey.id);
    let zone = &shown.survey.settings.time_zone;
    let history = history(&shown.history, (&path, "variables.yaml"), zone, lang);
    view! {
        <section class="panel" id="text-of-all">
            <h2>{t(lang, "variables-text")}</h2>
            <p class="hint" id="text-hint">{t(lang, "variables-text-hint")}</p>
            <pre class="variables__example" tabindex="0" role="region" aria-label=t(lang, "variables-example")>
                <code>{EXAMPLE}</code>
            </pre>
            {found}
            <form method="post" action=path class="form">
                <input type="hidden" name="was" value=was/>
                <div class="field">
                    <label for="text">{t(lang, "variables-text-label")}</label>
                    {fault.map(|it| view! { <p class="fault" id="text-fault">{it}</p> })}
                    <textarea
                        id="text"
                        name="text"
                        class="variables__text"
                        rows="14"
                        spellcheck="false"
                        autocomplete="off"
                        aria-invalid=is_wrong.then_some("true")
                        aria-describedby=if is_wrong { "text-hint text-fault" } else { "text-hint" }
                    >
                        {in_textarea(&text)}
                    </textarea>
                </div>
                <button class="button">{t(lang, "variables-put")}</button>
            </form>
            {history}
        </section>
    }
}

/// What is sent to change the whole text.
#[derive(Deserialize)]
pub struct Typed {
    text: String,
    /// The number of the text that it was made of.
    #[serde(default)]
    was: i64,
}

/// `POST /surveys/{id}/variables`: keeps a text that has no error.
pub async fn put(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let survey = surveys::load(&state.db, &SurveyId(survey)).await?;
    let text = typed.text.replace("\r\n", "\n").trim_end().to_owned();
    let versions = published(&state.db, &survey).await?;
    let (_, found) = added(&state.db, &survey.id, &versions, &text).await?;
    let wrong = |word: &str, problems: Vec<Problem>| Wrong {
        text: Some(text.clone()),
        was: Some(typed.was),
        problems,
        faults: Faults::one("text", word),
        ..Wrong::default()
    };
    if found.iter().any(|it| it.severity == Severity::Error) {
        return again(&state, parts, person, &survey.id, wrong("variables-faulty", found)).await;
    }
    let put = texts::put(
        &state.db,
        &survey.id,
        Kind::Variables,
        (&text, Some(typed.was)),
        &person.name,
        (state.now)(),
    );
    match put.await {
        Ok(is_new) => Ok(leads_back(&survey.id, if is_new { "put" } else { "same" })),
        Err(store::Error::Stale) => {
            again(&state, parts, person, &survey.id, wrong("variables-stale", Vec::new())).await
        }
        Err(err) => Err(err.into()),
    }
}

/// `/surveys/{id}/variables/{text}/variables.yaml`: a text as it was written.
pub async fn file(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, text)): Path<(String, String)>,
) -> Result<Response, AppError> {
    download::written(&state, &person.name, &SurveyId(survey), (Kind::Variables, &text), "variables.yaml")
        .await
}

fn leads_back(survey: &SurveyId, word: &str) -> Response {
    Redirect::to(&format!("{}?done={word}", Place::Variables.path(survey))).into_response()
}

async fn again(
    state: &AppState,
    parts: Parts,
    person: Person,
    survey: &SurveyId,
    wrong: Wrong,
) -> Result<Response, AppError> {
    let shown = shown(state, person, survey).await?;
    let page = move || page(shown.clone(), wrong.clone());
    Ok(draw(state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await)
}
