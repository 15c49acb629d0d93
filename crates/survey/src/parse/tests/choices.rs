//! Choices, lists, what is handed on, and how many may be picked.

use insta::assert_snapshot;

use super::{problems, questions};
use crate::testing::minimal;

#[test]
fn codes_are_whole_numbers() {
    assert_snapshot!(questions("
        - var: a
          type: single
          text: {zh: 甲, en: A}
          choices: {a: {zh: 甲, en: A}, 1.5: {zh: 甲, en: A}, -1: {zh: 甲, en: A}, 01: {zh: 甲, en: A}, 1: {zh: 甲, en: A}, 99999999999: {zh: 甲, en: A}}
        - {var: b, type: single, text: {zh: 甲, en: A}, choices: {}}
        - {var: c, type: single, text: {zh: 甲, en: A}, choices: [{zh: 甲, en: A}]}
        - {var: d, type: single, text: {zh: 甲, en: A}, choices: {1: words, 2: }}
    "), @r#"
    8:15-1 bad-code `a`
      `a` is no code. A code is a whole number from 0 to 999999999, without leading zeros.
    8:34-3 bad-code `1.5`
      `1.5` is no code. A code is a whole number from 0 to 999999999, without leading zeros.
    8:55-2 bad-code `-1`
      `-1` is no code. A code is a whole number from 0 to 999999999, without leading zeros.
    8:75-2 bad-code `01`
      `01` is no code. A code is a whole number from 0 to 999999999, without leading zeros.
    8:114-11 bad-code `99999999999`
      `99999999999` is no code. A code is a whole number from 0 to 999999999, without leading zeros.
    9:59-2 no-choices `{}`
      There are no choices here. Add at least one, such as `1: {…}`.
    10:59-16 wrong-shape `[{zh: 甲, en: A}]`
      A list does not fit here. Write choices, key by key; if braces or brackets belong to a text, quote this text.
    11:63-5 wrong-shape `words`
      `words` does not fit here. Write a text for each language, and flags,, key by key.
    11:71-1 wrong-shape ``
      Nothing is written here. Write a text for each language, and flags,, key by key.
    "#);
}

#[test]
fn flags_of_choices() {
    assert_snapshot!(questions("
        - var: a
          type: multi
          text: {zh: 甲, en: A}
          order: random
          choices:
            1: {zh: 甲, en: A, excl: yes, other: 1, missing: , pin: top}
            2: {zh: 甲, en: A, exclusive: true, trap: 3, fr: B}
            3: {zh: 甲, en: Hello, world}
            4: {zh: 甲, en: A, if: true}
            5: {zh: 甲, en: A, if: a has 1}
    "), @r#"
    8:12-6 unknown-word `random`
      `random` is not possible here. Write one of: shuffle, rotate, flip.
    10:31-3 wrong-shape `yes`
      `yes` does not fit here. Write `true` or `false` (not `yes`, `no`, `on` or `off`).
    10:43-1 wrong-shape `1`
      `1` does not fit here. Write `true` or `false` (not `yes`, `no`, `on` or `off`).
    10:53-1 wrong-shape ``
      Nothing is written here. Write `true` or `false` (not `yes`, `no`, `on` or `off`).
    10:62-3 unknown-word `top`
      `top` is not possible here. Write one of: first, last.
    11:25-9 unknown-key `exclusive`
      `exclusive` is no key of a choice. Keys here: zh, en, if, excl, other, pin, missing.
    11:42-4 meaningless `trap`
      `trap` means nothing on a choice. Write it on a row of a grid.
    11:51-2 unknown-key `fr`
      `fr` is no key of a choice. Keys here: zh, en, if, excl, other, pin, missing.
    12:29-5 unknown-language `world`
      `world` is no key of a choice. Within `{…}` a comma ends a text: quote this text.
    13:29-4 constant-condition `true`
      `true` is no condition. Leave the key out for always; write `0 == 1` for never.
    14:29-1 later-variable `a`
      `a` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    "#);
}

#[test]
fn choices_come_from_one_place() {
    let text = "
        lists: {ab: {1: {en: A}, 2: {en: B}}}
        pages:
        - page: p
          questions:
          - {var: a, type: single, text: {en: A}}
          - {var: b, type: single, text: {en: A}, list: ab, choices: {3: {en: C}}}
          - {var: c, type: single, text: {en: A}, choices: {3: {en: C}}, add: {4: {en: D}}}
          - {var: d, type: single, text: {en: A}, list: abc}
          - {var: e, type: multi, text: {en: A}, list: ab, add: {2: {en: D}, 4: {en: D}}}
          - {var: f, type: single, text: {en: A}, from: e, list: ab}
        ";
    assert_snapshot!(problems(text), @r#"
    1:14-1 duplicate-code `1`
      Code 1 is offered twice. Give each choice a code of its own.
    1:26-1 duplicate-code `2`
      Code 2 is offered twice. Give each choice a code of its own.
    5:11-1 no-choices `a`
      This question has no choices. Add one of `choices`, `list` or `from`.
    6:43-4 two-sources `list`
      `list` stands beside `choices`. Keep one of them; more choices come with `add`.
    7:66-3 two-sources `add`
      `add` goes with `list` or `from`. Put these choices among `choices`.
    8:49-3 unknown-list `abc`
      There is no list `abc`. Did you mean `ab`?
    9:58-1 duplicate-code `2`
      Code 2 is offered twice. Give each choice a code of its own.
    10:43-4 two-sources `from`
      `from` stands beside `list`. Keep one of them; more choices come with `add`.
    "#);
}

#[test]
fn a_question_hands_on_its_choices_without_those_that_exclude() {
    let it = minimal(
        "
        pages:
        - page: p
          questions:
          - var: a
            type: multi
            text: {en: A}
            choices: {1: {en: A, if: 1 == 1}, 98: {en: Other, other: true}, 99: {en: None, excl: true, pin: last}}
          - {var: b, type: multi, text: {en: B}, from: a, add: {3: {en: C}}}
          - {var: c, type: single, text: {en: C}, from: b}
        ",
    );
    let offered = |var: &str| {
        let question = it.question(var).expect("it is there");
        let codes: Vec<_> = question.choices().iter().map(|it| it.code).collect();
        let conditions = question.choices().iter().filter(|it| it.condition.is_some()).count();
        let carried = match &question.kind {
            crate::Kind::Multi { options, .. } | crate::Kind::Single { options, .. } => options.carried,
            _ => 0,
        };
        format!("{codes:?} carried {carried} conditions {conditions}")
    };
    assert_eq!(offered("a"), "[1, 98, 99] carried 0 conditions 1");
    assert_eq!(offered("b"), "[1, 98, 3] carried 2 conditions 0");
    assert_eq!(offered("c"), "[1, 98, 3] carried 3 conditions 0");
}

#[test]
fn from_names_an_earlier_question_with_choices() {
    assert_snapshot!(questions("
        - {var: a, type: single, text: {zh: 甲, en: A}, from: b}
        - {var: b, type: multi, text: {zh: 甲, en: A}, choices: {1: {zh: 甲, en: A}}}
        - {var: c, type: nps, text: {zh: 甲, en: A}}
        - {var: d, type: single, text: {zh: 甲, en: A}, from: c}
        - {var: e, type: single, text: {zh: 甲, en: A}, from: bb}
        - {var: f, type: single, text: {zh: 甲, en: A}, from: f}
        - {var: g, type: single, text: {zh: 甲, en: A}, from: [b]}
        - {var: h, type: single, text: {zh: 甲, en: A}, from: e, if: a == 5 and e == 7}
    "), @r#"
    5:56-1 later-variable `b`
      `b` is asked later. Ask it before, or offer choices of its own.
    8:56-1 unfit-from `c`
      At `c` nothing is chosen that could be offered again. Name a question with choices, best a multi.
    9:56-2 unknown-variable `bb`
      There is no question `bb`. Did you mean `b`?
    10:56-1 later-variable `f`
      `f` is asked later. Ask it before, or offer choices of its own.
    11:56-3 wrong-shape `[b]`
      A list does not fit here. Write the name of an earlier question; if braces or brackets belong to a text, quote this text.
    "#);
}

#[test]
fn derived_variables_hand_on_nothing() {
    let text = "
        pages:
        - page: p
          questions:
          - {var: a, type: multi, text: {en: A}, choices: {1: {en: A}}}
          - {var: b, type: single, text: {en: A}, from: u}
        derive: {u: {label: {en: U}, union: [a]}}
        ";
    assert_snapshot!(problems(text), @r#"
    5:49-1 unfit-from `u`
      `u` is derived: nothing is chosen there. Name a question with choices, best a multi.
    "#);
}

#[test]
fn nobody_picks_more_than_there_is() {
    assert_snapshot!(questions("
        - {var: a, type: multi, pick: [1, 4], text: {zh: 甲, en: A}, choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B}, 3: {zh: 丙, en: C}, 9: {zh: 无, en: None, excl: true}}}
        - {var: b, type: rank, pick: [4, 4], text: {zh: 甲, en: A}, from: a}
        - {var: c, type: multi, pick: [2, 1], text: {zh: 甲, en: A}, from: a}
        - {var: d, type: multi, pick: [0, 2], text: {zh: 甲, en: A}, from: a}
        - {var: e, type: multi, pick: 2, text: {zh: 甲, en: A}, from: a}
        - {var: f, type: multi, pick: [1, all], text: {zh: 甲, en: A}, from: a}
        - {var: g, type: multi, pick: [1, 2], required: false, text: {zh: 甲, en: A}, from: a}
        - {var: h, type: rank, pick: [1, 3], text: {zh: 甲, en: A}, from: g}
    "), @r#"
    5:37-1 pick-beyond `4`
      At most 3 can be chosen here, not 4. Write 3 or less, or add choices.
    6:36-1 pick-beyond `4`
      At most 3 can be chosen here, not 4. Write 3 or less, or add choices.
    7:33-6 upside-down `[2, 1]`
      The least is more than the most. Write `[1, 2]`.
    8:34-1 pick-none `0`
      The least to pick is 1. Write 1; with `required: false` the question may be left unanswered.
    9:33-1 wrong-shape `2`
      `2` does not fit here. Write a list of two numbers, the least and the most.
    10:37-3 wrong-shape `all`
      `all` does not fit here. Write a whole number from 0 to 10000.
    12:36-1 pick-beyond `3`
      At most 2 can be chosen here, not 3. Write 2 or less, or add choices.
    "#);
}

#[test]
fn more_than_25_choices_on_a_phone_want_a_dropdown() {
    let choices: Vec<_> = (1..=26).map(|it| format!("{it}: {{en: A}}")).collect();
    let text = |rest: &str, device: &str| {
        problems(&format!(
            "pages:\n- page: p\n  questions:\n  - {{var: a, text: {{en: A}}, list: long, {rest}}}\nlists: {{long: {{{}}}}}\nfield: {{device: {device}}}",
            choices.join(", ")
        ))
    };
    assert_snapshot!(text("type: single", "phone"), @r#"
    4:29-4 warning long-list `list`
      26 choices are many on a phone. Add `show: dropdown`.
    "#);
    assert_snapshot!(text("type: multi", "phone"), @r#"
    4:29-4 warning long-list `list`
      26 choices are many on a phone. Split the question, or make it a single with `show: dropdown`.
    "#);
    assert_snapshot!(text("type: single, show: dropdown", "phone"), @"");
    assert_snapshot!(text("type: single", "desktop"), @"");
}
