//! Whether facts about one interview can all be true at once: only a certain "no" is worth a problem.

use std::collections::HashMap;
use std::rc::Rc;

/// Numbers, as ranges with both ends included, in order and apart from one another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Values(pub Vec<(f64, f64)>);

impl Values {
    pub fn all() -> Values {
        Values(vec![(f64::NEG_INFINITY, f64::INFINITY)])
    }

    pub fn none() -> Values {
        Values(Vec::new())
    }

    /// These ranges, in any order.
    pub fn of(mut ranges: Vec<(f64, f64)>) -> Values {
        ranges.retain(|(low, high)| low <= high);
        ranges.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut merged: Vec<(f64, f64)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1.next_up() => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Values(merged)
    }

    pub fn points(points: impl Iterator<Item = f64>) -> Values {
        Values::of(points.map(|it| (it, it)).collect())
    }

    /// All other numbers.
    pub fn others(&self) -> Values {
        let mut ranges = Vec::with_capacity(self.0.len() + 1);
        let mut from = f64::NEG_INFINITY;
        for (low, high) in &self.0 {
            if *low > from {
                ranges.push((from, low.next_down()));
            }
            from = high.next_up();
        }
        if self.0.last().is_none_or(|it| it.1 < f64::INFINITY) {
            ranges.push((from, f64::INFINITY));
        }
        Values(ranges)
    }

    /// The numbers that are in both.
    pub fn and(&self, other: &Values) -> Values {
        let (mut a, mut b) = (0, 0);
        let mut ranges = Vec::new();
        while let (Some(one), Some(two)) = (self.0.get(a), other.0.get(b)) {
            let (low, high) = (one.0.max(two.0), one.1.min(two.1));
            if low <= high {
                ranges.push((low, high));
            }
            if one.1 < two.1 { a += 1 } else { b += 1 }
        }
        Values(ranges)
    }

    pub fn contains(&self, value: f64) -> bool {
        self.0.iter().any(|(low, high)| *low <= value && value <= *high)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Something that has one number or none in an interview: a variable, a row, "has code 3", a count.
pub(super) type Slot = Rc<str>;

/// What is said of an interview.
#[derive(Clone, Debug)]
pub(super) enum Formula {
    /// The number of the slot is among these, or it may have none.
    Fact {
        slot: Slot,
        values: Rc<Values>,
        missing: bool,
    },
    All(Vec<Rc<Formula>>),
    Any(Vec<Rc<Formula>>),
}

impl Formula {
    pub fn yes() -> Rc<Formula> {
        Rc::new(Formula::All(Vec::new()))
    }

    pub fn no() -> Rc<Formula> {
        Rc::new(Formula::Any(Vec::new()))
    }
}

/// What is known of a slot.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct State {
    pub values: Rc<Values>,
    pub missing: bool,
}

/// What slots mean: what they may be, and what follows once more is known.
pub(super) trait Meaning {
    /// What a slot may be before anything is known.
    fn first(&self, slot: &str) -> State;
    /// What follows from what is known of a slot now.
    fn follows(&self, slot: &str, state: &State) -> Vec<Rc<Formula>>;
}

/// One way in which the facts might all be true.
#[derive(Clone)]
struct Branch {
    states: HashMap<Slot, State>,
    todo: Vec<Rc<Formula>>,
    choices: Vec<Rc<Formula>>,
}

/// Whether all of these can be true at once. When the steps run out, nothing is known, and `true` is said.
pub(super) fn possible(facts: &[Rc<Formula>], meaning: &impl Meaning, steps: &mut u32) -> bool {
    let mut branches = vec![Branch { states: HashMap::new(), todo: facts.to_vec(), choices: Vec::new() }];
    // One question gets a part of the steps, so that a hard one does not silence the others.
    let mut left = (*steps).min(5_000);
    *steps -= left;
    let mut found = false;
    while let Some(mut branch) = branches.pop() {
        if !branch.settle(meaning, &mut left) {
            continue;
        }
        let Some(choice) = branch.narrowest() else {
            found = true;
            break;
        };
        if left == 0 {
            found = true;
            break;
        }
        let Formula::Any(ways) = &*choice else { continue };
        for way in ways.iter().rev() {
            left = left.saturating_sub(1 + branch.choices.len() as u32 / 8);
            let mut next = branch.clone();
            next.todo.push(way.clone());
            branches.push(next);
        }
    }
    *steps += left;
    found
}

impl Branch {
    /// Takes in all that is certain; false if that is a contradiction.
    fn settle(&mut self, meaning: &impl Meaning, left: &mut u32) -> bool {
        while let Some(formula) = self.todo.pop() {
            if *left == 0 {
                return true;
            }
            *left -= 1;
            match &*formula {
                Formula::All(parts) => self.todo.extend(parts.iter().cloned()),
                Formula::Any(ways) => match ways.as_slice() {
                    [] => return false,
                    [only] => self.todo.push(only.clone()),
                    _ => self.choices.push(formula.clone()),
                },
                Formula::Fact { slot, values, missing } => {
                    let before = self.states.get(slot).cloned().unwrap_or_else(|| meaning.first(slot));
                    let after = State {
                        values: Rc::new(before.values.and(values)),
                        missing: before.missing && *missing,
                    };
                    if after.values.is_empty() && !after.missing {
                        return false;
                    }
                    if after != before || !self.states.contains_key(slot) {
                        self.todo.extend(meaning.follows(slot, &after));
                        self.states.insert(slot.clone(), after);
                    }
                }
            }
        }
        true
    }

    /// Takes the choice with the fewest ways.
    fn narrowest(&mut self) -> Option<Rc<Formula>> {
        let ways = |it: &Rc<Formula>| if let Formula::Any(ways) = &**it { ways.len() } else { 0 };
        let (at, _) = self.choices.iter().enumerate().min_by_key(|(_, it)| ways(it))?;
        Some(self.choices.swap_remove(at))
    }
}
