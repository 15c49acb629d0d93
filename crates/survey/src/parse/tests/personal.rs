//! Answers that are erased when their time has come.

use insta::assert_snapshot;

use super::{problems, questions};

#[test]
fn what_is_typed_may_be_personal() {
    assert_snapshot!(questions("
        - {var: name, type: open, text: {zh: 甲, en: A}, personal: true, check: [{warn: junk(name), text: {zh: 甲, en: A}}]}
        - {var: born, type: number, text: {zh: 甲, en: A}, personal: true}
        - {var: job, type: single, text: {zh: 甲, en: A}, choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B, other: true}}, personal: true}
        - {var: more, type: open, text: {zh: 甲, en: A}, if: job == 1, personal: false}
    "), @"");
}

#[test]
fn where_nothing_is_typed_nothing_is_personal() {
    assert_snapshot!(questions("
        - {var: x, type: nps, text: {zh: 甲, en: A}, personal: true}
        - {var: y, type: open, text: {zh: 甲, en: A}, personal: perhaps}
    "), @r"
    5:11-1 nothing-personal `x`
      `x` is marked personal, but nothing is typed there. Remove `personal`; it erases numbers, open answers and the texts of `other`.
    6:58-7 wrong-shape `perhaps`
      `perhaps` does not fit here. Write `true` or `false` (not `yes`, `no`, `on` or `off`).
    ");
}

#[test]
fn nothing_may_rest_on_what_will_be_erased() {
    let text = "
        derive:
          group: {label: {en: G}, when: {1: born < 1990}, choices: {1: {en: Old}}}
        pages:
        - page: p
          questions:
          - {var: born, type: number, text: {en: A}, personal: true}
          then:
          - {end: screened_out, code: S_AGE, if: born > 2008}
          - {quota: reserve}
        - page: q
          if: answered(born)
          questions:
          - {var: b, type: open, text: {en: B}, if: born < 2000}
        quota:
          count: complete
          hold: 60m
          active: a
          plans: {a: {n: 2, tables: [{name: t, by: [born], cells: {1: 2}}]}}
        ";
    assert_snapshot!(problems(text), @r"
    2:37-11 personal-steers `born < 1990`
      `born` is marked personal and will be erased: nothing may rest on it. Ask a question with groups for this, and keep the personal one for what is typed.
    8:42-11 personal-steers `born > 2008`
      `born` is marked personal and will be erased: nothing may rest on it. Ask a question with groups for this, and keep the personal one for what is typed.
    11:7-14 personal-steers `answered(born)`
      `born` is marked personal and will be erased: nothing may rest on it. Ask a question with groups for this, and keep the personal one for what is typed.
    13:45-11 personal-steers `born < 2000`
      `born` is marked personal and will be erased: nothing may rest on it. Ask a question with groups for this, and keep the personal one for what is typed.
    18:45-4 personal-steers `born`
      `born` is marked personal and will be erased: nothing may rest on it. Ask a question with groups for this, and keep the personal one for what is typed.
    ");
}
