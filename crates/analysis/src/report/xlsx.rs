//! A report as a workbook: a sheet of contents with all text, and a sheet for each table and chart.
//!
//! Numbers are numbers and charts are the spreadsheet's own. The letters of tests and the marks stand in a column beside
//! the numbers, so that these remain numbers.

mod sheet;
#[cfg(test)]
mod tests;

use std::io;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError,
};
use survey::Moment;

use super::{Block, Document, Run};
use crate::codebook::ddi::is_forbidden;

/// The UTF-16 units of a cell at most.
const UNITS: usize = 32_767;

/// The workbook, as a file that was made at this time.
pub fn file(document: &Document, made_at: Moment) -> io::Result<Vec<u8>> {
    workbook(document, made_at).map_err(io::Error::other)
}

fn workbook(document: &Document, made_at: Moment) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(made_at.0.div_euclid(1000))?;
    book.set_properties(
        &DocProperties::new().set_title(fitting(&document.title)).set_creation_datetime(&created),
    );
    let mut lines = Vec::new();
    let mut sheets = Vec::new();
    let mut notes = Vec::new();
    all_of(&document.blocks, 0, &mut Gathered { lines: &mut lines, sheets: &mut sheets, notes: &mut notes });
    contents(book.add_worksheet(), document, &lines, &notes)?;
    for (name, block) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        match block {
            Block::Grid(it) => sheet::grid(sheet, it)?,
            Block::Chart(it) => sheet::chart(sheet, &name, it)?,
            _ => {}
        }
    }
    book.save_to_buffer()
}

/// A line of the contents.
struct Line {
    text: String,
    kind: Kind,
    /// The sheet it leads to.
    sheet: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Heading,
    Text,
}

struct Gathered<'a, 'd> {
    lines: &'a mut Vec<Line>,
    /// Each with its name.
    sheets: &'a mut Vec<(String, &'d Block)>,
    /// What is said of figures in the text.
    notes: &'a mut Vec<String>,
}

fn all_of<'d>(blocks: &'d [Block], indent: usize, to: &mut Gathered<'_, 'd>) {
    for block in blocks {
        let mut line = |text: String, kind| to.lines.push(Line { text, kind, sheet: None });
        match block {
            Block::Heading { text, .. } => line(said(text, to.notes), Kind::Heading),
            Block::Paragraph(text) => line("  ".repeat(indent) + &said(text, to.notes), Kind::Text),
            Block::Quote(blocks) => all_of(blocks, indent + 1, to),
            Block::List { first, items } => {
                for (at, item) in items.iter().enumerate() {
                    let sign = first.map_or("•".to_owned(), |first| format!("{}.", first + at as u64));
                    let before = to.lines.len();
                    all_of(item, indent + 1, to);
                    if let Some(line) = to.lines.get_mut(before) {
                        line.text = format!("{}{sign} {}", "  ".repeat(indent), line.text.trim_start());
                    }
                }
            }
            // Whoever typed a table gave it no caption.
            Block::Grid(it) if it.caption.is_empty() => sheet_of(&it.corner, block, to),
            Block::Grid(it) => sheet_of(&it.caption, block, to),
            Block::Chart(it) => sheet_of(&it.caption, block, to),
        }
    }
}

fn sheet_of<'d>(caption: &str, block: &'d Block, to: &mut Gathered<'_, 'd>) {
    let name = name(to.sheets.len() + 1, caption);
    to.lines.push(Line { text: caption.to_owned(), kind: Kind::Text, sheet: Some(name.clone()) });
    to.sheets.push((name, block));
}

/// The name of a sheet: its number, and as much of its caption as has room.
fn name(number: usize, caption: &str) -> String {
    let fits = |it: &char| !it.is_control() && !"[]:*?/\\'".contains(*it);
    let mut name = format!("{number} ");
    for char in caption.chars().filter(fits) {
        // Excel counts UTF-16.
        if name.encode_utf16().count() + char.len_utf16() > 31 {
            break;
        }
        name.push(char);
    }
    name.trim_end().to_owned()
}

/// The text of runs, with the numbers of their notes.
fn said(runs: &[Run], notes: &mut Vec<String>) -> String {
    let mut text = String::new();
    for run in runs {
        text.push_str(&run.text);
        if let Some(note) = &run.note {
            notes.push(format!("{} {note}", run.text));
            text.push_str(&format!(" [{}]", notes.len()));
        }
    }
    text
}

fn contents(
    sheet: &mut Worksheet,
    document: &Document,
    lines: &[Line],
    notes: &[String],
) -> Result<(), XlsxError> {
    sheet.set_name(self::name(0, &document.title))?;
    sheet.set_column_width(0, 100)?;
    sheet.set_print_fit_to_pages(1, 0);
    let title = Format::new().set_bold().set_font_size(16).set_text_wrap();
    let heading = Format::new().set_bold().set_font_size(13).set_text_wrap();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    write(sheet, 0, 0, &document.title, &title)?;
    let mut row = 2;
    for line in lines {
        match &line.sheet {
            Some(name) => {
                let shown = if line.text.trim().is_empty() { name } else { &line.text };
                let url = Url::new(format!("internal:'{name}'!A1"))
                    .set_text(fitting(shown).chars().take(255).collect::<String>());
                sheet.write_url(row, 0, url)?;
            }
            None => {
                let format = if line.kind == Kind::Heading { &heading } else { &text };
                tall(sheet, row, &line.text, if line.kind == Kind::Heading { 18.0 } else { 15.0 })?;
                write(sheet, row, 0, &line.text, format)?;
            }
        }
        row += 1;
    }
    for (at, note) in notes.iter().enumerate() {
        row += u32::from(at == 0);
        let note = format!("[{}] {note}", at + 1);
        tall(sheet, row, &note, 15.0)?;
        write(sheet, row, 0, &note, &text)?;
        row += 1;
    }
    Ok(())
}

/// Gives a row of the contents room for all lines of its text: not every program does so by itself.
fn tall(sheet: &mut Worksheet, row: u32, text: &str, line: f64) -> Result<(), XlsxError> {
    // What stands outside of ASCII may be as wide as two letters.
    let wide = |it: &str| it.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let lines: usize = text.split('\n').map(|it| wide(it).div_ceil(95).max(1)).sum();
    sheet.set_row_height(row, line * lines.min(25) as f64).map(|_| ())
}

/// Text in a cell; never a formula.
fn write(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, column, fitting(text), format).map(|_| ())
}

/// As much of a text as a cell holds.
fn fitting(text: &str) -> String {
    let mut units = 0;
    let fits = |it: &char| {
        units += it.len_utf16();
        units <= UNITS
    };
    text.chars().filter(|it| !is_forbidden(*it)).take_while(fits).collect()
}
