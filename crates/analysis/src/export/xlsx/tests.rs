//! Workbooks as spreadsheet programs read them.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use calamine::{Data, Reader, Xlsx};
use survey::Moment;

use super::File;
use super::sheet::{fitting, held};
use crate::case::Cell;
use crate::codebook::blanks::blanks;
use crate::codebook::{Codebook, codebook};
use crate::export::{Format, Options, Row};
use crate::testing::{posted, row, study};

const TEA: &str = "
    pages:
    - page: only
      questions:
      - {var: sex, type: single, required: false, text: {zh: 性别, en: Sex}, choices: {1: {zh: 男, en: Male}, 2: {zh: 女, en: Female}}}
      - {var: tea, type: multi, required: false, text: {zh: 茶, en: Tea}, choices: {1: {zh: 绿, en: Green}, 2: {zh: 红, en: Black}}}
      - {var: why, type: open, required: false, text: {zh: 为何, en: Why}}
";

fn options() -> Options {
    Options {
        format: Format::Xlsx,
        lang: "en".into(),
        labels: false,
        excel: false,
        semicolon: false,
        weight: None,
        name: "tea".into(),
        taken_at: Moment(1_769_904_000_500),
    }
}

/// A workbook whose sheets hold this many cases.
fn written(codebook: &Arc<Codebook>, rows: &[Row], most: u32) -> Vec<u8> {
    let mut file = File::begin_with(Vec::new(), codebook, &options(), most).unwrap();
    rows.chunks(3).for_each(|it| file.rows(it).unwrap());
    file.end().unwrap()
}

/// The codebook and cases to which these texts were answered.
fn cases(pages: &[&str]) -> (Arc<Codebook>, Vec<Row>) {
    let questionnaire = study(TEA);
    let codebook = Arc::new(codebook(&questionnaire));
    let rows = pages.iter().map(|it| row(&codebook, &posted(&questionnaire, &[it]))).collect();
    (codebook, rows)
}

/// A sheet's cells of some columns.
fn sheet(file: &[u8], name: &str, columns: &[&str]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let header: Vec<String> = range.rows().next().unwrap().iter().map(|it| it.to_string()).collect();
    let places: Vec<usize> =
        columns.iter().map(|it| header.iter().position(|name| name == it).unwrap()).collect();
    range.rows().skip(1).map(|row| places.iter().map(|at| row[*at].clone()).collect()).collect()
}

/// A file inside of the workbook.
fn inside(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn words(texts: &[&str]) -> Vec<Data> {
    texts.iter().map(|it| Data::String((*it).to_owned())).collect()
}

fn numbers(numbers: &[f64]) -> Vec<Data> {
    numbers.iter().map(|it| Data::Float(*it)).collect()
}

#[test]
fn data_are_codes_and_labels_are_words() {
    let (codebook, rows) = cases(&["sex=2&tea=1&why=x", "sex="]);
    let file = written(&codebook, &rows, super::ROWS);
    let columns = ["sex", "tea_1", "tea_2"];
    assert_eq!(sheet(&file, "data", &columns), [numbers(&[2.0, 1.0, 0.0]), numbers(&[-9.0; 3])]);
    let labels = sheet(&file, "labels", &columns);
    assert_eq!(labels[0], [words(&["Female"]), numbers(&[1.0, 0.0])].concat());
    assert_eq!(labels[1], words(&["Not answered"; 3]));
    assert_eq!(sheet(&file, "data", &["why"]), [words(&["x"]), numbers(&[-9.0])]);
}

#[test]
fn times_are_dates_of_excel_in_utc() {
    let (codebook, rows) = cases(&["sex=2"]);
    let started = &sheet(&written(&codebook, &rows, 1), "data", &["started"])[0][0];
    let Data::DateTime(started) = started else { panic!("{started:?}") };
    assert_eq!(started.to_ymd_hms_milli(), (2026, 1, 12, 8, 30, 0, 0));
}

#[test]
fn more_cases_than_rows_go_on_in_the_next_sheets() {
    let (codebook, rows) = cases(&["why=a", "why=b", "why=c", "why=d", "why=e"]);
    let file = written(&codebook, &rows, 2);
    let book: Xlsx<_> = Xlsx::new(Cursor::new(&file)).unwrap();
    let names = ["data", "data_2", "data_3", "labels", "labels_2", "labels_3", "codebook", "notes"];
    assert_eq!(book.sheet_names(), names);
    for kind in ["data", "labels"] {
        assert_eq!(sheet(&file, kind, &["why"]), [words(&["a"]), words(&["b"])]);
        assert_eq!(sheet(&file, &format!("{kind}_2"), &["why"]), [words(&["c"]), words(&["d"])]);
        assert_eq!(sheet(&file, &format!("{kind}_3"), &["why"]), [words(&["e"])]);
    }
}

#[test]
fn no_text_becomes_a_formula_and_none_breaks_the_xml() {
    let texts = [
        "=1+1",
        "+1",
        "@x",
        "<b>&amp;",
        "\u{202e}x",
        "👩‍👩‍👧",
        " a ",
        "_x0041_",
        "NUL\0in\u{1b}",
        "a\r\nb\rc",
        "\u{ffff}!",
    ];
    let kept = ["=1+1", "+1", "@x", "<b>&amp;", "\u{202e}x", "👩‍👩‍👧", " a ", "_x0041_", "NULin", "a\nb\nc", "!"];
    let (codebook, rows) = cases(&["sex=1"]);
    let at = codebook.variables.iter().position(|it| it.name == "why").unwrap();
    let row = |it: &&str| -> Row {
        let mut row = rows[0].clone();
        row[at] = Cell::Typed((*it).to_owned());
        row
    };
    let file = written(&codebook, &texts.iter().map(row).collect::<Vec<_>>(), super::ROWS);
    let found: Vec<Data> = sheet(&file, "data", &["why"]).concat();
    assert_eq!(found, words(&kept));
    assert!(!inside(&file, "xl/worksheets/sheet1.xml").contains("<f>"));
}

#[test]
fn a_text_that_is_too_long_ends_in_a_mark_and_the_notes_count_it() {
    let long = "🍵".repeat(20_000);
    let cut = fitting(&long);
    assert_eq!(cut.encode_utf16().count(), 32_766);
    assert!(cut.ends_with("🍵 […]"));
    assert_eq!(fitting(&"x".repeat(32_767)), "x".repeat(32_767));
    let (codebook, mut rows) = cases(&["why=a", "why=b"]);
    let at = codebook.variables.iter().position(|it| it.name == "why").unwrap();
    rows[1][at] = Cell::Typed(long.clone());
    let file = written(&codebook, &rows, super::ROWS);
    assert_eq!(sheet(&file, "data", &["why"]).concat(), words(&["a", &cut]));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&file)).unwrap();
    let notes = book.worksheet_range("notes").unwrap();
    let last = notes.rows().next_back().unwrap()[1].to_string();
    assert!(last.starts_with("1 are longer than a cell may be"), "{last}");
}

#[test]
fn the_notes_say_why_cells_are_blank_in_the_words_of_all_formats() {
    let (codebook, rows) = cases(&["sex=1"]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written(&codebook, &rows, super::ROWS))).unwrap();
    let notes = book.worksheet_range("notes").unwrap();
    for blank in blanks(&["en".into()]) {
        let line = words(&[blank.name.get("en"), blank.text.get("en")]);
        assert!(notes.rows().any(|it| it == line), "{line:?}");
    }
}

#[test]
fn control_characters_alone_leave_an_empty_cell() {
    assert_eq!(held("\0\u{7}"), "");
    let (codebook, mut rows) = cases(&["why=a"]);
    let at = codebook.variables.iter().position(|it| it.name == "why").unwrap();
    rows[0][at] = Cell::Typed("\0".into());
    let file = written(&codebook, &rows, 9);
    assert_eq!(sheet(&file, "data", &["why", "sex"]), [[Data::Empty, Data::Float(-9.0)]]);
}

#[test]
fn the_codebook_has_a_row_for_each_code_and_its_words_in_the_language_asked_for() {
    let (codebook, rows) = cases(&["sex=1"]);
    let file = written(&codebook, &rows, super::ROWS);
    let all = sheet(&file, "codebook", &["variable", "question", "code", "label", "missing"]);
    let sex: Vec<_> = all.iter().filter(|it| it[0] == Data::String("sex".into())).collect();
    let label = |question: &str, code, label: &str, missing| {
        let question = if question.is_empty() { Data::Empty } else { Data::String(question.into()) };
        vec![Data::String("sex".into()), question, Data::Float(code), Data::String(label.into()), missing]
    };
    assert_eq!(sex.len(), 3);
    assert_eq!(*sex[0], label("Sex", 1.0, "Male", Data::Empty));
    assert_eq!(*sex[1], label("", 2.0, "Female", Data::Empty));
    assert_eq!(*sex[2], label("", -9.0, "Not answered", Data::Float(1.0)));
}

#[test]
fn the_same_cases_give_the_same_bytes_and_the_snapshot_s_date() {
    let (codebook, rows) = cases(&["why=a", "why=b"]);
    let file = written(&codebook, &rows, super::ROWS);
    assert_eq!(file, written(&codebook, &rows, super::ROWS));
    let about = inside(&file, "docProps/core.xml");
    assert!(about.contains(">2026-02-01T00:00:00Z</dcterms:created>"), "{about}");
}

#[test]
fn a_sheet_has_no_more_columns_than_excel() {
    let (codebook, _) = cases(&[]);
    let variable = codebook.variables[0].clone();
    let wide = Codebook { variables: vec![variable; 16_385], ..(*codebook).clone() };
    let refused: io::Result<_> = File::begin(Vec::new(), &Arc::new(wide), &options());
    assert_eq!(
        refused.err().map(|it| it.to_string()).as_deref(),
        Some("a worksheet has 16,384 columns at most")
    );
}
