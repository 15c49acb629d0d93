//! Weights out of margins over the completes, or why there are none, each reason at its field.

use std::sync::Arc;

use analysis::weighting::{Cap, Effect, MISSING, Margin, Raked, Refusal, effect, rake};
use survey::questionnaire::Code;
use survey::{InterviewId, Questionnaire};

use super::known::Known;
use super::typed::{Fault, Wanted, WantedMargin};
use crate::columns::Snapshot;
use crate::pages::desk::figures::percent_as_published;

/// What margins come to.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) wanted: Wanted,
    pub(super) snapshot: i64,
    pub(super) raked: Raked,
    pub(super) effect: Effect,
    /// For each margin what its categories have without weights and with them.
    pub(super) reached: Vec<Vec<Reached>>,
    ids: Vec<InterviewId>,
}

/// One category of a margin: cases, and shares (0 to 1) of those who have one.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    pub(super) label: String,
    pub(super) cases: usize,
    pub(super) before: f64,
    pub(super) target: f64,
    pub(super) after: f64,
}

impl Fitted {
    /// The weight of each interview.
    pub(super) fn rows(&self) -> Vec<(InterviewId, f64)> {
        self.ids.iter().copied().zip(self.raked.weights.iter().copied()).collect()
    }
}

/// A margin over the cases: where each belongs, and codes that have cases and no share.
struct Sorted {
    shares: Vec<f64>,
    categories: Vec<u16>,
    /// Categories behind those that have a share.
    without: Vec<Vec<Code>>,
}

/// Fits weights, or says all that stands in their way.
pub(super) fn fit(
    wanted: Wanted,
    snapshot: Snapshot,
    questionnaire: &Arc<Questionnaire>,
    lang: &str,
) -> Result<Fitted, Vec<Fault>> {
    let columns = &snapshot.columns;
    let known = Known { questionnaire, columns, lang };
    let sorted: Vec<Sorted> = wanted.margins.iter().map(|it| sort(known, it)).collect();
    let names: Vec<String> = (0..sorted.len()).map(|it| it.to_string()).collect();
    let margins: Vec<Margin<'_>> = names
        .iter()
        .zip(&sorted)
        .map(|(name, it)| Margin { name, shares: &it.shares, categories: &it.categories })
        .collect();
    let cap = wanted.cap.map(|(least, most)| Cap { least, most });
    let raked = rake(&margins, None, cap).map_err(|refusals| {
        let say = Say { wanted: &wanted, sorted: &sorted, known };
        refusals.iter().map(|it| say.fault(it)).collect::<Vec<_>>()
    })?;
    let Some(effect) = effect(&raked.weights) else {
        return Err(vec![Fault::new("name", "weighting-nobody")]);
    };
    let pairs = wanted.margins.iter().zip(&sorted);
    let reached = pairs.map(|(it, sorted)| reached(known, (it, sorted), &raked.weights)).collect();
    let ids = columns.ids().to_vec();
    Ok(Fitted { wanted, snapshot: snapshot.number, raked, effect, reached, ids })
}

/// Where each case belongs. Who did not answer or refused is missing, and so is who has a code that is never offered
/// any more, unless it has a share.
fn sort(known: Known<'_>, wanted: &WantedMargin) -> Sorted {
    let shares = &wanted.margin.shares;
    let fields: Vec<Vec<_>> = wanted.margin.by.iter().map(|it| known.fields(it).collect()).collect();
    let mut without: Vec<Vec<Code>> = Vec::new();
    let category = |case: usize| {
        let mut key = Vec::with_capacity(fields.len());
        for (fields, codes) in fields.iter().zip(&wanted.codes) {
            let code = fields.iter().find_map(|it| it.values.codes(case).next());
            match code.filter(|it| !codes.missing.contains(it)) {
                Some(code) => key.push(code),
                None => return MISSING,
            }
        }
        let with_share = shares.iter().position(|(it, _)| *it == key);
        if with_share.is_none() && key.iter().zip(&wanted.codes).any(|(it, codes)| codes.retired.contains(it))
        {
            return MISSING;
        }
        let at = with_share.unwrap_or_else(|| {
            let at = without.iter().position(|it| *it == key).unwrap_or_else(|| {
                without.push(key);
                without.len() - 1
            });
            shares.len() + at
        });
        at as u16
    };
    let categories = (0..known.columns.cases()).map(category).collect();
    Sorted { shares: shares.iter().map(|(_, it)| *it).collect(), categories, without }
}

fn reached(known: Known<'_>, (wanted, sorted): (&WantedMargin, &Sorted), weights: &[f64]) -> Vec<Reached> {
    let mut cases = vec![0_usize; sorted.shares.len()];
    let mut sums = vec![0.0; sorted.shares.len()];
    for (category, weight) in sorted.categories.iter().zip(weights).filter(|(it, _)| **it != MISSING) {
        cases[*category as usize] += 1;
        sums[*category as usize] += weight;
    }
    let (all, weight) = (cases.iter().sum::<usize>() as f64, sums.iter().sum::<f64>());
    let wanted_sum: f64 = sorted.shares.iter().sum();
    let one = |(at, (codes, share)): (usize, &(Vec<Code>, f64))| Reached {
        label: known.labels(&wanted.margin.by, Some(codes)),
        cases: cases[at],
        before: cases[at] as f64 / all,
        target: share / wanted_sum,
        after: sums[at] / weight,
    };
    wanted.margin.shares.iter().enumerate().map(one).collect()
}

/// Says refusals in words, each at its field.
struct Say<'a> {
    wanted: &'a Wanted,
    sorted: &'a [Sorted],
    known: Known<'a>,
}

impl Say<'_> {
    fn fault(&self, refusal: &Refusal) -> Fault {
        match refusal {
            Refusal::NoCases => Fault::new("name", "weighting-nobody"),
            Refusal::NoMargins => Fault::new("by-1", "weighting-by-missing"),
            // Everybody begins with 1.
            Refusal::BadStart { .. } => Fault::new("name", "weighting-nobody"),
            Refusal::BadCap { .. } => Fault::new("most", "weighting-most-wrong"),
            Refusal::NoShares { margin } => self.at(margin, "weighting-shares-missing"),
            Refusal::BadShare { margin, category, .. } => {
                self.of(margin, Some(*category), "weighting-share-unreadable")
            }
            Refusal::EmptyCategory { margin, category, target } => self
                .of(margin, Some(*category), "weighting-empty")
                .with("target", percent_as_published(*target)),
            Refusal::NoTarget { margin, category, cases } => {
                self.of(margin, Some(*category), "weighting-no-target").with("count", cases)
            }
            Refusal::BeyondCap { margin, category, mean } => {
                self.of(margin, *category, "weighting-beyond").with("mean", format!("{mean:.2}"))
            }
            Refusal::NoConvergence { margin, category, target, reached, iterations, capped } => {
                let word = if *capped { "weighting-apart-capped" } else { "weighting-apart" };
                let fault = self.of(margin, *category, word).with("target", percent_as_published(*target));
                fault.with("reached", percent_as_published(*reached)).with("rounds", iterations)
            }
        }
    }

    /// A fault at the shares of a margin, about one of its categories.
    fn of(&self, margin: &str, category: Option<usize>, word: &'static str) -> Fault {
        let at: usize = margin.parse().unwrap_or_default();
        let (wanted, sorted) = (&self.wanted.margins[at].margin, &self.sorted[at]);
        let shares = wanted.shares.iter().map(|(codes, _)| codes);
        let codes = category.and_then(|it| shares.chain(&sorted.without).nth(it)).map(Vec::as_slice);
        let label = self.known.labels(&wanted.by, codes);
        self.at(margin, word).with("who", label).with("line", "")
    }

    fn at(&self, margin: &str, word: &'static str) -> Fault {
        let at: usize = margin.parse().unwrap_or_default();
        Fault::new(format!("shares-{}", self.wanted.margins[at].at), word)
    }
}
