//! Conditions and derived variables: the fault stands where it was written.

use insta::assert_snapshot;

use super::{problems, questions};

const LIST: &str = "choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B}}";

#[test]
fn a_condition_reads_what_is_known() {
    assert_snapshot!(questions(&format!("
        - {{var: a, type: single, text: {{zh: 甲, en: A}}, {LIST}, if: a == 1}}
        - {{var: b, type: multi, text: {{zh: 甲, en: A}}, {LIST}, if: c == 1}}
        - {{var: c, type: single, text: {{zh: 甲, en: A}}, {LIST}, if: \"bb has 1\"}}
        - {{var: d, type: nps, text: {{zh: 甲, en: A}}, if: 'a has 1 and b == 1 or a == 7 or b has any [1, 8]'}}
        - {{info: i, text: {{zh: 甲, en: A}}, if: e == 1}}
        - {{var: e, type: nps, text: {{zh: 甲, en: A}}, if: seconds(nowhere) > 1 and seconds(first) > 1}}
    ")), @r#"
    5:103-1 later-variable `a`
      `a` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    6:102-1 later-variable `c`
      `c` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    7:104-2 unknown-variable `bb`
      There is no variable `bb`. Did you mean `b`?
    8:52-1 has-on-single `a`
      `has` is for questions with several answers, and `a` is a single. Write `a == 1` or `a in [1, 2]`.
    8:64-1 compare-on-multi `b`
      `b` is a multi, not one number. Write `b has 1`, or `count(b)`.
    8:74-1 unknown-code `a`
      `a` has no code 7. Its codes are 1, 2.
    8:98-1 unknown-code `8`
      `b` has no code 8. Its codes are 1, 2.
    9:41-1 later-variable `e`
      `e` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    10:59-7 unknown-page `nowhere`
      There is no page `nowhere`. Write the name of a page, or `seconds()` for all of them.
    "#);
}

#[test]
fn a_page_reads_what_came_before_it() {
    let text = "
        pages:
        - {page: p, if: x == 1, questions: [{var: x, type: nps, text: {en: A}}], then: [{end: refused, if: x == 1}, {end: refused, if: y == 1}]}
        - {page: q, if: x == 1, questions: [{var: y, type: nps, text: {en: A}}]}
        quality: {rules: [{id: Q, if: y == 1 and z == 1, do: flag}]}
        ";
    assert_snapshot!(problems(text), @r#"
    2:17-1 later-variable `x`
      `x` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    2:128-1 later-variable `y`
      `y` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    3:10-1 unreachable `q`
      No path reaches this page: its condition can never hold here. Change its `if`, or the ends and conditions before it.
    4:42-1 unknown-variable `z`
      There is no variable `z`. Write the `var` of a question, or the name of a derived variable.
    "#);
}

#[test]
fn faults_stand_where_they_were_written() {
    assert_snapshot!(questions("
        - {var: a, type: nps, text: {zh: 甲, en: A}}
        - {var: b, type: nps, text: {zh: 甲, en: A}, if: 'a == 1 and it''s == 1'}
        - {var: c, type: nps, text: {zh: 甲, en: A}, if: \"a == 1 and \\x61 == 2 and \\\"y\\\" == 1\"}
        - var: d
          type: nps
          text: {zh: 甲, en: A}
          if: >
            a == 1
            and nowhere == 1
        - var: e
          type: nps
          text: {zh: 甲, en: A}
          if: a == 1 and
            (a == 2
        - {var: f, type: nps, text: {zh: 甲, en: A}, if: }
        - {var: g, type: nps, text: {zh: 甲, en: A}, if: [a == 1]}
        - {var: h, type: nps, text: {zh: 甲, en: A}, if: false}
        - {var: i, type: nps, text: {zh: 甲, en: A}, if: 1}
        - {var: j, type: nps, text: {zh: 甲, en: A}, if: a}
        - {var: k, type: nps, text: {zh: 甲, en: A}, if: 您好 == 1}
    "), @r#"
    6:65-2 unexpected `''`
      `'` stands where a comparison, `and`, `or` or the end is wanted. Connect two conditions with `and` or `or`.
    7:77-2 unexpected `\"`
      `"` stands where a value is wanted. Write a text in single quotes: 'text'.
    13:11-7 unknown-variable `nowhere`
      There is no variable `nowhere`. Write the `var` of a question, or the name of a derived variable.
    18:7-1 unclosed `(`
      This parenthesis is never closed. Write `)` where it ends.
    19:49-1 wrong-shape ``
      Nothing is written here. Write a condition such as `age >= 18`.
    20:51-8 wrong-shape `[a == 1]`
      Expected a condition such as `age >= 18`. Quote this text, since it contains braces or brackets.
    21:51-5 constant-condition `false`
      `false` is no condition. Leave the key out for always; write `0 == 1` for never.
    22:51-1 not-a-condition `1`
      `1` is a number; a condition is true or false. Compare it, such as `1 == 1`.
    23:51-1 not-a-condition `a`
      `a` is a number; a condition is true or false. Compare it, such as `a == 1`.
    24:51-2 unknown-variable `您好`
      There is no variable `您好`. Write the `var` of a question, or the name of a derived variable.
    "#);
}

#[test]
fn not_beside_what_may_be_missing_is_a_warning() {
    assert_snapshot!(questions(&format!("
        - {{var: a, type: single, text: {{zh: 甲, en: A}}, {LIST}}}
        - {{var: b, type: multi, text: {{zh: 甲, en: A}}, {LIST}, if: a == 1}}
        - {{var: c, type: nps, text: {{zh: 甲, en: A}}, if: not (a == 1)}}
        - {{var: d, type: nps, text: {{zh: 甲, en: A}}, if: not (b has 1)}}
        - {{var: e, type: nps, text: {{zh: 甲, en: A}}, if: a == 1 and not (b has 1)}}
        - {{var: f, type: nps, text: {{zh: 甲, en: A}}, if: answered(b) and not (b has 1)}}
        - {{var: g, type: nps, required: false, text: {{zh: 甲, en: A}}}}
        - {{var: h, type: nps, text: {{zh: 甲, en: A}}, if: not (g == 1)}}
    ")), @r#"
    8:56-1 warning not-of-missing `b`
      `b` may be missing here, and then `not` makes this true. Write `answered(b) and` before `not`, if only those who were asked are meant.
    12:56-1 warning not-of-missing `g`
      `g` may be missing here, and then `not` makes this true. Write `answered(g) and` before `not`, if only those who were asked are meant.
    "#);
}

#[test]
fn derived_variables() {
    let text = "
        pages:
        - page: p
          questions:
          - {var: a, type: single, text: {en: A}, choices: {1: {en: A}, 2: {en: B}}}
          - {var: m, type: multi, text: {en: A}, choices: {1: {en: A}, 2: {en: B}}}
          - {var: n, type: number, text: {en: A}}
        derive:
          none: {label: {en: A}}
          both: {label: {en: A}, calc: n + 1, union: [m]}
          bare: {calc: n + 1}
          sum: {label: {en: A}, calc: n + m}
          year: {label: {en: A}, calc: YEAR - n}
          text: {label: {en: A}, calc: 'a'}
          yes: {label: {en: A}, calc: true}
          five: {label: {en: A}, calc: 5}
          truth: {label: {en: A}, calc: a == 1}
          wrong: {label: {en: A}, calc: truth == 2}
          when: {label: {en: A}, when: {1: a == 1, 2: a == 3, x: a == 2, 3: a, 4: a ==}, choices: {1: {en: A}, 2: {en: B}, 7: {en: C}}}
          empty: {label: {en: A}, when: {}}
          flags: {label: {en: A}, when: {1: a == 1}, choices: {1: {en: A, excl: true}}}
          ring1: {label: {en: A}, calc: ring2 + 1}
          ring2: {label: {en: A}, calc: ring3 + 1}
          ring3: {label: {en: A}, calc: ring1 + 1}
          union: {label: {en: A}, union: [m, a, mm, five]}
          named: {label: {en: A}, union: [m], choices: {1: {en: A}}}
          good: {label: {en: A}, union: [m]}
          more: {label: {en: A}, union: [good, m]}
        ";
    assert_snapshot!(problems(text), @r#"
    8:3-4 one-rule `none`
      `none` needs exactly one of `calc`, `when` and `union`. Write `calc: EXPRESSION`, or `when: {code: CONDITION, …}` with `choices`, or `union: [a, b]`.
    9:39-5 one-rule `union`
      `both` needs exactly one of `calc`, `when` and `union`. Write `calc: EXPRESSION`, or `when: {code: CONDITION, …}` with `choices`, or `union: [a, b]`.
    10:3-4 missing-key `bare`
      A derived variable needs `label`. Add `label: …`.
    11:35-1 compare-on-multi `m`
      `m` is a multi, not one number. Write `m has 1`, or `count(m)`.
    12:32-8 no-year `YEAR - n`
      `YEAR` is read here, but the field has no year. Add `year: …` under `field`.
    14:31-4 constant-condition `true`
      `true` is no condition. Leave the key out for always; write `0 == 1` for never.
    17:33-5 unknown-code `truth`
      `truth` has no code 2. Its codes are 0, 1.
    18:47-1 unknown-code `a`
      `a` has no code 3. Its codes are 1, 2.
    18:55-1 bad-code `x`
      `x` is no code. A code is a whole number from 0 to 999999999, without leading zeros.
    18:66-1 code-without-label `3`
      Code 3 has no label. Add `3: {…}` under `choices`.
    18:69-1 not-a-condition `a`
      `a` is a number; a condition is true or false. Compare it, such as `a == 1`.
    18:72-1 code-without-label `4`
      Code 4 has no label. Add `4: {…}` under `choices`.
    18:79-1 unexpected-end ``
      The expression ends where a value is wanted. Write a variable, a number or a text in single quotes here.
    18:116-1 warning label-without-code `7`
      No condition gives code 7. Add it under `when`, or remove the label.
    19:33-2 no-choices `{}`
      There are no codes here. Add at least one: `1: CONDITION`.
    20:3-5 column-collision `flags`
      The column `flags` of `flags` is in every data file; capitals make no difference. Choose another name.
    20:56-1 meaningless `1`
      Nobody chooses the codes of a derived variable. Leave only texts, and `missing` where it fits.
    23:3-5 derived-cycle `ring3`
      `ring3` is computed from itself, by way of `ring1`. Let one of them read only questions.
    24:38-1 union-of-non-multi `a`
      `a` is no multi. Name only questions of type multi.
    24:41-2 unknown-variable `mm`
      There is no multi `mm`. Did you mean `m`?
    24:45-4 union-of-non-multi `five`
      `five` is no multi. Name only questions of type multi.
    25:35-1 code-without-label `m`
      Code 2 of `m` has no label. Add `2: {…}` under `choices`, or leave `choices` out.
    "#);
}

#[test]
fn a_derived_variable_is_known_with_its_inputs() {
    let text = "
        pages:
        - {page: p, questions: [{var: a, type: nps, text: {en: A}}], then: [{end: refused, if: low == 1}, {end: refused, if: both > 3}]}
        - {page: q, if: low == 1, questions: [{var: b, type: nps, text: {en: A}, if: both > 1}, {var: c, type: nps, text: {en: '{both} {low}'}}]}
        derive:
          low: {label: {en: A}, calc: a < 5}
          both: {label: {en: A}, calc: a + b}
        ";
    assert_snapshot!(problems(text), @r#"
    2:118-4 later-variable `both`
      `both` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    3:10-1 unreachable `q`
      No path reaches this page: its condition can never hold here. Change its `if`, or the ends and conditions before it.
    3:78-4 later-variable `both`
      `both` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    "#);
}
