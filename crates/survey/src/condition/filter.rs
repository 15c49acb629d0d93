//! Conditions over whole interviews: which of them are wanted.

use super::check::{Scope, VarKind, Wanted, check};
use super::{Expr, Fault, parse};
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
    let (faults, _, _) = check(&expr, Wanted::Truth, &scope);
    if faults.is_empty() { Ok(expr) } else { Err(faults) }
}
