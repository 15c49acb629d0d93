//! Tests of the reader: text in, problems out.

mod choices;
mod claims;
mod conditions;
mod head;
mod hostile;
mod names;
mod pages;
mod personal;
mod quotas;
mod reach;
mod variables;
mod weights;
mod yaml;

use crate::testing::{flush, minimal, whole};
use crate::{Kind, Severity};

const MINI_PROGRAM: &str = include_str!("../../../../questionnaires/mini-program-2026.yaml");
const SECOND_HAND: &str = include_str!("../../../../questionnaires/second-hand-2025.yaml");

/// The problems of a file, two lines each: where and what, then the message and how to mend it.
fn problems_of(text: &str) -> String {
    lines_of(&crate::read(text).1)
}

fn lines_of(problems: &[crate::Problem]) -> String {
    let lines = problems.iter().map(|it| {
        let mark = if it.severity == Severity::Warning { "warning " } else { "" };
        let at = format!("{}:{}-{}", it.line, it.column, it.width);
        format!("{at} {mark}{} `{}`\n  {} {}", it.code, it.words, it.message, it.mend)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The problems of a snippet that the rest of a questionnaire is added to.
fn problems(snippet: &str) -> String {
    problems_of(&whole(snippet))
}

/// The problems of a few questions on one page, in Chinese and English; they begin on line 5.
fn questions(lines: &str) -> String {
    let lines: String = flush(lines).lines().map(|it| format!("  {it}\n")).collect();
    problems(&format!("langs: [zh, en]\npages:\n- page: first\n  questions:\n{lines}"))
}

#[test]
fn the_reference_questionnaires_have_no_problems() {
    assert_eq!(problems_of(MINI_PROGRAM), "");
    assert_eq!(problems_of(SECOND_HAND), "");
}

#[test]
fn a_minimal_questionnaire_is_read() {
    let questionnaire = minimal(
        "
        pages:
        - page: about
          questions:
          - {var: age, type: number, text: {en: How old are you?}, range: [0, 120]}
          then:
          - {end: screened_out, code: S_AGE, if: age < 18}
        ",
    );
    let question = questionnaire.question("age").expect("it is there");
    assert_eq!(question.kind, Kind::Number { range: Some((0.0, 120.0)), decimals: 0, unit: None });
    assert_eq!(question.text.get("en"), "How old are you?");
}

#[test]
fn the_mini_program_questionnaire_is_read_whole() {
    let (it, _) = crate::read(MINI_PROGRAM);
    assert_eq!((it.pages.len(), it.questions().count(), it.derived.len()), (15, 55, 6));
    let main = it.question("mode_main").expect("it is there");
    assert_eq!(main.from(), Some("modes"));
    assert_eq!(main.choices().len(), 8);
    assert_eq!(it.quota.as_ref().map(|it| (it.hold, it.plans.len())), Some((3_600_000, 2)));
    assert_eq!(it.quality.rules.len(), 11);
    assert_eq!(it.field.loi, Some(720_000));
}
