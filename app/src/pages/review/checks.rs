//! Running the checks over all finished interviews.

use analysis::cohort::{self, Field};
use axum::extract::{Path, State};
use axum::response::Redirect;
use leptos::prelude::*;
use store::Db;
use store::interviews;
use store::review;
use store::surveys;
use survey::quality::cohort::Check;
use survey::{Disposition, SurveyId};
use tokio::task::spawn_blocking;

use super::{Shown, rule_words};
use crate::auth::Manager;
use crate::error::AppError;
use crate::export::case_of;
use crate::pages::desk::Place;
use crate::pages::desk::time::words;
use crate::state::AppState;
use crate::words::{t, t_with};

/// How many interviews are in memory at a time.
const BATCH: i64 = 500;

/// The button, and what the checks found last.
pub fn panel(shown: &Shown, lang: &'static str) -> impl IntoView + use<> {
    let survey = &shown.survey;
    let rows: Vec<_> = Check::ALL
        .into_iter()
        .map(|check| {
            let count = shown.counts.by_rule.get(check.word()).copied().unwrap_or_default();
            let is = t(lang, &format!("review-rule-{}-is", check.word().replace('_', "-")));
            view! {
                <tr>
                    <th scope="row">{rule_words(lang, check.word())}</th>
                    <td class="tabular">{count.to_string()}</td>
                    <td>{is}</td>
                </tr>
            }
        })
        .collect();
    let when = shown.checked_at.map(|at| words(at, &survey.settings.time_zone));
    let when = when.map(|it| t_with(lang, "review-checked-at", &[("time", it.into())]));
    view! {
        <section class="panel" id="checks">
            <h2>{t(lang, "review-checks")}</h2>
            <p>{t(lang, "review-checks-are")}</p>
            <div class="scroller" role="region" tabindex="0" aria-label=t(lang, "review-checks")>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t(lang, "review-check")}</th>
                            <th scope="col" class="tabular">{t(lang, "review-check-flags")}</th>
                            <th scope="col">{t(lang, "review-check-means")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {when.map(|it| view! { <p class="hint">{it}</p> })}
            <form method="post" action=format!("/surveys/{}/checks", survey.id)>
                <button class="button button--quiet">{t(lang, "review-run")}</button>
            </form>
        </section>
    }
}

/// `POST /surveys/{id}/checks`
pub async fn run_checks(
    Manager(_): Manager,
    State(state): State<AppState>,
    Path(survey): Path<String>,
) -> Result<Redirect, AppError> {
    let id = SurveyId(survey);
    surveys::load(&state.db, &id).await?;
    let field = gathered(&state.db, &id).await?;
    // Seconds of work for a large field; the site goes on meanwhile.
    let flags = spawn_blocking(move || cohort::flags(&field)).await?;
    review::keep(&state.db, &id, flags, (state.now)()).await?;
    Ok(Redirect::to(&format!("{}?done=checked#checks", Place::Review.path(&id))))
}

/// The newest finished interviews, as far as the checks look at them.
async fn gathered(db: &Db, survey: &SurveyId) -> Result<Field, AppError> {
    let mut field = Field::default();
    let mut after = review::first_of_newest(db, survey, cohort::MOST).await?;
    loop {
        let batch = interviews::batch(db, survey, false, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(field) };
        after = last.id;
        for row in batch {
            if matches!(row.interview.disposition, Disposition::Complete | Disposition::Rejected(_)) {
                field.add(&case_of(row));
            }
        }
    }
}
