//! Claims: published statements held against the completes, each with its figure, base and interval.

mod drawn;
pub mod files;
mod form;
mod said;

use analysis::claims::{Finding, Unsaid, finding};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use store::texts::{self, Kind, Written};
use survey::claims::Claim;
use survey::{Moment, Problem, SurveyId};
use tokio::task::spawn_blocking;

use super::desk::basis::Basis;
use super::desk::done::done;
use super::desk::form::{FaultCount, Faults};
use super::desk::whom::Whom;
use super::desk::{Desk, Place, lang, upload};
use super::{address, draw, show};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::variables::with_added;
use crate::words::t;

/// What a file of claims may weigh; more is refused where it is read anyway.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    basis: Basis,
    /// The newest text, and who put which there and when.
    kept: Option<Written>,
    history: Vec<(i64, String, Moment)>,
    held: Held,
}

/// Claims held against the completes.
#[derive(Clone, Default)]
struct Held {
    claims: Vec<(Claim, Result<Finding, Unsaid>)>,
    /// What is wrong with the text; the rest of it is held.
    problems: Vec<Problem>,
}

/// A text that was not taken, with what is wrong with it.
#[derive(Clone, Default)]
struct Wrong {
    text: String,
    /// The number of the text that it was made of, 0 for none.
    was: i64,
    problems: Vec<Problem>,
    faults: Faults,
}

/// `/surveys/{id}/claims?filter=&weight=&rehearsal=`
#[component]
pub fn ClaimsPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, None))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    shown(&state, person, &SurveyId(survey), Whom::read(&parts)).await
}

async fn shown(state: &AppState, person: Person, survey: &SurveyId, whom: Whom) -> Result<Shown, AppError> {
    let basis = Basis::load(state, survey, whom).await?;
    let kept = texts::newest(&state.db, survey, Kind::Claims).await?;
    let history = texts::history(&state.db, survey, Kind::Claims).await?;
    let held = match &kept {
        Some(it) => held(basis.clone(), it.text.clone()).await?,
        None => Held::default(),
    };
    Ok(Shown { person, basis, kept, history, held })
}

/// Holds the claims of a text against those who are asked for.
async fn held(basis: Basis, text: String) -> Result<Held, AppError> {
    let holding = spawn_blocking(move || {
        let Basis { survey, snapshot, counted, .. } = basis;
        let (claims, problems) = survey::claims::read(&text, &survey.questionnaire);
        let (is_in, weights) = (counted.is_in.as_deref(), counted.weights.as_deref());
        let find = |it: Claim| {
            let found = finding(&snapshot.columns, &survey.questionnaire, &it, is_in, weights);
            (it, found)
        };
        Held { claims: claims.into_iter().map(find).collect(), problems }
    });
    Ok(holding.await?)
}

fn page(shown: Shown, wrong: Option<Wrong>) -> impl IntoView {
    let lang = lang();
    let Basis { survey: Survey { id, questionnaire, .. }, whom, mut faults, .. } = shown.basis.clone();
    let title = questionnaire.title.get(lang).to_owned();
    let here = address(&Place::Claims.path(&id), whom.pairs());
    faults.0.extend(wrong.iter().flat_map(|it| it.faults.0.clone()));
    let statements = shown.kept.is_some().then(|| (toolbar(&shown, lang), drawn::paper(&shown, lang)));
    let form = form::form(&shown, wrong, lang);
    view! {
        <Desk
            person=shown.person
            lang
            title=t(lang, "desk-claims")
            place=Place::Claims
            survey=Some((id, title))
            address=here
        >
            {done(lang, "claims-done", &["put", "same"])}
            <FaultCount lang faults/>
            {statements}
            {form}
        </Desk>
    }
}

/// What may be chosen; whatever was is in the address.
fn toolbar(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let Basis { survey, weights, whom, faults, .. } = &shown.basis;
    let path = Place::Claims.path(&survey.id);
    let file = address(&format!("{path}.csv"), whom.pairs());
    view! {
        <form class="toolbar topline-form" method="get" action=path>
            {whom.filter_field(&survey.questionnaire, faults, lang)}
            <div class="form--line">{whom.weight_field(weights, faults, lang)}</div>
            {whom.rehearsal_field(lang)}
            <button class="button">{t(lang, "topline-show")}</button>
            <a href=file download="">{t(lang, "claims-file")}</a>
            <p class="hint">{t(lang, "topline-print")}</p>
        </form>
    }
}

/// `POST /surveys/{id}/claims`: keeps a text, unless no claim in it can be read.
pub async fn put(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    multipart: Multipart,
) -> Result<Response, AppError> {
    let survey = surveys::load(&state.db, &SurveyId(survey)).await?;
    let survey = with_added(&state.db, survey).await?;
    let (text, was) = match form::text(upload::fields(multipart, MOST_BYTES).await?) {
        Ok(it) => it,
        Err(wrong) => return again(&state, parts, person, &survey.id, wrong).await,
    };
    let (claims, problems) = survey::claims::read(&text, &survey.questionnaire);
    let wrong = |text: String, word: &str| Wrong {
        text,
        was: was.unwrap_or_default(),
        problems,
        faults: Faults::one("text", word),
    };
    if claims.is_empty() {
        return again(&state, parts, person, &survey.id, wrong(text, "claims-none-read")).await;
    }
    let put = texts::put(&state.db, &survey.id, Kind::Claims, (&text, was), &person.name, (state.now)());
    let word = match put.await {
        Ok(true) => "put",
        Ok(false) => "same",
        Err(store::Error::Stale) => {
            return again(&state, parts, person, &survey.id, wrong(text, "claims-stale")).await;
        }
        Err(err) => return Err(err.into()),
    };
    Ok(Redirect::to(&format!("{}?done={word}", Place::Claims.path(&survey.id))).into_response())
}

async fn again(
    state: &AppState,
    parts: Parts,
    person: Person,
    survey: &SurveyId,
    wrong: Wrong,
) -> Result<Response, AppError> {
    let shown = shown(state, person, survey, Whom::default()).await?;
    let page = move || page(shown.clone(), Some(wrong.clone()));
    Ok(draw(state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await)
}
