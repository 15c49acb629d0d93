//! The form that asks for a rehearsal: how many robots, how fast, which seed and which plan.

use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use store::surveys::{self, Survey};
use store::trials::rehearsals::{self, Order};
use survey::rehearse::Plan;
use survey::{Problem, Severity, SurveyId};
use validator::{Validate, ValidationError};

use super::{Trier, Typing, plans, shown};
use crate::components::in_textarea;
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::form::{Choose, FaultCount, Faults, Field};
use crate::pages::draw;
use crate::state::AppState;
use crate::words::t;

/// The fields that may be wrong, from the top of the form.
const FIELDS: [&str; 5] = ["length", "robots", "pace", "seed", "plan"];

/// The most robots of one rehearsal.
const MOST_ROBOTS: i64 = 100_000;

/// What was typed, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Validate)]
#[validate(schema(function = has_robots, skip_on_field_errors = false))]
#[validate(schema(function = has_pace, skip_on_field_errors = false))]
#[validate(schema(function = has_seed, skip_on_field_errors = false))]
pub struct Typed {
    /// `number` or `full`.
    length: String,
    robots: String,
    /// `fast` or `pace`.
    speed: String,
    pace: String,
    seed: String,
    /// `none`, `reference` or `own`.
    source: String,
    plan: String,
    /// What is wrong with the plan.
    #[validate(skip)]
    problems: Vec<Problem>,
}

impl Default for Typed {
    fn default() -> Self {
        let [length, robots, speed, source] = ["number", "200", "fast", "none"].map(str::to_owned);
        let [pace, seed, plan] = ["10", "1", ""].map(str::to_owned);
        Typed { length, robots, speed, pace, seed, source, plan, problems: Vec::new() }
    }
}

impl Typed {
    fn robots(&self) -> Option<i64> {
        self.robots.trim().parse().ok().filter(|it| (1..=MOST_ROBOTS).contains(it))
    }

    fn pace(&self) -> Option<f64> {
        self.pace.trim().parse().ok().filter(|it: &f64| (0.1..=1000.0).contains(it))
    }

    fn seed(&self) -> Option<i64> {
        self.seed.trim().parse().ok().filter(|it| *it >= 0)
    }

    /// What is asked for, if all that was typed is right; `plan` is its text.
    fn order(&self, plan: Option<String>) -> Option<Order> {
        let robots = if self.length == "full" { None } else { Some(self.robots()?) };
        let pace = if self.speed == "fast" { None } else { Some(self.pace()?) };
        Some(Order { robots, pace, seed: self.seed()?, plan })
    }
}

fn fault(fine: bool, field: &'static str, word: &'static str) -> Result<(), ValidationError> {
    if fine { Ok(()) } else { Err(ValidationError::new(field).with_message(word.into())) }
}

fn has_robots(it: &Typed) -> Result<(), ValidationError> {
    fault(it.length == "full" || it.robots().is_some(), "robots", "rehearsal-robots-wrong")
}

fn has_pace(it: &Typed) -> Result<(), ValidationError> {
    fault(it.speed == "fast" || it.pace().is_some(), "pace", "rehearsal-pace-wrong")
}

fn has_seed(it: &Typed) -> Result<(), ValidationError> {
    fault(it.seed().is_some(), "seed", "rehearsal-seed-wrong")
}

/// The form.
pub fn form(survey: &Survey, typed: Typed, faults: Faults, lang: &'static str) -> impl IntoView + use<> {
    let choice = |value: &str, word: &str| (value.to_owned(), t(lang, word));
    let mut lengths = vec![choice("number", "rehearsal-length-number")];
    lengths.extend(survey.plan.is_some().then(|| choice("full", "rehearsal-length-full")));
    let speeds = vec![choice("fast", "rehearsal-pace-fast"), choice("pace", "rehearsal-pace-set")];
    let mut sources = vec![choice("none", "rehearsal-plan-none")];
    sources.extend(plans::of(&survey.id).map(|_| choice("reference", "rehearsal-plan-reference")));
    sources.push(choice("own", "rehearsal-plan-own"));
    let action = format!("/surveys/{}/rehearsal", survey.id);
    view! {
        <form method="post" action=action enctype="multipart/form-data" class="form">
            <FaultCount lang faults=faults.clone()/>
            <Choose lang name="length" word="rehearsal-length" choices=lengths chosen=typed.length faults=faults.clone()/>
            <Field lang name="robots" word="rehearsal-robots" typed=typed.robots faults=faults.clone()/>
            <Choose lang name="speed" word="rehearsal-speed" choices=speeds chosen=typed.speed faults=faults.clone()/>
            <Field lang name="pace" word="rehearsal-pace" typed=typed.pace faults=faults.clone()/>
            <Field lang name="seed" word="rehearsal-seed" hint=true typed=typed.seed faults=faults.clone()/>
            <Choose lang name="source" word="rehearsal-plan" choices=sources chosen=typed.source faults=faults.clone()/>
            {own_plan(typed.plan, typed.problems, faults, lang)}
            <button class="button">{t(lang, "rehearsal-start")}</button>
        </form>
    }
}

/// Where a plan of one's own is pasted or uploaded, with what is wrong with it.
fn own_plan(
    plan: String,
    problems: Vec<Problem>,
    faults: Faults,
    lang: &'static str,
) -> impl IntoView + use<> {
    let wrong = faults.0.iter().any(|(field, _)| field == "plan");
    let open = wrong || !plan.is_empty();
    let word = faults.0.into_iter().find(|(field, _)| field == "plan").map(|(_, word)| word);
    let lines: Vec<_> = problems
        .into_iter()
        .map(|it| {
            let at = format!("{}:{}", it.line, it.column);
            view! { <li><code>{at}</code>{format!(" {} {}", it.message, it.mend)}</li> }
        })
        .collect();
    view! {
        <details class="own-plan" open=open>
            <summary>{t(lang, "rehearsal-plan-own-open")}</summary>
            <div class="field">
                <label for="plan">{t(lang, "rehearsal-plan-text")}</label>
                <div id="plan-fault">
                    {word.map(|it| view! { <p class="fault">{t(lang, &it)}</p> })}
                    {(!lines.is_empty()).then(|| view! { <ul>{lines}</ul> })}
                </div>
                <textarea
                    id="plan"
                    name="plan"
                    rows="10"
                    spellcheck="false"
                    aria-invalid=wrong.then_some("true")
                    aria-describedby="plan-fault"
                >{in_textarea(&plan)}</textarea>
            </div>
            <div class="field">
                <label for="file">{t(lang, "rehearsal-plan-file")}</label>
                <input type="file" id="file" name="file" accept=".yaml,.yml"/>
            </div>
        </details>
    }
}

/// `POST /surveys/{id}/rehearsal`
pub async fn rehearse(
    Trier(person): Trier,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    body: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let id = SurveyId(survey);
    let mut typed = read(body.map_err(|_| AppError::Malformed)?).await?;
    let survey = surveys::load(&state.db, &id).await?;
    let (plan, wrong) = plan(&survey, &mut typed);
    let mut faults = of_form(&typed, &survey);
    faults.0.extend(wrong.0);
    let order = typed.order(plan).filter(|_| faults.0.is_empty());
    if let Some(order) = order {
        match rehearsals::order(&state.db, &id, order, &person.name, (state.now)()).await {
            Err(store::Error::Taken(_)) => faults = Faults::one("length", "rehearsal-under-way"),
            ordered => {
                ordered?;
                return Ok(Redirect::to(&format!("{}#rehearsal", Place::Trial.path(&id))).into_response());
            }
        }
    }
    let shown = shown(person, &state, &id).await?;
    let typing = Typing { order: typed, order_faults: faults, ..Typing::default() };
    let again = move || super::page(shown.clone(), typing.clone());
    Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await)
}

/// The fields of the form. A file that was chosen counts for more than what stands beside it.
async fn read(mut form: Multipart) -> Result<Typed, AppError> {
    let status = |err: axum::extract::multipart::MultipartError| AppError::from_status(err.status().as_u16());
    let mut typed = Typed::default();
    let mut file = None;
    while let Some(field) = form.next_field().await.map_err(status)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(status)?;
        // What is no text has no plan in it, and says so as a problem of the first line.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "length" => typed.length = text,
            "robots" => typed.robots = text,
            "speed" => typed.speed = text,
            "pace" => typed.pace = text,
            "seed" => typed.seed = text,
            "source" => typed.source = text,
            "plan" => typed.plan = text.replace("\r\n", "\n"),
            "file" if !text.is_empty() => file = Some(text),
            _ => {}
        }
    }
    if let Some(file) = file {
        (typed.source, typed.plan) = ("own".to_owned(), file);
    }
    Ok(typed)
}

/// The text of the plan that is meant, and what is wrong with it.
fn plan(survey: &Survey, typed: &mut Typed) -> (Option<String>, Faults) {
    let text = match typed.source.as_str() {
        "reference" => plans::of(&survey.id).map(str::to_owned),
        "own" if typed.plan.trim().is_empty() => return (None, Faults::one("plan", "rehearsal-plan-empty")),
        "own" => Some(typed.plan.clone()),
        _ => None,
    };
    match text.as_deref().map(|it| Plan::read(it, &survey.questionnaire)) {
        Some(Err(mut problems)) => {
            problems.retain(|it| it.severity == Severity::Error);
            typed.problems = problems;
            (None, Faults::one("plan", "rehearsal-plan-wrong"))
        }
        _ => (text, Faults::default()),
    }
}

/// What is wrong with the other fields.
fn of_form(typed: &Typed, survey: &Survey) -> Faults {
    let mut faults = Faults::default();
    if let Err(errors) = typed.validate() {
        for error in errors.into_errors().into_values() {
            if let validator::ValidationErrorsKind::Field(errors) = error {
                let fault =
                    |it: ValidationError| (it.code.into_owned(), it.message.unwrap_or_default().into_owned());
                faults.0.extend(errors.into_iter().map(fault));
            }
        }
    }
    if typed.length == "full" && survey.plan.is_none() {
        faults.0.push(("length".to_owned(), "rehearsal-no-quotas".to_owned()));
    }
    // In the order of the page, whose first field at fault takes the focus.
    let place = |field: &str| FIELDS.iter().position(|it| *it == field);
    faults.0.sort_by_key(|(field, _)| place(field));
    faults
}
