//! Types: which variables an expression may name, and what may be asked of them.

mod missing;
mod words;

use super::{ArithOp, Call, CompareOp, Expr, Fault, Has, Member, Name, Span};
use crate::questionnaire::Code;

/// What a variable is, as far as expressions care.
#[derive(Clone, Debug, PartialEq)]
pub enum VarKind {
    /// `single`, `scale` or derived with codes.
    Codes(Vec<Code>),
    /// `nps`: 0 to 10, `number` and `calc`.
    Number,
    Multi(Vec<Code>),
    /// Item names and the codes of the scale.
    Grid(Vec<String>, Vec<Code>),
    /// How many positions, and the codes.
    Rank(u32, Vec<Code>),
    Open,
}

/// What an expression may name.
pub struct Scope<'a> {
    /// The kind of a variable that is known at this place; `Err(true)` if it exists but is asked later.
    pub kind: &'a dyn Fn(&str) -> Result<VarKind, bool>,
    /// Whether a page of this name exists.
    pub page: &'a dyn Fn(&str) -> bool,
    /// Whether the variable may be missing at this place (it has a condition, or is not required).
    pub may_be_missing: &'a dyn Fn(&str) -> bool,
}

/// What an expression must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Truth,
    /// A number or a truth: `calc`.
    Either,
}

/// Faults that block, and warnings (`not` beside a variable that may be missing without `answered`).
/// Also whether the expression is a truth (or else a number).
pub fn check(expr: &Expr, wanted: Wanted, scope: &Scope<'_>) -> (Vec<Fault>, Vec<Fault>, bool) {
    let mut checker = Checker { scope, faults: Vec::new() };
    let kind = checker.kind(expr);
    match (wanted, &kind) {
        (Wanted::Truth, Type::Number | Type::Code { .. } | Type::Text) => {
            checker.fault(expr, words::not_a_truth(expr, &kind));
        }
        (Wanted::Either, Type::Text) => checker.fault(expr, words::text_as_number(expr)),
        _ => {}
    }
    let warnings = match checker.faults.is_empty() {
        true => missing::warnings(expr, scope),
        false => Vec::new(),
    };
    (checker.faults, warnings, kind == Type::Truth)
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
enum Type {
    Number,
    /// A number that is one of these codes; the name is for messages.
    Code {
        name: String,
        codes: Vec<Code>,
    },
    Text,
    Truth,
    /// At fault already: nothing more is said about it.
    Unknown,
}

/// Code, message and mend.
type Said = (&'static str, String, String);

struct Checker<'a> {
    scope: &'a Scope<'a>,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn kind(&mut self, expr: &Expr) -> Type {
        match expr {
            Expr::Number(_) => Type::Number,
            Expr::Text(_) => Type::Text,
            Expr::Var(name) => self.var(name),
            Expr::Call(call) => self.call(call),
            Expr::Arith(left, op, right) => self.arith(left, *op, right),
            Expr::Compare(left, op, right) => self.compare(expr, left, *op, right),
            Expr::In { value, set, .. } => self.is_in(value, set),
            Expr::Has { var, test } => self.has(var, test),
            Expr::Not(it) => self.truths(std::slice::from_ref(it)),
            Expr::And(parts) | Expr::Or(parts) => self.truths(parts),
        }
    }

    fn truths(&mut self, parts: &[impl std::borrow::Borrow<Expr>]) -> Type {
        for part in parts.iter().map(std::borrow::Borrow::borrow) {
            let kind = self.kind(part);
            if !matches!(kind, Type::Truth | Type::Unknown) {
                self.fault(part, words::not_a_truth(part, &kind));
            }
        }
        Type::Truth
    }

    /// A variable as a number, a code or a text.
    fn var(&mut self, name: &Name) -> Type {
        if name.var == "YEAR" && name.part.is_none() {
            return Type::Number;
        }
        let Some(kind) = self.known(name) else { return Type::Unknown };
        match (kind, &name.part) {
            (VarKind::Codes(codes), None) => Type::Code { name: name.to_string(), codes },
            (VarKind::Number, None) => Type::Number,
            (VarKind::Open, None) => Type::Text,
            (VarKind::Grid(_, codes) | VarKind::Rank(_, codes), Some(_)) => {
                Type::Code { name: name.to_string(), codes }
            }
            (kind, _) => {
                self.fault_at(name.span, words::as_number(name, &kind));
                Type::Unknown
            }
        }
    }

    /// The kind of the variable, if it is known here and has the part that the name says.
    fn known(&mut self, name: &Name) -> Option<VarKind> {
        let kind = match (self.scope.kind)(&name.var) {
            Ok(kind) => kind,
            Err(later) => {
                let said = if later { words::later(name) } else { words::unknown(name) };
                self.fault_at(name.span, said);
                return None;
            }
        };
        let Some(part) = &name.part else { return Some(kind) };
        let wrong = match &kind {
            VarKind::Grid(items, _) if items.contains(part) => None,
            VarKind::Grid(items, _) => Some(words::unknown_row(name, part, items)),
            VarKind::Rank(places, _) if part.parse().is_ok_and(|it| (1..=*places).contains(&it)) => None,
            VarKind::Rank(places, _) => Some(words::unknown_place(name, part, *places)),
            VarKind::Codes(_) | VarKind::Number | VarKind::Multi(_) | VarKind::Open => {
                Some(words::no_parts(name, part, &kind))
            }
        };
        match wrong {
            Some(said) => {
                self.fault_at(name.span, said);
                None
            }
            None => Some(kind),
        }
    }

    fn call(&mut self, call: &Call) -> Type {
        match call {
            Call::Answered(name) => {
                self.known(name);
                Type::Truth
            }
            Call::Count(name) => self.of(name, "count", |it| matches!(it, VarKind::Multi(_)), Type::Number),
            Call::Mean(name) => self.of(name, "mean", is_grid, Type::Number),
            Call::LongString(name) => self.of(name, "longstring", is_grid, Type::Number),
            Call::Trapped(name) => self.of(name, "trapped", is_grid, Type::Truth),
            Call::Junk(name) => self.of(name, "junk", |it| *it == VarKind::Open, Type::Truth),
            Call::Seconds(None) => Type::Number,
            Call::Seconds(Some(page)) => {
                if page.part.is_some() || !(self.scope.page)(&page.var) {
                    self.fault_at(page.span, words::unknown_page(page));
                }
                Type::Number
            }
            Call::Duplicate => Type::Truth,
        }
    }

    /// A function of a whole variable of the right kind.
    fn of(&mut self, name: &Name, function: &'static str, fits: fn(&VarKind) -> bool, gives: Type) -> Type {
        if let Some(kind) = self.known(name)
            && (!fits(&kind) || name.part.is_some())
        {
            self.fault_at(name.span, words::wrong_kind(name, function, &kind));
        }
        gives
    }

    fn arith(&mut self, left: &Expr, op: ArithOp, right: &Expr) -> Type {
        for side in [left, right] {
            match self.kind(side) {
                Type::Truth => self.fault(side, words::truth_as_number(side)),
                Type::Text => self.fault(side, words::text_as_number(side)),
                Type::Number | Type::Code { .. } | Type::Unknown => {}
            }
        }
        if op == ArithOp::Divide && *right == Expr::Number(0.0) {
            let message = "Division by zero is always missing.".to_owned();
            self.fault(left, ("division-by-zero", message, "Divide by something else.".to_owned()));
        }
        Type::Number
    }

    fn compare(&mut self, whole: &Expr, left: &Expr, op: CompareOp, right: &Expr) -> Type {
        let kinds = (self.kind(left), self.kind(right));
        let is_equality = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        match &kinds {
            (Type::Unknown, _) | (_, Type::Unknown) => {}
            (Type::Truth, _) => self.fault(left, words::truth_as_number(left)),
            (_, Type::Truth) => self.fault(right, words::truth_as_number(right)),
            (Type::Text, Type::Text) if is_equality => {}
            (Type::Text, Type::Text) => self.fault(whole, words::texts_in_order(op)),
            (Type::Text, other) | (other, Type::Text) => self.fault(whole, words::text_and_number(other)),
            (Type::Code { name, codes }, _) if is_equality => self.literal(name, codes, right, left),
            (_, Type::Code { name, codes }) if is_equality => self.literal(name, codes, left, right),
            (Type::Number | Type::Code { .. }, Type::Number | Type::Code { .. }) => {}
        }
        Type::Truth
    }

    /// A number written beside `==` must be one of the codes on the other side.
    fn literal(&mut self, name: &str, codes: &[Code], literal: &Expr, beside: &Expr) {
        if let Expr::Number(it) = literal
            && !is_code(*it, codes)
        {
            self.fault(beside, words::unknown_code(name, &it.to_string(), codes));
        }
    }

    fn is_in(&mut self, value: &Expr, set: &[Member]) -> Type {
        match self.kind(value) {
            Type::Unknown => {}
            Type::Truth => self.fault(value, words::truth_as_number(value)),
            Type::Text => {
                for member in set {
                    if !matches!(member, Member::Text(..)) {
                        self.fault_at(span(member), words::text_and_number(&Type::Number));
                    }
                }
            }
            Type::Number => self.no_texts(set, &Type::Number),
            Type::Code { name, codes } => {
                self.members(&name, &codes, set, false);
                self.no_texts(set, &Type::Code { name, codes });
            }
        }
        Type::Truth
    }

    fn no_texts(&mut self, set: &[Member], kind: &Type) {
        for member in set {
            if let Member::Text(_, span) = member {
                self.fault_at(*span, words::text_and_number(kind));
            }
        }
    }

    fn has(&mut self, var: &Name, test: &Has) -> Type {
        let codes = match self.known(var) {
            Some(VarKind::Multi(codes)) => codes,
            Some(kind) => {
                self.fault_at(var.span, words::has_on(var, &kind));
                return Type::Truth;
            }
            None => return Type::Truth,
        };
        let name = var.to_string();
        match test {
            Has::One(code, span) if !codes.contains(code) => {
                self.fault_at(*span, words::unknown_code(&name, &code.to_string(), &codes));
            }
            Has::One(..) => {}
            Has::Any(set) | Has::All(set) => {
                self.members(&name, &codes, set, matches!(test, Has::All(_)));
                self.no_texts(set, &Type::Code { name, codes });
            }
        }
        Type::Truth
    }

    /// Each number must be a code; a range must hold one, or be made of codes if `all` of it is wanted.
    fn members(&mut self, name: &str, codes: &[Code], set: &[Member], all: bool) {
        for member in set {
            let is_known = match member {
                Member::Number(it, _) => is_code(*it, codes),
                Member::Text(..) => true,
                Member::Range(low, high, _) => {
                    let within = codes.iter().filter(|it| (low..=high).contains(it)).count();
                    if all { i64::try_from(within).is_ok_and(|it| it == high - low + 1) } else { within > 0 }
                }
            };
            if !is_known {
                self.fault_at(span(member), words::unknown_code(name, &member.to_string(), codes));
            }
        }
    }

    /// A fault of a whole part, which stands where its names stand.
    fn fault(&mut self, expr: &Expr, said: Said) {
        let names = expr.reads();
        let start = names.iter().map(|it| it.span.start).min().unwrap_or_default();
        let end = names.iter().map(|it| it.span.end).max().unwrap_or_default();
        self.fault_at(Span { start, end }, said);
    }

    fn fault_at(&mut self, span: Span, (code, message, mend): Said) {
        self.faults.push(Fault { span, code, message, mend });
    }
}

fn is_grid(kind: &VarKind) -> bool {
    matches!(kind, VarKind::Grid(..))
}

fn is_code(number: f64, codes: &[Code]) -> bool {
    codes.iter().any(|it| *it as f64 == number)
}

fn span(member: &Member) -> Span {
    match member {
        Member::Number(_, span) | Member::Text(_, span) | Member::Range(_, _, span) => *span,
    }
}
