//! Every condition, held against the variables that are known where it stands.

use std::collections::HashSet;

use super::facts::missing;
use super::paths::Paths;
use super::vars::Vars;
use crate::condition::check::Wanted;
use crate::condition::{Expr, Scope, check};
use crate::parse::reader::{Reader, Spot, Stated};
use crate::parse::source::Source;
use crate::questionnaire::Questionnaire;

/// Reports what is wrong with the conditions of pages, questions, choices, checks, steps and rules.
pub(super) fn conditions(reader: &mut Reader<'_>, done: &Questionnaire, vars: &Vars, paths: &Paths<'_>) {
    let pages = pages(done);
    for Stated { expr, source, spot } in std::mem::take(&mut reader.conditions) {
        if reader.report.is_full() || expr.reads().iter().any(|it| reader.broken.contains(&it.var)) {
            continue;
        }
        year(reader, done, &expr, &source);
        let scope = Scope {
            kind: &|var| vars.known(var, spot),
            page: &|name| pages.contains(name),
            may_be_missing: &|var| paths.possible_at(spot, missing(var)),
        };
        let (errors, warnings, _) = check(&expr, Wanted::Truth, &scope);
        for fault in errors {
            reader.fault_among(&source, &fault, vars.names());
        }
        for fault in warnings {
            let place = source.fault(reader.report.text, &fault);
            reader.report.warn(place, fault.code, fault.message, fault.mend);
        }
    }
}

/// Derived variables have been typed before; what is left is the year, and `not`.
pub(super) fn derived(reader: &mut Reader<'_>, done: &Questionnaire, vars: &Vars, paths: &Paths<'_>) {
    let pages = pages(done);
    for (_, sources) in std::mem::take(&mut reader.derived) {
        for (expr, source) in sources {
            if reader.report.is_full() || expr.reads().iter().any(|it| reader.broken.contains(&it.var)) {
                continue;
            }
            year(reader, done, &expr, &source);
            let scope = Scope {
                kind: &|var| vars.kind(var).cloned().ok_or(false),
                page: &|name| pages.contains(name),
                may_be_missing: &|var| paths.possible_at(Spot::Finished, missing(var)),
            };
            let (_, warnings, _) = check(&expr, Wanted::Either, &scope);
            for fault in warnings {
                let place = source.fault(reader.report.text, &fault);
                reader.report.warn(place, fault.code, fault.message, fault.mend);
            }
        }
    }
}

fn pages(done: &Questionnaire) -> HashSet<&str> {
    done.pages.iter().map(|it| it.name.as_str()).collect()
}

fn year(reader: &mut Reader<'_>, done: &Questionnaire, expr: &Expr, source: &Source) {
    if done.field.year.is_none() && reads_year(expr) {
        let mend = "Add `year: …` under `field`.";
        reader.report.error(source.place, "no-year", "`YEAR` is read here, but the field has no year.", mend);
    }
}

fn reads_year(expr: &Expr) -> bool {
    match expr {
        Expr::Var(name) => name.var == "YEAR",
        Expr::Arith(a, _, b) | Expr::Compare(a, _, b) => reads_year(a) || reads_year(b),
        Expr::In { value, .. } => reads_year(value),
        Expr::Not(it) => reads_year(it),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(reads_year),
        Expr::Number(_) | Expr::Text(_) | Expr::Call(_) | Expr::Has { .. } => false,
    }
}
