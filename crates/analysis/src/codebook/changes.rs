//! What changed between two versions of a questionnaire, and what that does to columns and bases.

mod codes;
mod question;
mod rest;
#[cfg(test)]
mod tests;

use survey::questionnaire::{Page, Question, Questionnaire, Text};

use super::across::of_version;
use super::{Codebook, Column, Variable, codebook, is_same};

/// One thing that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub what: What,
    /// The question, derived variable, quota table, rule or page.
    pub name: String,
    /// The number of the question, where it has one.
    pub nr: Option<String>,
    /// What was, and what is, in Chinese and English.
    pub said: Text,
    /// What that does to columns and bases, in Chinese and English.
    pub effect: Text,
}

/// What kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Added,
    Removed,
    Moved,
    /// Of another kind, such as a number instead of a choice.
    Kind,
    Text,
    CodesAdded,
    CodesRetired,
    CodesLabelled,
    /// Codes are offered to others than before.
    CodesOffered,
    /// Counted as a refusal now, or no longer.
    CodesMissing,
    /// A text is typed beside codes now, or no longer.
    CodesText,
    Base,
    Required,
    /// What is typed identifies a person, and is erased in time, or no longer.
    Personal,
    /// The range of a number, how many may be picked, how long a text may be.
    Range,
    Order,
    Rule,
    /// A quota table: one column each.
    Table,
    /// A rule about the quality of a finished interview.
    Quality,
    /// Who is screened out after a page, and where places are reserved.
    Ends,
}

impl What {
    /// The word for it in print and in the files of words.
    pub fn word(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Moved => "moved",
            What::Kind => "kind",
            What::Text => "text",
            What::CodesAdded => "codes-added",
            What::CodesRetired => "codes-retired",
            What::CodesLabelled => "codes-labelled",
            What::CodesOffered => "codes-offered",
            What::CodesMissing => "codes-missing",
            What::CodesText => "codes-text",
            What::Base => "base",
            What::Required => "required",
            What::Personal => "personal",
            What::Range => "range",
            What::Order => "order",
            What::Rule => "rule",
            What::Table => "table",
            What::Quality => "quality",
            What::Ends => "ends",
        }
    }
}

/// What changed from one version to the next: questions in the order of the new version, those that are gone at
/// the end, then what is derived, then quotas, quality rules and ends.
pub fn changes(old: &Questionnaire, new: &Questionnaire) -> Vec<Change> {
    let both = Both { old, new, before: codebook(old), after: codebook(new) };
    let moved = both.moved();
    let mut changes = Vec::new();
    for (page, question) in new.questions() {
        let there = Asked { questionnaire: new, page: &new.pages[page], question };
        match find(old, &question.var) {
            None => changes.push(both.added(&there)),
            Some(was) => {
                changes.extend(moved.contains(&question.var.as_str()).then(|| moving(&was, &there)));
                changes.extend(question::changes(&both, &was, &there));
            }
        }
    }
    // One that is derived now is told with what is derived.
    let gone = old.questions().map(|(_, it)| it).filter(|it| !new.vars.contains_key(&it.var));
    changes.extend(gone.map(|it| both.removed(it)));
    changes.extend(rest::changes(&both));
    changes
}

/// Two versions with their columns.
struct Both<'a> {
    old: &'a Questionnaire,
    new: &'a Questionnaire,
    before: Codebook,
    after: Codebook,
}

/// A question where it stands.
#[derive(Clone, Copy)]
struct Asked<'a> {
    questionnaire: &'a Questionnaire,
    page: &'a Page,
    question: &'a Question,
}

fn find<'a>(questionnaire: &'a Questionnaire, var: &str) -> Option<Asked<'a>> {
    let (page, question) = questionnaire.questions().find(|(_, it)| it.var == var)?;
    Some(Asked { questionnaire, page: &questionnaire.pages[page], question })
}

impl Both<'_> {
    /// The names of the columns of a question or derived variable: in the old version, and in the new one.
    fn columns(&self, var: &str) -> (String, String) {
        (names(&self.before, var, |_| true), names(&self.after, var, |_| true))
    }

    fn added(&self, it: &Asked<'_>) -> Change {
        let columns = self.columns(&it.question.var).1;
        let (was_derived, version) = (self.old.derived(&it.question.var).is_some(), &self.new.version);
        let said = say(
            format!("新增题目，位于页面“{}”。", it.page.name),
            format!("New, on page “{}”.", it.page.name),
        );
        let effect = match was_derived {
            true => {
                let (zh, en) = self.both_kept();
                say(
                    format!("以前是计算变量，现在由受访者作答。两种列都保留：{zh}。新列：{columns}。"),
                    format!("It was computed and is asked now. Both are kept: {en}. New columns: {columns}."),
                )
            }
            false => say(
                format!(
                    "新列：{columns}。早于 {version} 的访问没有问到，为空；基数只含 {version} 及以后的访问。"
                ),
                format!(
                    "New columns: {columns}. Interviews of versions before {version} were not asked and are empty; its base is those from {version} on."
                ),
            ),
        };
        change(What::Added, it.question, said, effect)
    }

    /// Which of two kinds of columns has the plain name, in both languages: a kind may come back in a later version.
    fn both_kept(&self) -> (String, String) {
        let ending = of_version(&self.old.version);
        (
            format!("最新版本没有的那一种，列名后加其版本号，如“{ending}”"),
            format!(
                "of the two kinds, the one that the newest version does not have ends in its version, as in “{ending}”"
            ),
        )
    }

    fn removed(&self, question: &Question) -> Change {
        let columns = self.columns(&question.var).0;
        let version = &self.new.version;
        let said = say("题目已删除。", "No longer asked.");
        let effect = say(
            format!("列 {columns} 保留，从 {version} 起为空；基数只含更早版本的访问。"),
            format!(
                "Columns {columns} stay and are empty from {version} on; the base is interviews of earlier versions."
            ),
        );
        change(What::Removed, question, said, effect)
    }

    /// Questions of both versions that stand elsewhere: as few as explain the new order.
    fn moved(&self) -> Vec<&str> {
        let order: Vec<&Question> = self
            .new
            .questions()
            .map(|(_, it)| it)
            .filter(|it| self.old.question(&it.var).is_some())
            .collect();
        let was: Vec<&str> = self.old.questions().map(|(_, it)| it.var.as_str()).collect();
        let at = |it: &&Question| was.iter().position(|var| *var == it.var).unwrap_or_default();
        let places: Vec<usize> = order.iter().map(at).collect();
        let stay = longest_rise(&places);
        let is_moved = |(number, it): &(usize, &Question)| {
            let pages = find(self.old, &it.var).zip(find(self.new, &it.var));
            let to_other_page = pages.is_some_and(|(was, is)| {
                was.page.name != is.page.name && self.new.pages.iter().any(|it| it.name == was.page.name)
            });
            !stay.contains(number) || to_other_page
        };
        order.iter().copied().enumerate().filter(is_moved).map(|(_, it)| it.var.as_str()).collect()
    }
}

fn moving(was: &Asked<'_>, is: &Asked<'_>) -> Change {
    let (from, to) = (&was.page.name, &is.page.name);
    let said = match from == to {
        true => say("题目位置改变。", "It stands elsewhere on its page, or its page does."),
        false => say(format!("从页面“{from}”移到“{to}”。"), format!("Moved from page “{from}” to “{to}”.")),
    };
    let effect = say(
        "列不变，按新版本的次序排列；前面的题目不同，可能影响回答。",
        "The same columns, in the order of the new version; other questions come before it now, which may change answers.",
    );
    change(What::Moved, is.question, said, effect)
}

/// The places of a longest rising run in a list.
fn longest_rise(places: &[usize]) -> Vec<usize> {
    // The longest run that ends at each place, and the place before it in that run.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let before =
            (0..at).filter(|it| places[*it] < *place).max_by_key(|it| (runs[*it].0, usize::MAX - it));
        runs.push((before.map_or(1, |it| runs[it].0 + 1), before));
    }
    let mut at = (0..runs.len()).max_by_key(|it| runs[*it].0);
    let mut rise = Vec::new();
    while let Some(it) = at {
        rise.push(it);
        at = runs[it].1;
    }
    rise
}

fn change(what: What, question: &Question, said: Text, effect: Text) -> Change {
    Change { what, name: question.var.clone(), nr: question.nr.clone(), said, effect }
}

/// The same sentence in both languages of the site.
fn say(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text(vec![("zh".to_owned(), zh.into()), ("en".to_owned(), en.into())])
}

/// The names of the columns of a question that are wanted.
fn names(codebook: &Codebook, var: &str, wanted: impl Fn(&Variable) -> bool) -> String {
    let ours = codebook.variables.iter().filter(|it| it.var.as_deref() == Some(var) && wanted(it));
    ours.map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The names of the columns of a question that another version has not.
fn only(codebook: &Codebook, other: &Codebook, var: &str, wanted: impl Fn(&Column) -> bool) -> String {
    let lacks = |it: &Variable| other.variables.iter().all(|other| !is_same(other, it));
    names(codebook, var, |it| wanted(&it.from) && lacks(it))
}
