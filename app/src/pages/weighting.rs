//! Rim weighting at the desk: margins from the questionnaire or typed in, what they come to, and then a set of weights.

mod fit;
mod form;
mod known;
pub mod made;
mod result;
mod typed;

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use store::weights::{self, NewWeights};
use survey::questionnaire::Text;
use survey::weighting::Made;
use survey::{Questionnaire, SurveyId};
use tokio::task::spawn_blocking;

use super::desk::{Desk, Place, lang};
use super::{draw, in_query, show};
use crate::auth::{Analyst, Person, guard};
use crate::columns::Snapshot;
use crate::error::AppError;
use crate::state::AppState;
use crate::variables::with_added;
use crate::words::t;
use fit::Fitted;
use known::Known;
use typed::{Fault, Typed};

/// The page's address.
pub fn path(survey: &SurveyId) -> String {
    format!("/surveys/{survey}/weighting")
}

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    questionnaire: Arc<Questionnaire>,
    typed: Typed,
    faults: Vec<Fault>,
    /// What the margins come to, where somebody wanted to look.
    fitted: Option<Arc<Fitted>>,
}

/// `/surveys/{id}/weighting?from=&again=`: empty, or with the margins of the questionnaire or of a set that is there.
#[component]
pub fn WeightingPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), page)
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let survey = with_added(&state.db, surveys::load(&state.db, &SurveyId(survey)).await?).await?;
    let named = |name| in_query(&parts, name).unwrap_or_default();
    let (from, again) = (named("from"), named("again"));
    let sets = weights::list(&state.db, &survey.id).await?;
    let of_file = survey.questionnaire.weights.iter().find(|it| it.name == from);
    let of_set = sets.into_iter().find(|it| it.name == again).and_then(|it| Some((it.name, it.made?)));
    let typed = match (of_file, of_set) {
        (Some(it), _) => Typed::of(&it.name, &it.margins, it.cap, false, lang()),
        (None, Some((name, made))) => Typed::of(&name, &made.margins, made.cap, made.rehearsal, lang()),
        (None, None) => Typed::default(),
    };
    let questionnaire = Arc::clone(&survey.questionnaire);
    Ok(Shown { person, survey, questionnaire, typed, faults: Vec::new(), fitted: None })
}

fn page(shown: Shown) -> impl IntoView {
    let lang = lang();
    let title = shown.survey.questionnaire.title.get(lang).to_owned();
    let here = path(&shown.survey.id);
    let fitted = shown.fitted.as_ref().map(|it| result::result(it, lang));
    let form = form::form(&shown, lang);
    view! {
        <Desk
            person=shown.person
            lang
            title=t(lang, "weighting-title")
            place=Place::Data
            address=here
            survey=Some((shown.survey.id, title))
        >
            {fitted}
            {form}
        </Desk>
    }
}

/// `POST /surveys/{id}/weighting`: one more margin, what the margins come to, or a set of weights that is kept.
pub async fn post(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let survey = with_added(&state.db, surveys::load(&state.db, &SurveyId(survey)).await?).await?;
    let lang = crate::words::site_lang(&parts);
    let mut typed = Typed::read(&pairs);
    let wish = pairs.iter().find(|(name, _)| name == "do").map(|(_, it)| it.as_str()).unwrap_or("look");
    let snapshot = state.columns.load(&state.db, (&survey.id, typed.rehearsal), (state.now)()).await?;
    let questionnaire = Arc::clone(&survey.questionnaire);
    if wish == "more" {
        typed.more(&questionnaire, lang);
        let shown = Shown { person, survey, questionnaire, typed, faults: vec![], fitted: None };
        return Ok(answer(&state, parts, StatusCode::OK, shown).await);
    }
    let sources = sources(&state, &survey).await?;
    let (fitted, faults) = fitted(&typed, &questionnaire, (snapshot, sources), lang).await?;
    if let (Some(fitted), "keep") = (&fitted, wish) {
        let made = made(&survey, fitted, typed.rehearsal);
        let new = NewWeights { name: typed.name, rows: fitted.rows(), made: Some(made) };
        weights::put(&state.db, &survey.id, new, &person.name, (state.now)()).await?;
        let path = super::weights::path(&survey.id);
        return Ok(Redirect::to(&format!("{path}?done=made")).into_response());
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = Shown { person, survey, questionnaire, typed, faults, fitted: fitted.map(Arc::new) };
    Ok(answer(&state, parts, status, shown).await)
}

/// The sources that the margins of the questionnaire and of the sets have, in all their languages.
async fn sources(state: &AppState, survey: &Survey) -> Result<Vec<Text>, AppError> {
    let sets = weights::list(&state.db, &survey.id).await?;
    let of_sets = sets.into_iter().filter_map(|it| it.made).flat_map(|it| it.margins);
    let of_file = survey.questionnaire.weights.iter().flat_map(|it| it.margins.clone());
    Ok(of_file.chain(of_sets).map(|it| it.source).collect())
}

/// What the margins come to, or all that is wrong with them.
async fn fitted(
    typed: &Typed,
    questionnaire: &Arc<Questionnaire>,
    (snapshot, sources): (Snapshot, Vec<Text>),
    lang: &'static str,
) -> Result<(Option<Fitted>, Vec<Fault>), AppError> {
    let known = Known { questionnaire, columns: &snapshot.columns, lang };
    let (wanted, faults) = typed.wanted(known, &sources);
    let Some(wanted) = wanted else { return Ok((None, faults)) };
    let questionnaire = Arc::clone(questionnaire);
    let fitting = spawn_blocking(move || fit::fit(wanted, snapshot, &questionnaire, lang));
    Ok(match fitting.await? {
        Ok(fitted) => (Some(fitted), Vec::new()),
        Err(faults) => (None, faults),
    })
}

fn made(survey: &Survey, fitted: &Fitted, rehearsal: bool) -> Made {
    Made {
        margins: fitted.wanted.margins.iter().map(|it| it.margin.clone()).collect(),
        cap: fitted.wanted.cap,
        version: survey.version.clone(),
        snapshot: fitted.snapshot,
        rehearsal,
        cases: fitted.raked.weights.len() as i64,
        base: fitted.effect.base,
        iterations: i64::from(fitted.raked.iterations),
    }
}

async fn answer(state: &AppState, parts: Parts, status: StatusCode, shown: Shown) -> Response {
    draw(state, parts, status, move || page(shown.clone())).await
}
