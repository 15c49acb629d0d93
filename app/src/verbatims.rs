//! What respondents typed: at open questions, and beside "other". Of completes alone, as they stand now.

use std::sync::Arc;

use analysis::Cell;
use analysis::codebook::{Column, Role, Shape, Variable};
use store::codings::Source;
use store::exports::{self, Found};
use store::{Db, sources};
use survey::questionnaire::Text;
use survey::{Disposition, InterviewId, Moment, SurveyId};
use tokio::task::spawn_blocking;

use crate::error::AppError;
use crate::export::{Group, Order, Wanted};

/// How many interviews are in memory at a time beside the texts.
const BATCH: i64 = 1_000;

/// One source of texts, and what was typed there.
#[derive(Clone, Debug, PartialEq)]
pub struct Verbatims {
    pub source: Source,
    /// The number of the question, where it has one.
    pub nr: Option<String>,
    pub question: Text,
    /// The choice beside which it was typed; none of an open question.
    pub beside: Option<Text>,
    /// In order of id; none is empty.
    pub texts: Vec<(InterviewId, String)>,
}

/// The sources of a survey with what was typed there, in the order of the questionnaire; of one question, where one is
/// named. `test` for the interviews of rehearsals.
pub async fn read(
    db: &Db,
    (survey, test): (&SurveyId, bool),
    only: Option<&str>,
    now: Moment,
) -> Result<Vec<Verbatims>, AppError> {
    let wanted = Wanted {
        rows: vec![Disposition::Complete.word().to_owned()],
        columns: [Group::Answers, Group::Texts].map(|it| it.word().to_owned()).to_vec(),
        only: only.map(str::to_owned).into_iter().collect(),
        links: sources::variables(db, survey).await?,
        rehearsal: test,
        ..Wanted::default()
    };
    let snapshot = exports::snapshot(db, survey).await?;
    let order = Arc::new(Order::read(db, survey, &wanted, (snapshot, 0), now).await?);
    let (mut all, columns) = empty(&order.codebook.variables);
    let mut after = InterviewId(0);
    loop {
        let batch = order.batch(db, after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.id();
        let ids: Vec<InterviewId> = batch.iter().map(Found::id).collect();
        let order = Arc::clone(&order);
        let rows = spawn_blocking(move || order.rows(batch)).await??;
        for (id, row) in ids.into_iter().zip(rows) {
            for (column, source) in &columns {
                if let Cell::Typed(text) | Cell::Word(text) = &row[*column] {
                    all[*source].texts.push((id, text.clone()));
                }
            }
        }
    }
    Ok(all)
}

/// The sources without texts, and which column belongs to which. Versions in which a question changed its kind have
/// columns of their own for one source.
fn empty(variables: &[Variable]) -> (Vec<Verbatims>, Vec<(usize, usize)>) {
    let (mut all, mut columns): (Vec<Verbatims>, Vec<(usize, usize)>) = Default::default();
    for (column, it) in variables.iter().enumerate() {
        let Some(source) = source(it) else { continue };
        let known = all.iter().position(|it| it.source == source);
        let at = known.unwrap_or_else(|| {
            let (nr, question, beside) = (it.nr.clone(), it.text.clone(), it.part.clone());
            all.push(Verbatims { source, nr, question, beside, texts: Vec::new() });
            all.len() - 1
        });
        columns.push((column, at));
    }
    (all, columns)
}

/// The source that a column holds the texts of; none of a column without texts that were typed.
fn source(it: &Variable) -> Option<Source> {
    let var = it.var.clone()?;
    match (&it.from, it.role, it.shape) {
        (Column::OtherText(code), ..) => Some(Source { var, code: Some(*code) }),
        (Column::Answer, Role::Asked, Shape::Text) => Some(Source { var, code: None }),
        _ => None,
    }
}
