//! What is named as too long, and what is just short enough.

use crate::phone::is_side_by_side;
use insta::assert_snapshot;

use crate::phone::report;
use crate::testing::minimal;

/// The findings, two lines each.
fn long(snippet: &str) -> String {
    let found = report(&minimal(snippet), None, 20).findings;
    let line = |it: &crate::phone::Finding| {
        let at = format!("{} {}", it.page, it.question);
        format!("{} at {}: {}\n  {}", it.code, at.trim(), it.message, it.mend)
    };
    if found.is_empty() { "fine".into() } else { found.iter().map(line).collect::<Vec<_>>().join("\n") }
}

/// A page with one question.
fn one(question: &str) -> String {
    format!("pages:\n- page: only\n  questions:\n  - {{var: x, nr: A1, {question}}}\n")
}

/// Choices or rows with these labels.
fn listed(count: usize, label: &str, key: fn(usize) -> String) -> String {
    let all: Vec<String> = (1..=count).map(|it| format!("{}: {{en: '{label} {it}'}}", key(it))).collect();
    format!("{{{}}}", all.join(", "))
}

fn grid(rows: usize, label: &str) -> String {
    let rows = listed(rows, "Row", |it| format!("r{it}"));
    let scale = listed(5, label, |it| it.to_string());
    one(&format!("type: grid, text: {{en: How}}, rows: {rows}, scale: {scale}"))
}

#[test]
fn five_items_are_taken_in_at_once_and_more_are_named() {
    assert_snapshot!(long(&grid(5, "A")), @"fine");
    assert_snapshot!(long(&grid(6, "A")), @r"
    long-grid at only x (A1): The grid has 6 items.
      With script they come one at a time; without, they are scrolled through. Keep those that a claim needs.
    ");
    assert_snapshot!(long(&grid(13, "A")), @r"
    long-grid at only x (A1): The grid has 13 items.
      Split it into two grids on two pages, or ask each person a part of it.
    ");
}

#[test]
fn a_scale_whose_labels_do_not_fit_side_by_side_is_named() {
    assert_snapshot!(long(&grid(3, "Somewhat agree")), @r"
    long-scale at only x (A1): The 5 points of the scale do not fit side by side (en: “Somewhat agree 5”).
      They stand below each other for every item: use at most five labels of 20 letters (10 Chinese characters) without a word over seven, or label the two ends only.
    ");
}

#[test]
fn a_label_of_four_lines_at_320_pixels_is_named() {
    let label = |words: usize| {
        one(&format!(
            "type: single, text: {{en: Which}}, choices: {{1: {{en: '{}'}}, 2: {{en: No}}}}",
            vec!["a label of words"; words].join(" ")
        ))
    };
    assert_snapshot!(long(&label(5)), @"fine");
    assert_snapshot!(long(&label(8)), @r"
    long-label at only x (A1): Labels take more than three lines on a screen of 320 pixels (codes in en: 1).
      Shorten them; examples can stand in the hint.
    ");
}

#[test]
fn a_question_of_forty_words_is_fine_and_one_more_is_not() {
    let text = |words: usize| one(&format!("type: nps, text: {{en: {}}}", vec!["word"; words].join(" ")));
    assert_snapshot!(long(&text(40)), @"fine");
    assert_snapshot!(long(&text(41)), @r"
    long-text at only x (A1): The question is long (en: 41 words).
      Cut the question to 40 words or 80 Chinese characters; put what is left into its hint, or into an info text.
    ");
}

#[test]
fn chinese_questions_are_counted_in_characters() {
    let text = |count: usize| {
        format!("langs: [zh]\n{}", one(&format!("type: nps, text: {{zh: {}}}", "问".repeat(count))))
    };
    assert_snapshot!(long(&text(80)), @"fine");
    assert_snapshot!(long(&text(81)), @r"
    long-text at only x (A1): The question is long (zh: 81 characters).
      Cut the question to 40 words or 80 Chinese characters; put what is left into its hint, or into an info text.
    ");
}

#[test]
fn sixteen_choices_want_the_list_of_the_phone() {
    let single = |count, show: &str| {
        one(&format!(
            "type: single, {show} text: {{en: Which}}, choices: {}",
            listed(count, "C", |it| it.to_string())
        ))
    };
    assert_snapshot!(long(&single(15, "")), @"fine");
    assert_snapshot!(long(&single(16, "")), @r"
    long-list at only x (A1): 16 choices stand below each other.
      Add `show: dropdown`, or ask in two steps.
    ");
    assert_snapshot!(long(&single(16, "show: dropdown,")), @"fine");
}

#[test]
fn pages_of_more_than_four_screens_and_more_than_three_open_questions_are_named() {
    let many = |count: usize, kind: &str| {
        let all: Vec<String> =
            (1..=count).map(|it| format!("\n  - {{var: v{it}, type: {kind}, text: {{en: V}}}}")).collect();
        format!("pages:\n- page: only\n  questions:{}\n", all.concat())
    };
    assert_snapshot!(long(&many(15, "nps")), @"fine");
    assert_snapshot!(long(&many(20, "nps")), @r"
    long-page at only: The page takes more than 4 screens (en: 4.9).
      Move some of its questions to a page of their own.
    ");
    assert_snapshot!(long(&many(3, "open")), @"fine");
    assert_snapshot!(long(&many(4, "open")), @r"
    many-open at : There are 4 open questions: v1, v2, v3, v4.
      Keep three at most: what is typed takes longest on a phone.
    ");
}

#[test]
fn a_route_that_takes_a_quarter_more_than_was_promised_is_named() {
    let promised = |loi: &str| {
        format!(
            "field: {{loi: {loi}}}\n{}",
            one(&format!("type: nps, text: {{en: {}}}", vec!["word"; 40].join(" ")))
        )
    };
    assert_snapshot!(long(&promised("15s")), @"fine");
    assert_snapshot!(long(&promised("12s")), @r"
    long-route at : The median route takes a quarter more than the 0.2 minutes of `loi` (en: 0.3).
      Ask less, or raise `loi` and what the first page says of it.
    ");
}

#[test]
fn five_short_labels_stand_side_by_side() {
    assert!(is_side_by_side(["非常同意", "比较同意", "一般", "不太同意", "非常不同意"]));
    assert!(is_side_by_side(["Very good", "Good", "Neither", "Bad", "Very bad"]));
}

#[test]
fn long_labels_long_words_and_more_than_five_stand_below_each_other() {
    assert!(!is_side_by_side(["Neither satisfied nor dissatisfied"]));
    assert!(!is_side_by_side(["Somewhat agree"]));
    assert!(!is_side_by_side(["1", "2", "3", "4", "5", "6"]));
}
