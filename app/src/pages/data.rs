//! Downloads: which rows and values, for which program; and the stream of the file.

use std::io;

use analysis::Case;
use analysis::codebook::{Codebook, with_links};
use analysis::export::csv::{self, Options};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use futures::stream::{self, Stream, StreamExt};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::Db;
use store::audit::{self, Note};
use store::interviews::{self, CaseRow, Which};
use store::sources;
use store::surveys::{self, Survey};
use survey::{InterviewId, Moment, SurveyId};
use validator::{Validate, ValidateArgs, ValidationError};

use super::desk::form::{Choose, FaultCount, Faults, fault};
use super::desk::{Desk, Place, lang};
use super::{draw, in_query, show};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{language_name, t, t_with};

/// How many interviews are in memory at a time.
const BATCH: i64 = 500;

/// What is wanted: `/surveys/{id}/data.csv?rows=complete&labels=&excel=&rehearsal=`.
#[derive(Clone, Deserialize, Validate)]
#[serde(default)]
#[validate(context = Survey)]
pub struct Wanted {
    /// `complete` or `all`.
    #[validate(custom(function = is_rows))]
    rows: String,
    /// The language of the labels; empty for codes.
    #[validate(custom(function = is_labels, use_context))]
    labels: String,
    /// `1` for Excel, empty for statistics programs.
    #[validate(custom(function = is_excel))]
    excel: String,
    /// `1` for the test interviews of rehearsals instead of the real ones.
    #[validate(custom(function = is_rehearsal))]
    rehearsal: String,
}

impl Default for Wanted {
    fn default() -> Self {
        Wanted {
            rows: "complete".to_owned(),
            labels: String::new(),
            excel: String::new(),
            rehearsal: String::new(),
        }
    }
}

fn is_rows(rows: &str) -> Result<(), ValidationError> {
    fault(["complete", "all"].contains(&rows), "data-rows-wrong")
}

fn is_labels(labels: &str, survey: &Survey) -> Result<(), ValidationError> {
    fault(labels.is_empty() || survey.questionnaire.langs.iter().any(|it| it == labels), "data-labels-wrong")
}

fn is_excel(excel: &str) -> Result<(), ValidationError> {
    fault(["", "1"].contains(&excel), "data-excel-wrong")
}

fn is_rehearsal(rehearsal: &str) -> Result<(), ValidationError> {
    fault(["", "1"].contains(&rehearsal), "data-rehearsal-wrong")
}

/// `/surveys/{id}/data`
#[component]
pub fn DataPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |(person, survey, completes)| {
        page(
            person,
            survey,
            completes,
            Wanted { excel: "1".to_owned(), rehearsal: asked_rehearsal(), ..Wanted::default() },
            Faults::default(),
        )
    })
}

/// Whether the link that led here is about the rehearsals, as their page's is.
fn asked_rehearsal() -> String {
    in_query(&expect_context(), "rehearsal").map(|_| "1".to_owned()).unwrap_or_default()
}

async fn load(survey: String) -> Result<(Person, Survey, i64), AppError> {
    let Analyst(person) = guard().await?;
    let AppState { db, .. } = expect_context();
    let survey = surveys::load(&db, &SurveyId(survey)).await?;
    let completes = completes(&db, &survey.id).await?;
    Ok((person, survey, completes))
}

async fn completes(db: &Db, survey: &SurveyId) -> Result<i64, AppError> {
    let rows = surveys::list(db).await?;
    let counts = rows.iter().filter(|it| it.id == *survey).flat_map(|it| &it.dispositions);
    Ok(counts.filter(|it| it.disposition == "complete").map(|it| it.count).sum())
}

fn page(person: Person, survey: Survey, completes: i64, wanted: Wanted, faults: Faults) -> impl IntoView {
    let lang = lang();
    let title = survey.questionnaire.title.get(lang).to_owned();
    let words = ["data-columns", "data-tests"].map(|it| view! { <li>{t(lang, it)}</li> }).to_vec();
    view! {
        <Desk
            person
            lang
            title=t(lang, "data-title")
            place=Place::Data
            survey=Some((survey.id.clone(), title))
        >
            <section class="panel">
                <h2>{t(lang, "data-download")}</h2>
                <p>{t_with(lang, "data-completes", &[("count", completes.into())])}</p>
                <FaultCount lang faults=faults.clone()/>
                {download_form(&survey, wanted, faults, lang)}
                <ul class="hint">{words}</ul>
            </section>
            <section class="panel">
                <h2>{t(lang, "data-papers")}</h2>
                <dl class="papers">
                    {paper(&survey.id, Place::Codebook, "codebook", lang)}
                    {paper(&survey.id, Place::Questionnaire, "questionnaire", lang)}
                </dl>
            </section>
        </Desk>
    }
}

fn download_form(
    survey: &Survey,
    wanted: Wanted,
    faults: Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let choice = |value: &str, word: &str| (value.to_owned(), t(lang, word));
    let rows = vec![choice("complete", "data-rows-complete"), choice("all", "data-rows-all")];
    let whose = vec![choice("", "data-rehearsal-no"), choice("1", "data-rehearsal-yes")];
    let labels = survey.questionnaire.langs.iter().map(|it| {
        let name = language_name(it);
        (it.clone(), t_with(lang, "data-labels-in", &[("lang", name.into())]))
    });
    let labels = [choice("", "data-labels-codes")].into_iter().chain(labels).collect();
    let programs = vec![choice("1", "data-excel-yes"), choice("", "data-excel-no")];
    view! {
        <form method="get" action=format!("/surveys/{}/data.csv", survey.id) class="form">
            <Choose lang name="rows" word="data-rows" choices=rows chosen=wanted.rows faults=faults.clone()/>
            <Choose lang name="labels" word="data-labels" choices=labels chosen=wanted.labels faults=faults.clone()/>
            <Choose lang name="excel" word="data-excel" choices=programs chosen=wanted.excel faults=faults.clone()/>
            <Choose lang name="rehearsal" word="data-rehearsal" choices=whose chosen=wanted.rehearsal faults/>
            <button class="button">{t(lang, "data-button")}</button>
        </form>
    }
}

fn paper(survey: &SurveyId, place: Place, word: &str, lang: &str) -> impl IntoView + use<> {
    view! {
        <div>
            <dt><a href=place.path(survey)>{t(lang, &format!("desk-{word}"))}</a></dt>
            <dd>{t(lang, &format!("data-{word}-is"))}</dd>
        </div>
    }
}

/// `/surveys/{id}/data.csv`: the file as a stream. A failure half-way breaks the connection, so that a cut
/// file is never mistaken for a whole one.
pub async fn download(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let survey = surveys::load(&state.db, &SurveyId(survey)).await?;
    if let Err(errors) = wanted.validate_with_args(&survey) {
        let faults = Faults::from(errors);
        let completes = completes(&state.db, &survey.id).await?;
        let again = move || page(person.clone(), survey.clone(), completes, wanted.clone(), faults.clone());
        return Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await);
    }
    let headers = file_headers(&file_name(&survey, &wanted, (state.now)()));
    let tests = if wanted.rehearsal.is_empty() { "" } else { ", rehearsal" };
    let subject = format!("data.csv, {}{tests}", wanted.rows);
    let id = Some(survey.id.clone());
    let note = Note { who: person.name, survey: id, deed: "download", subject, ..Note::default() };
    audit::note(&state.db, note, (state.now)()).await?;
    let which = Which { completes_only: wanted.rows == "complete", test: wanted.rehearsal == "1" };
    let labels = (!wanted.labels.is_empty()).then_some(wanted.labels);
    let options = Options { labels, excel: wanted.excel == "1" };
    let links = sources::variables(&state.db, &survey.id).await?;
    let codebook = with_links(&survey.questionnaire, &links);
    Ok((headers, Body::from_stream(file(state.db, survey.id, which, codebook, options))).into_response())
}

/// The name of the file: survey, version, day, and what is in it.
fn file_name(survey: &Survey, wanted: &Wanted, now: Moment) -> String {
    let labels = if wanted.labels.is_empty() { "codes" } else { &wanted.labels };
    let tests = if wanted.rehearsal.is_empty() { "" } else { "_rehearsal" };
    format!("{}_{}_{}_{}_{labels}{tests}.csv", survey.id, survey.version, day(now), wanted.rows)
}

/// The day as it stands in the name of a file.
pub fn day(now: Moment) -> String {
    let day = Timestamp::from_millisecond(now.0).map(|it| it.strftime("%Y-%m-%d").to_string());
    day.unwrap_or_default()
}

/// The type and the name of a CSV file that is kept.
pub fn file_headers(name: &str) -> HeaderMap {
    // A survey's id and version are the author's words: a name must not end its own quotes.
    let fits = |it: char| if it.is_ascii_alphanumeric() || "._-".contains(it) { it } else { '_' };
    let name: String = name.chars().map(fits).collect();
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers
}

/// The header, then batch after batch.
fn file(
    db: Db,
    survey: SurveyId,
    which: Which,
    codebook: Codebook,
    options: Options,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let header = Bytes::from(csv::header(&codebook, &options));
    let batches = stream::try_unfold(InterviewId(0), move |after| {
        let (db, survey) = (db.clone(), survey.clone());
        async move {
            let batch = interviews::batch(&db, &survey, which, after, BATCH).await.map_err(broken)?;
            Ok(batch.last().map(|it| it.id).map(|last| (batch, last)))
        }
    });
    let rows = batches.map(move |batch: io::Result<Vec<CaseRow>>| {
        let cases: Vec<Case> = batch?.into_iter().map(case).collect();
        Ok(Bytes::from(csv::rows(&codebook, &cases, &options)))
    });
    stream::iter([Ok(header)]).chain(rows)
}

/// The failure is logged here: the answer has begun, and nobody can be told any more.
pub fn broken(err: store::Error) -> io::Error {
    tracing::error!(error = &err as &dyn std::error::Error, "a download broke off");
    io::Error::other("the download broke off")
}

/// An interview as it is kept, as the analysis takes it.
pub fn case(row: CaseRow) -> Case {
    Case {
        id: row.id,
        questionnaire: row.questionnaire,
        plan: row.plan,
        source: row.source,
        pid: row.pid,
        variables: row.variables,
        device_hash: row.device_hash,
        test: row.test,
        interview: row.interview,
    }
}
