//! Which conditions may choose interviews.

use insta::assert_snapshot;

use super::super::{calc, filter};
use super::{lines, said};
use crate::testing::minimal;

const TEA: &str = "
    derive:
      adult: {label: {en: Adult}, calc: age >= 18}
    pages:
    - page: about
      questions:
      - {var: age, type: number, text: {en: Age}}
    - page: teas
      if: age >= 18
      questions:
      - {var: tea, type: multi, text: {en: Tea}, choices: {1: {en: Green}, 2: {en: Black}}}
";

fn filtered(texts: &str) -> String {
    let questionnaire = minimal(TEA);
    let line = |text: &str| match filter(&questionnaire, text) {
        Ok(expr) => format!("{expr}\n"),
        Err(faults) => faults.iter().map(|it| format!("{text}\n  {}\n", said(text, it))).collect(),
    };
    lines(texts).map(line).collect()
}

#[test]
fn questions_of_every_page_derived_variables_and_seconds_may_choose_interviews() {
    let conditions = "
        age >= 30 and tea has 1
        not tea has 2
        adult == 1 or seconds(teas) < 5
    ";
    assert_snapshot!(filtered(conditions), @"
    age >= 30 and tea has 1
    not tea has 2
    adult == 1 or seconds(teas) < 5
    ");
}

#[test]
fn a_filter_that_cannot_be_read_says_all_its_faults() {
    let conditions = "
        age >=
        tee has 1 and tea has 3
        age + 1
        seconds(cakes) > 5
    ";
    assert_snapshot!(filtered(conditions), @"
    age >=
      [] unexpected-end: The expression ends where a value is wanted. Write a variable, a number or a text in single quotes here.
    tee has 1 and tea has 3
      [tee] unknown-variable: There is no variable `tee`. Write the `var` of a question, or the name of a derived variable.
    tee has 1 and tea has 3
      [3] unknown-code: `tea` has no code 3. Its codes are 1, 2.
    age + 1
      [age] not-a-condition: `age + 1` is a number; a condition is true or false. Compare it, such as `age + 1 == 1`.
    seconds(cakes) > 5
      [cakes] unknown-page: There is no page `cakes`. Write the name of a page, or `seconds()` for all of them.
    ");
}

#[test]
fn whether_a_device_was_here_before_chooses_no_interviews() {
    let conditions = "
        duplicate(device)
        age > 20 and not (duplicate(device) or tea has 1)
    ";
    assert_snapshot!(filtered(conditions), @"
    duplicate(device)
      [] duplicate-in-filter: Whether a device was here before is known only when an interview ends. Write a quality rule with `duplicate(device)`, and look at `flags`.
    age > 20 and not (duplicate(device) or tea has 1)
      [] duplicate-in-filter: Whether a device was here before is known only when an interview ends. Write a quality rule with `duplicate(device)`, and look at `flags`.
    ");
}

#[test]
fn a_number_or_a_truth_may_be_worked_out_of_interviews_and_a_text_may_not() {
    let questionnaire = minimal(TEA);
    for text in ["age * 2", "count(tea) + seconds() / 60", "age >= 18 and tea has 1", "YEAR - age"] {
        assert_eq!(calc(&questionnaire, text).map(|it| it.to_string()), Ok(text.to_owned()));
    }
    let codes = |text: &str| {
        calc(&questionnaire, text).unwrap_err().iter().map(|it| it.code).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(codes("'tea'"), "text-as-number");
    assert_eq!(codes("agee * tea"), "unknown-variable compare-on-multi");
    assert_eq!(codes("duplicate(device)"), "duplicate-in-filter");
}
