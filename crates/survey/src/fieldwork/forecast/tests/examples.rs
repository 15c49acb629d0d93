//! Fields small enough to work out by hand.

use super::super::*;
use crate::quota::QuotaTable;

const DAY: i64 = 24 * HOUR;

fn plan(tables: &[(&str, &[(i64, i64)])]) -> QuotaPlan {
    let table = |(name, cells): &(&str, &[(i64, i64)])| QuotaTable {
        name: (*name).into(),
        by: vec![(*name).into()],
        cells: cells.iter().map(|(code, target)| (vec![*code], *target)).collect(),
    };
    QuotaPlan { name: "plan".into(), n: 0, tables: tables.iter().map(table).collect() }
}

fn name(table: &str, key: i64) -> CellName {
    CellName { table: table.into(), key: key.to_string() }
}

fn standing(table: &str, key: i64, target: i64, completes: i64) -> Standing {
    Standing { name: name(table, key), target, buffer: 0, completes, reserved: 0, paused: false }
}

/// Ten people an hour at the gate for four days, half of them men and half women; eight in ten finish.
fn steady() -> (QuotaPlan, Vec<Standing>, Course) {
    let kind =
        |sex| Kind { cells: vec![name("sex", sex)], came: 480, completes: 384, in_progress: 0, lost: 96 };
    let course = Course {
        open: vec![(Moment(0), Moment(4 * DAY))],
        ended_before_gate: 960,
        gate: (0..96).map(|it| (Moment(it * HOUR), 10)).collect(),
        kinds: vec![kind(1), kind(2)],
        invited: None,
        length: Some(600_000),
    };
    let standings = vec![standing("sex", 1, 384, 384), standing("sex", 2, 768, 384)];
    (plan(&[("sex", &[(1, 384), (2, 768)])]), standings, course)
}

fn of_steady(change: impl FnOnce(&mut Vec<Standing>, &mut Course)) -> Forecast {
    let (plan, mut standings, mut course) = steady();
    change(&mut standings, &mut course);
    forecast(&plan, &standings, &course, 0, 7, Moment(4 * DAY))
}

#[test]
fn a_steady_field_ends_when_the_rest_has_come_at_the_same_pace() {
    let forecast = of_steady(|_, _| {});
    assert_eq!(forecast.cells[0].outlook, Outlook::Full);
    let Outlook::At { median, from, to: Some(to) } = forecast.cells[1].outlook else {
        panic!("{:?}", forecast.cells[1])
    };
    // 384 women more, four an hour: four days more.
    let days = |it: Moment| (it.0 - 4 * DAY) as f64 / DAY as f64;
    assert!((days(median) - 4.0).abs() < 0.5, "{}", days(median));
    assert!(days(from) > 2.8 && days(to) < 6.0, "{} {}", days(from), days(to));
    assert_eq!(forecast.field, forecast.cells[1].outlook);
}

#[test]
fn the_same_seed_gives_the_same_forecast() {
    assert_eq!(of_steady(|_, _| {}), of_steady(|_, _| {}));
}

#[test]
fn invitations_are_what_is_wanted_over_incidence_and_survival() {
    let of = |change: fn(&mut Vec<Standing>, &mut Course)| of_steady(change).cells[1].invitations;
    // 384 ÷ (incidence ½ × survival 0.8) = 960, but for the prior; of anybody twice as many.
    assert_eq!(of(|_, _| {}), Some(Invitations { of_cell: 960, of_anybody: 1920 }));
    // One in four of the invited begins.
    let invited = of(|_, course| course.invited = Some((400, 100)));
    assert_eq!(invited, Some(Invitations { of_cell: 3840, of_anybody: 7680 }));
    // Ten are under way, of whom eight will finish.
    let in_progress = of(|_, course| {
        course.kinds[1].came += 10;
        course.kinds[1].in_progress = 10;
        course.gate[0].1 += 10;
    });
    assert_eq!(in_progress.map(|it| it.of_cell), Some(936));
}

#[test]
fn who_falls_in_a_full_cell_of_another_table_does_not_count_as_open() {
    let plan = plan(&[("sex", &[(1, 200), (2, 200)]), ("region", &[(1, 100), (2, 300)])]);
    let mut standings =
        vec![standing("sex", 1, 200, 100), standing("sex", 2, 200, 100), standing("region", 1, 100, 100)];
    standings.push(standing("region", 2, 300, 100));
    let kind = |sex, region| Kind {
        cells: vec![name("sex", sex), name("region", region)],
        came: 50,
        completes: 50,
        ..Kind::default()
    };
    let course = Course {
        open: vec![(Moment(0), Moment(DAY))],
        gate: (0..24).map(|it| (Moment(it * HOUR), if it < 8 { 9 } else { 8 })).collect(),
        kinds: vec![kind(1, 1), kind(1, 2), kind(2, 1), kind(2, 2)],
        ..Course::default()
    };
    let forecast = forecast(&plan, &standings, &course, 0, 7, Moment(DAY));
    let men = forecast.cells[0].invitations.expect("men are wanted");
    // 100 men more, half of whom are turned away since their region is full.
    assert!((200..=206).contains(&men.of_cell), "{men:?}");
    assert!((400..=412).contains(&men.of_anybody), "{men:?}");
}

#[test]
fn there_is_no_saying_before_enough_came() {
    let nobody = of_steady(|standings, course| {
        *course = Course { open: course.open.clone(), ..Course::default() };
        standings[1].completes = 0;
    });
    assert_eq!(nobody.cells[1].outlook, Outlook::Unknown(Reason::TooLittle));
    assert_eq!((nobody.cells[1].invitations, nobody.field), (None, Outlook::Unknown(Reason::TooLittle)));
    let hour = of_steady(|_, course| {
        course.open = vec![(Moment(0), Moment(HOUR))];
    });
    assert_eq!(hour.cells[1].outlook, Outlook::Unknown(Reason::TooLittle));
    let no_woman =
        of_steady(|_, course| course.kinds[1] = Kind { cells: vec![name("sex", 2)], ..Kind::default() });
    assert_eq!(no_woman.cells[1].outlook, Outlook::Unknown(Reason::TooLittle));
}

#[test]
fn a_paused_cell_has_no_end_and_neither_has_the_field() {
    let paused = of_steady(|standings, _| standings[1].paused = true);
    assert_eq!(paused.cells[1].outlook, Outlook::Unknown(Reason::Paused));
    assert_eq!(paused.field, Outlook::Unknown(Reason::Paused));
}

#[test]
fn a_cell_whose_people_all_fall_in_a_full_cell_is_blocked() {
    let plan = plan(&[("sex", &[(1, 100), (2, 100)]), ("all", &[(1, 150)])]);
    let standings =
        vec![standing("sex", 1, 100, 90), standing("sex", 2, 100, 60), standing("all", 1, 150, 150)];
    let kind = |sex, came| Kind {
        cells: vec![name("sex", sex), name("all", 1)],
        came,
        completes: came,
        ..Kind::default()
    };
    let course = Course {
        open: vec![(Moment(0), Moment(DAY))],
        gate: vec![(Moment(0), 150)],
        kinds: vec![kind(1, 90), kind(2, 60)],
        ..Course::default()
    };
    let forecast = forecast(&plan, &standings, &course, 0, 7, Moment(DAY));
    assert_eq!(forecast.cells[0].outlook, Outlook::Unknown(Reason::Blocked));
    assert_eq!(forecast.cells[2].outlook, Outlook::Full);
    assert_eq!(forecast.field, Outlook::Unknown(Reason::Blocked));
}

#[test]
fn a_cell_that_takes_years_is_beyond() {
    let years = of_steady(|standings, _| standings[1].target = 1_000_000);
    assert_eq!(years.cells[1].outlook, Outlook::Beyond);
    assert!(years.cells[1].invitations.is_some_and(|it| it.of_cell > 2_000_000));
}

#[test]
fn a_plan_without_cells_and_a_field_without_people_do_no_harm() {
    let empty = forecast(&plan(&[]), &[], &Course::default(), 0, 7, Moment(0));
    assert_eq!(empty, Forecast { field: Outlook::Unknown(Reason::TooLittle), cells: vec![] });
}

#[test]
fn a_night_lies_between_an_evening_and_the_rest_of_the_field() {
    // Open from nine to nine, thirty an hour; it is nine in the evening, and two hundred more are wanted.
    let plan = plan(&[("sex", &[(1, 560)])]);
    let standings = [standing("sex", 1, 560, 360)];
    let course = Course {
        open: vec![(Moment(9 * HOUR), Moment(21 * HOUR))],
        gate: (9..21).map(|it| (Moment(it * HOUR), 30)).collect(),
        kinds: vec![Kind { cells: vec![name("sex", 1)], came: 360, completes: 360, ..Kind::default() }],
        ..Course::default()
    };
    let at = |offset: i64| match forecast(&plan, &standings, &course, offset, 7, Moment(21 * HOUR)).field {
        Outlook::At { median, .. } => (median.0 - 21 * HOUR) as f64 / HOUR as f64,
        other => panic!("{other:?}"),
    };
    let night = at(0);
    assert!((11.0..16.0).contains(&night), "{night}");
    // Twelve hours further east these were the quiet hours, and now the day begins.
    let day = at(12 * HOUR);
    assert!((1.0..4.0).contains(&day), "{day}");
}
