//! Files that mean harm, or nothing: they get a message, fast.

use std::fmt::Write;

use insta::assert_snapshot;
use proptest::prelude::*;

use super::{MINI_PROGRAM, SECOND_HAND, problems_of};

#[test]
fn a_file_of_three_megabytes() {
    assert_snapshot!(problems_of(&"a: b\n".repeat(600_000)), @r#"
    1:1-1 too-large ``
      The file is larger than 2 MB. A questionnaire has a few hundred kB at most; this may be another file.
    "#);
}

#[test]
fn ten_thousand_levels() {
    assert_snapshot!(problems_of(&format!("pages: {}", "[".repeat(10_000))), @r#"
    1:136-1 too-deep `[`
      Maps and lists are nested more than 64 deep. A questionnaire needs about ten levels; look for brackets that are never closed.
    "#);
    assert_snapshot!(problems_of(&format!("pages: {}", "{a: ".repeat(10_000))), @r#"
    1:260-1 too-deep `{`
      Maps and lists are nested more than 64 deep. A questionnaire needs about ten levels; look for brackets that are never closed.
    "#);
    let levels: String = (0..1_000).map(|it| format!("{}a:\n", " ".repeat(it))).collect();
    assert_snapshot!(problems_of(&levels), @r#"
    65:65-1 too-deep `a`
      Maps and lists are nested more than 64 deep. A questionnaire needs about ten levels; look for brackets that are never closed.
    "#);
    assert_snapshot!(problems_of(&format!("{}1", "- ".repeat(10_000))), @r#"
    1:129-1 too-deep `-`
      Maps and lists are nested more than 64 deep. A questionnaire needs about ten levels; look for brackets that are never closed.
    "#);
    assert_snapshot!(problems_of(&format!("{}1", "? ".repeat(10_000))), @r#"
    1:129-1 too-deep `?`
      Maps and lists are nested more than 64 deep. A questionnaire needs about ten levels; look for brackets that are never closed.
    "#);
}

#[test]
fn an_alias_bomb_is_never_unfolded() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        let nine = vec![format!("*{before}"); 9].join(", ");
        writeln!(bomb, "{name}: &{name} [{nine}]").expect("a string takes all");
    }
    let problems = problems_of(&bomb);
    assert!(problems.starts_with("1:1-1 unknown-key `a`"), "{problems}");
    assert!(problems.contains("alias `*a`"), "{problems}");
}

#[test]
fn lists_do_not_multiply_without_end() {
    let list: Vec<_> = (0..1_000).map(|it| format!("{it}: {{en: a}}")).collect();
    let mut text =
        format!("langs: [en]\nlists: {{l: {{{}}}}}\npages:\n- page: p\n  questions:\n", list.join(", "));
    for it in 0..3_000 {
        writeln!(text, "  - {{var: v{it}, type: multi, text: {{en: a}}, list: l}}")
            .expect("a string takes all");
    }
    assert!(problems_of(&text).contains("too-many-choices"));
}

#[test]
fn long_chains_of_derived_variables() {
    let mut text =
        "langs: [en]\npages: [{page: p, questions: [{var: v0, type: nps, text: {en: a}}]}]\nderive:\n"
            .to_owned();
    for it in (1..3_000).rev() {
        writeln!(text, "  v{it}: {{label: {{en: a}}, calc: v{} + 1}}", it - 1).expect("a string takes all");
    }
    assert!(problems_of(&text).contains("too-deep"));
}

#[test]
fn long_chains_of_conditions() {
    let mut text = "langs: [en]\npages:\n".to_owned();
    for it in 0..1_000 {
        let (before, other) = (it / 2, it / 3);
        writeln!(text, "- page: p{it}\n  if: v{before} in 1..9 or v{other} > 4\n  questions: [{{var: v{it}, type: nps, text: {{en: a}}, if: v{before} == 3 or not (v{other} == 2)}}]\n  then: [{{end: refused, if: v{it} == 10 and v{other} == 10}}]").expect("a string takes all");
    }
    assert!(problems_of(&text).contains("later-variable"));
}

#[test]
fn long_texts_and_long_lists_of_rules() {
    let page = "pages: [{page: p, questions: [{var: x, type: nps, text: {en: A}}]}]";
    let rules: String = (0..501).map(|it| format!("  - {{id: Q{it}, if: x == 1, do: flag}}\n")).collect();
    let text = crate::testing::whole(&format!("{page}\nquality:\n  rules:\n{rules}"));
    assert_snapshot!(problems_of(&text), @r#"
    504:5-32 too-many `{id: Q500, if: x == 1, do: flag}`
      There are more than 500 rules. Keep those that are needed.
    "#);
    let text = crate::testing::whole(&format!("{page}\ntitle: {{en: '{}'}}", "{x}".repeat(10_000)));
    assert_snapshot!(problems_of(&text), @r#"
    2:13-1000 text-too-long `'{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x`
      This text is longer than 20000 bytes. Shorten it; look for a quote that is not closed.
    "#);
}

#[test]
fn problems_are_cut_off() {
    let many: String = (0..20_000).map(|it| format!("k{it}: 1\n")).collect();
    assert!(
        problems_of(&many)
            .ends_with("Only the first 500 problems found are shown. Mend these and check again.")
    );
    let long = format!("a: {{{}}}", (0..20_000).map(|it| format!("k{it}: 1")).collect::<Vec<_>>().join(", "));
    assert!(problems_of(&format!("field: {}", &long[3..])).contains("too-many-problems"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_the_reader(text in "\\PC{0,200}") {
        problems_of(&text);
    }

    #[test]
    fn no_yaml_like_text_panics_the_reader(text in "([a-z]{1,6}: |- |\\{|\\}|\\[|\\]|, |\n|  |'|\"|&a|\\*a|!t|\\||>|#|%|\\\\|中|[0-9]|survey: |pages: |var: |if: |text: ){0,60}") {
        problems_of(&text);
        problems_of(&crate::testing::whole(&text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_in_a_good_file_panics_the_reader(second in any::<bool>(), slips in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4u8, any::<char>()), 1..6)) {
        let mut text: Vec<char> = if second { SECOND_HAND } else { MINI_PROGRAM }.chars().collect();
        for (at, to, kind, letter) in slips {
            let (at, to) = (at.index(text.len()), to.index(text.len()));
            match kind {
                0 => { text.remove(at); }
                1 => text.insert(at, letter),
                2 => text.swap(at, to),
                _ => { text.drain(at.min(to)..at.max(to).min(at.min(to) + 200)); }
            }
        }
        problems_of(&text.into_iter().collect::<String>());
    }
}
