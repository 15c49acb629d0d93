//! What is said of figures, in Chinese and in English; other languages are spoken to in English.

use survey::Questionnaire;
use survey::claims::{Claim, Figure, Stat, WORDS};
use survey::condition::{Expr, Fault};
use survey::questionnaire::{Choice, Code};

use crate::claims::Unsaid;
use crate::codebook::words;
use crate::table::filter::Unanswerable;

pub(super) struct Said<'a> {
    pub questionnaire: &'a Questionnaire,
    pub lang: &'a str,
}

impl Said<'_> {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        if words::is_chinese(self.lang) { zh.into() } else { en.into() }
    }

    pub fn comma(&self) -> &'static str {
        if words::is_chinese(self.lang) { "、" } else { ", " }
    }

    /// Parts of a note, one after the other.
    pub fn sentence(&self, parts: &[String]) -> String {
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        if words::is_chinese(self.lang) { parts.join("；") + "。" } else { parts.join("; ") + "." }
    }

    pub fn with_base(&self, text: &str, n: &str) -> String {
        self.say(format!("{text}（n = {n}）"), format!("{text} (n = {n})"))
    }

    pub fn points(&self, figure: &str) -> String {
        self.say(format!("{figure} 个百分点"), format!("{figure} points"))
    }

    pub fn all(&self, are_chosen: bool) -> String {
        match are_chosen {
            true => self.say("全部计入的完成访问", "all completes that are counted"),
            false => self.say("全部完成访问", "all completes"),
        }
    }

    pub fn base(&self, who: &str, n: &str, effective: Option<&str>) -> String {
        match effective {
            None => self.say(format!("基数：{who}，n = {n}"), format!("base: {who}, n = {n}")),
            Some(it) => self.say(
                format!("基数：{who}，未加权 n = {n}，加权，有效基数 {it}"),
                format!("base: {who}, unweighted n = {n}, weighted, effective base {it}"),
            ),
        }
    }

    /// Both ends of an interval; a dash would look like the sign of the second.
    pub fn between(&self, low: &str, high: &str) -> String {
        self.say(format!("{low} 至 {high}"), format!("{low} to {high}"))
    }

    pub fn interval(&self, between: Option<&str>) -> String {
        match between {
            Some(it) => self.say(format!("95% 区间 {it}"), format!("95% interval {it}")),
            None => self.say("基数太小，没有区间", "the base is too small for an interval"),
        }
    }

    /// What was worked out, in words.
    pub fn stat(&self, stat: &Stat) -> String {
        match stat {
            Stat::Figure(it) => self.figure(it),
            Stat::Diff(one, other) => {
                let (one, other) = (self.figure(one), self.figure(other));
                self.say(format!("{one} 减去 {other}"), format!("{one} less {other}"))
            }
            Stat::Top { of, k } => {
                let of = self.name(&Expr::Var(of.clone()));
                self.say(format!("{of} 中最多的 {k} 项"), format!("the {k} most frequent of {of}"))
            }
        }
    }

    fn figure(&self, figure: &Figure) -> String {
        match figure {
            Figure::Pct(it) => {
                let it = self.name(it);
                self.say(format!("占比：{it}"), format!("share: {it}"))
            }
            Figure::Net(it) => {
                let it = self.name(&Expr::Var(it.clone()));
                self.say(
                    format!("{it} 的净值（4、5 减 1、2）"),
                    format!("net of {it} (4 and 5 less 1 and 2)"),
                )
            }
            Figure::Mean(it) => {
                let it = self.name(&Expr::Var(it.clone()));
                self.say(format!("{it} 的均值"), format!("mean of {it}"))
            }
        }
    }

    fn name(&self, expr: &Expr) -> String {
        words::condition(self.questionnaire, expr, self.lang)
    }

    pub fn claim(&self, claim: &Claim) -> String {
        self.say(format!("结论 {}：{}", claim.id, claim.seed), format!("claim {}: {}", claim.id, claim.seed))
    }

    pub fn holds(&self, holds: bool) -> String {
        match holds {
            true => self.say("成立", "the data bear it out"),
            false => self.say("不成立", "the data do not bear it out"),
        }
    }

    /// The heads of a table of claims: the corner, and the columns.
    pub fn claim_heads(&self) -> (String, [String; 4]) {
        let heads = [("数字", "figure"), ("95% 区间", "95% interval"), ("n", "n"), ("是否成立", "verdict")];
        (self.say("已发表结论", "Claim"), heads.map(|(zh, en)| self.say(zh, en)))
    }

    pub fn label(&self, var: &str, code: Code) -> String {
        let question = self.questionnaire.question(var).map(|it| it.choices());
        let derived = || self.questionnaire.derived(var).map(|it| it.choices.as_slice());
        let choices: &[Choice] = question.or_else(derived).unwrap_or_default();
        let choice = choices.iter().find(|it| it.code == code);
        choice.map_or_else(|| code.to_string(), |it| it.label.get(self.lang).to_owned())
    }

    pub fn no_claim(&self, id: &str) -> String {
        self.say(format!("没有结论“{id}”"), format!("there is no claim `{id}`"))
    }

    /// A figure that cannot be worked out, and why.
    pub fn cannot(&self, typed: &str, why: &[String]) -> String {
        let why = why.join(if words::is_chinese(self.lang) { "；" } else { "; " });
        self.say(format!("［{{{{{typed}}}}}：{why}］"), format!("[{{{{{typed}}}}}: {why}]"))
    }

    pub fn fault(&self, fault: &Fault) -> String {
        let zh = match fault.code {
            "unknown-variable" => "没有这个变量".to_owned(),
            "unknown-figure" => format!("不是数字引用，请以下列之一开头：{}", WORDS.join("、")),
            "no-variable" => "这里应是一个变量名".to_owned(),
            "unfit-statistic" => "这个变量不能这样计算".to_owned(),
            _ => "条件写得不对".to_owned(),
        };
        self.say(format!("{zh}（{}）", fault.message), format!("{} {}", fault.message, fault.mend))
    }

    pub fn unsaid(&self, unsaid: &Unsaid) -> String {
        match unsaid {
            Unsaid::EmptyBase => self.say("基数中没有人", "nobody is in the base"),
            Unsaid::NotAsked(name) => self.say(
                format!("基数中没有人被问到或回答了 {name}"),
                format!("nobody in the base was asked or answered {name}"),
            ),
            Unsaid::Unanswerable(Unanswerable::Variable(name)) => {
                self.say(format!("数据中没有变量 {name}"), format!("the data have no variable {name}"))
            }
            Unsaid::Unanswerable(
                Unanswerable::LongString(_) | Unanswerable::Seconds(_) | Unanswerable::Duplicate,
            ) => self.say("这个条件无法从数据中算出", "this condition cannot be worked out from the data"),
        }
    }
}
