//! What each check catches of what was planted, and how many honest interviews it flags: the table in docs/manager.md.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use survey::InterviewId;
use survey::quality::cohort::Check;

use super::field::{GROUPS, Group, Reference};
use crate::case::Case;
use crate::cohort::{Field, flags};

const MINI_PROGRAM: (&str, &str) = (
    include_str!("../../../../../questionnaires/mini-program-2026.yaml"),
    include_str!("../../../../../questionnaires/mini-program-2026.sim.yaml"),
);
const SECOND_HAND: (&str, &str) = (
    include_str!("../../../../../questionnaires/second-hand-2025.yaml"),
    include_str!("../../../../../questionnaires/second-hand-2025.sim.yaml"),
);

/// A line a check: flagged of all, for each group with anybody flagged.
fn caught(reference: (&str, &str), load: f64) -> String {
    let (groups, cases): (Vec<Group>, Vec<Case>) =
        Reference::new(reference, 1, load).field(1_000, 30).into_iter().unzip();
    let mut field = Field::default();
    cases.iter().for_each(|it| field.add(it));
    let flags = flags(&field);
    let line = |check: Check| {
        let flagged: BTreeSet<InterviewId> =
            flags.iter().filter(|it| it.check == check).map(|it| it.interview).collect();
        let cell = |group: Group| {
            let own = || groups.iter().zip(&cases).filter(move |(it, _)| **it == group);
            let caught = own().filter(|(_, case)| flagged.contains(&case.id)).count();
            (caught > 0).then(|| format!(" {group:?} {caught}/{}", own().count()))
        };
        format!("{}:{}", check.word(), GROUPS.into_iter().filter_map(cell).collect::<String>())
    };
    Check::ALL.map(line).join("\n")
}

#[test]
fn planted_fillers_of_the_mini_program_study_are_caught() {
    assert_snapshot!(caught(MINI_PROGRAM, 0.0), @"
    near_duplicate: Copied 10/10 Copy 30/30
    near_text: Template 30/30
    independent:
    even_times: Even 30/30
    usual_times: Usual 30/30
    burst: Burst 30/30
    ");
}

#[test]
fn planted_fillers_of_the_second_hand_study_are_caught() {
    assert_snapshot!(caught(SECOND_HAND, 0.0), @"
    near_duplicate: Copied 10/10 Copy 30/30
    near_text: Honest 4/990 Template 30/30
    independent:
    even_times: Honest 1/990 Even 30/30
    usual_times: Usual 30/30
    burst: Burst 30/30
    ");
}

#[test]
fn where_answers_hang_together_some_of_those_who_keep_only_shares_are_told_from_people() {
    assert_snapshot!(caught(MINI_PROGRAM, 0.8), @"
    near_duplicate: Copied 10/10 Copy 30/30
    near_text: Template 30/30
    independent: Honest 5/990 Shares 19/30
    even_times: Even 30/30
    usual_times: Usual 30/30
    burst: Burst 30/30
    ");
}

#[test]
fn in_the_second_hand_study_they_are_told_from_people_less_often() {
    assert_snapshot!(caught(SECOND_HAND, 0.8), @"
    near_duplicate: Copied 10/10 Copy 30/30
    near_text: Honest 6/990 Template 30/30
    independent: Honest 11/990 Shares 9/30
    even_times: Even 30/30
    usual_times: Usual 30/30
    burst: Burst 30/30
    ");
}
