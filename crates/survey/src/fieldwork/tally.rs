//! Interviews counted: the funnel from all who began to the completes, drop-off by page, and shares.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Interviews that are alike in all that is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// A word of [`crate::Disposition::word`].
    pub disposition: String,
    /// Screen-out code, first full cell, or rules broken; empty for the others.
    pub code: String,
    /// The page where they stand, or stood when they ended; none where nobody noted it.
    pub page: Option<String>,
    pub device: Option<String>,
    pub lang: String,
    pub source: Option<String>,
    pub count: i64,
}

/// Interviews with one disposition and code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionCount {
    /// A word of [`crate::Disposition::word`].
    pub disposition: String,
    /// Screen-out code, first full cell, or rules broken; empty for the others.
    pub code: String,
    pub count: i64,
}

/// One step of the funnel: who is lost there, and how many are left after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// A word of [`crate::Disposition::word`].
    pub disposition: String,
    pub count: i64,
    /// Of all who began, those whom neither this step nor one before it took.
    pub left: i64,
    /// By code, cell, page or rule, the most frequent first.
    pub parts: Vec<Part>,
}

/// Some of the interviews of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub label: String,
    pub count: i64,
}

/// How a page keeps people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageStanding {
    pub label: String,
    /// Interviews that came to this page or to a later one.
    pub reached: i64,
    pub broken_off: i64,
    /// Are on it now.
    pub here: i64,
}

impl PageStanding {
    /// Those who broke off here, of those who came so far.
    pub fn drop_off(&self) -> f64 {
        if self.reached == 0 { 0.0 } else { self.broken_off as f64 / self.reached as f64 }
    }
}

/// Interviews that share a device, a language or a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub label: String,
    pub begun: i64,
    pub completes: i64,
    /// Completes wanted at most, of a source that has a cap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<i64>,
}

/// What takes interviews out, in the order in which it can; who is under way stands before the last.
const LOSSES: [&str; 6] = ["refused", "screened_out", "quota_full", "broken_off", "started", "rejected"];

/// Interviews with this disposition.
pub fn of(counts: &[Count], disposition: &str) -> i64 {
    counts.iter().filter(|it| it.disposition == disposition).map(|it| it.count).sum()
}

/// All interviews begun.
pub fn begun(counts: &[Count]) -> i64 {
    counts.iter().map(|it| it.count).sum()
}

/// From all who began to the completes. `name` says what a part of a disposition is called, by its code; of a
/// break-off the code is the page.
pub fn funnel(counts: &[Count], name: impl Fn(&str, &str) -> String) -> Vec<Stage> {
    let mut left = begun(counts);
    let mut stages = Vec::new();
    for word in LOSSES {
        let count = of(counts, word);
        left -= count;
        let parts = parts(counts, word).into_iter();
        let part = |(code, count): (String, i64)| Part { label: name(word, &code), count };
        stages.push(Stage { disposition: word.to_owned(), count, left, parts: parts.map(part).collect() });
    }
    let complete = of(counts, "complete");
    stages.push(Stage { disposition: "complete".into(), count: complete, left, parts: Vec::new() });
    stages
}

/// The codes of one disposition with their interviews, the most frequent first. An interview that broke several
/// rules counts for each of them.
fn parts(counts: &[Count], word: &str) -> Vec<(String, i64)> {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for it in counts.iter().filter(|it| it.disposition == word) {
        let codes: Vec<&str> = match word {
            "started" => Vec::new(),
            "broken_off" => it.page.as_deref().into_iter().collect(),
            "rejected" => it.code.split_whitespace().collect(),
            _ => Some(it.code.as_str()).filter(|it| !it.is_empty()).into_iter().collect(),
        };
        for code in codes {
            *sums.entry(code).or_default() += it.count;
        }
    }
    let mut parts: Vec<(String, i64)> =
        sums.into_iter().map(|(code, count)| (code.to_owned(), count)).collect();
    parts.sort_by_key(|(_, count)| -count);
    parts
}

/// How each page keeps people, in the order of `pages`, which gives name and label. Whoever was complete came to
/// the last one; an interview of which no page is known is left out, as is one on a page that is no more.
pub fn pages(counts: &[Count], pages: &[(&str, String)]) -> Vec<PageStanding> {
    let place = |it: &Count| match it.disposition.as_str() {
        "complete" | "rejected" => pages.len().checked_sub(1),
        _ => pages.iter().position(|(name, _)| Some(*name) == it.page.as_deref()),
    };
    let mut standings: Vec<PageStanding> = pages
        .iter()
        .map(|(_, label)| PageStanding { label: label.clone(), reached: 0, broken_off: 0, here: 0 })
        .collect();
    for it in counts {
        let Some(at) = place(it) else { continue };
        for standing in &mut standings[..=at] {
            standing.reached += it.count;
        }
        match it.disposition.as_str() {
            "broken_off" => standings[at].broken_off += it.count,
            "started" => standings[at].here += it.count,
            _ => {}
        }
    }
    standings
}

/// Interviews begun and completes by what `key` finds in them, the most frequent first; none where it finds nothing.
pub fn shares(counts: &[Count], key: impl Fn(&Count) -> Option<&str>) -> Vec<(Option<String>, i64, i64)> {
    let mut sums: BTreeMap<Option<&str>, (i64, i64)> = BTreeMap::new();
    for it in counts {
        let (begun, completes) = sums.entry(key(it)).or_default();
        *begun += it.count;
        *completes += if it.disposition == "complete" { it.count } else { 0 };
    }
    let mut shares: Vec<_> = sums
        .into_iter()
        .map(|(key, (begun, completes))| (key.map(str::to_owned), begun, completes))
        .collect();
    shares.sort_by_key(|(_, begun, _)| -begun);
    shares
}
