//! Order effects: what it does to a choice of a shuffled list to stand first.

#[cfg(test)]
mod tests;

use survey::Questionnaire;
use survey::questionnaire::{Choice, Code, Kind, Pin, Question};

use super::columns::{Columns, Values};
use super::count::{Block, Cross, cross, merge};
use super::stub::{Stub, stubs, topics};
use crate::stats::compare::{Group, shares};
use crate::stats::interval::{self, Interval};
use crate::stats::{Base, Outcome, Untested};

/// The level of all intervals.
pub const LEVEL: f64 = 0.95;

/// What standing first does to the choices of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// The column in the codebook that the question is, or begins with.
    pub variable: usize,
    /// Who answered, of those whose order is known.
    pub base: Base,
    /// Those that stood first for some and later for others; or why that cannot be told.
    pub choices: Result<Vec<Effect>, Unsettled>,
}

/// What standing first does to one choice: the share that chose it, or ranked it first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    pub code: Code,
    pub first: Shown,
    /// Those to whom it was shown, but not first.
    pub later: Shown,
    /// The share of those who saw it first less that of the others, with Newcombe's interval on effective bases.
    pub lift: f64,
    pub interval: Option<Interval>,
    /// The z test of both shares.
    pub test: Result<Outcome, Untested>,
}

/// Those to whom a choice was shown in one way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    pub base: Base,
    pub chosen: Base,
    /// From 0 to 1.
    pub share: f64,
}

/// Why order effects cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// A choice is pinned to the first place, so that no other is ever there.
    Pinned,
    /// Some choices are shown to some people only, and it is not kept to whom: which stood first is not known.
    Hidden,
}

/// Of each question whose list is shuffled, rotated or flipped, in the order of the codebook. `questionnaire` is the
/// newest; `is_in` says of each case whether it is wanted, and `weights` what it weighs.
pub fn order(
    columns: &Columns,
    questionnaire: &Questionnaire,
    is_in: Option<&[bool]>,
    weights: Option<&[f64]>,
) -> Vec<Effects> {
    let mut all = Vec::new();
    for fields in topics(columns) {
        let variable = columns.variable(fields[0]);
        let Some(firsts) = columns.firsts(variable.of.as_deref()) else { continue };
        let question = variable.var.as_ref().and_then(|it| questionnaire.question(it));
        // One that is asked no longer has columns, and nobody says how it was shown.
        let Some(question) = question else { continue };
        for stub in stubs(columns, questionnaire, &fields) {
            all.push(effects(&stub, firsts, question, (is_in, weights)));
        }
    }
    all
}

fn effects(
    stub: &Stub,
    firsts: &Values,
    question: &Question,
    (is_in, weights): (Option<&[bool]>, Option<&[f64]>),
) -> Effects {
    let Values::One { codes: heads, at } = firsts else { unreachable!("one choice stands first") };
    // By which choice stood first; who has no order that is known is in no column.
    let block = Block::One { columns: heads.len(), at: at.clone() };
    let block = is_in.map_or(block.clone(), |it| block.only(it));
    let counts = Counts { chosen: cross(&stub.codes, &block, weights), shown: shown(stub, &block, weights) };
    let choices = match unsettled(question) {
        Some(it) => Err(it),
        None => Ok(counts.effects(codes(&stub.codes), heads)),
    };
    Effects { variable: stub.variable, base: sum(counts.chosen.bases.iter()), choices }
}

fn unsettled(question: &Question) -> Option<Unsettled> {
    let free = |it: &&Choice| it.pin != Some(Pin::Last);
    let choices: Vec<&Choice> = question.choices().iter().filter(free).collect();
    // What was offered of a multi stands in the data.
    let is_multi = matches!(question.kind, Kind::Multi { .. });
    let is_hidden =
        !is_multi && (question.from().is_some() || choices.iter().any(|it| it.condition.is_some()));
    match choices.iter().any(|it| it.pin == Some(Pin::First)) {
        true => Some(Unsettled::Pinned),
        false => is_hidden.then_some(Unsettled::Hidden),
    }
}

fn codes(values: &Values) -> &[Code] {
    match values {
        Values::One { codes, .. } | Values::Many { codes, .. } => codes,
        Values::Numbers(_) | Values::Texts(_) => &[],
    }
}

/// To whom each choice of a multi was shown; none where all choices are shown to all.
fn shown(stub: &Stub, block: &Block, weights: Option<&[f64]>) -> Option<Cross> {
    let Values::Many { codes, offered, .. } = &*stub.codes else { return None };
    let shown = Values::Many { codes: codes.clone(), chosen: offered.clone(), offered: offered.clone() };
    Some(cross(&shown, block, weights))
}

struct Counts {
    /// Answers by which choice stood first.
    chosen: Cross,
    shown: Option<Cross>,
}

impl Counts {
    fn effects(&self, codes: &[Code], heads: &[Code]) -> Vec<Effect> {
        let effect = |(row, code): (usize, &Code)| {
            let own = heads.iter().position(|it| it == code)?;
            let first = self.shown(row, std::iter::once(own));
            let later = self.shown(row, (0..heads.len()).filter(|it| *it != own));
            (first.base.weight > 0.0 && later.base.weight > 0.0).then(|| compared(*code, first, later))
        };
        codes.iter().enumerate().filter_map(effect).collect()
    }

    /// Those to whom a choice was shown while one of these stood first.
    fn shown(&self, row: usize, heads: impl Iterator<Item = usize> + Clone) -> Shown {
        let base = |head: usize| match &self.shown {
            Some(it) => it.cell(row, head),
            None => self.chosen.bases[head],
        };
        let bases: Vec<Base> = heads.clone().map(base).collect();
        let chosen: Vec<Base> = heads.map(|it| self.chosen.cell(row, it)).collect();
        let (base, chosen) = (sum(bases.iter()), sum(chosen.iter()));
        let share = if base.weight > 0.0 { (chosen.weight / base.weight).clamp(0.0, 1.0) } else { 0.0 };
        Shown { base, chosen, share }
    }
}

fn compared(code: Code, first: Shown, later: Shown) -> Effect {
    let group = |it: &Shown| Group { base: it.base, value: it.share, variance: 0.0 };
    let with_base = |it: &Shown| (it.share, it.base.effective());
    Effect {
        code,
        lift: first.share - later.share,
        interval: interval::difference(with_base(&first), with_base(&later), LEVEL),
        test: shares(&group(&first), &group(&later), None),
        first,
        later,
    }
}

fn sum<'a>(bases: impl Iterator<Item = &'a Base>) -> Base {
    let mut all = Base::default();
    bases.for_each(|it| merge(&mut all, it));
    all
}
