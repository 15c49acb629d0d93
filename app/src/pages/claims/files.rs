//! Claims as files: the table of what was found, and the texts that were put there.

use analysis::claims::{Finding, Found, Unsaid};
use analysis::export::list;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use store::texts::{self, Kind};
use survey::SurveyId;
use survey::claims::Claim;

use super::said::{self, Said};
use super::{drawn, held};
use crate::auth::Analyst;
use crate::download;
use crate::error::AppError;
use crate::pages::address;
use crate::pages::desk::Place;
use crate::pages::desk::basis::Basis;
use crate::pages::desk::whom::Whom;
use crate::state::AppState;
use crate::words::{site_lang, t};

/// Words as programs read them.
const COLUMNS: [&str; 13] = [
    "claim",
    "statement",
    "statistic",
    "base",
    "expected",
    "verdict",
    "found",
    "figure",
    "low",
    "high",
    "n",
    "effective_base",
    "snapshot",
];

/// `/surveys/{id}/claims.csv?filter=&weight=&rehearsal=`
pub async fn csv(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
) -> Result<Response, AppError> {
    let lang = site_lang(&parts);
    let basis = Basis::load(&state, &SurveyId(survey), Whom::read(&parts)).await?;
    let survey = &basis.survey.id;
    let text = texts::newest(&state.db, survey, Kind::Claims).await?.ok_or(AppError::NotFound)?.text;
    // A file of others than those asked for would be taken for the right one: the page says what is wrong.
    if !basis.faults.0.is_empty() {
        let page = address(&Place::Claims.path(survey), basis.whom.pairs());
        return Ok(Redirect::to(&page).into_response());
    }
    let held = held(basis.clone(), text).await?;
    let (said, snapshot) = (Said::new(&basis, lang), basis.snapshot.number);
    let rows: Vec<Vec<String>> =
        held.claims.iter().map(|(claim, found)| row(&said, claim, found, snapshot)).collect();
    let file = [list::header(&COLUMNS.map(str::to_owned)), list::rows(&rows)].concat();
    let name = format!("{survey}-claims-{snapshot}.csv");
    download::note(&state, &person.name, Some(survey), name.clone()).await?;
    Ok((download::headers(download::CSV, &name), Body::from(file)).into_response())
}

fn row(said: &Said<'_>, claim: &Claim, found: &Result<Finding, Unsaid>, snapshot: i64) -> Vec<String> {
    let (figure, low, high) = match found.as_ref().map(|it| &it.found) {
        Ok(Found::Figure { value, interval }) => {
            let end = |of: fn(&analysis::stats::interval::Interval) -> f64| {
                interval.as_ref().map_or_else(String::new, |it| of(it).to_string())
            };
            (value.to_string(), end(|it| it.low), end(|it| it.high))
        }
        Ok(Found::Codes(_)) | Err(_) => Default::default(),
    };
    let words = match found {
        Ok(it) => said.found(claim, it),
        Err(it) => said.unsaid(it),
    };
    let base = found.as_ref().ok().map(|it| it.base);
    vec![
        claim.id.clone(),
        claim.seed.clone(),
        said::formula(&claim.stat),
        claim.base.as_ref().map_or_else(|| "all".to_owned(), ToString::to_string),
        said.expect(claim),
        t(said.lang, &format!("claims-{}", drawn::verdict(found).0)),
        words,
        figure,
        low,
        high,
        base.map(|it| it.n.to_string()).unwrap_or_default(),
        base.map(|it| it.effective().to_string()).unwrap_or_default(),
        snapshot.to_string(),
    ]
}

/// `/surveys/{id}/claims/{file}/claims.yaml`: a text as it was put there.
pub async fn text(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path((survey, file)): Path<(String, String)>,
) -> Result<Response, AppError> {
    download::written(&state, &person.name, &SurveyId(survey), (Kind::Claims, &file), "claims.yaml").await
}
