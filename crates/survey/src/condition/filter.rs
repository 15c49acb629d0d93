//! Conditions over whole interviews: which of them are wanted.

use super::check::{Scope, VarKind, Wanted, check};
use super::{Call, Expr, Fault, Span, parse};
use crate::questionnaire::Questionnaire;

/// A condition on finished interviews, such as `age >= 30 and modes has 1`, read and checked against a questionnaire.
/// All its faults, if it has any.
pub fn filter(questionnaire: &Questionnaire, text: &str) -> Result<Expr, Vec<Fault>> {
    let expr = parse(text).map_err(|it| vec![it])?;
    let scope = Scope {
        kind: &|var| VarKind::find(questionnaire, var).ok_or(false),
        page: &|name| questionnaire.pages.iter().any(|it| it.name == name),
        // Whoever filters knows that a missing answer is in no comparison; no warning is wanted.
        may_be_missing: &|_| false,
    };
    let (mut faults, _, _) = check(&expr, Wanted::Truth, &scope);
    if asks_for_duplicates(&expr) {
        // What an interview says does not say what others came from its device.
        let message = "Whether a device was here before is known only when an interview ends.";
        let mend = "Write a quality rule with `duplicate(device)`, and look at `flags`.";
        faults.push(Fault::new(Span::default(), "duplicate-in-filter", message, mend));
    }
    if faults.is_empty() { Ok(expr) } else { Err(faults) }
}

fn asks_for_duplicates(expr: &Expr) -> bool {
    matches!(expr, Expr::Call(Call::Duplicate)) || expr.children().into_iter().any(asks_for_duplicates)
}
