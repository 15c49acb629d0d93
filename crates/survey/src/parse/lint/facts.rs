//! Conditions as facts that can be held against one another, and what each variable implies.

use std::rc::Rc;

use super::solve::{Formula, Values};
use crate::condition::{Call, CompareOp, Expr, Has, Member, Name};
use crate::parse::constant;
use crate::questionnaire::{Choice, Code, Kind, Place, Question, Questionnaire};

/// Translates conditions and knows what variables mean.
pub(super) struct Facts<'q> {
    pub done: &'q Questionnaire,
}

/// One number or none: the slot of a variable, and with a code the slot of having it.
pub(super) fn slot(var: &str, part: Option<&str>) -> Rc<str> {
    part.map_or_else(|| var.into(), |part| format!("{var}.{part}").into())
}

pub(super) fn has_slot(var: &str, code: Code) -> Rc<str> {
    format!("{var} has {code}").into()
}

fn fact(slot: Rc<str>, values: Values, missing: bool) -> Rc<Formula> {
    Rc::new(Formula::Fact { slot, values: Rc::new(values), missing })
}

pub(super) fn all(parts: Vec<Rc<Formula>>) -> Rc<Formula> {
    Rc::new(Formula::All(parts))
}

pub(super) fn any(parts: Vec<Rc<Formula>>) -> Rc<Formula> {
    Rc::new(Formula::Any(parts))
}

/// The variable has an answer.
pub(super) fn present(var: &str) -> Rc<Formula> {
    fact(slot(var, None), Values::all(), false)
}

/// The variable has no answer.
pub(super) fn missing(var: &str) -> Rc<Formula> {
    fact(slot(var, None), Values::none(), true)
}

/// The multi has, or has not, a code.
pub(super) fn has(var: &str, code: Code, truth: bool) -> Rc<Formula> {
    fact(has_slot(var, code), Values::points(std::iter::once(f64::from(u8::from(truth)))), false)
}

impl<'q> Facts<'q> {
    /// The condition, or none, holds (`truth`) or does not.
    pub fn maybe(&self, condition: Option<&Expr>, truth: bool) -> Rc<Formula> {
        match condition {
            Some(it) => self.says(it, truth),
            None if truth => Formula::yes(),
            None => Formula::no(),
        }
    }

    /// The condition holds (`truth`) or does not.
    pub fn says(&self, expr: &Expr, truth: bool) -> Rc<Formula> {
        match expr {
            Expr::Not(it) => self.says(it, !truth),
            Expr::And(parts) | Expr::Or(parts) => {
                let parts = parts.iter().map(|it| self.says(it, truth)).collect();
                if matches!(expr, Expr::And(_)) == truth { all(parts) } else { any(parts) }
            }
            Expr::Compare(a, op, b) => self.compare(expr, a, *op, b, truth),
            Expr::In { value, set, negated } => {
                let inside = Values::of(set.iter().filter_map(range).collect());
                let wanted = if *negated { inside.others() } else { inside };
                self.number(expr, value, wanted, truth)
            }
            Expr::Has { var, test } => self.has(&var.var, test, truth),
            Expr::Call(Call::Answered(name)) => {
                let slot = slot(&name.var, name.part.as_deref());
                if truth { fact(slot, Values::all(), false) } else { fact(slot, Values::none(), true) }
            }
            _ => self.opaque(expr, truth),
        }
    }

    fn compare(&self, whole: &Expr, a: &Expr, op: CompareOp, b: &Expr, truth: bool) -> Rc<Formula> {
        match (self.constant(a), self.constant(b)) {
            (Some(a), Some(b)) => {
                if constant::compare(a, op, b) == truth {
                    Formula::yes()
                } else {
                    Formula::no()
                }
            }
            (None, Some(b)) => self.number(whole, a, beside(op, b), truth),
            (Some(a), None) => self.number(whole, b, beside(mirrored(op), a), truth),
            (None, None) => self.opaque(whole, truth),
        }
    }

    /// The number that an expression gives is, or is not, among these values.
    fn number(&self, whole: &Expr, value: &Expr, wanted: Values, truth: bool) -> Rc<Formula> {
        let slot = match value {
            Expr::Var(Name { var, part, .. }) => slot(var, part.as_deref()),
            Expr::Call(Call::Count(_) | Call::Mean(_) | Call::LongString(_)) => value.to_string().into(),
            _ => return self.opaque(whole, truth),
        };
        // A test of a missing number is false.
        if truth { fact(slot, wanted, false) } else { fact(slot, wanted.others(), true) }
    }

    fn constant(&self, expr: &Expr) -> Option<f64> {
        match expr {
            Expr::Var(Name { var, part: None, .. }) if var == "YEAR" => {
                self.done.field.year.map(|it| it as f64)
            }
            _ => constant::number(expr),
        }
    }

    fn has(&self, var: &str, test: &Has, truth: bool) -> Rc<Formula> {
        let codes = self.codes(var);
        let of = |set: &[Member]| {
            let inside = |it: &Code| constant::within(*it as f64, set);
            codes.iter().copied().filter(inside).map(|it| has(var, it, truth)).collect::<Vec<_>>()
        };
        match test {
            Has::One(code, _) => has(var, *code, truth),
            Has::Any(set) if truth => any(of(set)),
            Has::All(set) if !truth => any(of(set)),
            Has::Any(set) | Has::All(set) => all(of(set)),
        }
    }

    /// Something of which only its own truth is known; what changes with time not even that.
    fn opaque(&self, expr: &Expr, truth: bool) -> Rc<Formula> {
        let words = expr.to_string();
        if words.contains("seconds(") || words.contains("duplicate(") {
            return Formula::yes();
        }
        fact(format!("?{words}").into(), Values::points(std::iter::once(f64::from(u8::from(truth)))), false)
    }

    pub fn codes(&self, var: &str) -> Vec<Code> {
        let choices = match self.done.vars.get(var) {
            Some(Place::Derived(at)) => &self.done.derived[*at].choices,
            _ => self.done.question(var).map_or(&[][..], Question::choices),
        };
        choices.iter().map(|it| it.code).collect()
    }

    /// Page and question conditions hold, and something is offered.
    pub fn asked(&self, question: &Question, page: usize) -> Rc<Formula> {
        let page = self.maybe(self.done.pages[page].condition.as_ref(), true);
        all(vec![page, self.maybe(question.condition.as_ref(), true), self.offers(question)])
    }

    /// Something is offered.
    fn offers(&self, question: &Question) -> Rc<Formula> {
        let carried = carried(question);
        let own = question.choices().iter().skip(carried.len()).map(|it| it.condition.as_ref());
        let own: Vec<_> = match question.kind {
            Kind::Grid { .. } => question.items().iter().map(|it| it.condition.as_ref()).collect(),
            _ => own.collect(),
        };
        let from = question.from().and_then(|from| self.done.question(from));
        if own.iter().any(Option::is_none) || (own.is_empty() && from.is_none()) {
            return Formula::yes();
        }
        let mut ways: Vec<_> = own.into_iter().map(|it| self.maybe(it, true)).collect();
        match from {
            Some(source) if matches!(source.kind, Kind::Multi { .. }) => {
                ways.extend(carried.iter().map(|it| has(&source.var, it.code, true)));
            }
            Some(source) => ways.push(present(&source.var)),
            None => {}
        }
        any(ways)
    }

    /// What it takes for a question not to be answered; none where nothing is certain.
    pub fn unasked(&self, question: &Question, page: usize) -> Option<Rc<Formula>> {
        if !question.required {
            return None;
        }
        let page = self.maybe(self.done.pages[page].condition.as_ref(), false);
        let mut ways = vec![page, self.maybe(question.condition.as_ref(), false)];
        if let Some(from) = question.from() {
            ways.push(missing(from));
            let source = self.done.question(from)?;
            ways.extend(source.choices().iter().filter(|it| it.excl).map(|it| has(from, it.code, true)));
            return Some(any(ways));
        }
        let (items, choices) = (question.items(), question.choices());
        let items_vanish = !items.is_empty() && items.iter().all(|it| it.condition.is_some());
        let choices_vanish = !choices.is_empty() && choices.iter().all(|it| it.condition.is_some());
        if items_vanish || choices_vanish { None } else { Some(any(ways)) }
    }
}

/// The choices that came from another question.
pub(super) fn carried(question: &Question) -> &[Choice] {
    match &question.kind {
        Kind::Single { options, .. }
        | Kind::Scale { options }
        | Kind::Multi { options, .. }
        | Kind::Rank { options, .. } => &options.choices[..options.carried],
        Kind::Number { .. } | Kind::Grid { .. } | Kind::Nps | Kind::Open { .. } => &[],
    }
}

/// The numbers that satisfy a comparison with this one on the right.
fn beside(op: CompareOp, number: f64) -> Values {
    let (least, most) = (f64::NEG_INFINITY, f64::INFINITY);
    match op {
        CompareOp::Equal => Values::of(vec![(number, number)]),
        CompareOp::NotEqual => Values::of(vec![(number, number)]).others(),
        CompareOp::Less => Values::of(vec![(least, number.next_down())]),
        CompareOp::LessOrEqual => Values::of(vec![(least, number)]),
        CompareOp::Greater => Values::of(vec![(number.next_up(), most)]),
        CompareOp::GreaterOrEqual => Values::of(vec![(number, most)]),
    }
}

/// The comparison with its sides exchanged.
fn mirrored(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal | CompareOp::NotEqual => op,
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
    }
}

fn range(member: &Member) -> Option<(f64, f64)> {
    match member {
        Member::Number(it, _) => Some((*it, *it)),
        Member::Range(low, high, _) => Some((*low as f64, *high as f64)),
        Member::Text(..) => None,
    }
}
