//! What each variable may be, and what follows once more of it is known.

use std::rc::Rc;

use super::facts::{Facts, all, any, carried, has, missing, present};
use super::solve::{Formula, Meaning, State, Values};
use crate::questionnaire::{Block, Code, Derived, Kind, Place, Question, Rule};

/// Longer lists of conditions or numbers are not gone through one by one.
const MANY: usize = 200;

impl Meaning for Facts<'_> {
    fn first(&self, slot: &str) -> State {
        let bit = || Values::points([0.0, 1.0].into_iter());
        let (values, missing) = match Named::new(slot) {
            Named::Opaque | Named::Has(..) => (bit(), false),
            Named::Of("count", var) => {
                (Values::points((0..=self.codes(var).len()).map(|it| it as f64)), true)
            }
            Named::Of(..) => (Values::all(), true),
            Named::Part(var) => (Values::points(self.codes(var).into_iter().map(|it| it as f64)), true),
            Named::Var(var) => (self.range(var), true),
        };
        State { values: Rc::new(values), missing }
    }

    fn follows(&self, slot: &str, state: &State) -> Vec<Rc<Formula>> {
        match Named::new(slot) {
            Named::Opaque => Vec::new(),
            Named::Has(var, code) if !state.values.contains(0.0) => self.with(var, code),
            Named::Has(var, code) if !state.values.contains(1.0) => self.without(var, code),
            Named::Has(..) => Vec::new(),
            Named::Of(_, var) | Named::Part(var) if !state.missing => vec![present(var)],
            Named::Of("count", var) if state.values.is_empty() => vec![missing(var)],
            Named::Of(..) | Named::Part(_) => Vec::new(),
            Named::Var(var) => match self.done.vars.get(var) {
                Some(Place::Question { page, block }) => match &self.done.pages[*page].blocks[*block] {
                    Block::Question(it) => self.of_question(it, *page, state),
                    Block::Info(_) => Vec::new(),
                },
                Some(Place::Derived(at)) => self.of_derived(&self.done.derived[*at], state),
                None => Vec::new(),
            },
        }
    }
}

/// What a slot is the number of.
enum Named<'s> {
    Opaque,
    Has(&'s str, Code),
    /// A function of a variable.
    Of(&'s str, &'s str),
    /// A row or rank of a variable.
    Part(&'s str),
    Var(&'s str),
}

impl Named<'_> {
    fn new(slot: &str) -> Named<'_> {
        if slot.starts_with('?') {
            Named::Opaque
        } else if let Some((var, code)) = slot.split_once(" has ") {
            code.parse().map_or(Named::Opaque, |code| Named::Has(var, code))
        } else if let Some((function, var)) = slot.split_once('(') {
            Named::Of(function, var.trim_end_matches(')'))
        } else if let Some((var, _)) = slot.split_once('.') {
            Named::Part(var)
        } else {
            Named::Var(slot)
        }
    }
}

impl Facts<'_> {
    /// The numbers that a variable may be; of those that are no number, anything.
    fn range(&self, var: &str) -> Values {
        let codes = |codes: &[Code]| Values::points(codes.iter().map(|it| *it as f64));
        if let Some(question) = self.done.question(var) {
            return match &question.kind {
                Kind::Single { .. } | Kind::Scale { .. } => codes(&self.codes(var)),
                Kind::Nps => codes(&(0..=10).collect::<Vec<_>>()),
                Kind::Number { range: Some((low, high)), decimals, .. } => {
                    let whole = *decimals == 0 && high - low <= MANY as f64;
                    let points = || (low.ceil() as Code..=high.floor() as Code).collect::<Vec<_>>();
                    if whole { codes(&points()) } else { Values::of(vec![(*low, *high)]) }
                }
                Kind::Number { .. }
                | Kind::Multi { .. }
                | Kind::Grid { .. }
                | Kind::Rank { .. }
                | Kind::Open { .. } => Values::all(),
            };
        }
        match self.done.derived(var).map(|it| &it.rule) {
            Some(Rule::When(cases)) => codes(&cases.iter().map(|(it, _)| *it).collect::<Vec<_>>()),
            Some(Rule::Calc { truth: true, .. }) => codes(&[0, 1]),
            Some(Rule::Calc { .. } | Rule::Union(_) | Rule::Coded { .. }) | None => Values::all(),
        }
    }

    /// What having a code implies.
    fn with(&self, var: &str, code: Code) -> Vec<Rc<Formula>> {
        if let Some(parts) = self.parts(var) {
            let having = parts.iter().filter(|it| self.codes(it).contains(&code));
            return vec![any(having.map(|it| has(it, code, true)).collect())];
        }
        let Some(question) = self.done.question(var) else { return Vec::new() };
        let mut follows = vec![present(var)];
        let alone = question.choice(code).is_some_and(|it| it.excl);
        let others = question.choices().iter().filter(|it| it.code != code && (alone || it.excl));
        follows.extend(others.map(|it| has(var, it.code, false)));
        follows.push(self.chosen(question, code));
        follows
    }

    /// What not having a code implies.
    fn without(&self, var: &str, code: Code) -> Vec<Rc<Formula>> {
        let parts = self.parts(var).unwrap_or_default();
        parts.iter().filter(|it| self.codes(it).contains(&code)).map(|it| has(it, code, false)).collect()
    }

    fn parts(&self, var: &str) -> Option<&[String]> {
        match self.done.derived(var).map(|it| &it.rule) {
            Some(Rule::Union(parts)) => Some(parts),
            _ => None,
        }
    }

    /// What the choice of a code implies: its condition held, and it was chosen where it came from.
    fn chosen(&self, question: &Question, code: Code) -> Rc<Formula> {
        let choice = question.choices().iter().enumerate().find(|(_, it)| it.code == code);
        let Some((at, choice)) = choice else { return Formula::yes() };
        let source = question.from().and_then(|it| self.done.question(it));
        match source {
            Some(it) if at < carried(question).len() && matches!(it.kind, Kind::Multi { .. }) => {
                has(&it.var, code, true)
            }
            _ => self.maybe(choice.condition.as_ref(), true),
        }
    }

    fn of_question(&self, question: &Question, page: usize, state: &State) -> Vec<Rc<Formula>> {
        if state.values.is_empty() {
            return self.unasked(question, page).into_iter().collect();
        }
        if state.missing {
            return Vec::new();
        }
        let mut follows = vec![self.asked(question, page)];
        if matches!(question.kind, Kind::Single { .. } | Kind::Scale { .. })
            && question.choices().len() <= MANY
        {
            let left = question.choices().iter().filter(|it| state.values.contains(it.code as f64));
            follows.push(any(left.map(|it| self.chosen(question, it.code)).collect()));
        }
        follows
    }

    fn of_derived(&self, derived: &Derived, state: &State) -> Vec<Rc<Formula>> {
        match &derived.rule {
            Rule::When(cases) if cases.len() <= MANY => {
                let open = cases.iter().all(|(code, _)| state.values.contains(*code as f64));
                if state.missing && open {
                    return Vec::new();
                }
                let before =
                    |at: usize| cases[..at].iter().map(|(_, it)| self.says(it, false)).collect::<Vec<_>>();
                let hits =
                    cases.iter().enumerate().filter(|(_, (code, _))| state.values.contains(*code as f64));
                let mut ways: Vec<_> = hits
                    .map(|(at, (_, it))| {
                        let mut parts = before(at);
                        parts.push(self.says(it, true));
                        all(parts)
                    })
                    .collect();
                if state.missing {
                    ways.push(all(before(cases.len())));
                }
                vec![any(ways)]
            }
            Rule::When(_) => Vec::new(),
            Rule::Calc { expr, truth } => {
                let inputs = expr.reads_outside_answered();
                if state.values.is_empty() {
                    return vec![any(inputs.iter().map(|it| missing(&it.var)).collect())];
                }
                if state.missing {
                    return Vec::new();
                }
                let mut follows: Vec<_> = inputs.iter().map(|it| present(&it.var)).collect();
                match (truth, state.values.contains(0.0), state.values.contains(1.0)) {
                    (true, false, true) => follows.push(self.says(expr, true)),
                    (true, true, false) => follows.push(self.says(expr, false)),
                    _ => {}
                }
                follows
            }
            Rule::Union(parts) if state.values.is_empty() => parts.iter().map(|it| missing(it)).collect(),
            Rule::Union(parts) if !state.missing => vec![any(parts.iter().map(|it| present(it)).collect())],
            Rule::Union(_) | Rule::Coded { .. } => Vec::new(),
        }
    }
}
