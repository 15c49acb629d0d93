//! Who did what: of the whole house, and of one survey; searchable, and as a file.

pub mod file;
mod said;

use axum::http::request::Parts;
use axum_extra::extract::Query;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::Deserialize;
use store::audit::log::{self, Key, Row, Wanted};
use store::surveys;
use survey::{Moment, SurveyId};

use super::desk::form::{FaultCount, Faults, Field};
use super::desk::{Desk, Place, lang, time};
use super::show;
use crate::auth::{Manager, Owner, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::t;

/// Rows on a page.
const PAGE: i64 = 100;

/// What is searched for: `?text=…&who=…&survey=…&deed=…&from=…&until=…&after=…`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    text: String,
    who: String,
    survey: String,
    deed: String,
    /// Days, as `<input type="date">` has them; both are included.
    from: String,
    until: String,
    /// The last row of the page before.
    after: String,
}

/// Whose log it is, and the zone in which its days begin.
#[derive(Clone)]
struct Scope {
    /// None for the whole house.
    survey: Option<(SurveyId, String)>,
    zone: String,
}

impl Scope {
    fn path(&self) -> String {
        self.survey.as_ref().map_or_else(|| "/audit".to_owned(), |(id, _)| Place::SurveyAudit.path(id))
    }
}

struct Shown {
    person: Person,
    scope: Scope,
    search: Search,
    faults: Faults,
    deeds: Vec<String>,
    rows: Vec<Row>,
}

/// `/audit`
#[component]
pub fn AuditPage() -> impl IntoView {
    show(load(), page)
}

/// `/surveys/{id}/audit`
#[component]
pub fn SurveyAuditPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load_survey(survey), page)
}

async fn load() -> Result<Shown, AppError> {
    let Owner(person) = guard().await?;
    shown(person, Scope { survey: None, zone: "UTC".to_owned() }).await
}

async fn load_survey(survey: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    let state: AppState = expect_context();
    let lang = lang();
    let survey = surveys::load(&state.db, &SurveyId(survey)).await?;
    let title = survey.questionnaire.title.get(lang).to_owned();
    shown(person, Scope { survey: Some((survey.id, title)), zone: survey.settings.time_zone }).await
}

async fn shown(person: Person, scope: Scope) -> Result<Shown, AppError> {
    let (parts, AppState { db, .. }): (Parts, AppState) = (expect_context(), expect_context());
    let Query(search) = Query::try_from_uri(&parts.uri).map_err(|_| AppError::Malformed)?;
    let (wanted, faults) = wanted(&search, &scope);
    let deeds = log::deeds(&db, scope.survey.as_ref().map(|(id, _)| id)).await?;
    // One more, to know whether there is another page.
    let rows = log::rows(&db, &wanted, Key::parse(&search.after), PAGE + 1).await?;
    Ok(Shown { person, scope, search, faults, deeds, rows })
}

/// What was typed as it is looked for, and what of it could not be read.
fn wanted(search: &Search, scope: &Scope) -> (Wanted, Faults) {
    let mut faults = Faults::default();
    let mut day = |field: &str, text: &str, days: i64| {
        let at = day(text, days, &scope.zone);
        if at.is_none() && !text.is_empty() {
            faults.0.push((field.to_owned(), "audit-day-wrong".to_owned()));
        }
        at
    };
    let (from, until) = (day("from", &search.from, 0), day("until", &search.until, 1));
    let survey = scope.survey.as_ref().map(|(id, _)| id.clone());
    let asked = Some(search.survey.trim()).filter(|it| !it.is_empty()).map(|it| SurveyId(it.to_owned()));
    let wanted = Wanted {
        survey: survey.or(asked),
        text: search.text.clone(),
        who: search.who.clone(),
        deed: search.deed.clone(),
        from,
        until,
    };
    (wanted, faults)
}

/// The beginning of a day, or of one some days later.
fn day(text: &str, later: i64, zone: &str) -> Option<Moment> {
    let date: jiff::civil::Date = text.trim().parse().ok()?;
    let date = date.checked_add(jiff::Span::new().days(later)).ok()?;
    time::moment(&format!("{date}T00:00"), zone)
}

fn page(shown: Shown) -> impl IntoView {
    let lang = lang();
    let Shown { person, scope, search, faults, deeds, mut rows } = shown;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let last = rows.last().map(|it| it.key.to_string()).filter(|_| more);
    let older = last.map(|key| {
        let path = format!("{}?{}", scope.path(), query(&Search { after: key, ..search.clone() }));
        view! { <p><a class="button button--quiet" href=path>{t(lang, "audit-older")}</a></p> }
    });
    let file = format!("{}.csv?{}", scope.path(), query(&Search { after: String::new(), ..search.clone() }));
    let place = if scope.survey.is_some() { Place::SurveyAudit } else { Place::Audit };
    view! {
        <Desk person lang title=t(lang, "audit-title") place survey=scope.survey.clone()>
            <p class="hint">{t(lang, "audit-is")}</p>
            {search_form(&scope, search, faults, deeds, lang)}
            <section class="panel">
                {said::table(rows, &scope.zone, scope.survey.is_none(), lang)}
                {older}
                <p><a href=file>{t(lang, "audit-csv")}</a></p>
            </section>
        </Desk>
    }
}

fn search_form(
    scope: &Scope,
    search: Search,
    faults: Faults,
    deeds: Vec<String>,
    lang: &'static str,
) -> impl IntoView + use<> {
    let of_survey = scope.survey.is_none().then(|| {
        view! { <Field lang name="survey" word="audit-survey" typed=search.survey faults=faults.clone()/> }
    });
    let mut options = vec![view! { <option value="">{t(lang, "audit-deed-any")}</option> }.into_any()];
    options.extend(deeds.into_iter().map(|it| {
        let (words, chosen) = (said::deed(&it, lang), it == search.deed);
        view! { <option value=it selected=chosen>{words}</option> }.into_any()
    }));
    view! {
        <form method="get" action=scope.path() class="panel audit-search" role="search">
            <FaultCount lang faults=faults.clone()/>
            <Field lang name="text" word="audit-text" typed=search.text faults=faults.clone()/>
            <Field lang name="who" word="audit-who" typed=search.who faults=faults.clone()/>
            {of_survey}
            <div class="field">
                <label for="deed">{t(lang, "audit-deed")}</label>
                <select id="deed" name="deed">{options}</select>
            </div>
            <Field lang name="from" word="audit-from" kind="date" typed=search.from faults=faults.clone()/>
            <Field lang name="until" word="audit-until" kind="date" typed=search.until faults/>
            <button class="button">{t(lang, "audit-search")}</button>
        </form>
    }
}

/// A search as it stands in an address.
fn query(search: &Search) -> String {
    let fields = [
        ("text", &search.text),
        ("who", &search.who),
        ("survey", &search.survey),
        ("deed", &search.deed),
        ("from", &search.from),
        ("until", &search.until),
        ("after", &search.after),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields.into_iter().filter(|(_, it)| !it.is_empty()));
    query.finish()
}
