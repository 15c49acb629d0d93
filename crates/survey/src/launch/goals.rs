//! What robots are sent for: everything that somebody should see.

use super::{About, Finding};
use crate::condition::{CompareOp, Expr, Name};
use crate::questionnaire::{Choice, End, Page, Question, Questionnaire, Then};
use crate::quota::{CellName, QuotaPlan};
use crate::route::StepAt;
use crate::trace::word;

/// Something that a robot may see.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Complete,
    Asked(String),
    /// A choice or an item, such as `plats = 3` or `sat.price`, offered or not.
    Filter(String, bool),
    End(StepAt),
    /// Somebody fell in this cell, and it had a place or it had none.
    Cell(CellName, bool),
}

/// One thing that should be seen, and how a robot goes about it.
pub(super) struct Goal {
    pub about: About,
    pub key: Key,
    /// What is said where nobody sees it.
    pub finding: Finding,
    /// What a robot wants to come true.
    pub wish: Option<Expr>,
    /// The end that it wants to meet.
    pub end: Option<StepAt>,
    /// The quota table in which it wants to be turned away.
    pub table: Option<usize>,
}

impl Goal {
    fn new(about: About, key: Key, finding: Finding, wish: Option<Expr>) -> Goal {
        Goal { about, key, finding, wish, end: None, table: None }
    }
}

/// Everything that somebody should see, in file order.
pub(super) fn goals(questionnaire: &Questionnaire, plan: Option<&QuotaPlan>) -> Vec<Goal> {
    let mut goals = vec![Goal::new(About::Ways, Key::Complete, Finding::new("no_complete", "", ""), None)];
    for (at, page) in questionnaire.pages.iter().enumerate() {
        for question in page.questions() {
            goals.push(asked(page, question));
            goals.extend(filters(page, question));
        }
        goals.extend(page.then.iter().enumerate().filter_map(|(then, step)| {
            let Then::End { end, code, condition } = step else { return None };
            Some(met(page, StepAt { page: at, then }, (*end, code.as_deref()), condition.as_ref()))
        }));
    }
    let has_gate = questionnaire.pages.iter().any(|it| it.then.contains(&Then::Reserve));
    goals.extend(plan.filter(|_| has_gate).into_iter().flat_map(cells));
    goals
}

fn asked(page: &Page, question: &Question) -> Goal {
    let conditions = page.condition.iter().chain(&question.condition);
    let finding = Finding::new("not_asked", &question.var, printed(conditions.clone()));
    Goal::new(About::Questions, Key::Asked(question.var.clone()), finding, all(conditions.cloned()))
}

/// Each condition of a choice or an item, once to hold and once not to.
fn filters(page: &Page, question: &Question) -> Vec<Goal> {
    let before = page.condition.iter().chain(&question.condition);
    places(question)
        .into_iter()
        .flat_map(|(place, condition)| [(place.clone(), condition, true), (place, condition, false)])
        .map(|(place, condition, wanted)| {
            let wish = if wanted { condition.clone() } else { Expr::Not(Box::new(condition.clone())) };
            let word = if wanted { "never_offered" } else { "always_offered" };
            let finding = Finding::new(word, &place, condition.to_string());
            let wish = all(before.clone().cloned().chain([wish]));
            Goal::new(About::Filters, Key::Filter(place, wanted), finding, wish)
        })
        .collect()
}

/// The choices and items of a question that have a condition of their own.
pub(super) fn places(question: &Question) -> Vec<(String, &Expr)> {
    let choice = |it: &Choice| format!("{} = {}", question.var, it.code);
    let choices = question.choices().iter().map(|it| (choice(it), it.condition.as_ref()));
    let items =
        question.items().iter().map(|it| (format!("{}.{}", question.var, it.name), it.condition.as_ref()));
    choices.chain(items).filter_map(|(place, condition)| Some((place, condition?))).collect()
}

fn met(page: &Page, at: StepAt, (end, code): (End, Option<&str>), condition: Option<&Expr>) -> Goal {
    let name = match code {
        Some(code) => format!("{} {code}", word(end)),
        None => format!("{} ({})", word(end), page.name),
    };
    let finding = Finding::new("not_met", name, printed(condition.into_iter()));
    let wish = all(page.condition.iter().chain(condition).cloned());
    Goal { end: Some(at), ..Goal::new(About::Ends, Key::End(at), finding, wish) }
}

/// Each cell of a plan with targets, once with a place and once without.
fn cells(plan: &QuotaPlan) -> Vec<Goal> {
    let mut goals = Vec::new();
    for (at, table) in plan.tables.iter().enumerate() {
        for (codes, target) in &table.cells {
            let name = table.cell(codes);
            let wish = all(table.by.iter().zip(codes).map(|(var, code)| is(var, *code)));
            let goal = |word: &str, full: bool| {
                let finding = Finding::new(word, name.to_string(), printed(wish.iter()));
                Goal::new(About::Cells, Key::Cell(name.clone(), full), finding, wish.clone())
            };
            // Nobody is wanted in a cell without a target: there is no place to be had in it.
            goals.extend((*target > 0).then(|| goal("cell_never_met", false)));
            goals.push(Goal { table: Some(at), ..goal("quota_full_never_met", true) });
        }
    }
    goals
}

fn is(var: &str, code: i64) -> Expr {
    let name = Name { var: var.to_owned(), part: None, span: Default::default() };
    Expr::Compare(Box::new(Expr::Var(name)), CompareOp::Equal, Box::new(Expr::Number(code as f64)))
}

/// All of these conditions together; none of nothing.
fn all(conditions: impl Iterator<Item = Expr>) -> Option<Expr> {
    let mut conditions: Vec<Expr> = conditions.collect();
    match conditions.len() {
        0 => None,
        1 => conditions.pop(),
        _ => Some(Expr::And(conditions)),
    }
}

fn printed<'a>(conditions: impl Iterator<Item = &'a Expr>) -> String {
    all(conditions.cloned()).map(|it| it.to_string()).unwrap_or_default()
}
