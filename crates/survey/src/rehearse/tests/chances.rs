//! What is drawn has the distribution that was asked for.

use std::collections::BTreeMap;

use crate::order::Draws;
use crate::rehearse::Num;

const MANY: usize = 20_000;

fn numbers(num: &Num) -> Vec<f64> {
    let mut draws = Draws::new(3, "numbers");
    let mut all: Vec<f64> = (0..MANY).map(|_| draws.number(num)).collect();
    all.sort_by(f64::total_cmp);
    all
}

fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len() as f64
}

#[test]
fn normal_numbers_are_normal() {
    let mut draws = Draws::new(3, "normal");
    let all: Vec<f64> = (0..MANY).map(|_| draws.normal()).collect();
    let within = |most: f64| all.iter().filter(|it| it.abs() < most).count() as f64 / MANY as f64;
    // Three standard errors around 68.27 and 95.45 per cent.
    assert!(mean(&all).abs() < 0.022, "{}", mean(&all));
    assert!((within(1.0) - 0.6827).abs() < 0.01, "{}", within(1.0));
    assert!((within(2.0) - 0.9545).abs() < 0.005, "{}", within(2.0));
}

#[test]
fn a_lognormal_has_its_median_and_its_spread() {
    let all = numbers(&Num::LogNormal { median: 12.0, sigma: 0.35 });
    assert!((all[MANY / 2] - 12.0).abs() < 0.12, "{}", all[MANY / 2]);
    // One standard deviation above the median is exp(0.35) times as much.
    let above = all[(MANY as f64 * 0.8413) as usize];
    assert!((above - 12.0 * 0.35_f64.exp()).abs() < 0.25, "{above}");
}

#[test]
fn a_beta_binomial_has_its_mean_and_its_ends() {
    let all = numbers(&Num::BetaBinomial { tries: 10, a: 4.3, b: 5.7 });
    assert!((mean(&all) - 4.3).abs() < 0.05, "{}", mean(&all));
    assert_eq!((all[0], all[MANY - 1]), (0.0, 10.0));
    // n p q (a + b + n) / (a + b + 1)
    let variance = all.iter().map(|it| (it - 4.3).powi(2)).sum::<f64>() / MANY as f64;
    assert!((variance - 4.456).abs() < 0.15, "{variance}");
}

#[test]
fn ages_are_even_within_their_band() {
    let all = numbers(&Num::Ages { from: 2026, bands: vec![((18, 19), 0.5), ((30, 30), 0.5)] });
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    all.iter().for_each(|it| *counts.entry(*it as i64).or_default() += 1);
    assert_eq!(counts.keys().copied().collect::<Vec<_>>(), [1996, 2007, 2008]);
    assert!((counts[&1996] - 10_000).abs() < 250 && (counts[&2007] - 5_000).abs() < 200, "{counts:?}");
}

#[test]
fn picks_follow_their_weights_and_never_repeat() {
    let mut draws = Draws::new(3, "picks");
    let weights = vec![(1, 6.0), (2, 3.0), (3, 1.0), (4, 0.0)];
    let mut first: BTreeMap<i64, i64> = BTreeMap::new();
    for _ in 0..MANY {
        let picked = draws.several(weights.clone(), 3);
        assert!(picked.len() == 3 && !picked.contains(&4), "{picked:?}");
        *first.entry(picked[0]).or_default() += 1;
    }
    assert!((first[&1] - 12_000).abs() < 250 && (first[&3] - 2_000).abs() < 150, "{first:?}");
    assert_eq!(draws.several(weights, 9).len(), 4);
    assert!(draws.several(Vec::new(), 2).is_empty());
}
