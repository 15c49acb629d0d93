//! What must hold of a statistic: `= 72.66`, `> 60`, `in 0..6`, `order [6, 3, 5]`, `set [1, 2]`.

use super::ClaimReader;
use crate::claims::{Expect, Stat, counted};
use crate::condition::Name;
use crate::parse::reader::whole;
use crate::parse::tree::Node;
use crate::questionnaire::Code;

/// The words that go with figures, but for `=` and `in`.
const COMPARED: [(&str, Make); 4] =
    [(">", Expect::Above), (">=", Expect::AtLeast), ("<", Expect::Below), ("<=", Expect::AtMost)];
const OF_FIGURES: &str = "Write such as `= 72.66`, `> 60`, `<= 5` or `in 0..6`.";
const OF_CODES: &str = "Write such as `order [6, 3, 5]`, `set [1, 2]`, or `= 3` where it is one code.";

type Make = fn(f64) -> Expect;

/// Code, message and mend.
type Said = (&'static str, String, String);

impl ClaimReader<'_, '_> {
    pub(super) fn expect(&mut self, node: &Node, stat: &Stat) -> Option<Expect> {
        let text = self.reader.word(node, "what must hold, such as `> 60`")?;
        let (word, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let read = match stat {
            Stat::Top { of, k } => codes(word, rest, *k).and_then(|it| self.are_known(&it, of).map(|()| it)),
            Stat::Figure(_) | Stat::Diff(..) => figure(word, rest.trim()),
        };
        match read {
            Ok(it) => Some(it),
            Err((code, message, mend)) => {
                self.reader.report.error(node.place, code, message, mend);
                None
            }
        }
    }

    /// Whether a top could give these codes at all.
    fn are_known(&self, expect: &Expect, of: &Name) -> Result<(), Said> {
        let (Expect::Order(codes) | Expect::Set(codes)) = expect else { return Ok(()) };
        let known = counted(self.questionnaire, &of.var);
        match codes.iter().find(|it| !known.contains(it)) {
            None => Ok(()),
            Some(code) => {
                let names: Vec<_> = known.iter().map(ToString::to_string).collect();
                let message = format!("`{of}` has no code {code} that counts.");
                Err(("unknown-code", message, format!("Those that count are {}.", names.join(", "))))
            }
        }
    }
}

fn figure(word: &str, rest: &str) -> Result<Expect, Said> {
    let bad = || ("bad-expectation", "Nothing can be compared with this.".to_owned(), OF_FIGURES.to_owned());
    if let Some((_, expect)) = COMPARED.iter().find(|(it, _)| *it == word) {
        return number(rest).map(expect).ok_or_else(bad);
    }
    match word {
        "=" => {
            let figure = number(rest).ok_or_else(bad)?;
            if rest.split_once('.').is_some_and(|(_, decimals)| decimals.len() > 2) {
                let message = "Figures are compared with two decimals; this has more.".to_owned();
                return Err(("bad-expectation", message, "Round it, or write `in a..b`.".to_owned()));
            }
            Ok(Expect::Is(figure))
        }
        "in" => {
            let (low, high) = rest.split_once("..").ok_or_else(bad)?;
            let (low, high) = (number(low).ok_or_else(bad)?, number(high).ok_or_else(bad)?);
            if low >= high {
                let message = format!("No figure is above {low} and at most {high}.");
                return Err(("bad-expectation", message, "Write the lower end first.".to_owned()));
            }
            Ok(Expect::Within(low, high))
        }
        "order" | "set" => {
            let message = format!("`{word}` is of codes, and this statistic is a figure.");
            Err(("bad-expectation", message, OF_FIGURES.to_owned()))
        }
        _ => Err(bad()),
    }
}

fn codes(word: &str, rest: &str, k: usize) -> Result<Expect, Said> {
    let said = |message: String| ("bad-expectation", message, OF_CODES.to_owned());
    let bad = || said("No codes can be read here.".to_owned());
    let codes: Vec<Code> = match word {
        "=" => vec![whole(rest.trim()).ok_or_else(bad)?],
        "order" | "set" => {
            let inside = rest.trim().strip_prefix('[').and_then(|it| it.strip_suffix(']')).ok_or_else(bad)?;
            inside.split(',').map(|it| whole(it.trim())).collect::<Option<_>>().ok_or_else(bad)?
        }
        ">" | ">=" | "<" | "<=" | "in" => {
            return Err(said(format!("`{word}` is of a figure, and this statistic gives codes.")));
        }
        _ => return Err(bad()),
    };
    if (1..codes.len()).any(|it| codes[..it].contains(&codes[it])) {
        return Err(said("One code stands here twice.".to_owned()));
    }
    if codes.len() != k {
        return Err(said(format!("The statistic gives {k}, and here are {}.", codes.len())));
    }
    Ok(if word == "set" { Expect::Set(codes) } else { Expect::Order(codes) })
}

/// A number that is finite, and no word for one.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'-' | b'.'));
    text.parse::<f64>().ok().filter(|it| is_plain && it.is_finite())
}
