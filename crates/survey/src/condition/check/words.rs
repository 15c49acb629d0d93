//! What the checker says, and how to mend it.

use super::{CompareOp, Expr, Said, Type, VarKind};
use crate::condition::Name;
use crate::condition::nearest::{nearest, or_nearest};
use crate::questionnaire::Code;

/// Whoever knows all names may offer the nearest one instead.
pub(super) fn unknown(name: &Name) -> Said {
    let mend = "Write the `var` of a question, or the name of a derived variable.";
    ("unknown-variable", format!("There is no variable `{}`.", name.var), mend.into())
}

pub(super) fn later(name: &Name) -> Said {
    let message = format!("`{}` is asked later, so nothing is known of it here.", name.var);
    ("later-variable", message, "Ask it earlier, or write the condition after it.".into())
}

pub(super) fn unknown_row(name: &Name, row: &str, rows: &[String]) -> Said {
    let otherwise = format!("Its rows are {}.", rows.join(", "));
    let mend = or_nearest(nearest(row, rows.iter().map(String::as_str)), &otherwise);
    ("unknown-row", format!("The grid `{}` has no row `{row}`.", name.var), mend)
}

pub(super) fn unknown_place(name: &Name, place: &str, places: u32) -> Said {
    let message = format!("The ranking `{}` has no place `{place}`.", name.var);
    ("unknown-rank", message, format!("Its places are {0}.1 to {0}.{places}.", name.var))
}

pub(super) fn no_parts(name: &Name, part: &str, kind: &VarKind) -> Said {
    let message = format!("`{}` is {}, which has no rows or places.", name.var, noun(kind));
    let mend = match kind {
        VarKind::Multi(_) => format!("Write `{} has {part}`.", name.var),
        _ => format!("Write `{}`.", name.var),
    };
    ("no-such-part", message, mend)
}

pub(super) fn unknown_page(page: &Name) -> Said {
    let mend = "Write the name of a page, or `seconds()` for all of them.";
    ("unknown-page", format!("There is no page `{page}`."), mend.into())
}

/// A variable that is no number, where one is wanted.
pub(super) fn as_number(name: &Name, kind: &VarKind) -> Said {
    let (code, mend) = match kind {
        VarKind::Multi(_) => ("compare-on-multi", format!("Write `{name} has 1`, or `count({name})`.")),
        VarKind::Grid(rows, _) => {
            let row = rows.first().map_or("row", String::as_str);
            (
                "compare-on-grid",
                format!("Name a row, such as `{}.{row}`, or write `mean({})`.", name.var, name.var),
            )
        }
        VarKind::Rank(..) => ("compare-on-rank", format!("Name a place: `{}.1` is the first.", name.var)),
        VarKind::Codes(_) | VarKind::Number | VarKind::Open => {
            ("no-such-part", format!("Write `{}`.", name.var))
        }
    };
    (code, format!("`{name}` is {}, not one number.", noun(kind)), mend)
}

pub(super) fn wrong_kind(name: &Name, function: &str, kind: &VarKind) -> Said {
    let wants = match function {
        "count" => "a multi",
        "junk" => "an open question",
        _ => "a grid",
    };
    if name.part.is_some() {
        let message = format!("`{function}` wants the whole of {wants}, not a part of it.");
        return ("wrong-kind", message, format!("Write `{function}({})`.", name.var));
    }
    let message = format!("`{function}` wants {wants}, and `{name}` is {}.", noun(kind));
    ("wrong-kind", message, format!("Write the name of {wants}."))
}

pub(super) fn has_on(name: &Name, kind: &VarKind) -> Said {
    let mend = match kind {
        VarKind::Grid(rows, _) if name.part.is_none() => {
            format!("Compare a row: `{}.{} == 1`.", name.var, rows.first().map_or("row", String::as_str))
        }
        VarKind::Rank(..) if name.part.is_none() => format!("Compare a place: `{}.1 == 1`.", name.var),
        VarKind::Open => format!("Write `{name} == 'text'`."),
        _ => format!("Write `{name} == 1` or `{name} in [1, 2]`."),
    };
    let message = format!("`has` is for questions with several answers, and `{name}` is {}.", noun(kind));
    ("has-on-single", message, mend)
}

pub(super) fn unknown_code(name: &str, wrong: &str, codes: &[Code]) -> Said {
    let mut known: Vec<String> = codes.iter().take(30).map(Code::to_string).collect();
    if codes.len() > known.len() {
        known.push("…".into());
    }
    ("unknown-code", format!("`{name}` has no code {wrong}."), format!("Its codes are {}.", known.join(", ")))
}

pub(super) fn not_a_truth(expr: &Expr, kind: &Type) -> Said {
    let (is, example) = match kind {
        Type::Text => ("a text", "== 'text'"),
        _ => ("a number", "== 1"),
    };
    let message = format!("`{expr}` is {is}; a condition is true or false.");
    ("not-a-condition", message, format!("Compare it, such as `{expr} {example}`."))
}

pub(super) fn truth_as_number(expr: &Expr) -> Said {
    let message = format!("`{expr}` is true or false, not a number.");
    ("condition-as-number", message, "Connect conditions with `and`, `or` and `not`.".into())
}

pub(super) fn text_as_number(expr: &Expr) -> Said {
    ("text-as-number", format!("`{expr}` is a text, not a number."), "Use a number here.".into())
}

pub(super) fn text_and_number(other: &Type) -> Said {
    let mend = match other {
        Type::Code { .. } => "Compare with the code of a choice, not with its text.",
        _ => "Compare texts with texts in single quotes, and numbers with numbers without quotes.",
    };
    ("text-and-number", "A text never equals a number.".into(), mend.into())
}

pub(super) fn texts_in_order(op: CompareOp) -> Said {
    ("text-as-number", format!("Texts have no order, so `{op}` says nothing."), "Use `==` or `!=`.".into())
}

fn noun(kind: &VarKind) -> &'static str {
    match kind {
        VarKind::Codes(_) => "a single",
        VarKind::Number => "a number",
        VarKind::Multi(_) => "a multi",
        VarKind::Grid(..) => "a grid",
        VarKind::Rank(..) => "a ranking",
        VarKind::Open => "an open question",
    }
}
