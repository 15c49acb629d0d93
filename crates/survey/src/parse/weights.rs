//! The weightings: margins with their shares, sources and bounds.

use super::reader::{Fields, Reader, did_you_mean};
use super::report::Place;
use super::tree::{Node, Value, short};
use crate::questionnaire::{Code, Questionnaire};
use crate::weighting::{Margin, MarginCodes, Weighting};

/// Weightings, and margins of one, at most.
const WEIGHTINGS: usize = 50;
const MARGINS: usize = 50;
/// Published shares are rounded; so far may they be off together, in per cent.
const ROUNDING: f64 = 0.1;

/// A variable that is weighted by, with its codes.
#[derive(Debug)]
struct Codes {
    var: String,
    of: MarginCodes,
}

impl Reader<'_> {
    /// The weightings. Pages and derived variables have been read before.
    pub fn weights(&mut self, node: &Node, done: &Questionnaire) -> Vec<Weighting> {
        let items = self.list(node, "weightings");
        self.at_most(items, WEIGHTINGS, "weightings");
        let mut weights: Vec<Weighting> = Vec::new();
        for item in items.iter().take(WEIGHTINGS) {
            let fields = self.fields(item, "a weighting", &["name", "label", "margins", "cap"]);
            let start = fields.entries.first().map_or(item.place, |(it, _)| it.place);
            let name = self.weighting_name(&fields, start, &weights);
            let label = self.required(&fields, "label", "A weighting", start);
            let label = label.map(|it| self.text(it, fields.at("label"), None)).unwrap_or_default();
            let margins = self.required(&fields, "margins", "A weighting", start);
            let margins = margins.map(|it| self.margins(it, done)).unwrap_or_default();
            let cap = fields.get("cap").and_then(|it| self.cap(it));
            weights.push(Weighting { name, label, margins, cap });
        }
        weights
    }

    fn weighting_name(&mut self, fields: &Fields<'_>, start: Place, before: &[Weighting]) -> String {
        let Some(node) = self.required(fields, "name", "A weighting", start) else { return String::new() };
        let Some(name) = self.word(node, "a name") else { return String::new() };
        if name.len() > 32 || !name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_') {
            let message = format!("`{}` is no name for a weighting.", short(&name));
            let mend =
                "Use at most 32 English letters, digits and `_`: tables and data files ask for it by name.";
            self.report.error(node.place, "bad-name", message, mend);
        }
        if before.iter().any(|it| it.name.eq_ignore_ascii_case(&name)) {
            let message = format!("There are two weightings `{}`.", short(&name));
            self.report.error(
                node.place,
                "duplicate-name",
                message,
                "Give each weighting a name of its own.",
            );
        }
        name
    }

    fn margins(&mut self, node: &Node, done: &Questionnaire) -> Vec<Margin> {
        let items = self.list(node, "margins");
        if items.is_empty() && matches!(node.value, Value::List(_)) {
            let mend = "Add at least one: `- {by: …, shares: {…}, source: {…}, year: …}`.";
            self.report.error(node.place, "no-margins", "There are no margins here.", mend);
        }
        self.at_most(items, MARGINS, "margins");
        let mut margins: Vec<Margin> = Vec::new();
        for item in items.iter().take(MARGINS) {
            let fields = self.fields(item, "a margin", &["by", "shares", "source", "year"]);
            let start = fields.entries.first().map_or(item.place, |(it, _)| it.place);
            let by = self.required(&fields, "by", "A margin", start);
            let codes = by.and_then(|it| self.margin_by(it, &margins, done));
            let shares = self.required(&fields, "shares", "A margin", start);
            let shares = codes.as_ref().zip(shares).map(|(codes, it)| self.shares(it, codes));
            let source = self.required(&fields, "source", "A margin", start);
            let source = source.map(|it| self.text(it, fields.at("source"), None)).unwrap_or_default();
            let year = self.required(&fields, "year", "A margin", start);
            let year = year.and_then(|it| self.whole(it, 1900, 2200));
            if let (Some(codes), Some(shares), Some(year)) = (codes, shares, year) {
                let by = codes.into_iter().map(|it| it.var).collect();
                margins.push(Margin { by, shares, source, year });
            }
        }
        margins
    }

    /// The variable of a margin, or both of an interlocked one, with their codes.
    fn margin_by(&mut self, node: &Node, before: &[Margin], done: &Questionnaire) -> Option<Vec<Codes>> {
        let nodes = match &node.value {
            Value::List(items) if matches!(items.len(), 1 | 2) => items.as_slice(),
            Value::Scalar(_) => std::slice::from_ref(node),
            _ => {
                self.expected(node, "a variable, or a list of two that are interlocked");
                return None;
            }
        };
        let mut found: Vec<Codes> = Vec::new();
        for node in nodes {
            let name = self.word(node, "the name of a variable")?;
            if found.iter().any(|it| it.var == name) {
                let message = format!("`{name}` stands here twice.");
                self.report.error(node.place, "duplicate-name", message, "Remove one.");
                return None;
            }
            found.push(self.margin_codes(name, node.place, done)?);
        }
        let same =
            |it: &&Margin| it.by.len() == found.len() && found.iter().all(|codes| it.by.contains(&codes.var));
        if before.iter().any(|it| same(&it)) {
            let message = "There is a margin of this already.";
            self.report.error(
                node.place,
                "duplicate-margin",
                message,
                "Keep the one with the better source.",
            );
        }
        Some(found)
    }

    fn margin_codes(&mut self, name: String, place: Place, done: &Questionnaire) -> Option<Codes> {
        if self.broken.contains(&name) {
            return None;
        }
        let found = match self.earlier(&name, done) {
            Some(question) => MarginCodes::of_question(question),
            None => match done.derived.iter().find(|it| it.var == name) {
                Some(derived) => MarginCodes::of_derived(derived),
                None => return self.unknown_margin(&name, place, done),
            },
        };
        match found {
            Some(of) => Some(Codes { var: name, of }),
            None => self.unfit_margin(&name, place),
        }
    }

    fn unknown_margin(&mut self, name: &str, place: Place, done: &Questionnaire) -> Option<Codes> {
        let names = self.vars.keys().map(String::as_str).chain(done.derived.iter().map(|it| it.var.as_str()));
        let mend = did_you_mean(name, names, "Name a single, a scale, or a derived variable with codes.");
        let message = format!("There is no variable `{}`.", short(name));
        self.report.error(place, "unknown-variable", message, mend);
        None
    }

    fn unfit_margin(&mut self, name: &str, place: Place) -> Option<Codes> {
        let message = format!("`{name}` does not give each person one code of a list.");
        let mend = "Name a single or a scale, or derive a variable with `when`.";
        self.report.error(place, "unfit-margin", message, mend);
        None
    }

    /// Codes and shares in file order, which sum to 100.
    fn shares(&mut self, node: &Node, codes: &[Codes]) -> Vec<(Vec<Code>, f64)> {
        let mut shares = Vec::new();
        let whole = self.some_shares(node, codes, &[], &mut shares);
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        let off = sum - 100.0;
        // A little more, since decimals do not add up to the last digit.
        if whole && off.abs() > ROUNDING + 1e-9 {
            let names: Vec<_> = codes.iter().map(|it| format!("`{}`", it.var)).collect();
            let by_how_much =
                format!("{} too {}", decimals(off.abs()), if off > 0.0 { "many" } else { "few" });
            let message =
                format!("The shares of {} sum to {}, {by_how_much}.", names.join(" by "), decimals(sum));
            let mend = format!("Write per cent that sum to 100; {ROUNDING} is left for rounding.");
            self.report.error(node.place, "share-sum", message, mend);
        }
        shares
    }

    /// The shares below some codes; false if one is not there or could not be read.
    fn some_shares(
        &mut self,
        node: &Node,
        codes: &[Codes],
        above: &[Code],
        shares: &mut Vec<(Vec<Code>, f64)>,
    ) -> bool {
        let Some((first, rest)) = codes.split_first() else {
            let share = self.share(node);
            shares.extend(share.map(|it| (above.to_vec(), it)));
            return share.is_some();
        };
        let mut whole = matches!(node.value, Value::Map(_));
        let mut named = Vec::new();
        for (key, value) in self.map(node, "shares by code") {
            let Some(code) = self.share_code(key, first) else {
                whole = false;
                continue;
            };
            named.push(code);
            whole &= self.some_shares(value, rest, &[above, &[code]].concat(), shares);
        }
        let lacking: Vec<_> =
            first.of.wanted().filter(|it| !named.contains(it)).map(|it| it.to_string()).collect();
        if whole && !lacking.is_empty() {
            let message = format!("There is no share for: {}.", lacking.join(", "));
            let mend = "Add them; a share of 0 says that there are no such people.";
            self.report.error(node.place, "missing-share", message, mend);
            whole = false;
        }
        whole
    }

    fn share(&mut self, node: &Node) -> Option<f64> {
        let share = self.number(node)?;
        if share < 0.0 {
            self.expected(node, "a share in per cent, 0 or more");
        }
        (share >= 0.0).then_some(share)
    }

    fn share_code(&mut self, key: &Node, codes: &Codes) -> Option<Code> {
        let code = self.code(key)?;
        if codes.of.missing.contains(&code) {
            let message = format!("Code {code} of `{}` is a refusal (`missing`).", codes.var);
            let mend = "Remove its share: these people are weighted by the other margins.";
            self.report.error(key.place, "share-of-missing", message, mend);
            return None;
        }
        if !codes.of.all.contains(&code) {
            let names: Vec<_> = codes.of.all.iter().map(ToString::to_string).collect();
            let message = format!("`{}` has no code {code}.", codes.var);
            self.report.error(
                key.place,
                "unknown-code",
                message,
                format!("Its codes are {}.", names.join(", ")),
            );
            return None;
        }
        Some(code)
    }

    /// The least and the most weight.
    fn cap(&mut self, node: &Node) -> Option<(f64, f64)> {
        let what = "the least and the most weight, such as `[0.3, 3]`";
        let [least, most] = self.list(node, what) else {
            if matches!(node.value, Value::List(_)) {
                self.expected(node, what);
            }
            return None;
        };
        let (least, most) = (self.number(least)?, self.number(most)?);
        if !(0.0..1.0).contains(&least) || most <= 1.0 {
            let message = "Weights have the mean 1, which is not between these two.";
            let mend =
                "Write the least weight, from 0 to below 1, then the most, above 1, such as `[0.3, 3]`.";
            self.report.error(node.place, "bad-cap", message, mend);
            return None;
        }
        Some((least, most))
    }
}

/// A sum of shares with as many decimals as shares have.
fn decimals(sum: f64) -> String {
    let text = format!("{sum:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
