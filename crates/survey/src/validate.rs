//! Complaints about one page of answers.

use crate::answer::Answer;
use crate::condition::Expr;
use crate::interview::Warned;
use crate::questionnaire::{Block, Check, Choice, Code, Kind, Question};
use crate::reading::{Reading, Standing};
use crate::view::piped;

/// What is wrong with one answer; the page turns it into words.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    /// The question.
    pub var: String,
    /// The item of a grid, the position of a rank (`1`), or the code whose text is missing (`98`).
    pub part: Option<String>,
    pub fault: Fault,
}

/// The kinds of complaint.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// No answer where one is required.
    Required,
    /// These items of a grid have no answer; the complaint names them all at once.
    ItemsRequired(Vec<String>),
    /// A code that is not offered.
    NotOffered,
    /// The same field twice with different answers.
    Twice,
    /// Not a number.
    NotANumber,
    /// More decimals than these.
    Decimals(u32),
    /// Outside of this range, ends included.
    OutOfRange(f64, f64),
    /// At least so many.
    TooFew(u32),
    /// At most so many.
    TooMany(u32),
    /// "None of these" together with others: the code that excludes.
    Exclusive(i64),
    /// "Other" is ticked and its text missing.
    OtherText,
    /// At most so many characters; so many were typed.
    TooLong { max: u32, typed: u32 },
    /// Ranks with a gap: fill the places from the first.
    RankGap,
    /// One choice at two ranks.
    RankTwice,
    /// The author's own words, piped, in the language of the interview. A warning lets pass when posted again.
    Check { text: String, warn: bool },
}

/// What is wrong on a page, in its order, warnings left out. Questions that have not been on the
/// screen draw no complaint yet.
pub fn errors(reading: &Reading<'_>, at: usize) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (question, standing) in seen(reading, at) {
        let mut found = faults(question, standing);
        if found.is_empty() {
            let errors = question.checks.iter().filter(|it| !it.warn && reading.holds(&it.condition));
            found = errors.map(|it| (None, words(reading, it))).collect();
        }
        let complaint = |(part, fault)| Complaint { var: question.var.clone(), part, fault };
        complaints.extend(found.into_iter().map(complaint));
    }
    complaints
}

/// A warning that fires on a page: the key of the check, what its condition reads now, and the complaint.
pub struct Warning {
    /// `var` and the number of the check.
    pub key: String,
    /// What the condition reads.
    pub values: String,
    pub complaint: Complaint,
}

impl Warning {
    /// Whether it was asked with these very values before.
    pub fn is_same(&self, warned: Option<&Warned>) -> bool {
        warned.is_some_and(|it| it.values == self.values)
    }
}

/// The warnings that fire on a page.
pub fn warnings(reading: &Reading<'_>, at: usize) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (question, _) in seen(reading, at) {
        for (nr, check) in question.checks.iter().enumerate() {
            if check.warn && reading.holds(&check.condition) {
                let (var, fault) = (question.var.clone(), words(reading, check));
                warnings.push(Warning {
                    key: format!("{var}#{nr}"),
                    values: values(reading, &check.condition),
                    complaint: Complaint { var, part: None, fault },
                });
            }
        }
    }
    warnings
}

/// The questions of a page that are asked and have been on the screen.
fn seen<'a>(reading: &'a Reading<'_>, page: usize) -> impl Iterator<Item = (&'a Question, &'a Standing)> {
    let draft = reading.interview.drafts.get(&reading.questionnaire.pages[page].name);
    reading.blocks(page).filter_map(move |(block, standing)| match block {
        Block::Question(it)
            if standing.is_shown() && draft.is_some_and(|draft| draft.seen.contains(&it.var)) =>
        {
            Some((it, standing))
        }
        _ => None,
    })
}

fn words(reading: &Reading<'_>, check: &Check) -> Fault {
    Fault::Check { text: piped(reading, check.text.get(&reading.interview.lang)), warn: check.warn }
}

fn values(reading: &Reading<'_>, condition: &Expr) -> String {
    let mut vars: Vec<&str> = Vec::new();
    for name in condition.reads() {
        if !vars.contains(&name.var.as_str()) {
            vars.push(&name.var);
        }
    }
    vars.iter().map(|it| format!("{it}={};", reading.value(it).brief())).collect()
}

/// What is wrong with one answer by itself.
fn faults(question: &Question, standing: &Standing) -> Vec<(Option<String>, Fault)> {
    let mut faults = standing.faults.clone();
    if !faults.is_empty() {
        return faults;
    }
    match (&question.kind, &standing.answer) {
        (Kind::Grid { .. }, answer) if question.required => {
            let given = |name: &String| match answer {
                Some(Answer::Items(given)) => given.iter().any(|(it, _)| it == name),
                _ => false,
            };
            let left: Vec<String> = standing.items.iter().filter(|it| !given(it)).cloned().collect();
            if !left.is_empty() {
                faults.push((None, Fault::ItemsRequired(left)));
            }
        }
        (_, None) if question.required => faults.push((None, Fault::Required)),
        (_, None) => {}
        (Kind::Multi { .. }, Some(Answer::Codes(codes))) => faults.extend(picks(question, standing, codes)),
        (Kind::Rank { .. }, Some(Answer::Ranks(codes))) => {
            faults.extend(count(question, standing, codes.len()))
        }
        _ => {}
    }
    faults.extend(other_texts(question, standing));
    faults
}

fn picks(question: &Question, standing: &Standing, codes: &[Code]) -> Option<(Option<String>, Fault)> {
    let excludes = codes.iter().find(|it| question.choice(**it).is_some_and(|it| it.excl));
    match excludes {
        Some(code) if codes.len() > 1 => Some((None, Fault::Exclusive(*code))),
        // "None of these" is an answer by itself, whatever the least number of others.
        Some(_) => None,
        None => count(question, standing, codes.len()),
    }
}

fn count(question: &Question, standing: &Standing, picked: usize) -> Option<(Option<String>, Fault)> {
    let (least, most) = pick(question, standing);
    match picked as u32 {
        it if it < least => Some((None, Fault::TooFew(least))),
        it if it > most => Some((None, Fault::TooMany(most))),
        _ => None,
    }
}

/// The least and the most choices or ranks, as they bind for what is offered.
pub fn pick(question: &Question, standing: &Standing) -> (u32, u32) {
    let offered = standing.offered.len() as u32;
    let (least, most) = match question.kind {
        Kind::Multi { pick, .. } => pick.unwrap_or((1, offered)),
        Kind::Rank { pick, .. } => pick.unwrap_or((offered, offered)),
        _ => (1, 1),
    };
    (least.min(offered), most.min(offered))
}

/// A text box stands beside each "other" of the question's own; what `from` carries has its text at the source.
fn other_texts(question: &Question, standing: &Standing) -> Vec<(Option<String>, Fault)> {
    let needs = |it: &&Choice| it.other && has_box(question, it.code) && is_chosen(standing, it.code);
    let missing =
        question.choices().iter().filter(needs).filter(|it| !standing.others.contains_key(&it.code));
    missing.map(|it| (Some(it.code.to_string()), Fault::OtherText)).collect()
}

/// Whether the text of this choice is typed at this question.
pub fn has_box(question: &Question, code: Code) -> bool {
    let other = question.choice(code).is_some_and(|it| it.other);
    let carried = question.carried().iter().any(|it| it.code == code);
    other && !carried
}

/// Whether an answer has this code.
pub fn is_chosen(standing: &Standing, code: Code) -> bool {
    match &standing.answer {
        Some(Answer::Code(it)) => *it == code,
        Some(Answer::Codes(codes) | Answer::Ranks(codes)) => codes.contains(&code),
        _ => false,
    }
}
