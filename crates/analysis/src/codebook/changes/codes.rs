//! What changed in the codes of a question, and in the rows of a grid.

use survey::questionnaire::{Choice, Code, Item, Kind, Question, Text};

use super::question::{differing, is_never, listed};
use super::{Both, Change, What, change, names, only, say};
use crate::codebook::Column;

pub(super) fn changes(both: &Both<'_>, was: &Question, is: &Question) -> Vec<Change> {
    let (before, after) = (was.choices(), is.choices());
    let pairs = || after.iter().filter_map(|it| Some((find(before, it.code)?, it)));
    let offered = |it: &&Choice| !is_never(it.condition.as_ref());
    let codes = |it: Vec<&Choice>| it.iter().map(|it| it.code).collect::<Vec<_>>();
    let added = after.iter().filter(|it| find(before, it.code).is_none()).collect();
    let left = before.iter().filter(|it| find(after, it.code).is_none()).filter(offered);
    let retired = pairs().filter(|(was, is)| offered(was) && !offered(is)).map(|(was, _)| was);
    let retired: Vec<&Choice> = left.chain(retired).collect();
    let missing = pairs().filter(|(was, is)| was.missing != is.missing).map(|(_, is)| is).collect();
    // As written: where in the file it stands does not matter.
    let condition = |it: &Choice| it.condition.as_ref().map(ToString::to_string);
    let elsewhere = |(was, is): &(&Choice, &Choice)| condition(was) != condition(is) && offered(is);
    let elsewhere = pairs().filter(elsewhere).map(|(_, is)| is).collect();
    let mut changes = Vec::new();
    changes.extend(codes_added(both, is, &codes(added)));
    changes.extend(codes_retired(both, was, is, &codes(retired)));
    changes.extend(labelled(
        both,
        is,
        pairs().map(|(was, is)| (was.code.to_string(), &was.label, &is.label)),
    ));
    changes.extend(codes_offered(both, is, &codes(elsewhere)));
    changes.extend(codes_missing(both, is, &codes(missing)));
    changes.extend(texts(both, is));
    changes.extend(rows(both, was, is));
    changes
}

fn find(choices: &[Choice], code: Code) -> Option<&Choice> {
    choices.iter().find(|it| it.code == code)
}

fn codes_added(both: &Both<'_>, is: &Question, codes: &[Code]) -> Option<Change> {
    if codes.is_empty() {
        return None;
    }
    let list = |lang| listed(both.new, &is.var, codes, lang);
    let said = say(format!("新增选项：{}", list("zh")), format!("New codes: {}", list("en")));
    let version = &both.new.version;
    let places = only(&both.after, &both.before, &is.var, |it| matches!(it, Column::Rank(_)));
    let effect = match is.kind {
        Kind::Rank { .. } if !places.is_empty() => say(
            format!("新列：{places}；其他列多了取值。早于 {version} 的访问无法选择这些代码，新列为空。"),
            format!(
                "New columns: {places}, and more values in the others. Interviews before {version} could not choose them, and are empty in the new columns."
            ),
        ),
        Kind::Multi { .. } => {
            let columns = names(
                &both.after,
                &is.var,
                |it| matches!(&it.from, Column::Ticked(code) if codes.contains(code)),
            );
            say(
                format!("新列：{columns}。早于 {version} 的访问没有出示，为空而不是 0。"),
                format!(
                    "New columns: {columns}. Interviews before {version} were not offered them: empty, not 0."
                ),
            )
        }
        _ => say(
            format!("列不变，多了取值；早于 {version} 的访问无法选择，合并后的占比偏低。"),
            format!(
                "The same columns with more values. Interviews before {version} could not choose them, so shares over all versions are too low."
            ),
        ),
    };
    Some(change(What::CodesAdded, is, said, effect))
}

fn codes_retired(both: &Both<'_>, was: &Question, is: &Question, codes: &[Code]) -> Option<Change> {
    if codes.is_empty() {
        return None;
    }
    let list = |lang| listed(both.old, &was.var, codes, lang);
    let said = say(format!("停用选项：{}", list("zh")), format!("Codes no longer offered: {}", list("en")));
    let effect = match is.kind {
        Kind::Multi { .. } => {
            let columns = names(
                &both.before,
                &was.var,
                |it| matches!(&it.from, Column::Ticked(code) if codes.contains(code)),
            );
            say(
                format!("列 {columns} 保留，此后未出示，为空。"),
                format!("Columns {columns} stay, and are empty from now on: not offered."),
            )
        }
        _ => say(
            "代码与标签保留给旧访问；此后没有人能选。",
            "Codes and labels stay for earlier interviews; nobody can choose them from now on.",
        ),
    };
    Some(change(What::CodesRetired, is, said, effect))
}

/// Codes or rows whose words changed.
fn labelled<'a>(
    both: &Both<'_>,
    is: &Question,
    pairs: impl Iterator<Item = (String, &'a Text, &'a Text)>,
) -> Option<Change> {
    let changed: Vec<_> = pairs.filter(|(_, was, is)| was != is).collect();
    if changed.is_empty() {
        return None;
    }
    let each = |lang: &str| -> Vec<String> {
        let one = |(name, was, is): &(String, &'a Text, &'a Text)| {
            let (was, is) = differing(was, is, lang);
            format!("{name} “{was}” → “{is}”")
        };
        changed.iter().map(one).collect()
    };
    let said = say(format!("标签：{}", each("zh").join("；")), format!("Labels: {}", each("en").join("; ")));
    let effect = say(
        format!(
            "列与代码不变，所有访问都用 {} 的标签。若含义变了，旧回答会被误读：应停用旧代码，另用新代码。",
            both.new.version
        ),
        format!(
            "The same columns and codes; all interviews are labelled with the words of {}. If the meaning changed, earlier answers are misread: retire the code and use a new one.",
            both.new.version
        ),
    );
    Some(change(What::CodesLabelled, is, said, effect))
}

fn codes_offered(both: &Both<'_>, is: &Question, codes: &[Code]) -> Option<Change> {
    if codes.is_empty() {
        return None;
    }
    let list = |lang| listed(both.new, &is.var, codes, lang);
    let said = say(
        format!("选项的出示条件改变：{}", list("zh")),
        format!("Offered under another condition: {}", list("en")),
    );
    let effect = match is.kind {
        Kind::Multi { .. } => say(
            "列不变；某个选项为空（未出示）的人前后不同。",
            "The same columns; other people than before are empty in them, as not offered.",
        ),
        _ => say(
            "列与基数不变；能选这些代码的人前后不同。",
            "The same columns and base; other people than before could choose these codes.",
        ),
    };
    Some(change(What::CodesOffered, is, said, effect))
}

fn codes_missing(both: &Both<'_>, is: &Question, codes: &[Code]) -> Option<Change> {
    if codes.is_empty() {
        return None;
    }
    let list = |lang| listed(both.new, &is.var, codes, lang);
    let said = say(
        format!("拒答标记改变：{}", list("zh")),
        format!("Marked as refusals, or no longer: {}", list("en")),
    );
    let effect = say(
        "列不变；所有版本的均值与占比基数都按新的标记计算。",
        "The same columns; the bases of means and tops of all versions go by the new mark.",
    );
    Some(change(What::CodesMissing, is, said, effect))
}

/// Columns of what is typed beside choices.
fn texts(both: &Both<'_>, is: &Question) -> Vec<Change> {
    let is_text = |it: &Column| matches!(it, Column::OtherText(_));
    let version = &both.new.version;
    let mut changes = Vec::new();
    let columns = only(&both.after, &both.before, &is.var, is_text);
    if !columns.is_empty() {
        let said = say("更多选项旁可以填写文字。", "A text is typed beside more choices.");
        let effect = say(
            format!("新列：{columns}；早于 {version} 的访问为空。"),
            format!("New columns: {columns}; interviews before {version} are empty in them."),
        );
        changes.push(change(What::CodesText, is, said, effect));
    }
    let columns = only(&both.before, &both.after, &is.var, is_text);
    if !columns.is_empty() {
        let said = say("部分选项旁不再填写文字。", "No text is typed beside some choices any more.");
        let effect = say(
            format!("列 {columns} 保留，此后为空。"),
            format!("Columns {columns} stay, and are empty from now on."),
        );
        changes.push(change(What::CodesText, is, said, effect));
    }
    changes
}

/// Rows of a grid.
fn rows(both: &Both<'_>, was: &Question, is: &Question) -> Vec<Change> {
    let (before, after) = (was.items(), is.items());
    let lacks = |items: &[Item], name: &str| items.iter().all(|it| it.name != name);
    let added: Vec<&Item> = after.iter().filter(|it| lacks(before, &it.name)).collect();
    let retired: Vec<&Item> = before.iter().filter(|it| lacks(after, &it.name)).collect();
    let pair = |it: &'_ Item| before.iter().find(|was| was.name == it.name).map(|was| &was.label);
    let pairs = after.iter().filter_map(|it| Some((it.name.clone(), pair(it)?, &it.label)));
    let list = |items: &[&Item], lang: &str| {
        let each: Vec<String> =
            items.iter().map(|it| format!("{} “{}”", it.name, it.label.get(lang))).collect();
        each.join(if lang == "zh" { "、" } else { ", " })
    };
    let columns = |items: &[&Item], book| {
        names(
            book,
            &is.var,
            |it| matches!(&it.from, Column::Item(name) if items.iter().any(|it| it.name == *name)),
        )
    };
    let mut changes = Vec::new();
    if !added.is_empty() {
        let columns = columns(&added, &both.after);
        let said =
            say(format!("新增行：{}", list(&added, "zh")), format!("New rows: {}", list(&added, "en")));
        let effect = say(
            format!("新列：{columns}；更早的访问为空。"),
            format!("New columns: {columns}; earlier interviews are empty."),
        );
        changes.push(change(What::CodesAdded, is, said, effect));
    }
    if !retired.is_empty() {
        let columns = columns(&retired, &both.before);
        let said = say(
            format!("停用行：{}", list(&retired, "zh")),
            format!("Rows no longer shown: {}", list(&retired, "en")),
        );
        let effect = say(
            format!("列 {columns} 保留，此后为空；按矩阵各行计算的平均值含义改变。"),
            format!(
                "Columns {columns} stay and are empty from now on; a mean over the rows means something else."
            ),
        );
        changes.push(change(What::CodesRetired, is, said, effect));
    }
    changes.extend(labelled(both, is, pairs));
    changes
}
