//! Orders drawn from a seed: shuffled, rotated or flipped, the same on the server and in the browser.

use crate::questionnaire::{Order, Pin};

/// The things in the order that the person with this seed sees at `var`.
///
/// Pinned ones stay first or last, in file order. Without an order, file order is kept throughout.
pub fn drawn<T: Clone>(seed: u64, var: &str, order: Option<Order>, things: &[(T, Option<Pin>)]) -> Vec<T> {
    let Some(order) = order else {
        return things.iter().map(|(it, _)| it.clone()).collect();
    };
    let pinned = |pin| things.iter().filter(move |(_, it)| *it == pin).map(|(it, _)| it.clone());
    let mut free: Vec<T> = pinned(None).collect();
    let mut draws = Draws::new(seed, var);
    match order {
        Order::Shuffle => {
            for last in (1..free.len()).rev() {
                free.swap(last, draws.below(last as u64 + 1) as usize);
            }
        }
        Order::Rotate if !free.is_empty() => {
            let by = draws.below(free.len() as u64) as usize;
            free.rotate_left(by);
        }
        Order::Flip if draws.below(2) == 1 => free.reverse(),
        Order::Rotate | Order::Flip => {}
    }
    pinned(Some(Pin::First)).chain(free).chain(pinned(Some(Pin::Last))).collect()
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and fixed for ever, as the orders shown must be.
pub(crate) struct Draws(u64);

impl Draws {
    /// Each variable has draws of its own (FNV-1a of its name), whatever stands before it.
    pub(crate) fn new(seed: u64, var: &str) -> Draws {
        let name = var.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, it| {
            (hash ^ u64::from(it)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Draws(seed ^ name)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in `0..n`: draws above the last whole multiple of `n` are thrown away.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        let limit = u64::MAX - u64::MAX % n;
        loop {
            let it = self.next();
            if it < limit {
                return it % n;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn shown(seed: u64, order: Order) -> String {
        let things: Vec<(char, Option<Pin>)> =
            "abcdz".chars().map(|it| (it, (it == 'z').then_some(Pin::Last))).collect();
        drawn(seed, "q", Some(order), &things).into_iter().collect()
    }

    fn counts(order: Order) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for seed in 0..12_000 {
            *counts.entry(shown(seed, order)).or_default() += 1;
        }
        counts
    }

    #[test]
    fn a_shuffle_gives_every_order_equally_often_and_keeps_what_is_pinned() {
        let counts = counts(Order::Shuffle);
        assert_eq!(counts.len(), 24);
        // 500 expected of each; five standard errors are 110.
        assert!(counts.iter().all(|(it, n)| it.ends_with('z') && n.abs_diff(500) < 110), "{counts:?}");
    }

    #[test]
    fn a_rotation_keeps_the_circle_and_starts_anywhere() {
        let counts = counts(Order::Rotate);
        assert_eq!(counts.keys().collect::<Vec<_>>(), ["abcdz", "bcdaz", "cdabz", "dabcz"]);
        assert!(counts.values().all(|n| n.abs_diff(3000) < 240), "{counts:?}");
    }

    #[test]
    fn a_flip_reverses_for_half_of_the_people() {
        let counts = counts(Order::Flip);
        assert_eq!(counts.keys().collect::<Vec<_>>(), ["abcdz", "dcbaz"]);
        assert!(counts.values().all(|n| n.abs_diff(6000) < 275), "{counts:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_order_for_ever() {
        assert_eq!(
            (shown(7, Order::Shuffle), shown(8, Order::Shuffle)),
            (shown(7, Order::Shuffle), shown(8, Order::Shuffle))
        );
    }
}
