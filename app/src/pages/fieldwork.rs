//! How the field of a survey stands: the board, the quality rules, the latest changes.

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::fieldwork::LedgerRow;
use store::surveys::{self, Survey};
use survey::fieldwork::Fieldwork;
use survey::interview::QualityMode;
use survey::{Moment, SurveyId};
use validator::{Validate, ValidationError};

use super::desk::form::{Choose, FaultCount, Faults};
use super::desk::{Desk, Place, lang};
use super::{draw, show};
use crate::auth::{Manager, Person, guard};
use crate::error::AppError;
use crate::islands::Words;
use crate::islands::quota_board::{QuotaBoard, WORDS};
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
}

/// `/surveys/{id}/fieldwork`
#[component]
pub fn FieldworkPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, Faults::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    let lang = lang();
    shown(person, &expect_context(), &SurveyId(survey), lang).await
}

async fn shown(person: Person, state: &AppState, id: &SurveyId, lang: &str) -> Result<Shown, AppError> {
    let survey = surveys::load(&state.db, id).await?;
    let fieldwork = store::fieldwork::load(&state.db, id, lang, false).await?;
    let changes = store::fieldwork::changes(&state.db, id, CHANGES).await?;
    Ok(Shown { person, survey, fieldwork, changes })
}

fn page(shown: Shown, faults: Faults) -> impl IntoView {
    let lang = lang();
    let Shown { person, survey, fieldwork, changes } = shown;
    let title = survey.questionnaire.title.get(lang).to_owned();
    let words = Words(WORDS.iter().map(|id| ((*id).to_owned(), t(lang, id))).collect());
    view! {
        <Desk person lang title=t(lang, "fieldwork-title") place=Place::Fieldwork survey=Some((survey.id.clone(), title))>
            {notices(&survey, lang)}
            <QuotaBoard survey=survey.id.clone() lang=lang.to_owned() first=fieldwork words/>
            {quality_form(&survey, faults, lang)}
            {ledger(changes, lang)}
        </Desk>
    }
}

/// What a manager must not overlook: a field that is not open, quality rules that are not on.
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
    let notice = |word: &str| view! { <p class="notice" data-kind="warning">{t(lang, word)}</p> };
    (state.map(notice), quality.map(notice))
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

fn ledger(rows: Vec<LedgerRow>, lang: &str) -> impl IntoView + use<> {
    let title = t(lang, "fieldwork-ledger");
    let empty = rows.is_empty().then(|| view! { <p class="hint">{t(lang, "fieldwork-ledger-none")}</p> });
    let rows: Vec<_> = rows
        .into_iter()
        .map(|it| {
            let what = change(&it, lang);
            view! {
                <tr>
                    <td>{time(it.at)}</td>
                    <td>{it.who.unwrap_or_else(|| t(lang, "fieldwork-ledger-system"))}</td>
                    <td>{what}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="panel">
            <h2>{title.clone()}</h2>
            {empty}
            <div class="scroller" role="region" tabindex="0" aria-label=title>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "fieldwork-ledger-when")}</th>
                            <th scope="col">{t(lang, "fieldwork-ledger-who")}</th>
                            <th scope="col">{t(lang, "fieldwork-ledger-what")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

/// One change in words: what, from what, to what.
fn change(row: &LedgerRow, lang: &str) -> String {
    let step = t(lang, &format!("ledger-{}", row.step));
    let cell = row.cell.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    let value = |it: &Option<String>| it.as_ref().map(|it| value(&row.step, it, lang));
    let values = match (value(&row.before), value(&row.after)) {
        (Some(before), Some(after)) => format!(": {before} → {after}"),
        (None, Some(after)) => format!(": {after}"),
        (Some(before), None) => format!(": {before}"),
        (None, None) => String::new(),
    };
    format!("{step}{cell}{values}")
}

/// What was set, in words; what the author called something stays as it is.
fn value(step: &str, value: &str, lang: &str) -> String {
    match (step, surveys::SurveyState::parse(value), mode(value)) {
        ("state", Some(it), _) => t(lang, &format!("surveys-state-{}", it.word())),
        ("quality", _, Some(it)) => t(lang, &format!("quality-{}", mode_word(it))),
        _ => value.to_owned(),
    }
}

/// A moment in UTC, to the minute.
fn time(at: Moment) -> impl IntoView {
    let text = Timestamp::from_millisecond(at.0).map(|it| it.strftime("%Y-%m-%d %H:%M").to_string());
    let text = text.unwrap_or_default();
    let machine = format!("{}Z", text.replace(' ', "T"));
    view! { <time datetime=machine>{text}</time> }
}

/// How the quality rules are to be applied.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub struct Quality {
    #[validate(custom(function = is_mode))]
    mode: String,
}

fn is_mode(word: &str) -> Result<(), ValidationError> {
    let wrong = || ValidationError::new("mode").with_message("fieldwork-quality-missing".into());
    mode(word).map(|_| ()).ok_or_else(wrong)
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
            let shown = shown(person, &state, &id, lang).await?;
            let again = move || page(shown.clone(), faults.clone());
            Ok(draw(&state, parts, StatusCode::UNPROCESSABLE_ENTITY, again).await)
        }
    }
}
