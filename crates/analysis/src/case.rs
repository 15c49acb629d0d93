//! An interview as a row of data.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use survey::answer::Answer;
use survey::condition::Value;
use survey::questionnaire::{Code, Questionnaire, Rule};
use survey::reading::Standing;
use survey::{Disposition, Interview, InterviewId, Moment, Reading, quota};

use crate::codebook::{Codebook, Column, Shape, System, Variable};

/// An interview with what is kept beside it.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: InterviewId,
    /// The version that it was made with: it alone can read the answers.
    pub questionnaire: Arc<Questionnaire>,
    /// The plan that was active when it began.
    pub plan: Option<String>,
    pub source: Option<String>,
    pub pid: Option<String>,
    /// What the link carried beside source and pid.
    pub variables: BTreeMap<String, String>,
    pub device_hash: Option<String>,
    pub test: bool,
    pub interview: Interview,
}

/// What stands in one column of one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not asked.
    Empty,
    /// Asked, and not answered.
    NotAnswered,
    /// Asked and answered; erased since, as what identifies a person.
    Erased,
    Code(Code),
    Number(f64),
    /// Ticked or not.
    Flag(bool),
    /// In our words or the author's: a disposition, a cell, an order.
    Word(String),
    /// Typed by somebody outside: an open answer, a text of "other", a source.
    Typed(String),
    Time(Moment),
}

/// A case as a row: one cell for each variable. Variables that its version does not have are empty.
pub fn row(codebook: &Codebook, case: &Case) -> Vec<Cell> {
    let reading = Reading::new(&case.questionnaire, &case.interview);
    codebook.variables.iter().map(|it| cell(it, case, &reading)).collect()
}

fn cell(variable: &Variable, case: &Case, reading: &Reading<'_>) -> Cell {
    let var = variable.of.as_deref().unwrap_or_default();
    match &variable.from {
        Column::System(system) => about(system, case, reading),
        Column::Derived => match (reading.value(var), variable.shape) {
            (Value::Number(code), Shape::Code) => Cell::Code(code as Code),
            (Value::Number(truth), Shape::Flag) => Cell::Flag(truth != 0.0),
            (Value::Number(number), _) => Cell::Number(number),
            (Value::Missing | Value::Text(_) | Value::Codes(_) | Value::Items(_), _) => Cell::Empty,
        },
        Column::DerivedTicked(code) => union(&case.questionnaire, reading, var, *code),
        asked => {
            let standing = reading.standing(var).filter(|it| was_asked(it, var, case));
            standing.map_or(Cell::Empty, |it| match answer(asked, it, var, &case.interview) {
                Cell::NotAnswered if case.interview.erased.iter().any(|it| it == var) => Cell::Erased,
                cell => cell,
            })
        }
    }
}

/// Whether a question was put to the respondent: it is asked, and it is answered or was posted blank.
///
/// Without the second half the pages that a broken-off interview never came to would count as unanswered.
fn was_asked(standing: &Standing, var: &str, case: &Case) -> bool {
    let posted = || {
        let page = case.questionnaire.questions().find(|(_, it)| it.var == var).map(|(page, _)| page);
        let draft = page.and_then(|page| case.interview.drafts.get(&case.questionnaire.pages[page].name));
        draft.is_some_and(|it| it.posted && it.seen.iter().any(|it| it == var))
    };
    standing.asked && !standing.pending && (standing.answer.is_some() || posted())
}

/// The cell of a question that was asked.
fn answer(column: &Column, standing: &Standing, var: &str, interview: &Interview) -> Cell {
    match column {
        Column::OtherText(code) => {
            let text = standing.others.get(code).filter(|_| chosen(standing).contains(code));
            let erased = chosen(standing).contains(code) && interview.erased.iter().any(|it| it == var);
            let without = if erased { Cell::Erased } else { Cell::Empty };
            text.map_or(without, |it| Cell::Typed(it.clone()))
        }
        Column::Order if standing.itself => Cell::Empty,
        Column::Order => interview.orders.get(var).map_or(Cell::Empty, |it| Cell::Word(it.join(" "))),
        Column::Ticked(code) if !standing.offered.contains(code) => Cell::Empty,
        Column::Item(item) if !standing.items.contains(item) => Cell::Empty,
        _ => standing.answer.as_ref().map_or(Cell::NotAnswered, |it| given(column, it)),
    }
}

/// The codes chosen; a text stays in the draft when its choice is taken back.
fn chosen(standing: &Standing) -> &[Code] {
    match &standing.answer {
        Some(Answer::Codes(codes) | Answer::Ranks(codes)) => codes,
        Some(Answer::Code(code)) => std::slice::from_ref(code),
        Some(Answer::Number(_) | Answer::Items(_) | Answer::Text(_)) | None => &[],
    }
}

fn given(column: &Column, answer: &Answer) -> Cell {
    match (column, answer) {
        (Column::Answer, Answer::Code(code)) => Cell::Code(*code),
        (Column::Answer, Answer::Number(number)) => Cell::Number(*number),
        (Column::Answer, Answer::Text(text)) => Cell::Typed(text.clone()),
        (Column::Ticked(code), Answer::Codes(codes)) => Cell::Flag(codes.contains(code)),
        (Column::Item(item), Answer::Items(items)) => {
            let code = items.iter().find(|(it, _)| it == item).map(|(_, code)| *code);
            code.map_or(Cell::NotAnswered, Cell::Code)
        }
        // A place left free in a ranking of fewer is no refusal.
        (Column::Rank(at), Answer::Ranks(codes)) => codes.get(*at).map_or(Cell::Empty, |it| Cell::Code(*it)),
        // The question was of another kind in this version.
        _ => Cell::Empty,
    }
}

/// Whether a union has a code: empty where none of its answered parts offered it.
fn union(questionnaire: &Questionnaire, reading: &Reading<'_>, var: &str, code: Code) -> Cell {
    match reading.value(var) {
        Value::Codes(codes) if codes.contains(&code) => Cell::Flag(true),
        Value::Codes(_) if is_offered(questionnaire, reading, var, code) => Cell::Flag(false),
        _ => Cell::Empty,
    }
}

fn is_offered(questionnaire: &Questionnaire, reading: &Reading<'_>, var: &str, code: Code) -> bool {
    match questionnaire.derived(var).map(|it| &it.rule) {
        Some(Rule::Union(parts)) => parts.iter().any(|it| is_offered(questionnaire, reading, it, code)),
        Some(Rule::Calc { .. } | Rule::When(_)) => false,
        None => reading.standing(var).is_some_and(|it| it.answer.is_some() && it.offered.contains(&code)),
    }
}

fn about(system: &System, case: &Case, reading: &Reading<'_>) -> Cell {
    let interview = &case.interview;
    match system {
        System::Id => Cell::Number(case.id.0 as f64),
        System::Disposition => word(interview.disposition.word()),
        System::Code => word(interview.disposition.code()),
        System::Lang => word(&interview.lang),
        System::Started => Cell::Time(interview.started_at),
        System::Ended => interview.ended_at.map_or(Cell::Empty, Cell::Time),
        // Floored, so that whoever is one millisecond too fast does not look in time.
        System::Seconds => Cell::Number((interview.active_millis() / 1000) as f64),
        System::Plan => case.plan.as_deref().map_or(Cell::Empty, word),
        System::Cell(table) => quota_cell(table, case, reading),
        System::DeviceHash => case.device_hash.as_deref().map_or(Cell::Empty, word),
        System::Flags => word(interview.flags.join(" ")),
        System::Version => word(&case.questionnaire.version),
        System::Source => typed(case.source.as_deref()),
        System::Pid => typed(case.pid.as_deref()),
        System::Link(name) => typed(case.variables.get(name).map(String::as_str)),
        System::Test => Cell::Flag(case.test),
    }
}

/// The cell of an interview in one table: where its place is or was, or where it asked for one in vain.
fn quota_cell(table: &str, case: &Case, reading: &Reading<'_>) -> Cell {
    let held = case.interview.cells.iter().find(|it| it.table == table);
    if let Some(held) = held {
        return word(&held.key);
    }
    let Disposition::QuotaFull(_) = case.interview.disposition else { return Cell::Empty };
    let plans = case.questionnaire.quota.as_ref().map(|it| it.plans.as_slice()).unwrap_or_default();
    let plan = plans.iter().find(|it| Some(&it.name) == case.plan.as_ref());
    let wanted = plan.map(|it| quota::cells(it, reading)).unwrap_or_default();
    wanted.iter().find(|it| it.table == table).map_or(Cell::Empty, |it| word(&it.key))
}

/// A word of ours; an empty one is no value.
fn word(text: impl Into<String>) -> Cell {
    let text = text.into();
    if text.is_empty() { Cell::Empty } else { Cell::Word(text) }
}

fn typed(text: Option<&str>) -> Cell {
    text.filter(|it| !it.is_empty()).map_or(Cell::Empty, |it| Cell::Typed(it.to_owned()))
}
