//! What is certain at each place of the interview.

use std::cell::Cell;
use std::rc::Rc;

use super::facts::{Facts, any};
use super::solve::{Formula, possible};
use crate::parse::reader::Spot;
use crate::questionnaire::{Block, Page, Questionnaire, Then};

/// Steps of reasoning in all: a hostile file gets no more, and then nothing is reported.
const STEPS: u32 = 300_000;

/// What is certain at each place of the interview.
pub(super) struct Paths<'q> {
    pub facts: Facts<'q>,
    /// For each page: whoever sees it has met none of the first so many ends.
    before: Vec<usize>,
    /// That an end was not met.
    passed: Vec<Rc<Formula>>,
    steps: Cell<u32>,
}

impl<'q> Paths<'q> {
    pub fn new(done: &'q Questionnaire) -> Paths<'q> {
        let facts = Facts { done };
        let (mut before, mut passed) = (Vec::new(), Vec::new());
        for page in &done.pages {
            before.push(passed.len());
            for step in &page.then {
                if let Then::End { condition, .. } = step {
                    let skipped = facts.maybe(page.condition.as_ref(), false);
                    passed.push(any(vec![skipped, facts.maybe(condition.as_ref(), false)]));
                }
            }
        }
        Paths { facts, before, passed, steps: Cell::new(STEPS) }
    }

    fn page(&self, number: usize) -> &'q Page {
        &self.facts.done.pages[number]
    }

    /// How many ends lie before a page.
    pub fn ends_before(&self, page: usize) -> usize {
        self.before[page]
    }

    /// What holds of everybody who gets to a page, before its condition is looked at.
    pub fn before(&self, page: usize) -> Vec<Rc<Formula>> {
        self.passed[..self.before[page]].to_vec()
    }

    /// What holds of everybody who sees what stands at a spot.
    pub fn at(&self, spot: Spot) -> Vec<Rc<Formula>> {
        let condition = |number: usize| self.facts.maybe(self.page(number).condition.as_ref(), true);
        match spot {
            Spot::Page(page) => self.before(page),
            Spot::Then(page) => [self.before(page), vec![condition(page)]].concat(),
            Spot::Block(page, block) | Spot::Check(page, block) => {
                let own = match self.page(page).blocks.get(block) {
                    Some(Block::Question(it)) => self.facts.asked(it, page),
                    Some(Block::Info(it)) => self.facts.maybe(it.condition.as_ref(), true),
                    None => Formula::yes(),
                };
                [self.before(page), vec![condition(page), own]].concat()
            }
            Spot::Finished => Vec::new(),
        }
    }

    /// Whether one more fact can be true at a spot. Said unless the opposite is certain.
    pub fn possible_at(&self, spot: Spot, more: Rc<Formula>) -> bool {
        self.steps.get() == 0 || self.possible([self.at(spot), vec![more]].concat())
    }

    /// Whether these facts can be true at once. Said unless the opposite is certain.
    pub fn possible(&self, facts: Vec<Rc<Formula>>) -> bool {
        let mut steps = self.steps.get().saturating_sub(facts.len() as u32);
        let found = steps == 0 || possible(&facts, &self.facts, &mut steps);
        self.steps.set(steps);
        found
    }
}
