//! What an expression reads.

use super::{Call, Expr, Name};

impl Expr {
    /// Every variable that it reads, each time it does, in order. `YEAR` is none, and neither is a page.
    pub fn reads(&self) -> Vec<&Name> {
        let mut names = Vec::new();
        collect(self, true, &mut names);
        names
    }

    /// The same without those that it only asks with `answered()`: without these it can't be computed.
    pub fn reads_outside_answered(&self) -> Vec<&Name> {
        let mut names = Vec::new();
        collect(self, false, &mut names);
        names
    }

    /// Every call of a function in it, each time it is called, in order.
    pub fn calls(&self) -> Vec<&Call> {
        let below = self.children().into_iter().flat_map(Expr::calls);
        match self {
            Expr::Call(call) => vec![call],
            _ => below.collect(),
        }
    }

    /// The trees right below it.
    pub(crate) fn children(&self) -> Vec<&Expr> {
        match self {
            Expr::Number(_) | Expr::Text(_) | Expr::Var(_) | Expr::Call(_) | Expr::Has { .. } => Vec::new(),
            Expr::Arith(left, _, right) | Expr::Compare(left, _, right) => vec![left, right],
            Expr::In { value, .. } => vec![value],
            Expr::Not(it) => vec![it],
            Expr::And(parts) | Expr::Or(parts) => parts.iter().collect(),
        }
    }
}

fn collect<'a>(expr: &'a Expr, answered: bool, names: &mut Vec<&'a Name>) {
    match expr {
        Expr::Var(name) if name.var != "YEAR" => names.push(name),
        Expr::Has { var, .. } => names.push(var),
        Expr::Call(Call::Answered(name)) if answered => names.push(name),
        Expr::Call(
            Call::Count(name)
            | Call::Mean(name)
            | Call::LongString(name)
            | Call::Trapped(name)
            | Call::Junk(name),
        ) => names.push(name),
        _ => {}
    }
    for child in expr.children() {
        collect(child, answered, names);
    }
}
