//! How people come to the gate: level, rhythm of the day, and how much days and hours differ.

use std::collections::BTreeMap;

use super::{Course, HOUR};
use crate::id::Moment;
use crate::order::Draws;

/// The assumed rhythm, midnight first, as a share of a middling hour: nights are quiet, evenings the best.
const RHYTHM: [f64; 24] = [
    0.40, 0.20, 0.12, 0.10, 0.10, 0.15, 0.35, 0.70, 1.00, 1.20, 1.35, 1.35, 1.30, 1.25, 1.20, 1.20, 1.25,
    1.25, 1.25, 1.35, 1.50, 1.55, 1.30, 0.80,
];

/// So many arrivals of an hour of the day make its own share weigh as much as the assumed one.
const LEAN: f64 = 4.0;

/// How much days differ (coefficient of variation), and after how many days their own figure weighs as much.
const DAYS: (f64, f64) = (0.3, 4.0);

/// The same for the hours within a day.
const HOURS: (f64, f64) = (0.25, 12.0);

/// How people came so far.
pub(super) struct Arrivals {
    /// So many came while the field was open.
    pub(super) came: f64,
    /// So many hours it was open.
    pub(super) hours: f64,
    /// People an hour, over the whole day.
    level: f64,
    /// Its squared coefficient of variation.
    level_spread: f64,
    /// By hour of the day: the share of a middling hour, and the gamma shape that says how well it is known.
    rhythm: [(f64, f64); 24],
    day_spread: f64,
    hour_spread: f64,
    /// Today so far: who came, and who was to be expected.
    today: (f64, f64),
    /// Now, in hours of local time since 1970.
    now: f64,
}

/// One hour of the field.
struct Seen {
    /// In hours of local time since 1970.
    hour: i64,
    /// The share of it that the field was open.
    open: f64,
    came: f64,
}

impl Seen {
    fn of_day(&self) -> usize {
        self.hour.rem_euclid(24) as usize
    }
}

impl Arrivals {
    pub(super) fn new(course: &Course, offset: i64, now: Moment) -> Arrivals {
        let seen = seen(course, offset);
        let mut arrivals = Arrivals {
            came: seen.iter().map(|it| it.came).sum(),
            hours: seen.iter().map(|it| it.open).sum(),
            level: 0.0,
            level_spread: 0.0,
            rhythm: RHYTHM.map(|it| (it * 24.0 / RHYTHM.iter().sum::<f64>(), LEAN)),
            day_spread: DAYS.0 * DAYS.0,
            hour_spread: HOURS.0 * HOURS.0,
            today: (0.0, 0.0),
            now: (now.0 + offset) as f64 / HOUR as f64,
        };
        // Each depends on the others a little; they settle at once.
        for _ in 0..4 {
            arrivals.fit(&seen);
        }
        arrivals
    }

    /// The hours to come: how long each is (the first one is cut by now), and how many people come in it.
    pub(super) fn hours(&self, draws: &mut Draws) -> Hours<'_> {
        let level = draws.gamma(1.0 / self.level_spread);
        let rhythm = self.rhythm.map(|(share, shape)| share * draws.gamma(shape));
        // A good day so far stays good; a level drawn high means that it was less of one.
        let shape = 1.0 / self.day_spread;
        let day = draws.gamma_of(shape + self.today.0) / (shape + self.today.1 * level);
        Hours { arrivals: self, level: self.level * level, rhythm, day, at: self.now }
    }

    fn fit(&mut self, seen: &[Seen]) {
        let open: f64 = seen.iter().map(|it| it.open * self.rhythm[it.of_day()].0).sum();
        if open <= 0.0 || self.came <= 0.0 {
            return;
        }
        self.level = self.came / open;
        self.fit_rhythm(seen);
        let days = self.fit_days(seen);
        let expected: f64 = days.values().map(|it| it.1).sum();
        let squares: f64 = days.values().map(|it| it.1 * it.1).sum();
        self.level_spread = self.day_spread * squares / (expected * expected)
            + self.hour_spread / self.hours
            + 1.0 / self.came;
        self.fit_hours(seen, &days);
        self.today = days.get(&((self.now / 24.0).floor() as i64)).copied().unwrap_or_default();
    }

    /// The mean of each hour of the day, leaning on the assumed one.
    fn fit_rhythm(&mut self, seen: &[Seen]) {
        let all: f64 = RHYTHM.iter().sum();
        for (of_day, share) in RHYTHM.into_iter().enumerate() {
            let assumed = share * 24.0 / all;
            let own = || seen.iter().filter(|it| it.of_day() == of_day);
            let (open, came) = own().fold((0.0, 0.0), |sum, it| (sum.0 + it.open, sum.1 + it.came));
            let expected = self.level * assumed * open;
            // What the hours seen are worth, in arrivals: fewer than came, as hours and days differ.
            let spread = self.hour_spread + self.day_spread;
            let worth = if expected > 0.0 { 1.0 / (1.0 / expected + spread / open.max(1.0)) } else { 0.0 };
            let ratio = if expected > 0.0 { came / expected } else { 1.0 };
            let shape = LEAN + worth;
            self.rhythm[of_day] = (assumed * (LEAN + worth * ratio) / shape, shape);
        }
    }

    /// How much days differ. Gives who came and who was to be expected, by day.
    fn fit_days(&mut self, seen: &[Seen]) -> BTreeMap<i64, (f64, f64)> {
        let mut days: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
        for it in seen {
            let day = days.entry(it.hour.div_euclid(24)).or_default();
            day.0 += it.came;
            day.1 += self.expected(it);
        }
        let expected: f64 = days.values().map(|it| it.1).sum();
        let squares: f64 = days.values().map(|it| it.1 * it.1).sum();
        // A day cut short counts as the part that it is; one is used up by the level.
        let free = expected * expected / squares - 1.0;
        let off: f64 =
            days.values().map(|(came, expected)| (came - expected) * (came - expected) - expected).sum();
        self.day_spread = lean(DAYS, off / squares, free);
        days
    }

    /// How much hours differ within their days.
    fn fit_hours(&mut self, seen: &[Seen], days: &BTreeMap<i64, (f64, f64)>) {
        let shape = 1.0 / self.day_spread;
        let (mut off, mut squares) = (0.0, 0.0);
        for it in seen {
            let (came, expected) = days[&it.hour.div_euclid(24)];
            let expected = self.expected(it) * (shape + came) / (shape + expected);
            off += (it.came - expected) * (it.came - expected) - expected;
            squares += expected * expected;
        }
        // The rhythm uses up as many hours as it has.
        self.hour_spread = lean(HOURS, off / squares, self.hours - 24.0);
    }

    fn expected(&self, it: &Seen) -> f64 {
        self.level * self.rhythm[it.of_day()].0 * it.open
    }
}

/// A measured squared coefficient of variation, leaning on the assumed one.
fn lean((assumed, weight): (f64, f64), measured: f64, seen: f64) -> f64 {
    let seen = if measured.is_finite() { seen.max(0.0) } else { 0.0 };
    let measured = if seen > 0.0 { measured.max(0.0) } else { 0.0 };
    (weight * assumed * assumed + seen * measured) / (weight + seen)
}

/// The field hour by hour of local time.
fn seen(course: &Course, offset: i64) -> Vec<Seen> {
    let mut hours: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for (from, until) in &course.open {
        let (mut at, until) = (from.0 + offset, until.0 + offset);
        while at < until {
            let hour = at.div_euclid(HOUR);
            let end = until.min((hour + 1) * HOUR);
            hours.entry(hour).or_default().0 += (end - at) as f64 / HOUR as f64;
            at = end;
        }
    }
    for (at, came) in &course.gate {
        // Who was inside when the field was held comes to the gate a little later, in no hour of the field.
        if let Some(it) = hours.get_mut(&(at.0 + offset).div_euclid(HOUR)) {
            it.1 += *came as f64;
        }
    }
    hours.into_iter().map(|(hour, (open, came))| Seen { hour, open, came }).collect()
}

/// The hours to come, of one future.
pub(super) struct Hours<'a> {
    arrivals: &'a Arrivals,
    level: f64,
    rhythm: [f64; 24],
    day: f64,
    at: f64,
}

/// One hour to come.
pub(super) struct Hour {
    /// In hours from now.
    pub(super) from: f64,
    pub(super) long: f64,
    /// People who are to be expected at the gate.
    pub(super) people: f64,
}

impl Hours<'_> {
    pub(super) fn next(&mut self, draws: &mut Draws) -> Hour {
        let hour = self.at.floor();
        if hour.rem_euclid(24.0) == 0.0 && self.at > self.arrivals.now {
            self.day = draws.gamma(1.0 / self.arrivals.day_spread);
        }
        let (from, long) = (self.at - self.arrivals.now, hour + 1.0 - self.at);
        self.at = hour + 1.0;
        let good = self.day * draws.gamma(1.0 / self.arrivals.hour_spread);
        Hour { from, long, people: self.level * self.rhythm[hour.rem_euclid(24.0) as usize] * good * long }
    }
}
