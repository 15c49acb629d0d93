//! The tables of a link as blocks of a report.

use analysis::report::Block;
use axum::http::Request;
use tokio::task::spawn_blocking;

use super::asked::Asked;
use super::counted;
use super::files::document;
use super::form::said;
use crate::error::AppError;
use crate::pages::desk::basis::Basis;
use crate::state::AppState;
use crate::words::t;

/// What a link of this page comes to.
pub struct Section {
    pub blocks: Vec<Block>,
    /// What of it cannot be, in words; the rest is there.
    pub faults: Vec<String>,
}

/// The tables of a query: of the same completes as the `report`, and weighted as it is where the link names no weights.
pub async fn section(
    state: &AppState,
    query: &str,
    report: &Basis,
    lang: &'static str,
) -> Result<Section, AppError> {
    let Ok(request) = Request::get(format!("/?{query}")).body(()) else {
        return Ok(Section { blocks: Vec::new(), faults: vec![t(lang, "report-table-wrong")] });
    };
    let mut asked = Asked::read(&request.into_parts().0);
    asked.whom.rehearsal = report.whom.rehearsal;
    if asked.whom.weight.is_empty() {
        asked.whom.weight.clone_from(&report.whom.weight);
    }
    let basis = report.of_others(&state.db, asked.whom.clone()).await?;
    let shown = counted(&state.db, asked, basis).await?;
    // What a list of its own says is not said once more.
    let others = shown.basis.faults.0.iter().filter(|(_, word)| word != "tables-trouble");
    let mut faults: Vec<String> = others.map(|(_, word)| t(lang, word)).collect();
    faults.extend(shown.tables.troubles.iter().map(|it| said(it, lang)));
    faults.dedup();
    if shown.tables.topics.is_empty() && faults.is_empty() {
        faults.push(t(lang, "report-table-wrong"));
    }
    // Tables of everybody, or of unweighted cases, would be taken for those that are asked for.
    if shown.basis.faults.0.iter().any(|(field, _)| ["among", "filter", "weight"].contains(&&**field)) {
        return Ok(Section { blocks: Vec::new(), faults });
    }
    let drawing = spawn_blocking(move || document(&shown, lang).blocks);
    let mut blocks = drawing.await?;
    // The report says itself whom it counts, and the tables beneath them what else they were asked.
    blocks.retain(|it| matches!(it, Block::Grid(_)));
    Ok(Section { blocks, faults })
}
