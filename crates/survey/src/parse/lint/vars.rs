//! What each variable is and from where on it is known; derived variables are typed here.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::condition::check::Wanted;
use crate::condition::{Scope, VarKind, check};
use crate::parse::reader::{Reader, Spot};
use crate::questionnaire::{Block, Derived, Questionnaire, Rule};

/// Derived variables that are made of one another more deeply are refused.
const DEPTH: usize = 32;

/// What is known of every variable.
#[derive(Default)]
pub(super) struct Vars {
    /// In order, so that the same slip always gets the same advice.
    kinds: BTreeMap<String, VarKind>,
    /// From which page and block on it is known.
    from: HashMap<String, (usize, usize)>,
}

impl Vars {
    /// The kind of a variable.
    pub fn kind(&self, var: &str) -> Option<&VarKind> {
        self.kinds.get(var)
    }

    /// The kind of a variable that is known at a spot; whether it comes later if it is not.
    pub fn known(&self, var: &str, spot: Spot) -> Result<VarKind, bool> {
        let kind = self.kinds.get(var).ok_or(false)?;
        match self.from.get(var) {
            Some(from) if *from <= spot.limit() => Ok(kind.clone()),
            _ => Err(true),
        }
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(String::as_str)
    }
}

/// The variables that a derived one reads.
pub(super) fn inputs(derived: &Derived) -> Vec<&str> {
    match &derived.rule {
        Rule::Calc { expr, .. } => expr.reads().into_iter().map(|it| it.var.as_str()).collect(),
        Rule::When(cases) => cases.iter().flat_map(|(_, it)| it.reads()).map(|it| it.var.as_str()).collect(),
        Rule::Union(parts) => parts.iter().map(String::as_str).collect(),
        Rule::Coded { of, .. } => vec![of],
    }
}

/// Looks at every variable and settles which `calc`s are truths.
pub(super) fn settle(reader: &mut Reader<'_>, done: &mut Questionnaire) -> Vars {
    let mut vars = Vars::default();
    for (page, it) in done.pages.iter().enumerate() {
        for (block, it) in it.blocks.iter().enumerate() {
            if let Block::Question(it) = it
                && !vars.kinds.contains_key(&it.var)
            {
                vars.kinds.insert(it.var.clone(), VarKind::of(it));
                vars.from.insert(it.var.clone(), (page, block + 1));
            }
        }
    }
    let numbers = done.derived.iter().enumerate().map(|(at, it)| (it.var.clone(), at)).collect();
    let visits = vec![Visit::Never; done.derived.len()];
    let pages = done.pages.iter().map(|it| it.name.clone()).collect();
    let mut walk = Walk { reader, done, vars, numbers, visits, pages };
    for at in 0..walk.done.derived.len() {
        walk.visit(at, 0);
    }
    walk.vars
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Never,
    Underway,
    Over,
}

/// A walk over derived variables, inputs first.
struct Walk<'w, 't> {
    reader: &'w mut Reader<'t>,
    done: &'w mut Questionnaire,
    vars: Vars,
    numbers: HashMap<String, usize>,
    visits: Vec<Visit>,
    pages: HashSet<String>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, at: usize, depth: usize) {
        if self.visits[at] != Visit::Never {
            return;
        }
        self.visits[at] = Visit::Underway;
        let var = self.done.derived[at].var.clone();
        let mut from = (0, 0);
        let names: Vec<_> = inputs(&self.done.derived[at]).into_iter().map(str::to_owned).collect();
        for name in names {
            if let Some(input) = self.numbers.get(&name).copied()
                && !self.sound(at, input, &name, depth)
            {
                self.reader.broken.insert(var);
                return;
            }
            from = from.max(self.vars.from.get(&name).copied().unwrap_or_default());
        }
        self.visits[at] = Visit::Over;
        let kind = self.kind(at);
        if !self.vars.kinds.contains_key(&var) {
            self.vars.from.insert(var.clone(), from);
            self.vars.kinds.insert(var, kind);
        }
    }

    /// Visits an input, which must not lead back and not be too deep.
    fn sound(&mut self, at: usize, input: usize, name: &str, depth: usize) -> bool {
        let place = self.reader.derived[at].0;
        if self.visits[input] == Visit::Underway {
            let message =
                format!("`{}` is computed from itself, by way of `{name}`.", self.done.derived[at].var);
            self.reader.report.error(place, "derived-cycle", message, "Let one of them read only questions.");
            return false;
        }
        if depth >= DEPTH {
            let message = format!("Derived variables are made of one another more than {DEPTH} deep.");
            self.reader.report.error(place, "too-deep", message, "Let some of them read questions.");
            return false;
        }
        self.visit(input, depth + 1);
        true
    }

    /// Types the rule; faults are reported where they stand.
    fn kind(&mut self, at: usize) -> VarKind {
        let is_calc = matches!(self.done.derived[at].rule, Rule::Calc { .. });
        let wanted = if is_calc { Wanted::Either } else { Wanted::Truth };
        let vars = &self.vars;
        let scope = Scope {
            kind: &|var| vars.kinds.get(var).cloned().ok_or(false),
            page: &|name| self.pages.contains(name),
            may_be_missing: &|_| false,
        };
        let mut faults = Vec::new();
        let mut is_truth = false;
        for (expr, source) in &self.reader.derived[at].1 {
            let is_broken = expr.reads().iter().any(|it| self.reader.broken.contains(&it.var));
            if is_broken || self.reader.report.is_full() {
                continue;
            }
            let (errors, _, truth) = check(expr, wanted, &scope);
            faults.extend(errors.into_iter().map(|it| (source.clone(), it)));
            is_truth = truth;
        }
        for (source, fault) in faults {
            self.reader.fault_among(&source, &fault, self.vars.names());
        }
        let Derived { var, rule, .. } = &mut self.done.derived[at];
        if let Rule::Calc { truth, .. } = rule {
            *truth = is_truth;
        }
        let var = var.clone();
        VarKind::find(self.done, &var).unwrap_or(VarKind::Number)
    }
}
