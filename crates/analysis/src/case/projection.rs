//! Where each column of a codebook stands in one version of a questionnaire: found once, read for every case.

use survey::answer::Answer;
use survey::condition::Value;
use survey::questionnaire::{Block, Code, Place, Questionnaire, Rule};
use survey::reading::Standing;
use survey::{Interview, Reading};

use super::about::{about, typed};
use super::glance::{Bytes, Glance};
use super::packed::Packed;
use super::{Case, Cell};
use crate::codebook::{self, Codebook, Column, Shape, System, Variable};

/// The columns of a codebook, found in one version of a questionnaire.
///
/// A column of a question that this version does not have, or has of another kind, is empty.
#[derive(Clone, Debug)]
pub struct Projection {
    origins: Vec<Origin>,
    /// Where each column is in a packed case, once more: a glance reads nothing else.
    places: Vec<Option<u32>>,
}

/// Where a column is in a case of the version, and where in one that was packed.
#[derive(Clone, Debug)]
struct Origin {
    source: Source,
    packed: Option<usize>,
}

/// Where one column gets its value.
#[derive(Clone, Debug)]
enum Source {
    Nowhere,
    System(System),
    /// A question: `pages[page].blocks[block]`.
    Asked {
        page: usize,
        block: usize,
        column: Column,
        shape: Shape,
    },
    /// A derived variable.
    Derived {
        at: usize,
        shape: Shape,
    },
    /// One code of a derived variable that is a union of the questions at `parts`.
    Union {
        at: usize,
        code: Code,
        parts: Vec<(usize, usize)>,
    },
}

impl Projection {
    /// Finds each column.
    pub fn new(codebook: &Codebook, questionnaire: &Questionnaire) -> Projection {
        let own = codebook::codebook(questionnaire).variables;
        let column = |it: &Variable| {
            let packed = own.iter().position(|own| codebook::is_same(own, it));
            let is_everywhere = matches!(it.from, Column::System(_));
            let source = match packed.is_some() || is_everywhere {
                true => source(it, questionnaire),
                false => Source::Nowhere,
            };
            Origin { source, packed }
        };
        let origins: Vec<Origin> = codebook.variables.iter().map(column).collect();
        let places = origins.iter().map(|it| it.packed.map(|at| at as u32)).collect();
        Projection { origins, places }
    }

    /// A case of that version as a row: one cell for each variable of the codebook.
    pub fn row(&self, case: &Case) -> Vec<Cell> {
        self.read(case, &Reading::new(&case.questionnaire, &case.interview))
    }

    /// The same of a case that is read already.
    pub fn read(&self, case: &Case, reading: &Reading<'_>) -> Vec<Cell> {
        let mut held = Held::new(case, reading);
        self.origins.iter().map(|it| held.cell(&it.source)).collect()
    }

    /// The same of a case that was packed; `weight` is what it weighs, which changes without the case.
    ///
    /// None if these bytes are no case of that version.
    pub fn unpack(&self, packed: &[u8], weight: Option<f64>) -> Option<Vec<Cell>> {
        let mut case = Packed::read(packed)?;
        let cell = |it: &Origin| match (it.packed, &it.source) {
            // Each column stands for one variable, so that nothing is taken twice.
            (Some(at), _) => case.cells.get_mut(at).map(std::mem::take),
            (None, Source::System(System::Link(name))) => Some(typed(case.links.remove(name))),
            (None, Source::System(System::Weight)) => Some(weight.map_or(Cell::Empty, Cell::Number)),
            (None, _) => Some(Cell::Empty),
        };
        self.origins.iter().map(cell).collect()
    }

    /// The same where it stands, for whoever takes no text with it: several times as fast.
    ///
    /// None if these bytes are no case of that version.
    pub fn glance<'a>(&'a self, packed: &'a [u8], weight: Option<f64>) -> Option<PackedRow<'a>> {
        let bytes = Bytes::read(packed)?;
        let last = self.places.iter().flatten().max();
        let is_whole = last.is_none_or(|it| (*it as usize) < bytes.cells.len());
        is_whole.then_some(PackedRow { projection: self, bytes, weight })
    }
}

/// A packed case in the columns of a codebook.
#[derive(Debug)]
pub struct PackedRow<'a> {
    projection: &'a Projection,
    bytes: Bytes<'a>,
    weight: Option<f64>,
}

impl<'a> PackedRow<'a> {
    /// What stands in a column.
    #[inline]
    pub fn cell(&self, column: usize) -> Glance<'a> {
        match self.projection.places[column] {
            Some(at) => self.bytes.cells[at as usize],
            None => self.beside(column),
        }
    }

    /// What is kept beside the cells.
    fn beside(&self, column: usize) -> Glance<'a> {
        match &self.projection.origins[column].source {
            Source::System(System::Link(name)) => {
                let text = self.bytes.links.get(name.as_str()).filter(|it| !it.is_empty());
                text.map_or(Glance::Empty, |it| Glance::Typed(it))
            }
            Source::System(System::Weight) => self.weight.map_or(Glance::Empty, Glance::Number),
            _ => Glance::Empty,
        }
    }
}

/// Where a column has its value; the column is of the version, or of every one.
fn source(variable: &Variable, questionnaire: &Questionnaire) -> Source {
    if let Column::System(system) = &variable.from {
        return Source::System(system.clone());
    }
    let place = variable.var.as_ref().and_then(|it| questionnaire.vars.get(it));
    match place {
        Some(Place::Question { page, block }) => {
            let (column, shape) = (variable.from.clone(), variable.shape);
            Source::Asked { page: *page, block: *block, column, shape }
        }
        Some(Place::Derived(at)) => match (&variable.from, &questionnaire.derived[*at].rule) {
            (Column::DerivedTicked(code), Rule::Union(parts)) => {
                Source::Union { at: *at, code: *code, parts: questions(questionnaire, parts) }
            }
            _ => Source::Derived { at: *at, shape: variable.shape },
        },
        None => Source::Nowhere,
    }
}

/// The questions that a union rests on, through other unions.
fn questions(questionnaire: &Questionnaire, parts: &[String]) -> Vec<(usize, usize)> {
    let places = |part: &String| match questionnaire.vars.get(part) {
        Some(Place::Question { page, block }) => vec![(*page, *block)],
        Some(Place::Derived(at)) => match &questionnaire.derived[*at].rule {
            Rule::Union(parts) => questions(questionnaire, parts),
            Rule::Calc { .. } | Rule::When(_) | Rule::Coded { .. } => Vec::new(),
        },
        None => Vec::new(),
    };
    parts.iter().flat_map(places).collect()
}

/// A case that is being read, with what the column before this one rested on: columns of one question stand
/// together.
struct Held<'a> {
    case: &'a Case,
    reading: &'a Reading<'a>,
    asked: Option<Asked<'a>>,
    derived: Option<(usize, Value)>,
}

/// A question of a case.
#[derive(Clone, Copy)]
struct Asked<'a> {
    place: (usize, usize),
    var: &'a str,
    /// None where it was not put to the respondent.
    standing: Option<&'a Standing>,
    erased: bool,
}

impl<'a> Held<'a> {
    fn new(case: &'a Case, reading: &'a Reading<'a>) -> Held<'a> {
        Held { case, reading, asked: None, derived: None }
    }

    fn cell(&mut self, source: &Source) -> Cell {
        match source {
            Source::Nowhere => Cell::Empty,
            Source::System(system) => about(system, self.case, self.reading),
            Source::Asked { page, block, column, shape } => {
                match (self.asked(*page, *block, column), shape) {
                    // The answer to an NPS question is one of its codes; its column holds numbers.
                    (Cell::Code(code), Shape::Number) => Cell::Number(code as f64),
                    (cell, _) => cell,
                }
            }
            Source::Derived { at, shape } => match (self.derived(*at), shape) {
                (Value::Number(code), Shape::Code) => Cell::Code(*code as Code),
                (Value::Number(truth), Shape::Flag) => Cell::Flag(*truth != 0.0),
                (Value::Number(number), _) => Cell::Number(*number),
                (Value::Missing | Value::Text(_) | Value::Codes(_) | Value::Items(_), _) => Cell::Empty,
            },
            Source::Union { at, code, parts } => self.union(*at, *code, parts),
        }
    }

    fn asked(&mut self, page: usize, block: usize, column: &Column) -> Cell {
        let held = match self.asked {
            Some(it) if it.place == (page, block) => it,
            _ => {
                let Some(it) = self.find(page, block) else { return Cell::Empty };
                *self.asked.insert(it)
            }
        };
        let Some(standing) = held.standing else { return Cell::Empty };
        match answer(column, standing, held, &self.case.interview) {
            Cell::NotAnswered if held.erased => Cell::Erased,
            cell => cell,
        }
    }

    fn find(&self, page: usize, block: usize) -> Option<Asked<'a>> {
        let reading: &'a Reading<'a> = self.reading;
        let Block::Question(question) = &reading.questionnaire.pages[page].blocks[block] else { return None };
        let standing = reading.block(page, block);
        let interview = &self.case.interview;
        Some(Asked {
            place: (page, block),
            var: &question.var,
            standing: Some(standing).filter(|it| was_asked(it, &question.var, reading, page)),
            erased: interview.erased.contains(&question.var),
        })
    }

    fn derived(&mut self, at: usize) -> &Value {
        if self.derived.as_ref().is_none_or(|(it, _)| *it != at) {
            let value = self.reading.value(&self.reading.questionnaire.derived[at].var);
            self.derived = Some((at, value));
        }
        self.derived.as_ref().map_or(&Value::Missing, |(_, value)| value)
    }

    /// Whether a union has a code: empty where none of its answered parts offered it.
    fn union(&mut self, at: usize, code: Code, parts: &[(usize, usize)]) -> Cell {
        match self.derived(at) {
            Value::Codes(codes) if codes.contains(&code) => return Cell::Flag(true),
            Value::Codes(_) => {}
            _ => return Cell::Empty,
        }
        let offered = |(page, block): &(usize, usize)| {
            let standing = self.reading.block(*page, *block);
            // A question that is no longer asked keeps its answer aside.
            standing.asked && standing.answer.is_some() && standing.offered.contains(&code)
        };
        if parts.iter().any(offered) { Cell::Flag(false) } else { Cell::Empty }
    }
}

/// Whether a question was put to the respondent: it is asked, and it is answered or was posted blank.
///
/// Without the second half the pages that a broken-off interview never came to would count as unanswered.
fn was_asked(standing: &Standing, var: &str, reading: &Reading<'_>, page: usize) -> bool {
    let posted = || {
        let draft = reading.interview.drafts.get(&reading.questionnaire.pages[page].name);
        draft.is_some_and(|it| it.posted && it.seen.iter().any(|it| it == var))
    };
    standing.asked && !standing.pending && (standing.answer.is_some() || posted())
}

/// The cell of a question that was asked.
fn answer(column: &Column, standing: &Standing, asked: Asked<'_>, interview: &Interview) -> Cell {
    match column {
        Column::OtherText(code) => {
            let is_chosen = chosen(standing).contains(code);
            let text = standing.others.get(code).filter(|_| is_chosen);
            let without = if is_chosen && asked.erased { Cell::Erased } else { Cell::Empty };
            text.map_or(without, |it| Cell::Typed(it.clone()))
        }
        Column::Order if standing.itself => Cell::Empty,
        Column::Order => interview.orders.get(asked.var).map_or(Cell::Empty, |it| Cell::Word(it.join(" "))),
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
        // The kinds were compared when the column was found.
        _ => Cell::Empty,
    }
}
