//! Accepting and rejecting: one interview or many, with a reason.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::review::{self, Judgement, Outcome};
use survey::{InterviewId, SurveyId};

use super::sieve::Sieve;
use super::{guards, page, shown};
use crate::auth::Manager;
use crate::error::AppError;
use crate::pages::desk::form::{Faults, reason};
use crate::pages::{draw, interview_record};
use crate::state::AppState;
use crate::words::t_with;

/// What was ticked and typed, and what became of it.
#[derive(Clone, Default)]
pub struct Typed {
    pub chosen: Vec<InterviewId>,
    pub why: String,
    pub faults: Faults,
    pub outcome: Outcome,
}

/// `POST /surveys/{id}/review`: `interview=7&interview=9&why=…&verdict=reject`; with `_from=record` from the page of
/// one interview.
pub async fn judge(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let id = SurveyId(survey);
    let (mut typed, judgement) = read(&pairs);
    let sieve = Sieve::of(&parts);
    if let Some(judgement) = judgement.filter(|_| typed.faults.0.is_empty()) {
        let by = (person.name.as_str(), typed.why.as_str());
        let outcome = review::judge(&state.db, &id, &typed.chosen, judgement, by, (state.now)()).await?;
        if outcome.done.len() == typed.chosen.len() {
            let from_record = pairs.iter().any(|(name, text)| name == "_from" && text == "record");
            let back = match typed.chosen.first().filter(|_| from_record) {
                Some(interview) => interview_record::path(&id, *interview),
                None => sieve.path(&id),
            };
            let join = if back.contains('?') { '&' } else { '?' };
            let word = word(judgement);
            return Ok(Redirect::to(&format!("{back}{join}done={word}")).into_response());
        }
        typed.chosen.retain(|it| !outcome.done.contains(it));
        typed.outcome = outcome;
    }
    let shown = shown(person, &state, &id, sieve, &typed.chosen).await?;
    let again = move || page(shown.clone(), typed.clone(), guards::Typed::default());
    Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await)
}

/// What could not be done, interview by interview; said above the list.
pub fn told(survey: &SurveyId, typed: &Typed, lang: &'static str) -> Option<AnyView> {
    let Outcome { done, full, unfinished, missing } = &typed.outcome;
    if full.is_empty() && unfinished.is_empty() && missing.is_empty() {
        return None;
    }
    let number = |id: &InterviewId| ("number", id.0.to_string().into());
    let line = |id: &InterviewId, sentence: String| {
        let path = interview_record::path(survey, *id);
        view! { <li><a href=path>{id.0.to_string()}</a> " " {sentence}</li> }
    };
    let full = full.iter().map(|(id, cells)| {
        let cells = cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        line(id, t_with(lang, "review-full", &[("cells", cells.into())]))
    });
    let unfinished = unfinished.iter().map(|id| line(id, t_with(lang, "review-unfinished", &[number(id)])));
    let missing = missing.iter().map(|id| line(id, t_with(lang, "review-missing", &[number(id)])));
    let lines: Vec<_> = full.chain(unfinished).chain(missing).collect();
    let done = t_with(lang, "review-partly", &[("count", done.len().to_string().into())]);
    Some(
        view! {
            <div class="notice" data-kind="fault" role="alert">
                <p>{done}</p>
                <ul>{lines}</ul>
            </div>
        }
        .into_any(),
    )
}

fn read(pairs: &[(String, String)]) -> (Typed, Option<Judgement>) {
    let all =
        |name: &'static str| pairs.iter().filter(move |(it, _)| it == name).map(|(_, text)| text.as_str());
    let chosen: Vec<InterviewId> =
        all("interview").filter_map(|it| it.parse().ok()).map(InterviewId).collect();
    let why = all("why").next().unwrap_or_default().trim().to_owned();
    let judgement = match all("verdict").next() {
        Some("accept") => Some(Judgement::Accept),
        Some("reject") => Some(Judgement::Reject),
        _ => None,
    };
    let mut faults = Faults::default();
    let mut fault = |is: bool, field: &str, word: &str| {
        if is {
            faults.0.push((field.to_owned(), word.to_owned()));
        }
    };
    fault(chosen.is_empty(), "interview", "review-choose-some");
    fault(judgement.is_none(), "interview", "review-choose-verdict");
    faults.0.extend(reason(&why).0);
    (Typed { chosen, why, faults, outcome: Outcome::default() }, judgement)
}

fn word(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Accept => "accept",
        Judgement::Reject => "reject",
    }
}
