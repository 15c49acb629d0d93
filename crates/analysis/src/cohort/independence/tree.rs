//! The tree of the pairs of answers that say most about one another.

use super::levels::{Column, MOST};

/// Interviews that the shares are taken from; more would tell them no better.
const SAMPLE: usize = 4_000;
/// Interviews that must have been asked both.
const BOTH: f64 = 150.0;
/// The chance that two answers which have nothing to do with each other get into the tree, over all pairs.
const BY_CHANCE: f64 = 0.05;
/// Levels, and not asked.
const SIDE: usize = MOST + 1;

/// One pair of the tree.
pub struct Edge {
    /// Among the columns.
    pub one: usize,
    pub next: usize,
    /// The logarithm of the ratio, by both levels.
    ratios: Vec<f64>,
    /// Its mean for people and for a filler, and its variance for people.
    pub people: f64,
    pub filler: f64,
    pub variance: f64,
}

impl Edge {
    /// What two answers say for people against a filler; none where one of them was not asked.
    pub fn ratio(&self, one: u8, next: u8) -> Option<f64> {
        (one > 0 && next > 0).then(|| self.ratios[usize::from(one) * SIDE + usize::from(next)])
    }
}

/// The tree over these columns, by the places of their variables without the pairs that are `tied`.
pub fn edges(columns: &[Column], tied: impl Fn(usize, usize) -> bool) -> Vec<Edge> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    let surprise = ((columns.len() * columns.len()) as f64 / 2.0 / BY_CHANCE).ln();
    for (next, column) in columns.iter().enumerate() {
        for (one, other) in columns[..next].iter().enumerate() {
            if tied(other.at, column.at) {
                continue;
            }
            if let Some(information) = information(&table(other, column), (other.many, column.many), surprise)
            {
                pairs.push((information, one, next));
            }
        }
    }
    pairs.sort_by(|one, next| next.0.total_cmp(&one.0));
    // Kruskal's: the strongest pair that closes no circle, again and again.
    let mut groups: Vec<usize> = (0..columns.len()).collect();
    let mut edges = Vec::new();
    for (_, one, next) in pairs {
        let (of_one, of_next) = (groups[one], groups[next]);
        if of_one != of_next {
            groups.iter_mut().filter(|it| **it == of_next).for_each(|it| *it = of_one);
            edges.push(edge(one, next, &table(&columns[one], &columns[next])));
        }
    }
    edges
}

/// How often each two levels come together.
fn table(one: &Column, next: &Column) -> Vec<f64> {
    let mut counts = vec![0_u32; SIDE * SIDE];
    let every = one.levels.len().div_ceil(SAMPLE).max(1);
    for (one, next) in one.levels.iter().zip(&next.levels).step_by(every) {
        counts[usize::from(*one) * SIDE + usize::from(*next)] += 1;
    }
    for at in 0..SIDE {
        (counts[at], counts[at * SIDE]) = (0, 0);
    }
    counts.into_iter().map(f64::from).collect()
}

/// The sums of a table: of all, of its rows, of its columns.
fn sums(table: &[f64]) -> (f64, Vec<f64>, Vec<f64>) {
    let down: Vec<f64> = table.chunks(SIDE).map(|row| row.iter().sum()).collect();
    let across = (0..SIDE).map(|at| table.iter().skip(at).step_by(SIDE).sum()).collect();
    (down.iter().sum(), down, across)
}

/// What two columns with so many levels say about each other, in nats, without what chance adds; none if it may be
/// chance. The statistic is a chi-squared one then, whose tail is bounded (Laurent and Massart, 2000).
fn information(table: &[f64], (one, next): (usize, usize), surprise: f64) -> Option<f64> {
    let (all, down, across) = sums(table);
    if all < BOTH {
        return None;
    }
    let cell = |(at, count): (usize, &f64)| {
        if *count == 0.0 { 0.0 } else { count * (count * all / (down[at / SIDE] * across[at % SIDE])).ln() }
    };
    let statistic = 2.0 * table.iter().enumerate().map(cell).sum::<f64>();
    let freedom = ((one - 1) * (next - 1)) as f64;
    let is_sure = statistic > freedom + 2.0 * (freedom * surprise).sqrt() + 2.0 * surprise;
    is_sure.then_some((statistic - freedom) / (2.0 * all))
}

fn edge(one: usize, next: usize, table: &[f64]) -> Edge {
    let (all, down, across) = sums(table);
    let cells = table.iter().filter(|it| **it > 0.0).count() as f64;
    let (mut ratios, mut people, mut filler, mut squares) = (vec![0.0; SIDE * SIDE], 0.0, 0.0, 0.0);
    for (at, count) in table.iter().enumerate() {
        let product = down[at / SIDE] * across[at % SIDE] / (all * all);
        if product == 0.0 {
            continue;
        }
        // Drawn a little towards independence, so that a pair that nobody gave yet is odd and not impossible.
        let joint = (count + cells * product) / (all + cells);
        let ratio = (joint / product).ln();
        ratios[at] = ratio;
        people += joint * ratio;
        squares += joint * ratio * ratio;
        filler += product * ratio;
    }
    Edge { one, next, ratios, people, filler, variance: squares - people * people }
}
