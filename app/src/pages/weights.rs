//! Weights of a survey: sets that were worked out elsewhere are uploaded whole; all are listed, and can be deleted.

pub mod file;

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey};
use store::weights::{self, NewWeights, Weights};
use survey::SurveyId;
use tokio::task::spawn_blocking;
use validator::{Validate, ValidationError};

use super::desk::done::done;
use super::desk::form::{FaultCount, Faults, Field, fault};
use super::desk::time::time;
use super::desk::{Desk, Place, lang, upload};
use super::sample::people::{MOST_OF_FILE, RowFault, table_of_faults};
use super::{draw, show, weighting};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{t, t_with};

/// The page's address.
pub fn path(survey: &SurveyId) -> String {
    format!("/surveys/{survey}/weights")
}

/// What is typed to upload a set.
#[derive(Clone, Default, Validate)]
struct Upload {
    #[validate(custom(function = is_name))]
    name: String,
    #[validate(length(min = 1, message = "weight-file-missing"))]
    file: Vec<u8>,
}

/// A name stands in addresses and on command lines. Browsers read `.` and `..` in an address as a way, not as a name.
pub fn is_name(name: &str) -> Result<(), ValidationError> {
    let fits = |it: u8| it.is_ascii_alphanumeric() || b"-_.".contains(&it);
    let says = name.bytes().any(|it| it.is_ascii_alphanumeric());
    fault(name.len() <= 40 && says && name.bytes().all(fits), "weight-name-wrong")
}

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    sets: Vec<Weights>,
}

/// What is wrong with what was uploaded, and the name that was typed.
#[derive(Clone, Default)]
struct Wrong {
    name: String,
    faults: Faults,
    rows: Vec<RowFault>,
}

/// `/surveys/{id}/weights`
#[component]
pub fn WeightsPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, Wrong::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    shown(&expect_context(), person, &SurveyId(survey)).await
}

async fn shown(state: &AppState, person: Person, survey: &SurveyId) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, survey).await?;
    let sets = weights::list(&state.db, &survey.id).await?;
    Ok(Shown { person, survey, sets })
}

fn page(shown: Shown, wrong: Wrong) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, sets } = shown;
    let title = survey.questionnaire.title.get(lang).to_owned();
    let here = path(&survey.id);
    let Wrong { name, faults, rows } = wrong;
    let file_fault = faults.of("file", lang);
    let is_at_fault = file_fault.is_some() || !rows.is_empty();
    view! {
        <Desk
            person
            lang
            title=t(lang, "weight-title")
            place=Place::Data
            address=here.clone()
            survey=Some((survey.id.clone(), title))
        >
            {done(lang, "weight-done", &["put", "gone", "made"])}
            <section class="panel">
                <p class="hint">{t(lang, "weight-is")}</p>
                {table(sets, &survey, lang)}
                <p><a href=weighting::path(&survey.id)>{t(lang, "weight-fit")}</a></p>
            </section>
            <section class="panel" id="new">
                <h2>{t(lang, "weight-replace")}</h2>
                <FaultCount lang faults=faults.clone()/>
                {table_of_faults(rows, lang)}
                <form method="post" action=here enctype="multipart/form-data" class="form">
                    <Field lang name="name" word="weight-name" hint=true typed=name faults/>
                    <div class="field">
                        <label for="file">{t(lang, "weight-file")}</label>
                        <p class="hint" id="file-hint">{t(lang, "weight-file-hint")}</p>
                        {file_fault.map(|it| view! { <p class="fault" id="file-fault">{it}</p> })}
                        <input
                            id="file"
                            name="file"
                            type="file"
                            accept=".csv,.txt,text/csv"
                            aria-invalid=is_at_fault.then_some("true")
                            aria-describedby="file-hint"
                        />
                    </div>
                    <button class="button">{t(lang, "weight-upload")}</button>
                </form>
            </section>
        </Desk>
    }
}

fn table(sets: Vec<Weights>, survey: &Survey, lang: &'static str) -> AnyView {
    if sets.is_empty() {
        return view! { <p>{t(lang, "weight-none")}</p> }.into_any();
    }
    let rows: Vec<_> = sets.into_iter().map(|it| row(it, survey, lang)).collect();
    let heads = ["name", "cases", "range", "by", "delete"]
        .map(|it| view! { <th scope="col">{t(lang, &format!("weight-{it}"))}</th> });
    view! {
        <div class="scroller" tabindex="0" role="region" aria-label=t(lang, "weight-title")>
            <table class="deliveries">
                <thead>
                    <tr>{heads.to_vec()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(it: Weights, survey: &Survey, lang: &'static str) -> impl IntoView + use<> {
    let label = t_with(lang, "weight-delete-one", &[("name", it.name.clone().into())]);
    let with = format!("{}?weight={}", Place::Data.path(&survey.id), it.name);
    let made = it
        .made
        .as_ref()
        .map(|made| weighting::made::made(made, (&survey.id, &it.name), &survey.questionnaire, lang));
    view! {
        <tr>
            <th scope="row">
                {it.name.clone()} <p class="hint"><a href=with>{t(lang, "weight-use")}</a></p>
                {made}
            </th>
            <td class="tabular">{it.cases}</td>
            <td class="tabular">{format!("{} – {}", short(it.least), short(it.most))}</td>
            <td>{it.who} " " {time(it.created_at, &survey.settings.time_zone)}</td>
            <td>
                <form method="post" action=format!("{}/{}/gone", path(&survey.id), it.name)>
                    <button class="button button--quiet" aria-label=label>{t(lang, "weight-delete")}</button>
                </form>
            </td>
        </tr>
    }
}

/// A weight as it is read, not as it is kept: with four decimals at most.
fn short(weight: f64) -> String {
    if weight < 1e-4 {
        return weight.to_string();
    }
    format!("{weight:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `POST /surveys/{id}/weights`: takes a whole set in, or nothing of it.
pub async fn upload(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    multipart: Multipart,
) -> Result<Response, AppError> {
    let survey = SurveyId(survey);
    let Upload { name, file } = match read(multipart).await? {
        it if it.validate().is_ok() => it,
        it => {
            let mut faults: Faults = it.validate().err().map(Faults::from).unwrap_or_default();
            // As they stand in the form.
            faults.0.sort_by_key(|(field, _)| field != "name");
            return again(&state, parts, person, &survey, Wrong { name: it.name, faults, rows: vec![] })
                .await;
        }
    };
    let known = weights::known(&state.db, &survey).await?;
    // Away from the threads that answer respondents.
    let rows = spawn_blocking(move || file::weights(&file, &known)).await?;
    match rows {
        Err(rows) => {
            again(&state, parts, person, &survey, Wrong { name, faults: Faults::default(), rows }).await
        }
        Ok(rows) => {
            let new = NewWeights { name, rows, made: None };
            weights::put(&state.db, &survey, new, &person.name, (state.now)()).await?;
            Ok(Redirect::to(&format!("{}?done=put", path(&survey))).into_response())
        }
    }
}

/// `POST /surveys/{id}/weights/{name}/gone`
pub async fn delete(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, name)): Path<(String, String)>,
) -> Result<Redirect, AppError> {
    let survey = SurveyId(survey);
    weights::delete(&state.db, &survey, &name, &person.name, (state.now)()).await?;
    Ok(Redirect::to(&format!("{}?done=gone", path(&survey))))
}

/// The fields of the form.
async fn read(form: Multipart) -> Result<Upload, AppError> {
    let mut upload = Upload::default();
    for (name, bytes) in upload::fields(form, MOST_OF_FILE).await? {
        match name.as_str() {
            "name" => upload.name = String::from_utf8_lossy(&bytes).trim().to_owned(),
            "file" => upload.file = bytes,
            _ => {}
        }
    }
    Ok(upload)
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
