//! What changed in one question that both versions ask.

use survey::questionnaire::{Kind, Order, Question, Questionnaire, Text};

use super::{Asked, Both, Change, What, change, codes, names, say};
use crate::codebook::{Base, Column, Role, words};

pub(super) fn changes(both: &Both<'_>, was: &Asked<'_>, is: &Asked<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    changes.extend(text(both, was.question, is.question));
    changes.extend(base(both, was, is));
    if word(was.question) != word(is.question) {
        changes.push(kind(both, was.question, is.question));
        return changes;
    }
    changes.extend(codes::changes(both, was.question, is.question));
    changes.extend(required(is.question, was.question.required, both));
    changes.extend(personal(is.question, was.question.personal, both));
    changes.extend(range(was.question, is.question));
    changes.extend(order(both, was.question, is.question));
    changes
}

/// Kinds whose columns hold the same have the same word.
fn word(question: &Question) -> (&'static str, &'static str) {
    match question.kind {
        Kind::Single { .. } | Kind::Scale { .. } => ("单选", "one code"),
        Kind::Multi { .. } => ("多选", "several codes"),
        Kind::Number { .. } | Kind::Nps => ("数字", "a number"),
        Kind::Grid { .. } => ("矩阵", "a code for each row"),
        Kind::Rank { .. } => ("排序", "a ranking"),
        Kind::Open { .. } => ("开放题", "a text"),
    }
}

fn kind(both: &Both<'_>, was: &Question, is: &Question) -> Change {
    let (before, after) = (word(was), word(is));
    let columns = both.columns(&is.var).1;
    let old = names(&both.before, &was.var, |it| !matches!(it.from, Column::OtherText(_) | Column::Order));
    let (zh, en) = both.both_kept();
    let said = say(
        format!("题型由{}改为{}。", before.0, after.0),
        format!("It took {} and takes {} now.", before.1, after.1),
    );
    let effect = say(
        format!("两种列都保留（新题型 {columns}，旧题型 {old}）：{zh}。每个访问只填一种，另一种为空。"),
        format!(
            "Both kinds of columns are kept, the new ({columns}) and the older ({old}): {en}. An interview fills one kind and leaves the other empty."
        ),
    );
    change(What::Kind, is, said, effect)
}

fn text(both: &Both<'_>, was: &Question, is: &Question) -> Option<Change> {
    if was.text == is.text {
        return None;
    }
    let pair = |lang| differing(&was.text, &is.text, lang);
    let (zh, en) = (pair("zh"), pair("en"));
    let said = say(format!("题目文字：“{}” → “{}”", zh.0, zh.1), format!("Wording: “{}” → “{}”", en.0, en.1));
    let effect = say(
        format!("列不变，标签用 {} 的文字；前后版本的回答问法不同，比较时请留意。", both.new.version),
        format!(
            "The same columns, labelled with the words of {}; earlier interviews answered other words.",
            both.new.version
        ),
    );
    Some(change(What::Text, is, said, effect))
}

/// Two texts in a language, or, where they say the same in it, in the first one in which they differ.
pub(super) fn differing<'a>(was: &'a Text, is: &'a Text, lang: &str) -> (&'a str, &'a str) {
    let langs = is.0.iter().chain(&was.0).map(|(lang, _)| lang.as_str());
    let mut texts = [lang].into_iter().chain(langs).map(|it| (was.get(it), is.get(it)));
    texts.find(|(was, is)| was != is).unwrap_or_else(|| (was.get(lang), is.get(lang)))
}

fn base(both: &Both<'_>, was: &Asked<'_>, is: &Asked<'_>) -> Option<Change> {
    let formula = |it: &Asked<'_>| {
        let base = words::base(it.questionnaire, it.page, it.question);
        (base.formula.clone(), it.question.from().map(str::to_owned), base)
    };
    let (before, after) = (formula(was), formula(is));
    if (&before.0, &before.1) == (&after.0, &after.1) {
        return None;
    }
    let words = |it: &Base, lang: &str| it.words.get(lang).to_owned();
    let said = say(
        format!("问题基数：{} → {}", words(&before.2, "zh"), words(&after.2, "zh")),
        format!("Base: {} → {}", words(&before.2, "en"), words(&after.2, "en")),
    );
    let columns = both.columns(&is.question.var).1;
    let effect = say(
        format!(
            "列不变（{columns}）；空值在前后版本含义不同。合并时只用两个版本都会问到的访问，或按 version 分开看。"
        ),
        format!(
            "The same columns ({columns}), but empty means something else before and after. Compare those whom both versions ask, or look at each version by itself."
        ),
    );
    Some(change(What::Base, is.question, said, effect))
}

fn required(is: &Question, was: bool, both: &Both<'_>) -> Option<Change> {
    let version = &both.new.version;
    let (said, effect) = match (was, is.required) {
        (true, false) => (
            say("不再必答。", "It may be left unanswered now."),
            say(
                format!("从 {version} 起会出现 -9（未作答），不计入均值与占比的基数。"),
                format!(
                    "From {version} on there may be -9 (not answered), which is in no base of means and shares."
                ),
            ),
        ),
        (false, true) => (
            say("改为必答。", "It must be answered now."),
            say(
                format!("从 {version} 起不再出现 -9（未作答）；更早的保留。"),
                format!("From {version} on there is no -9 (not answered); earlier ones stay."),
            ),
        ),
        _ => return None,
    };
    Some(change(What::Required, is, said, effect))
}

fn personal(is: &Question, was: bool, both: &Both<'_>) -> Option<Change> {
    let version = &both.new.version;
    let (said, effect) = match (was, is.personal) {
        (false, true) => (
            say("标记为个人信息。", "What is typed is personal now."),
            say(
                format!("从 {version} 起，填写的内容到期删除，以 -8 代替；更早的访问不删除。"),
                format!(
                    "From {version} on what was typed is erased in time, and -8 stands for it; nothing is erased in earlier interviews."
                ),
            ),
        ),
        (true, false) => (
            say("不再标记为个人信息。", "What is typed is no longer personal."),
            say(
                format!("从 {version} 起不再删除；更早的访问到期仍以 -8 代替。"),
                format!("From {version} on nothing is erased; in earlier interviews -8 still comes in time."),
            ),
        ),
        _ => return None,
    };
    Some(change(What::Personal, is, said, effect))
}

fn range(was: &Question, is: &Question) -> Option<Change> {
    let (before, after) = (limits(was), limits(is));
    if before == after {
        return None;
    }
    let none = |it: Option<String>, none: &str| it.unwrap_or_else(|| none.to_owned());
    let said = say(
        format!("可答范围：{} → {}", none(before.clone(), "不限"), none(after.clone(), "不限")),
        format!("What may be answered: {} → {}", none(before, "no limit"), none(after, "no limit")),
    );
    let effect = match (is.options(), &is.kind) {
        (Some(_), Kind::Rank { .. }) => say(
            "名次的列数取各版本中最多的；少排的名次为空。",
            "There are as many columns as the most of any version; ranks that were not asked for are empty.",
        ),
        _ => say(
            "列与基数不变；前后版本的回答受不同的限制。",
            "The same columns and base; answers before and after were held to other limits.",
        ),
    };
    Some(change(What::Range, is, said, effect))
}

/// What an answer is held to, as text.
fn limits(question: &Question) -> Option<String> {
    let span = |(least, most): (u32, u32)| format!("{least}-{most}");
    match &question.kind {
        Kind::Number { range, decimals, .. } => {
            let range = range.map(|(from, to)| format!("{from}…{to}"));
            let decimals = (*decimals > 0).then(|| format!("0.{}", "0".repeat(*decimals as usize)));
            let both: Vec<String> = [range, decimals].into_iter().flatten().collect();
            (!both.is_empty()).then(|| both.join(", "))
        }
        Kind::Nps => Some("0…10".to_owned()),
        Kind::Multi { pick, .. } | Kind::Rank { pick, .. } => pick.map(span),
        Kind::Open { max_len } => max_len.map(|it| format!("≤ {it}")),
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Grid { .. } => None,
    }
}

fn order(both: &Both<'_>, was: &Question, is: &Question) -> Option<Change> {
    if was.order == is.order {
        return None;
    }
    let word = |it: Option<Order>| match it {
        None => ("固定", "as written"),
        Some(Order::Shuffle) => ("随机", "shuffled"),
        Some(Order::Rotate) => ("轮换", "rotated"),
        Some(Order::Flip) => ("正反", "reversed for half"),
    };
    let (before, after) = (word(was.order), word(is.order));
    let said = say(
        format!("出示顺序：{} → {}", before.0, after.0),
        format!("Order shown: {} → {}", before.1, after.1),
    );
    let column = |it| names(it, &is.var, |it| it.role == Role::Order);
    let effect = match (was.order, is.order) {
        (None, _) => {
            let column = column(&both.after);
            say(
                format!("新列：{column}；更早的访问为空。"),
                format!("A new column, {column}; earlier interviews are empty in it."),
            )
        }
        (_, None) => {
            let column = column(&both.before);
            say(
                format!("列 {column} 保留，此后为空。"),
                format!("The column {column} stays, and is empty from now on."),
            )
        }
        _ => say("列与基数不变。", "The same columns and base."),
    };
    Some(change(What::Order, is, said, effect))
}

/// Whether a condition can hold for nobody, as authors write it to retire a choice.
pub(super) fn is_never(condition: Option<&survey::condition::Expr>) -> bool {
    condition.is_some_and(|it| it.to_string() == "0 == 1")
}

/// Labels of codes, in a language: `3 “Green”, 4 “Black”`.
pub(super) fn listed(questionnaire: &Questionnaire, var: &str, codes: &[i64], lang: &str) -> String {
    let question = questionnaire.question(var);
    let label = |it: &i64| question.and_then(|question| question.choice(*it)).map(|it| it.label.get(lang));
    let each: Vec<String> =
        codes.iter().map(|it| format!("{it} “{}”", label(it).unwrap_or_default())).collect();
    each.join(if lang == "zh" { "、" } else { ", " })
}
