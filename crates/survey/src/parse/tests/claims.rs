//! Claims: what is read, and everything that can be wrong with it.

use insta::assert_snapshot;

use crate::claims::{Claim, read};
use crate::testing::minimal;

const STUDY: &str = "
    pages:
    - page: p
      questions:
      - {var: sex, type: single, text: {en: A}, choices: {1: {en: A}, 2: {en: B}, 97: {en: C, missing: true}}}
      - {var: will, type: scale, text: {en: A}, choices: {5: {en: A}, 4: {en: B}, 3: {en: C}, 2: {en: D}, 1: {en: E}, 6: {en: F, missing: true}}}
      - {var: seven, type: scale, text: {en: A}, choices: {7: {en: A}, 4: {en: B}, 1: {en: C}}}
      - {var: cups, type: number, text: {en: A}}
      - {var: nps, type: nps, text: {en: A}}
      - {var: why, type: open, text: {en: A}}
      - {var: tea, type: multi, text: {en: A}, choices: {1: {en: A}, 2: {en: B}, 3: {en: C}, 99: {en: D, excl: true}}}
      - {var: best, type: rank, pick: [2, 2], text: {en: A}, choices: {1: {en: A}, 2: {en: B}}}
      - {var: sat, type: grid, text: {en: A}, rows: {price: {en: A}, taste: {en: B}}, scale: {1: {en: A}, 3: {en: B}, 5: {en: C}}}
    derive:
      double: {label: {en: A}, calc: cups * 2}
      band: {label: {en: A}, when: {1: cups < 2, 2: cups >= 2}, choices: {1: {en: A}, 2: {en: B}}}
";

/// The claims that were read, and `line:column-width code [words]: message mend` of each problem.
fn claims(text: &str) -> String {
    let (claims, problems) = read(text, &minimal(STUDY));
    let claim = |it: &Claim| {
        let base = it.base.as_ref().map_or("all".to_owned(), ToString::to_string);
        format!("{} {} {base} {:?}\n", it.id, it.seed, it.expect)
    };
    let claims: String = claims.iter().map(claim).collect();
    let problem = |it: &crate::Problem| {
        let at = format!("{}:{}-{}", it.line, it.column, it.width);
        format!("{at} {} [{}]: {} {}\n", it.code, it.words, it.message, it.mend)
    };
    claims + &problems.iter().map(problem).collect::<String>()
}

/// The same of claims that stand from line 3 on.
fn of(lines: &str) -> String {
    claims(&format!("questionnaire: test.yaml\nclaims:\n{}", crate::testing::flush(lines)))
}

#[test]
fn every_statistic_and_every_expectation_is_read() {
    let lines = r#"
        - {id: A, seed: women, stat: {pct: sex == 2}, base: all, expect: "= 72.66"}
        - {id: B, seed: weekly, stat: {mode: will}, base: sex == 2, expect: "= 5"}
        - {id: C, seed: top, stat: {top: tea, k: 2}, base: answered(tea), expect: "order [2, 1]"}
        - {id: D, seed: rank, stat: {top: best, k: 2}, base: all, expect: "set [1, 2]"}
        - {id: E, seed: first, stat: {mode: best.1}, base: all, expect: "set [1]"}
        - {id: F, seed: net, stat: {net: will}, base: all, expect: "> 0"}
        - {id: G, seed: row, stat: {net: sat.price}, base: all, expect: ">= -5.5"}
        - {id: H, seed: mean, stat: {mean: sat.taste}, base: all, expect: "< 4"}
        - {id: I, seed: nps, stat: {mean: nps}, base: all, expect: "<= 9"}
        - {id: J, seed: calc, stat: {diff: [{mean: double}, {mean: cups}]}, base: all, expect: "in 0..6.5"}
        - {id: K, seed: points, stat: {diff: [{pct: sex == 2}, {net: will}]}, base: all, expect: "in -1..6"}
        - {id: L, seed: derived, stat: {top: band, k: 1}, base: all, expect: "order [2]"}
    "#;
    assert_snapshot!(of(lines), @"
    A women all Is(72.66)
    B weekly sex == 2 Order([5])
    C top answered(tea) Order([2, 1])
    D rank all Set([1, 2])
    E first all Set([1])
    F net all Above(0.0)
    G row all AtLeast(-5.5)
    H mean all Below(4.0)
    I nps all AtMost(9.0)
    J calc all Within(0.0, 6.5)
    K points all Within(-1.0, 6.0)
    L derived all Order([2])
    ");
}

#[test]
fn a_claim_that_cannot_be_read_says_where_and_what_and_the_others_are_read() {
    let lines = r#"
        - {id: A, seed: a, stat: {pct: sxe == 2}, base: all, expect: "> 5"}
        - {id: B, seed: b, stat: {pct: sex == 3}, base: cups has 1, expect: "> 5"}
        - {id: C, seed: c, stat: {pct: sex ==}, base: duplicate(device), expect: "> 5"}
        - {id: D, seed: d, stat: {median: cups}, base: all, expect: "> 5"}
        - {id: E, seed: e, stat: {mean: cups, net: will}, base: all, expect: "> 5"}
        - {id: F, seed: f, stat: {k: 2}, base: all, expect: "> 5"}
        - {id: G, seed: g, stat: mean, base: all, expect: "> 5"}
        - {id: G, base: all, stat: {mean: cups}, expext: "> 5"}
        - {id: H, seed: h, stat: {mean: cups}, base: all, expect: "> 5"}
        - word
    "#;
    assert_snapshot!(of(lines), @"
    H h all Above(5.0)
    3:32-3 unknown-variable [sxe]: There is no variable `sxe`. Did you mean `sex`?
    4:32-3 unknown-code [sex]: `sex` has no code 3. Its codes are 1, 2, 97.
    4:49-4 has-on-single [cups]: `has` is for questions with several answers, and `cups` is a number. Write `cups == 1` or `cups in [1, 2]`.
    5:38-1 unexpected-end []: The expression ends where a value is wanted. Write a variable, a number or a text in single quotes here.
    5:47-17 duplicate-in-filter [duplicate(device)]: Whether a device was here before is known only when an interview ends. Write a quality rule with `duplicate(device)`, and look at `flags`.
    6:27-6 unknown-key [median]: `median` is no key of a statistic. Did you mean `mean`?
    7:26-23 not-one-statistic [{mean: cups, net: will}]: There are 2 statistics here. Write one of: pct, mode, top, net, mean, diff.
    8:26-6 not-one-statistic [{k: 2}]: There are 0 statistics here. Write one of: pct, mode, top, net, mean, diff.
    9:26-4 wrong-shape [mean]: `mean` does not fit here. Write a statistic, key by key.
    10:4-2 missing-key [id]: A claim needs `seed`. Add `seed: …`.
    10:8-1 duplicate-name [G]: There are two claims `G`. Give each claim a name of its own.
    10:42-6 unknown-key [expext]: `expext` is no key of a claim. Did you mean `expect`?
    12:3-4 wrong-shape [word]: `word` does not fit here. Write a claim, key by key.
    ");
}

#[test]
fn a_statistic_fits_its_variable() {
    let lines = r#"
        - {id: A, seed: a, stat: {top: cups, k: 2}, base: all, expect: "set [1, 2]"}
        - {id: B, seed: b, stat: {mode: why}, base: all, expect: "= 1"}
        - {id: C, seed: c, stat: {mode: sat}, base: all, expect: "= 1"}
        - {id: D, seed: d, stat: {top: tea, k: 4}, base: all, expect: "set [1, 2, 3, 99]"}
        - {id: E, seed: e, stat: {top: tea}, base: all, expect: "set [1]"}
        - {id: F, seed: f, stat: {top: tea, k: 0}, base: all, expect: "set [1]"}
        - {id: G, seed: g, stat: {mode: tea, k: 2}, base: all, expect: "= 1"}
        - {id: H, seed: h, stat: {net: seven}, base: all, expect: "> 0"}
        - {id: I, seed: i, stat: {net: tea}, base: all, expect: "> 0"}
        - {id: J, seed: j, stat: {mean: sex}, base: all, expect: "> 0"}
        - {id: K, seed: k, stat: {mean: band}, base: all, expect: "> 0"}
        - {id: L, seed: l, stat: {mean: sat}, base: all, expect: "> 0"}
        - {id: M, seed: m, stat: {mean: sat.prize}, base: all, expect: "> 0"}
        - {id: N, seed: n, stat: {mean: cups + 1}, base: all, expect: "> 0"}
        - {id: O, seed: o, stat: {mean: cpus}, base: all, expect: "> 0"}
        - {id: P, seed: p, stat: {diff: [{mean: cups}, {pct: sex == 2}]}, base: all, expect: "> 0"}
        - {id: Q, seed: q, stat: {diff: [{mean: cups}]}, base: all, expect: "> 0"}
        - {id: R, seed: r, stat: {diff: [{mean: cups}, {mode: sex}]}, base: all, expect: "> 0"}
    "#;
    assert_snapshot!(of(lines), @"
    G g all Order([1])
    3:32-4 unfit-statistic [cups]: `cups` has no codes that could be counted. Name a question with codes, one item of a grid, or a variable derived with `when`.
    4:33-3 unfit-statistic [why]: `why` has no codes that could be counted. Name a question with codes, one item of a grid, or a variable derived with `when`.
    5:33-3 unfit-statistic [sat]: `sat` has no codes that could be counted. Name a question with codes, one item of a grid, or a variable derived with `when`.
    6:40-1 k-too-large [4]: `tea` has 3 codes that count. Ask for fewer: codes that exclude the others, and refusals, are left out.
    7:27-3 missing-key [top]: A top needs `k`. Add `k: …`.
    8:40-1 wrong-shape [0]: `0` does not fit here. Write a whole number from 1 to 100.
    9:38-1 unknown-key [k]: `mode` has no `k`. Remove it, or write `top`.
    10:32-5 unfit-statistic [seven]: `seven` is no scale from 1 to 5. Write `diff` of two `pct` instead, which say what is high and what is low.
    11:32-3 unfit-statistic [tea]: `tea` is no scale from 1 to 5. Write `diff` of two `pct` instead, which say what is high and what is low.
    12:33-3 unfit-statistic [sex]: `sex` has no mean. Name a scale, a number, one item of a grid, or a variable derived with `calc`.
    13:33-4 unfit-statistic [band]: `band` has no mean. Name a scale, a number, one item of a grid, or a variable derived with `calc`.
    14:33-3 unfit-statistic [sat]: `sat` has no mean. Name a scale, a number, one item of a grid, or a variable derived with `calc`.
    15:33-9 unknown-row [sat.prize]: The grid `sat` has no row `prize`. Did you mean `price`?
    16:33-8 wrong-shape [cups + 1]: `cups + 1` does not fit here. Write the name of a variable.
    17:33-4 unknown-variable [cpus]: There is no variable `cpus`. Did you mean `cups`?
    18:33-31 unlike-statistics [[{mean: cups}, {pct: sex == 2}]]: These two cannot be subtracted. Write two shares (`pct`, `net`), or two means.
    19:33-14 wrong-shape [[{mean: cups}]]: A list does not fit here. Write two statistics, such as `[{pct: …}, {pct: …}]`; if braces or brackets belong to a text, quote this text.
    20:33-27 unlike-statistics [[{mean: cups}, {mode: sex}]]: These two cannot be subtracted. Write two shares (`pct`, `net`), or two means.
    ");
}

#[test]
fn an_expectation_fits_its_statistic() {
    let expect = |stat: &str, expects: &[&str]| {
        let line = |(at, it): (usize, &&str)| {
            format!("- {{id: {at}, seed: a, stat: {stat}, base: all, expect: \"{it}\"}}\n")
        };
        of(&expects.iter().enumerate().map(line).collect::<String>())
    };
    let figure = ["5", "= five", "= 72.661", "in 6..5", "in 5", "set [1]", "> inf", "~ 5", "> 5 %"];
    assert_snapshot!(expect("{pct: sex == 2}", &figure), @r#"
    3:62-3 bad-expectation ["5"]: Nothing can be compared with this. Write such as `= 72.66`, `> 60`, `<= 5` or `in 0..6`.
    4:62-8 bad-expectation ["= five"]: Nothing can be compared with this. Write such as `= 72.66`, `> 60`, `<= 5` or `in 0..6`.
    5:62-10 bad-expectation ["= 72.661"]: Figures are compared with two decimals; this has more. Round it, or write `in a..b`.
    6:62-9 bad-expectation ["in 6..5"]: No figure is above 6 and at most 5. Write the lower end first.
    7:62-6 bad-expectation ["in 5"]: Nothing can be compared with this. Write such as `= 72.66`, `> 60`, `<= 5` or `in 0..6`.
    8:62-9 bad-expectation ["set [1]"]: `set` is of codes, and this statistic is a figure. Write such as `= 72.66`, `> 60`, `<= 5` or `in 0..6`.
    9:62-7 bad-expectation ["> inf"]: Nothing can be compared with this. Write such as `= 72.66`, `> 60`, `<= 5` or `in 0..6`.
    10:62-5 bad-expectation ["~ 5"]: Nothing can be compared with this. Write such as `= 72.66`, `> 60`, `<= 5` or `in 0..6`.
    11:62-7 bad-expectation ["> 5 %"]: Nothing can be compared with this. Write such as `= 72.66`, `> 60`, `<= 5` or `in 0..6`.
    "#);
    let codes =
        ["> 5", "set [1, 97]", "order [1]", "order [2, 2]", "set 1, 2", "set [1; 2]", "= 1", "in 1..2"];
    assert_snapshot!(expect("{top: sex, k: 2}", &codes), @r#"
    3:63-5 bad-expectation ["> 5"]: `>` is of a figure, and this statistic gives codes. Write such as `order [6, 3, 5]`, `set [1, 2]`, or `= 3` where it is one code.
    4:63-13 unknown-code ["set [1, 97]"]: `sex` has no code 97 that counts. Those that count are 1, 2.
    5:63-11 bad-expectation ["order [1]"]: The statistic gives 2, and here are 1. Write such as `order [6, 3, 5]`, `set [1, 2]`, or `= 3` where it is one code.
    6:63-14 bad-expectation ["order [2, 2]"]: One code stands here twice. Write such as `order [6, 3, 5]`, `set [1, 2]`, or `= 3` where it is one code.
    7:63-10 bad-expectation ["set 1, 2"]: No codes can be read here. Write such as `order [6, 3, 5]`, `set [1, 2]`, or `= 3` where it is one code.
    8:63-12 bad-expectation ["set [1; 2]"]: No codes can be read here. Write such as `order [6, 3, 5]`, `set [1, 2]`, or `= 3` where it is one code.
    9:63-5 bad-expectation ["= 1"]: The statistic gives 2, and here are 1. Write such as `order [6, 3, 5]`, `set [1, 2]`, or `= 3` where it is one code.
    10:63-9 bad-expectation ["in 1..2"]: `in` is of a figure, and this statistic gives codes. Write such as `order [6, 3, 5]`, `set [1, 2]`, or `= 3` where it is one code.
    "#);
}

#[test]
fn a_file_that_is_for_another_questionnaire_or_holds_no_claims_is_told_so() {
    assert_snapshot!(claims("questionnaire: tset.yaml\nclaims: []"), @"1:16-9 other-questionnaire [tset.yaml]: The file is for `tset.yaml`, not for `test`. Take the file of this questionnaire, or change the name here.");
    assert_snapshot!(claims("claims: {A: 1}\nclaim: 2"), @"
    1:1-6 missing-key [claims]: A file of claims needs `questionnaire`. Add `questionnaire: …`.
    1:9-6 wrong-shape [{A: 1}]: A map does not fit here. Write a list of claims; if braces or brackets belong to a text, quote this text.
    2:1-5 unknown-key [claim]: `claim` is no key of a file of claims. Did you mean `claims`?
    ");
    assert_snapshot!(claims(""), @"1:1-1 empty-file []: There are no claims here. Begin with `questionnaire: …`.");
    assert_snapshot!(claims("- a: ["), @"1:6-1 yaml [[]: This is not YAML: unclosed bracket '['. Close it, or quote this text if the character belongs to it.");
}

#[test]
fn the_claims_of_the_reference_questionnaires_are_read_whole() {
    let files = [
        (
            super::MINI_PROGRAM,
            include_str!("../../../../../questionnaires/mini-program-2026.claims.yaml"),
            31,
        ),
        (super::SECOND_HAND, include_str!("../../../../../questionnaires/second-hand-2025.claims.yaml"), 29),
    ];
    for (questionnaire, text, many) in files {
        let (claims, problems) = read(text, &crate::read(questionnaire).0);
        assert_eq!((claims.len(), problems), (many, Vec::new()));
    }
}
