//! The kinds of people a plan tells apart, how many of each come, and how many of those finish.

use std::collections::HashMap;

use super::Course;
use crate::order::Draws;
use crate::questionnaire::Code;
use crate::quota::{CellName, QuotaPlan, QuotaTable, Standing};

/// More kinds than this, and only those that came are looked at.
const MANY: usize = 5000;

/// Before anybody finished or was lost: four in five finish, as if five people had been seen.
const BEFORE: (f64, f64) = (4.0, 1.0);

/// A kind's own survival weighs as much as the field's when so many of it were seen.
const SHRINK: f64 = 20.0;

/// Before anybody came with a code: half a person, so that nothing is impossible.
const HALF: f64 = 0.5;

/// So many times those who came are lent at most.
const MOST: f64 = 10.0;

/// Every kind of a plan.
pub(super) struct Kinds {
    pub(super) kinds: Vec<One>,
    /// Came to the gate and stand in no kind: turned away, and their cells not known.
    others: f64,
    /// Finished and lost, in the whole field.
    fared: (f64, f64),
    /// How many came with each code of a variable.
    margins: Vec<f64>,
}

/// One kind of people.
#[derive(Clone)]
pub(super) struct One {
    /// Its cells, by their place among the standings.
    pub(super) cells: Vec<usize>,
    /// The codes behind them, by number; none where there are too many kinds to go through all of them.
    codes: Vec<usize>,
    came: i64,
    /// People it is lent by what the variables say one by one.
    lent: f64,
    finished: f64,
    lost: f64,
    pub(super) in_progress: i64,
}

/// What the invitations for a cell depend on.
pub(super) struct People {
    /// Share of all who come to the gate.
    pub(super) share: f64,
    /// Share of these whose other cells have room.
    pub(super) open: f64,
    pub(super) survival: f64,
    /// Of those in progress.
    pub(super) will_finish: f64,
}

/// One draw of what is not known.
pub(super) struct Drawn {
    /// By kind: share of all who come to the gate.
    pub(super) shares: Vec<f64>,
    /// By kind: share of those with a place who finish.
    pub(super) survivals: Vec<f64>,
}

impl Kinds {
    pub(super) fn new(plan: &QuotaPlan, cells: &[&Standing], course: &Course) -> Kinds {
        let at: HashMap<&CellName, usize> = cells.iter().enumerate().map(|(at, it)| (&it.name, at)).collect();
        let (mut kinds, codes) = possible(&plan.tables, &at);
        let mut known: HashMap<Vec<usize>, usize> =
            kinds.iter().enumerate().map(|(at, it)| (it.cells.clone(), at)).collect();
        for kind in course.kinds.iter().filter(|it| it.cells.len() == plan.tables.len()) {
            let Some(own) = kind.cells.iter().map(|it| at.get(it).copied()).collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            let number = *known.entry(own.clone()).or_insert_with(|| {
                kinds.push(One::none(own));
                kinds.len() - 1
            });
            let one = &mut kinds[number];
            one.came += kind.came;
            one.finished += kind.completes as f64;
            one.lost += kind.lost as f64;
            one.in_progress += kind.in_progress;
        }
        let margins = lend(&mut kinds, codes);
        let came: i64 = kinds.iter().map(|it| it.came).sum();
        let gate: i64 = course.gate.iter().map(|(_, it)| it).sum();
        let finished: f64 = kinds.iter().map(|it| it.finished).sum();
        let lost: f64 = kinds.iter().map(|it| it.lost).sum();
        let fared = (BEFORE.0 + finished, BEFORE.1 + lost);
        Kinds { others: (gate - came).max(0) as f64, fared, margins, kinds }
    }

    /// How many of a cell came to the gate.
    pub(super) fn came(&self, cell: usize) -> i64 {
        self.of(cell).map(|it| it.came).sum()
    }

    /// Whether nobody of this cell can be admitted, for want of room in the other tables.
    pub(super) fn is_blocked(&self, cells: &[&Standing], cell: usize) -> bool {
        self.of(cell).all(|kind| kind.cells.iter().any(|it| *it != cell && cells[*it].admits() == 0))
    }

    pub(super) fn people(&self, cells: &[&Standing], cell: usize) -> People {
        let all: f64 = self.kinds.iter().map(One::weight).sum::<f64>() + self.others;
        let field = self.fared.0 / (self.fared.0 + self.fared.1);
        let survival = |it: &One| (SHRINK * field + it.finished) / (SHRINK + it.finished + it.lost);
        let weight: f64 = self.of(cell).map(One::weight).sum();
        let is_open = |it: &&One| it.cells.iter().all(|other| *other == cell || cells[*other].admits() > 0);
        let open: f64 = self.of(cell).filter(is_open).map(One::weight).sum();
        let survive: f64 = self.of(cell).filter(is_open).map(|it| it.weight() * survival(it)).sum();
        People {
            share: weight / all,
            open: open / weight,
            survival: survive / open,
            will_finish: self.of(cell).map(|it| it.in_progress as f64 * survival(it)).sum(),
        }
    }

    pub(super) fn draw(&self, draws: &mut Draws) -> Drawn {
        let margins: Vec<f64> =
            self.margins.iter().map(|it| draws.gamma_of(it + HALF) / (it + HALF)).collect();
        let weight = |it: &One| {
            let by_margins = it.codes.iter().map(|at| margins[*at]).product::<f64>();
            draws.gamma_of(it.came as f64 + it.lent * by_margins)
        };
        let weights: Vec<f64> = self.kinds.iter().map(weight).collect();
        let all: f64 = weights.iter().sum::<f64>() + draws.gamma_of(self.others);
        let field = draws.beta(self.fared.0, self.fared.1);
        let survival = |it: &One| draws.beta(SHRINK * field + it.finished, SHRINK * (1.0 - field) + it.lost);
        let survivals = self.kinds.iter().map(survival).collect();
        Drawn { shares: weights.into_iter().map(|it| it / all).collect(), survivals }
    }

    fn of(&self, cell: usize) -> impl Iterator<Item = &One> {
        self.kinds.iter().filter(move |it| it.cells.contains(&cell))
    }
}

impl One {
    fn weight(&self) -> f64 {
        self.came as f64 + self.lent
    }

    fn none(cells: Vec<usize>) -> One {
        One { cells, codes: Vec::new(), came: 0, lent: 0.0, finished: 0.0, lost: 0.0, in_progress: 0 }
    }
}

/// Every way to fall in one cell of each table; tables that share a variable share its code. With the codes, by
/// number, and how many there are.
fn possible(tables: &[QuotaTable], at: &HashMap<&CellName, usize>) -> (Vec<One>, usize) {
    let mut numbers: HashMap<(&str, Code), usize> = HashMap::new();
    let mut found: Vec<(One, HashMap<&str, Code>)> = vec![(One::none(Vec::new()), HashMap::new())];
    for table in tables {
        let mut next = Vec::new();
        for (one, codes) in &found {
            for (cell, _) in &table.cells {
                let own = table.by.iter().map(String::as_str).zip(cell.iter().copied());
                let fits = own.clone().all(|(var, code)| codes.get(var).is_none_or(|it| *it == code));
                let (true, Some(number)) = (fits, at.get(&table.cell(cell))) else { continue };
                let (mut one, mut codes) = (one.clone(), codes.clone());
                one.cells.push(*number);
                for (var, code) in own {
                    if codes.insert(var, code).is_none() {
                        let many = numbers.len();
                        one.codes.push(*numbers.entry((var, code)).or_insert(many));
                    }
                }
                next.push((one, codes));
            }
            if next.len() > MANY {
                return (Vec::new(), 0);
            }
        }
        found = next;
    }
    (found.into_iter().map(|(one, _)| one).collect(), numbers.len())
}

/// Lends each kind a number of people, as if the variables of the plan had nothing to do with each other. How many
/// is measured: where the kinds differ from that by no more than chance, ten times as many as came (a Dirichlet
/// prior fitted by moments). Without this the smallest of a hundred kinds, which ends the field, would always be
/// the one that chance was unkind to. Gives how many came by code.
fn lend(kinds: &mut [One], codes: usize) -> Vec<f64> {
    let came: f64 = kinds.iter().map(|it| it.came as f64).sum();
    let mut margins = vec![0.0; codes];
    for kind in kinds.iter() {
        kind.codes.iter().for_each(|it| margins[*it] += kind.came as f64);
    }
    let product = |it: &One| it.codes.iter().map(|at| (margins[*at] + HALF) / (came + 1.0)).product::<f64>();
    let products: Vec<f64> = kinds.iter().map(product).collect();
    let all: f64 = products.iter().sum();
    let variables = kinds.first().map_or(0, |it| it.codes.len());
    let free = (kinds.len() + variables).saturating_sub(codes + 1) as f64;
    let shares = || kinds.iter().zip(&products).map(|(it, product)| (it.came as f64, product / all));
    let lent = lent(shares(), came, free);
    for (kind, product) in kinds.iter_mut().zip(&products) {
        kind.lent = lent * product / all;
    }
    margins
}

/// The number of people that the expected shares are worth, by how far off they are: Pearson's chi-squared over its
/// degrees of freedom is 1 by chance alone, and (came + lent) ÷ (1 + lent) where kinds differ by themselves.
fn lent(kinds: impl Iterator<Item = (f64, f64)>, came: f64, free: f64) -> f64 {
    if came == 0.0 || free == 0.0 {
        return 1.0;
    }
    let squares: f64 =
        kinds.map(|(own, share)| (own - came * share) * (own - came * share) / (came * share)).sum();
    // One standard error of it is taken for chance.
    let ratio = squares / free - libm::sqrt(2.0 / free);
    let most = MOST * came;
    if ratio <= 1.0 { most } else { ((came - ratio) / (ratio - 1.0)).clamp(1.0, most) }
}
