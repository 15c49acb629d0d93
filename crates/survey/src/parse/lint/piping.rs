//! Earlier answers inside texts: are they known, and can they be put into words?

use super::facts::present;
use super::paths::Paths;
use super::solve::Formula;
use super::vars::Vars;
use crate::condition::VarKind;
use crate::parse::reader::{Piped, Reader, Spot, did_you_mean};
use crate::parse::report::Place;
use crate::parse::source::Source;
use crate::pipe::{LooseBrace, Piece, pieces};

/// Reports what cannot be piped.
pub(super) fn piping(reader: &mut Reader<'_>, vars: &Vars, paths: &Paths<'_>) {
    for Piped { source, spot } in std::mem::take(&mut reader.piped) {
        if reader.report.is_full() {
            return;
        }
        match pieces(&source.text) {
            Err(LooseBrace(at)) => {
                let place = source.part(reader.report.text, at, at + 1);
                let message = "This brace opens or closes no `{name}`.";
                reader.report.error(
                    place,
                    "loose-brace",
                    message,
                    "Write it twice if the brace itself is meant: `{{` or `}}`.",
                );
            }
            Ok(pieces) => {
                for piece in pieces {
                    if let Piece::Var(var, part) = piece
                        && !reader.report.is_full()
                    {
                        one(reader, vars, paths, &source, spot, (var, part));
                    }
                }
            }
        }
    }
}

fn one(
    reader: &mut Reader<'_>,
    vars: &Vars,
    paths: &Paths<'_>,
    source: &Source,
    spot: Option<Spot>,
    (var, part): (&str, Option<&str>),
) {
    let place = place(reader, source, var, part);
    let Some(spot) = spot else {
        let message = "Nothing can be piped here: this text stands for everybody.";
        reader.report.error(place, "pipe-not-here", message, "Remove it, or write the braces twice.");
        return;
    };
    if reader.broken.contains(var) {
        return;
    }
    let kind = match vars.known(var, spot) {
        Ok(it) => it,
        Err(true) => {
            let message = format!("`{var}` is not known yet where this is shown.");
            reader.report.error(
                place,
                "later-variable",
                message,
                "Ask it on an earlier page, or further up on this one.",
            );
            return;
        }
        Err(false) => {
            let mend = did_you_mean(
                var,
                vars.names(),
                "Write the `var` of a question, or braces twice if they are meant.",
            );
            reader.report.error(place, "unknown-variable", format!("There is no variable `{var}`."), mend);
            return;
        }
    };
    if let Some((message, mend)) = unfit(var, part, &kind) {
        reader.report.error(place, "unfit-pipe", message, mend);
    } else if !paths.possible_at(spot, present(var)) && paths.possible_at(spot, Formula::yes()) {
        let message = format!("`{var}` is never answered where this is shown, so there would be a gap.");
        reader.report.error(
            place,
            "pipe-of-missing",
            message,
            "Pipe another variable, or change one of the conditions.",
        );
    }
}

/// Where `{name}` stands.
fn place(reader: &Reader<'_>, source: &Source, var: &str, part: Option<&str>) -> Place {
    // The name is a part of the text, so its address tells where.
    let start = var.as_ptr() as usize - source.text.as_ptr() as usize;
    let end = start + var.len() + part.map_or(0, |it| it.len() + 1);
    source.part(reader.report.text, start, end)
}

/// Why this cannot be put into words, if it cannot.
fn unfit(var: &str, part: Option<&str>, kind: &VarKind) -> Option<(String, String)> {
    let mend = match (kind, part) {
        (VarKind::Codes(_) | VarKind::Number | VarKind::Open, None) => return None,
        (VarKind::Grid(items, _), Some(part)) if items.iter().any(|it| it == part) => return None,
        (VarKind::Rank(places, _), Some(part))
            if part.parse().is_ok_and(|it| (1..=*places).contains(&it)) =>
        {
            return None;
        }
        (VarKind::Codes(_) | VarKind::Number | VarKind::Open, Some(_)) => format!("Write `{{{var}}}`."),
        (VarKind::Grid(items, _), _) => {
            let item = items.first().map_or("row", String::as_str);
            format!("Name one of its rows, such as `{{{var}.{item}}}`.")
        }
        (VarKind::Rank(places, _), _) => format!("Name a place from 1 to {places}, such as `{{{var}.1}}`."),
        (VarKind::Multi(_), _) => {
            "Ask which one matters most with a single and `from`, and pipe that.".to_owned()
        }
    };
    let name = part.map_or_else(|| var.to_owned(), |part| format!("{var}.{part}"));
    Some((format!("`{name}` does not give one text or number."), mend))
}
