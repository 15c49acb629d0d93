//! The gate on small questionnaires and on both reference ones.

use insta::assert_snapshot;

use super::*;
use crate::testing::{minimal, whole};

/// What the gate finds, a line each, in the file's own plan.
fn found(questionnaire: &Questionnaire) -> String {
    let quota = questionnaire.quota.as_ref();
    let plan = quota.and_then(|it| it.plans.iter().find(|plan| plan.name == it.active));
    let cells = plan.map(|it| it.standings()).unwrap_or_default();
    let in_force = plan.map(|it| InForce { plan: &it.name, cells: &cells });
    said(&report(questionnaire, &[], in_force))
}

fn said(report: &Report) -> String {
    let findings = report.checks.iter().flat_map(|check| &check.findings);
    let lines: Vec<String> = findings
        .map(|it| {
            let warning = if it.severity == Severity::Warning { "warning: " } else { "" };
            format!("{warning}{} {}: {}", it.word, it.at, it.detail)
        })
        .collect();
    if lines.is_empty() { "passed".to_owned() } else { lines.join("\n") }
}

const SCREENER: &str = "
    pages:
    - page: about
      questions:
      - {var: a, type: number, text: {en: A}, range: [0, 100]}
      - {var: b, type: number, text: {en: B}, range: [0, 100]}
      then:
      - {end: screened_out, code: S_SUM, if: a + b > 250}
    - page: more
      questions:
      - {var: rare, type: single, text: {en: Rare}, if: a == 77, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
      - {var: never, type: single, text: {en: Never}, if: a * b < 0, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
";

#[test]
fn what_no_robot_can_reach_is_named_and_what_is_only_rare_is_found() {
    assert_snapshot!(found(&minimal(SCREENER)), @r"
    not_asked never: a * b < 0
    not_met screened_out S_SUM: a + b > 250
    ");
}

#[test]
fn a_choice_that_is_offered_to_everybody_or_to_nobody_is_named() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - {var: n, type: number, text: {en: N}, range: [0, 10]}
        - page: two
          questions:
          - var: q
            type: single
            text: {en: Q}
            choices:
              1: {en: A}
              2: {en: B, if: n * n >= 0}
              3: {en: C, if: n * n > 100}
              4: {en: D, if: n * n == 49}
        ",
    );
    assert_snapshot!(found(&questionnaire), @r"
    always_offered q = 2: n * n >= 0
    never_offered q = 3: n * n > 100
    ");
}

const QUOTAS: &str = "
    field: {n: 4}
    pages:
    - page: who
      questions:
      - {var: region, type: single, text: {en: Region}, choices: {1: {en: North}, 2: {en: South}, 3: {en: East}}}
      - {var: sex, type: single, text: {en: Sex}, choices: {1: {en: Male}, 2: {en: Female}}}
      then:
      - quota: reserve
    - page: more
      questions:
      - {var: again, type: single, text: {en: Again}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
    quota:
      count: complete
      hold: 60m
      active: plan
      plans:
        plan:
          n: 4
          tables:
          - {name: region, by: [region], cells: {1: 2, 2: 2, 3: 0}}
          - {name: sex, by: [sex], cells: {1: 2, 2: 2}}
";

#[test]
fn every_cell_is_met_with_a_place_and_without_and_targets_of_the_desk_count() {
    let questionnaire = minimal(QUOTAS);
    assert_snapshot!(found(&questionnaire), @"passed");
    let plan = &questionnaire.quota.as_ref().unwrap().plans[0];
    let mut cells = plan.standings();
    cells[0].target = 3;
    let in_force = Some(InForce { plan: "plan", cells: &cells });
    assert_snapshot!(said(&report(&questionnaire, &[], in_force)), @r"
    warning: sum plan region: 5 ≠ 4
    infeasible plan region × sex: 4 < 5: region.1, region.2
    ");
}

#[test]
fn a_text_that_a_language_lacks_is_named() {
    let text = whole(
        "
        langs: [en, zh]
        pages:
        - page: one
          questions:
          - {var: n, type: number, text: {en: N}, range: [0, 10]}
        ",
    );
    let (questionnaire, problems) = crate::read(&text);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    let report = report(&questionnaire, &problems, None);
    assert!(!report.is_passed());
    assert_snapshot!(said(&report), @r"
    problem 5:28: This has no text in: zh. Add `zh: …`, or take the language out of `langs`.
    no_text n: zh
    ");
}

#[test]
fn both_reference_questionnaires_pass_the_gate() {
    let files = [
        include_str!("../../../../questionnaires/mini-program-2026.yaml"),
        include_str!("../../../../questionnaires/second-hand-2025.yaml"),
    ];
    for text in files {
        let (questionnaire, _) = crate::read(text);
        assert_eq!(found(&questionnaire), "passed", "{}", questionnaire.survey);
    }
}

#[test]
fn the_gate_finds_the_same_each_time() {
    let questionnaire = minimal(SCREENER);
    assert_eq!(report(&questionnaire, &[], None), report(&questionnaire, &[], None));
}
