//! Agreement of two coders beyond chance: Cohen's kappa.

use std::collections::BTreeMap;

use super::Untested;
use super::distribution::normal_quantile;
use super::interval::{Interval, is_level};

/// How far two coders agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// Texts that both have coded.
    pub n: u64,
    /// The share of texts with the same code.
    pub agreement: f64,
    /// The share that chance alone would give, by how often each coder uses each code.
    pub expected: f64,
    /// Agreement beyond chance, from -1 to 1.
    pub kappa: f64,
    /// Its standard error in large samples.
    pub error: f64,
}

impl Kappa {
    /// Between which values kappa lies, by the normal distribution and no further than from -1 to 1. `level` is 0.95
    /// or another part of one; none of any other.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        let half = is_level(level).then(|| normal_quantile(level) * self.error)?;
        Some(Interval { low: (self.kappa - half).max(-1.0), high: (self.kappa + half).min(1.0) })
    }
}

/// Compares the codes that two coders gave to the same texts, in the same order; with several codes a text, call it
/// for each code with one for given and nought for not given.
///
/// kappa = (agreement - expected) / (1 - expected) (Cohen, Educational and Psychological Measurement 20, 1960), its
/// error by Fleiss, Cohen and Everitt (Psychological Bulletin 72, 1969, equation 13). Without an answer where there
/// is no text, or where both use the same single code, so that they could not but agree.
pub fn kappa(one: &[u16], other: &[u16]) -> Result<Kappa, Untested> {
    let n = one.len().min(other.len());
    if n == 0 {
        return Err(Untested::Empty);
    }
    // How often each coder gave a code, and both coders a pair of codes.
    let mut codes: BTreeMap<u16, (f64, f64)> = BTreeMap::new();
    let mut pairs: BTreeMap<(u16, u16), f64> = BTreeMap::new();
    let each = 1.0 / n as f64;
    for (one, other) in one.iter().zip(other) {
        *pairs.entry((*one, *other)).or_default() += 1.0;
    }
    for ((one, other), count) in &mut pairs {
        *count *= each;
        codes.entry(*one).or_default().0 += *count;
        codes.entry(*other).or_default().1 += *count;
    }
    let agreement: f64 = pairs.iter().filter(|((one, other), _)| one == other).map(|(_, it)| it).sum();
    let expected: f64 = codes.values().map(|(one, other)| one * other).sum();
    if expected >= 1.0 - each / 2.0 {
        return Err(Untested::NoVariance);
    }
    let kappa = (agreement - expected) / (1.0 - expected);
    let apart = 1.0 - kappa;
    let term = |((one, other), share): (&(u16, u16), &f64)| {
        // A text of codes i and j counts by how often the second coder gave i and the first gave j.
        let chance = codes[one].1 + codes[other].0;
        let factor = if one == other { 1.0 - chance * apart } else { chance * apart };
        share * factor * factor
    };
    let variance = pairs.iter().map(term).sum::<f64>() - (kappa - expected * apart).powi(2);
    let error = (variance.max(0.0) * each).sqrt() / (1.0 - expected);
    Ok(Kappa { n: n as u64, agreement, expected, kappa, error })
}
