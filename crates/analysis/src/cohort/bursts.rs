//! Bursts of arrivals: many more interviews begun within minutes than around them.
//!
//! A scan statistic (Naus, JASA 60, 1965; Kulldorff, Communications in Statistics 26, 1997): windows of 1, 5 and 15
//! minutes slide over the arrivals. The rate is the local one, of the twelve windows before and after, so that an
//! evening is not held against a night; wider windows would be. Given both counts together, the window's is binomial
//! where nothing happened (Przyborowski and Wilenski, Biometrika 31, 1940). Its chance is bounded (Chernoff) and
//! multiplied by the number of windows looked at. Of windows that overlap only the least likely one counts, or who
//! came some minutes beside a burst would stand in a wider window around it. A mailing makes a burst, too.

use std::collections::BTreeMap;

use survey::InterviewId;
use survey::quality::cohort::{Check, Evidence, Flag};

use super::NAMED;
use super::field::Arrival;

const MINUTE: i64 = 60_000;
/// Minutes.
const WINDOWS: [i64; 3] = [1, 5, 15];
/// Windows before, and as many after, whose arrivals are the local rate.
const AROUND: i64 = 12;
/// The chance that a field without bursts has one.
const BY_CHANCE: f64 = 0.001;
/// A burst has so many arrivals at least, and is so many times the local rate.
const LEAST: i64 = 8;
const TIMES: f64 = 4.0;

struct Burst {
    from: usize,
    until: usize,
    minutes: i64,
    expected: f64,
    /// Logarithm of the bound on its chance.
    chance: f64,
    threshold: i64,
}

/// Flags the interviews that began in a burst.
pub fn flags(begun: &[Arrival]) -> Vec<Flag> {
    let mut arrivals: Vec<&Arrival> = begun.iter().collect();
    arrivals.sort_by_key(|it| (it.at, it.id));
    let times: Vec<i64> = arrivals.iter().map(|it| it.at.0).collect();
    let mut bursts: Vec<Burst> = WINDOWS.into_iter().flat_map(|minutes| found(&times, minutes)).collect();
    bursts.sort_by(|one, next| one.chance.total_cmp(&next.chance));
    let mut taken = vec![false; arrivals.len()];
    let mut flags = Vec::new();
    for burst in &bursts {
        let inside = &mut taken[burst.from..burst.until];
        if !inside.contains(&true) {
            inside.fill(true);
            flags.extend(of_burst(burst, &arrivals[burst.from..burst.until]));
        }
    }
    flags
}

/// A flag for each arrival inside.
fn of_burst(burst: &Burst, inside: &[&Arrival]) -> Vec<Flag> {
    let about = main_source(inside).unwrap_or_default();
    let flag = |id: InterviewId| {
        let others = inside.iter().map(|it| it.id).filter(|it| *it != id);
        let evidence = Evidence {
            measure: inside.len() as f64,
            threshold: burst.threshold as f64,
            expected: burst.expected,
            base: burst.minutes,
            others: others.take(NAMED).collect(),
            many: inside.len() as i64 - 1,
            about: about.clone(),
        };
        Flag { interview: id, check: Check::Burst, evidence }
    };
    inside.iter().map(|it| flag(it.id)).collect()
}

/// The windows of this length that hold too many arrivals.
fn found(times: &[i64], minutes: i64) -> Vec<Burst> {
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return Vec::new() };
    let window = minutes * MINUTE;
    let looked_at = ((times.len() * WINDOWS.len()) as f64).ln();
    let mut bursts = Vec::new();
    for (from, start) in times.iter().enumerate() {
        let until = times.partition_point(|it| *it < start + window);
        let inside = (until - from) as i64;
        if inside < LEAST {
            continue;
        }
        // The field began and ended somewhere: beyond, nobody could have come.
        let (early, late) =
            ((start - AROUND * window).max(*first), (start + (1 + AROUND) * window).min(*last));
        let around = (late - early - window).max(0) as f64 / window as f64;
        if around < AROUND as f64 / 2.0 {
            continue;
        }
        let near = times.partition_point(|it| *it <= late) - times.partition_point(|it| *it < early);
        let outside = near as i64 - inside;
        let expected = outside as f64 / around;
        let chance = |inside: i64| tail(inside, outside, 1.0 / (1.0 + around)) + looked_at;
        let is_burst = |inside: i64| inside as f64 >= TIMES * expected && chance(inside) <= BY_CHANCE.ln();
        if is_burst(inside) {
            let threshold = (LEAST..=inside).find(|it| is_burst(*it)).unwrap_or(inside);
            bursts.push(Burst { from, until, minutes, expected, chance: chance(inside), threshold });
        }
    }
    bursts
}

/// A bound on the logarithm of the chance that of all these arrivals so many or more fall inside.
fn tail(inside: i64, outside: i64, share: f64) -> f64 {
    let all = (inside + outside) as f64;
    let seen = inside as f64 / all;
    if seen <= share {
        return 0.0;
    }
    let rest = if seen < 1.0 { (1.0 - seen) * ((1.0 - seen) / (1.0 - share)).ln() } else { 0.0 };
    -all * (seen * (seen / share).ln() + rest)
}

/// The source that most of them came by, if it is more than half.
fn main_source(inside: &[&Arrival]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for source in inside.iter().filter_map(|it| it.source.as_deref()) {
        *counts.entry(source).or_default() += 1;
    }
    let main = counts.into_iter().find(|(_, count)| 2 * count > inside.len());
    main.map(|(source, _)| source.to_owned())
}
