//! Form values to typed answers, as tables.

use super::*;
use crate::questionnaire::{Block, Questionnaire};
use crate::testing::minimal;

/// One question of each kind that reads form values.
fn questions() -> Questionnaire {
    minimal(
        "
        pages:
        - page: all
          questions:
          - {var: one, type: single, text: {en: One?}, choices: {1: {en: A}, 2: {en: B}, 98: {en: Other, other: true}}}
          - {var: many, type: multi, text: {en: Many?}, choices: {1: {en: A}, 2: {en: B}, 98: {en: Other, other: true}}}
          - {var: n, type: number, text: {en: N?}, range: [0, 200]}
          - {var: km, type: number, decimals: 1, text: {en: Km?}}
          - {var: g, type: grid, text: {en: G?}, scale: {1: {en: No}, 2: {en: Yes}}, rows: {a: {en: A}, b: {en: B}}}
          - {var: r, type: rank, pick: [1, 3], text: {en: R?}, choices: {1: {en: A}, 2: {en: B}, 3: {en: C}}}
          - {var: o, type: open, max_len: 5, text: {en: O?}}
          - {var: p, type: nps, text: {en: P?}}
        ",
    )
}

/// What posted fields say at one question: `var=text&var=text`.
fn read(var: &str, fields: &str) -> String {
    let questionnaire = questions();
    let fields: Vec<(String, String)> = fields
        .split('&')
        .filter_map(|it| it.split_once('='))
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let question = questionnaire.pages[0].blocks.iter().find_map(|it| match it {
        Block::Question(it) if it.var == var => Some(it),
        _ => None,
    });
    let given = given(question.expect("a question of the test"), &fields);
    let mut text = given.answer.map_or("none".to_owned(), |it| format!("{it:?}"));
    for (part, fault) in given.faults {
        text += &format!(" !{}{fault:?}", part.map(|it| it + ":").unwrap_or_default());
    }
    if !given.others.is_empty() {
        text += &format!(" others {:?}", given.others);
    }
    text
}

#[test]
fn a_code_is_a_whole_number_that_the_question_has() {
    assert_eq!(read("one", "one=2"), "Code(2)");
    assert_eq!(read("one", "one= ２ "), "Code(2)");
    assert_eq!(read("one", "one="), "none");
    assert_eq!(read("one", "one=3"), "none !NotOffered");
    assert_eq!(read("one", "one=2.0"), "none !NotOffered");
    assert_eq!(read("one", "one=99999999999999999999"), "none !NotOffered");
    assert_eq!(read("p", "p=10"), "Code(10)");
    assert_eq!(read("p", "p=11"), "none !NotOffered");
}

#[test]
fn the_same_field_twice_counts_once_and_two_answers_are_a_fault() {
    assert_eq!(read("one", "one=2&one=2"), "Code(2)");
    assert_eq!(read("one", "one=1&one=2"), "none !Twice");
    assert_eq!(read("n", "n=1&n=2"), "none !Twice");
    assert_eq!(read("g", "g.a=1&g.a=2&g.b=1"), r#"Items([("b", 1)]) !a:Twice"#);
}

#[test]
fn a_multi_is_read_in_the_order_of_the_questionnaire() {
    assert_eq!(
        read("many", "many=98&many=1&many=1&many_98_text= tea "),
        r#"Codes([1, 98]) others {98: "tea"}"#
    );
    assert_eq!(read("many", "many=1&many=7"), "Codes([1]) !NotOffered");
    assert_eq!(read("many", "many_98_text=typed"), r#"none others {98: "typed"}"#);
}

#[test]
fn a_number_takes_full_width_digits_and_nothing_else() {
    assert_eq!(read("n", "n=１２"), "Number(12.0)");
    assert_eq!(read("n", "n=12.0"), "Number(12.0)");
    assert_eq!(read("n", "n=0"), "Number(0.0)");
    assert_eq!(read("n", "n=12.5"), "none !Decimals(0)");
    assert_eq!(read("n", "n=201"), "none !OutOfRange(0.0, 200.0)");
    assert_eq!(read("n", "n=-1"), "none !OutOfRange(0.0, 200.0)");
    for text in ["twelve", "1,000", "1e2", "0x1f", "NaN", "inf", "-", ".5", "5.", "１２岁", "--1"] {
        assert_eq!(read("n", &format!("n={text}")), "none !NotANumber", "{text}");
    }
    assert_eq!(read("km", "km=12。5"), "Number(12.5)");
    assert_eq!(read("km", "km=12.55"), "none !Decimals(1)");
    assert_eq!(read("km", "km=-3"), "Number(-3.0)");
}

#[test]
fn a_ranking_has_no_gap_and_nothing_twice() {
    assert_eq!(read("r", "r.1=3&r.2=1"), "Ranks([3, 1])");
    assert_eq!(read("r", "r.1=3&r.2=&r.3=1"), "none !2:RankGap");
    assert_eq!(read("r", "r.1=3&r.2=3"), "none !2:RankTwice");
    assert_eq!(read("r", "r.1=9"), "none !1:NotOffered");
    assert_eq!(read("r", "r.1="), "none");
}

#[test]
fn a_text_is_trimmed_and_its_characters_counted() {
    assert_eq!(read("o", "o=  质量好  "), r#"Text("质量好")"#);
    assert_eq!(read("o", "o=   "), "none");
    assert_eq!(read("o", "o=一二三四五六"), "none !TooLong { max: 5, typed: 6 }");
    assert_eq!(read("o", "o=a\r\nb\u{0}"), r#"Text("a\nb")"#);
}

#[test]
fn what_steers_the_form_is_no_answer() {
    let pairs = |text: &str| -> Vec<(String, String)> {
        text.split('&').filter_map(|it| it.split_once('=')).map(|(a, b)| (a.into(), b.into())).collect()
    };
    let raw = RawAnswers::from(pairs("_page=two&_turn=3&q=1&_go=back&_anything=x"));
    assert_eq!(
        (raw.page.as_deref(), raw.turn, raw.go, raw.fields.len()),
        (Some("two"), Some(3), Go::Back, 1)
    );
    assert_eq!(RawAnswers::from(pairs("_lang=en&q=1")).go, Go::Stay);
    assert_eq!(RawAnswers::from(pairs("q=1")).go, Go::Next);
}
