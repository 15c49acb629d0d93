//! Banners: the columns of tables, side by side and nested.

use std::ops::Range;

use survey::questionnaire::Code;

use super::columns::{Columns, Field, Values};
use super::count::{Block, Cross, cross};
use super::moments::{Moments, moments};
use crate::stats::Base;

/// The columns of a table: the total, then block after block.
#[derive(Clone, Debug)]
pub struct Banner {
    pub heads: Vec<Head>,
    blocks: Vec<Block>,
}

/// What one column is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of its block: 0 is the total alone.
    pub block: usize,
    /// The codes that it stands for, the outermost variable first; none of the total.
    pub parts: Vec<(String, Code)>,
}

/// Why a variable cannot be in a banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such question or derived variable, or nothing of it can be counted.
    Unknown(String),
    /// It has numbers, texts, items or places, not codes: a band of it, or one item, could be used.
    NoCodes(String),
    /// Nested they make more columns than can be told apart, or than anybody reads.
    TooMany { columns: usize, most: usize },
}

/// The most columns of a block.
const MOST: usize = 1_000;
/// The most columns of a block in which a case may be in several.
const MOST_OF_MULTIS: usize = 64;

/// A field counted by the columns of a banner.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The codes of its rows.
    pub codes: Vec<Code>,
    blocks: Vec<Cross>,
}

/// Whom the columns of a banner have in common.
#[derive(Clone, Debug)]
pub struct Overlaps {
    /// Of each column: its block, and its number there.
    places: Vec<(usize, usize)>,
    /// Of each block in which a respondent may be in several columns: those by themselves.
    blocks: Vec<Option<Cross>>,
}

impl Banner {
    /// The total, and a block for each list of variables, nested in each other where there are several. `is_in` says of
    /// each case whether it is wanted at all.
    pub fn new(columns: &Columns, nests: &[Vec<String>], is_in: Option<&[bool]>) -> Result<Banner, Fault> {
        let total = Block::of(columns.cases(), |_| true);
        let mut banner = Banner { heads: vec![Head { block: 0, parts: Vec::new() }], blocks: vec![total] };
        for nest in nests {
            let (parts, block) = nested(columns, nest)?;
            let number = banner.blocks.len();
            banner.heads.extend(parts.into_iter().map(|parts| Head { block: number, parts }));
            banner.blocks.push(block);
        }
        if let Some(is_in) = is_in {
            banner.blocks = banner.blocks.into_iter().map(|it| it.only(is_in)).collect();
        }
        Ok(banner)
    }

    /// Counts the codes of a field by all columns.
    pub fn count(&self, values: &Values, weights: Option<&[f64]>) -> Counted {
        let codes = match values {
            Values::One { codes, .. } | Values::Many { codes, .. } => codes.clone(),
            Values::Numbers(_) | Values::Texts(_) => Vec::new(),
        };
        Counted { codes, blocks: self.blocks.iter().map(|it| cross(values, it, weights)).collect() }
    }

    /// The moments of numbers by all columns.
    pub fn moments(&self, values: &Values, weights: Option<&[f64]>) -> Vec<Option<Moments>> {
        self.blocks.iter().flat_map(|it| moments(values, it, weights)).collect()
    }

    /// Whom columns have in common, of those who answered: respondents of a multi may be in several of its block.
    pub fn overlaps(&self, answered: &Values, weights: Option<&[f64]>) -> Overlaps {
        let with_itself = |block: &Block| {
            let Block::Many { columns, at } = block else { return None };
            let cases = at.iter().enumerate();
            let set: Vec<u64> =
                cases.map(|(case, it)| if answered.is_answered(case) { *it } else { 0 }).collect();
            let codes = (0..*columns as Code).collect();
            Some(cross(&Values::Many { codes, offered: set.clone(), chosen: set }, block, weights))
        };
        let mut places = Vec::with_capacity(self.heads.len());
        for block in 0..self.blocks.len() {
            places.extend(self.columns_of(block).enumerate().map(|(within, _)| (block, within)));
        }
        Overlaps { places, blocks: self.blocks.iter().map(with_itself).collect() }
    }

    /// How many blocks there are: the total, and one for each list of variables.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The columns of a block.
    pub fn columns_of(&self, block: usize) -> Range<usize> {
        let first = self.blocks[..block].iter().map(Block::columns).sum();
        first..first + self.blocks[block].columns()
    }

    /// Whether nobody can be in two columns of a block.
    pub fn is_exclusive(&self, block: usize) -> bool {
        matches!(self.blocks[block], Block::One { .. })
    }
}

impl Overlaps {
    /// Who is in both of two different columns; none where nobody can be.
    pub fn both(&self, one: usize, other: usize) -> Option<Base> {
        let ((block, one), (of_other, other)) = (self.places[one], self.places[other]);
        let cross = self.blocks[block].as_ref().filter(|_| block == of_other)?;
        Some(cross.cell(one, other))
    }
}

impl Counted {
    /// Who is in a row and a column of the banner.
    pub fn cell(&self, row: usize, column: usize) -> Base {
        let (cross, column) = self.at(column);
        cross.cell(row, column)
    }

    /// Who answered, in a column of the banner.
    pub fn base(&self, column: usize) -> Base {
        let (cross, column) = self.at(column);
        cross.bases[column]
    }

    /// The share of a column that is in a row, from 0 to 1; none of an empty column.
    pub fn share(&self, row: usize, column: usize) -> Option<f64> {
        let base = self.base(column).weight;
        (base > 0.0).then(|| self.cell(row, column).weight / base)
    }

    /// The share of a row that is in a column: of all in the row, the total's.
    pub fn row_share(&self, row: usize, column: usize) -> Option<f64> {
        let all = self.cell(row, 0).weight;
        (all > 0.0).then(|| self.cell(row, column).weight / all)
    }

    fn at(&self, mut column: usize) -> (&Cross, usize) {
        for cross in &self.blocks {
            if column < cross.columns {
                return (cross, column);
            }
            column -= cross.columns;
        }
        panic!("a column of the banner it was counted by")
    }
}

type Parts = Vec<(String, Code)>;

/// The columns of variables in each other, and who is in which.
fn nested(columns: &Columns, nest: &[String]) -> Result<(Vec<Parts>, Block), Fault> {
    let everybody = Block::of(columns.cases(), |_| true);
    let mut all: (Vec<Parts>, Block) = (vec![Vec::new()], everybody);
    for var in nest {
        let field = field(columns, var)?;
        let (codes, block) = block(field).ok_or_else(|| Fault::NoCodes(var.clone()))?;
        let within = |parts: &Parts| -> Vec<Parts> {
            let deeper = |code: &Code| parts.iter().cloned().chain([(var.clone(), *code)]).collect();
            codes.iter().map(deeper).collect()
        };
        all = (all.0.iter().flat_map(within).collect(), within_each(&all.1, &block)?);
    }
    Ok(all)
}

fn field<'a>(columns: &'a Columns, var: &'a str) -> Result<&'a Field, Fault> {
    let mut fields = columns.of(var);
    match (fields.next(), fields.next()) {
        (None, _) => Err(Fault::Unknown(var.to_owned())),
        (Some(field), None) => Ok(field),
        // A grid, a ranking, or a question whose kind changed.
        (Some(_), Some(_)) => Err(Fault::NoCodes(var.to_owned())),
    }
}

fn block(field: &Field) -> Option<(Vec<Code>, Block)> {
    match &field.values {
        Values::One { codes, at } => {
            Some((codes.clone(), Block::One { columns: codes.len(), at: at.clone() }))
        }
        Values::Many { codes, chosen, .. } => {
            Some((codes.clone(), Block::Many { columns: codes.len(), at: chosen.clone() }))
        }
        Values::Numbers(_) | Values::Texts(_) => None,
    }
}

/// The columns of one block, each split by those of another.
fn within_each(outer: &Block, inner: &Block) -> Result<Block, Fault> {
    let columns = outer.columns() * inner.columns();
    if let (Block::One { at: outer, .. }, Block::One { at: split, columns: width }) = (outer, inner) {
        let both = outer.iter().zip(split);
        let place = |(outer, split): (&u16, &u16)| match (*outer, *split) {
            (0, _) | (_, 0) => 0,
            (outer, split) => (outer - 1) * *width as u16 + split,
        };
        let fits = columns <= MOST;
        return if fits {
            Ok(Block::One { columns, at: both.map(place).collect() })
        } else {
            Err(too_many(columns, MOST))
        };
    }
    if columns > MOST_OF_MULTIS {
        return Err(too_many(columns, MOST_OF_MULTIS));
    }
    let set = |case: usize| {
        let mut set = 0;
        outer.each(case, |outer| inner.each(case, |split| set |= 1_u64 << (outer * inner.columns() + split)));
        set
    };
    Ok(Block::Many { columns, at: (0..outer.cases()).map(set).collect() })
}

fn too_many(columns: usize, most: usize) -> Fault {
    Fault::TooMany { columns, most }
}
