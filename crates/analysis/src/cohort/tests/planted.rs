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

/// A line a check, a column a group: flagged of all.
fn table(reference: (&str, &str), seed: u64, load: f64) -> String {
    let (groups, cases): (Vec<Group>, Vec<Case>) =
        Reference::new(reference, seed, load).field(1_000, 30).into_iter().unzip();
    let mut field = Field::default();
    cases.iter().for_each(|it| field.add(it));
    let flags = flags(&field);
    let mut lines =
        vec![format!("{:15}{}", "", GROUPS.map(|it| format!("{:>11}", format!("{it:?}"))).concat())];
    for check in Check::ALL {
        let flagged: BTreeSet<InterviewId> =
            flags.iter().filter(|it| it.check == check).map(|it| it.interview).collect();
        let cell = |group: Group| {
            let ids = groups.iter().zip(&cases).filter(|(it, _)| **it == group).map(|(_, case)| case.id);
            let all: Vec<InterviewId> = ids.collect();
            let caught = all.iter().filter(|it| flagged.contains(it)).count();
            format!("{:>11}", format!("{caught}/{}", all.len()))
        };
        lines.push(format!("{:15}{}", check.word(), GROUPS.map(cell).concat()));
    }
    lines.join("\n")
}

#[test]
fn planted_fillers_of_the_mini_program_study_are_caught() {
    assert_snapshot!(table(MINI_PROGRAM, 1, 0.0), @r#"
                        Honest     Copied       Copy   Template     Shares       Even      Usual      Burst
    near_duplicate       0/990      10/10      30/30       0/30       0/30       0/30       0/30       0/30
    near_text            0/990       0/10       0/30      30/30       0/30       0/30       0/30       0/30
    independent          0/990       0/10       0/30       0/30       0/30       0/30       0/30       0/30
    even_times           0/990       0/10       0/30       0/30       0/30      30/30       0/30       0/30
    usual_times          0/990       0/10       0/30       0/30       0/30       0/30      30/30       0/30
    burst                0/990       0/10       0/30       0/30       0/30       0/30       0/30      30/30
    "#);
}

#[test]
fn planted_fillers_of_the_second_hand_study_are_caught() {
    assert_snapshot!(table(SECOND_HAND, 1, 0.0), @r#"
                        Honest     Copied       Copy   Template     Shares       Even      Usual      Burst
    near_duplicate       0/990      10/10      30/30       0/30       0/30       0/30       0/30       0/30
    near_text            4/990       0/10       0/30      30/30       0/30       0/30       0/30       0/30
    independent          0/990       0/10       0/30       0/30       0/30       0/30       0/30       0/30
    even_times           1/990       0/10       0/30       0/30       0/30      30/30       0/30       0/30
    usual_times          0/990       0/10       0/30       0/30       0/30       0/30      30/30       0/30
    burst                0/990       0/10       0/30       0/30       0/30       0/30       0/30      30/30
    "#);
}

#[test]
fn where_answers_hang_together_some_of_those_who_keep_only_shares_are_told_from_people() {
    assert_snapshot!(table(MINI_PROGRAM, 1, 0.8), @r#"
                        Honest     Copied       Copy   Template     Shares       Even      Usual      Burst
    near_duplicate       0/990      10/10      30/30       0/30       0/30       0/30       0/30       0/30
    near_text            0/990       0/10       0/30      30/30       0/30       0/30       0/30       0/30
    independent          5/990       0/10       0/30       0/30      19/30       0/30       0/30       0/30
    even_times           0/990       0/10       0/30       0/30       0/30      30/30       0/30       0/30
    usual_times          0/990       0/10       0/30       0/30       0/30       0/30      30/30       0/30
    burst                0/990       0/10       0/30       0/30       0/30       0/30       0/30      30/30
    "#);
}

#[test]
fn in_the_second_hand_study_they_are_told_from_people_less_often() {
    assert_snapshot!(table(SECOND_HAND, 1, 0.8), @r#"
                        Honest     Copied       Copy   Template     Shares       Even      Usual      Burst
    near_duplicate       0/990      10/10      30/30       0/30       0/30       0/30       0/30       0/30
    near_text            6/990       0/10       0/30      30/30       0/30       0/30       0/30       0/30
    independent         11/990       0/10       0/30       0/30       9/30       0/30       0/30       0/30
    even_times           0/990       0/10       0/30       0/30       0/30      30/30       0/30       0/30
    usual_times          0/990       0/10       0/30       0/30       0/30       0/30      30/30       0/30
    burst                0/990       0/10       0/30       0/30       0/30       0/30       0/30      30/30
    "#);
}
