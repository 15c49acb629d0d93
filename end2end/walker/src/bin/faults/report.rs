//! How each fault went: a line with its figures, and whether what was promised was held.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context;
use serde_json::{Map, Value, json};

/// So many sentences of a fault are printed; all are kept.
const SHOWN: usize = 12;

/// How a fault went.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    figures: Vec<(String, Value)>,
    /// What was not held, a sentence each.
    wrong: BTreeSet<String>,
    /// Answers that were no next page, each kind once.
    pages: Vec<String>,
}

impl Outcome {
    /// Keeps a figure.
    pub fn figure(&mut self, name: &str, figure: impl Into<Value>) {
        self.figures.push((name.to_owned(), figure.into()));
    }

    /// Keeps a figure in seconds that must not be above a bound.
    pub fn within(&mut self, name: &str, seconds: f64, bound: f64) {
        self.figure(&format!("{name}, s"), rounded(seconds));
        self.hold(seconds <= bound, || format!("{name} took {seconds:.1} s, and {bound} s are allowed"));
    }

    /// Notes what was not held, where it was not.
    pub fn hold(&mut self, is_held: bool, why: impl FnOnce() -> String) {
        if !is_held {
            self.wrong.insert(why());
        }
    }

    /// Notes what was not held.
    pub fn wrong(&mut self, why: impl IntoIterator<Item = String>) {
        self.wrong.extend(why);
    }

    /// Takes over another outcome, whose figures and sentences are of this.
    pub fn take_over(&mut self, of: &str, other: Outcome) {
        self.figures.extend(other.figures.into_iter().map(|(name, it)| (format!("{of}: {name}"), it)));
        self.wrong.extend(other.wrong.into_iter().map(|it| format!("{of}: {it}")));
        self.pages.extend(other.pages.into_iter().map(|it| format!("{of}: {it}")));
    }

    /// Notes an answer that was no next page.
    pub fn page(&mut self, page: String) {
        self.pages.push(page);
    }
}

/// All faults so far.
#[derive(Clone, Debug, Default)]
pub struct Report {
    faults: Map<String, Value>,
    is_held: bool,
}

impl Report {
    /// Nothing so far, all of it held.
    pub fn new() -> Report {
        Report { faults: Map::new(), is_held: true }
    }

    /// Prints how a fault went, and keeps it. One that could not be tried is not held.
    pub fn add(&mut self, name: &str, tried: anyhow::Result<Outcome>, seconds: f64) {
        let outcome = tried.unwrap_or_else(|err| {
            let wrong = BTreeSet::from([format!("it could not be tried: {err:#}")]);
            Outcome { wrong, ..Outcome::default() }
        });
        let figures: Vec<String> = outcome.figures.iter().map(|(name, it)| format!("{name} {it}")).collect();
        let is_held = outcome.wrong.is_empty();
        say(&format!(
            "{name:<9}{}  ({seconds:.0} s)  {}",
            if is_held { "held" } else { "NOT HELD" },
            figures.join("; ")
        ));
        for page in &outcome.pages {
            say(&format!("           seen: {page}"));
        }
        for why in outcome.wrong.iter().take(SHOWN) {
            say(&format!("           not held: {why}"));
        }
        if let Some(more) = outcome.wrong.len().checked_sub(SHOWN).filter(|it| *it > 0) {
            say(&format!("           not held: {more} things more, which stand in the file"));
        }
        self.is_held &= is_held;
        let figures: Map<String, Value> = outcome.figures.into_iter().collect();
        let kept =
            json!({"held": is_held, "figures": figures, "seen": outcome.pages, "wrong": outcome.wrong});
        self.faults.insert(name.to_owned(), kept);
    }

    /// Writes everything to a file. Whether all was held.
    pub fn close(self, seed: u64, file: &Path) -> anyhow::Result<bool> {
        let text = serde_json::to_string_pretty(&json!({"seed": seed, "faults": self.faults}))?;
        fs::write(file, text + "\n").with_context(|| format!("{} cannot be written", file.display()))?;
        say(&format!(
            "\n{} Figures: {}",
            if self.is_held { "All held." } else { "Not all held." },
            file.display()
        ));
        Ok(self.is_held)
    }
}

/// A figure with three digits behind the point.
pub fn rounded(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}

/// Prints a line.
pub fn say(line: &str) {
    // Whoever closed the pipe has read enough.
    let _ = writeln!(std::io::stdout(), "{line}");
}
