//! Workbooks, read back as spreadsheets read them.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use insta::assert_snapshot;
use survey::Moment;

use super::{file, name};
use crate::report::{Block, Document, Grid, GridCell, GridRow, RowKind, sample};

/// The text of a part of the file.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn numbers_are_numbers_and_text_is_in_the_contents() {
    let bytes = file(&sample::document(), Moment(1_767_225_600_000)).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let mut said = String::new();
    for sheet in book.sheet_names() {
        said += &format!("# {sheet}\n");
        for row in book.worksheet_range(&sheet).unwrap().rows() {
            let cells = row.iter().map(|it| match it {
                Data::Float(it) => it.to_string(),
                Data::String(it) => format!("“{it}”"),
                Data::Empty => String::new(),
                other => format!("{other:?}"),
            });
            said += &format!("{}\n", cells.collect::<Vec<_>>().join(" | "));
        }
    }
    assert_snapshot!(said, @r##"
    # 0 团购与社区 2026 <1>
    “团购与社区 2026 <1>”

    “谁在用”
    “Women are 72.66% (n = 1,514) [1] & more [pct nosuch == 1: no such variable]; see here”
    “3. third”
    “4. fourth”
    “• dot”
    “  “said””
    “How often <b>, by sex”
    “How often <b>, by sex”

    “[1] 72.66% (n = 1,514) All, n = 1,514; 95%: 70.4–74.8”
    # 1 How often <b>, by sex
    “How often <b>, by sex” |  |  |  |  | 
     |  |  |  |  | 
    “Answer” | “All” | “Sex” |  |  | 
     |  | “women (A)” |  | “men (B)” | 
    “n” | 1514 | 1000 |  | 514 | 
    “Of all” |  |  |  |  | 
    “Ever” | 0.7266 | 0.75 | “B” | 0.6805 | 
    “=often” | 0.25 | 0.3 | “B” | 0.4 | “*”
    “Mean” | 3.405 | “–” |  | -1.25 | 
     |  |  |  |  | 
    “* small base” |  |  |  |  | 
    # 2 How often <b>, by sex
    “How often <b>, by sex” |  | 
     |  | 
     | “Sex · women” | “Sex · men”
    “=often” | 0.3 | 0.4
     |  | 
    “* small base” |  |
    "##);
}

#[test]
fn letters_stand_beside_numbers_and_charts_are_of_the_spreadsheet() {
    let bytes = file(&sample::document(), Moment(0)).unwrap();
    assert_eq!(formats(&bytes), ["#,##0", "0.0%", "#,##0.00", "+0.0;-0.0;0.0"]);
    let chart = part(&bytes, "xl/charts/chart1.xml");
    assert!(chart.contains("<c:barDir val=\"bar\"/>"));
    assert!(chart.contains("<c:f>'2 How often &lt;b&gt;, by sex'!$B$4</c:f>"), "{chart}");
    assert_eq!(chart.matches("<c:ser>").count(), 2);
}

/// The formats of numbers that the file brings along.
fn formats(bytes: &[u8]) -> Vec<String> {
    part(bytes, "xl/styles.xml")
        .split("<numFmt ")
        .skip(1)
        .filter_map(|it| Some(it.split("formatCode=\"").nth(1)?.split("\"/>").next()?.to_owned()))
        .collect()
}

#[test]
fn ever_so_many_sets_of_letters_need_a_handful_of_formats() {
    // Excel takes some two hundred formats a workbook, and calls a file with more of them damaged.
    let row = |at: u32| {
        let letters =
            ('A'..='J').enumerate().filter(|(bit, _)| at >> bit & 1 == 1).map(|(_, it)| it).collect();
        let cell = GridCell { letters, ..GridCell::share(0.5, 1) };
        GridRow::new(RowKind::Answer, at.to_string(), vec![cell])
    };
    let grid = Grid { rows: (0..1024).map(row).collect(), ..Grid::default() };
    let document = Document { title: "Many".into(), blocks: vec![Block::Grid(grid)], ..Document::default() };
    let bytes = file(&document, Moment(0)).unwrap();
    assert_eq!(formats(&bytes), ["0.0%"]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let sheet = book.worksheet_range_at(1).unwrap().unwrap();
    let last = sheet.rows().next_back().unwrap();
    assert_eq!(last, [Data::String("1023".into()), Data::Float(0.5), Data::String("ABCDEFGHIJ".into())]);
}

#[test]
fn the_same_report_gives_the_same_file() {
    assert_eq!(file(&sample::document(), Moment(5)).unwrap(), file(&sample::document(), Moment(5)).unwrap());
}

#[test]
fn sheets_have_names_that_fit() {
    assert_eq!(name(1, "a/b [c]*?:'d'"), "1 ab cd");
    assert_eq!(name(12, "").len(), 2);
    assert!(name(3, &"小".repeat(40)).encode_utf16().count() <= 31);
}
