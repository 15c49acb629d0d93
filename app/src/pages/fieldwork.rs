//! How the field of a survey stands: the board, the quality rules, the latest changes.

mod pace;

pub(crate) mod changes;
pub(crate) mod drawn;
pub(crate) mod outlook;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::fieldwork::LedgerRow;
use store::surveys::{self, Survey};
use survey::SurveyId;
use survey::fieldwork::Fieldwork;
use survey::interview::QualityMode;
use validator::{Validate, ValidationError};

use super::desk::form::{Choose, FaultCount, Faults, fault};
use super::desk::{Desk, Place, lang};
use super::{draw, in_query, show};
use crate::auth::{Manager, Person, guard};
use crate::error::AppError;
use crate::islands::Words;
use crate::islands::quota_board::{QuotaBoard, WORDS, address};
use crate::state::AppState;
use crate::words::t;

/// How many of the latest changes are listed.
const CHANGES: i64 = 20;

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    fieldwork: Fieldwork,
    changes: Vec<LedgerRow>,
    how: How,
}

/// How the board is shown, as its address says.
#[derive(Clone, Copy, Default)]
struct How {
    /// The shadow field of the rehearsals.
    rehearsal: bool,
    /// Cells are told in per cent of their target.
    percent: bool,
}

/// `/surveys/{id}/fieldwork`
#[component]
pub fn FieldworkPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, Faults::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    let parts: Parts = expect_context();
    let how = How {
        rehearsal: in_query(&parts, "rehearsal").is_some(),
        percent: in_query(&parts, "show").is_some_and(|it| it == "percent"),
    };
    shown(person, &expect_context(), &SurveyId(survey), how, lang()).await
}

async fn shown(
    person: Person,
    state: &AppState,
    id: &SurveyId,
    how: How,
    lang: &str,
) -> Result<Shown, AppError> {
    let snapshot = store::fieldwork::load(&state.db, id, how.rehearsal, state.now).await?;
    let changes = store::fieldwork::changes(&state.db, id, CHANGES).await?;
    let fieldwork = drawn::drawn(&snapshot, lang);
    Ok(Shown { person, survey: snapshot.survey.clone(), fieldwork, changes, how })
}

fn page(shown: Shown, faults: Faults) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, fieldwork, changes, how } = shown;
    let name = survey.questionnaire.title.get(lang).to_owned();
    let title = t(lang, if how.rehearsal { "board-rehearsal-title" } else { "fieldwork-title" });
    let address = address(&survey.id, how.rehearsal, how.percent);
    let words = Words(WORDS.iter().map(|id| ((*id).to_owned(), t(lang, id))).collect());
    let zone = survey.settings.time_zone.clone();
    let beside = (!how.rehearsal)
        .then(|| (quality_form(&survey, faults, lang), changes::changes(changes, &zone, lang)));
    let above = if how.rehearsal {
        rehearsal_notice(&survey, lang).into_any()
    } else {
        notices(&survey, lang).into_any()
    };
    view! {
        <Desk person lang title address place=Place::Fieldwork survey=Some((survey.id.clone(), name))>
            {above}
            <QuotaBoard
                survey=survey.id.clone()
                lang=lang.to_owned()
                rehearsal=how.rehearsal
                percent=how.percent
                first=fieldwork
                words
            />
            {beside}
        </Desk>
    }
}

/// That nothing here counts, and the way back to what does.
fn rehearsal_notice(survey: &Survey, lang: &str) -> impl IntoView + use<> {
    view! {
        <p class="notice" data-kind="warning">
            {t(lang, "board-rehearsal")}
            " "
            <a href=Place::Fieldwork.path(&survey.id)>{t(lang, "board-rehearsal-back")}</a>
        </p>
    }
}

/// What a manager must not overlook: a field that is not open to all, quality rules that are not on.
fn notices(survey: &Survey, lang: &str) -> impl IntoView + use<> {
    let state = match survey.state {
        surveys::SurveyState::Open => None,
        surveys::SurveyState::Paused => Some("surveys-paused"),
        surveys::SurveyState::Closed => Some("surveys-closed"),
    };
    let quality = match survey.quality {
        QualityMode::On => None,
        QualityMode::Flag => Some("fieldwork-quality-flag-notice"),
        QualityMode::Off => Some("fieldwork-quality-off-notice"),
    };
    let entry = (survey.entry == surveys::Entry::Held).then_some("board-held");
    let notice = |word: &str| view! { <p class="notice" data-kind="warning">{t(lang, word)}</p> };
    (state.map(notice), entry.map(notice), quality.map(notice))
}

fn quality_form(survey: &Survey, faults: Faults, lang: &'static str) -> impl IntoView + use<> {
    let modes = ["on", "flag", "off"];
    let choices = modes.map(|it| (it.to_owned(), t(lang, &format!("fieldwork-quality-{it}")))).to_vec();
    view! {
        <section class="panel" id="quality">
            <h2>{t(lang, "fieldwork-quality")}</h2>
            <FaultCount lang faults=faults.clone()/>
            <form method="post" action=format!("/surveys/{}/quality", survey.id) class="form">
                <Choose lang name="mode" word="fieldwork-quality-applied" choices chosen=mode_word(survey.quality) faults/>
                <button class="button button--quiet">{t(lang, "fieldwork-quality-save")}</button>
            </form>
        </section>
    }
}

/// How the quality rules are to be applied.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub struct Quality {
    #[validate(custom(function = is_mode))]
    mode: String,
}

fn is_mode(word: &str) -> Result<(), ValidationError> {
    fault(mode(word).is_some(), "fieldwork-quality-missing")
}

fn mode(word: &str) -> Option<QualityMode> {
    [QualityMode::On, QualityMode::Flag, QualityMode::Off].into_iter().find(|it| mode_word(*it) == word)
}

fn mode_word(mode: QualityMode) -> &'static str {
    match mode {
        QualityMode::On => "on",
        QualityMode::Flag => "flag",
        QualityMode::Off => "off",
    }
}

/// `POST /surveys/{id}/quality`
pub async fn set_quality(
    Manager(person): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(typed): Form<Quality>,
) -> Result<Response, AppError> {
    let id = SurveyId(survey);
    match (typed.validate(), mode(&typed.mode)) {
        (Ok(()), Some(mode)) => {
            surveys::set_quality(&state.db, &id, mode, &person.name, (state.now)()).await?;
            Ok(Redirect::to(&format!("{}#quality", Place::Fieldwork.path(&id))).into_response())
        }
        (faults, _) => {
            let faults: Faults = faults.err().map(Faults::from).unwrap_or_default();
            let lang = crate::words::site_lang(&parts);
            let shown = shown(person, &state, &id, How::default(), lang).await?;
            let again = move || page(shown.clone(), faults.clone());
            Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await)
        }
    }
}
