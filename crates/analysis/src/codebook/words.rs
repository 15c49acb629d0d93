//! Conditions in words: who is asked, said with the numbers of the questions and the labels of the codes.

use survey::condition::{ArithOp, Call, CompareOp, Expr, Has, Member, Name};
use survey::questionnaire::{Code, Page, Question, Questionnaire, Text};

use super::Base;

/// Our own words in each language of a questionnaire; English where we do not speak it.
pub fn text(langs: &[String], zh: &str, en: &str) -> Text {
    let word = |lang: &String| (lang.clone(), if is_chinese(lang) { zh } else { en }.to_owned());
    Text(langs.iter().map(word).collect())
}

/// Who is asked a question: those who reach its page, narrowed by the conditions of page and question
/// and by what was chosen where its choices come from.
pub(super) fn base(questionnaire: &Questionnaire, page: &Page, question: &Question) -> Base {
    let conditions: Vec<&Expr> = [&page.condition, &question.condition].into_iter().flatten().collect();
    let brackets = conditions.len() > 1;
    let formula = conditions.iter().map(|it| printed(it, brackets)).collect::<Vec<_>>().join(" and ");
    let inside = |lang: &String| (lang.clone(), base_words(questionnaire, &conditions, question, lang));
    Base { formula, words: Text(questionnaire.langs.iter().map(inside).collect()) }
}

/// A condition in words.
pub fn condition(questionnaire: &Questionnaire, expr: &Expr, lang: &str) -> String {
    Words { questionnaire, lang, zh: is_chinese(lang) }.of(expr, false)
}

fn base_words(
    questionnaire: &Questionnaire,
    conditions: &[&Expr],
    question: &Question,
    lang: &str,
) -> String {
    let words = Words { questionnaire, lang, zh: is_chinese(lang) };
    let mut parts: Vec<String> = conditions.iter().map(|it| words.of(it, false)).collect();
    if let Some(source) = question.from() {
        let source = words.number(source);
        parts.push(words.say(format!("{source} 有所选择"), format!("something was chosen at {source}")));
    }
    if parts.is_empty() {
        return words.say("所有到达本页的受访者", "All who reach this page");
    }
    let joined = parts.join(words.say("；且 ", "; and ").as_str());
    words.say(format!("若 {joined}"), format!("If {joined}"))
}

fn printed(expr: &Expr, brackets: bool) -> String {
    match expr {
        Expr::Or(_) if brackets => format!("({expr})"),
        _ => expr.to_string(),
    }
}

pub(crate) fn is_chinese(lang: &str) -> bool {
    lang == "zh" || lang.starts_with("zh-")
}

/// What is needed to put an expression in words.
struct Words<'a> {
    questionnaire: &'a Questionnaire,
    lang: &'a str,
    zh: bool,
}

impl Words<'_> {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        if self.zh { zh.into() } else { en.into() }
    }

    /// An expression in words; in brackets if it is joined and `inner` to another.
    fn of(&self, expr: &Expr, inner: bool) -> String {
        let words = match expr {
            Expr::And(parts) => self.joined(parts, "，且", " and "),
            Expr::Or(parts) => self.joined(parts, "，或", " or "),
            Expr::Not(it) => {
                let it = self.of(it, false);
                return self.say(format!("并非（{it}）"), format!("not ({it})"));
            }
            Expr::Compare(left, op, right) => return self.compare(left, *op, right),
            Expr::In { value, set, negated } => return self.within(value, set, *negated),
            Expr::Has { var, test } => return self.has(var, test),
            Expr::Number(number) => return number.to_string(),
            Expr::Text(text) => return format!("“{text}”"),
            Expr::Var(name) => return self.name(name),
            Expr::Call(call) => return self.call(call),
            Expr::Arith(left, op, right) => {
                format!("{} {} {}", self.of(left, true), sign(*op), self.of(right, true))
            }
        };
        match (inner, self.zh) {
            (false, _) => words,
            (true, true) => format!("（{words}）"),
            (true, false) => format!("({words})"),
        }
    }

    fn joined(&self, parts: &[Expr], zh: &str, en: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|it| self.of(it, true)).collect();
        parts.join(if self.zh { zh } else { en })
    }

    fn compare(&self, left: &Expr, op: CompareOp, right: &Expr) -> String {
        let what = self.of(left, true);
        let value = match (left, right) {
            (Expr::Var(name), Expr::Number(number)) => self.code(name, *number),
            _ => self.of(right, true),
        };
        let (zh, en) = match op {
            CompareOp::Equal => ("为", "is"),
            CompareOp::NotEqual => ("不为", "is not"),
            CompareOp::Less => ("小于", "is less than"),
            CompareOp::LessOrEqual => ("不大于", "is at most"),
            CompareOp::Greater => ("大于", "is more than"),
            CompareOp::GreaterOrEqual => ("不小于", "is at least"),
        };
        self.say(format!("{what} {zh} {value}"), format!("{what} {en} {value}"))
    }

    fn within(&self, value: &Expr, set: &[Member], negated: bool) -> String {
        let what = self.of(value, true);
        let set = match value {
            Expr::Var(name) => self.set(Some(name), set),
            _ => self.set(None, set),
        };
        let (zh, en) = if negated { ("不属于", "is none of") } else { ("属于", "is one of") };
        self.say(format!("{what} {zh}：{set}"), format!("{what} {en}: {set}"))
    }

    fn has(&self, var: &Name, test: &Has) -> String {
        let what = self.name(var);
        match test {
            Has::One(code, _) => {
                let code = self.code(var, *code as f64);
                self.say(format!("{what} 选了 {code}"), format!("{what} includes {code}"))
            }
            Has::Any(set) => {
                let set = self.set(Some(var), set);
                self.say(format!("{what} 选了以下任一：{set}"), format!("{what} includes any of: {set}"))
            }
            Has::All(set) => {
                let set = self.set(Some(var), set);
                self.say(format!("{what} 选了以下全部：{set}"), format!("{what} includes all of: {set}"))
            }
        }
    }

    fn set(&self, var: Option<&Name>, set: &[Member]) -> String {
        let member = |it: &Member| match (it, var) {
            (Member::Number(number, _), Some(name)) => self.code(name, *number),
            (Member::Number(number, _), None) => number.to_string(),
            (Member::Text(text, _), _) => format!("“{text}”"),
            (Member::Range(from, to, _), _) => self.say(format!("{from} 至 {to}"), format!("{from} to {to}")),
        };
        let members: Vec<String> = set.iter().map(member).collect();
        members.join(if self.zh { "、" } else { ", " })
    }

    fn call(&self, call: &Call) -> String {
        match call {
            Call::Answered(it) => self.about(it, "已作答", "was answered"),
            Call::Count(it) => self.said_of(it, "所选个数", "number chosen at"),
            Call::Mean(it) => self.said_of(it, "的平均值", "mean of"),
            Call::Seconds(Some(it)) => {
                self.say(format!("页面“{}”所用秒数", it.var), format!("seconds on the page “{}”", it.var))
            }
            Call::Seconds(None) => self.say("答题总秒数", "seconds in all"),
            Call::LongString(it) => {
                self.said_of(it, "连续相同作答的最大行数", "longest run of one answer in")
            }
            Call::Trapped(it) => {
                self.about(it, "注意力检测未通过", "has a wrong answer in its attention row")
            }
            Call::Junk(it) => self.about(it, "为无意义文字", "holds meaningless text"),
            Call::Duplicate => {
                self.say("同一设备已有一份完成的访问", "another complete came from this device")
            }
        }
    }

    fn about(&self, name: &Name, zh: &str, en: &str) -> String {
        let name = self.name(name);
        self.say(format!("{name} {zh}"), format!("{name} {en}"))
    }

    fn said_of(&self, name: &Name, zh: &str, en: &str) -> String {
        let name = self.name(name);
        self.say(format!("{name} {zh}"), format!("{en} {name}"))
    }

    /// A variable by the number of its question and, of a grid or rank, the part that is meant.
    fn name(&self, name: &Name) -> String {
        let number = self.number(&name.var);
        let Some(part) = &name.part else { return number };
        let question = self.questionnaire.question(&name.var);
        let item = question.and_then(|it| it.items().iter().find(|it| it.name == *part));
        match item {
            Some(item) => format!("{number} “{}”", item.label.get(self.lang)),
            None => self.say(format!("{number} 第{part}位"), format!("{number} rank {part}")),
        }
    }

    /// The number of a question, or its name if it has none; a derived variable by name and label.
    fn number(&self, var: &str) -> String {
        if let Some(derived) = self.questionnaire.derived(var) {
            let label = derived.label.get(self.lang);
            return self.say(format!("{var}（{label}）"), format!("{var} ({label})"));
        }
        let number = self.questionnaire.question(var).and_then(|it| it.nr.clone());
        number.unwrap_or_else(|| var.to_owned())
    }

    /// A number compared with a variable, with its label if it is one of the variable's codes.
    fn code(&self, name: &Name, number: f64) -> String {
        match self.label(name, number as Code) {
            Some(label) => format!("{number} “{label}”"),
            None => number.to_string(),
        }
    }

    fn label(&self, name: &Name, code: Code) -> Option<&str> {
        let question = self.questionnaire.question(&name.var);
        let derived = self.questionnaire.derived(&name.var);
        let choices = question.map(Question::choices).or(derived.map(|it| it.choices.as_slice()))?;
        choices.iter().find(|it| it.code == code).map(|it| it.label.get(self.lang))
    }
}

fn sign(op: ArithOp) -> char {
    match op {
        ArithOp::Add => '+',
        ArithOp::Subtract => '-',
        ArithOp::Multiply => '×',
        ArithOp::Divide => '÷',
    }
}
