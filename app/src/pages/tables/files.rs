//! Tables as files of the same address: a workbook with a sheet a table, and CSV with all tables under each other.

use analysis::report::{Block, Document, Grid, Run, csv, xlsx};
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use survey::SurveyId;
use tokio::task::spawn_blocking;

use super::asked::Asked;
use super::drawn::captions;
use super::{Shown, shown};
use crate::auth::{Analyst, Person};
use crate::download::{self, CSV};
use crate::error::AppError;
use crate::state::AppState;
use crate::words::{site_lang, t};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `/surveys/{id}/tables.xlsx`
pub async fn xlsx(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
) -> Result<Response, AppError> {
    answer(person, state, SurveyId(survey), parts, (XLSX, "xlsx")).await
}

/// `/surveys/{id}/tables.csv`
pub async fn csv(
    Analyst(person): Analyst,
    State(state): State<AppState>,
    Path(survey): Path<String>,
    parts: Parts,
) -> Result<Response, AppError> {
    answer(person, state, SurveyId(survey), parts, (CSV, "csv")).await
}

async fn answer(
    person: Person,
    state: AppState,
    survey: SurveyId,
    parts: Parts,
    (kind, ending): (&'static str, &'static str),
) -> Result<Response, AppError> {
    let (lang, now) = (site_lang(&parts), (state.now)());
    let shown = shown(&state, &survey, Asked::read(&parts)).await?;
    // A file of other tables than those asked for would be taken for the right one: the page says what is wrong.
    if !shown.basis.faults.0.is_empty() || shown.tables.topics.is_empty() {
        return Ok(Redirect::to(&shown.asked.address(&shown.basis.survey.id, "")).into_response());
    }
    let name = format!("{}-tables-{}.{ending}", shown.basis.survey.id, download::day(now));
    download::note(&state, &person.name, Some(&shown.basis.survey.id), name.clone()).await?;
    let file = spawn_blocking(move || {
        let document = document(&shown, lang);
        match ending {
            "xlsx" => xlsx::file(&document, now),
            _ => Ok(under_each_other(&document)),
        }
    });
    let file = file.await?.map_err(|err| {
        tracing::error!(error = &err as &dyn std::error::Error, "a workbook of tables was not written");
        AppError::Internal
    })?;
    Ok((download::headers(kind, &name), file).into_response())
}

/// The tables with what all of them have in common; each table says itself where it comes from.
pub(super) fn document(shown: &Shown, lang: &'static str) -> Document {
    let title = shown.basis.survey.questionnaire.title.get(lang).to_owned();
    let (basis, sheet) = (&shown.basis, shown.sheet(lang));
    let line = |text: String| Block::Paragraph(vec![Run::plain(text)]);
    let mut blocks = vec![line(basis.cases(lang))];
    for topic in &shown.tables.topics {
        for (part, caption) in topic.parts.iter().zip(captions(shown, topic, lang)) {
            let mut grid = sheet.grid(part, caption);
            let variable = &shown.basis.snapshot.columns.codebook.variables[part.table.variable];
            let n = part.table.bases.first().map(|it| it.n);
            grid.notes.extend(sheet.how());
            let facts = basis.facts(variable, n, lang);
            grid.facts = facts.into_iter().map(|(name, text)| format!("{name}: {text}")).collect();
            blocks.push(Block::Grid(grid));
        }
        let effects = topic.order.as_ref();
        blocks.extend(effects.map(|it| Block::Grid(sheet.effects(it, order_caption(shown, topic, lang)))));
    }
    Document { title: format!("{title} · {}", t(lang, "desk-tables")), lang: lang.to_owned(), blocks }
}

fn order_caption(shown: &Shown, topic: &super::counting::Topic, lang: &'static str) -> String {
    let caption = captions(shown, topic, lang).next().unwrap_or_default();
    format!("{}: {caption}", t(lang, "tables-order"))
}

/// All tables in one file of CSV, a blank line between two of them.
fn under_each_other(document: &Document) -> Vec<u8> {
    let mark = "\u{feff}".as_bytes();
    let mut file = mark.to_vec();
    let grids = document.blocks.iter().filter_map(|it| match it {
        Block::Grid(it) => Some(it),
        _ => None,
    });
    for (at, grid) in grids.enumerate() {
        if at > 0 {
            file.extend(b"\r\n");
        }
        file.extend(without(mark, grid));
    }
    file
}

/// The CSV of one table, without the mark by which a whole file is known.
fn without(mark: &[u8], grid: &Grid) -> Vec<u8> {
    let one = csv::file(grid);
    one.strip_prefix(mark).map_or(one.clone(), <[u8]>::to_vec)
}
