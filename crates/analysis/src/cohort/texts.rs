//! Near-duplicate open ends: nearly the same words from different interviews.
//!
//! A text is the set of its runs of letters: three in a row, or two where they are Chinese, which says as much. Two
//! texts are near-duplicates when they share at least 60 % of all their runs (Jaccard's measure; Broder, On the
//! resemblance and containment of documents, 1997). Texts of fewer than twelve different runs are left alone: many
//! people write "the price" or 没有. Only pairs that share one of their rarest runs are compared, which loses none
//! (prefix filtering: Bayardo, Ma and Srikant, Scaling up all pairs similarity search, WWW 2007).

use std::collections::{BTreeMap, HashMap};

use survey::InterviewId;
use survey::quality::cohort::{Check, Evidence, Flag};

use super::nearest;

/// Runs shared, of all runs of both.
const ALIKE: f64 = 0.6;
/// Different runs that a text must have.
const LEAST: usize = 12;

/// One open answer.
struct Written {
    id: InterviewId,
    /// Its runs by rank, the rarest first.
    runs: Vec<u32>,
}

/// Flags the interviews with an open answer that is nearly another's, question by question.
pub fn flags(texts: &BTreeMap<String, Vec<(InterviewId, String)>>) -> Vec<Flag> {
    let mut best: BTreeMap<InterviewId, Flag> = BTreeMap::new();
    for (var, texts) in texts {
        for flag in of_question(var, texts) {
            let better =
                best.get(&flag.interview).is_none_or(|it| it.evidence.measure < flag.evidence.measure);
            if better {
                best.insert(flag.interview, flag);
            }
        }
    }
    best.into_values().collect()
}

fn of_question(var: &str, texts: &[(InterviewId, String)]) -> Vec<Flag> {
    let all = ranked(texts);
    let mut alike: Vec<Vec<(f64, usize)>> = vec![Vec::new(); all.len()];
    let mut by_run: HashMap<u32, Vec<usize>> = HashMap::new();
    // The last one that each was compared with, so that no pair is compared twice.
    let mut compared = vec![usize::MAX; all.len()];
    for (at, text) in all.iter().enumerate() {
        let size = text.runs.len();
        let rare = size - (ALIKE * size as f64).ceil() as usize + 1;
        for run in &text.runs[..rare] {
            let others = by_run.entry(*run).or_default();
            for other in others.iter().copied() {
                if std::mem::replace(&mut compared[other], at) == at {
                    continue;
                }
                let likeness = likeness(&text.runs, &all[other].runs);
                if likeness >= ALIKE && all[other].id != text.id {
                    alike[at].push((likeness, other));
                    alike[other].push((likeness, at));
                }
            }
            others.push(at);
        }
    }
    all.iter().zip(alike).filter_map(|(text, others)| flag(var, text, &others, &all)).collect()
}

fn flag(var: &str, text: &Written, others: &[(f64, usize)], all: &[Written]) -> Option<Flag> {
    let measure = others.iter().map(|it| it.0).reduce(f64::max)?;
    let evidence = Evidence {
        measure,
        threshold: ALIKE,
        expected: 0.0,
        base: text.runs.len() as i64,
        others: nearest(others.iter().map(|(likeness, at)| (*likeness, all[*at].id)).collect()),
        many: others.len() as i64,
        about: var.to_owned(),
    };
    Some(Flag { interview: text.id, check: Check::NearText, evidence })
}

/// The texts that are long enough, each with its runs by how rare they are, the shortest text first.
fn ranked(texts: &[(InterviewId, String)]) -> Vec<Written> {
    let texts = texts.iter().map(|(id, text)| (*id, runs(text)));
    let texts: Vec<(InterviewId, Vec<String>)> = texts.filter(|(_, runs)| runs.len() >= LEAST).collect();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for run in texts.iter().flat_map(|(_, runs)| runs) {
        *counts.entry(run).or_default() += 1;
    }
    let mut order: Vec<(u32, &str)> = counts.into_iter().map(|(run, count)| (count, run)).collect();
    order.sort_unstable();
    let ranks: HashMap<&str, u32> = (0..).zip(order).map(|(rank, (_, run))| (run, rank)).collect();
    let rank = |runs: &[String]| {
        let mut ranked: Vec<u32> = runs.iter().map(|it| ranks[it.as_str()]).collect();
        ranked.sort_unstable();
        ranked
    };
    let mut written: Vec<Written> =
        texts.iter().map(|(id, runs)| Written { id: *id, runs: rank(runs) }).collect();
    written.sort_by_key(|it| (it.runs.len(), it.id));
    written
}

/// The different runs of letters of a text: small letters and digits only, each once.
fn runs(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.to_lowercase().chars().filter(|it| it.is_alphanumeric()).collect();
    let wide = letters.iter().filter(|it| **it >= '\u{2E80}').count();
    let length = if 2 * wide > letters.len() { 2 } else { 3 };
    let mut runs: Vec<String> = letters.windows(length).map(|it| it.iter().collect()).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Runs in both, of all runs.
fn likeness(one: &[u32], next: &[u32]) -> f64 {
    let (mut at, mut other, mut both) = (0, 0, 0);
    while at < one.len() && other < next.len() {
        match one[at].cmp(&next[other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                (at, other, both) = (at + 1, other + 1, both + 1);
            }
        }
    }
    both as f64 / (one.len() + next.len() - both) as f64
}
