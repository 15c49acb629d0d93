//! Figures in a running text, such as `pct sex == 2 | ageband in [3, 4]`: after the bar stands the base.

use super::{Figure, has_mean, has_net};
use crate::condition::check::Wanted;
use crate::condition::{Expr, Fault, Name, Span, VarKind, faults, filter, parse};
use crate::questionnaire::Questionnaire;

/// The words that a figure begins with.
pub const WORDS: [&str; 5] = ["pct", "net", "mean", "n", "claim"];

/// A figure as it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoted {
    pub what: What,
    /// Among whom; none for all.
    pub base: Option<Expr>,
}

/// What is worked out.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A share, a net or a mean.
    Figure(Figure),
    /// How many there are for whom this holds, without weights.
    Count(Expr),
    /// The figure of a claim, by its name; the claim has its own base.
    Claim(String),
}

/// Reads a figure, held against a questionnaire. All that is wrong with it, if anything is; where a fault stands is
/// counted from the beginning of its condition.
pub fn quoted(questionnaire: &Questionnaire, text: &str) -> Result<Quoted, Vec<Fault>> {
    let (what, base) = match text.split_once('|') {
        Some((what, base)) => (what.trim(), Some(base.trim())),
        None => (text.trim(), None),
    };
    let (word, rest) = what.split_once(char::is_whitespace).unwrap_or((what, ""));
    let rest = rest.trim();
    let what = match word {
        "pct" => filter(questionnaire, rest).map(|it| What::Figure(Figure::Pct(it))),
        "n" => filter(questionnaire, rest).map(What::Count),
        "net" => {
            named(questionnaire, rest).and_then(|(name, kind)| match has_net(questionnaire, &name, &kind) {
                true => Ok(What::Figure(Figure::Net(name))),
                false => unfit(&name, "is no scale from 1 to 5"),
            })
        }
        "mean" => {
            named(questionnaire, rest).and_then(|(name, kind)| match has_mean(questionnaire, &name, &kind) {
                true => Ok(What::Figure(Figure::Mean(name))),
                false => unfit(&name, "has no mean"),
            })
        }
        "claim" if base.is_none() && !rest.is_empty() => Ok(What::Claim(rest.to_owned())),
        _ => {
            let mend = format!("Begin with one of: {}.", WORDS.join(", "));
            Err(vec![Fault::new(Span::default(), "unknown-figure", "This is no figure.", mend)])
        }
    };
    let base = base.map(|it| filter(questionnaire, it)).transpose();
    match (what, base) {
        (Ok(what), Ok(base)) => Ok(Quoted { what, base }),
        (what, base) => Err(what.err().into_iter().chain(base.err()).flatten().collect()),
    }
}

/// A variable, an item of a grid or a place of a ranking, and what it is.
fn named(questionnaire: &Questionnaire, text: &str) -> Result<(Name, VarKind), Vec<Fault>> {
    let expr = parse(text).map_err(|it| vec![it])?;
    let Expr::Var(name) = &expr else {
        let mend = "Write the name of one variable.";
        return Err(vec![Fault::new(Span::default(), "no-variable", "This is no variable.", mend)]);
    };
    let kind = VarKind::find(questionnaire, &name.var);
    let found = match (&name.part, kind.is_some()) {
        // The whole of it may be no expression, as a grid is none.
        (None, true) => Vec::new(),
        _ => faults(questionnaire, &expr, Wanted::Either),
    };
    match kind {
        Some(kind) if found.is_empty() => Ok((name.clone(), kind)),
        _ => Err(found),
    }
}

fn unfit(name: &Name, what: &str) -> Result<What, Vec<Fault>> {
    let message = format!("`{name}` {what}.");
    Err(vec![Fault::new(name.span, "unfit-statistic", message, "Name another variable, or write `pct`.")])
}
