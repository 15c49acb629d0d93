//! The documents of the file: what its reader must know, and what of the data SPSS has no room for.

use super::columns::Field;
use crate::codebook::blanks::{Why, blanks};
use crate::codebook::{Codebook, words};
use crate::export::Options;
use crate::export::csv::time;

/// The notes, a paragraph each, in the language of the file.
pub(super) fn notes(codebook: &Codebook, fields: &[Field], options: &Options) -> Vec<String> {
    let lang = std::slice::from_ref(&options.lang);
    let say = |zh: &str, en: &str| words::text(lang, zh, en).get(&options.lang).to_owned();
    let (survey, version, at) = (&codebook.survey, &codebook.version, time(options.taken_at));
    let mut notes = vec![
        format!("Canvass: {survey} {version}, {at}"),
        say("所有时间均为 UTC。", "All times are in UTC."),
        say(
            "文本中的 NUL 字符已去除；行末空格与填充无法区分。",
            "NUL is left out of texts; blanks at their ends cannot be told from filling.",
        ),
    ];
    let told = blanks(lang).into_iter().filter(|it| it.why != Why::NotTicked);
    notes.extend(told.map(|it| format!("{}: {}", it.name.get(&options.lang), it.text.get(&options.lang))));
    notes.extend(cut(fields, say));
    for (field, variable) in fields.iter().zip(&codebook.variables) {
        let name = &field.parts[0].name;
        if let Some(renamed) = &field.renamed {
            notes.push(say(
                &format!("变量名 {renamed} 改为 {name}。"),
                &format!("{renamed} is called {name} here."),
            ));
        }
        if let Some(last) = field.parts.last().filter(|it| it.name != *name) {
            let last = &last.name;
            notes.push(say(
                &format!("{name} 的文本过长，续至 {last}。"),
                &format!("The texts of {name} go on as far as {last}."),
            ));
        }
        if !field.missing.left_out.is_empty() {
            let codes = field.missing.left_out.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            let name = &variable.name;
            notes.push(say(
                &format!("{name}：以下缺失代码超出 SPSS 的限制，未作声明：{codes}。"),
                &format!(
                    "{name}: these codes are missing too, and SPSS has no room to declare them: {codes}."
                ),
            ));
        }
    }
    notes
}

/// That labels are cut, where some are.
fn cut(fields: &[Field], say: impl Fn(&str, &str) -> String) -> Option<String> {
    let is_cut = fields.iter().any(|it| it.cuts_labels || it.whole_label.is_some());
    is_cut.then(|| {
        say(
            "过长的标签以“…”结尾（变量 255 字节、取值 120 字节）；全文见编码手册。",
            "Labels too long for SPSS (255 bytes of a variable, 120 of a value) end in “…”; the codebook has them whole.",
        )
    })
}
