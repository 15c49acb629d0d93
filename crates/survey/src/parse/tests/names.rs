//! Names that stand twice, are none, or give the same column.

use insta::assert_snapshot;

use super::{problems, questions};

#[test]
fn names_stand_once() {
    let text = "
        pages:
        - page: p
          questions:
          - {var: x, nr: A1, type: nps, text: {en: A}}
          - {var: x, nr: A1, type: nps, text: {en: A}}
          - {info: hello, text: {en: A}}
          - {info: hello, text: {en: A}}
        - page: p
          questions:
          - {var: y, nr: 1, type: nps, text: {en: A}}
          - {var: z, nr: 1, type: nps, text: {en: A}}
        - page: x
          questions:
          - {var: u, type: nps, text: {en: A}}
        derive: {y: {label: {en: Y}, calc: x + 1}}
        ";
    assert_snapshot!(problems(text), @r#"
    5:11-1 duplicate-variable `x`
      The variable `x` stands on line 4 already. Give each one a name of its own.
    5:18-2 duplicate-nr `A1`
      The number `A1` stands on line 4 already. Give each one a name of its own.
    7:12-5 duplicate-name `hello`
      The info text `hello` stands on line 6 already. Give each one a name of its own.
    8:9-1 duplicate-page `p`
      The page `p` stands on line 2 already. Give each one a name of its own.
    11:18-1 duplicate-nr `1`
      The number `1` stands on line 10 already. Give each one a name of its own.
    12:9-1 page-like-variable `x`
      A variable is called `x` too. Give the page another name, so that conditions can tell them apart.
    15:10-1 duplicate-variable `y`
      The variable `y` stands on line 10 already. Give each one a name of its own.
    "#);
}

#[test]
fn names_begin_with_a_letter_and_are_no_word_of_conditions() {
    assert_snapshot!(questions("
        - {var: 1a, type: nps, text: {zh: 甲, en: A}}
        - {var: a-b, type: nps, text: {zh: 甲, en: A}}
        - {var: 性别, type: nps, text: {zh: 甲, en: A}}
        - {var: has, type: nps, text: {zh: 甲, en: A}}
        - {var: YEAR, type: nps, text: {zh: 甲, en: A}}
        - {var: seconds, type: nps, text: {zh: 甲, en: A}}
        - {var: _a, type: nps, text: {zh: 甲, en: A}}
    "), @r#"
    5:11-2 bad-name `1a`
      `1a` is no name for a variable. Begin with an English letter; go on with letters, digits and `_`, 64 at most.
    6:11-3 bad-name `a-b`
      `a-b` is no name for a variable. Begin with an English letter; go on with letters, digits and `_`, 64 at most.
    7:11-2 bad-name `性别`
      `性别` is no name for a variable. Begin with an English letter; go on with letters, digits and `_`, 64 at most.
    8:11-3 reserved-word `has`
      `has` is a word of conditions, so no variable can be called so. Choose another name.
    9:11-4 reserved-word `YEAR`
      `YEAR` is a word of conditions, so no variable can be called so. Choose another name.
    10:11-7 reserved-word `seconds`
      `seconds` is a word of conditions, so no variable can be called so. Choose another name.
    10:11-7 column-collision `seconds`
      The column `seconds` of `seconds` is in every data file; capitals make no difference. Choose another name.
    11:11-2 bad-name `_a`
      `_a` is no name for a variable. Begin with an English letter; go on with letters, digits and `_`, 64 at most.
    "#);
    assert_snapshot!(problems("pages: [{page: page one, questions: [{var: a, type: nps, text: {en: A}}]}]"), @r#"
    1:16-8 bad-name `page one`
      `page one` is no name for a page. Begin with an English letter; go on with letters, digits and `_`, 64 at most.
    "#);
}

#[test]
fn columns_collide_whatever_the_capitals() {
    assert_snapshot!(questions("
        - {var: Code, type: nps, text: {zh: 甲, en: A}}
        - {var: a, type: multi, text: {zh: 甲, en: A}, order: flip, choices: {1: {zh: 甲, en: A}, 98: {zh: 甲, en: A, other: true}}}
        - {var: A_1, type: nps, text: {zh: 甲, en: A}}
        - {var: a_98_text, type: open, text: {zh: 甲, en: A}}
        - {var: a_order, type: open, text: {zh: 甲, en: A}}
        - {var: a_text, type: open, text: {zh: 甲, en: A}}
        - {var: r, type: rank, from: a, pick: [1, 2], text: {zh: 甲, en: A}}
        - {var: r_2, type: nps, text: {zh: 甲, en: A}}
        - {var: r_3, type: nps, text: {zh: 甲, en: A}}
        - {var: r_98_text, type: nps, text: {zh: 甲, en: A}}
        - {var: g, type: grid, text: {zh: 甲, en: A}, order: flip, scale: {1: {zh: 甲, en: A}}, rows: {x: {zh: 甲, en: A, trap: 1}, X: {zh: 甲, en: A}, order: {zh: 甲, en: A}}}
        - {var: cell_sex, type: nps, text: {zh: 甲, en: A}}
    "), @r#"
    5:11-4 column-collision `Code`
      The column `Code` of `Code` is in every data file; capitals make no difference. Choose another name.
    7:11-3 column-collision `A_1`
      The column `A_1` of `A_1` is also one of `a`, on line 6; capitals make no difference. Choose another name.
    8:11-9 column-collision `a_98_text`
      The column `a_98_text` of `a_98_text` is also one of `a`, on line 6; capitals make no difference. Choose another name.
    9:11-7 column-collision `a_order`
      The column `a_order` of `a_order` is also one of `a`, on line 6; capitals make no difference. Choose another name.
    12:11-3 column-collision `r_2`
      The column `r_2` of `r_2` is also one of `r`, on line 11; capitals make no difference. Choose another name.
    15:11-1 column-collision `g`
      The column `g_X` of `g` comes twice of its rows and codes; capitals make no difference. Choose another name.
    15:11-1 column-collision `g`
      The column `g_order` of `g` comes twice of its rows and codes; capitals make no difference. Choose another name.
    "#);
    let text = "
        pages:
        - page: p
          questions:
          - {var: sex, type: single, text: {en: A}, choices: {1: {en: A}}}
          - {var: Cell_Sex, type: nps, text: {en: A}}
          - {var: m, type: multi, text: {en: A}, choices: {1: {en: A}}}
          - {var: u_1, type: nps, text: {en: A}}
          then: [{quota: reserve}]
        derive: {u: {label: {en: U}, union: [m]}}
        quota: {active: a, plans: {a: {n: 5, tables: [{name: sex, by: [sex], cells: {1: 5}}]}}}
        ";
    assert_snapshot!(problems(text), @r#"
    5:11-8 column-collision `Cell_Sex`
      The column `Cell_Sex` of `Cell_Sex` is that of a quota table, on line 10; capitals make no difference. Choose another name.
    9:10-1 column-collision `u`
      The column `u_1` of `u` is also one of `u_1`, on line 7; capitals make no difference. Choose another name.
    "#);
}
