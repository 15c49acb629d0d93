//! The answers of many cases as columns of small numbers, from which tables are counted.

mod firsts;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use survey::InterviewId;
use survey::questionnaire::Code;

use crate::case::{Cell, Glance, PackedRow};
use crate::codebook::{Codebook, Column, Role, Shape, Variable};
use firsts::Firsts;

/// The answers of cases, a field for each question, item, position of a ranking and derived variable.
///
/// Orders, texts of "other" and system columns that are no numbers have none: nothing is counted from them.
#[derive(Clone, Debug)]
pub struct Columns {
    pub codebook: Arc<Codebook>,
    pub fields: Vec<Field>,
    /// The orders in which the items of grids were shown, which tell the longest run of one answer.
    orders: Vec<Field>,
    /// Which choices of shuffled lists stood first.
    firsts: Vec<Firsts>,
    /// The case in each place.
    ids: Vec<InterviewId>,
    places: HashMap<InterviewId, usize>,
}

/// One field: what each case has there.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its columns in the codebook; several only of a multi, one for each code.
    pub variables: Vec<usize>,
    pub values: Values,
}

/// The values of a field, case by case.
#[derive(Clone, Debug)]
pub enum Values {
    /// One code a case: 0 for no answer, else the position among `codes` plus 1.
    One { codes: Vec<Code>, at: Vec<u16> },
    /// Any of up to 64 codes: a bit for each that is chosen, and one for each that was offered to somebody who
    /// answered. No bit is offered where there is no answer.
    Many { codes: Vec<Code>, chosen: Vec<u64>, offered: Vec<u64> },
    /// NaN for no answer.
    Numbers(Vec<f64>),
    /// What was typed at an open question, of which nothing is counted; none for no answer.
    Texts(Vec<Option<Box<str>>>),
}

impl Columns {
    /// Of no case yet.
    pub fn new(codebook: &Arc<Codebook>) -> Columns {
        let (fields, orders) = (fields(&codebook.variables), orders(&codebook.variables));
        let firsts = Firsts::of(&codebook.variables);
        Columns {
            codebook: Arc::clone(codebook),
            fields,
            orders,
            firsts,
            ids: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// How many cases there are.
    pub fn cases(&self) -> usize {
        self.ids.len()
    }

    /// Whether a case is there.
    pub fn has(&self, id: InterviewId) -> bool {
        self.places.contains_key(&id)
    }

    /// The cases in their places.
    pub fn ids(&self) -> &[InterviewId] {
        &self.ids
    }

    /// Takes a case in, or what it is now: a cell for each variable of the codebook.
    pub fn set(&mut self, id: InterviewId, row: &[Cell]) {
        self.take(&[id], |_, column| Glance::from(&row[column]));
    }

    /// The same of packed cases, whose cells nobody copies.
    pub fn set_packed(&mut self, rows: &[(InterviewId, PackedRow<'_>)]) {
        let ids: Vec<InterviewId> = rows.iter().map(|(id, _)| *id).collect();
        self.take(&ids, |row, column| rows[row].1.cell(column));
    }

    /// A field for all cases and then the next: what a field has lies together, and stays at hand.
    fn take<'a>(&mut self, ids: &[InterviewId], cell: impl Fn(usize, usize) -> Glance<'a>) {
        let places: Vec<usize> = ids.iter().map(|it| self.place(*it)).collect();
        for field in self.fields.iter_mut().chain(&mut self.orders) {
            for (row, place) in places.iter().enumerate() {
                field.set(*place, &|column| cell(row, column));
            }
        }
        for firsts in &mut self.firsts {
            for (row, place) in places.iter().enumerate() {
                firsts.set(*place, &|column| cell(row, column));
            }
        }
    }

    fn place(&mut self, id: InterviewId) -> usize {
        let place = *self.places.entry(id).or_insert(self.ids.len());
        if place == self.ids.len() {
            self.ids.push(id);
        }
        place
    }

    /// Leaves a case out that is no longer wanted; the last one takes its place.
    pub fn remove(&mut self, id: InterviewId) {
        let Some(place) = self.places.remove(&id) else { return };
        self.ids.swap_remove(place);
        if let Some(moved) = self.ids.get(place) {
            self.places.insert(*moved, place);
        }
        for field in self.fields.iter_mut().chain(&mut self.orders) {
            field.values.swap_remove(place);
        }
        self.firsts.iter_mut().for_each(|it| it.values.swap_remove(place));
    }

    /// Takes in what these columns of the codebook are now: of each case in its place, a cell for each of them.
    pub(crate) fn renew(&mut self, variables: &Range<usize>, cells: &[Vec<Cell>]) {
        for field in self.fields.iter_mut().filter(|it| variables.contains(&it.variables[0])) {
            for (place, cells) in cells.iter().enumerate() {
                field.set(place, &|it| Glance::from(&cells[it - variables.start]));
            }
        }
    }

    /// The fields of a question or derived variable, as questionnaires call it: several of a grid or a ranking.
    pub fn of<'a>(&'a self, var: &'a str) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(move |it| self.variable(it).var.as_deref() == Some(var))
    }

    /// The orders in which the items of a grid were shown, joined by spaces; none where that was not noted.
    pub(super) fn order(&self, var: &str) -> Option<&[Option<Box<str>>]> {
        let field = self.orders.iter().find(|it| self.variable(it).var.as_deref() == Some(var))?;
        match &field.values {
            Values::Texts(texts) => Some(texts),
            Values::One { .. } | Values::Many { .. } | Values::Numbers(_) => None,
        }
    }

    /// Which choice of a shuffled list stood first: one code at most, none where the order is not known. `of` is the
    /// question as the codebook calls it; none of a question without an order.
    pub(super) fn firsts(&self, of: Option<&str>) -> Option<&Values> {
        self.firsts.iter().find(|it| it.of.as_deref() == of).map(|it| &it.values)
    }

    /// The first variable of a field, which says what the field is.
    pub fn variable(&self, field: &Field) -> &Variable {
        &self.codebook.variables[field.variables[0]]
    }
}

fn fields(variables: &[Variable]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (at, variable) in variables.iter().enumerate() {
        let ticked = match variable.from {
            Column::Ticked(code) | Column::DerivedTicked(code) => Some(code),
            _ => None,
        };
        let last = fields.iter_mut().rfind(|it| {
            let first = &variables[it.variables[0]];
            matches!(it.values, Values::Many { .. }) && first.of == variable.of
        });
        match (ticked, last) {
            (Some(code), Some(Field { variables, values: Values::Many { codes, .. } }))
                if codes.len() < 64 =>
            {
                variables.push(at);
                codes.push(code);
            }
            (Some(code), _) => fields.push(Field {
                variables: vec![at],
                values: Values::Many { codes: vec![code], chosen: Vec::new(), offered: Vec::new() },
            }),
            (None, _) => fields.extend(plain(variable).map(|values| Field { variables: vec![at], values })),
        }
    }
    fields
}

/// Of grids alone: orders of choices are long, and no condition reads them.
fn orders(variables: &[Variable]) -> Vec<Field> {
    let is_grid =
        |of: &Variable| variables.iter().any(|it| it.var == of.var && matches!(it.from, Column::Item(_)));
    let order = |(at, it): (usize, &Variable)| {
        let field = Field { variables: vec![at], values: Values::Texts(Vec::new()) };
        (it.from == Column::Order && is_grid(it)).then_some(field)
    };
    variables.iter().enumerate().filter_map(order).collect()
}

/// The values of a column that is a field of its own; none of one that is not counted.
fn plain(variable: &Variable) -> Option<Values> {
    match (variable.role, variable.shape) {
        (_, Shape::Number) => Some(Values::Numbers(Vec::new())),
        (Role::Asked | Role::Derived, Shape::Code | Shape::Flag) => {
            let codes = match variable.shape {
                Shape::Flag => vec![1, 0],
                _ => variable.codes.iter().map(|it| it.code).filter(|it| *it >= 0).collect(),
            };
            Some(Values::One { codes, at: Vec::new() })
        }
        (Role::Asked, Shape::Text) => Some(Values::Texts(Vec::new())),
        _ => None,
    }
}

impl Field {
    fn set<'a>(&mut self, place: usize, cell: &impl Fn(usize) -> Glance<'a>) {
        match &mut self.values {
            Values::One { codes, at } => put(at, place, one(codes, cell(self.variables[0]))),
            Values::Numbers(numbers) => put(numbers, place, number(cell(self.variables[0]))),
            Values::Texts(texts) => put(texts, place, text(cell(self.variables[0]))),
            Values::Many { chosen, offered, .. } => {
                let (mut ticked, mut open) = (0, 0);
                for (bit, variable) in self.variables.iter().enumerate() {
                    if let Glance::Flag(flag) = cell(*variable) {
                        open |= 1 << bit;
                        ticked |= u64::from(flag) << bit;
                    }
                }
                put(chosen, place, ticked);
                put(offered, place, open);
            }
        }
    }
}

fn put<T>(values: &mut Vec<T>, place: usize, value: T) {
    match values.get_mut(place) {
        Some(it) => *it = value,
        None => values.push(value),
    }
}

/// A code by its position; a code that the codebook does not know is added to the others.
fn one(codes: &mut Vec<Code>, cell: Glance<'_>) -> u16 {
    let code = match cell {
        Glance::Code(code) => code,
        Glance::Flag(flag) => Code::from(flag),
        _ => return 0,
    };
    let known = codes.iter().position(|it| *it == code);
    let at = known.unwrap_or_else(|| {
        codes.push(code);
        codes.len() - 1
    });
    at as u16 + 1
}

fn number(cell: Glance<'_>) -> f64 {
    match cell {
        Glance::Number(number) => number,
        Glance::Code(code) => code as f64,
        _ => f64::NAN,
    }
}

fn text(cell: Glance<'_>) -> Option<Box<str>> {
    match cell {
        Glance::Typed(text) | Glance::Word(text) => Some(text.into()),
        _ => None,
    }
}

impl Values {
    fn swap_remove(&mut self, place: usize) {
        match self {
            Values::One { at, .. } => drop(at.swap_remove(place)),
            Values::Numbers(numbers) => drop(numbers.swap_remove(place)),
            Values::Texts(texts) => drop(texts.swap_remove(place)),
            Values::Many { chosen, offered, .. } => {
                chosen.swap_remove(place);
                offered.swap_remove(place);
            }
        }
    }

    /// The codes that a case has there: one at most, but of a multi; none of numbers and texts.
    pub fn codes(&self, place: usize) -> impl Iterator<Item = Code> {
        let (one, many, set): (_, &[Code], u64) = match self {
            Values::One { codes, at } => (usize::from(at[place]).checked_sub(1).map(|it| codes[it]), &[], 0),
            Values::Many { codes, chosen, .. } => (None, codes, chosen[place]),
            Values::Numbers(_) | Values::Texts(_) => (None, &[], 0),
        };
        let chosen = many.iter().enumerate().filter(move |(bit, _)| set >> bit & 1 == 1);
        one.into_iter().chain(chosen.map(|(_, code)| *code))
    }

    /// Whether a code was offered to a case that has an answer there. Always of one that is no multi.
    pub fn is_offered(&self, place: usize, code: Code) -> bool {
        match self {
            Values::Many { codes, offered, .. } => {
                codes.iter().position(|it| *it == code).is_some_and(|bit| offered[place] >> bit & 1 == 1)
            }
            Values::One { .. } | Values::Numbers(_) | Values::Texts(_) => self.is_answered(place),
        }
    }

    /// Whether a case has an answer there.
    pub fn is_answered(&self, place: usize) -> bool {
        match self {
            Values::One { at, .. } => at[place] > 0,
            Values::Many { offered, .. } => offered[place] != 0,
            Values::Numbers(numbers) => !numbers[place].is_nan(),
            Values::Texts(texts) => texts[place].is_some(),
        }
    }
}
