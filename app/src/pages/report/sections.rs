//! What is posted about the sections of a report: one more, written anew, moved, deleted.

use axum::extract::{Form, FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use store::reports::{self, Kind};
use store::{Error, surveys};
use survey::{Moment, SurveyId};

use super::one::{Wrong, again};
use super::section::Typed;
use super::typed::TypedSection;
use super::{number, path};
use crate::auth::{Analyst, Person};
use crate::error::AppError;
use crate::pages::desk::form::Faults;
use crate::state::AppState;

/// More than anybody reads; whoever writes more begins another report.
const MOST_SECTIONS: usize = 100;

/// `POST /surveys/{id}/report/{n}/sections`: one more, at the end.
pub async fn add(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, report)): Path<(String, String)>,
    parts: Parts,
    Form(typed): Form<TypedSection>,
) -> Result<Response, AppError> {
    let (survey, report) = (SurveyId(survey), number(&report)?);
    let (_, sections) = reports::load(&state.db, &survey, report).await?;
    let questionnaire = newest(&state, &survey, report).await?;
    let read = match sections.len() {
        0..MOST_SECTIONS => typed.read(Kind::parse(&typed.kind), &questionnaire),
        _ => Err(Faults::one("kind", "report-sections-many")),
    };
    match read {
        Ok(new) => {
            let of = (&survey, report);
            let section = reports::add_section(&state.db, of, &new, &person.name, (state.now)()).await?;
            Ok(leads_to(&survey, report, "added", section).into_response())
        }
        Err(faults) => {
            let wrong = Wrong { report: None, section: Some(Typed { of: None, typed }), faults };
            again(&state, parts, person, (&survey, report), wrong).await
        }
    }
}

/// Which section somebody does something about, and all that it takes.
pub struct Asked {
    who: Person,
    survey: SurveyId,
    report: i64,
    section: i64,
    state: AppState,
    parts: Parts,
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Asked, AppError> {
        let Analyst(who) = Analyst::from_request_parts(parts, state).await?;
        let path = Path::<(String, String, String)>::from_request_parts(parts, state).await;
        let Path((survey, report, section)) = path.map_err(|_| AppError::NotFound)?;
        let (report, section) = (number(&report)?, number(&section)?);
        Ok(Asked {
            who,
            survey: SurveyId(survey),
            report,
            section,
            state: state.clone(),
            parts: parts.clone(),
        })
    }
}

impl Asked {
    fn of(&self) -> (&SurveyId, i64, i64) {
        (&self.survey, self.report, self.section)
    }
}

/// `POST /surveys/{id}/report/{n}/sections/{section}`: written anew, if nobody else has done so meanwhile.
pub async fn change(asked: Asked, Form(mut typed): Form<TypedSection>) -> Result<Response, AppError> {
    let Asked { survey, report, section, state, .. } = &asked;
    let (_, sections) = reports::load(&state.db, survey, *report).await?;
    let was = sections.iter().find(|it| it.id == *section).ok_or(AppError::NotFound)?;
    let questionnaire = newest(state, survey, *report).await?;
    let seen = Moment(typed.seen.parse().unwrap_or_default());
    let faults = match typed.read(Some(was.of.kind), &questionnaire) {
        Err(faults) => faults,
        Ok(new) => {
            let (by, written) = ((asked.who.name.as_str(), (state.now)()), (&*new.heading, &*new.body));
            match reports::change_section(&state.db, asked.of(), written, seen, by).await {
                Ok(()) => return Ok(leads_to(survey, *report, "changed", *section).into_response()),
                // What was typed stands in the form again, beneath what the other wrote.
                Err(Error::Stale) => {
                    typed.seen.clear();
                    Faults::one("body", "report-stale")
                }
                Err(err) => return Err(err.into()),
            }
        }
    };
    let Asked { who, survey, report, section, state, parts } = asked;
    let wrong = Wrong { report: None, section: Some(Typed { of: Some(section), typed }), faults };
    again(&state, parts, who, (&survey, report), wrong).await
}

/// `POST /surveys/{id}/report/{n}/sections/{section}/up`
pub async fn up(asked: Asked) -> Result<Redirect, AppError> {
    moved(asked, true).await
}

/// `POST /surveys/{id}/report/{n}/sections/{section}/down`
pub async fn down(asked: Asked) -> Result<Redirect, AppError> {
    moved(asked, false).await
}

async fn moved(asked: Asked, up: bool) -> Result<Redirect, AppError> {
    let now = (asked.state.now)();
    reports::move_section(&asked.state.db, asked.of(), up, &asked.who.name, now).await?;
    Ok(leads_to(&asked.survey, asked.report, "moved", asked.section))
}

/// `POST /surveys/{id}/report/{n}/sections/{section}/gone`
pub async fn delete(asked: Asked) -> Result<Redirect, AppError> {
    let now = (asked.state.now)();
    reports::delete_section(&asked.state.db, asked.of(), &asked.who.name, now).await?;
    Ok(Redirect::to(&format!("{}?done=section-gone", path(&asked.survey, asked.report))))
}

/// Back to the report, to the section that it was about.
fn leads_to(survey: &SurveyId, report: i64, done: &str, section: i64) -> Redirect {
    Redirect::to(&format!("{}?done={done}#section-{section}", path(survey, report)))
}

/// The newest questionnaire, with what analysts have added; `NotFound` where the survey has no such report.
async fn newest(
    state: &AppState,
    survey: &SurveyId,
    report: i64,
) -> Result<std::sync::Arc<survey::Questionnaire>, AppError> {
    let survey = surveys::load(&state.db, survey).await?;
    let (report, _) = reports::load(&state.db, &survey.id, report).await?;
    let of = (&survey.id, report.of.rehearsal);
    Ok(state.columns.load(&state.db, of, (state.now)()).await?.questionnaire)
}
