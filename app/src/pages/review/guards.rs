//! The guards of the desk: the hidden field, the least time, the proof of work.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use store::surveys::{self, Setting, Survey};
use survey::SurveyId;
use validator::{Validate, ValidationError};

use super::judging;
use super::sieve::Sieve;
use super::{page, shown};
use crate::auth::Manager;
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::form::{Choose, FaultCount, Faults, Field, fault};
use crate::pages::draw;
use crate::state::AppState;
use crate::words::t;

/// Seconds that may be asked for at most: two hours.
const MOST: i64 = 7_200;

/// What was typed and is wrong; nothing where the form is drawn for the first time.
#[derive(Clone, Default)]
pub struct Typed {
    wanted: Option<Wanted>,
    faults: Faults,
}

/// The guards as they are to be.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub struct Wanted {
    /// `1` or `0`.
    #[validate(custom(function = is_choice))]
    honeypot: String,
    /// Whole seconds; empty for no such rule.
    #[validate(custom(function = is_seconds))]
    minimum_seconds: String,
    /// `1` or `0`.
    #[validate(custom(function = is_choice))]
    proof_of_work: String,
    #[validate(length(max = 500, message = "desk-why-long"))]
    guards_why: String,
}

fn is_choice(text: &str) -> Result<(), ValidationError> {
    fault(["0", "1"].contains(&text), "review-guard-choose")
}

fn is_seconds(text: &str) -> Result<(), ValidationError> {
    fault(seconds(text).is_some(), "review-minimum-wrong")
}

/// The seconds typed, none for no rule; nothing where it is no such number.
fn seconds(text: &str) -> Option<Option<i64>> {
    match text.trim() {
        "" => Some(None),
        text => text.parse().ok().filter(|it| (1..=MOST).contains(it)).map(Some),
    }
}

/// The form.
pub fn panel(survey: &Survey, typed: Typed, lang: &'static str) -> impl IntoView + use<> {
    let settings = &survey.settings;
    let wanted = typed.wanted.unwrap_or_else(|| Wanted {
        honeypot: i64::from(settings.honeypot).to_string(),
        minimum_seconds: settings.minimum_seconds.map(|it| it.to_string()).unwrap_or_default(),
        proof_of_work: i64::from(settings.proof_of_work).to_string(),
        guards_why: String::new(),
    });
    let faults = typed.faults;
    let choices = ["1", "0"].map(|it| (it.to_owned(), t(lang, &format!("review-guard-{it}")))).to_vec();
    view! {
        <section class="panel" id="guards">
            <h2>{t(lang, "review-guards")}</h2>
            <p>{t(lang, "review-guards-are")}</p>
            <FaultCount lang faults=faults.clone()/>
            <form method="post" action=format!("/surveys/{}/guards", survey.id) class="form">
                <Choose
                    lang
                    name="honeypot"
                    word="review-honeypot"
                    choices=choices.clone()
                    chosen=wanted.honeypot
                    faults=faults.clone()
                />
                <Field
                    lang
                    name="minimum_seconds"
                    word="review-minimum"
                    kind="text"
                    typed=wanted.minimum_seconds
                    hint=true
                    faults=faults.clone()
                />
                <Choose
                    lang
                    name="proof_of_work"
                    word="review-proof"
                    choices
                    chosen=wanted.proof_of_work
                    faults=faults.clone()
                />
                <p class="hint">{t(lang, "review-proof-is")}</p>
                <Field lang name="guards_why" word="review-guards-why" typed=wanted.guards_why faults/>
                <button class="button button--quiet">{t(lang, "review-guards-set")}</button>
            </form>
        </section>
    }
}

/// `POST /surveys/{id}/guards`
pub async fn set_guards(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(wanted): Form<Wanted>,
) -> Result<Response, AppError> {
    let id = SurveyId(survey);
    match (wanted.validate(), seconds(&wanted.minimum_seconds)) {
        (Ok(()), Some(minimum)) => {
            let settings = [
                Setting::Honeypot(wanted.honeypot == "1"),
                Setting::MinimumSeconds(minimum),
                Setting::ProofOfWork(wanted.proof_of_work == "1"),
            ];
            for setting in settings {
                let (who, why) = (person.name.as_str(), wanted.guards_why.trim());
                surveys::set(&state.db, &id, setting, who, why, (state.now)()).await?;
            }
            Ok(Redirect::to(&format!("{}?done=guards#guards", Place::Review.path(&id))).into_response())
        }
        (faults, _) => {
            let faults = faults.err().map(Faults::from).unwrap_or_default();
            let shown = shown(person, &state, &id, Sieve::default(), &[]).await?;
            let typed = Typed { wanted: Some(wanted), faults };
            let again = move || page(shown.clone(), judging::Typed::default(), typed.clone());
            Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await)
        }
    }
}
