//! `not` beside an answer that may be missing: it holds for everybody who was never asked.

use super::{Call, Expr, Fault, Scope};
use crate::condition::Name;

/// A warning for each variable that is negated without being known to be answered.
pub(super) fn warnings(expr: &Expr, scope: &Scope<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    walk(expr, false, &[], scope, &mut found);
    found
}

fn walk<'a>(expr: &'a Expr, negated: bool, settled: &[&'a str], scope: &Scope<'_>, found: &mut Vec<Fault>) {
    match expr {
        Expr::Not(inner) => walk(inner, true, settled, scope, found),
        Expr::And(parts) => {
            // An `answered(x)` speaks for its neighbours.
            let beside = parts
                .iter()
                .flat_map(|it| settles(it, negated))
                .chain(settled.iter().copied())
                .collect::<Vec<_>>();
            parts.iter().for_each(|it| walk(it, negated, &beside, scope, found));
        }
        Expr::Or(parts) => parts.iter().for_each(|it| walk(it, negated, settled, scope, found)),
        _ if negated => {
            for name in expr.reads_outside_answered() {
                if !settled.contains(&name.var.as_str()) && (scope.may_be_missing)(&name.var) {
                    warn(name, found);
                }
            }
        }
        _ => {}
    }
}

/// The variables that are answered where this holds.
///
/// A test that holds is enough, since none holds of a missing answer; but inside a `not`
/// only `answered()` shows that the author thought of it.
fn settles(expr: &Expr, negated: bool) -> Vec<&str> {
    let names = match expr {
        Expr::Call(Call::Answered(name)) => vec![name],
        Expr::Compare(..) | Expr::In { .. } | Expr::Has { .. } if !negated => expr.reads_outside_answered(),
        _ => Vec::new(),
    };
    names.into_iter().map(|it| it.var.as_str()).collect()
}

fn warn(name: &Name, found: &mut Vec<Fault>) {
    let var = &name.var;
    if found.iter().any(|it| it.span.start == name.span.start) {
        return;
    }
    found.push(Fault::new(
        name.span,
        "not-of-missing",
        format!("`{var}` may be missing here, and then `not` makes this true."),
        format!("Write `answered({var}) and` before `not`, if only those who were asked are meant."),
    ));
}
