//! Completes by day and by hour, in the survey's time zone.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use survey::Moment;
use survey::fieldwork::Bin;

/// So many of the latest days are drawn.
const DAYS: usize = 90;
/// So many of the latest hours are drawn.
const HOURS: i64 = 48;
/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;

/// Completes by day, from the first complete to `until`; the latest ones of a long field.
pub fn days(quarters: &[(Moment, i64)], zone: &str, until: Moment) -> Vec<Bin> {
    let zone = zoned(zone);
    let mut counts: BTreeMap<Date, i64> = BTreeMap::new();
    for (at, count) in quarters {
        if let Some(date) = date(*at, &zone) {
            *counts.entry(date).or_default() += count;
        }
    }
    let (Some(first), Some(last)) = (counts.keys().next().copied(), date(until, &zone)) else {
        return Vec::new();
    };
    let dates: Vec<Date> =
        std::iter::successors(Some(first), |it| it.tomorrow().ok()).take_while(|it| *it <= last).collect();
    let latest = dates.len().saturating_sub(DAYS);
    let bin =
        |day: &Date| Bin { label: day.to_string(), count: counts.get(day).copied().unwrap_or_default() };
    dates[latest..].iter().map(bin).collect()
}

/// Completes by hour, of the two days up to `until`.
pub fn hours(quarters: &[(Moment, i64)], zone: &str, until: Moment) -> Vec<Bin> {
    let zone = zoned(zone);
    let Some(local) = civil(until, &zone).filter(|_| !quarters.is_empty()) else { return Vec::new() };
    let into_hour = i64::from(local.minute()) * 60_000 + i64::from(local.second()) * 1_000 + until.0 % 1_000;
    let last = until.0 - into_hour;
    let bin = |from: i64| {
        let of_hour = quarters.iter().filter(|(at, _)| (from..from + HOUR).contains(&at.0));
        let label = civil(Moment(from), &zone).map(|it| it.strftime("%m-%d %H:%M").to_string());
        Bin { label: label.unwrap_or_default(), count: of_hour.map(|(_, count)| count).sum() }
    };
    (0..HOURS).rev().map(|back| bin(last - back * HOUR)).collect()
}

/// How far local time is ahead of UTC at a moment, in milliseconds.
pub fn offset(zone: &str, at: Moment) -> i64 {
    let at = Timestamp::from_millisecond(at.0).unwrap_or_default();
    i64::from(zoned(zone).to_offset(at).seconds()) * 1_000
}

/// A time zone by name; UTC where there is none of this name.
fn zoned(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn civil(at: Moment, zone: &TimeZone) -> Option<jiff::civil::DateTime> {
    Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned(zone.clone()).datetime())
}

fn date(at: Moment, zone: &TimeZone) -> Option<Date> {
    civil(at, zone).map(|it| it.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-12 09:30 in Shanghai.
    const MORNING: i64 = 1_768_181_400_000;

    fn told(bins: &[Bin]) -> String {
        bins.iter()
            .filter(|it| it.count > 0)
            .map(|it| format!("{}: {}", it.label, it.count))
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn a_day_begins_at_midnight_where_the_survey_is() {
        // A quarter before midnight, midnight, and a day and a half later.
        let midnight = MORNING - 9 * HOUR - HOUR / 2;
        let quarters = [(midnight - 900_000, 2), (midnight, 3), (midnight + 36 * HOUR, 5)]
            .map(|(at, n)| (Moment(at), n));
        let until = Moment(midnight + 50 * HOUR);
        let shanghai = days(&quarters, "Asia/Shanghai", until);
        assert_eq!(told(&shanghai), "2026-01-11: 2, 2026-01-12: 3, 2026-01-13: 5");
        assert_eq!(shanghai.len(), 4, "the last day has none yet");
        assert_eq!(told(&days(&quarters, "UTC", until)), "2026-01-11: 5, 2026-01-13: 5");
        assert_eq!(days(&[], "UTC", until), []);
    }

    #[test]
    fn the_hours_are_the_last_forty_eight() {
        let quarters =
            [(MORNING - 60 * HOUR, 1), (MORNING - 900_000, 2), (MORNING, 4)].map(|(at, n)| (Moment(at), n));
        let hours = hours(&quarters, "Asia/Shanghai", Moment(MORNING + 61_000));
        assert_eq!((hours.len(), told(&hours)), (48, "01-12 09:00: 6".to_owned()));
    }

    #[test]
    fn an_hour_of_india_begins_at_half_past() {
        let quarters = [(MORNING, 4), (MORNING - 900_000, 1)].map(|(at, n)| (Moment(at), n));
        // 09:30 in Shanghai is 07:00 there.
        assert_eq!(
            told(&hours(&quarters, "Asia/Kolkata", Moment(MORNING))),
            "01-12 06:00: 1, 01-12 07:00: 4"
        );
        assert_eq!(offset("Asia/Kolkata", Moment(MORNING)), 11 * HOUR / 2);
    }
}
