//! The codebook as a worksheet: beside the data, and as a workbook of its own.

#[cfg(test)]
mod tests;

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use survey::Moment;

use super::failed;
use super::sheet::{filtered, fitting, header, held};
use crate::codebook::blanks::{Why, blanks};
use crate::codebook::counts::{Count, Counts};
use crate::codebook::{Codebook, Variable, words};

/// The columns of the codebook, in Chinese and English, with their widths in characters.
const COLUMNS: [(&str, &str, f64); 11] = [
    ("变量", "variable", 24.0),
    ("角色", "role", 10.0),
    ("类型", "shape", 8.0),
    ("题号", "nr", 8.0),
    ("题目", "question", 60.0),
    ("部分", "part", 24.0),
    ("代码", "code", 10.0),
    ("标签", "label", 40.0),
    ("缺失值", "missing", 8.0),
    ("询问对象", "base", 40.0),
    ("计算规则", "rule", 40.0),
];

/// Those that follow where cases were counted: cases with a code, or with any value where there are no codes.
const COUNTED: [(&str, &str, f64); 4] = [
    ("个案数", "cases", 10.0),
    ("未询问", "not asked", 10.0),
    ("未作答", "not answered", 12.0),
    ("已删除", "erased", 10.0),
];

/// A workbook of its own: a sheet for each language, and why cells are blank. With counts it has them too.
pub fn workbook(codebook: &Codebook, counts: Option<&Counts>, made_at: Moment) -> io::Result<Vec<u8>> {
    let book = || {
        let mut book = Workbook::new();
        for lang in &codebook.langs {
            let sheet = book.add_worksheet();
            sheet_of(sheet, &format!("codebook_{lang}"), codebook, lang, counts)?;
        }
        blank_sheet(book.add_worksheet(), codebook)?;
        let created = ExcelDateTime::from_timestamp(made_at.0.div_euclid(1000))?;
        let title = codebook.langs.first().map_or("", |it| codebook.title.get(it));
        book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
        book.save_to_buffer()
    };
    book().map_err(failed)
}

/// One row for each variable, and one more for each code after its first, so that filters find them.
pub(super) fn sheet_of(
    sheet: &mut Worksheet,
    name: &str,
    codebook: &Codebook,
    lang: &str,
    counts: Option<&Counts>,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let columns: Vec<_> = COLUMNS.iter().chain(counts.iter().flat_map(|_| &COUNTED)).collect();
    for (at, (_, _, width)) in columns.iter().enumerate() {
        sheet.set_column_width(at as u16, *width)?;
    }
    let names: Vec<String> = columns.iter().map(|(zh, en, _)| say(lang, zh, en)).collect();
    header(sheet, names.iter().map(String::as_str))?;
    let mut row = 0;
    for (at, variable) in codebook.variables.iter().enumerate() {
        let count = counts.and_then(|it| it.variables.get(at));
        row = described(sheet, row + 1, variable, lang, count)?;
    }
    filtered(sheet, row, columns.len())
}

/// Writes a variable from this row on, and says which was its last.
fn described(
    sheet: &mut Worksheet,
    row: u32,
    variable: &Variable,
    lang: &str,
    count: Option<&Count>,
) -> Result<u32, XlsxError> {
    let about = [
        (1, variable.role.word()),
        (2, variable.shape.word()),
        (3, variable.nr.as_deref().unwrap_or_default()),
        (4, variable.text.get(lang)),
        (5, variable.part.as_ref().map_or("", |it| it.get(lang))),
    ];
    let base = variable.base.as_ref().map_or("", |it| it.words.get(lang));
    let after = [(9, base), (10, variable.rule.as_deref().unwrap_or_default())];
    let codes = count.map_or_else(|| variable.codes.clone(), |it| it.labels(variable));
    let rows = codes.len().max(1) as u32;
    for at in 0..rows {
        text(sheet, row + at, 0, &variable.name)?;
        if at == 0 {
            about.iter().try_for_each(|(column, it)| text(sheet, row, *column, it))?;
        }
        let label = codes.get(at as usize);
        if let Some(label) = label {
            sheet.write_number(row + at, 6, label.code as f64)?;
            text(sheet, row + at, 7, label.label.get(lang))?;
            if label.missing {
                sheet.write_number(row + at, 8, 1)?;
            }
        }
        if at == 0 {
            after.iter().try_for_each(|(column, it)| text(sheet, row, *column, it))?;
        }
        if let Some(count) = count {
            let cases = label.map_or(count.values, |it| count.of(it.code));
            let blank = [cases, count.not_asked, count.not_answered, count.erased];
            // The blanks are the variable's, not the code's.
            for (column, cases) in (11..).zip(blank).take(if at == 0 { 4 } else { 1 }) {
                sheet.write_number(row + at, column, cases as f64)?;
            }
        }
    }
    Ok(row + rows - 1)
}

/// Why cells are blank, in every language.
fn blank_sheet(sheet: &mut Worksheet, codebook: &Codebook) -> Result<(), XlsxError> {
    sheet.set_name("blanks")?;
    header(sheet, ["reason", "CSV"].into_iter().chain(codebook.langs.iter().map(String::as_str)))?;
    for (at, blank) in blanks(&codebook.langs).into_iter().enumerate() {
        let row = at as u32 + 1;
        text(sheet, row, 0, blank.why.word())?;
        if let Some(code) = blank.code {
            sheet.write_number(row, 1, code as f64)?;
        }
        for (column, lang) in (2..).zip(&codebook.langs) {
            sheet.set_column_width(column, 80)?;
            text(sheet, row, column, blank.text.get(lang))?;
        }
    }
    sheet.set_column_width(0, Why::NotAnswered.word().len() as f64 + 2.0).map(|_| ())
}

/// Writes a text, as much of it as a cell has room for.
pub(super) fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    sheet.write_string(row, column, fitting(&held(text)).as_ref()).map(|_| ())
}

/// Our own words in a language.
pub(super) fn say(lang: &str, zh: &str, en: &str) -> String {
    words::text(&[lang.to_owned()], zh, en).get(lang).to_owned()
}
