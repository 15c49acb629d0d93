//! What a manager changes in the field: targets, buffers, pauses, plans, sources; and what the gate remembers.

use insta::assert_snapshot;
use store::interviews::Begin;
use store::quotas::Change;
use store::sources::{self, SourceKind, SourceSettings};
use store::surveys::{Entry, Setting, SurveyState};
use store::{Error, interviews, quotas, surveys};
use survey::{Moment, Token};

use crate::field::{Field, MINUTE, cell, field, raw, tiny};

impl Field {
    /// Steps of people and of the desk, the latest last.
    async fn deeds(&self, step: &str) -> String {
        let rows = store::fieldwork::changes(&self.db, &self.survey, 100).await.unwrap();
        let told = rows.iter().rev().filter(|it| it.step == step).map(|it| {
            let cell = it.cell.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
            let or_none = |it: &Option<String>| it.clone().unwrap_or_else(|| "none".into());
            let (before, after) = (or_none(&it.before), or_none(&it.after));
            format!(
                "{}{cell} {before} -> {after} by {} because {}",
                it.step,
                or_none(&it.who),
                or_none(&it.why)
            )
        });
        told.collect::<Vec<_>>().join("\n")
    }
}

#[tokio::test]
async fn a_target_below_the_count_closes_the_cell_and_throws_nobody_out() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=1&age=30", 1).await.unwrap();
    field.begin(3, "sex=1&age=30", 1).await.unwrap();
    field.changes(Change::Targets(vec![(cell("sex.1"), 1), (cell("sex.2"), 5)])).await;
    field.begin(4, "sex=1&age=30", 2).await.unwrap();
    field.finish(3, 2).await.unwrap();
    assert_eq!(
        (field.stands(3).await.as_str(), field.stands(4).await.as_str()),
        ("complete", "quota_full sex.1")
    );
    assert_snapshot!(field.cells().await, @"sex.1 0+3/1, sex.2 0+0/5, age.1 0+3/5, age.2 0+0/5");
    assert_snapshot!(field.cells_of(true).await, @"sex.1 0+0/1, sex.2 0+0/5, age.1 0+0/5, age.2 0+0/5");
    assert_snapshot!(field.deeds("target").await, @"target sex.1 5 -> 1 by Li because asked for");
    field.agrees().await;
}

#[tokio::test]
async fn a_buffer_admits_more_than_the_target_of_every_cell_of_its_table() {
    let field = field([1, 9, 5, 5]).await;
    field.changes(Change::Buffer { table: "sex".into(), buffer: 1 }).await;
    for n in 1..=3 {
        field.walk(n, "sex=1&age=30", 1).await.unwrap();
    }
    assert_eq!(
        (field.stands(2).await.as_str(), field.stands(3).await.as_str()),
        ("complete", "quota_full sex.1")
    );
    assert_snapshot!(field.deeds("buffer").await, @r"
    buffer sex.1 0 -> 1 by Li because asked for
    buffer sex.2 0 -> 1 by Li because asked for
    ");
    field.agrees().await;
}

#[tokio::test]
async fn a_paused_cell_takes_nobody_and_lets_those_inside_finish() {
    let field = field([5, 5, 5, 5]).await;
    field.begin(1, "sex=1&age=30", 1).await.unwrap();
    field.changes(Change::Paused { cell: cell("sex.1"), paused: true }).await;
    field.begin(2, "sex=1&age=30", 2).await.unwrap();
    field.begin(3, "sex=2&age=30", 2).await.unwrap();
    field.finish(1, 2).await.unwrap();
    assert_eq!(field.stands(1).await, "complete");
    assert_eq!(
        (field.stands(2).await.as_str(), field.stands(3).await.as_str()),
        ("quota_full sex.1", "at usage")
    );
    field.changes(Change::Paused { cell: cell("sex.1"), paused: false }).await;
    field.begin(4, "sex=1&age=30", 2).await.unwrap();
    assert_eq!(field.stands(4).await, "at usage");
    field.agrees().await;
}

/// The tiny survey with a second plan, by age alone.
async fn two_plans() -> Field {
    let field = field([5, 5, 5, 5]).await;
    let plans = "
    other:
      n: 10
      tables:
      - {name: old, by: [band], cells: {1: 2, 2: 8}}
";
    let text = tiny("1.1.0", [5, 5, 5, 5]).replace("\nquality:", &format!("{plans}quality:"));
    surveys::add(&field.db, &text, true, Moment(1)).await.unwrap();
    field
}

#[tokio::test]
async fn switching_the_plan_counts_everybody_anew_by_the_answers_already_given() {
    let field = two_plans().await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.walk(2, "sex=2&age=70", 1).await.unwrap();
    for n in 3..=5 {
        field.begin(n, "sex=2&age=30", 1).await.unwrap();
    }
    field.changes(Change::Plan("other".into())).await;
    assert_snapshot!(field.cells().await, @"old.1 3+1/2, old.2 0+1/8");
    field.agrees().await;
    for n in 3..=5 {
        field.finish(n, 2).await.unwrap();
    }
    field.begin(6, "sex=1&age=30", 2).await.unwrap();
    assert_snapshot!(field.cells().await, @"old.1 0+4/2, old.2 0+1/8");
    assert_eq!(field.stands(6).await, "quota_full old.1");
    field.changes(Change::Plan("main".into())).await;
    assert_snapshot!(field.cells().await, @"sex.1 0+1/5, sex.2 0+4/5, age.1 0+4/5, age.2 0+1/5");
    field.agrees().await;
}

#[tokio::test]
async fn whoever_comes_back_after_a_switch_takes_a_place_in_the_new_plan() {
    let field = two_plans().await;
    field.begin(1, "sex=1&age=70", 1).await.unwrap();
    interviews::sweep(&field.db, Moment(200 * MINUTE)).await.unwrap();
    field.changes(Change::Plan("other".into())).await;
    field.post(1, "_page=usage&brand=1", 201).await.unwrap();
    assert_snapshot!(field.cells().await, @"old.1 0+0/2, old.2 1+0/8");
    field.agrees().await;
}

#[tokio::test]
async fn a_table_added_in_the_field_is_counted_from_the_answers_already_given() {
    let field = field([5, 5, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=2&age=70", 1).await.unwrap();
    let more = "      - {name: both, by: [sex, band], cells: {1: [3, 2], 2: [2, 3]}}\nquality:";
    let text = tiny("1.1.0", [5, 5, 5, 5]).replace("quality:", more);
    surveys::add(&field.db, &text, true, Moment(1)).await.unwrap();
    assert_snapshot!(field.cells().await, @"sex.1 0+1/5, sex.2 1+0/5, age.1 0+1/5, age.2 1+0/5, both.1.1 0+1/3, both.1.2 0+0/2, both.2.1 0+0/2, both.2.2 1+0/3");
    field.agrees().await;
    field.finish(2, 2).await.unwrap();
    assert_snapshot!(field.moves(2).await, @"reserve age.2, reserve sex.2, recount both.2.2, count age.2, count both.2.2, count sex.2");
    field.agrees().await;
}

#[tokio::test]
async fn a_target_set_at_the_desk_outlives_a_new_version_that_leaves_it_alone() {
    let field = field([5, 5, 5, 5]).await;
    field.changes(Change::Targets(vec![(cell("sex.1"), 9)])).await;
    surveys::add(&field.db, &tiny("1.1.0", [5, 4, 5, 4]), true, Moment(8)).await.unwrap();
    assert_snapshot!(field.cells().await, @"sex.1 0+0/9, sex.2 0+0/4, age.1 0+0/5, age.2 0+0/4");
}

#[tokio::test]
async fn what_is_only_tried_changes_nothing() {
    let field = two_plans().await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    let before = field.cells().await;
    let rows = store::fieldwork::ledger(&field.db, &field.survey, 1000).await.unwrap().len();
    for wanted in [Change::Plan("other".into()), Change::Targets(vec![(cell("sex.1"), 0)])] {
        quotas::what_if(&field.db, &field.survey, wanted, Moment(7)).await.unwrap();
    }
    assert_eq!(field.cells().await, before);
    assert_eq!(store::fieldwork::ledger(&field.db, &field.survey, 1000).await.unwrap().len(), rows);
}

#[tokio::test]
async fn a_change_decided_on_older_rules_is_refused() {
    let field = field([5, 5, 5, 5]).await;
    let wanted = Change::Targets(vec![(cell("sex.1"), 9)]);
    let tried = quotas::what_if(&field.db, &field.survey, wanted.clone(), Moment(7)).await.unwrap();
    field.changes(Change::Buffer { table: "sex".into(), buffer: 1 }).await;
    let done = quotas::change(&field.db, &field.survey, wanted, tried.edition, ("Li", "x"), Moment(8)).await;
    assert!(matches!(done, Err(Error::Stale)));
    let nowhere = Change::Targets(vec![(cell("sex.9"), 9)]);
    assert!(matches!(
        quotas::what_if(&field.db, &field.survey, nowhere, Moment(7)).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn a_soft_launch_holds_the_entry_and_lets_those_inside_finish() {
    let field = field([5, 5, 5, 5]).await;
    surveys::set(&field.db, &field.survey, Setting::HoldAfter(Some(2)), "Li", "look first", Moment(1))
        .await
        .unwrap();
    field.begin(3, "sex=1&age=30", 1).await.unwrap();
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    assert_eq!(surveys::load(&field.db, &field.survey).await.unwrap().entry, Entry::Open);
    field.walk(2, "sex=1&age=30", 1).await.unwrap();
    assert_eq!(surveys::load(&field.db, &field.survey).await.unwrap().entry, Entry::Held);
    assert!(matches!(field.begin(4, "sex=1&age=30", 2).await, Err(Error::Closed)));
    field.finish(3, 2).await.unwrap();
    assert_eq!(field.stands(3).await, "complete");
    assert_snapshot!(field.deeds("entry").await, @"entry open -> held by soft launch because none");
}

#[tokio::test]
async fn a_date_opens_and_closes_the_field_once() {
    let field = field([5, 5, 5, 5]).await;
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(1)).await.unwrap();
    for setting in [Setting::OpensAt(Some(Moment(100))), Setting::ClosesAt(Some(Moment(200)))] {
        surveys::set(&field.db, &field.survey, setting, "Li", "", Moment(1)).await.unwrap();
    }
    let state = async || surveys::load(&field.db, &field.survey).await.unwrap().state;
    assert_eq!(surveys::apply_dates(&field.db, Moment(99)).await.unwrap(), 0);
    assert_eq!(surveys::apply_dates(&field.db, Moment(100)).await.unwrap(), 1);
    assert_eq!(state().await, SurveyState::Open);
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(101)).await.unwrap();
    assert_eq!(surveys::apply_dates(&field.db, Moment(102)).await.unwrap(), 0, "a manager is not overruled");
    assert_eq!(surveys::apply_dates(&field.db, Moment(200)).await.unwrap(), 1);
    assert_eq!(state().await, SurveyState::Closed);
    assert_snapshot!(field.deeds("state").await, @r"
    state none -> open by none because none
    state open -> paused by Li because none
    state paused -> open by schedule because none
    state open -> paused by Li because none
    state paused -> closed by schedule because none
    ");
}

#[tokio::test]
async fn a_date_does_not_open_a_version_that_has_not_passed_the_launch_gate() {
    let field = field([5, 5, 5, 5]).await;
    surveys::set_state(&field.db, &field.survey, SurveyState::Paused, "Li", Moment(1)).await.unwrap();
    let opens = Setting::OpensAt(Some(Moment(100)));
    surveys::set(&field.db, &field.survey, opens, "Li", "", Moment(1)).await.unwrap();
    surveys::add(&field.db, &tiny("2.0.0", [5, 5, 5, 5]), false, Moment(2)).await.unwrap();
    surveys::apply_dates(&field.db, Moment(100)).await.unwrap();
    let survey = surveys::load(&field.db, &field.survey).await.unwrap();
    assert_eq!((survey.state, survey.settings.opens_at), (SurveyState::Paused, None));
    assert_snapshot!(field.deeds("opens_at").await, @r"
    opens_at none -> 100 by Li because none
    opens_at 100 -> none by schedule because launch gate
    ");
}

#[tokio::test]
async fn a_cell_of_a_new_version_has_the_buffer_of_its_table() {
    let field = field([5, 5, 5, 5]).await;
    field.changes(Change::Buffer { table: "sex".into(), buffer: 2 }).await;
    let wider = tiny("2.0.0", [5, 5, 5, 5])
        .replace("zh: 女}}", "zh: 女}, 3: {en: Other, zh: 其他}}")
        .replace("by: [sex], cells: {1: 5, 2: 5}", "by: [sex], cells: {1: 5, 2: 3, 3: 2}");
    surveys::add(&field.db, &wider, true, Moment(2)).await.unwrap();
    let cells = quotas::cells(&field.db, &field.survey, false).await.unwrap();
    let buffers: Vec<_> = cells.iter().map(|it| (it.name.to_string(), it.buffer)).collect();
    assert_eq!(
        buffers,
        [("sex.1", 2), ("sex.2", 2), ("sex.3", 2), ("age.1", 0), ("age.2", 0)]
            .map(|(name, it)| (name.into(), it))
    );
}

#[tokio::test]
async fn both_dates_that_came_while_nobody_served_leave_the_later_one() {
    let field = field([5, 5, 5, 5]).await;
    for setting in [Setting::ClosesAt(Some(Moment(100))), Setting::OpensAt(Some(Moment(200)))] {
        surveys::set(&field.db, &field.survey, setting, "Li", "", Moment(1)).await.unwrap();
    }
    surveys::apply_dates(&field.db, Moment(300)).await.unwrap();
    let survey = surveys::load(&field.db, &field.survey).await.unwrap();
    assert_eq!((survey.state, survey.settings.opens_at), (SurveyState::Open, None));
}

#[tokio::test]
async fn the_gate_remembers_how_the_cells_stood() {
    let field = field([1, 9, 5, 5]).await;
    field.walk(1, "sex=1&age=30", 1).await.unwrap();
    field.begin(2, "sex=2&age=30", 1).await.unwrap();
    field.begin(3, "sex=1&age=30", 1).await.unwrap();
    field.changes(Change::Targets(vec![(cell("sex.1"), 9), (cell("age.1"), 7)])).await;
    field.begin(4, "sex=1&age=30", 1).await.unwrap();
    field.begin(5, "sex=1&age=", 1).await.unwrap();
    let told = async |n| {
        let id = field.kept(n).await.id;
        let Some(gate) = quotas::at_gate(&field.db, &field.survey, id).await.unwrap() else {
            return "never there".into();
        };
        let cells = gate.cells.iter().map(|it| {
            let it_stood = it.standing.unwrap();
            let place = if it_stood.has_place() { "place" } else { "full" };
            format!("{} {}+{}/{} {place}", it.name, it_stood.reserved, it_stood.completes, it_stood.target)
        });
        format!(
            "{}: {}",
            if gate.refused { "refused" } else { "let in" },
            cells.collect::<Vec<_>>().join(", ")
        )
    };
    assert_snapshot!(told(3).await, @"refused: sex.1 0+1/1 full, age.1 1+1/5 place");
    assert_snapshot!(told(4).await, @"let in: age.1 1+1/7 place, sex.1 0+1/9 place");
    assert_snapshot!(told(5).await, @"never there");
}

/// Respondent `n` who comes by a source.
async fn by_source(field: &Field, n: u128, source: &str) {
    let begin = Begin { source: Some(source.into()), ..Begin::new(field.survey.clone(), Token::new(n)) };
    interviews::begin(&field.db, begin, raw("_page=about&sex=1&age=30"), Moment(MINUTE)).await.unwrap();
}

#[tokio::test]
async fn a_cap_of_a_source_is_never_exceeded_and_counts_those_who_came_before_it_was_known() {
    let field = field([50, 5, 50, 5]).await;
    by_source(&field, 1, "panel").await;
    let made = ("panel", SourceKind::Panel, "Panel");
    sources::create(&field.db, &field.survey, made, "Li", Moment(1)).await.unwrap();
    let settings = SourceSettings { title: "Panel".into(), cap: Some(2), ..SourceSettings::default() };
    sources::change(&field.db, &field.survey, "panel", settings, "Li", Moment(1)).await.unwrap();
    for n in 2..=4 {
        by_source(&field, n, "panel").await;
    }
    by_source(&field, 5, "elsewhere").await;
    assert_eq!(field.stands(2).await, "at usage");
    assert_eq!(
        (field.stands(3).await.as_str(), field.stands(5).await.as_str()),
        ("quota_full source.panel", "at usage")
    );
    assert_snapshot!(field.cells().await, @"sex.1 3+0/50, sex.2 0+0/5, age.1 3+0/50, age.2 0+0/5");
    field.agrees().await;
}
