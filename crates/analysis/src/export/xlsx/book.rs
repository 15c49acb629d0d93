//! The sheet with notes about the file.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::codebook::{say, text};
use super::sheet::CUT;
use crate::codebook::Codebook;
use crate::codebook::blanks::blanks;
use crate::export::{Options, csv};

/// What the file is, and what its cells mean; `cut` is how many texts were too long.
pub(super) fn notes(
    sheet: &mut Worksheet,
    codebook: &Codebook,
    options: &Options,
    cut: u64,
) -> Result<(), XlsxError> {
    sheet.set_name("notes")?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 100)?;
    for (row, (name, text_of_it)) in lines(codebook, options, cut).iter().enumerate() {
        text(sheet, row as u32, 0, name)?;
        text(sheet, row as u32, 1, text_of_it)?;
    }
    Ok(())
}

fn lines(codebook: &Codebook, options: &Options, cut: u64) -> Vec<(String, String)> {
    let lang = &options.lang;
    let say = |zh: &str, en: &str| say(lang, zh, en);
    let mut lines = vec![
        (say("调查", "Survey"), format!("{} ({})", codebook.title.get(lang), codebook.survey)),
        (say("问卷版本", "Version"), codebook.version.clone()),
        (say("数据截至（UTC）", "Data as of (UTC)"), csv::time(options.taken_at)),
    ];
    let blanks = blanks(std::slice::from_ref(lang)).into_iter();
    lines.extend(blanks.map(|it| (it.name.get(lang).to_owned(), it.text.get(lang).to_owned())));
    lines.push((say("时间", "Times"), say("均为UTC", "All are UTC")));
    lines.push((
        say("控制字符", "Control characters"),
        say(
            "单元格不能存放控制字符，已略去；完整文本见CSV或JSON Lines",
            "A cell cannot hold them, so they are left out; CSV and JSON Lines have them",
        ),
    ));
    if cut > 0 {
        let zh = format!(
            "有{cut}个文本超过单元格的上限（32767个字符），截断处以“{CUT}”结尾；完整文本见CSV或JSON Lines"
        );
        let en = format!(
            "{cut} are longer than a cell may be (32,767 characters); they end in “{CUT}”; CSV and JSON Lines have the whole"
        );
        lines.push((say("过长的文本", "Long texts"), say(&zh, &en)));
    }
    lines
}
