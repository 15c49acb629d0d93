//! A list of people as it is uploaded: CSV as spreadsheets write it, or XLSX, read into rows of texts.

mod package;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use encoding_rs::{Encoding, GB18030, UTF_8};

/// The most people of one file, so that respondents never wait for it to be written.
pub const MOST_ROWS: usize = 50_000;

/// More columns than this is no list of people.
pub const MOST_COLUMNS: usize = 60;

/// Bytes of all cells of a workbook together, in which one long text may stand in many cells.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Rows of texts, each with its number in the file; the first one names the columns.
pub type Rows = Vec<(usize, Vec<String>)>;

/// The rows of a file that hold anything; or what is wrong with it, in the name of its words.
pub fn read(file: &[u8]) -> Result<Rows, &'static str> {
    let rows = match file {
        _ if file.starts_with(b"PK\x03\x04") => xlsx(file)?,
        _ if file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) => return Err("list-old-excel"),
        _ => csv(&text(file)?)?,
    };
    let rows: Rows = rows.into_iter().filter(|(_, cells)| cells.iter().any(|it| !it.is_empty())).collect();
    match rows.len() {
        0 | 1 => Err("list-empty"),
        // One names the columns.
        more if more > MOST_ROWS + 1 => Err("list-too-many"),
        _ => Ok(rows),
    }
}

/// The text of a file in UTF-8, UTF-16 with its mark, or GB18030 as Chinese Excel writes it.
fn text(file: &[u8]) -> Result<String, &'static str> {
    let marked = Encoding::for_bom(file).map(|(it, _)| it);
    let encoding = marked.unwrap_or(if std::str::from_utf8(file).is_ok() { UTF_8 } else { GB18030 });
    let (text, _, broken) = encoding.decode(file);
    if broken || text.contains('\0') { Err("list-no-text") } else { Ok(text.into_owned()) }
}

fn csv(text: &str) -> Result<Rows, &'static str> {
    let first = text.split(['\r', '\n']).find(|it| !it.trim().is_empty()).ok_or("list-empty")?;
    let count = |sign: &u8| first.bytes().filter(|it| it == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut counted, mut line) = (0, 1);
    for record in reader.records() {
        let record = record.map_err(|_| "list-no-table")?;
        // The reader skips blank lines, and says where it began to; people count them.
        let at = record.position().map_or(counted, |it| usize::try_from(it.byte()).unwrap_or(counted));
        let start = at + text[at..].bytes().take_while(|it| matches!(it, b'\r' | b'\n')).count();
        line += line_ends(&text[counted..start]);
        counted = start;
        if record.len() > MOST_COLUMNS || rows.len() > MOST_ROWS + 1 {
            return Err(if record.len() > MOST_COLUMNS { "list-too-wide" } else { "list-too-many" });
        }
        let cells = record.iter().map(|it| it.trim().to_owned()).collect();
        rows.push((line, cells));
    }
    Ok(rows)
}

/// How many lines end in a text. Excel's "CSV (Macintosh)" ends them with a carriage return alone.
pub fn line_ends(text: &str) -> usize {
    text.matches(['\r', '\n']).count() - text.matches("\r\n").count()
}

/// The first sheet, cell by cell: a stray cell in its farthest corner must not make a table of that size.
fn xlsx(file: &[u8]) -> Result<Rows, &'static str> {
    package::is_bearable(file)?;
    // The library panics at some references that no spreadsheet writes.
    std::panic::catch_unwind(|| first_sheet(file)).unwrap_or(Err("list-no-xlsx"))
}

fn first_sheet(file: &[u8]) -> Result<Rows, &'static str> {
    let mut book = Xlsx::new(Cursor::new(file)).map_err(|_| "list-no-xlsx")?;
    let sheet = book.sheet_names().first().cloned().ok_or("list-empty")?;
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(|_| "list-no-xlsx")?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut bytes = 0;
    while let Some(cell) = reader.next_cell().map_err(|_| "list-no-xlsx")? {
        let (row, column) = cell.get_position();
        let text = shown(cell.get_value());
        if text.is_empty() {
            continue;
        }
        bytes += text.len();
        if bytes > MOST_BYTES {
            return Err("list-too-large");
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            return Err("list-too-wide");
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        if rows.len() > MOST_ROWS + 1 {
            return Err("list-too-many");
        }
    }
    // People count rows from one.
    Ok(rows.into_iter().map(|(row, cells)| (row as usize + 1, cells)).collect())
}

/// A cell as it reads on the sheet: a number without a point is one without decimals.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.trim().to_owned()
        }
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(file: &[u8]) -> String {
        match read(file) {
            Ok(rows) => {
                let line = |(row, cells): (usize, Vec<String>)| format!("{row}: {}", cells.join("|"));
                rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
            }
            Err(word) => word.to_owned(),
        }
    }

    #[test]
    fn a_workbook_that_its_library_panics_at_is_refused() {
        use std::io::Write;
        let sheet = |reference: &str| {
            let cell = format!("<c r=\"{reference}\" t=\"str\"><v>pid</v></c>");
            let parts = [
                (
                    "[Content_Types].xml",
                    include_str!("../../../../end2end/fuzz/workbook/types.xml").to_owned(),
                ),
                ("_rels/.rels", include_str!("../../../../end2end/fuzz/workbook/rels.xml").to_owned()),
                (
                    "xl/workbook.xml",
                    include_str!("../../../../end2end/fuzz/workbook/workbook.xml").to_owned(),
                ),
                (
                    "xl/_rels/workbook.xml.rels",
                    include_str!("../../../../end2end/fuzz/workbook/workbook-rels.xml").to_owned(),
                ),
                (
                    "xl/worksheets/sheet1.xml",
                    format!(
                        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
                         <sheetData><row r=\"1\">{cell}</row><row r=\"2\"><c r=\"A2\"><v>7</v></c></row></sheetData></worksheet>"
                    ),
                ),
            ];
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for (name, text) in parts {
                zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                zip.write_all(text.as_bytes()).unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        assert_eq!(rows(&sheet("A1")), "1: pid\n2: 7");
        assert_eq!(rows(&sheet("regionB1")), "list-no-xlsx");
    }

    #[test]
    fn spreadsheets_write_csv_in_many_ways() {
        let expected = "1: pid|名字\n2: 7|张三\n4: 8|李, 四";
        assert_eq!(rows("pid,名字\n7, 张三\n\n8,\"李, 四\"\n".as_bytes()), expected);
        assert_eq!(rows("\u{feff}pid;名字\r\n7;张三\r\n;\r\n8;李, 四\r\n".as_bytes()), expected);
        assert_eq!(rows("pid\t名字\n7\t张三\n\n8\t李, 四".as_bytes()), expected);
        let (gb18030, _, _) = GB18030.encode("pid;名字\n7;张三\n\n8;李, 四");
        assert_eq!(rows(&gb18030), expected);
        let utf_16: Vec<u8> =
            "\u{feff}pid\t名字\n7\t张三\n\n8\t李, 四".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&utf_16), expected);
    }

    #[test]
    fn lines_that_end_with_a_carriage_return_alone_are_counted() {
        assert_eq!(
            rows(b"pid,city\r7,Bern\r\r8,\"Bi\rel; a; b; c\"\r9,Chur"),
            "1: pid|city\n2: 7|Bern\n4: 8|Bi\rel; a; b; c\n6: 9|Chur"
        );
    }

    #[test]
    fn what_is_no_list_is_told_apart() {
        assert_eq!(rows(b""), "list-empty");
        assert_eq!(rows(b"pid\n\n"), "list-empty");
        assert_eq!(rows(b"\x89PNG\r\n\x1a\n\0\0\xff\xff\xff"), "list-no-text");
        assert_eq!(rows(b"PK\x03\x04 and no more"), "list-no-xlsx");
        assert_eq!(rows(&[0xd0, 0xcf, 0x11, 0xe0, 1]), "list-old-excel");
        assert_eq!(rows(format!("pid\n{}", "x\n".repeat(MOST_ROWS + 1)).as_bytes()), "list-too-many");
        assert_eq!(rows(format!("pid{}\nx", ",a".repeat(MOST_COLUMNS)).as_bytes()), "list-too-wide");
    }
}
