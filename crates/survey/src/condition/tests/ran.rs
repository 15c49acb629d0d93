//! What an expression gives for given answers.

use super::super::*;
use super::parsed;

/// Answers such as `s=3 m={1 2} g=[a:4 b:4! c:5] o='text'`; `4!2` is a code on a trap row where 2 is right, `9-` one that
/// is marked `missing`.
fn answers(text: &str) -> Vec<(String, Value)> {
    let value = |text: &str| {
        let list =
            |text: &str| text[1..text.len() - 1].split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        match &text[..1] {
            "'" => Value::Text(text.trim_matches('\'').to_owned()),
            "{" => Value::Codes(list(text).iter().map(|it| it.parse().unwrap()).collect()),
            "[" => Value::Items(list(text).iter().map(|it| item(it)).collect()),
            _ => Value::Number(text.parse().unwrap()),
        }
    };
    text.split("; ")
        .filter_map(|it| it.split_once('='))
        .map(|(var, it)| (var.to_owned(), value(it)))
        .collect()
}

fn item(text: &str) -> ItemAnswer {
    let (name, code) = text.split_once(':').unwrap();
    let (code, missing) = code.strip_suffix('-').map_or((code, false), |it| (it, true));
    let (code, trap) = code.split_once('!').map_or((code, None), |(code, right)| (code, Some(right)));
    let trap = trap.map(|it| it.parse().unwrap());
    ItemAnswer { item: name.to_owned(), code: code.parse().unwrap(), trap, missing }
}

fn with<T>(text: &str, run: impl FnOnce(&Env<'_>) -> T) -> T {
    let answers = answers(text);
    let find = |var: &str| answers.iter().find(|it| it.0 == var).map(|it| it.1.clone());
    run(&Env {
        value: &|var| find(var).unwrap_or(Value::Missing),
        seconds: &|page| page.map_or(100.0, |_| 17.5),
        year: Some(2026),
        duplicate: find("phone").is_some(),
    })
}

#[track_caller]
fn hold(answers: &str, conditions: &[&str]) {
    let failed: Vec<&&str> =
        conditions.iter().filter(|it| !with(answers, |env| holds(&parsed(it), env))).collect();
    assert!(failed.is_empty(), "should hold: {failed:?}");
}

#[track_caller]
fn fail(answers: &str, conditions: &[&str]) {
    let held: Vec<&&str> =
        conditions.iter().filter(|it| with(answers, |env| holds(&parsed(it), env))).collect();
    assert!(held.is_empty(), "should not hold: {held:?}");
}

fn calc(answers: &str, text: &str) -> Option<f64> {
    with(answers, |env| value(&parsed(text), env))
}

const PERSON: &str = "s=3; n=7.5; m={1 4}; r={3 1}; o='没有'; g=[a:4 b:4!2 c:5 d:5 e:5]; j='asdf'; p=0.3";

#[test]
fn numbers_and_codes_are_compared() {
    hold(
        PERSON,
        &["s == 3", "s != 2", "s < 4", "s <= 3", "s > 2", "s >= 3", "n == 7.5", "s + n == 10.5", "r.1 > r.2"],
    );
    fail(PERSON, &["s == 2", "s != 3", "s < 3", "s <= 2", "s > 3", "s >= 4"]);
}

#[test]
fn sets_and_ranges_hold_both_ends() {
    hold(
        PERSON,
        &["s in 3..5", "s in 1..3", "s in [1, 3]", "n in 7..8", "s not in [1, 2]", "o in ['无', '没有']"],
    );
    fail(PERSON, &["s in 4..5", "s in [1, 2]", "s not in 1..3", "n in 8..9", "o not in ['没有']"]);
}

#[test]
fn a_multi_has_codes() {
    hold(
        PERSON,
        &[
            "m has 1",
            "m has any [2, 4]",
            "m has any 2..9",
            "m has all [1, 4]",
            "m has all [4]",
            "count(m) == 2",
        ],
    );
    fail(
        PERSON,
        &["m has 2", "m has any 2..3", "m has all [1, 2]", "m has all 1..4", "m has all 1..900000000000000"],
    );
}

#[test]
fn rows_and_places_are_read() {
    hold(PERSON, &["g.a == 4", "r.1 == 3", "r.2 == 1", "o == '没有'", "o != '无'"]);
    fail(PERSON, &["g.x == 4", "r.3 == 1", "r.0 == 3", "r.x == 3", "answered(r.3)", "answered(g.x)"]);
}

#[test]
fn a_comparison_with_a_missing_answer_is_false() {
    fail(
        PERSON,
        &[
            "x == 3",
            "x != 3",
            "x in [3]",
            "x not in [3]",
            "x + 1 > 0",
            "x == x",
            "x has 1",
            "x != 'a'",
            "x.a == 1",
        ],
    );
    fail(
        PERSON,
        &[
            "x has any [1]",
            "x has all [1]",
            "count(x) == 0",
            "mean(x) > 0",
            "longstring(x) >= 0",
            "trapped(x)",
            "junk(x)",
        ],
    );
    hold(
        PERSON,
        &[
            "not (x == 3)",
            "not (x has 1)",
            "not answered(x)",
            "answered(s)",
            "answered(g.a)",
            "answered(r.1)",
        ],
    );
}

#[test]
fn and_or_and_not_are_two_valued() {
    hold(
        PERSON,
        &[
            "s == 3 and n > 7",
            "s == 1 or s == 3",
            "not (s == 1)",
            "not (s == 3 and n < 7)",
            "s == 3 or x == 1",
        ],
    );
    fail(PERSON, &["s == 3 and n < 7", "s == 1 or x == 3", "not (s == 3)", "s == 3 and not not (s == 1)"]);
}

#[test]
fn arithmetic_is_done_in_its_order() {
    for (text, result) in [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 3 - 2", 5.0),
        ("8 / 4 / 2", 1.0),
        ("YEAR - s", 2023.0),
        ("count(m) * 2", 4.0),
        ("mean(g)", 4.75),
        ("longstring(g)", 3.0),
        ("seconds()", 100.0),
        ("seconds(usage)", 17.5),
    ] {
        assert_eq!(calc(PERSON, text), Some(result), "{text}");
    }
}

#[test]
fn division_by_zero_is_missing() {
    assert_eq!(calc(PERSON, "s / (s - 3)"), None);
    assert_eq!(calc(PERSON, "(s - 3) / (s - 3)"), None);
    fail(PERSON, &["s / 0 > 1", "s / 0 == s / 0"]);
}

#[test]
fn tenths_add_up() {
    hold(PERSON, &["0.1 + 0.2 == 0.3", "0.1 + 0.2 <= p", "0.1 + 0.2 in [0.3]", "p * 10 in 3..4"]);
    fail(PERSON, &["0.1 + 0.2 > 0.3", "0.1 + 0.2 != p", "1 == 1.0001"]);
}

#[test]
fn a_calc_is_missing_when_what_it_reads_is() {
    for text in [
        "YEAR - x",
        "x in [1, 2]",
        "not (x == 1)",
        "s == 3 or x == 1",
        "count(x)",
        "trapped(x)",
        "g.x == 4",
        "r.3",
    ] {
        assert_eq!(calc(PERSON, text), None, "{text}");
    }
    for (text, result) in
        [("answered(x)", 0.0), ("answered(s) and s == 3", 1.0), ("s in [1, 2]", 0.0), ("trapped(g)", 1.0)]
    {
        assert_eq!(calc(PERSON, text), Some(result), "{text}");
    }
}

#[test]
fn trap_rows_count_in_runs_and_not_in_means() {
    let grid = "g=[a:2 b:2!4 c:2 d:5]";
    assert_eq!(calc(grid, "longstring(g)"), Some(3.0));
    assert_eq!(calc(grid, "mean(g)"), Some(3.0));
    hold(grid, &["trapped(g)", "g.b == 2"]);
    fail("g=[a:2 b:4!4]", &["trapped(g)"]);
    assert_eq!(calc("g=[b:4!4]", "mean(g)"), None);
}

#[test]
fn what_is_marked_missing_counts_in_no_mean() {
    assert_eq!(calc("g=[a:2 b:98- c:4]", "mean(g)"), Some(3.0));
    assert_eq!(calc("g=[a:98- b:98-]", "mean(g)"), None);
    hold("g=[a:98- b:98-]", &["g.a == 98", "answered(g)", "longstring(g) == 2"]);
}

#[test]
fn junk_and_duplicates_are_seen() {
    hold(PERSON, &["junk(j)", "not junk(o)", "not duplicate(device)"]);
    hold("phone=1", &["duplicate(device)"]);
}

#[test]
fn without_a_year_nothing_is_said_of_it() {
    let env = Env { value: &|_| Value::Number(1.0), seconds: &|_| 0.0, year: None, duplicate: false };
    assert_eq!(value(&parsed("YEAR - x"), &env), None);
    assert!(!holds(&parsed("YEAR > 2000"), &env));
}

#[test]
fn what_is_no_condition_never_holds() {
    fail(PERSON, &["s", "7", "'a'", "s + 1", "count(m)"]);
    fail(
        PERSON,
        &[
            "s == 'a'",
            "o == 3",
            "o < 'b'",
            "(s == 3) in [1]",
            "g has 4",
            "m == 1",
            "count(s) > 0",
            "mean(m) > 0",
        ],
    );
}
