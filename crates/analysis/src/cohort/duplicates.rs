//! Near-duplicate answer vectors: two interviews that agree on far more questions than two people would.
//!
//! The share of equal answers (percent match) is Kuriakose and Robbins' (Don't get duped, Statistical Journal of
//! the IAOS 32, 2016), who flag from 85 % on. Simmons, Mercer, Schwarzer and Kennedy of Pew (Evaluating a new
//! proposal for detecting data falsification in surveys, same volume) show that a fixed share raises false alarms:
//! with many people, few choices and popular answers honest pairs reach it by chance. So agreement is counted
//! above what the popularity of each answer gives, as kappa does: over the questions that both were asked,
//!
//! ```text
//! kappa = 1 - different / sum of (1 - p)      p: chance that two people give the same answer to a question
//! ```
//!
//! and a pair is flagged from 0.75 on, if by chance less than one pair in a hundred such fields would agree as much.
//!
//! Cost: rows of bytes, compared 32 columns at a time, those that tell people apart best first; a pair is left as
//! soon as it differs too often, which loses none. 10,000 interviews are 50 million pairs of mostly one or two
//! steps each.

use survey::quality::cohort::{Check, Evidence, Flag};

use super::nearest;
use super::vectors::Vectors;

/// Agreement above chance from which on a pair is flagged.
const KAPPA: f64 = 0.75;
/// Expected number of pairs that agree as much by chance, in a field of this size.
const BY_CHANCE: f64 = 0.01;
/// Columns compared in one step.
const STEP: usize = 32;
/// Interviews compared while both blocks of rows stay in the processor's first cache.
const BLOCK: usize = 32;

/// Flags each interview of a pair of near-duplicates: nobody can tell which of them came first.
pub fn flags(vectors: &Vectors) -> Vec<Flag> {
    let rows = Rows::new(vectors);
    let many = vectors.ids.len();
    let mut pairs: Vec<Vec<(Pair, usize)>> = vec![Vec::new(); many];
    for block in (0..many).step_by(BLOCK) {
        for other in (block..many).step_by(BLOCK) {
            for one in block..(block + BLOCK).min(many) {
                for next in other.max(one + 1)..(other + BLOCK).min(many) {
                    if let Some(pair) = rows.pair(one, next) {
                        pairs[one].push((pair, next));
                        pairs[next].push((pair, one));
                    }
                }
            }
        }
    }
    let flag = |(row, pairs): (usize, Vec<(Pair, usize)>)| {
        let best = pairs.iter().map(|it| it.0).max_by(|one, next| one.kappa.total_cmp(&next.kappa))?;
        let others = pairs.iter().map(|(pair, other)| (pair.kappa, vectors.ids[*other])).collect();
        let evidence = Evidence {
            measure: best.equal,
            threshold: best.expected + KAPPA * (1.0 - best.expected),
            expected: best.expected,
            base: best.asked,
            others: nearest(others),
            many: pairs.len() as i64,
            about: String::new(),
        };
        Some(Flag { interview: vectors.ids[row], check: Check::NearDuplicate, evidence })
    };
    pairs.into_iter().enumerate().filter_map(flag).collect()
}

/// How two interviews agree.
#[derive(Clone, Copy)]
struct Pair {
    kappa: f64,
    /// Share of equal answers among the questions that both were asked, and what chance gives.
    equal: f64,
    expected: f64,
    asked: i64,
}

/// The answers row by row, the most telling columns first.
struct Rows {
    width: usize,
    cells: Vec<u8>,
    /// The chance of each column that two people agree.
    chances: Vec<f64>,
    /// Of each row: the sum of (1 - p) over what was asked, which bounds how often a near-duplicate may differ.
    room: Vec<f64>,
    /// Natural logarithm of the number of pairs.
    pairs: f64,
}

impl Rows {
    fn new(vectors: &Vectors) -> Rows {
        let many = vectors.ids.len();
        let mut telling: Vec<(f64, &Vec<u8>)> =
            vectors.columns.iter().filter_map(|it| Some((agreement(it)?, it))).collect();
        telling.sort_by(|one, next| one.0.total_cmp(&next.0));
        let width = telling.len().div_ceil(STEP) * STEP;
        let mut cells = vec![0; many * width];
        let mut room = vec![0.0; many];
        for (at, (chance, column)) in telling.iter().enumerate() {
            for (row, cell) in column.iter().enumerate() {
                cells[row * width + at] = *cell;
                room[row] += if *cell == 0 { 0.0 } else { 1.0 - chance };
            }
        }
        let chances = telling.into_iter().map(|(chance, _)| chance).collect();
        let pairs = ((many * many.saturating_sub(1)) as f64 / 2.0).max(1.0).ln();
        Rows { width, cells, chances, room, pairs }
    }

    fn row(&self, at: usize) -> &[u8] {
        &self.cells[at * self.width..(at + 1) * self.width]
    }

    /// How two rows agree, if they are near-duplicates.
    fn pair(&self, one: usize, next: usize) -> Option<Pair> {
        let room = (1.0 - KAPPA) * self.room[one].min(self.room[next]);
        let (one, next) = (self.row(one), self.row(next));
        let mut different = 0;
        for (one, next) in one.chunks_exact(STEP).zip(next.chunks_exact(STEP)) {
            different += differences(one, next);
            if f64::from(different) > room {
                return None;
            }
        }
        let both = one.iter().zip(next).map(|(one, next)| *one != 0 && *next != 0);
        let chances: Vec<f64> =
            both.zip(&self.chances).filter(|(both, _)| *both).map(|(_, chance)| *chance).collect();
        let asked = chances.len() as f64;
        let expected: f64 = chances.iter().sum();
        let kappa = 1.0 - f64::from(different) / (asked - expected);
        let equal = asked - f64::from(different);
        let is_near = kappa >= KAPPA && self.pairs + by_chance(&chances, equal) <= BY_CHANCE.ln();
        is_near.then(|| Pair { kappa, equal: equal / asked, expected: expected / asked, asked: asked as i64 })
    }
}

/// How often two rows differ where both were asked. The compiler makes it a few steps for all columns at once.
fn differences(one: &[u8], next: &[u8]) -> u32 {
    let differs =
        |(one, next): (&u8, &u8)| u8::from(one != next) & u8::from(*one != 0) & u8::from(*next != 0);
    u32::from(one.iter().zip(next).map(differs).sum::<u8>())
}

/// The chance that two people who were both asked give the same answer; none where all do, or hardly anybody was asked.
fn agreement(column: &[u8]) -> Option<f64> {
    let mut counts = [0_u64; 256];
    for cell in column {
        counts[usize::from(*cell)] += 1;
    }
    let asked: u64 = counts[1..].iter().sum();
    if asked < 2 {
        return None;
    }
    let same: u64 = counts[1..].iter().map(|it| it * it.saturating_sub(1)).sum();
    Some(same as f64 / (asked * (asked - 1)) as f64).filter(|it| *it < 0.99)
}

/// A bound on the logarithm of the chance of so many equal answers (Chernoff's), each with its own chance.
fn by_chance(chances: &[f64], equal: f64) -> f64 {
    let bound = |tilt: f64| -> f64 {
        chances.iter().map(|p| (1.0 - p + p * tilt.exp()).ln()).sum::<f64>() - tilt * equal
    };
    // Convex in the tilt: the best of a fine row of them is as good as the exact one.
    (0..=60).map(|step| bound(f64::from(step) * 0.2)).fold(0.0, f64::min)
}
