//! What is typed about margins, kept as it is, and what it means or what is wrong with it.

use survey::Questionnaire;
use survey::questionnaire::{Code, Text};
use survey::weighting::{Margin, MarginCodes, codes};

use super::known::Known;
use crate::words::t_with;

/// Margins at most, and empty ones that stand ready.
const MARGINS: usize = 50;
/// Published shares are rounded; so far may they be off together, in per cent.
const ROUNDING: f64 = 0.1;

/// The fields of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) least: String,
    pub(super) most: String,
    pub(super) rehearsal: bool,
    pub(super) margins: Vec<TypedMargin>,
}

/// The fields of one margin.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TypedMargin {
    /// One variable, or two.
    pub(super) by: String,
    /// A line for each share: `1: 51.2`, of two variables `1 2: 20`. What follows a # is for people.
    pub(super) shares: String,
    pub(super) source: String,
    pub(super) year: String,
}

/// What is wrong with a field: its name, the words for it, and what they say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) field: String,
    word: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Fault {
    pub(super) fn new(field: impl Into<String>, word: &'static str) -> Fault {
        Fault { field: field.into(), word, args: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Fault {
        self.args.push((name, value.to_string()));
        self
    }

    pub(super) fn said(&self, lang: &str) -> String {
        let args: Vec<_> = self.args.iter().map(|(name, it)| (*name, it.clone().into())).collect();
        t_with(lang, self.word, &args)
    }
}

/// What the form means.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) margins: Vec<WantedMargin>,
    pub(super) cap: Option<(f64, f64)>,
}

/// A margin with where it stands in the form, and the codes of its variables.
#[derive(Clone, Debug)]
pub(super) struct WantedMargin {
    pub(super) at: usize,
    pub(super) margin: Margin,
    pub(super) codes: Vec<MarginCodes>,
}

impl Typed {
    pub(super) fn read(pairs: &[(String, String)]) -> Typed {
        let of = |name: &str| {
            pairs.iter().find(|(it, _)| it == name).map(|(_, it)| it.trim().to_owned()).unwrap_or_default()
        };
        let is_there = |at: &usize| pairs.iter().any(|(it, _)| *it == format!("by-{at}"));
        let margin = |at: usize| TypedMargin {
            by: of(&format!("by-{at}")),
            shares: of(&format!("shares-{at}")).replace("\r\n", "\n"),
            source: of(&format!("source-{at}")),
            year: of(&format!("year-{at}")),
        };
        Typed {
            name: of("name"),
            least: of("least"),
            most: of("most"),
            rehearsal: of("rehearsal") == "1",
            margins: (1..=MARGINS).take_while(is_there).map(margin).collect(),
        }
    }

    /// As these margins would be typed.
    pub(super) fn of(
        name: &str,
        margins: &[Margin],
        cap: Option<(f64, f64)>,
        rehearsal: bool,
        lang: &str,
    ) -> Typed {
        let line = |(codes, share): &(Vec<Code>, f64)| {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            format!("{}: {share}", codes.join(" "))
        };
        let margin = |it: &Margin| TypedMargin {
            by: it.by.join(", "),
            shares: it.shares.iter().map(line).collect::<Vec<_>>().join("\n"),
            source: it.source.get(lang).to_owned(),
            year: it.year.to_string(),
        };
        let bound = |of: fn((f64, f64)) -> f64| {
            cap.map(of).filter(|it| it.is_finite()).map(|it| it.to_string()).unwrap_or_default()
        };
        Typed {
            name: name.to_owned(),
            least: bound(|it| it.0),
            most: bound(|it| it.1),
            rehearsal,
            margins: margins.iter().map(margin).collect(),
        }
    }

    /// One more margin; those that name a variable and no share get a line for each of its codes.
    pub(super) fn more(&mut self, questionnaire: &Questionnaire, lang: &str) {
        for margin in self.margins.iter_mut().filter(|it| it.shares.is_empty()) {
            let all = names(&margin.by);
            let all: Option<Vec<_>> =
                all.iter().map(|it| codes(questionnaire, it).map(|codes| (it, codes))).collect();
            let Some(all) = all.filter(|it| (1..=2).contains(&it.len())) else { continue };
            let mut lines = vec![(String::new(), String::new())];
            for (var, codes) in &all {
                let longer = |(before, said): &(String, String)| {
                    let code = |code: Code| {
                        let label = label(questionnaire, var, code, lang);
                        (format!("{before}{code} "), format!("{said} {label}"))
                    };
                    codes.wanted().map(code).collect::<Vec<_>>()
                };
                lines = lines.iter().flat_map(longer).collect();
            }
            let line = |(codes, said): (String, String)| format!("{}:   #{said}", codes.trim_end());
            margin.shares = lines.into_iter().map(line).collect::<Vec<_>>().join("\n");
        }
        if self.margins.len() < MARGINS && self.margins.last().is_none_or(|it| !it.by.is_empty()) {
            self.margins.push(TypedMargin::default());
        }
    }

    /// What is meant, or all that is wrong. `sources` are those that are known already, in all their languages.
    pub(super) fn wanted(&self, known: Known<'_>, sources: &[Text]) -> (Option<Wanted>, Vec<Fault>) {
        let mut faults = Vec::new();
        if crate::pages::weights::is_name(&self.name).is_err() {
            faults.push(Fault::new("name", "weight-name-wrong"));
        }
        let cap = self.cap(&mut faults);
        let mut margins: Vec<WantedMargin> = Vec::new();
        for (at, typed) in self.margins.iter().enumerate().filter(|(_, it)| **it != TypedMargin::default()) {
            let margin = typed.wanted(at + 1, (known, sources), &mut faults);
            if let Some(margin) = margin {
                let is_same = |it: &WantedMargin| {
                    it.codes.len() == margin.codes.len()
                        && it.margin.by.iter().all(|var| margin.margin.by.contains(var))
                };
                if margins.iter().any(is_same) {
                    faults.push(Fault::new(format!("by-{}", at + 1), "weighting-by-twice"));
                }
                margins.push(margin);
            }
        }
        if margins.is_empty() && faults.is_empty() {
            faults.push(Fault::new("by-1", "weighting-by-missing"));
        }
        (faults.is_empty().then_some(Wanted { margins, cap }), faults)
    }

    fn cap(&self, faults: &mut Vec<Fault>) -> Option<(f64, f64)> {
        if self.least.is_empty() && self.most.is_empty() {
            return None;
        }
        let least = if self.least.is_empty() { Some(0.0) } else { number(&self.least) };
        if !least.is_some_and(|it| (0.0..1.0).contains(&it)) {
            faults.push(Fault::new("least", "weighting-least-wrong"));
        }
        let most = if self.most.is_empty() { Some(f64::INFINITY) } else { number(&self.most) };
        if !most.is_some_and(|it| it > 1.0) {
            faults.push(Fault::new("most", "weighting-most-wrong"));
        }
        least.zip(most)
    }
}

impl TypedMargin {
    fn wanted(
        &self,
        at: usize,
        (known, sources): (Known<'_>, &[Text]),
        faults: &mut Vec<Fault>,
    ) -> Option<WantedMargin> {
        let before = faults.len();
        let codes = self.codes(at, known, faults);
        let shares = codes.as_ref().map(|codes| self.shares(at, codes, faults));
        if self.source.is_empty() {
            faults.push(Fault::new(format!("source-{at}"), "weighting-source-missing"));
        }
        let year = self.year.parse().ok().filter(|it| (1900..=2200).contains(it));
        if year.is_none() {
            faults.push(Fault::new(format!("year-{at}"), "weighting-year-wrong"));
        }
        if faults.len() > before {
            return None;
        }
        let source = self.source(known.lang, sources);
        let margin = Margin { by: names(&self.by), shares: shares?, source, year: year? };
        Some(WantedMargin { at, margin, codes: codes? })
    }

    /// The source in all languages where it is known, else in the one that it is typed in.
    fn source(&self, lang: &str, known: &[Text]) -> Text {
        let same = known.iter().find(|it| it.0.iter().any(|(_, text)| text.trim() == self.source));
        same.cloned().unwrap_or_else(|| Text(vec![(lang.to_owned(), self.source.clone())]))
    }

    fn codes(&self, at: usize, known: Known<'_>, faults: &mut Vec<Fault>) -> Option<Vec<MarginCodes>> {
        let questionnaire = known.questionnaire;
        let field = format!("by-{at}");
        let names = names(&self.by);
        let before = faults.len();
        match &names[..] {
            [] => faults.push(Fault::new(field.clone(), "weighting-by-missing")),
            [one, other] if one == other => faults.push(Fault::new(field.clone(), "weighting-by-same")),
            [_] | [_, _] => {}
            _ => faults.push(Fault::new(field.clone(), "weighting-by-many")),
        }
        let find = |name: &String| {
            let is_there = questionnaire.question(name).is_some() || questionnaire.derived(name).is_some();
            let word = if is_there { "weighting-by-unfit" } else { "weighting-by-unknown" };
            known.codes(name).ok_or_else(|| Fault::new(field.clone(), word).with("name", name))
        };
        let mut found = Vec::new();
        for name in &names {
            match find(name) {
                Ok(it) => found.push(it),
                Err(it) => faults.push(it),
            }
        }
        (faults.len() == before).then_some(found)
    }

    /// Codes and shares, which sum to 100.
    fn shares(&self, at: usize, codes: &[MarginCodes], faults: &mut Vec<Fault>) -> Vec<(Vec<Code>, f64)> {
        let field = format!("shares-{at}");
        let before = faults.len();
        let mut shares: Vec<(Vec<Code>, f64)> = Vec::new();
        let lines = self.shares.lines().map(|it| it.split('#').next().unwrap_or_default().trim());
        for line in lines.filter(|it| !it.is_empty()) {
            match share(line, codes) {
                Ok((code, _)) if shares.iter().any(|(it, _)| *it == code) => {
                    faults.push(Fault::new(&*field, "weighting-share-twice").with("line", line));
                }
                Ok(it) => shares.push(it),
                Err(word) => faults.push(Fault::new(&*field, word).with("line", line)),
            }
        }
        if shares.is_empty() && faults.len() == before {
            faults.push(Fault::new(field, "weighting-shares-missing"));
            return shares;
        }
        let is_lacking = |wanted: &Vec<Code>| shares.iter().all(|(it, _)| it != wanted);
        let lacking: Vec<String> = crossed(codes).filter(is_lacking).map(|it| written(&it)).collect();
        if faults.len() == before && !lacking.is_empty() {
            let lacking = lacking.join(", ");
            faults.push(Fault::new(&*field, "weighting-shares-lacking").with("codes", lacking));
        }
        let sum: f64 = shares.iter().map(|(_, it)| it).sum();
        // A little more, since decimals do not add up to the last digit.
        if faults.len() == before && (sum - 100.0).abs() > ROUNDING + 1e-9 {
            let sum = format!("{sum:.4}");
            let sum = sum.trim_end_matches('0').trim_end_matches('.').to_owned();
            faults.push(Fault::new(field, "weighting-shares-sum").with("sum", sum));
        }
        shares
    }
}

/// All combinations of the codes that need a share.
fn crossed(codes: &[MarginCodes]) -> impl Iterator<Item = Vec<Code>> {
    let start = vec![Vec::new()];
    let longer = |all: Vec<Vec<Code>>, codes: &MarginCodes| {
        all.iter().flat_map(|it| codes.wanted().map(|code| [&it[..], &[code]].concat())).collect()
    };
    codes.iter().fold(start, longer).into_iter()
}

/// Codes as they stand before a share.
pub(super) fn written(codes: &[Code]) -> String {
    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// A line: the codes, a colon, the share.
fn share(line: &str, codes: &[MarginCodes]) -> Result<(Vec<Code>, f64), &'static str> {
    let (before, after) = line.split_once([':', '：']).ok_or("weighting-share-unreadable")?;
    let share = number(after).filter(|it| *it >= 0.0).ok_or("weighting-share-unreadable")?;
    let given: Option<Vec<Code>> = words(before).map(|it| it.parse().ok()).collect();
    let given = given.filter(|it| it.len() == codes.len()).ok_or("weighting-share-unreadable")?;
    for (code, codes) in given.iter().zip(codes) {
        if codes.missing.contains(code) {
            return Err("weighting-share-refusal");
        }
        if !codes.all.contains(code) {
            return Err("weighting-share-unknown");
        }
    }
    Ok((given, share))
}

/// The variables that are named.
fn names(by: &str) -> Vec<String> {
    words(by).map(str::to_owned).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| it.is_whitespace() || ",，、×*".contains(it)).filter(|it| !it.is_empty())
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    text.parse().ok().filter(|it: &f64| it.is_finite())
}

/// The label of a code of a question or of a derived variable.
pub(super) fn label(questionnaire: &Questionnaire, var: &str, code: Code, lang: &str) -> String {
    let question = questionnaire.question(var).and_then(|it| it.choice(code)).map(|it| &it.label);
    let derived = || {
        let derived = questionnaire.derived(var)?;
        derived.choices.iter().find(|it| it.code == code).map(|it| &it.label)
    };
    question.or_else(derived).map_or_else(|| code.to_string(), |it| it.get(lang).to_owned())
}

/// The labels of a combination of codes.
pub(super) fn labels(questionnaire: &Questionnaire, by: &[String], codes: &[Code], lang: &str) -> String {
    let labels: Vec<_> =
        by.iter().zip(codes).map(|(var, code)| label(questionnaire, var, *code, lang)).collect();
    labels.join(" × ")
}

#[cfg(test)]
mod tests;
