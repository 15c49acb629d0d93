//! Numbers of tables in print.

use analysis::stats::interval::Interval;

/// A share as per cent with one decimal: `72.7`. Of a half the larger, as on paper.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1}", half_up(share * 1000.0) / 10.0)
}

/// Points between two shares, with their sign: `+12.3`.
pub(super) fn points(score: f64) -> String {
    format!("{:+.1}", score.signum() * half_up(score.abs() * 1000.0) / 10.0)
}

/// A mean with two decimals.
pub(super) fn two(number: f64) -> String {
    format!("{:.2}", number.signum() * half_up(number.abs() * 100.0) / 100.0)
}

/// Both ends of an interval, written alike.
pub(super) fn from_to(interval: Option<Interval>, write: fn(f64) -> String) -> String {
    interval.map_or_else(String::new, |it| format!("{}–{}", write(it.low), write(it.high)))
}

/// The nearest whole number; what is binary noise below a half counts as a half.
fn half_up(number: f64) -> f64 {
    (number + 0.5 + 1e-9).floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_rounded_away_from_nought() {
        assert_eq!(
            (percent(0.7265), percent(0.0005), percent(1.0)),
            ("72.7".into(), "0.1".into(), "100.0".into())
        );
        assert_eq!(
            (points(-0.1235), points(0.25), points(0.0)),
            ("-12.4".into(), "+25.0".into(), "+0.0".into())
        );
        assert_eq!((two(3.405), two(-1.005)), ("3.41".into(), "-1.01".into()));
        assert_eq!(from_to(Some(Interval { low: 0.25, high: 0.5 }), percent), "25.0–50.0");
        assert_eq!(from_to(None, percent), "");
    }
}
