//! Previews walked by posts and jumps.

use insta::assert_snapshot;

use super::*;
use crate::testing::minimal;
use crate::trace::{Fate, Taken, trace};
use crate::{Disposition, Reading};

const QUESTIONNAIRE: &str = "
    pages:
    - page: who
      questions:
      - {var: age, type: number, text: {en: Your age}, range: [0, 120]}
      - {var: sex, type: single, text: {en: Your sex}, choices: {1: {en: Male}, 2: {en: Female}}}
      then:
      - {end: screened_out, code: S_AGE, if: age < 18}
      - quota: reserve
    - page: work
      if: age < 65
      questions:
      - {var: job, type: single, text: {en: Your job}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
    - page: last
      questions:
      - {var: boss, type: open, text: {en: Your boss}, if: job == 1 and age in 18..40, required: false}
      - {var: order, type: single, order: rotate, text: {en: Which}, choices: {1: {en: A}, 2: {en: B}, 3: {en: C}}}
    quota:
      count: complete
      hold: 60m
      active: plan
      plans:
        plan:
          n: 2
          tables:
          - {name: sex, by: [sex], cells: {1: 1, 2: 1}}
";

/// Posts pages, jumps (`>page`) and sets the gate (`full`); then what was asked and why.
fn walked(steps: &[&str]) -> String {
    let questionnaire = minimal(QUESTIONNAIRE);
    let mut preview = begin(&questionnaire, "en", 3, Moment(0));
    for step in steps {
        match step.strip_prefix('>') {
            Some(page) => jump(&questionnaire, &mut preview, page, Moment(1000)),
            None if *step == "full" => preview.gate = Room::Full,
            None => {
                let pairs = step.split('&').filter_map(|it| it.split_once('='));
                let pairs: Vec<_> = pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
                submit(&questionnaire, &mut preview, pairs.into(), Moment(1000));
            }
        }
    }
    let interview = &preview.interview;
    let stands = match &interview.disposition {
        Disposition::Started => format!("at {}", questionnaire.pages[interview.page as usize].name),
        ended => format!("{} {}", ended.word(), ended.code()),
    };
    format!("{}\n{}", stands.trim(), told(&Reading::new(&questionnaire, interview)))
}

fn told(reading: &Reading<'_>) -> String {
    let mut lines = Vec::new();
    for page in trace(reading) {
        lines.push(format!("{} {}{}", page.name, fate(page.fate), why(page.why.as_ref())));
        for block in &page.blocks {
            let order = block.order.as_ref().map(|it| format!(" [{}]", it.join(" "))).unwrap_or_default();
            let line = format!("  {} {}{}", block.name, fate(block.fate), why(block.why.as_ref()));
            lines.push(format!("{line}{order} {}", block.answer).trim_end().to_owned());
        }
        for step in &page.steps {
            let taken = match step.taken {
                Taken::Ended => "ended it",
                Taken::Granted => "granted",
                Taken::Passed => "passed",
                Taken::NotYet => "not yet",
            };
            let code = step.code.clone().unwrap_or_default();
            lines.push(format!("  → {} {code} {taken}{}", step.word, why(step.why.as_ref())));
        }
    }
    lines.join("\n")
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Asked => "asked",
        Fate::NotAsked => "not asked",
        Fate::Empty => "nothing to offer",
        Fate::Itself => "answered itself",
        Fate::Waits => "waits",
        Fate::NotYet => "not yet",
    }
}

fn why(why: Option<&crate::trace::Why>) -> String {
    let Some(why) = why else { return String::new() };
    let values: Vec<String> = why
        .values
        .iter()
        .map(|(name, value)| format!("{name} {}", value.as_deref().unwrap_or("missing")))
        .collect();
    format!(" (if {}: {}, {})", why.condition, why.holds, values.join(", "))
}

#[test]
fn what_was_asked_is_told_with_the_condition_and_what_it_read() {
    assert_snapshot!(walked(&["age=70&sex=2"]), @r"
    at last
    who asked
      age asked 70
      sex asked Female
      → screened_out S_AGE passed (if age < 18: false, age 70)
      → reserve  granted
    work not asked (if age < 65: false, age 70)
      job not asked
    last asked
      boss not asked (if job == 1 and age in 18..40: false, job missing, age 70)
      order asked [B C A]
    ");
}

#[test]
fn the_rule_that_ended_it_is_named() {
    assert_snapshot!(walked(&["age=12&sex=2"]), @r"
    screened_out S_AGE
    who asked
      age asked 12
      sex asked Female
      → screened_out S_AGE ended it (if age < 18: true, age 12)
      → reserve  not yet
    work not yet (if age < 65: true, age 12)
      job not yet
    last not yet
      boss not yet (if job == 1 and age in 18..40: false, job missing, age 12)
      order not yet
    ");
}

#[test]
fn a_full_gate_ends_as_quota_full_and_a_jump_back_meets_it_again() {
    assert_snapshot!(walked(&["full", "age=30&sex=1"]).lines().next().unwrap(), @"quota_full sex.1");
    let back = ["full", "age=30&sex=1", ">who", "age=30&sex=1"];
    assert_snapshot!(walked(&back).lines().next().unwrap(), @"quota_full sex.1");
}

#[test]
fn a_jump_keeps_what_was_answered_and_the_rules_decide_what_is_asked_there() {
    assert_snapshot!(walked(&["age=30&sex=1", "job=1", ">last"]), @r"
    at last
    who asked
      age asked 30
      sex asked Male
      → screened_out S_AGE passed (if age < 18: false, age 30)
      → reserve  granted
    work asked (if age < 65: true, age 30)
      job asked Yes
    last asked
      boss asked (if job == 1 and age in 18..40: true, job 1, age 30)
      order asked [B C A]
    ");
    assert_snapshot!(walked(&[">work"]), @r"
    at work
    who not yet
      age not yet
      sex not yet
      → screened_out S_AGE not yet (if age < 18: false, age missing)
      → reserve  not yet
    work not asked (if age < 65: false, age missing)
      job not asked
    last not yet
      boss not yet (if job == 1 and age in 18..40: false, job missing, age missing)
      order not yet
    ");
}

#[test]
fn the_year_is_told_where_a_condition_reads_it_and_not_where_a_name_contains_it() {
    let questionnaire = minimal(
        "
        field: {n: 1, year: 2026}
        pages:
        - page: one
          questions:
          - {var: MY_YEAR, type: number, text: {en: N}, range: [1900, 2026]}
        - page: two
          questions:
          - {var: a, type: open, text: {en: A}, if: MY_YEAR < 2000, required: false}
          - {var: b, type: open, text: {en: B}, if: YEAR - MY_YEAR > 18, required: false}
        ",
    );
    let preview = begin(&questionnaire, "en", 3, Moment(0));
    let traced = trace(&Reading::new(&questionnaire, &preview.interview));
    let whys = traced[1].blocks.iter().map(|it| format!("{}{}", it.name, why(it.why.as_ref())));
    assert_snapshot!(whys.collect::<Vec<_>>().join("\n"), @r"
    a (if MY_YEAR < 2000: false, MY_YEAR missing)
    b (if YEAR - MY_YEAR > 18: false, MY_YEAR missing, YEAR 2026)
    ");
}

#[test]
fn who_hurries_in_a_preview_still_sees_the_end() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - {var: n, type: number, text: {en: N}, range: [0, 10]}
        quality:
          rules:
          - {id: Q_SPEED, if: 'seconds() < 60', do: reject}
        ",
    );
    let mut preview = begin(&questionnaire, "en", 3, Moment(0));
    submit(&questionnaire, &mut preview, vec![("n".to_owned(), "3".to_owned())].into(), Moment(1000));
    assert_eq!(preview.interview.disposition, Disposition::Complete);
    assert_eq!(preview.interview.flags, ["Q_SPEED"]);
}
