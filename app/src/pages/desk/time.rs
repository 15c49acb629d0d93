//! Moments as the desk tells them: in the time zone of the survey.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use leptos::prelude::*;
use survey::Moment;

/// A moment to the minute in a time zone, such as `2026-01-12 09:30`; in UTC where there is no such zone.
pub fn time(at: Moment, zone: &str) -> impl IntoView + use<> {
    let machine = Timestamp::from_millisecond(at.0).map(|it| it.to_string()).unwrap_or_default();
    view! { <time datetime=machine>{words(at, zone)}</time> }
}

/// The same as text alone.
pub fn words(at: Moment, zone: &str) -> String {
    civil(at, zone).map(|it| it.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

/// The hour and minute of a moment in a time zone, for readers who may be in another: `14:35 (UTC+08:00)`.
pub fn clock(at: Moment, zone: &str) -> String {
    zoned(at, zone).map(|it| it.strftime("%H:%M (UTC%:z)").to_string()).unwrap_or_default()
}

/// A moment as the value of an `<input type="datetime-local">`.
pub fn typed(at: Moment, zone: &str) -> String {
    civil(at, zone).map(|it| it.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// The moment that the value of an `<input type="datetime-local">` means in a time zone. A time that the
/// clock skips or repeats there is taken as RFC 5545 does.
pub fn moment(typed: &str, zone: &str) -> Option<Moment> {
    let civil: DateTime = typed.trim().parse().ok()?;
    let at = civil.to_zoned(TimeZone::get(zone).ok()?).ok()?;
    Some(Moment(at.timestamp().as_millisecond()))
}

/// Whether there is such a time zone.
pub fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

fn civil(at: Moment, zone: &str) -> Option<DateTime> {
    zoned(at, zone).map(|it| it.datetime())
}

fn zoned(at: Moment, zone: &str) -> Option<Zoned> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Some(Timestamp::from_millisecond(at.0).ok()?.to_zoned(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_zone_of_the_survey_and_read_back() {
        let at = Moment(1_768_181_400_000);
        assert_eq!(words(at, "UTC"), "2026-01-12 01:30");
        assert_eq!(words(at, "Asia/Shanghai"), "2026-01-12 09:30");
        assert_eq!(moment(&typed(at, "Asia/Shanghai"), "Asia/Shanghai"), Some(at));
        assert_eq!(clock(at, "Asia/Shanghai"), "09:30 (UTC+08:00)");
        assert_eq!(clock(at, "UTC"), "01:30 (UTC+00:00)");
        assert_eq!(words(at, "Nowhere/Town"), "2026-01-12 01:30");
    }

    #[test]
    fn what_is_no_time_is_none() {
        assert_eq!(moment("tomorrow", "UTC"), None);
        assert_eq!(moment("2026-01-12T09:30", "Nowhere/Town"), None);
    }
}
