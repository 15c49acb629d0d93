//! Packed cases: the same cells, and the same bytes as under this layout.

use insta::assert_snapshot;
use survey::{Moment, interview};

use super::{LAYOUT, Packed, Packer};
use crate::case::glance::{Bytes, Glance};
use crate::case::{Cell, Projection};
use crate::codebook::{codebook, with_links};
use crate::testing::{posted, row, study};

const TEA: &str = "
    derive:
      adult: {label: {zh: 成年, en: Adult}, calc: age >= 18}
    pages:
    - page: about
      questions:
      - {var: age, type: number, text: {zh: 年龄, en: Age}, range: [0, 120], decimals: 1}
      - {var: name, type: open, personal: true, required: false, text: {zh: 姓名, en: Name}}
      - var: tea
        type: multi
        order: flip
        text: {zh: 茶, en: Tea}
        choices: {1: {zh: 绿茶, en: Green}, 98: {zh: 其他, en: Other, other: true}}
    - page: second
      if: tea has 1
      questions:
      - {var: why, type: nps, required: false, text: {zh: 推荐, en: Recommend}}
";

/// If this fails, raise [`LAYOUT`], and only then take the new bytes: rows that were packed before say something else.
#[test]
fn the_same_case_is_packed_in_the_same_bytes_under_one_layout() {
    let case = posted(&study(TEA), &["age=30.5&name=王&tea=1&tea=98&tea_98_text=奶茶", "why="]);
    let packed = Packer::new(&case.questionnaire).pack(&case);
    let hex: String = packed.iter().map(|it| format!("{it:02x}")).collect();
    assert_snapshot!(format!("{LAYOUT}: {hex}"), @"1: 1b04000000000000f03f0608636f6d706c6574650006027a6808f4a09c95f66608e8e39e95f6660400000000000034400000000605312e302e3000000500040000000000803e400703e78e8b050105010706e5a5b6e88cb606043120393801050104d122dbf97eaa244004d122dbf97eaa24400400000000000000000400000000000000400000");
}

#[test]
fn what_links_carried_weights_and_erased_answers_are_as_in_the_interview() {
    let mut case = posted(&study(TEA), &["age=30.5&name=王&tea=1"]);
    case.source = Some("panel".to_owned());
    case.pid = Some("p-1".to_owned());
    case.variables = [("city".to_owned(), "上海".to_owned())].into();
    case.weight = Some(0.5);
    interview::erase(&case.questionnaire.clone(), &mut case.interview);
    let book =
        crate::codebook::weighted(with_links(&case.questionnaire, &["city".to_owned(), "none".to_owned()]));
    // It compares.
    row(&book, &case);
}

#[test]
fn bytes_that_are_no_case_of_the_version_are_refused() {
    let case = posted(&study(TEA), &["age=30.5&name=王&tea=1"]);
    let projection = Projection::new(&codebook(&case.questionnaire), &case.questionnaire);
    let short = postcard::to_stdvec(&Packed { cells: Vec::new(), links: Default::default() }).unwrap();
    for bytes in [&b""[..], b"\xff\xff\xff", &short] {
        assert_eq!(projection.unpack(bytes, None), None);
        assert!(projection.glance(bytes, None).is_none());
    }
}

#[test]
fn a_glance_sees_every_kind_of_cell_that_is_packed() {
    let text = || "茶\0=1".to_owned();
    let cells = vec![
        Cell::Empty,
        Cell::NotAnswered,
        Cell::Erased,
        Cell::Code(-9),
        Cell::Code(i64::MAX),
        Cell::Number(-0.25),
        Cell::Flag(true),
        Cell::Word(text()),
        Cell::Typed(text()),
        Cell::Time(Moment(1)),
    ];
    let links = [("city".to_owned(), text())].into();
    let bytes = postcard::to_stdvec(&Packed { cells: cells.clone(), links }).unwrap();
    let seen = Bytes::read(&bytes).unwrap();
    assert_eq!(seen.cells, cells.iter().map(Glance::from).collect::<Vec<_>>());
    assert_eq!(seen.links.into_iter().collect::<Vec<_>>(), [("city", text().as_str())]);
}
