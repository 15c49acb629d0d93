//! Numbers of tables in print, as reports have them.

use analysis::report::{Number, Unit};
use analysis::stats::interval::Interval;

/// A share as per cent with one decimal: `72.7`.
pub fn percent(share: f64) -> String {
    bare(share, 1)
}

/// A share as per cent with as many decimals as published ones have: `51.51`.
pub fn percent_as_published(share: f64) -> String {
    bare(share, 2)
}

fn bare(share: f64, decimals: u8) -> String {
    Number { value: share, decimals, unit: Unit::PerCent }.to_string().replace('%', "")
}

/// Points between two shares, with their sign: `+12.3`.
pub fn points(score: f64) -> String {
    Number { value: score, decimals: 1, unit: Unit::Points }.to_string()
}

/// A mean with two decimals.
pub fn two(number: f64) -> String {
    Number { value: number, decimals: 2, unit: Unit::Plain }.to_string()
}

/// Both ends of an interval, written alike.
pub fn from_to(interval: Option<Interval>, write: fn(f64) -> String) -> String {
    interval.map_or_else(String::new, |it| format!("{}–{}", write(it.low), write(it.high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_as_nought_has_no_sign_of_what_it_was() {
        assert_eq!((two(-0.001), points(-0.0004)), ("0.00".into(), "+0.0".into()));
    }

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
        assert_eq!(
            (percent_as_published(0.72665), percent_as_published(0.5)),
            ("72.67".into(), "50.00".into())
        );
        assert_eq!((two(3.405), two(-1.005)), ("3.41".into(), "-1.01".into()));
        assert_eq!((two(0.1 + 0.2), two(1234.5)), ("0.30".into(), "1,234.50".into()));
        assert_eq!(from_to(Some(Interval { low: 0.25, high: 0.5 }), percent), "25.0–50.0");
        assert_eq!(from_to(None, percent), "");
    }
}
