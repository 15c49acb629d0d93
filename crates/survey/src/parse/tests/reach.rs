//! What no path reaches, where that is certain.

use insta::assert_snapshot;

use super::problems;

/// A questionnaire of pages; `S` stands for choices 1 to 3.
fn pages(lines: &str) -> String {
    let text =
        lines.replace("S}", "type: single, text: {en: A}, choices: {1: {en: A}, 2: {en: B}, 3: {en: C}}}");
    problems(&text)
}

#[test]
fn a_contradiction_is_never_met() {
    assert_snapshot!(pages("
        pages:
        - page: p
          questions:
          - {var: sex, S}
          - {var: a, if: sex == 1 and sex == 2, S}
          - {var: b, if: 'sex in [1, 2] and sex == 3', S}
          - {var: c, if: not (sex == 1 or sex == 2 or sex == 3), S}
          - {var: d, if: 0 == 1, S}
          - {var: e, if: sex == 1 or 0 == 1, S}
          - {var: n, type: number, range: [18, 99], text: {en: A}}
          - {var: f, if: n < 18, S}
          - {var: g, if: n > 18 and n < 19, S}
          - {var: h, if: n == 18 or n == 99, S}
          - {var: i, if: n + 1 == 3, S}
        "), @r#"
    5:18-21 unreachable `sex == 1 and sex == 2`
      No path reaches `a`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    6:18-28 unreachable `'sex in [1, 2] and sex == 3'`
      No path reaches `b`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    7:18-38 unreachable `not (sex == 1 or sex == 2 or sex == 3)`
      No path reaches `c`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    8:18-6 unreachable `0 == 1`
      No path reaches `d`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    11:18-6 unreachable `n < 18`
      No path reaches `f`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    12:18-17 unreachable `n > 18 and n < 19`
      No path reaches `g`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    "#);
}

#[test]
fn conditions_are_followed_to_what_they_read() {
    assert_snapshot!(pages("
        pages:
        - page: p
          questions:
          - {var: sex, S}
          - {var: a, if: sex == 1, S}
          - {var: b, if: a == 1 and sex == 2, S}
          - {var: c, if: not answered(a) and sex == 1, S}
          - {var: d, if: not answered(sex), S}
          - {var: e, if: band == 1 and sex == 2, S}
          - {var: f, if: band == 2 and sex == 2, S}
          - {var: g, if: is_one == 1 and sex == 3, S}
          - {var: h, if: is_one == 0 and sex == 3, S}
        - {page: q, if: sex == 1, questions: [{var: i, if: sex == 2, S}]}
        - {page: r, questions: [{var: j, if: answered(i) and sex == 2, S}]}
        derive:
          band: {label: {en: A}, when: {1: sex == 1, 2: 'sex in [1, 2]', 3: sex == 3}, choices: {1: {en: A}, 2: {en: B}, 3: {en: C}}}
          is_one: {label: {en: A}, calc: sex == 1}
        "), @r#"
    6:18-19 unreachable `a == 1 and sex == 2`
      No path reaches `b`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    7:18-28 unreachable `not answered(a) and sex == 1`
      No path reaches `c`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    8:18-17 unreachable `not answered(sex)`
      No path reaches `d`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    9:18-22 unreachable `band == 1 and sex == 2`
      No path reaches `e`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    11:18-24 unreachable `is_one == 1 and sex == 3`
      No path reaches `g`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    13:52-8 unreachable `sex == 2`
      No path reaches `i`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    14:38-24 unreachable `answered(i) and sex == 2`
      No path reaches `j`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    "#);
}

#[test]
fn multis_and_what_excludes() {
    assert_snapshot!(problems("
        pages:
        - page: p
          questions:
          - {var: m, type: multi, text: {en: A}, choices: {1: {en: A}, 2: {en: B}, 9: {en: None, excl: true}}}
          - {var: a, type: nps, text: {en: A}, if: m has 1 and m has 9}
          - {var: b, type: nps, text: {en: A}, if: 'm has all [1, 2] and not (m has 1)'}
          - {var: c, type: nps, text: {en: A}, if: count(m) > 3}
          - {var: d, type: nps, text: {en: A}, if: count(m) >= 3}
          - {var: e, type: single, text: {en: A}, from: m, if: m has 9}
          - {var: f, type: single, text: {en: A}, from: m, if: m has 1}
          - {var: g, type: nps, text: {en: A}, if: u has 9 and m has 2}
        derive: {u: {label: {en: A}, union: [m]}}
        "), @r#"
    5:44-19 unreachable `m has 1 and m has 9`
      No path reaches `a`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    6:44-36 unreachable `'m has all [1, 2] and not (m has 1)'`
      No path reaches `b`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    7:44-12 unreachable `count(m) > 3`
      No path reaches `c`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    9:56-7 unreachable `m has 9`
      No path reaches `e`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    11:44-19 unreachable `u has 9 and m has 2`
      No path reaches `g`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    "#);
}

#[test]
fn everybody_has_ended_before() {
    assert_snapshot!(pages("
        pages:
        - {page: p, questions: [{var: sex, S}], then: [{end: screened_out, code: A, if: sex == 1}, {end: refused}, {end: complete}]}
        - {page: q, questions: [{var: a, S}]}
        - {page: r, questions: [{var: b, S}]}
        "), @r#"
    2:187-8 unreachable `complete`
      Nobody gets to this step: the end before it has no condition. Put it before that end, or remove it.
    3:10-1 unreachable `q`
      No path reaches this page: every interview has ended before it. Give the end before it a condition, or remove what follows.
    "#);
    assert_snapshot!(pages("
        pages:
        - {page: p, questions: [{var: sex, S}], then: [{end: screened_out, code: A, if: sex == 1}, {end: refused, if: sex != 1}]}
        - {page: q, questions: [{var: a, S}]}
        "), @r#"
    3:10-1 unreachable `q`
      No path reaches this page: every interview has ended before it. Give the end before it a condition, or remove what follows.
    "#);
    assert_snapshot!(pages("
        pages:
        - {page: p, questions: [{var: sex, S}], then: [{end: screened_out, code: A, if: sex == 1}]}
        - {page: q, if: sex == 1, questions: [{var: a, S}]}
        - {page: r, questions: [{var: b, if: sex == 1, S}], then: [{end: refused, if: b == 1}]}
        - {page: s, if: sex == 2, questions: [{var: c, S}], then: [{end: complete}]}
        - {page: t, if: sex == 2, questions: [{var: d, S}]}
        - {page: u, if: sex == 3, questions: [{var: e, S}]}
        "), @r#"
    3:10-1 unreachable `q`
      No path reaches this page: its condition can never hold here. Change its `if`, or the ends and conditions before it.
    4:38-8 unreachable `sex == 1`
      No path reaches `b`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    6:10-1 unreachable `t`
      No path reaches this page: its condition can never hold here. Change its `if`, or the ends and conditions before it.
    "#);
}

#[test]
fn a_retired_choice_is_no_problem_but_what_follows_it_is() {
    assert_snapshot!(problems("
        pages:
        - page: p
          questions:
          - {var: a, type: single, text: {en: A}, choices: {1: {en: A}, 2: {en: B, if: 0 == 1}}}
          - {var: b, type: nps, text: {en: A}, if: a == 2}
          - {var: c, type: nps, text: {en: A}, if: 'a in [1, 2]'}
          - {var: d, type: single, text: {en: A}, choices: {1: {en: A, if: 0 == 1}}}
        "), @r#"
    5:44-6 unreachable `a == 2`
      No path reaches `b`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    7:11-1 unreachable `d`
      No path reaches `d`: nobody can meet all that it takes. Compare its condition with those of its page, of what it reads and of the ends before it.
    "#);
}

#[test]
fn what_depends_on_time_is_never_certain() {
    assert_snapshot!(pages("
        pages:
        - {page: p, questions: [{var: a, S}], then: [{end: refused, if: seconds() < 10}]}
        - {page: q, if: seconds() < 10, questions: [{var: b, if: duplicate(device) and not duplicate(device), S}]}
        "), @"");
}
