//! The code frame of a coding: codes put in, changed, deleted, brought back.

mod counts;
mod drawn;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::codings::{self, Deed, FrameCode};
use survey::SurveyId;
use survey::questionnaire::{Code, Text};

use super::one::{Opened, head, then};
use super::{begin, is_rehearsal, labels};
use crate::auth::{Analyst, guard};
use crate::error::AppError;
use crate::pages::desk::done::done;
use crate::pages::desk::form::{FaultCount, Faults};
use crate::pages::desk::{Desk, Place, lang};
use crate::pages::{draw, show};
use crate::state::AppState;
use crate::words::t;
use counts::Counts;

/// The largest number of a code.
const LARGEST: Code = 9999;

/// Where numbers of new codes begin beside a question's own choices, to which a later version may add.
const BESIDE_OWN: Code = 101;

/// What was done, for the page that says so.
const DONE: [&str; 5] = ["put", "dropped", "renamed", "undone", "undone-not"];

/// A code as it was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
struct Typed {
    /// The code that is changed; none for a new one.
    was: Option<Code>,
    number: String,
    label: Text,
    net: Text,
    faults: Faults,
}

/// What was typed and not taken: a code, or name and label.
#[derive(Clone, Debug, Default)]
struct Wrong {
    code: Option<Typed>,
    name: Option<begin::Typed>,
}

/// `/surveys/{id}/open-ends/{var}/frame`
#[component]
pub fn FramePage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let of = |name: &str| params.get(name).unwrap_or_default();
    show(load(of("survey"), of("var")), |(opened, counts)| page(opened, counts, Wrong::default()))
}

async fn load(survey: String, var: String) -> Result<(Opened, Counts), AppError> {
    let Analyst(person) = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let opened = Opened::load(&state, person, (&SurveyId(survey), &var), is_rehearsal(&parts)).await?;
    let counts = Counts::load(&opened).await?;
    Ok((opened, counts))
}

fn page(opened: Opened, counts: Counts, wrong: Wrong) -> impl IntoView {
    let lang = lang();
    let name = opened.survey.questionnaire.title.get(lang).to_owned();
    let of_code = wrong.code.as_ref().map(|it| it.faults.clone());
    let faults = of_code.or_else(|| wrong.name.as_ref().map(|it| it.faults.clone())).unwrap_or_default();
    view! {
        <Desk
            person=opened.person.clone()
            lang
            title=opened.coding.label.get(lang).to_owned()
            place=Place::OpenEnds
            survey=Some((opened.survey.id.clone(), name))
            address=opened.path("/frame")
        >
            {done(lang, "openends-done", &DONE)}
            {head(&opened, "/frame", lang)}
            <FaultCount lang faults/>
            <p class="hint">{t(lang, "openends-frame-is")}</p>
            {drawn::frame(&opened, &counts, &wrong, lang)}
        </Desk>
    }
}

/// The number that a new code gets where nobody types another: the next one, or one that was left out; none where all
/// are taken.
fn next_number(opened: &Opened) -> Option<Code> {
    let first = if opened.coding.source.code.is_some() { BESIDE_OWN } else { 1 };
    let next = opened.coding.taken.last().map_or(first, |it| (it + 1).max(first));
    (next..=LARGEST).chain(first..next.min(LARGEST)).find(|it| !is_taken(opened, *it))
}

impl Typed {
    fn read(pairs: &[(String, String)], langs: &[String]) -> Typed {
        let word = |name: &str| {
            let found = pairs.iter().find(|(it, _)| it == name);
            found.map(|(_, text)| text.trim().to_owned()).unwrap_or_default()
        };
        Typed {
            was: word("was").parse().ok(),
            number: word("number"),
            label: labels::read(pairs, "label", langs),
            net: labels::read(pairs, "net", langs),
            faults: Faults::default(),
        }
    }

    /// The code that it says, or all that is wrong with it.
    fn code(&mut self, opened: &Opened) -> Option<FrameCode> {
        let mut fault = |field: &str, word: &str| self.faults.0.push((field.to_owned(), word.to_owned()));
        let code = match self.was {
            Some(was) => Some(was).filter(|it| is_known(opened, *it)),
            None => self.number.parse().ok().filter(|it| (1..=LARGEST).contains(it)),
        };
        match code {
            None => fault("number", "openends-number-wrong"),
            Some(code) if self.was.is_none() && is_taken(opened, code) => {
                fault("number", "openends-number-taken")
            }
            Some(_) => {}
        }
        match () {
            () if self.label.0.is_empty() => fault("label", "openends-label-missing"),
            () if labels::is_long(&self.label) => fault("label", "openends-label-long"),
            () => {}
        }
        if labels::is_long(&self.net) {
            fault("net", "openends-label-long");
        }
        let net = Some(self.net.clone()).filter(|it| !it.0.is_empty());
        let code = FrameCode { code: code?, label: self.label.clone(), net, own: false };
        self.faults.0.is_empty().then_some(code)
    }
}

/// Whether the frame has a code that may be changed, or had it.
fn is_known(opened: &Opened, code: Code) -> bool {
    let coding = &opened.coding;
    coding.codes.iter().chain(&coding.gone).any(|it| it.code == code && !it.own)
}

/// Whether a number is a code's, was one's, or is a choice's of the question.
fn is_taken(opened: &Opened, code: Code) -> bool {
    opened.coding.taken.contains(&code) || opened.choices.contains(&code)
}

/// `POST /surveys/{id}/open-ends/{var}/frame`: a code is put in or changed, or dropped; or the coding is named anew.
pub async fn change(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, var)): Path<(String, String)>,
    parts: Parts,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let opened = Opened::load(&state, person, (&SurveyId(survey), &var), is_rehearsal(&parts)).await?;
    let deed = pairs.iter().find(|(name, _)| name == "deed").map(|(_, it)| it.as_str());
    let done = match deed {
        Some("drop") => dropped(&state, &opened, &pairs).await?,
        Some("name") => renamed(&state, &opened, &pairs).await?,
        _ => put(&state, &opened, &pairs).await?,
    };
    match done {
        Ok((var, done)) => {
            let address = then(&opened.survey.id, &var, "/frame", (opened.rehearsal, done));
            Ok(Redirect::to(&address).into_response())
        }
        Err(wrong) => {
            let counts = Counts::load(&opened).await?;
            let page = move || page(opened.clone(), counts.clone(), wrong.clone());
            Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
    }
}

/// The name that the coding has then, and what was done; or what is wrong.
type Done = Result<(String, &'static str), Wrong>;

async fn dropped(state: &AppState, opened: &Opened, pairs: &[(String, String)]) -> Result<Done, AppError> {
    let typed = Typed::read(pairs, &[]);
    let code = typed.was.filter(|it| is_known(opened, *it)).ok_or(AppError::Malformed)?;
    match change_frame(state, opened, Deed::Drop(code)).await {
        // A second tap: it is gone.
        Ok(()) | Err(store::Error::NotFound) => Ok(Ok((opened.coding.var.clone(), "dropped"))),
        Err(err) => Err(err.into()),
    }
}

async fn put(state: &AppState, opened: &Opened, pairs: &[(String, String)]) -> Result<Done, AppError> {
    let mut typed = Typed::read(pairs, &opened.survey.questionnaire.langs);
    if let Some(code) = typed.code(opened) {
        let deed = if typed.was.is_some() { Deed::Change(code) } else { Deed::Add(code) };
        match change_frame(state, opened, deed).await {
            // Somebody else was a moment faster.
            Err(store::Error::Taken(_)) => typed.faults = Faults::one("number", "openends-number-taken"),
            done => {
                done?;
                return Ok(Ok((opened.coding.var.clone(), "put")));
            }
        }
    }
    Ok(Err(Wrong { code: Some(typed), name: None }))
}

async fn renamed(state: &AppState, opened: &Opened, pairs: &[(String, String)]) -> Result<Done, AppError> {
    let (survey, coding) = (&opened.survey, &opened.coding);
    let mut typed = begin::Typed::read(pairs, &survey.questionnaire.langs);
    typed.check(&begin::with_all_names(state, survey).await?, Some(&coding.var));
    if typed.faults.0.is_empty() {
        let (name, who) = (typed.name(), &opened.person.name);
        match codings::rename(&state.db, &survey.id, coding.id, name, who, (state.now)()).await {
            Err(store::Error::Taken(_)) => typed.faults = Faults::one("var", "variables-name-taken"),
            done => {
                done?;
                return Ok(Ok((typed.name().0.to_owned(), "renamed")));
            }
        }
    }
    Ok(Err(Wrong { code: None, name: Some(typed) }))
}

async fn change_frame(state: &AppState, opened: &Opened, deed: Deed) -> Result<(), store::Error> {
    let (survey, coding) = (&opened.survey.id, opened.coding.id);
    codings::change_frame(&state.db, survey, coding, deed, &opened.by(), (state.now)()).await
}
