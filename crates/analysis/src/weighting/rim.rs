//! Rounds through the margins until no factor changes anything.

use super::Cap;
use super::cells::Cells;

/// No factor of the last round differs from 1 by more than this.
const CLOSE: f64 = 1e-12;
/// So many rounds at most.
const MOST: u32 = 20_000;
/// In so many rounds the largest change must have become a tenth smaller, or the rest of them would hardly do either.
const PATIENCE: u32 = 100;
/// Where so many cells in all rounds are not yet gone through, it is tried on: at a bound, factors may drift for long
/// before a cell leaves it.
const CHEAP: usize = 5_000_000;
/// Passes for the factors of one margin within bounds; a handful is usual.
const PASSES: u32 = 200;
/// Where margins contradict each other, weights run to nought or beyond all bounds; here they stop being numbers.
const SMALLEST: f64 = 1e-150;
const LARGEST: f64 = 1e150;

/// Where the rounds ended.
#[derive(Debug)]
pub(super) struct Fit {
    /// The weight of each case of a cell.
    pub weights: Vec<f64>,
    pub iterations: u32,
    pub converged: bool,
}

/// The category that is furthest off its target, both as shares.
#[derive(Debug)]
pub(super) struct Off {
    pub margin: usize,
    pub category: usize,
    pub target: f64,
    pub reached: f64,
}

impl Off {
    /// By how much.
    pub fn deviation(&self) -> f64 {
        (self.reached - self.target).abs()
    }
}

/// Rakes the starting weights of cells to target totals, one margin after the other.
///
/// A weight is `start * product of the factors of its categories`, or the bound that this is beyond; each step solves
/// for the factors of one margin, which is coordinate ascent on the dual problem.
pub(super) fn fit(cells: &Cells, targets: &[Vec<f64>], bounds: Cap) -> Fit {
    let mut free = cells.start.clone();
    let (mut iterations, mut converged, mut before) = (0, false, f64::INFINITY);
    while !converged && iterations < MOST {
        iterations += 1;
        let mut change: f64 = 0.0;
        for (margin, targets) in targets.iter().enumerate() {
            let factors = factors(cells, margin, targets, &free, bounds);
            change = factors.iter().fold(change, |most, it| most.max((it - 1.0).abs()));
            for (weight, category) in free.iter_mut().zip(&cells.categories[margin]) {
                *weight = (*weight * factors[*category as usize]).clamp(SMALLEST, LARGEST);
            }
        }
        converged = change <= CLOSE;
        if iterations % PATIENCE == 0 {
            if change > before * 0.9 && iterations as usize * free.len() > CHEAP {
                break;
            }
            before = change;
        }
    }
    let weights = free.iter().map(|it| it.clamp(bounds.least, bounds.most)).collect();
    Fit { weights, iterations, converged }
}

/// The factor of each category of a margin with which its total is its target.
///
/// The total grows with the factor in straight pieces, which end where a cell reaches or leaves a bound. So Newton's
/// step within the piece is exact; where it leads out of the interval known to hold the solution, that is halved.
fn factors(cells: &Cells, margin: usize, targets: &[f64], free: &[f64], bounds: Cap) -> Vec<f64> {
    let mut tried: Vec<Tried> = targets.iter().map(|it| Tried::new(*it)).collect();
    for _ in 0..PASSES {
        tried.iter_mut().for_each(Tried::reset);
        for ((category, count), weight) in cells.categories[margin].iter().zip(&cells.counts).zip(free) {
            let it = &mut tried[*category as usize];
            let weight = weight * it.factor;
            if weight <= bounds.least || weight >= bounds.most {
                it.bound += count * weight.clamp(bounds.least, bounds.most);
            } else {
                it.free += count * weight;
            }
        }
        let mut done = true;
        for it in &mut tried {
            done &= it.step();
        }
        // Without bounds the first step is exact.
        if done || bounds.most.is_infinite() && bounds.least == 0.0 {
            break;
        }
    }
    tried.iter().map(|it| it.factor).collect()
}

/// A factor on its way to the target.
struct Tried {
    target: f64,
    factor: f64,
    low: f64,
    high: f64,
    /// The total of the weights between the bounds.
    free: f64,
    /// The total of those at a bound.
    bound: f64,
}

impl Tried {
    fn new(target: f64) -> Tried {
        Tried { target, factor: 1.0, low: 0.0, high: f64::INFINITY, free: 0.0, bound: 0.0 }
    }

    fn reset(&mut self) {
        (self.free, self.bound) = (0.0, 0.0);
    }

    /// Goes nearer; true if it is there.
    fn step(&mut self) -> bool {
        let total = self.free + self.bound;
        // Nobody is in it, or sums of this length are no more exact.
        if total == 0.0 || (total / self.target - 1.0).abs() <= CLOSE / 10.0 {
            return true;
        }
        if total < self.target {
            self.low = self.factor;
        } else {
            self.high = self.factor;
        }
        let newton = self.factor * (self.target - self.bound) / self.free;
        let next = match (self.low, self.high) {
            (low, high) if newton > low && newton < high => newton,
            (low, high) if high.is_infinite() => low * 2.0,
            (0.0, high) => high / 2.0,
            (low, high) => (low * high).sqrt(),
        };
        let done = next == self.factor;
        self.factor = next;
        done
    }
}

/// The category that is furthest off, in any margin.
pub(super) fn furthest(cells: &Cells, targets: &[Vec<f64>], weights: &[f64]) -> Off {
    let mut worst = Off { margin: 0, category: 0, target: 0.0, reached: 0.0 };
    let all: f64 = cells.counts.iter().sum();
    for (margin, targets) in targets.iter().enumerate() {
        let totals = cells.totals(margin, targets.len(), weights);
        let missing = targets.len() - 1;
        let known: f64 = totals[..missing].iter().sum();
        for (category, (target, total)) in targets.iter().zip(&totals).enumerate() {
            let (base, reached_base) =
                if category == missing { (all, all) } else { (all - targets[missing], known) };
            let off = Off { margin, category, target: target / base, reached: total / reached_base };
            if off.deviation() > worst.deviation() {
                worst = off;
            }
        }
    }
    worst
}
