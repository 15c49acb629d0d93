//! Small fields worked by hand: what chance explains is left alone.

use survey::quality::cohort::{Check, Flag};
use survey::{InterviewId, Moment};

use super::field::Chance;
use crate::cohort::vectors::{Variable, Vectors};
use crate::cohort::{Field, bursts, duplicates, flags};
use crate::testing::{posted, study};

/// People who answer so many questions with these shares, each by chance.
fn drawn(people: usize, questions: usize, shares: &[f64]) -> Vectors {
    let mut chance = Chance(7);
    let code = |chance: &mut Chance| {
        let at = chance.unit();
        let mut sum = 0.0;
        let passed = shares.iter().take_while(|it| {
            sum += **it;
            sum <= at
        });
        passed.count() as u8 + 1
    };
    let columns = (0..questions).map(|_| (0..people).map(|_| code(&mut chance)).collect()).collect();
    vectors(columns)
}

fn vectors(columns: Vec<Vec<u8>>) -> Vectors {
    let variable = |at: usize| Variable { var: format!("q{at}"), is_item: false, numbers: Vec::new() };
    Vectors::of((0..columns.len()).map(variable).collect(), columns)
}

fn flagged(flags: &[Flag]) -> Vec<i64> {
    flags.iter().map(|it| it.interview.0).collect()
}

/// Interview 2 answers as interview 1 does, but for every `step`-th question.
fn copied(mut vectors: Vectors, step: usize) -> Vectors {
    for (at, column) in vectors.columns.iter_mut().enumerate() {
        column[1] = if at % step == step - 1 { column[0] % 2 + 1 } else { column[0] };
    }
    vectors
}

#[test]
fn a_copy_with_one_answer_in_twenty_changed_is_seen_and_names_its_twin() {
    let flags = duplicates::flags(&copied(drawn(300, 60, &[0.4, 0.3, 0.2, 0.1]), 20));
    assert_eq!(flagged(&flags), [1, 2]);
    let evidence = &flags[0].evidence;
    assert_eq!((evidence.base, evidence.measure, evidence.many), (60, 0.95, 1));
    assert_eq!(evidence.others, [InterviewId(2)]);
    assert!((evidence.expected - 0.3).abs() < 0.02, "{}", evidence.expected);
}

#[test]
fn popular_answers_are_no_likeness() {
    // Two in three pairs agree on more than 85 % of the questions, as Pew found of honest fields.
    let flags = duplicates::flags(&drawn(300, 60, &[0.95, 0.05]));
    assert_eq!(flagged(&flags), Vec::<i64>::new());
}

#[test]
fn ten_questions_are_too_few_to_call_two_people_the_same() {
    assert_eq!(flagged(&duplicates::flags(&copied(drawn(300, 10, &[0.5, 0.5]), 20))), Vec::<i64>::new());
    assert_eq!(flagged(&duplicates::flags(&copied(drawn(300, 60, &[0.5, 0.5]), 20))), [1, 2]);
}

#[test]
fn leaving_pairs_early_loses_none() {
    let mut all = drawn(120, 70, &[0.3, 0.3, 0.2, 0.2]);
    let mut chance = Chance(3);
    // Copies of anybody, with ever more changes, and gaps where somebody was not asked.
    for row in 60..120 {
        for column in &mut all.columns {
            if chance.unit() > (row - 60) as f64 / 100.0 {
                column[row] = column[row - 60];
            }
            if chance.unit() < 0.1 {
                column[row] = 0;
            }
        }
    }
    let expected: Vec<i64> = (0..120).filter(|row| has_twin(&all, *row)).map(|row| row as i64 + 1).collect();
    assert!(expected.len() > 30 && expected.len() < 90, "{}", expected.len());
    assert_eq!(flagged(&duplicates::flags(&all)), expected);
}

/// The same by its definition, pair after pair.
fn has_twin(all: &Vectors, row: usize) -> bool {
    let chance = |column: &[u8]| {
        let pairs = (0..120).flat_map(|a| (0..a).map(move |b| (column[a], column[b])));
        let both: Vec<bool> = pairs.filter(|(a, b)| *a > 0 && *b > 0).map(|(a, b)| a == b).collect();
        both.iter().filter(|it| **it).count() as f64 / both.len() as f64
    };
    let chances: Vec<f64> = all.columns.iter().map(|it| chance(it)).collect();
    (0..120).filter(|it| *it != row).any(|other| {
        let (mut different, mut room) = (0.0, 0.0);
        for (column, chance) in all.columns.iter().zip(&chances) {
            if column[row] > 0 && column[other] > 0 {
                different += f64::from(u8::from(column[row] != column[other]));
                room += 1.0 - chance;
            }
        }
        1.0 - different / room >= 0.75
    })
}

/// Interviews of one open question that began at these seconds.
fn written(all: &[(i64, &str)]) -> Field {
    let questionnaire = study(
        "
        pages:
        - page: one
          questions:
          - {var: why, type: open, required: false, text: {zh: 为什么, en: Why}}
        ",
    );
    let case = |(at, (seconds, text)): (usize, &(i64, &str))| {
        let mut case = posted(&questionnaire, &[&format!("why={text}")]);
        case.id = InterviewId(at as i64 + 1);
        case.interview.started_at = Moment(seconds * 1000);
        case
    };
    let mut field = Field::default();
    all.iter().enumerate().map(case).for_each(|it| field.add(&it));
    field
}

#[test]
fn near_duplicate_words_are_seen_through_signs_and_small_changes_and_stock_phrases_are_not() {
    let field = written(&[
        (1, "The delivery was very quick and the fruit was fresh"),
        (2, "没有"),
        (3, "the delivery was very quick, and the fruit was fresh!!"),
        (4, "没有"),
        (5, "It is cheap"),
        (6, "It is cheap"),
        (7, "The apples were rotten and nobody ever answered my call"),
        (8, "送货很快，水果也很新鲜，以后还会再买的"),
        (9, "送货很快，蔬菜也很新鲜，以后还会再买的"),
    ]);
    let flags = flags(&field);
    assert_eq!(flagged(&flags), [1, 3, 8, 9]);
    assert!(flags.iter().all(|it| it.check == Check::NearText));
    assert_eq!(flags[0].evidence.measure, 1.0);
    assert_eq!((flags[2].evidence.about.as_str(), &flags[2].evidence.others), ("why", &vec![InterviewId(9)]));
}

#[test]
fn a_burst_is_held_against_what_came_around_it() {
    // One every two minutes for two days, and 24 more within two minutes.
    let steady: Vec<i64> = (0..1440).map(|it| it * 120).collect();
    let mut burst = steady.clone();
    burst.extend((0..24).map(|it| 86_400 + it * 5 + 1));
    let seen = |seconds: &[i64]| {
        let all: Vec<(i64, &str)> = seconds.iter().map(|it| (*it, "")).collect();
        bursts::flags(&written(&all).begun).len()
    };
    // With those of the steady ones that came within the same window.
    assert_eq!(seen(&steady), 0);
    assert!((24..=40).contains(&seen(&burst)), "{}", seen(&burst));
}

#[test]
fn a_field_that_has_just_begun_is_too_small_for_all_but_copies() {
    let few: Vec<(i64, &str)> = (0..40).map(|it| (it * 5, "")).collect();
    assert_eq!(flagged(&flags(&written(&few))), Vec::<i64>::new());
}
