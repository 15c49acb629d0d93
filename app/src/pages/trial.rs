//! Trying a survey before people are asked: the preview, the launch gate and rehearsals.

mod gate;
mod order;
mod plans;
mod rehearsal;
mod wipe;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::surveys::{self, Survey, SurveyState};
use store::trials::rehearsals::{self, Rehearsal};
use store::trials::reports::{self, LaunchReport};
use survey::SurveyId;

use super::desk::form::Faults;
use super::desk::{Desk, Place, lang};
use super::{in_query, preview, show};
use crate::auth::{Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::t;

pub use gate::{launch, run_gate};
pub use order::{Typed, rehearse};
pub use plans::PLANS;
pub use rehearsal::stop;
pub use wipe::{WipePage, wipe};

/// How many rehearsals are listed.
const LISTED: i64 = 10;

/// Somebody who tries surveys: their authors and managers.
#[derive(Clone, Debug)]
pub struct Trier(pub Person);

impl FromRequestParts<AppState> for Trier {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Trier, AppError> {
        let person = Person::from_request_parts(parts, state).await?;
        if person.tries() { Ok(Trier(person)) } else { Err(AppError::Forbidden) }
    }
}

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    report: Option<LaunchReport>,
    /// Whether the newest version may be opened without more ado.
    may_open: bool,
    rehearsals: Vec<Rehearsal>,
    /// Whether there is anything to wipe.
    is_rehearsed: bool,
    /// Whether somebody tried to open the survey and was led here.
    is_opening: bool,
}

/// What was typed and is wrong, where a form comes back.
#[derive(Clone, Default)]
struct Typing {
    order: Typed,
    order_faults: Faults,
    /// The reason to open without the gate.
    launch: (String, Faults),
}

/// `/surveys/{id}/trial`
#[component]
pub fn TrialPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, Typing::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Trier(person) = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let is_opening = in_query(&parts, "opening").is_some();
    Ok(Shown { is_opening, ..shown(person, &state, &SurveyId(survey)).await? })
}

async fn shown(person: Person, state: &AppState, id: &SurveyId) -> Result<Shown, AppError> {
    let db = &state.db;
    let survey = surveys::load(db, id).await?;
    Ok(Shown {
        person,
        report: reports::newest(db, id).await?,
        may_open: reports::may_open(db, id).await?,
        rehearsals: rehearsals::list(db, id, LISTED).await?,
        is_rehearsed: store::fieldwork::begun(db, id, true).await? > 0,
        survey,
        is_opening: false,
    })
}

fn page(shown: Shown, typing: Typing) -> impl IntoView {
    let lang = lang();
    let title = shown.survey.questionnaire.title.get(lang).to_owned();
    let survey = Some((shown.survey.id.clone(), title));
    let is_open = shown.survey.state == SurveyState::Open;
    let opening = (shown.is_opening && !shown.may_open && !is_open).then(|| {
        view! { <p class="notice" data-kind="warning" role="alert">{t(lang, "gate-opening")}</p> }
    });
    view! {
        <Desk person=shown.person.clone() lang title=t(lang, "trial-title") place=Place::Trial survey>
            {opening}
            <section class="panel">
                <h2>{t(lang, "preview-title")}</h2>
                <p>{t(lang, "trial-preview-is")}</p>
                <p>
                    <a class="button button--quiet" href=preview::path(&shown.survey.id)>
                        {t(lang, "trial-preview-open")}
                    </a>
                </p>
            </section>
            {gate::panel(&shown, typing.launch, lang)}
            {rehearsal::panel(&shown, typing.order, typing.order_faults, lang)}
        </Desk>
    }
}
