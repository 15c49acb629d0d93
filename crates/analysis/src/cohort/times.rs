//! Page times too even: a machine that waits as long on a page of one question as on one of ten.
//!
//! Leiner (Too fast, too straight, too weird, Survey Research Methods 13, 2019) finds times against the median of
//! each page the best single sign of careless answers. Here it is their evenness. Two spreads are taken of every
//! interview, both of natural logarithms, so that slow and quick people count alike: of its page times as they are,
//! which is small where every page took the same; and of its page times over the page's median, which is small where
//! somebody played the usual times back. (The coefficient of variation of the logarithms would depend on the unit:
//! seconds or milliseconds.) Each is held against the field's median of the same spread, by its robust deviation.

use std::collections::HashMap;

use survey::InterviewId;
use survey::quality::cohort::{Check, Evidence, Flag};

use super::robust::{deviation, median, middle_and_spread};

/// So many interviews are needed to say what is usual, of the field and of a page.
const USUAL: usize = 50;
/// So many pages are needed to say how even an interview is.
const PAGES: usize = 8;
/// Deviations below the field, and at most this share of its spread.
const DEVIATIONS: f64 = 4.0;
const SHARE: f64 = 0.6;

/// The pages of an interview by number, and the milliseconds spent on each.
type Times = Vec<(usize, i64)>;

/// Flags the interviews whose page times are too even in one way or the other.
pub fn flags(ids: &[InterviewId], times: &[Times]) -> Vec<Flag> {
    let medians = medians(times);
    let mut flags = Vec::new();
    for check in [Check::EvenTimes, Check::UsualTimes] {
        let spreads: Vec<_> = times.iter().map(|it| spread(it, &medians, check)).collect();
        flags.extend(too_even(ids, &spreads, check));
    }
    flags
}

/// The middle of the logarithm of the time spent on each page.
fn medians(times: &[Times]) -> HashMap<usize, f64> {
    let mut of_pages: HashMap<usize, Vec<f64>> = HashMap::new();
    for (page, millis) in times.iter().flatten() {
        of_pages.entry(*page).or_default().push(logarithm(*millis));
    }
    let usual = of_pages.into_iter().filter(|(_, times)| times.len() >= USUAL);
    usual.filter_map(|(page, times)| Some((page, median(&times)?))).collect()
}

/// The spread of an interview's page times, and over how many pages.
fn spread(times: &Times, medians: &HashMap<usize, f64>, check: Check) -> Option<(f64, usize)> {
    let pages = times.iter().filter_map(|(page, millis)| {
        let usual = medians.get(page)?;
        let level = if check == Check::UsualTimes { *usual } else { 0.0 };
        Some(logarithm(*millis) - level)
    });
    let times: Vec<f64> = pages.collect();
    if times.len() < PAGES {
        return None;
    }
    Some((deviation(&times)?, times.len()))
}

fn too_even(ids: &[InterviewId], spreads: &[Option<(f64, usize)>], check: Check) -> Vec<Flag> {
    // Their logarithms, since a spread is never below nothing.
    let known: Vec<f64> = spreads.iter().flatten().map(|(it, _)| logarithm_of(*it)).collect();
    let Some((middle, width)) = middle_and_spread(&known).filter(|_| known.len() >= USUAL) else {
        return Vec::new();
    };
    let threshold = (middle - DEVIATIONS * width).min(middle + SHARE.ln()).exp();
    let flag = |(id, spread): (&InterviewId, &Option<(f64, usize)>)| {
        let (measure, pages) = spread.filter(|(it, _)| *it <= threshold)?;
        let evidence = Evidence {
            measure,
            threshold,
            expected: middle.exp(),
            base: pages as i64,
            ..Evidence::default()
        };
        Some(Flag { interview: *id, check, evidence })
    };
    ids.iter().zip(spreads).filter_map(flag).collect()
}

/// Of milliseconds; nobody is faster than one.
fn logarithm(millis: i64) -> f64 {
    (millis.max(1) as f64).ln()
}

/// Of a spread; exactly even times have one, too.
fn logarithm_of(spread: f64) -> f64 {
    spread.max(1e-6).ln()
}
