//! Questions whose answers are erased when their time has come: nothing may rest on them.

use std::collections::HashSet;

use super::Reader;
use crate::condition::Expr;
use crate::parse::reader::Spot;
use crate::parse::report::Place;
use crate::questionnaire::{Block, Kind, Questionnaire};

/// Reports `personal` where nothing is typed, and whatever could not be computed any more without the answer.
pub(super) fn personal(reader: &mut Reader<'_>, done: &Questionnaire) {
    let mut erased = HashSet::new();
    for (page, it) in done.pages.iter().enumerate() {
        for (block, it) in it.blocks.iter().enumerate() {
            let Block::Question(question) = it else { continue };
            if !question.personal {
                continue;
            }
            if matches!(question.kind, Kind::Open { .. } | Kind::Number { .. }) {
                erased.insert(question.var.as_str());
            } else if !question.choices().iter().any(|it| it.other) {
                let place = reader.places[&(page, block)].var;
                let message = format!("`{}` is marked personal, but nothing is typed there.", question.var);
                let mend = "Remove `personal`; it erases numbers, open answers and the texts of `other`.";
                reader.report.error(place, "nothing-personal", message, mend);
            }
        }
    }
    if !erased.is_empty() {
        steered(reader, &erased);
    }
}

/// Once the answer is gone, who was asked what, derived variables and quota cells would change with it.
fn steered(reader: &mut Reader<'_>, erased: &HashSet<&str>) {
    let read = |expr: &Expr| {
        expr.reads().iter().find(|it| erased.contains(it.var.as_str())).map(|it| it.var.clone())
    };
    // A check and a quality rule have said what they say before.
    let steering = |spot: Spot| matches!(spot, Spot::Page(_) | Spot::Block(..) | Spot::Then(_));
    let stated = reader.conditions.iter().filter(|it| steering(it.spot));
    let mut found: Vec<(Place, String)> =
        stated.filter_map(|it| Some((it.source.place, read(&it.expr)?))).collect();
    let derived = reader.derived.iter().flat_map(|(_, parts)| parts);
    found.extend(derived.filter_map(|(expr, source)| Some((source.place, read(expr)?))));
    let by = reader.quota_by.iter().filter(|(var, _)| erased.contains(var.as_str()));
    found.extend(by.map(|(var, place)| (*place, var.clone())));
    for (place, var) in found {
        let message = format!("`{var}` is marked personal and will be erased: nothing may rest on it.");
        let mend = "Ask a question with groups for this, and keep the personal one for what is typed.";
        reader.report.error(place, "personal-steers", message, mend);
    }
}
