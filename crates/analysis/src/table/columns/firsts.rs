//! Which choice of a shuffled list stood first, case by case: all that is kept of its order.

use survey::questionnaire::Code;

use super::{Values, put};
use crate::case::Glance;
use crate::codebook::{Column, Variable};

/// The choice that stood first in one list.
#[derive(Clone, Debug)]
pub(super) struct Firsts {
    /// The question or derived variable, as the codebook calls it.
    pub(super) of: Option<String>,
    /// The column with the order.
    order: usize,
    /// The columns of a multi's choices, by which those are known that were not offered.
    ticked: Vec<(Code, usize)>,
    pub(super) values: Values,
}

impl Firsts {
    /// Of every list of choices that has an order; items of grids are no choices.
    pub(super) fn of(variables: &[Variable]) -> Vec<Firsts> {
        let orders = variables.iter().enumerate().filter(|(_, it)| it.from == Column::Order);
        orders.filter_map(|(order, it)| Firsts::list(variables, order, &it.of)).collect()
    }

    fn list(variables: &[Variable], order: usize, of: &Option<String>) -> Option<Firsts> {
        let mut ticked = Vec::new();
        for (at, it) in variables.iter().enumerate().filter(|(_, it)| it.of == *of) {
            match it.from {
                Column::Item(_) => return None,
                Column::Ticked(code) => ticked.push((code, at)),
                _ => {}
            }
        }
        let values = Values::One { codes: Vec::new(), at: Vec::new() };
        Some(Firsts { of: of.clone(), order, ticked, values })
    }

    pub(super) fn set<'a>(&mut self, place: usize, cell: &impl Fn(usize) -> Glance<'a>) {
        let first = match cell(self.order) {
            Glance::Word(order) => {
                order.split(' ').filter_map(|it| it.parse().ok()).find(|it| self.is_offered(*it, cell))
            }
            _ => None,
        };
        let Values::One { codes, at } = &mut self.values else { return };
        put(at, place, first.map_or(0, |code| super::one(codes, Glance::Code(code))));
    }

    fn is_offered<'a>(&self, code: Code, cell: &impl Fn(usize) -> Glance<'a>) -> bool {
        let column = self.ticked.iter().find(|(it, _)| *it == code);
        column.is_none_or(|(_, at)| matches!(cell(*at), Glance::Flag(_)))
    }
}
