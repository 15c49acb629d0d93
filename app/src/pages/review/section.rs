//! What flags an interview, on its own page, with the form to accept or reject it.

use leptos::prelude::*;
use store::Db;
use store::review::{self, Flagged};
use survey::{InterviewId, SurveyId};

use super::{DONE, Usual, evidence, usual};
use crate::error::AppError;
use crate::pages::desk::Place;
use crate::pages::desk::done::done;
use crate::pages::desk::form::{Faults, Field};
use crate::words::t;

/// What there is to say about the quality of a finished interview.
pub struct Quality {
    flagged: Flagged,
    usual: Usual,
}

/// Reads it; none of an interview that is a test or has not finished.
pub async fn load(db: &Db, survey: &SurveyId, id: InterviewId) -> Result<Option<Quality>, AppError> {
    let Some(flagged) = review::find(db, survey, id).await? else { return Ok(None) };
    let usual = usual(db, survey, std::slice::from_ref(&flagged)).await?;
    Ok(Some(Quality { flagged, usual }))
}

/// The section of the page.
pub fn section(survey: &SurveyId, quality: Quality, lang: &'static str) -> impl IntoView + use<> {
    let Quality { flagged, usual } = quality;
    let seen = t(lang, &format!("review-seen-{}", flagged.seen.word()));
    view! {
        <section class="panel flagged" id="quality">
            <h2>{t(lang, "review-quality")}</h2>
            {done(lang, "review-done", &DONE)}
            <p>{seen}</p>
            {evidence::evidence(survey, &flagged, &usual, lang)}
            <form method="post" action=Place::Review.path(survey) class="form">
                <input type="hidden" name="interview" value=flagged.id.0.to_string()/>
                <input type="hidden" name="_from" value="record"/>
                <Field lang name="why" word="review-why" hint=true faults=Faults::default()/>
                <div class="toolbar">
                    <button class="button" name="verdict" value="accept">{t(lang, "review-accept-one")}</button>
                    <button class="button button--quiet" name="verdict" value="reject">{t(lang, "review-reject-one")}</button>
                </div>
            </form>
        </section>
    }
}
