//! Pages, questions and the keys of each kind.

use insta::assert_snapshot;

use super::{problems, questions};

#[test]
fn a_page_has_a_name_and_questions() {
    assert_snapshot!(problems("pages: [{title: {en: A}}, {page: b, then: []}, {page: c, questions: {}}, words, {page: d, questions: [words, {}]}]"), @r#"
    1:10-5 missing-key `title`
      A page needs `page`. Add `page: …`.
    1:10-5 missing-key `title`
      A page needs `questions`. Add `questions: …`.
    1:69-2 wrong-shape `{}`
      A map does not fit here. Write a list of questions and info texts; if braces or brackets belong to a text, quote this text.
    1:74-5 wrong-shape `words`
      `words` does not fit here. Write a page, key by key.
    1:103-5 wrong-shape `words`
      `words` does not fit here. Write a question, key by key.
    1:110-2 missing-key `{}`
      A question needs `var`. Add `var: …`.
    1:110-2 missing-key `{}`
      A question needs `text`. Add `text: …`.
    1:110-2 missing-key `{}`
      A question needs `type`. Add `type: …`.
    "#);
    assert_snapshot!(problems("pages: {}"), @r#"
    1:8-2 wrong-shape `{}`
      A map does not fit here. Write a list of pages; if braces or brackets belong to a text, quote this text.
    "#);
}

#[test]
fn a_question_has_a_name_a_type_and_a_text() {
    assert_snapshot!(questions("
        - {nr: 1}
        - {var: a, type: singel, text: {zh: 甲, en: A}}
        - {var: [b], type: open, text: {zh: 甲, en: A}}
        - {var: c, type: open, text: {zh: 甲, en: A}, required: yes, claims: M01}
        - {var: d, type: number, text: {zh: 甲, en: A}, if: a == 1 and c == 'x'}
    "), @r#"
    5:6-2 missing-key `nr`
      A question needs `var`. Add `var: …`.
    5:6-2 missing-key `nr`
      A question needs `text`. Add `text: …`.
    5:6-2 missing-key `nr`
      A question needs `type`. Add `type: …`.
    6:20-6 unknown-word `singel`
      `singel` is not possible here. Did you mean `single`?
    7:11-3 wrong-shape `[b]`
      A list does not fit here. Write a name; if braces or brackets belong to a text, quote this text.
    8:58-3 wrong-shape `yes`
      `yes` does not fit here. Write `true` or `false` (not `yes`, `no`, `on` or `off`).
    8:71-3 wrong-shape `M01`
      `M01` does not fit here. Write a list of claims.
    "#);
}

#[test]
fn keys_of_other_types() {
    assert_snapshot!(questions("
        - {var: a, type: open, text: {zh: 甲, en: A}, range: [1, 2], show: dropdown, order: shuffle}
        - {var: b, type: nps, text: {zh: 甲, en: A}, choices: {1: {zh: 甲, en: A}}}
        - {var: c, type: number, text: {zh: 甲, en: A}, max_len: 3, pick: [1, 2]}
    "), @r#"
    5:48-5 key-of-another-type `range`
      `range` means nothing on a question of type open. Remove it, or change the type; it belongs to: number.
    5:63-4 key-of-another-type `show`
      `show` means nothing on a question of type open. Remove it, or change the type; it belongs to: single, grid.
    5:79-5 key-of-another-type `order`
      `order` means nothing on a question of type open. Remove it, or change the type; it belongs to: single, scale, multi, grid, rank.
    6:47-7 key-of-another-type `choices`
      `choices` means nothing on a question of type nps. Remove it, or change the type; it belongs to: single, scale, multi, rank.
    7:50-7 key-of-another-type `max_len`
      `max_len` means nothing on a question of type number. Remove it, or change the type; it belongs to: open.
    7:62-4 key-of-another-type `pick`
      `pick` means nothing on a question of type number. Remove it, or change the type; it belongs to: multi, rank.
    "#);
}

#[test]
fn numbers_and_texts() {
    assert_snapshot!(questions("
        - {var: a, type: number, text: {zh: 甲, en: A}, range: [5, 1], decimals: 9}
        - {var: b, type: number, text: {zh: 甲, en: A}, range: [1, 2, 3], unit: {zh: '', en: ''}}
        - {var: c, type: number, text: {zh: 甲, en: A}, range: 1..5}
        - {var: d, type: number, text: {zh: 甲, en: A}, range: [a, .inf]}
        - {var: e, type: open, text: {zh: 甲, en: A}, max_len: 0}
        - {var: f, type: number, text: {zh: 甲, en: A}, range: [-1.5, 1e3], decimals: 1}
    "), @r#"
    5:57-6 upside-down `[5, 1]`
      The range ends before it begins. Write `[1, 5]`.
    5:75-1 wrong-shape `9`
      `9` does not fit here. Write a whole number from 0 to 6.
    6:57-9 wrong-shape `[1, 2, 3]`
      A list does not fit here. Write two numbers, the least and the most; if braces or brackets belong to a text, quote this text.
    7:57-4 wrong-shape `1..5`
      `1..5` does not fit here. Write a list of two numbers, the least and the most.
    8:58-1 wrong-shape `a`
      `a` does not fit here. Write a number.
    9:57-1 wrong-shape `0`
      `0` does not fit here. Write a whole number from 1 to 100000.
    "#);
}

#[test]
fn grids() {
    assert_snapshot!(questions("
        - var: a
          type: grid
          text: {zh: 甲, en: A}
        - var: b
          type: grid
          text: {zh: 甲, en: A}
          scale: {1: {zh: 甲, en: A, excl: true}, 2: {zh: 乙, en: B, other: true}, 3: {zh: 丙, en: C, missing: true}}
          rows:
            price: {zh: 价, en: Price, pin: first, if: 0 == 1}
            the rest: {zh: 甲, en: B, excl: true, other: true, missing: true}
            attn: {zh: 甲, en: C, trap: 7}
        - var: c
          type: grid
          show: pages
          text: {zh: 甲, en: A}
          scale: agree5
          rows: {}
    "), @r#"
    5:10-1 missing-key `a`
      A grid needs `scale`. Add `scale: …`.
    5:10-1 missing-key `a`
      A grid needs `rows`. Add `rows: …`.
    11:13-1 meaningless `1`
      `excl` and `other` mean nothing on the scale of a grid. Each row takes one code: remove the flag, or use another list.
    11:44-1 meaningless `2`
      `excl` and `other` mean nothing on the scale of a grid. Each row takes one code: remove the flag, or use another list.
    14:7-8 bad-name `the rest`
      `the rest` is no name for a row. Use at most 32 English letters, digits and `_`: the name becomes part of a column.
    14:32-4 meaningless `excl`
      `excl` means nothing on a row. Remove it, or write it on a choice of the scale.
    14:44-5 meaningless `other`
      `other` means nothing on a row. Remove it, or write it on a choice of the scale.
    14:57-7 meaningless `missing`
      `missing` means nothing on a row. Remove it, or write it on a choice of the scale.
    15:34-1 unknown-code `7`
      The scale has no code 7. Its codes are 1, 2, 3.
    18:11-5 unknown-word `pages`
      `pages` is not possible here. Write one of: cards, table.
    20:12-6 unknown-list `agree5`
      There is no list `agree5`. Add it under `lists`.
    21:11-2 no-rows `{}`
      There are no rows here. Add at least one, such as `price: {…}`.
    "#);
}

#[test]
fn a_questionnaire_with_grids_has_a_trap() {
    let grid = |trap: &str| {
        problems(&format!(
            "pages: [{{page: p, questions: [{{var: g, type: grid, text: {{en: A}}, scale: {{1: {{en: A}}, 2: {{en: B}}}}, \
             rows: {{a: {{en: A}}, b: {{en: B{trap}}}}}}}]}}]"
        ))
    };
    assert_snapshot!(grid(""), @r#"
    1:37-1 warning no-trap `g`
      No grid of this questionnaire has a trap row. Add a row such as `attn: {…, trap: 4}` to one grid, and a rule with `trapped()`.
    "#);
    assert_snapshot!(grid(", trap: 2"), @"");
}

#[test]
fn checks() {
    assert_snapshot!(questions("
        - var: a
          type: nps
          text: {zh: 甲, en: A}
          check:
          - {error: a > 5, text: {zh: 甲, en: A}}
          - {warn: a > 5, error: a > 6, text: {zh: 甲, en: A}}
          - {warn: a > 5}
          - {warn: b > 5, text: {zh: 甲, en: A}}
          - {stop: a > 5, text: {zh: 甲, en: A}}
        - {var: b, type: nps, text: {zh: 甲, en: A}, check: a > 5}
    "), @r#"
    10:7-49 wrong-shape `{warn: a > 5, error: a > 6, text: {zh: 甲, en: A}}`
      A check needs either `error` or `warn`. Write `error: CONDITION` to block, or `warn: CONDITION` to ask once.
    11:8-4 missing-key `warn`
      A check needs `text`. Add `text: …`.
    12:14-1 later-variable `b`
      `b` is asked later, so nothing is known of it here. Ask it earlier, or write the condition after it.
    13:7-35 wrong-shape `{stop: a > 5, text: {zh: 甲, en: A}}`
      A check needs either `error` or `warn`. Write `error: CONDITION` to block, or `warn: CONDITION` to ask once.
    13:8-4 unknown-key `stop`
      `stop` is no key of a check. Keys here: error, warn, text.
    14:54-5 wrong-shape `a > 5`
      `a > 5` does not fit here. Write a list of checks.
    "#);
}

#[test]
fn pipes() {
    assert_snapshot!(questions("
        - {var: a, type: multi, text: {zh: 甲, en: \"{a}\"}, choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B}}}
        - {var: b, type: single, from: a, text: {zh: 甲, en: A}}
        - var: c
          type: rank
          text: {zh: '您对“{b}”和{a}', en: \"{b} \\u4e2d {bb} {c} {d}\"}
          hint: {zh: '甲{', en: 'a } {{x}} {1}'}
          from: a
        - var: d
          type: grid
          text: {zh: '{c.1}{c.9}{c}', en: '{b.1}'}
          scale: {1: {zh: 甲, en: A}}
          rows: {x: {zh: 甲, en: '{e}', trap: 1}}
        - var: e
          type: number
          text:
            zh: |
              第一行
              第二行 {d} {nobody}
            en: one
              two {d.x} {d.y}
          unit: {zh: '{a.1}', en: m}
        - {info: i, text: {zh: '{e}', en: '{f}'}}
    "), @r#"
    5:47-1 later-variable `a`
      `a` is not known yet where this is shown. Ask it on an earlier page, or further up on this one.
    9:26-1 unfit-pipe `a`
      `a` does not give one text or number. Ask which one matters most with a single and `from`, and pipe that.
    9:48-2 unknown-variable `bb`
      There is no variable `bb`. Did you mean `b`?
    9:53-1 later-variable `c`
      `c` is not known yet where this is shown. Ask it on an earlier page, or further up on this one.
    9:57-1 later-variable `d`
      `d` is not known yet where this is shown. Ask it on an earlier page, or further up on this one.
    10:18-1 loose-brace `{`
      This brace opens or closes no `{name}`. Write it twice if the brace itself is meant: `{{` or `}}`.
    10:29-1 loose-brace `}`
      This brace opens or closes no `{name}`. Write it twice if the brace itself is meant: `{{` or `}}`.
    14:23-3 unfit-pipe `c.9`
      `c.9` does not give one text or number. Name a place from 1 to 2, such as `{c.1}`.
    14:28-1 unfit-pipe `c`
      `c` does not give one text or number. Name a place from 1 to 2, such as `{c.1}`.
    14:39-3 unfit-pipe `b.1`
      `b.1` does not give one text or number. Write `{b}`.
    16:29-1 later-variable `e`
      `e` is not known yet where this is shown. Ask it on an earlier page, or further up on this one.
    22:14-1 unfit-pipe `d`
      `d` does not give one text or number. Name one of its rows, such as `{d.x}`.
    22:18-6 unknown-variable `nobody`
      There is no variable `nobody`. Write the `var` of a question, or braces twice if they are meant.
    24:20-3 unfit-pipe `d.y`
      `d.y` does not give one text or number. Name one of its rows, such as `{d.x}`.
    25:18-3 unfit-pipe `a.1`
      `a.1` does not give one text or number. Ask which one matters most with a single and `from`, and pipe that.
    26:39-1 unknown-variable `f`
      There is no variable `f`. Write the `var` of a question, or braces twice if they are meant.
    "#);
}

#[test]
fn a_pipe_that_is_certainly_missing() {
    assert_snapshot!(questions("
        - {var: a, type: single, text: {zh: 甲, en: A}, choices: {1: {zh: 甲, en: A}, 2: {zh: 乙, en: B}}}
        - {var: b, type: nps, if: a == 1, text: {zh: 甲, en: A}}
        - {var: c, type: nps, if: a == 2, text: {zh: '{b}', en: '{a}'}}
        - {var: d, type: nps, text: {zh: '{b}', en: '{c}'}}
    "), @r#"
    7:50-1 pipe-of-missing `b`
      `b` is never answered where this is shown, so there would be a gap. Pipe another variable, or change one of the conditions.
    "#);
}

#[test]
fn nothing_is_piped_into_the_title() {
    assert_snapshot!(problems("
        title: {en: '{x}'}
        pages:
        - {page: p, title: {en: '{x}'}, questions: [{var: x, type: nps, text: {en: A}}]}
        - {page: q, title: {en: '{x}'}, questions: [{var: y, type: nps, text: {en: A}}]}
        derive: {z: {label: {en: '{x}'}, when: {1: x > 5}, choices: {1: {en: '{x}'}}}}
        ends: {complete: {text: {en: 'Thank you for {x} and {zz}'}}}
        "), @r#"
    1:15-1 pipe-not-here `x`
      Nothing can be piped here: this text stands for everybody. Remove it, or write the braces twice.
    3:27-1 later-variable `x`
      `x` is not known yet where this is shown. Ask it on an earlier page, or further up on this one.
    5:28-1 pipe-not-here `x`
      Nothing can be piped here: this text stands for everybody. Remove it, or write the braces twice.
    5:72-1 pipe-not-here `x`
      Nothing can be piped here: this text stands for everybody. Remove it, or write the braces twice.
    6:54-2 unknown-variable `zz`
      There is no variable `zz`. Did you mean `z`?
    "#);
}
