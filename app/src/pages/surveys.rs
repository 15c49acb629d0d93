//! The list of surveys: how each stands, and opening, pausing and closing its field.

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Redirect;
use leptos::prelude::*;
use store::people::Role;
use store::surveys::{self, SurveyRow, SurveyState};
use store::trials::reports;
use survey::SurveyId;

use super::desk::{self, Desk, Place, lang, places};
use super::show;
use crate::auth::{Manager, Person, guard};
use crate::error::AppError;
use crate::islands::quota_board::DISPOSITIONS;
use crate::state::AppState;
use crate::words::{language_name, t, t_with};

/// `/surveys`
#[component]
pub fn SurveysPage() -> impl IntoView {
    show(load(), |(person, origin, rows)| {
        let lang = lang();
        let none = rows.is_empty().then(|| view! { <p>{t(lang, "surveys-none")}</p> });
        let surveys: Vec<_> = rows.into_iter().map(|it| survey(it, &person, &origin, lang)).collect();
        view! {
            <Desk person lang title=t(lang, "surveys-title") place=Place::Surveys>
                {none}
                <ul class="surveys">{surveys}</ul>
            </Desk>
        }
    })
}

async fn load() -> Result<(Person, String, Vec<SurveyRow>), AppError> {
    let person: Person = guard().await?;
    let (state, parts): (AppState, Parts) = (expect_context(), expect_context());
    let origin = state.origin(&parts.headers);
    let mut rows = surveys::list(&state.db).await?;
    rows.retain(|it| person.at(&it.id).belongs());
    Ok((person, origin, rows))
}

fn survey(row: SurveyRow, person: &Person, origin: &str, lang: &'static str) -> impl IntoView + use<> {
    let title = row.title.get(lang).to_owned();
    let languages = row.langs.iter().map(|it| language_name(it)).collect::<Vec<_>>().join(", ");
    let links: Vec<_> = places(person, &row.id, lang)
        .map(|(_, path, word)| view! { <li><a href=path>{word}</a></li> })
        .collect();
    let buttons = person.at(&row.id).is(Role::Manager).then(|| buttons(&row, &title, lang));
    let link = format!("{origin}/s/{}", row.id);
    view! {
        <li class="survey">
            <div class="survey__head">
                <h2>{title.clone()}</h2>
                <span class="state" data-state=row.state.word()>
                    {t(lang, &format!("surveys-state-{}", row.state.word()))}
                </span>
            </div>
            <p class="hint">
                <code>{row.id.to_string()}</code>
                {format!(" · {} · {languages}", t_with(lang, "surveys-version", &[("version", row.version.clone().into())]))}
            </p>
            {counts(&row, lang)}
            <p class="survey__link">
                <span>{t(lang, "surveys-link")}</span>
                <a href=format!("/s/{}", row.id) title=t(lang, "surveys-link-open")>
                    <code class="copyable">{link}</code>
                </a>
            </p>
            <div class="survey__foot">
                <nav aria-label=title>
                    <ul class="survey__pages">{links}</ul>
                </nav>
                {buttons}
            </div>
        </li>
    }
}

/// How many interviews stand or ended how.
fn counts(row: &SurveyRow, lang: &str) -> impl IntoView + use<> {
    let count =
        |word: &str| row.dispositions.iter().filter(|it| it.disposition == word).map(|it| it.count).sum();
    let sums: Vec<(&str, i64)> =
        DISPOSITIONS.into_iter().map(|it| (it, count(it))).filter(|it| it.1 > 0).collect();
    if sums.is_empty() {
        return view! { <p class="hint">{t(lang, "surveys-no-interviews")}</p> }.into_any();
    }
    let named = |(word, count): (&str, i64)| (t(lang, &format!("disposition-{word}")), count);
    desk::counts::counts(sums.into_iter().map(named)).into_any()
}

/// The buttons that change the state of a survey: those for the states in which it is not.
fn buttons(row: &SurveyRow, title: &str, lang: &'static str) -> impl IntoView + use<> {
    let steps = [(SurveyState::Open, "open"), (SurveyState::Paused, "pause"), (SurveyState::Closed, "close")];
    let buttons: Vec<_> = steps
        .into_iter()
        .filter(|(state, _)| *state != row.state)
        .map(|(_, word)| {
            view! {
                <form method="post" action=format!("/surveys/{}/{word}", row.id)>
                    <button class="button button--quiet">{t(lang, &format!("surveys-{word}"))}</button>
                </form>
            }
        })
        .collect();
    let label = t_with(lang, "surveys-change-state", &[("survey", title.to_owned().into())]);
    view! {
        <div class="survey__states" role="group" aria-label=label>
            {buttons}
        </div>
    }
}

/// `POST /surveys/{id}/open`
pub async fn open(
    manager: Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
) -> Result<Redirect, AppError> {
    let id = SurveyId(survey.clone());
    // The first time a version is opened at the desk, it goes through the launch gate.
    if !reports::may_open(&state.db, &id).await? {
        return Ok(Redirect::to(&format!("{}?opening#gate", Place::Trial.path(&id))));
    }
    set_state(manager, State(state), Path(survey), SurveyState::Open).await
}

/// `POST /surveys/{id}/pause`
pub async fn pause(
    manager: Manager,
    state: State<AppState>,
    survey: Path<String>,
) -> Result<Redirect, AppError> {
    set_state(manager, state, survey, SurveyState::Paused).await
}

/// `POST /surveys/{id}/close`
pub async fn close(
    manager: Manager,
    state: State<AppState>,
    survey: Path<String>,
) -> Result<Redirect, AppError> {
    set_state(manager, state, survey, SurveyState::Closed).await
}

async fn set_state(
    Manager(manager): Manager,
    State(AppState { db, now, .. }): State<AppState>,
    Path(survey): Path<String>,
    state: SurveyState,
) -> Result<Redirect, AppError> {
    surveys::set_state(&db, &SurveyId(survey), state, &manager.name, now()).await?;
    Ok(Redirect::to("/surveys"))
}
