//! The columns about the interview itself, which every survey has.

use survey::questionnaire::{Questionnaire, Text};

use super::{Column, Label, Role, Shape, System, Variable, words};

/// `id … flags` as FORMAT says, then what names the interview's origin: `version source pid link_… test`.
pub(super) fn variables(questionnaire: &Questionnaire, links: &[String]) -> Vec<Variable> {
    let langs = &questionnaire.langs;
    let column =
        |name: &str, of, shape, zh: &str, en: &str| variable(name, of, shape, words::text(langs, zh, en));
    let mut columns = vec![
        column("id", System::Id, Shape::Number, "访问编号", "Interview"),
        column("disposition", System::Disposition, Shape::Text, "访问结果", "Disposition"),
        column(
            "code",
            System::Code,
            Shape::Text,
            "甄别代码、已满的首个配额格或未通过的质量规则",
            "Screen-out code, first full cell, or quality rules broken",
        ),
        column("lang", System::Lang, Shape::Text, "访问语言", "Language of the interview"),
        column("started", System::Started, Shape::Time, "开始时间（UTC）", "Started (UTC)"),
        column("ended", System::Ended, Shape::Time, "结束时间（UTC）", "Ended (UTC)"),
        column(
            "seconds",
            System::Seconds,
            Shape::Number,
            "答题秒数，每次停顿最多计600秒",
            "Seconds spent; a pause counts for 600 at most",
        ),
        column("plan", System::Plan, Shape::Text, "配额方案", "Quota plan"),
    ];
    for table in tables(questionnaire) {
        columns.push(column(
            &format!("cell_{table}"),
            System::Cell(table.to_owned()),
            Shape::Text,
            &format!("配额表“{table}”中的格"),
            &format!("Cell in the quota table “{table}”"),
        ));
    }
    columns.extend([
        column("device_hash", System::DeviceHash, Shape::Text, "设备的匿名标识", "Hash of the device"),
        column("flags", System::Flags, Shape::List, "触发的质量规则", "Quality rules that flag it"),
        column("version", System::Version, Shape::Text, "问卷版本", "Version of the questionnaire"),
        column("source", System::Source, Shape::Text, "样本来源", "Source of sample"),
        column("pid", System::Pid, Shape::Text, "样本方的受访者编号", "The source's id of the respondent"),
    ]);
    for link in links {
        columns.push(column(
            &format!("link_{link}"),
            System::Link(link.clone()),
            Shape::Text,
            &format!("链接中的变量“{link}”"),
            &format!("Variable “{link}” of the link"),
        ));
    }
    columns.push(column("test", System::Test, Shape::Flag, "测试访问", "Test interview"));
    columns
}

/// The names of all quota tables of all plans, in file order; plans share tables by name.
fn tables(questionnaire: &Questionnaire) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let plans = questionnaire.quota.iter().flat_map(|it| &it.plans);
    for table in plans.flat_map(|it| &it.tables) {
        if !names.contains(&table.name.as_str()) {
            names.push(&table.name);
        }
    }
    names
}

/// A column that belongs to no question.
pub(super) fn variable(name: &str, of: System, shape: Shape, text: Text) -> Variable {
    Variable {
        name: name.to_owned(),
        role: Role::System,
        shape,
        nr: None,
        of: None,
        var: None,
        text,
        part: None,
        codes: Vec::<Label>::new(),
        ordered: false,
        base: None,
        rule: None,
        from: Column::System(of),
    }
}
