//! Orders drawn for many people.

use survey::order::drawn;
use survey::questionnaire::{Order, Pin};

use super::Sheet;
use super::chance::Chance;

const PEOPLE: u64 = 600;

/// Every order of many lists for many people.
pub fn write(sheet: &mut Sheet) {
    let mut chance = Chance::new(2);
    for person in 0..PEOPLE {
        // Small seeds, and seeds of all sixty-four bits.
        let seed = if person % 2 == 0 { person } else { chance.next() };
        let things: Vec<(usize, Option<Pin>)> =
            (0..chance.below(40)).map(|it| (it, pin(&mut chance))).collect();
        for order in [None, Some(Order::Shuffle), Some(Order::Rotate), Some(Order::Flip)] {
            let shown = drawn(seed, chance.of(&["q", "brands", "sat_all", "品牌"]), order, &things);
            sheet.line(&format!("order {seed} {order:?}: {shown:?}"));
        }
    }
}

fn pin(chance: &mut Chance) -> Option<Pin> {
    match chance.below(8) {
        0 => Some(Pin::First),
        1 => Some(Pin::Last),
        _ => None,
    }
}
