//! Chance: the distributions that plans speak of, the same on every machine.

use super::plan::{Num, Shares};
use crate::order::Draws;
use crate::questionnaire::Code;

impl Draws {
    /// Uniform from 0 to 1, without 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A standard normal number (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let (far, turn) = (1.0 - self.unit(), self.unit());
        libm::sqrt(-2.0 * libm::log(far)) * libm::cos(std::f64::consts::TAU * turn)
    }

    /// Whether something with this chance happens.
    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// One of these; none of nothing.
    pub(super) fn one_of<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        if things.is_empty() { None } else { things.get(self.below(things.len() as u64) as usize) }
    }

    /// One of these in proportion to its weight; any of them where all weigh nothing.
    pub(super) fn weighted<'a, T>(&mut self, things: &'a [(T, f64)]) -> Option<&'a T> {
        let at = self.unit();
        quantile(things, at).or_else(|| self.one_of(things).map(|(it, _)| it))
    }

    /// Some of these, one after another without putting back, in proportion to their weights.
    pub(super) fn several(&mut self, mut things: Shares, many: usize) -> Vec<Code> {
        let mut drawn = Vec::new();
        while drawn.len() < many {
            let Some(code) = self.weighted(&things).copied() else { break };
            things.retain(|(it, _)| *it != code);
            drawn.push(code);
        }
        drawn
    }

    pub(super) fn number(&mut self, num: &Num) -> f64 {
        match num {
            Num::LogNormal { median, sigma } => median * libm::exp(sigma * self.normal()),
            Num::BetaBinomial { tries, a, b } => {
                let shares = beta_binomial(*tries, *a, *b);
                self.weighted(&shares).copied().map_or(0.0, f64::from)
            }
            Num::List(shares) => self.weighted(shares).copied().unwrap_or_default(),
            Num::Ages { from, bands } => {
                let (low, high) = self.weighted(bands).copied().unwrap_or_default();
                (from - low - self.below((high - low + 1).max(1).unsigned_abs()) as i64) as f64
            }
        }
    }
}

/// The thing where the running share passes `at` (0 to 1); none where all weigh nothing.
pub(super) fn quantile<T>(things: &[(T, f64)], at: f64) -> Option<&T> {
    let all: f64 = things.iter().map(|(_, share)| share).sum();
    let mut left = at * all;
    let weighty = things.iter().filter(|(_, share)| *share > 0.0);
    let passed = weighty.clone().find(|(_, share)| {
        left -= share;
        left < 0.0
    });
    // Rounding may leave a trifle behind the last one.
    passed.or_else(|| weighty.last()).map(|(it, _)| it)
}

/// The share of people with a lower standard normal number.
pub(super) fn share_below(normal: f64) -> f64 {
    0.5 * libm::erfc(-normal / std::f64::consts::SQRT_2)
}

/// The share of each number of hits, each from the one before.
fn beta_binomial(tries: u32, a: f64, b: f64) -> Vec<(u32, f64)> {
    let mut shares = vec![(0, 1.0)];
    for hits in 0..tries {
        let (done, left) = (f64::from(hits), f64::from(tries - hits));
        let before = shares[hits as usize].1;
        shares.push((hits + 1, before * left / (done + 1.0) * (done + a) / (left - 1.0 + b)));
    }
    shares
}
