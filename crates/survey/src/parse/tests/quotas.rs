//! Quota plans and quality rules.

use insta::assert_snapshot;

use super::problems;
use crate::testing::flush;

/// A questionnaire with a sex, an age band of which code 9 is retired, a number and a multi, and these quotas.
fn quotas(lines: &str) -> String {
    let lines = flush(lines);
    problems(&format!(
        "{lines}
pages:
- page: p
  questions:
  - {{var: sex, type: single, text: {{en: A}}, choices: {{1: {{en: A}}, 2: {{en: B}}}}}}
  - {{var: band, type: single, text: {{en: A}}, choices: {{1: {{en: A}}, 2: {{en: B}}, 3: {{en: C}}, 9: {{en: D, if: 0 == 1}}}}}}
  - {{var: n, type: number, text: {{en: A}}}}
  - {{var: m, type: multi, text: {{en: A}}, choices: {{1: {{en: A}}}}}}
  then: [{{quota: reserve}}]
- {{page: q, questions: [{{var: late, type: nps, text: {{en: A}}}}]}}
derive: {{old: {{label: {{en: A}}, when: {{1: n > 50, 2: n <= 50}}, choices: {{1: {{en: A}}, 2: {{en: B}}}}}}}}
"
    ))
}

#[test]
fn good_quotas() {
    assert_snapshot!(quotas("
        quota:
          count: complete
          hold: 60m
          active: one
          plans:
            one: {n: 10, tables: [{name: sex, by: [sex], cells: {1: 5, 2: 5}}, {name: both, by: [sex, band], cells: {1: [1, 2, 2], 2: {1: 3, 2: 0, 3: 2}}}]}
            two: {n: 7, tables: [{name: sex, by: [sex], cells: {1: 7, 2: 0}}, {name: n, by: [n], cells: {1: 7}}, {name: old, by: [old, band], cells: {1: [1, 1, 1], 2: [1, 1, 1, 1]}}]}
    "), @"");
}

#[test]
fn tables_sum_to_n() {
    assert_snapshot!(quotas("
        quota:
          active: one
          plans:
            one:
              n: 10
              tables:
              - {name: few, by: [sex], cells: {1: 5, 2: 4}}
              - name: many
                by: [sex, old]
                cells:
                  1: [5, 5]
                  2: [5, 5]
    "), @r#"
    7:32-5 quota-sum `cells`
      The cells of `few` sum to 9, 1 too few: the plan wants 10. Change the targets, or `n`.
    10:9-5 quota-sum `cells`
      The cells of `many` sum to 20, 10 too many: the plan wants 10. Change the targets, or `n`.
    "#);
}

#[test]
fn codes_and_variables_exist() {
    assert_snapshot!(quotas("
        quota:
          active: one
          plans:
            one:
              n: 10
              tables:
              - {name: a, by: [sexx], cells: {1: 10}}
              - {name: b, by: [sex], cells: {1: 5, 3: 5}}
              - {name: c, by: [m], cells: {1: 10}}
              - {name: d, by: [sex, sex], cells: {1: 10}}
              - {name: e, by: [sex, band, old], cells: {1: 10}}
              - {name: f, by: [], cells: {1: 10}}
              - {name: g, by: sex, cells: {1: 10}}
              - {name: h, by: [late], cells: {0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1, 10: 0}}
    "), @r#"
    7:24-4 unknown-variable `sexx`
      There is no variable `sexx`. Did you mean `sex`?
    8:44-1 unknown-code `3`
      The variable has no code 3. Its codes are 1, 2.
    9:24-1 unfit-quota `m`
      `m` does not give one code per person. Name a single, or derive a variable with `when`.
    10:29-3 duplicate-name `sex`
      `sex` stands here twice. Remove one.
    11:23-16 wrong-shape `[sex, band, old]`
      A list does not fit here. Write a list of one variable or two; if braces or brackets belong to a text, quote this text.
    12:23-2 wrong-shape `[]`
      A list does not fit here. Write a list of one variable or two; if braces or brackets belong to a text, quote this text.
    13:23-3 wrong-shape `sex`
      `sex` does not fit here. Write a list of one variable or two.
    14:24-4 later-variable `late`
      `late` is not known yet where places are taken, after page `p`. Ask it earlier, or reserve later.
    "#);
}

#[test]
fn cells_are_complete() {
    assert_snapshot!(quotas("
        quota:
          active: one
          plans:
            one:
              n: 10
              tables:
              - {name: a, by: [sex], cells: {1: 10}}
              - {name: b, by: [sex, old], cells: {1: [5, 5], 2: [1]}}
              - {name: c, by: [sex], cells: {1: -5, 2: many}}
              - {name: d, by: [sex], cells: [5, 5]}
              - {name: e, by: [old, n], cells: {1: [5, 5], 2: {1: 0}}}
              - {name: a, by: [sex], cells: {1: 5, 2: 5}}
              - {by: [sex], cells: {1: 5, 2: 5}}
              - {name: f g, by: [sex], cells: {1: 5, 2: 5}}
    "), @r#"
    7:37-7 missing-cell `{1: 10}`
      There is no cell for: 2. Add them; a target of 0 turns these people away as quota full.
    8:57-3 missing-cell `[1]`
      This row has 1 targets for 2 codes. Write one target for each of: 1, 2.
    9:41-2 wrong-shape `-5`
      `-5` does not fit here. Write a whole number from 0 to 100000000.
    9:48-4 wrong-shape `many`
      `many` does not fit here. Write a whole number from 0 to 100000000.
    10:37-6 wrong-shape `[5, 5]`
      A list does not fit here. Write targets by code, key by key; if braces or brackets belong to a text, quote this text.
    11:44-6 unfit-quota `[5, 5]`
      The second variable has no list of codes. Write targets by code.
    12:16-1 duplicate-name `a`
      The plan has two tables `a`. Give each table a name of its own.
    13:10-2 missing-key `by`
      A quota table needs `name`. Add `name: …`.
    14:16-3 bad-name `f g`
      `f g` is no name for a table. Use at most 32 English letters, digits and `_`: it becomes a column, `cell_NAME`.
    "#);
}

#[test]
fn the_name_of_the_table_of_sources_is_taken() {
    let text = "
        pages: [{page: p, questions: [{var: x, type: single, text: {en: A}, choices: {1: {en: B}}}], then: [{quota: reserve}]}]
        ends: {complete: {text: {en: A}}, quota_full: {text: {en: A}}}
        quota:
          hold: 60m
          active: main
          plans: {main: {n: 5, tables: [{name: Source, by: [x], cells: {1: 5}}]}}
        ";
    assert_snapshot!(problems(text), @r"
    6:40-6 bad-name `Source`
      A table cannot be called `Source`. Call it something else: under this name the desk counts the places of each source of sample.
    ");
}

#[test]
fn plans_and_settings() {
    assert_snapshot!(quotas("quota: {count: all, hold: 1y, active: two, plans: {one: {n: 0, tables: []}, three: {}}}"), @r#"
    1:16-3 unknown-word `all`
      `all` is not possible here. Write one of: complete.
    1:27-2 bad-duration `1y`
      `1y` is no duration that fits here. Write a whole number and `s`, `m`, `h` or `d`, such as `90s`, `12m` or `48h`.
    1:39-3 unknown-plan `two`
      There is no plan `two`. The plans are: one, three.
    1:61-1 wrong-shape `0`
      `0` does not fit here. Write a whole number from 1 to 100000000.
    1:72-2 no-tables `[]`
      There are no tables here. Add at least one: `- {name: …, by: […], cells: {…}}`.
    1:77-5 missing-key `three`
      A quota plan needs `n`. Add `n: …`.
    1:77-5 missing-key `three`
      A quota plan needs `tables`. Add `tables: …`.
    "#);
    assert_snapshot!(quotas("quota: {}"), @r#"
    1:8-2 missing-key `{}`
      `quota` needs `plans`. Add `plans: …`.
    "#);
    assert_snapshot!(quotas("field: {n: 11}\nquota: {active: one, plans: {one: {n: 10, tables: [{name: sex, by: [sex], cells: {1: 5, 2: 5}}]}}}"), @r#"
    2:9-6 warning n-differs `active`
      The active plan wants 10 completes, the field 11. Make `field.n` and the plan's `n` the same.
    "#);
}

#[test]
fn a_place_is_taken_once_and_in_quotas() {
    assert_snapshot!(quotas(""), @r#"
    8:18-7 reserve-without-quota `reserve`
      There is no quota to take a place in. Add `quota`, or remove this step.
    "#);
    let text = |then: &str, page: &str, rest: &str| {
        problems(&format!(
            "pages:\n- {{page: p, questions: [{{var: sex, type: single, text: {{en: A}}, choices: {{1: {{en: A}}, 2: {{en: B}}}}}}], then: [{then}]}}\n\
             {page}\nquota: {{active: a, plans: {{a: {{n: 5, tables: [{{name: sex, by: [sex], cells: {{1: 5, 2: 0}}}}]}}}}}}\n{rest}"
        ))
    };
    assert_snapshot!(text("", "", ""), @r#"
    4:1-5 warning quota-without-reserve `quota`
      No page takes a place in these quotas. Add `- quota: reserve` to the `then` of the last page of the screener.
    "#);
    assert_snapshot!(text("{quota: reserve}, {quota: reserve}", "", ""), @r#"
    2:135-7 reserve-twice `reserve`
      A place is taken here by people who may already hold one. Keep one `quota: reserve` on each path.
    "#);
    let page = "- {page: q, questions: [], then: [{quota: reserve}]}";
    assert_snapshot!(text("{quota: reserve}", page, ""), @r#"
    3:43-7 reserve-twice `reserve`
      A place is taken here by people who may already hold one. Keep one `quota: reserve` on each path.
    "#);
    let pages = "- {page: q, if: sex == 1, questions: [], then: [{quota: reserve}]}\n- {page: r, if: sex == 2, questions: [], then: [{quota: reserve}]}";
    assert_snapshot!(text("", pages, ""), @"");
    assert_snapshot!(text("{quota: reserve, if: sex == 1}, {quota: keep}", "", ""), @r#"
    2:126-2 meaningless `if`
      `if` means nothing beside `quota: reserve`. Everybody who gets here takes a place; let ends stand before it.
    2:149-4 unknown-word `keep`
      `keep` is not possible here. Write one of: reserve.
    "#);
    assert_snapshot!(text("{quota: reserve}", "", "ends: {complete: {text: {en: A}}}"), @r#"
    2:117-7 end-without-page `reserve`
      The end `quota_full` has no page. Add `quota_full: {text: …}` under `ends`.
    "#);
}

#[test]
fn quality_rules() {
    let text = "
        pages: [{page: p, questions: [{var: x, type: nps, text: {en: A}}]}]
        quality:
          rules:
          - {id: Q1, if: seconds() < 100, do: reject}
          - {id: Q1, if: x == 1, do: flag}
          - {id: Q 2, if: x == 11, do: ban}
          - {if: y == 1}
          - {id: Q3, if: x, do: flag, then: x}
          reject_at: 0
        ";
    assert_snapshot!(problems(text), @r#"
    5:10-2 duplicate-name `Q1`
      There are two rules `Q1`. Give each rule an id of its own.
    6:10-3 bad-name `Q 2`
      `Q 2` is no id for a rule. Use English letters, digits and `_`: the ids stand in the data.
    6:32-3 unknown-word `ban`
      `ban` is not possible here. Write one of: reject, flag.
    7:6-2 missing-key `if`
      A quality rule needs `do`. Add `do: …`.
    7:10-1 unknown-variable `y`
      There is no variable `y`. Write the `var` of a question, or the name of a derived variable.
    8:18-1 not-a-condition `x`
      `x` is a number; a condition is true or false. Compare it, such as `x == 1`.
    8:31-4 unknown-key `then`
      `then` is no key of a quality rule. Keys here: id, if, do.
    9:14-1 wrong-shape `0`
      `0` does not fit here. Write a whole number from 1 to 1000.
    "#);
}
