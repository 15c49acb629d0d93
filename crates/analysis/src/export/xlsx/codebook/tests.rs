//! The codebook as a workbook, read by calamine.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use insta::assert_snapshot;
use survey::Moment;

use super::workbook;
use crate::codebook::json::tests::counted;

/// 2026-02-01.
const MADE_AT: Moment = Moment(1_769_904_000_500);

/// The rows of a sheet from the column `from` on.
fn rows(book: &[u8], sheet: &str, from: usize) -> String {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let row =
        |it: &[calamine::Data]| it[from..].iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
    range.rows().map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_language_has_its_sheet_with_counts() {
    let (codebook, counts) = counted();
    let book = workbook(&codebook, Some(&counts), MADE_AT).unwrap();
    assert_snapshot!(rows(&book, "codebook_en", 6), @r"
    code|label|missing|base|rule|cases|not asked|not answered|erased
    |||||4|0|0|0
    |||||4|0|0|0
    |||All who reach this page||4|0|0|0
    1|Chosen||All who reach this page||3|0|0|0
    0|Not chosen||||1|||
    1|Chosen||All who reach this page||2|2|0|0
    0|Not chosen||||0|||
    1|Green||If A1 is more than 20||0|1|1|0
    2|Black||||1|||
    9|Unknown|1|||1|||
    -9|Not answered|1|||1|||
    0||||age >= 60|3|0|0|0
    1|||||1|||
    ");
    assert!(rows(&book, "codebook_zh", 0).starts_with("变量|角色|"));
    let blanks = rows(&book, "blanks", 0);
    assert!(blanks.starts_with("reason|CSV|zh|en\nnot_asked||"), "{blanks}");
}

#[test]
fn the_same_codebook_gives_the_same_bytes() {
    let (codebook, _) = counted();
    let twice = [(); 2].map(|()| workbook(&codebook, None, MADE_AT).unwrap());
    assert!(twice[0] == twice[1]);
    assert!(!rows(&twice[0], "codebook_en", 0).contains("cases"));
}
