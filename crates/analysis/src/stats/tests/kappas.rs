//! Two coders compared.

use super::*;
use crate::stats::kappa::kappa;

#[test]
fn kappa_is_cohens_and_its_error_fleiss() {
    for case in theirs("/kappa") {
        let ours = kappa(&codes(&case["one"]), &codes(&case["other"])).unwrap();
        same("scikit-learn", &[ours.kappa], &[case["sklearn"].as_f64().unwrap()]);
        let theirs = numbers(&case["statsmodels"]);
        let interval = ours.interval(0.95).unwrap();
        let flat = [ours.kappa, ours.error, interval.low, interval.high];
        same("statsmodels", &flat, &[theirs[0], theirs[1], theirs[2], theirs[3].min(1.0)]);
    }
}

#[test]
fn kappa_of_cohens_kind_of_table_by_hand() {
    // Of 50 texts both give a code to 20 and neither to 15; the first alone to 5, the second alone to 10. They agree
    // on 0.7; by chance on 0.5 * 0.6 + 0.5 * 0.4 = 0.5; so kappa is 0.4.
    let pairs = [(1, 1, 20), (0, 0, 15), (1, 0, 5), (0, 1, 10)];
    let spread = |pick: fn(&(u16, u16, usize)) -> u16| -> Vec<u16> {
        pairs.iter().flat_map(|it| std::iter::repeat_n(pick(it), it.2)).collect()
    };
    let ours = kappa(&spread(|it| it.0), &spread(|it| it.1)).unwrap();
    same("kappa", &[ours.agreement, ours.expected, ours.kappa], &[0.7, 0.5, 0.4]);
    assert_eq!(ours.n, 50);
}

#[test]
fn coders_who_agree_on_all_texts_have_a_kappa_of_one_without_error() {
    let ours = kappa(&[1, 2, 3, 1], &[1, 2, 3, 1]).unwrap();
    let interval = ours.interval(0.95).unwrap();
    same("kappa", &[ours.kappa, interval.low, interval.high], &[1.0, 1.0, 1.0]);
    assert_eq!(ours.interval(1.0), None);
}

#[test]
fn kappa_needs_texts_and_more_than_one_code() {
    assert_eq!(kappa(&[], &[]), Err(Untested::Empty));
    assert_eq!(kappa(&[7; 30], &[7; 30]), Err(Untested::NoVariance));
}
