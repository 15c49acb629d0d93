//! The field itself: open, paused or closed; when; the soft launch; how often one may answer.

mod forms;

use axum::extract::{Form, Path, State as Shared};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::surveys::{self, Entry, Once, Setting, Survey, SurveyState};
use store::trials::reports;
use survey::quota::paste::number;
use survey::{Moment, SurveyId};

use super::{Shown, Typing, again, shown, to};
use crate::auth::Manager;
use crate::error::AppError;
use crate::pages::desk::form::{Faults, LONGEST_WHY, reason};
use crate::pages::desk::{Place, time};
use crate::state::AppState;

pub use forms::{field, held};

/// A new state of the field, with its reason.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct State {
    state: String,
    why: String,
}

/// Whether interviews begin.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AtDoor {
    entry: String,
}

/// What is typed about the field.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    time_zone: String,
    opens_at: String,
    closes_at: String,
    hold_after: String,
    once: String,
    field_why: String,
}

impl Typed {
    /// As it stands now.
    fn of(survey: &Survey) -> Typed {
        let settings = &survey.settings;
        let date = |at: Option<Moment>| at.map(|it| time::typed(it, &settings.time_zone)).unwrap_or_default();
        Typed {
            time_zone: settings.time_zone.clone(),
            opens_at: date(settings.opens_at),
            closes_at: date(settings.closes_at),
            hold_after: settings.hold_after.map(|it| it.to_string()).unwrap_or_default(),
            once: settings.once.word().to_owned(),
            field_why: String::new(),
        }
    }

    /// The same with the dates of the questionnaire file: from its first day to the end of its last.
    fn with_dates_of_file(mut self, survey: &Survey) -> Typed {
        let field = &survey.questionnaire.field;
        self.opens_at = field.start.as_ref().map(|it| format!("{it}T00:00")).unwrap_or_default();
        self.closes_at = field.end.as_ref().map(|it| format!("{it}T23:59")).unwrap_or_default();
        self
    }

    /// What it means, or all that is wrong with it.
    fn read(&self, shown: &Shown, may_open: bool) -> Result<Vec<Setting>, Faults> {
        let mut faults = Faults::default();
        let mut fault = |field: &str, word: &str| faults.0.push((field.to_owned(), word.to_owned()));
        let stands = &shown.survey.settings;
        let zone = self.time_zone.trim();
        if !time::is_zone(zone) {
            fault("time_zone", "quotas-zone-wrong");
        }
        let opens = date(&self.opens_at, zone, (stands.opens_at, shown.now));
        let closes = date(&self.closes_at, zone, (stands.closes_at, shown.now));
        if let Err(word) = opens {
            fault("opens_at", word);
        } else if opens != Ok(None) && opens != Ok(stands.opens_at) && !may_open {
            fault("opens_at", "quotas-opens-gate");
        }
        if let Err(word) = closes {
            fault("closes_at", word);
        }
        if let (Ok(Some(opens)), Ok(Some(closes))) = (opens, closes)
            && closes <= opens
        {
            fault("closes_at", "quotas-closes-early");
        }
        let hold_after = self.hold_after(shown);
        if let Err(word) = hold_after {
            fault("hold_after", word);
        }
        let once = Once::parse(&self.once);
        if once.is_none() {
            fault("once", "quotas-once-wrong");
        }
        if self.field_why.chars().count() > LONGEST_WHY {
            fault("field_why", "desk-why-long");
        }
        match (opens, closes, hold_after, once) {
            (Ok(opens), Ok(closes), Ok(hold_after), Some(once)) if faults.0.is_empty() => Ok(vec![
                Setting::TimeZone(zone.to_owned()),
                Setting::OpensAt(opens),
                Setting::ClosesAt(closes),
                Setting::HoldAfter(hold_after),
                Setting::Once(once),
            ]),
            _ => Err(faults),
        }
    }

    fn hold_after(&self, shown: &Shown) -> Result<Option<i64>, &'static str> {
        let text = self.hold_after.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let wanted = number(text).filter(|it| *it > 0).ok_or("quotas-hold-wrong")?;
        let stands = shown.survey.settings.hold_after == Some(wanted);
        let reached = shown.completes().is_some_and(|it| wanted <= it);
        if reached && !stands { Err("quotas-hold-reached") } else { Ok(Some(wanted)) }
    }
}

/// A date that is still to come, if any; one that stands already may stay.
fn date(
    text: &str,
    zone: &str,
    (stands, now): (Option<Moment>, Moment),
) -> Result<Option<Moment>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // In a zone that is none every date would be wrong; the zone is told already.
    let zone = if time::is_zone(zone) { zone } else { "UTC" };
    match time::moment(text, zone) {
        None => Err("quotas-date-wrong"),
        Some(at) if at <= now && Some(at) != stands => Err("quotas-date-past"),
        Some(at) => Ok(Some(at)),
    }
}

/// `POST /surveys/{id}/state`: opens, pauses or closes the field, with a reason.
pub async fn set_state(
    Manager(person): Manager,
    Shared(state): Shared<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(typed): Form<State>,
) -> Result<Response, AppError> {
    let shown = shown(&state, person, &SurveyId(survey)).await?;
    let id = shown.survey.id.clone();
    let mut faults = reason(typed.why.trim());
    let wanted = SurveyState::parse(&typed.state);
    if wanted.is_none() {
        faults.0.insert(0, ("state".to_owned(), "quotas-state-wrong".to_owned()));
    }
    let (true, Some(wanted)) = (faults.0.is_empty(), wanted) else {
        let typing = Typing { state: typed, faults, ..Typing::default() };
        return Ok(again(&state, parts, shown, typing).await);
    };
    // The first time a version is opened at the desk, it goes through the launch gate.
    if wanted == SurveyState::Open && !reports::may_open(&state.db, &id).await? {
        return Ok(Redirect::to(&format!("{}?opening#gate", Place::Trial.path(&id))).into_response());
    }
    let who = &shown.person.name;
    surveys::set(&state.db, &id, Setting::State(wanted), who, typed.why.trim(), (state.now)()).await?;
    Ok(to(&id, "state"))
}

/// `POST /surveys/{id}/entry`: lets interviews begin again, or holds them. Going on ends a soft launch.
pub async fn set_entry(
    Manager(person): Manager,
    Shared(AppState { db, now, .. }): Shared<AppState>,
    Path(survey): Path<String>,
    Form(typed): Form<AtDoor>,
) -> Result<Response, AppError> {
    let id = SurveyId(survey);
    let entry = Entry::parse(&typed.entry).ok_or(AppError::Malformed)?;
    if entry == Entry::Open {
        // Else the next complete would hold it again.
        surveys::set(&db, &id, Setting::HoldAfter(None), &person.name, "", now()).await?;
    }
    surveys::set(&db, &id, Setting::Entry(entry), &person.name, "", now()).await?;
    Ok(to(&id, "entry"))
}

/// `POST /surveys/{id}/field`: dates, time zone, soft launch, how often one may answer.
pub async fn set_field(
    Manager(person): Manager,
    Shared(state): Shared<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let shown = shown(&state, person, &SurveyId(survey)).await?;
    let id = shown.survey.id.clone();
    let may_open = reports::may_open(&state.db, &id).await?;
    match typed.read(&shown, may_open) {
        Ok(settings) => {
            for it in settings {
                let who = &shown.person.name;
                surveys::set(&state.db, &id, it, who, typed.field_why.trim(), (state.now)()).await?;
            }
            Ok(to(&id, "field"))
        }
        Err(faults) => {
            let typing = Typing { field: Some(typed), faults, ..Typing::default() };
            Ok(again(&state, parts, shown, typing).await)
        }
    }
}
