//! What a broken rule rests on: the answers and times that its condition reads, in words.

use std::collections::BTreeMap;

use super::{HONEYPOT, MINIMUM_TIME, NO_PROOF};
use crate::condition::{Call, Expr, Name, Value};
use crate::interview::Interview;
use crate::reading::Reading;
use crate::view;

/// One thing that a broken rule rests on. Words are in the language of the interview that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Seconds on one page, or on all of them.
    Seconds { page: Option<String>, seconds: f64 },
    /// A row that is there to see who reads, and was answered otherwise.
    Trap { question: String, row: String, right: String, given: String },
    /// The longest run of one answer down the rows of a grid, in the order shown.
    Run { question: String, answer: String, length: usize, rows: usize },
    /// A text that says nothing.
    Junk { question: String, text: String },
    /// Another complete came from this device.
    Duplicate,
    /// A field was filled that nobody sees.
    Honeypot,
    /// The browser brought no proof of work.
    NoProof,
    /// An answer that the condition reads.
    Answer { question: String, answer: String },
    /// How many choices were ticked, of how many offered.
    Count { question: String, ticked: usize, offered: usize },
}

/// What a rule rests on in this interview, in the order of its condition; nothing for a rule of another version.
pub fn facts(reading: &Reading<'_>, rule: &str) -> Vec<Fact> {
    match rule {
        HONEYPOT => vec![Fact::Honeypot],
        NO_PROOF => vec![Fact::NoProof],
        MINIMUM_TIME => vec![seconds(reading, None)],
        _ => {
            let rule = reading.questionnaire.quality.rules.iter().find(|it| it.id == rule);
            let mut facts = Vec::new();
            if let Some(rule) = rule {
                collect(reading, &rule.condition, &mut facts);
            }
            facts
        }
    }
}

/// The middle of the seconds that these interviews spent on each page, by page.
pub fn page_medians<'a>(interviews: impl IntoIterator<Item = &'a Interview>) -> BTreeMap<String, f64> {
    let mut times: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for interview in interviews {
        for (page, millis) in &interview.millis {
            times.entry(page).or_default().push(*millis);
        }
    }
    times.into_iter().filter_map(|(page, millis)| Some((page.to_owned(), middle(millis)?))).collect()
}

/// The middle of the seconds that these interviews took in all.
pub fn median_seconds<'a>(interviews: impl IntoIterator<Item = &'a Interview>) -> Option<f64> {
    middle(interviews.into_iter().map(Interview::active_millis).collect())
}

/// The middle value, or the mean of the middle two, in seconds.
fn middle(mut millis: Vec<i64>) -> Option<f64> {
    millis.sort_unstable();
    let upper = millis.get(millis.len() / 2)?;
    Some((millis[(millis.len() - 1) / 2] + upper) as f64 / 2000.0)
}

fn collect(reading: &Reading<'_>, expr: &Expr, facts: &mut Vec<Fact>) {
    let found = match expr {
        Expr::Call(call) => called(reading, call),
        Expr::Var(name) | Expr::Has { var: name, .. } => vec![answer(reading, name)],
        _ => Vec::new(),
    };
    for fact in found {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    for child in expr.children() {
        collect(reading, child, facts);
    }
}

fn called(reading: &Reading<'_>, call: &Call) -> Vec<Fact> {
    match call {
        Call::Seconds(page) => vec![seconds(reading, page.as_ref().map(|it| it.var.as_str()))],
        Call::Trapped(name) => traps(reading, name),
        Call::LongString(name) => run(reading, name).into_iter().collect(),
        Call::Junk(name) => match reading.value(&name.var) {
            Value::Text(text) => vec![Fact::Junk { question: title(reading, &name.var, None), text }],
            _ => Vec::new(),
        },
        Call::Duplicate => vec![Fact::Duplicate],
        Call::Count(name) => match reading.value(&name.var) {
            Value::Codes(codes) => {
                let offered = reading.standing(&name.var).map_or(0, |it| it.offered.len());
                vec![Fact::Count { question: title(reading, &name.var, None), ticked: codes.len(), offered }]
            }
            _ => Vec::new(),
        },
        Call::Mean(name) => vec![answer(reading, name)],
        // What was answered stands beside it in the same condition.
        Call::Answered(_) => Vec::new(),
    }
}

fn seconds(reading: &Reading<'_>, page: Option<&str>) -> Fact {
    let seconds = reading.env(false, |env| (env.seconds)(page));
    Fact::Seconds { page: page.map(str::to_owned), seconds }
}

fn traps(reading: &Reading<'_>, name: &Name) -> Vec<Fact> {
    let Value::Items(items) = reading.value(&name.var) else { return Vec::new() };
    let missed = items.into_iter().filter_map(|it| {
        let right = it.trap.filter(|right| *right != it.code)?;
        Some(Fact::Trap {
            question: title(reading, &name.var, None),
            row: title(reading, &name.var, Some(&it.item)),
            right: label(reading, &name.var, right),
            given: label(reading, &name.var, it.code),
        })
    });
    missed.collect()
}

fn run(reading: &Reading<'_>, name: &Name) -> Option<Fact> {
    let Value::Items(items) = reading.value(&name.var) else { return None };
    let runs = items.chunk_by(|one, next| one.code == next.code);
    let longest = runs.max_by_key(|run| run.len())?;
    Some(Fact::Run {
        question: title(reading, &name.var, None),
        answer: label(reading, &name.var, longest[0].code),
        length: longest.len(),
        rows: items.len(),
    })
}

fn answer(reading: &Reading<'_>, name: &Name) -> Fact {
    let field = match &name.part {
        Some(part) => format!("{{{}.{part}}}", name.var),
        None => format!("{{{}}}", name.var),
    };
    let answer = match reading.value(&name.var) {
        // A grid as a whole has no words of its own.
        Value::Items(items) if name.part.is_none() => {
            items.iter().map(|it| it.code.to_string()).collect::<Vec<_>>().join(" ")
        }
        _ => view::piped(reading, &field),
    };
    Fact::Answer { question: title(reading, &name.var, name.part.as_deref()), answer }
}

/// The text of a question or the label of what is derived; of a row, where one is meant.
fn title(reading: &Reading<'_>, var: &str, part: Option<&str>) -> String {
    let lang = &reading.interview.lang;
    let question = reading.questionnaire.question(var);
    let row = question.and_then(|it| it.items().iter().find(|item| Some(item.name.as_str()) == part));
    match (row, question, reading.questionnaire.derived(var)) {
        (Some(row), ..) => view::piped(reading, row.label.get(lang)),
        (None, Some(question), _) => view::piped(reading, question.text.get(lang)),
        (None, None, Some(derived)) => derived.label.get(lang).to_owned(),
        (None, None, None) => var.to_owned(),
    }
}

fn label(reading: &Reading<'_>, var: &str, code: i64) -> String {
    let choice = reading.questionnaire.question(var).and_then(|it| it.choice(code));
    choice.map_or_else(|| code.to_string(), |it| view::piped(reading, it.label.get(&reading.interview.lang)))
}
