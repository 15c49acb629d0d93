//! The review of flagged interviews: the list with its evidence, and what a manager makes of it.

mod checks;
mod evidence;
mod facts;
mod found;
mod guards;
mod judging;
mod list;
pub mod section;
mod sieve;

use std::collections::BTreeMap;

use axum::http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::Db;
use store::review::{self, Counts, Flagged};
use store::surveys::{self, Survey};
use survey::condition::Value;
use survey::quality::cohort::Check;
use survey::quality::evidence::{median_seconds, page_medians};
use survey::{InterviewId, Moment, Reading, SurveyId};

use self::judging::Typed;
use self::sieve::Sieve;
use super::desk::done::done;
use super::desk::{Desk, Place, lang};
use super::show;
use crate::auth::{Manager, Person, guard};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{t, t_with};

pub use checks::run_checks;
pub use guards::set_guards;
pub use judging::judge;

/// How many interviews are on a page of the list.
const LISTED: i64 = 20;

/// How many of the newest completes say what is usual.
const USUAL: i64 = 300;

/// What was done, for the page that says so.
const DONE: [&str; 4] = ["accept", "reject", "checked", "guards"];

/// What the page shows.
#[derive(Clone)]
struct Shown {
    person: Person,
    survey: Survey,
    sieve: Sieve,
    counts: Counts,
    flagged: Vec<Flagged>,
    /// The last one listed, where there are more.
    last: Option<i64>,
    usual: Usual,
    checked_at: Option<Moment>,
}

/// What an interview's times and words are held against.
#[derive(Clone, Debug, Default)]
struct Usual {
    /// The median of the seconds in all, and of each page.
    all: Option<f64>,
    pages: BTreeMap<String, f64>,
    /// What the nearest other interview says, where words are alike.
    twins: BTreeMap<InterviewId, String>,
}

/// `/surveys/{id}/review`
#[component]
pub fn ReviewPage() -> impl IntoView {
    let survey = use_params_map().read_untracked().get("survey").unwrap_or_default();
    show(load(survey), |shown| page(shown, Typed::default(), guards::Typed::default()))
}

async fn load(survey: String) -> Result<Shown, AppError> {
    let Manager(person) = guard().await?;
    let parts: Parts = expect_context();
    shown(person, &expect_context(), &SurveyId(survey), Sieve::of(&parts), &[]).await
}

async fn shown(
    person: Person,
    state: &AppState,
    id: &SurveyId,
    sieve: Sieve,
    chosen: &[InterviewId],
) -> Result<Shown, AppError> {
    let db = &state.db;
    let survey = surveys::load(db, id).await?;
    let counts = review::counts(db, id).await?;
    let mut flagged = review::list(db, id, &sieve.filter(), LISTED).await?;
    let last = flagged.last().map(|it| it.id.0).filter(|_| flagged.len() as i64 == LISTED);
    // One that was chosen on its own page need not be on this list, and is not to be chosen out of sight.
    for it in chosen {
        if flagged.iter().all(|flagged| flagged.id != *it) {
            flagged.extend(review::find(db, id, *it).await?);
        }
    }
    let usual = usual(db, id, &flagged).await?;
    let checked_at = review::checked_at(db, id).await?;
    Ok(Shown { person, survey, sieve, counts, flagged, last, usual, checked_at })
}

/// What the times and words of these interviews are held against.
async fn usual(db: &Db, survey: &SurveyId, flagged: &[Flagged]) -> Result<Usual, AppError> {
    let newest = review::usual(db, survey, USUAL).await?;
    let mut twins = BTreeMap::new();
    for flag in flagged.iter().flat_map(|it| &it.cohort).filter(|it| it.check == Check::NearText) {
        let Some(nearest) = flag.evidence.others.first() else { continue };
        // One that was withdrawn meanwhile says nothing any more.
        let Some(twin) = review::find(db, survey, *nearest).await? else { continue };
        let reading = Reading::new(&twin.questionnaire, &twin.interview);
        if let Value::Text(text) = reading.value(&flag.evidence.about) {
            twins.insert(flag.interview, text);
        }
    }
    Ok(Usual { all: median_seconds(&newest), pages: page_medians(&newest), twins })
}

fn page(shown: Shown, typed: Typed, guarding: guards::Typed) -> impl IntoView {
    let lang = lang();
    let title = shown.survey.questionnaire.title.get(lang).to_owned();
    let id = shown.survey.id.clone();
    let person = shown.person.clone();
    let count =
        [("all", shown.counts.all.to_string().into()), ("open", shown.counts.open.to_string().into())];
    let counted =
        if shown.counts.all == 0 { t(lang, "review-none") } else { t_with(lang, "review-counted", &count) };
    view! {
        <Desk person lang title=t(lang, "review-title") place=Place::Review survey=Some((id, title))>
            {done(lang, "review-done", &DONE)}
            {judging::told(&shown.survey.id, &typed, lang)}
            <p>{counted}</p>
            {sieve::form(&shown.survey, &shown.sieve, &shown.counts, lang)}
            {list::list(&shown, typed, lang)}
            {checks::panel(&shown, lang)}
            {guards::panel(&shown.survey, guarding, lang)}
        </Desk>
    }
}

/// A quality rule, a sign, a check or the desk in words; a rule of the questionnaire is called what its author calls
/// it.
fn rule_words(lang: &str, rule: &str) -> String {
    use survey::quality::{DESK, HONEYPOT, MINIMUM_TIME, NO_PROOF};
    let is_ours = [DESK, HONEYPOT, MINIMUM_TIME, NO_PROOF].contains(&rule) || Check::parse(rule).is_some();
    if is_ours { t(lang, &format!("review-rule-{}", rule.replace('_', "-"))) } else { rule.to_owned() }
}
