//! Signs and the minimum time beside the questionnaire's rules, what rules rest on, and restoring.

use insta::assert_snapshot;

use super::evidence::{Fact, facts, page_medians};
use super::*;
use crate::answer::RawAnswers;
use crate::id::Moment;
use crate::interview::{Step, begin, finish, reject, restore, submit};
use crate::testing::minimal;

fn questionnaire() -> Questionnaire {
    minimal(
        "
        pages:
        - page: one
          questions:
          - {var: often, type: single, text: {en: How often?}, choices: {1: {en: Never}, 2: {en: Daily}}}
          - {var: ways, type: multi, text: {en: Which?}, choices: {1: {en: Bus}, 2: {en: Tram}, 3: {en: Car}}}
          then:
          - {end: rejected, if: ways has 3}
        - page: two
          questions:
          - var: like
            type: grid
            text: {en: How much?}
            rows: {a: {en: Price}, b: {en: Taste}, c: {en: Tick four here, trap: 4}}
            scale: {1: {en: Little}, 4: {en: Much}}
          - {var: why, type: open, required: false, text: {en: Why?}}
        quality:
          rules:
          - {id: Q_FAST, if: seconds() < 20, do: reject}
          - {id: Q_TWO, if: seconds(two) < 8, do: flag}
          - {id: Q_TRAP, if: trapped(like), do: flag}
          - {id: Q_LINE, if: longstring(like) == 3 and count(ways) == 2, do: flag}
          - {id: Q_CONTRA, if: often == 1 and ways has 1, do: flag}
          - {id: Q_JUNK, if: answered(why) and junk(why), do: flag}
          reject_at: 3
        ",
    )
}

/// An interview of both pages, so many seconds each, with these signs; ended by the rules.
fn ended(forms: [&str; 2], seconds: i64, signs: &[&str], known: Known, mode: QualityMode) -> Interview {
    let questionnaire = questionnaire();
    let mut interview = begin(&questionnaire, "en", 1, Moment(0));
    let mut now = Moment(0);
    for form in forms {
        now = now.plus(seconds * 1000);
        let pairs = form.split('&').filter_map(|it| it.split_once('='));
        let pairs: Vec<_> = pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let signs = signs.iter().map(|it| (*it).to_owned()).collect();
        let raw = RawAnswers { signs, ..RawAnswers::from(pairs) };
        if submit(&questionnaire, &mut interview, raw, now) == Step::Finish {
            finish(&questionnaire, &mut interview, mode, known, now);
        }
    }
    interview
}

fn words(interview: &Interview) -> String {
    let disposition = &interview.disposition;
    format!("{} ({}) [{}]", disposition.word(), disposition.code(), interview.flags.join(" "))
}

const GOOD: [&str; 2] = ["often=2&ways=2", "like.a=1&like.b=4&like.c=4&why=cheap"];
const BAD: [&str; 2] = ["often=1&ways=1&ways=2", "like.a=1&like.b=1&like.c=1&why=asdf"];

#[test]
fn signs_and_the_minimum_time_flag_and_count_towards_rejection() {
    let least = Known { minimum_seconds: Some(60), ..Known::default() };
    let bare = Known { lacks_proof: true, ..least };
    let cases = [
        ended(GOOD, 20, &[], Known::default(), QualityMode::On),
        ended(GOOD, 20, &[], least, QualityMode::On),
        ended(GOOD, 20, &[HONEYPOT], least, QualityMode::On),
        ended(GOOD, 20, &[HONEYPOT, PROOF], bare, QualityMode::On),
        ended(GOOD, 20, &[HONEYPOT, PROOF], bare, QualityMode::Flag),
        ended(GOOD, 20, &[HONEYPOT, PROOF], bare, QualityMode::Off),
        ended(GOOD, 30, &[], least, QualityMode::On),
    ];
    assert_snapshot!(cases.iter().map(words).collect::<Vec<_>>().join("\n"), @r#"
    complete () []
    complete () [minimum_time]
    complete () [honeypot minimum_time]
    rejected (honeypot no_proof minimum_time) [honeypot no_proof minimum_time]
    complete () [honeypot no_proof minimum_time]
    complete () []
    complete () []
    "#);
}

#[test]
fn a_rejection_that_is_taken_back_keeps_its_rules_as_flags() {
    let mut interview = ended(GOOD, 3, &[HONEYPOT], Known::default(), QualityMode::On);
    let before = words(&interview);
    assert!(restore(&questionnaire(), &mut interview));
    assert_snapshot!(format!("{before}\n{}", words(&interview)), @r#"
    rejected (Q_FAST Q_TWO honeypot) [Q_TWO honeypot]
    complete () [Q_FAST Q_TWO honeypot]
    "#);
    reject(&mut interview, vec![DESK.to_owned()]);
    let by_hand = words(&interview);
    assert!(restore(&questionnaire(), &mut interview));
    assert!(!restore(&questionnaire(), &mut interview));
    assert_snapshot!(format!("{by_hand}\n{}", words(&interview)), @r#"
    rejected (desk) [Q_FAST Q_TWO honeypot]
    complete () [Q_FAST Q_TWO honeypot]
    "#);
}

#[test]
fn whom_the_questionnaire_turned_out_before_its_end_cannot_be_restored() {
    let mut interview = ended(["often=1&ways=3", ""], 30, &[], Known::default(), QualityMode::On);
    assert_eq!(words(&interview), "rejected () []");
    assert!(!restore(&questionnaire(), &mut interview));
    assert_eq!(words(&interview), "rejected () []");
}

#[test]
fn evidence_names_the_answers_and_times_that_a_rule_read() {
    let questionnaire = questionnaire();
    let interview = ended(BAD, 5, &[HONEYPOT], Known::default(), QualityMode::Flag);
    let reading = Reading::new(&questionnaire, &interview);
    let lines = interview.flags.iter().map(|rule| {
        let facts: Vec<_> = facts(&reading, rule).iter().map(|it| format!("{it:?}")).collect();
        format!("{rule}: {}", facts.join(", "))
    });
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r#"
    Q_FAST: Seconds { page: None, seconds: 10.0 }
    Q_TWO: Seconds { page: Some("two"), seconds: 5.0 }
    Q_TRAP: Trap { question: "How much?", row: "Tick four here", right: "Much", given: "Little" }
    Q_LINE: Run { question: "How much?", answer: "Little", length: 3, rows: 3 }, Count { question: "Which?", ticked: 2, offered: 3 }
    Q_CONTRA: Answer { question: "How often?", answer: "Never" }, Answer { question: "Which?", answer: "Bus, Tram" }
    Q_JUNK: Junk { question: "Why?", text: "asdf" }
    honeypot: Honeypot
    "#);
    assert_eq!(facts(&reading, "Q_OF_ANOTHER_VERSION"), Vec::<Fact>::new());
}

#[test]
fn the_median_of_a_page_is_over_those_who_saw_it() {
    let all: Vec<_> = [10, 20, 40, 50]
        .map(|seconds| ended(GOOD, seconds, &[], Known::default(), QualityMode::On))
        .into_iter()
        .chain([ended(["often=1&ways=3", ""], 1, &[], Known::default(), QualityMode::On)])
        .collect();
    assert_snapshot!(format!("{:?}", page_medians(&all)), @r#"
    {"one": 20.0, "two": 30.0}
    "#);
}
