//! One way in which the field may go on.

use super::arrivals::Arrivals;
use super::kinds::{Drawn, Kinds};
use super::{Course, HOUR};
use crate::order::Draws;
use crate::quota::Standing;

/// So far ahead is looked, in hours: ninety days.
const HORIZON: f64 = 90.0 * 24.0;

/// Until somebody was complete: so long an interview is taken to be.
const LENGTH: i64 = 10 * 60_000;

/// How it ends for one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// Full after so many milliseconds.
    After(f64),
    /// Not within the horizon.
    Beyond,
    /// Never: the other tables admit nobody of it any more.
    Blocked,
}

impl End {
    /// Which comes later; never comes last.
    pub(super) fn later(a: &End, b: &End) -> std::cmp::Ordering {
        let millis = |it: &End| match it {
            End::After(millis) => *millis,
            End::Beyond => f64::MAX,
            End::Blocked => f64::INFINITY,
        };
        millis(a).total_cmp(&millis(b))
    }
}

/// Lets the field go on until every cell is full or cannot be, and says when each one was.
pub(super) fn run(
    cells: &[&Standing],
    kinds: &Kinds,
    arrivals: &Arrivals,
    course: &Course,
    draws: &mut Draws,
) -> Vec<End> {
    let length = course.length.unwrap_or(LENGTH) as f64;
    let drawn = kinds.draw(draws);
    let completes = cells.iter().map(|it| it.completes).collect();
    let full = vec![None; cells.len()];
    let mut field = Field { cells, kinds, full, completes, running: Vec::new(), done: false };
    for (kind, survival) in kinds.kinds.iter().zip(&drawn.survivals) {
        for _ in 0..kind.in_progress {
            // Somewhere on its way: so much of the interview is left.
            if draws.happens(*survival) {
                field.complete(&kind.cells, length * draws.unit());
            }
        }
    }
    field.look(&drawn);
    let mut hours = arrivals.hours(draws);
    loop {
        let hour = hours.next(draws);
        let open = field.running.last().map_or(0.0, |(_, sum)| *sum);
        if open <= 0.0 || field.done || hour.from > HORIZON {
            break;
        }
        let people = draws.poisson(hour.people * open);
        for nth in 0..people {
            let at = hour.from + hour.long * (nth as f64 + 0.5) / people as f64;
            let Some(kind) = field.pick(draws.unit() * open) else { continue };
            if field.complete(&kinds.kinds[kind].cells, at * HOUR as f64 + length) {
                field.look(&drawn);
            }
        }
    }
    field.ends()
}

/// The field in one future.
struct Field<'a> {
    cells: &'a [&'a Standing],
    kinds: &'a Kinds,
    /// When each cell was full, in milliseconds.
    full: Vec<Option<f64>>,
    completes: Vec<i64>,
    /// The kinds with room in all their cells, each with the running share of people of them who finish.
    running: Vec<(usize, f64)>,
    /// Every cell that can be filled is.
    done: bool,
}

impl Field<'_> {
    /// Counts a complete in its cells. True if one of them is full now, or admits no more.
    fn complete(&mut self, own: &[usize], at: f64) -> bool {
        let mut changed = false;
        for cell in own {
            self.completes[*cell] += 1;
            if self.completes[*cell] == self.cells[*cell].target {
                self.full[*cell] = Some(at);
                changed = true;
            }
            changed |= !self.has_room(*cell);
        }
        changed
    }

    fn has_room(&self, cell: usize) -> bool {
        let standing = self.cells[cell];
        !standing.paused && self.completes[cell] < standing.target + standing.buffer
    }

    /// Looks anew who is admitted, and whether that can fill any more cells.
    fn look(&mut self, drawn: &Drawn) {
        self.running.clear();
        let mut sum = 0.0;
        for (at, kind) in self.kinds.kinds.iter().enumerate() {
            if kind.cells.iter().all(|it| self.has_room(*it)) {
                sum += drawn.shares[at] * drawn.survivals[at];
                self.running.push((at, sum));
            }
        }
        let wants = |at: usize| self.full[at].is_none() && self.cells[at].wanted() > 0;
        self.done = !(0..self.cells.len()).any(|at| wants(at) && self.is_fed(at));
    }

    /// The kind at this running share; none beyond the last, where a cell has closed since.
    fn pick(&self, share: f64) -> Option<usize> {
        let at = self.running.partition_point(|(_, sum)| *sum <= share);
        self.running.get(at).map(|(kind, _)| *kind)
    }

    /// Whether anybody of a cell is admitted.
    fn is_fed(&self, cell: usize) -> bool {
        self.running.iter().any(|(kind, _)| self.kinds.kinds[*kind].cells.contains(&cell))
    }

    fn ends(&self) -> Vec<End> {
        let end = |at: usize| match self.full[at] {
            Some(millis) => End::After(millis),
            None if self.cells[at].wanted() == 0 => End::After(0.0),
            None if self.is_fed(at) => End::Beyond,
            None => End::Blocked,
        };
        (0..self.cells.len()).map(end).collect()
    }
}
