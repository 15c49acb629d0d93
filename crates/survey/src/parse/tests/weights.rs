//! Weightings: margins, shares, sources and bounds.

use insta::assert_snapshot;

use super::problems;
use crate::testing::{flush, minimal};

/// A questionnaire with a sex, an age band of which 9 is retired and 99 a refusal, others that are no margins, and
/// these weightings.
fn with(lines: &str) -> String {
    let lines = flush(lines);
    format!(
        "{lines}
pages:
- page: p
  questions:
  - {{var: sex, type: single, text: {{en: A}}, choices: {{1: {{en: A}}, 2: {{en: B}}}}}}
  - {{var: band, type: scale, text: {{en: A}}, choices: {{1: {{en: A}}, 2: {{en: B}}, 9: {{en: D, if: 0 == 1}}, 99: {{en: E, missing: true}}}}}}
  - {{var: n, type: number, text: {{en: A}}}}
  - {{var: m, type: multi, text: {{en: A}}, choices: {{1: {{en: A}}}}}}
  - {{var: nps, type: nps, text: {{en: A}}}}
derive:
  old: {{label: {{en: A}}, when: {{1: n > 50, 2: n <= 50}}, choices: {{1: {{en: A}}, 2: {{en: B}}}}}}
  double: {{label: {{en: A}}, calc: n * 2}}
  both: {{label: {{en: A}}, union: [m]}}
"
    )
}

fn weights(lines: &str) -> String {
    problems(&with(lines))
}

/// The problems of one margin, which stands alone on line 5.
fn margin(line: &str) -> String {
    weights(&format!("weights:\n- name: main\n  label: {{en: A}}\n  margins:\n  - {{{line}}}"))
}

const GOOD: &str = "
    weights:
    - name: population
      label: {en: Adults by census}
      margins:
      - {by: sex, shares: {1: 51.24, 2: 48.76}, source: {en: The census}, year: 2020}
      - {by: band, shares: {1: 33.3, 2: 66.6}, source: {en: The census}, year: 2020}
      - by: [old, sex]
        shares: {1: {1: 20, 2: 25}, 2: {1: 30, 2: 25.0}}
        source: {en: The yearbook}
        year: 2024
      cap: [0.3, 3]
    - name: by_sex
      label: {en: By sex}
      margins: [{by: [sex], shares: {2: 100, 1: 0}, source: {en: The census}, year: 2020}]
    ";

#[test]
fn good_weightings_are_read() {
    assert_snapshot!(weights(GOOD), @"");
    let questionnaire = minimal(&with(GOOD));
    let [population, by_sex] = &questionnaire.weights[..] else { panic!("{:?}", questionnaire.weights) };
    assert_eq!((population.name.as_str(), population.cap), ("population", Some((0.3, 3.0))));
    assert_eq!(population.label.get("en"), "Adults by census");
    let by: Vec<_> = population.margins.iter().map(|it| it.by.join(" x ")).collect();
    assert_eq!(by, ["sex", "band", "old x sex"]);
    let both = &population.margins[2];
    assert_eq!((both.source.get("en"), both.year), ("The yearbook", 2024));
    assert_eq!(both.shares, [(vec![1, 1], 20.0), (vec![1, 2], 25.0), (vec![2, 1], 30.0), (vec![2, 2], 25.0)]);
    assert_eq!(by_sex.margins[0].shares, [(vec![2], 100.0), (vec![1], 0.0)]);
    assert_eq!(by_sex.cap, None);
}

#[test]
fn shares_sum_to_100_but_for_rounding() {
    let sex = |shares: &str| margin(&format!("by: sex, shares: {{{shares}}}, source: {{en: A}}, year: 2020"));
    assert_snapshot!(sex("1: 51.2, 2: 48.7"), @"");
    assert_snapshot!(sex("1: 51.2, 2: 48.9"), @"");
    assert_snapshot!(sex("1: 51.2, 2: 48.69"), @r#"
    5:23-19 share-sum `{1: 51.2, 2: 48.69}`
      The shares of `sex` sum to 99.89, 0.11 too few. Write per cent that sum to 100; 0.1 is left for rounding.
    "#);
    assert_snapshot!(sex("1: 0.512, 2: 0.488"), @r#"
    5:23-20 share-sum `{1: 0.512, 2: 0.488}`
      The shares of `sex` sum to 1, 99 too few. Write per cent that sum to 100; 0.1 is left for rounding.
    "#);
    assert_snapshot!(sex("1: 0, 2: 0"), @r#"
    5:23-12 share-sum `{1: 0, 2: 0}`
      The shares of `sex` sum to 0, 100 too few. Write per cent that sum to 100; 0.1 is left for rounding.
    "#);
    let both = "by: [sex, band], shares: {1: {1: 30, 2: 30}, 2: {1: 30, 2: 30}}, source: {en: A}, year: 2020";
    assert_snapshot!(margin(both), @r#"
    5:31-38 share-sum `{1: {1: 30, 2: 30}, 2: {1: 30, 2: 30}}`
      The shares of `sex` by `band` sum to 120, 20 too many. Write per cent that sum to 100; 0.1 is left for rounding.
    "#);
}

#[test]
fn each_code_of_the_variable_has_a_share_and_no_other() {
    let of = |by: &str, shares: &str| {
        margin(&format!("by: {by}, shares: {shares}, source: {{en: A}}, year: 2020"))
    };
    assert_snapshot!(of("sex", "{1: 100}"), @r#"
    5:23-8 missing-share `{1: 100}`
      There is no share for: 2. Add them; a share of 0 says that there are no such people.
    "#);
    assert_snapshot!(of("sex", "{1: 50, 2: 40, 3: 10}"), @r#"
    5:38-1 unknown-code `3`
      `sex` has no code 3. Its codes are 1, 2.
    "#);
    assert_snapshot!(of("band", "{1: 50, 2: 40, 99: 10}"), @r#"
    5:39-2 share-of-missing `99`
      Code 99 of `band` is a refusal (`missing`). Remove its share: these people are weighted by the other margins.
    "#);
    assert_snapshot!(of("band", "{1: 50, 2: 40, 9: 10}"), @"");
    assert_snapshot!(of("sex", "{1: -5, 2: many}"), @r#"
    5:27-2 wrong-shape `-5`
      `-5` does not fit here. Write a share in per cent, 0 or more.
    5:34-4 wrong-shape `many`
      `many` does not fit here. Write a number.
    "#);
    assert_snapshot!(of("sex", "[50, 50]"), @r#"
    5:23-8 wrong-shape `[50, 50]`
      A list does not fit here. Write shares by code, key by key; if braces or brackets belong to a text, quote this text.
    "#);
    assert_snapshot!(of("sex", "{}"), @r#"
    5:23-2 missing-share `{}`
      There is no share for: 1, 2. Add them; a share of 0 says that there are no such people.
    "#);
    assert_snapshot!(of("[sex, old]", "{1: {1: 20, 2: 30}, 2: {1: 50}}"), @r#"
    5:53-7 missing-share `{1: 50}`
      There is no share for: 2. Add them; a share of 0 says that there are no such people.
    "#);
    assert_snapshot!(of("[sex, old]", "{1: 50, 2: 50}"), @r#"
    5:34-2 wrong-shape `50`
      `50` does not fit here. Write shares by code, key by key.
    5:41-2 wrong-shape `50`
      `50` does not fit here. Write shares by code, key by key.
    "#);
}

#[test]
fn a_margin_is_of_a_variable_with_one_code_a_person() {
    let by = |by: &str| margin(&format!("by: {by}, shares: {{1: 50, 2: 50}}, source: {{en: A}}, year: 2020"));
    assert_snapshot!(by("sexx"), @r#"
    5:10-4 unknown-variable `sexx`
      There is no variable `sexx`. Did you mean `sex`?
    "#);
    assert_snapshot!(by("m"), @r#"
    5:10-1 unfit-margin `m`
      `m` does not give each person one code of a list. Name a single or a scale, or derive a variable with `when`.
    "#);
    assert_snapshot!(by("n"), @r#"
    5:10-1 unfit-margin `n`
      `n` does not give each person one code of a list. Name a single or a scale, or derive a variable with `when`.
    "#);
    assert_snapshot!(by("nps"), @r#"
    5:10-3 unfit-margin `nps`
      `nps` does not give each person one code of a list. Name a single or a scale, or derive a variable with `when`.
    "#);
    assert_snapshot!(by("double"), @r#"
    5:10-6 unfit-margin `double`
      `double` does not give each person one code of a list. Name a single or a scale, or derive a variable with `when`.
    "#);
    assert_snapshot!(by("both"), @r#"
    5:10-4 unfit-margin `both`
      `both` does not give each person one code of a list. Name a single or a scale, or derive a variable with `when`.
    "#);
    assert_snapshot!(by("[sex, sex]"), @r#"
    5:16-3 duplicate-name `sex`
      `sex` stands here twice. Remove one.
    "#);
    assert_snapshot!(by("[sex, old, band]"), @r#"
    5:10-16 wrong-shape `[sex, old, band]`
      A list does not fit here. Write a variable, or a list of two that are interlocked; if braces or brackets belong to a text, quote this text.
    "#);
    assert_snapshot!(by("[]"), @r#"
    5:10-2 wrong-shape `[]`
      A list does not fit here. Write a variable, or a list of two that are interlocked; if braces or brackets belong to a text, quote this text.
    "#);
    assert_snapshot!(by("{sex: 1}"), @r#"
    5:10-8 wrong-shape `{sex: 1}`
      A map does not fit here. Write a variable, or a list of two that are interlocked; if braces or brackets belong to a text, quote this text.
    "#);
}

#[test]
fn a_weighting_says_all_that_it_rests_on() {
    assert_snapshot!(weights("
        weights:
        - {}
        - {name: main, label: {en: A}, margins: [], caps: [0.3, 3]}
        - {name: Main, label: {en: A}, margins: [{}]}
        - {name: two words, label: A, margins: {by: sex}}
        - name: twice
          label: {en: '{sex}'}
          margins:
          - {by: sex, shares: {1: 50, 2: 50}, source: {en: A}, year: 2020}
          - {by: sex, shares: {1: 40, 2: 60}, source: {en: A}, year: last}
    "), @r#"
    2:3-2 missing-key `{}`
      A weighting needs `name`. Add `name: …`.
    2:3-2 missing-key `{}`
      A weighting needs `label`. Add `label: …`.
    2:3-2 missing-key `{}`
      A weighting needs `margins`. Add `margins: …`.
    3:41-2 no-margins `[]`
      There are no margins here. Add at least one: `- {by: …, shares: {…}, source: {…}, year: …}`.
    3:45-4 unknown-key `caps`
      `caps` is no key of a weighting. Did you mean `cap`?
    4:10-4 duplicate-name `Main`
      There are two weightings `Main`. Give each weighting a name of its own.
    4:42-2 missing-key `{}`
      A margin needs `by`. Add `by: …`.
    4:42-2 missing-key `{}`
      A margin needs `shares`. Add `shares: …`.
    4:42-2 missing-key `{}`
      A margin needs `source`. Add `source: …`.
    4:42-2 missing-key `{}`
      A margin needs `year`. Add `year: …`.
    5:10-9 bad-name `two words`
      `two words` is no name for a weighting. Use at most 32 English letters, digits and `_`: tables and data files ask for it by name.
    5:28-1 wrong-shape `A`
      Expected a text for each language. Write `{en: …}`.
    5:40-9 wrong-shape `{by: sex}`
      A map does not fit here. Write a list of margins; if braces or brackets belong to a text, quote this text.
    7:17-3 pipe-not-here `sex`
      Nothing can be piped here: this text stands for everybody. Remove it, or write the braces twice.
    10:10-3 duplicate-margin `sex`
      There is a margin of this already. Keep the one with the better source.
    10:62-4 wrong-shape `last`
      `last` does not fit here. Write a whole number from 1900 to 2200.
    "#);
    assert_snapshot!(weights("weights: {population: {}}"), @r#"
    1:10-16 wrong-shape `{population: {}}`
      A map does not fit here. Write a list of weightings; if braces or brackets belong to a text, quote this text.
    "#);
    assert_snapshot!(weights("weights: []"), @"");
}

#[test]
fn a_cap_has_the_mean_between_its_bounds() {
    let cap = |cap: &str| {
        let margins = "[{by: sex, shares: {1: 50, 2: 50}, source: {en: A}, year: 2020}]";
        weights(&format!("weights:\n- name: a\n  label: {{en: A}}\n  margins: {margins}\n  cap: {cap}"))
    };
    assert_snapshot!(cap("[0, 1.5]"), @"");
    assert_snapshot!(cap("[3, 0.3]"), @r#"
    5:8-8 bad-cap `[3, 0.3]`
      Weights have the mean 1, which is not between these two. Write the least weight, from 0 to below 1, then the most, above 1, such as `[0.3, 3]`.
    "#);
    assert_snapshot!(cap("[1, 1]"), @r#"
    5:8-6 bad-cap `[1, 1]`
      Weights have the mean 1, which is not between these two. Write the least weight, from 0 to below 1, then the most, above 1, such as `[0.3, 3]`.
    "#);
    assert_snapshot!(cap("[-1, 3]"), @r#"
    5:8-7 bad-cap `[-1, 3]`
      Weights have the mean 1, which is not between these two. Write the least weight, from 0 to below 1, then the most, above 1, such as `[0.3, 3]`.
    "#);
    assert_snapshot!(cap("3"), @r#"
    5:8-1 wrong-shape `3`
      `3` does not fit here. Write a list of the least and the most weight, such as `[0.3, 3]`.
    "#);
    assert_snapshot!(cap("[3]"), @r#"
    5:8-3 wrong-shape `[3]`
      A list does not fit here. Write the least and the most weight, such as `[0.3, 3]`; if braces or brackets belong to a text, quote this text.
    "#);
    assert_snapshot!(cap("[low, 3]"), @r#"
    5:9-3 wrong-shape `low`
      `low` does not fit here. Write a number.
    "#);
}
