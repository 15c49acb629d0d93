//! What changed beside the questions: derived variables, quota tables, quality rules, ends.

use std::collections::BTreeMap;

use survey::questionnaire::{Derived, Page, Questionnaire, Rule, Text, Then};

use super::question::differing;
use super::{Both, Change, What, names, only, say};
use crate::codebook::{Codebook, is_same};

pub(super) fn changes(both: &Both<'_>) -> Vec<Change> {
    let mut changes: Vec<Change> = both.new.derived.iter().flat_map(|it| derived(both, it)).collect();
    changes.extend(both.old.derived.iter().filter_map(|it| no_longer_derived(both, it)));
    changes.extend(tables(both));
    changes.extend(quality(both));
    changes.extend(ends(both));
    changes
}

fn change(what: What, name: &str, said: Text, effect: Text) -> Change {
    Change { what, name: name.to_owned(), nr: None, said, effect }
}

fn derived(both: &Both<'_>, is: &Derived) -> Vec<Change> {
    let Some(was) = both.old.derived(&is.var) else { return vec![newly_derived(both, is)] };
    if shape(&was.rule) != shape(&is.rule) {
        return vec![kind(both, is)];
    }
    let mut changes = Vec::new();
    changes.extend(rule(both, is));
    changes.extend(codes(both, is));
    changes.extend(labels(was, is));
    changes
}

fn newly_derived(both: &Both<'_>, is: &Derived) -> Change {
    let columns = both.columns(&is.var).1;
    let said = say("新增计算变量。", "A new computed variable.");
    let effect = match both.old.question(&is.var) {
        Some(_) => {
            let (zh, en) = both.both_kept();
            say(
                format!("以前由受访者作答，现在由公式计算。两种列都保留：{zh}。新列：{columns}。"),
                format!("It was asked and is computed now. Both are kept: {en}. New columns: {columns}."),
            )
        }
        None => say(
            format!("新列：{columns}；旧版本的访问没有它的公式，为空。"),
            format!(
                "New columns: {columns}; interviews of earlier versions have no formula for it and are empty."
            ),
        ),
    };
    change(What::Added, &is.var, said, effect)
}

fn kind(both: &Both<'_>, is: &Derived) -> Change {
    let (before, after) = both.columns(&is.var);
    let (zh, en) = both.both_kept();
    let said = say("计算方式换了类型。", "It is computed as another kind of value.");
    let effect = say(
        format!("两种列都保留（新的 {after}，旧的 {before}）：{zh}。"),
        format!("Both are kept, the new ({after}) and the older ({before}): {en}."),
    );
    change(What::Kind, &is.var, said, effect)
}

fn rule(both: &Both<'_>, is: &Derived) -> Option<Change> {
    let rule = |it: &Codebook| {
        let found = it.variables.iter().find(|column| column.var.as_ref() == Some(&is.var));
        found.and_then(|it| it.rule.clone()).unwrap_or_default()
    };
    let (before, after) = (rule(&both.before), rule(&both.after));
    if before == after {
        return None;
    }
    let columns = names(&both.after, &is.var, |it| both.before.variables.iter().any(|was| is_same(was, it)));
    let said = say(format!("公式：{before} → {after}"), format!("Formula: {before} → {after}"));
    let effect = say(
        format!("列不变（{columns}）；每个访问按自己版本的公式计算。"),
        format!(
            "The same columns ({columns}); each interview is computed by the formula of its own version."
        ),
    );
    Some(change(What::Rule, &is.var, said, effect))
}

/// The columns of a union: one for each code of its parts.
fn codes(both: &Both<'_>, is: &Derived) -> Vec<Change> {
    let version = &both.new.version;
    let mut changes = Vec::new();
    let columns = only(&both.after, &both.before, &is.var, |_| true);
    if !columns.is_empty() {
        let said = say("所合并的题目多了代码。", "Its questions have more codes.");
        let effect = say(
            format!("新列：{columns}。早于 {version} 的访问没有出示，为空而不是 0。"),
            format!(
                "New columns: {columns}. Interviews before {version} were not offered them: empty, not 0."
            ),
        );
        changes.push(change(What::CodesAdded, &is.var, said, effect));
    }
    let columns = only(&both.before, &both.after, &is.var, |_| true);
    if !columns.is_empty() {
        let said = say("所合并的题目少了代码。", "Its questions have fewer codes.");
        let effect = say(
            format!("列 {columns} 保留，此后未出示，为空。"),
            format!("Columns {columns} stay, and are empty from now on: not offered."),
        );
        changes.push(change(What::CodesRetired, &is.var, said, effect));
    }
    changes
}

fn labels(was: &Derived, is: &Derived) -> Option<Change> {
    let labels = |lang: &str| -> Vec<String> {
        let changed = is.choices.iter().filter_map(|it| {
            let was = was.choices.iter().find(|was| was.code == it.code && was.label != it.label)?;
            let (before, after) = differing(&was.label, &it.label, lang);
            Some(format!("{} “{before}” → “{after}”", it.code))
        });
        changed.collect()
    };
    (!labels("en").is_empty()).then(|| {
        let said =
            say(format!("标签：{}", labels("zh").join("；")), format!("Labels: {}", labels("en").join("; ")));
        let effect = say(
            "列与代码不变，所有访问都用新标签。",
            "The same columns and codes; all interviews get the new labels.",
        );
        change(What::CodesLabelled, &is.var, said, effect)
    })
}

/// What its columns hold.
fn shape(rule: &Rule) -> u8 {
    match rule {
        Rule::Calc { truth, .. } => u8::from(*truth),
        Rule::When(_) => 2,
        Rule::Union(_) | Rule::Coded { .. } => 3,
    }
}

fn no_longer_derived(both: &Both<'_>, was: &Derived) -> Option<Change> {
    if both.new.vars.contains_key(&was.var) {
        return None;
    }
    let columns = both.columns(&was.var).0;
    let said = say("计算变量已删除。", "No longer computed.");
    let effect = say(
        format!("列 {columns} 保留；新版本的访问为空。"),
        format!("Columns {columns} stay; interviews of the new version are empty in them."),
    );
    Some(change(What::Removed, &was.var, said, effect))
}

fn tables(both: &Both<'_>) -> Vec<Change> {
    let tables = |it: &Questionnaire| -> BTreeMap<String, Vec<String>> {
        let plans = it.quota.iter().flat_map(|it| &it.plans);
        plans.flat_map(|it| &it.tables).map(|it| (it.name.clone(), it.by.clone())).collect()
    };
    let (before, after) = (tables(both.old), tables(both.new));
    let named = |name: &str, zh: &str, en: &str, effect: (&str, &str)| {
        let effect =
            say(format!("列 cell_{name}：{}", effect.0), format!("Column cell_{name}: {}", effect.1));
        change(What::Table, name, say(zh, en), effect)
    };
    let mut changes = Vec::new();
    for (name, by) in &after {
        match before.get(name) {
            None => changes.push(named(
                name,
                "新增配额表。",
                "A new quota table.",
                ("新列，旧访问为空。", "new; earlier interviews are empty."),
            )),
            Some(was) if was != by => changes.push(named(
                name,
                "配额表换了变量。",
                "The quota table is of other variables.",
                ("前后版本的格不是同一回事。", "its cells mean other things before and after."),
            )),
            Some(_) => {}
        }
    }
    for name in before.keys().filter(|it| !after.contains_key(*it)) {
        changes.push(named(
            name,
            "配额表已删除。",
            "No longer a quota table.",
            ("保留，此后为空。", "stays, and is empty from now on."),
        ));
    }
    changes
}

fn quality(both: &Both<'_>) -> Vec<Change> {
    let rules = |it: &Questionnaire| -> BTreeMap<String, String> {
        let word = |reject: bool| if reject { "reject" } else { "flag" };
        let rules = it.quality.rules.iter();
        rules.map(|it| (it.id.clone(), format!("{} → {}", it.condition, word(it.reject)))).collect()
    };
    let (before, after) = (rules(both.old), rules(both.new));
    let effect = || {
        say(
            "flags、code 与 disposition 按各版本的规则；完成访问的基数前后标准不同。",
            "flags, code and disposition go by each version's rules; completes before and after passed other checks.",
        )
    };
    let mut changes = Vec::new();
    for (id, rule) in &after {
        let said = match before.get(id) {
            None => say(format!("新增质量规则：{rule}"), format!("A new quality rule: {rule}")),
            Some(was) if was != rule => {
                say(format!("质量规则：{was}；改为 {rule}"), format!("Quality rule: {was}; now {rule}"))
            }
            Some(_) => continue,
        };
        changes.push(change(What::Quality, id, said, effect()));
    }
    for id in before.keys().filter(|it| !after.contains_key(*it)) {
        changes.push(change(
            What::Quality,
            id,
            say("质量规则已删除。", "No longer a quality rule."),
            effect(),
        ));
    }
    changes
}

/// Pages after which other interviews end than before, or a place is reserved elsewhere.
fn ends(both: &Both<'_>) -> Vec<Change> {
    let of = |pages: &[Page], name: &str| {
        let page = pages.iter().find(|it| it.name == name);
        steps(page.map(|it| it.then.as_slice()).unwrap_or_default())
    };
    let gone = both.old.pages.iter().filter(|it| both.new.pages.iter().all(|is| is.name != it.name));
    let names = both.new.pages.iter().chain(gone).map(|it| it.name.as_str());
    let changed = names.filter(|it| of(&both.old.pages, it) != of(&both.new.pages, it));
    let change = |name: &str| {
        let (before, after) = (of(&both.old.pages, name), of(&both.new.pages, name));
        let said =
            say(format!("本页之后：{before} → {after}"), format!("After this page: {before} → {after}"));
        let effect = say(
            "被甄别或因配额已满而结束的人不同，此后各题的基数随之改变；发生率不可直接比较。",
            "Others are screened out or find the quota full, so the bases of all later questions change; incidence before and after is not comparable.",
        );
        change(What::Ends, name, said, effect)
    };
    changed.map(change).collect()
}

fn steps(then: &[Then]) -> String {
    let step = |it: &Then| match it {
        Then::Reserve => "quota: reserve".to_owned(),
        Then::End { end, code, condition } => {
            let end = match end {
                survey::questionnaire::End::Complete => "complete",
                survey::questionnaire::End::Refused => "refused",
                survey::questionnaire::End::ScreenedOut => "screened_out",
                survey::questionnaire::End::QuotaFull => "quota_full",
                survey::questionnaire::End::Rejected => "rejected",
            };
            let code = code.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
            let condition = condition.as_ref().map(|it| format!(" if {it}")).unwrap_or_default();
            format!("{end}{code}{condition}")
        }
    };
    if then.is_empty() { "–".to_owned() } else { then.iter().map(step).collect::<Vec<_>>().join("; ") }
}
