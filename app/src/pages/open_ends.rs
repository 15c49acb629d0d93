//! Open ends: what respondents typed, source by source, and the codings of it.

pub mod agreement;
mod begin;
pub mod coding;
pub mod frame;
mod labels;
mod one;
mod rows;
mod sources;

use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::codings::{self, Coding, Marks};
use store::surveys::{self, Survey};
use survey::{InterviewId, SurveyId};
use tokio::task::spawn_blocking;

use super::desk::done::done;
use super::desk::form::FaultCount;
use super::desk::{Desk, Place, lang};
use super::{address, in_query, show};
use crate::auth::{Analyst, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::variables::{added, has_coded, published};
use crate::verbatims::{self, Verbatims};
use crate::words::t;

pub use begin::begin;

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    /// The interviews of rehearsals instead of the real ones.
    rehearsal: bool,
    sources: Vec<Source>,
    codings: Vec<Progress>,
}

/// A source, and how many texts it has.
#[derive(Clone)]
struct Source {
    /// Without its texts: they are counted, and nobody keeps them.
    of: Verbatims,
    texts: usize,
}

/// A coding, and how far it is.
#[derive(Clone)]
struct Progress {
    coding: Coding,
    /// By name, in the order in which each first gave a code.
    coders: Vec<String>,
    /// Texts with final codes.
    coded: usize,
    /// A version has its name: the codes are nowhere.
    is_out: bool,
}

/// `/surveys/{id}/open-ends?rehearsal=`
#[component]
pub fn OpenEndsPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, begin::Typed::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Analyst(person) = guard().await?;
    let parts: Parts = expect_context();
    shown(&expect_context(), person, &SurveyId(survey), is_rehearsal(&parts)).await
}

async fn shown(
    state: &AppState,
    person: Person,
    survey: &SurveyId,
    rehearsal: bool,
) -> Result<Shown, AppError> {
    let db = &state.db;
    let survey = surveys::load(db, survey).await?;
    let versions = published(db, &survey).await?;
    let mut sources = verbatims::read(db, (&survey.id, rehearsal), None, (state.now)()).await?;
    let (with, _) = added(db, &survey.id, &versions, "").await?;
    let mut all = Vec::new();
    for coding in codings::list(db, &survey.id).await? {
        let marks = codings::marks(db, coding.id).await?;
        let at = sources.iter().position(|it| it.source == coding.source);
        let texts = at.map(|at| std::mem::take(&mut sources[at].texts)).unwrap_or_default();
        let coders = marks.coders.iter().map(|(_, name)| name.clone()).collect();
        // Away from the threads that answer respondents.
        let counted = spawn_blocking(move || (coded(&marks, &texts), texts));
        let (coded, texts) = counted.await?;
        if let Some(at) = at {
            sources[at].texts = texts;
        }
        let is_out = !has_coded(&with, &coding.var);
        all.push(Progress { coding: one::with_own(coding, &versions), coders, coded, is_out });
    }
    let source = |of: Verbatims| Source { texts: of.texts.len(), of: Verbatims { texts: Vec::new(), ..of } };
    let sources = sources.into_iter().map(source).collect();
    Ok(Shown { person, survey, rehearsal, sources, codings: all })
}

fn page(shown: Shown, typed: begin::Typed) -> impl IntoView {
    let lang = lang();
    let title = shown.survey.questionnaire.title.get(lang).to_owned();
    let id = shown.survey.id.clone();
    let here = with_rehearsal(&Place::OpenEnds.path(&id), shown.rehearsal);
    view! {
        <Desk
            person=shown.person.clone()
            lang
            title=t(lang, "desk-open-ends")
            place=Place::OpenEnds
            survey=Some((id.clone(), title))
            address=here
        >
            {done(lang, "openends-done", &["gone"])}
            <FaultCount lang faults=typed.faults.clone()/>
            <p class="hint">{t(lang, "openends-is")}</p>
            <form class="toolbar" method="get" action=Place::OpenEnds.path(&id)>
                <label class="choose__one">
                    <input type="checkbox" name="rehearsal" value="1" checked=shown.rehearsal/>
                    <span>{t(lang, "openends-rehearsal-instead")}</span>
                </label>
                <button class="button button--quiet">{t(lang, "openends-show")}</button>
            </form>
            {sources::list(&shown, &typed, lang)}
        </Desk>
    }
}

/// Whether an address asks for the interviews of rehearsals.
fn is_rehearsal(parts: &Parts) -> bool {
    in_query(parts, "rehearsal").is_some_and(|it| it == "1")
}

/// The address that asks for them again.
fn with_rehearsal(path: &str, rehearsal: bool) -> String {
    address(path, rehearsal.then_some(("rehearsal", "1")).into_iter())
}

/// The address of a coding.
fn path(survey: &SurveyId, var: &str) -> String {
    format!("{}/{var}", Place::OpenEnds.path(survey))
}

/// How many of these texts have final codes.
fn coded(marks: &Marks, texts: &[(InterviewId, String)]) -> usize {
    let finals = marks.finals();
    texts.iter().filter(|(id, _)| finals.contains_key(id)).count()
}
