//! How the field stands.

use std::cell::Cell;
use std::sync::Arc;

use insta::assert_snapshot;
use store::fieldwork::{self, Snapshot};
use store::quotas::Change;
use store::surveys::{Entry, Setting, SurveyState};
use survey::Moment;
use survey::fieldwork::forecast::{Outlook, Reason};
use survey::fieldwork::tally;
use survey::quota::Standing;

use crate::field::{Field, MINUTE, cell, field, raw};

thread_local! {
    static CLOCK: Cell<i64> = const { Cell::new(0) };
}

/// The time in this test.
fn now() -> Moment {
    Moment(CLOCK.get())
}

async fn snapshot(field: &Field) -> Arc<Snapshot> {
    fieldwork::load(&field.db, &field.survey, false, now).await.unwrap()
}

/// Cells as `sex.1 held+counted/target`.
fn cells(cells: &[Standing]) -> String {
    let cell = |it: &Standing| format!("{} {}+{}/{}", it.name, it.reserved, it.completes, it.target);
    cells.iter().map(cell).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn the_field_stands_in_numbers() {
    let field = field([5, 5, 5, 5]).await;
    for (n, minutes) in [(1, 2), (2, 4), (3, 9), (4, 40)] {
        field.begin(n, "sex=2&age=50", 0).await.unwrap();
        field.finish(n, minutes).await.unwrap();
    }
    field.begin(5, "sex=1&age=30", 0).await.unwrap();
    field.begin(6, "sex=1&age=17", 0).await.unwrap();
    let stands = snapshot(&field).await;
    assert_eq!(cells(&stands.cells), "sex.1 1+0/5, sex.2 0+4/5, age.1 1+0/5, age.2 0+4/5");
    let count = |it: &tally::Count| {
        format!("{} {} {} {}", it.disposition, it.code, it.page.as_deref().unwrap_or("-"), it.count)
    };
    assert_snapshot!(stands.counts.iter().map(count).collect::<Vec<_>>().join("\n"), @r"
    complete  last 4
    screened_out S_AGE about 1
    started  usage 1
    ");
    // 2, 4, 9 and 10 minutes: of a pause ten count.
    let length = stands.length.unwrap();
    assert_eq!((length.lower, length.median, length.upper), (3.5, 6.5, 9.25));
    assert_eq!(stands.quarters, [(Moment(0), 3), (Moment(30 * MINUTE), 1)]);

    let odd = fieldwork::load(&field.db, &field.survey, true, now).await.unwrap();
    assert_eq!((odd.counts.len(), odd.length, odd.quarters.len()), (0, None, 0));
    assert_eq!(cells(&odd.cells), "sex.1 0+0/5, sex.2 0+0/5, age.1 0+0/5, age.2 0+0/5");
    assert_eq!(fieldwork::begun(&field.db, &field.survey, false).await.unwrap(), 6);
    assert_eq!(fieldwork::begun(&field.db, &field.survey, true).await.unwrap(), 0);
}

#[tokio::test]
async fn who_watches_shares_one_look_for_a_second() {
    let field = field([5, 5, 5, 5]).await;
    let watch = || fieldwork::watch(&field.db, &field.survey, false, now);
    let first = watch().await.unwrap();
    field.walk(1, "sex=2&age=50", 0).await.unwrap();
    CLOCK.set(999);
    assert!(Arc::ptr_eq(&first, &watch().await.unwrap()));
    CLOCK.set(1_000);
    let second = watch().await.unwrap();
    assert_eq!((first.counts.len(), second.counts.len()), (0, 1));
    // What a forecast is made of changes less fast.
    let same = |one: &Snapshot, other: &Snapshot| {
        Arc::ptr_eq(one.prospect.as_ref().unwrap(), other.prospect.as_ref().unwrap())
    };
    assert!(same(&first, &second));
    CLOCK.set(61_000);
    assert!(!same(&first, &watch().await.unwrap()));
    // A page that is opened is drawn from the field as it is.
    field.walk(2, "sex=2&age=50", 0).await.unwrap();
    let opened = snapshot(&field).await;
    assert_eq!(opened.counts[0].count, 2);
    assert!(Arc::ptr_eq(&opened, &watch().await.unwrap()), "and the others see it too");
}

#[tokio::test]
async fn a_clock_that_was_set_back_stops_no_board() {
    let field = field([5, 5, 5, 5]).await;
    CLOCK.set(1_000_000);
    let first = fieldwork::watch(&field.db, &field.survey, false, now).await.unwrap();
    CLOCK.set(0);
    let second = fieldwork::watch(&field.db, &field.survey, false, now).await.unwrap();
    assert!(!Arc::ptr_eq(&first, &second));
}

#[tokio::test]
async fn a_forecast_needs_hours_in_which_the_field_was_open() {
    let field = field([400, 400, 400, 400]).await;
    let set = |setting, minute: i64| {
        store::surveys::set(&field.db, &field.survey, setting, "lin", "", Moment(minute * MINUTE))
    };
    for n in 0..60 {
        let first = ["sex=1&age=30", "sex=2&age=30", "sex=2&age=50"][n % 3];
        field.walk(n as u128 + 1, first, n as i64 / 2).await.unwrap();
    }
    let outlook = |stands: &Snapshot| stands.prospect.as_ref().unwrap().forecast(0).field;
    // Half an hour is too little, and closed hours are none.
    CLOCK.set(30 * MINUTE);
    set(Setting::Entry(Entry::Held), 30).await.unwrap();
    CLOCK.set(3_000 * MINUTE);
    assert_eq!(outlook(&*snapshot(&field).await), Outlook::Unknown(Reason::TooLittle));
    set(Setting::Entry(Entry::Open), 3_000).await.unwrap();
    CLOCK.set(3_100 * MINUTE);
    let stands = snapshot(&field).await;
    let forecast = stands.prospect.as_ref().unwrap().forecast(0);
    assert_eq!(forecast.cells.len(), 4);
    // Young people are two of three: the old need three invitations where the young need one and a half.
    let invitations: Vec<_> = forecast.cells.iter().map(|it| it.invitations.unwrap().of_anybody).collect();
    let of_men = forecast.cells[0].invitations.unwrap().of_cell;
    assert!((380..390).contains(&of_men), "nearly all of them complete: {of_men}");
    assert!(invitations[3] > 1_100 && invitations[3] < 1_200, "{invitations:?}");
    assert!(invitations[2] > 520 && invitations[2] < 580, "{invitations:?}");
}

#[tokio::test]
async fn tables_that_a_change_at_the_desk_sets_at_odds_are_found() {
    let field = field([5, 5, 5, 5]).await;
    assert!(snapshot(&field).await.conflicts.is_empty());
    field.changes(Change::Targets(vec![(cell("age.2"), 4)])).await;
    let conflicts = &snapshot(&field).await.conflicts;
    let told: Vec<_> = conflicts.iter().map(|it| (it.table.as_str(), it.short, it.totals)).collect();
    assert_eq!(told, [("sex", 1, true)]);
}

#[tokio::test]
async fn a_paused_survey_is_watched_as_well() {
    let field = field([5, 5, 5, 5]).await;
    store::surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "lin", Moment(0)).await.unwrap();
    assert_eq!(snapshot(&field).await.survey.state, SurveyState::Paused);
}

#[tokio::test]
async fn the_ledger_is_read_from_its_end() {
    let field = field([5, 5, 5, 5]).await;
    store::interviews::begin(&field.db, field.newcomer(1), raw("_page=about&sex=1&age=30"), Moment(77))
        .await
        .unwrap();
    let rows = fieldwork::ledger(&field.db, &field.survey, 2).await.unwrap();
    let words = rows.iter().map(|it| {
        format!(
            "{} {} {:?} {:+}",
            it.at.0,
            it.step,
            it.cell.as_ref().map(ToString::to_string),
            it.reserved_delta
        )
    });
    assert_snapshot!(words.collect::<Vec<_>>().join("\n"), @r#"
    77 reserve Some("sex.1") +1
    77 reserve Some("age.1") +1
    "#);
}
