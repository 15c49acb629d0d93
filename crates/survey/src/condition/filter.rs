//! Conditions over whole interviews, and numbers out of them: which are wanted, and what is worked out of each.

use super::check::{Scope, VarKind, Wanted, check};
use super::{Call, Expr, Fault, Span, parse};
use crate::questionnaire::Questionnaire;

/// A condition on finished interviews, such as `age >= 30 and modes has 1`, read and checked against a questionnaire.
/// All its faults, if it has any.
pub fn filter(questionnaire: &Questionnaire, text: &str) -> Result<Expr, Vec<Fault>> {
    read(questionnaire, text, Wanted::Truth)
}

/// A number out of finished interviews, such as `mean(sat) - 3`, read and checked in the same way. A truth is 1 or 0.
pub fn calc(questionnaire: &Questionnaire, text: &str) -> Result<Expr, Vec<Fault>> {
    read(questionnaire, text, Wanted::Either)
}

fn read(questionnaire: &Questionnaire, text: &str, wanted: Wanted) -> Result<Expr, Vec<Fault>> {
    let expr = parse(text).map_err(|it| vec![it])?;
    let faults = faults(questionnaire, &expr, wanted);
    if faults.is_empty() { Ok(expr) } else { Err(faults) }
}

/// What is wrong with an expression about a finished interview.
pub(crate) fn faults(questionnaire: &Questionnaire, expr: &Expr, wanted: Wanted) -> Vec<Fault> {
    faults_and_truth(questionnaire, expr, wanted).0
}

/// The same, and whether it is a truth (or else a number).
pub(crate) fn faults_and_truth(
    questionnaire: &Questionnaire,
    expr: &Expr,
    wanted: Wanted,
) -> (Vec<Fault>, bool) {
    let scope = Scope {
        kind: &|var| VarKind::find(questionnaire, var).ok_or(false),
        page: &|name| questionnaire.pages.iter().any(|it| it.name == name),
        // Whoever filters knows that a missing answer is in no comparison; no warning is wanted.
        may_be_missing: &|_| false,
    };
    let (mut faults, _, truth) = check(expr, wanted, &scope);
    if expr.calls().contains(&&Call::Duplicate) {
        // What an interview says does not say what others came from its device.
        let message = "Whether a device was here before is known only when an interview ends.";
        let mend = "Write a quality rule with `duplicate(device)`, and look at `flags`.";
        faults.push(Fault::new(Span::default(), "duplicate-in-filter", message, mend));
    }
    (faults, truth)
}
