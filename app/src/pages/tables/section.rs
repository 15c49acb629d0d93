//! The tables of a link as blocks of a report.

use std::collections::BTreeMap;
use std::sync::Arc;

use analysis::report::Block;
use axum::http::Request;
use survey::{InterviewId, SurveyId};
use tokio::task::spawn_blocking;

use super::asked::Asked;
use super::files::document;
use super::form::said;
use super::shown;
use crate::columns::Snapshot;
use crate::error::AppError;
use crate::pages::desk::whom::Whom;
use crate::state::AppState;
use crate::words::t;

/// What a link of this page comes to.
pub struct Section {
    pub blocks: Vec<Block>,
    /// What of it cannot be, in words; the rest is there.
    pub faults: Vec<String>,
}

/// The tables of a query. They are of the interviews of `report`, as they were `loaded` for all of it, and weighted as it
/// is where the link names no weights.
pub async fn section(
    state: &AppState,
    (survey, query): (&SurveyId, &str),
    report: &Whom,
    (snapshot, weighing): (&Snapshot, Option<&Arc<BTreeMap<InterviewId, f64>>>),
    lang: &'static str,
) -> Result<Section, AppError> {
    let Ok(request) = Request::get(format!("/?{query}")).body(()) else {
        return Ok(Section { blocks: Vec::new(), faults: vec![t(lang, "report-table-wrong")] });
    };
    let mut asked = Asked::read(&request.into_parts().0);
    asked.whom.rehearsal = report.rehearsal;
    if asked.whom.weight.is_empty() {
        asked.whom.weight.clone_from(&report.weight);
    }
    let weighing = weighing.filter(|_| asked.whom.weight == report.weight).cloned();
    let shown = shown(state, survey.clone(), asked, Some((snapshot.clone(), weighing))).await?;
    // What a list of its own says is not said once more.
    let others = shown.faults.0.iter().filter(|(_, word)| word != "tables-trouble");
    let mut faults: Vec<String> = others.map(|(_, word)| t(lang, word)).collect();
    faults.extend(shown.tables.troubles.iter().map(|it| said(it, lang)));
    faults.dedup();
    if shown.tables.topics.is_empty() && faults.is_empty() {
        faults.push(t(lang, "report-table-wrong"));
    }
    // Tables of everybody, or of unweighted cases, would be taken for those that are asked for.
    if shown.faults.0.iter().any(|(field, _)| ["among", "filter", "weight"].contains(&&**field)) {
        return Ok(Section { blocks: Vec::new(), faults });
    }
    let drawing = spawn_blocking(move || document(&shown, lang).blocks);
    let mut blocks = drawing.await.map_err(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "tables of a report were not drawn");
        AppError::Internal
    })?;
    // The report says itself whom it counts, and the tables beneath them what else they were asked.
    blocks.retain(|it| matches!(it, Block::Grid(_)));
    Ok(Section { blocks, faults })
}
