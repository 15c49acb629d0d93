//! Workbooks that are small and would not be.

use std::io::{Cursor, Write};

use axum::http::StatusCode;
use store::people::Role;
use store::sources::{SourceKind, SourceSettings};
use zip::write::SimpleFileOptions;

use crate::actors::Site;
use crate::sample::site;
use crate::staff::{lines, signed_in};

const SHEET: &str =
    "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";

/// A workbook whose sheet and list of texts are written by hand.
fn book(sheet: impl Fn(&mut dyn Write), texts: impl Fn(&mut dyn Write)) -> Vec<u8> {
    let mut whole = rust_xlsxwriter::Workbook::new();
    whole.add_worksheet().write(0, 0, "pid").unwrap();
    let whole = whole.save_to_buffer().unwrap();
    let mut from = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        to.start_file(name.as_str(), packed).unwrap();
        match name.as_str() {
            "xl/worksheets/sheet1.xml" => sheet(&mut to),
            "xl/sharedStrings.xml" => texts(&mut to),
            _ => drop(std::io::copy(&mut part, &mut to).unwrap()),
        }
    }
    to.finish().unwrap().into_inner()
}

fn texts(to: &mut dyn Write, head: &str, each: &str, count: usize) {
    write!(to, "<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" {head}>").unwrap();
    (0..count).for_each(|_| to.write_all(each.as_bytes()).unwrap());
    write!(to, "</sst>").unwrap();
}

fn plain(to: &mut dyn Write) {
    texts(to, "count=\"1\" uniqueCount=\"1\"", "<si><t>pid</t></si>", 1);
}

/// A sheet of one row, and what stands around it.
fn row(to: &mut dyn Write, before: &str, cells: &str) {
    write!(to, "{SHEET}{before}<sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>").unwrap();
}

async fn uploaded(file: &[u8]) -> String {
    assert!(file.len() < 2 * 1024 * 1024, "{} bytes", file.len());
    let site: Site =
        site(SourceKind::List, SourceSettings { title: "River".into(), ..SourceSettings::default() }).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let page = lin.uploads("/surveys/tiny/sample/river/invitations", &[("file", file)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    lines(&page.html, "#people tbody tr")
}

const TOO_LARGE: &str =
    "This workbook unpacks to more than is taken in. Save the sheet with the list as CSV.";

#[tokio::test]
async fn a_sheet_that_unpacks_to_gigabytes_is_refused() {
    let zeros = vec![b' '; 1024 * 1024];
    let bomb = book(
        |to| {
            to.write_all(SHEET.as_bytes()).unwrap();
            (0..300).for_each(|_| to.write_all(&zeros).unwrap());
        },
        plain,
    );
    assert_eq!(uploaded(&bomb).await, TOO_LARGE);
}

#[tokio::test]
async fn a_list_of_texts_that_fills_the_memory_is_refused() {
    let bomb = book(|to| row(to, "", ""), |to| texts(to, "", "<si><t>a</t></si>", 4_500_000));
    assert_eq!(uploaded(&bomb).await, TOO_LARGE);
}

#[tokio::test]
async fn a_list_that_only_says_that_it_has_a_trillion_texts_makes_no_room_for_them() {
    for said in [
        "uniqueCount=\"1000000000000\"",
        "uniqueCount = '18446744073709551615'",
        "uniqueCount=\"+9999999999\"",
    ] {
        let bomb = book(|to| row(to, "", ""), |to| texts(to, said, "<si><t>pid</t></si>", 1));
        assert_eq!(uploaded(&bomb).await, TOO_LARGE, "{said}");
    }
    let utf_16: Vec<u8> =
        "\u{feff}<sst uniqueCount=\"1000000000000\"/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bomb = book(|to| row(to, "", ""), |to| to.write_all(&utf_16).unwrap());
    assert_eq!(
        uploaded(&bomb).await,
        "This XLSX file cannot be read. Save it once more, without a password."
    );
}

#[tokio::test]
async fn one_long_text_in_every_cell_is_refused() {
    let long = format!("<si><t>{}</t></si>", "x".repeat(1024 * 1024));
    let cells: String = (0..100)
        .map(|it| format!("<row r=\"{}\"><c r=\"A{}\" t=\"s\"><v>0</v></c></row>", it + 2, it + 2))
        .collect();
    let bomb = book(
        |to| write!(to, "{SHEET}<sheetData>{cells}</sheetData></worksheet>").unwrap(),
        |to| texts(to, "", &long, 1),
    );
    assert_eq!(uploaded(&bomb).await, TOO_LARGE);
}

#[tokio::test]
async fn a_sheet_that_says_it_is_as_large_as_can_be_makes_no_table_of_that_size() {
    let bomb =
        book(|to| row(to, "<dimension ref=\"A1:XFD1048576\"/>", "<c r=\"A1\" t=\"s\"><v>0</v></c>"), plain);
    assert_eq!(
        uploaded(&bomb).await,
        "The file has no people: the first row names the columns, each further row is a person."
    );
}
