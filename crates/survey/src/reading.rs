//! What the answers of an interview say: which questions are asked, what they offer, what was answered.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use crate::answer::{Answer, Given, given};
use crate::condition::{Env, Expr, ItemAnswer, Value, holds, value};
use crate::interview::Interview;
use crate::order;
use crate::pipe;
use crate::questionnaire::{Block, Code, Derived, Kind, Options, Page, Place, Question, Questionnaire, Rule};

#[cfg(test)]
mod tests;

/// How many blocks may be read for each other's sake before everything before them is read in order.
const DEEPEST: u32 = 32;

/// An interview read through its questionnaire: each block when it is first asked for.
///
/// Answers to questions that are not asked are missing here, questions that answer themselves are
/// answered, and derived variables are computed when read.
pub struct Reading<'a> {
    pub questionnaire: &'a Questionnaire,
    pub interview: &'a Interview,
    /// Page by page, like `questionnaire.pages`.
    pages: Vec<PageStanding>,
    /// The page and block that are being read, which see only what stands before them.
    here: Cell<(usize, usize)>,
    depth: Cell<u32>,
}

/// How one page stands, as far as it was asked for.
#[derive(Default)]
struct PageStanding {
    /// Its condition holds.
    asked: OnceCell<bool>,
    /// Block by block.
    blocks: OnceCell<Box<[OnceCell<Standing>]>>,
}

/// How one question (or info) stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// Page and question conditions hold, and it has something to offer.
    pub asked: bool,
    /// It reads a question of its own page that is not answered yet, so nobody can tell whether it is asked.
    pub pending: bool,
    /// It answered itself and is not shown.
    pub itself: bool,
    /// Codes offered, in the order shown.
    pub offered: Vec<Code>,
    /// Items of a grid, in the order shown.
    pub items: Vec<String>,
    pub answer: Option<Answer>,
    /// Texts of "other", also of choices that are not ticked.
    pub others: BTreeMap<Code, String>,
    /// What keeps that which was typed from being an answer.
    pub faults: Vec<(Option<String>, crate::validate::Fault)>,
}

impl Standing {
    /// Whether it is on the screen.
    pub fn is_shown(&self) -> bool {
        self.asked && !self.pending && !self.itself
    }
}

impl<'a> Reading<'a> {
    /// An interview, to be read through its questionnaire.
    pub fn new(questionnaire: &'a Questionnaire, interview: &'a Interview) -> Reading<'a> {
        let count = questionnaire.pages.len();
        let pages = std::iter::repeat_with(PageStanding::default).take(count).collect();
        Reading { questionnaire, interview, pages, here: Cell::new((count, 0)), depth: Cell::new(0) }
    }

    /// Whether the condition of a page holds.
    pub fn is_asked(&self, page: usize) -> bool {
        let condition = self.questionnaire.pages[page].condition.as_ref();
        *self.pages[page]
            .asked
            .get_or_init(|| self.at((page, 0), || condition.is_none_or(|condition| self.holds(condition))))
    }

    /// The blocks of a page, and how each stands.
    pub fn blocks(&self, page: usize) -> impl Iterator<Item = (&'a Block, &Standing)> {
        let blocks = &self.questionnaire.pages[page].blocks;
        blocks.iter().enumerate().map(move |(block, it)| (it, self.block(page, block)))
    }

    /// How a block of a page stands.
    pub fn block(&self, page: usize, block: usize) -> &Standing {
        let it = &self.questionnaire.pages[page];
        let blocks = || it.blocks.iter().map(|_| OnceCell::new()).collect();
        self.pages[page].blocks.get_or_init(blocks)[block].get_or_init(|| {
            if self.depth.get() >= DEEPEST {
                self.read_before(page, block);
            }
            self.at((page, block), || match &it.blocks[block] {
                Block::Info(info) => {
                    let pending = self.is_pending(page, info.condition.iter(), [&info.text]);
                    let holds = info.condition.as_ref().is_none_or(|it| self.holds(it));
                    Standing { asked: self.is_asked(page) && holds, pending, ..Standing::default() }
                }
                Block::Question(question) => self.stand(page, it, question),
            })
        })
    }

    /// Reads something that stands at this page and block.
    fn at<T>(&self, place: (usize, usize), read: impl FnOnce() -> T) -> T {
        let before = self.here.replace(place);
        self.depth.update(|it| it + 1);
        let done = read();
        self.depth.update(|it| it - 1);
        self.here.set(before);
        done
    }

    /// Reads everything before a block in order, so that nothing has to be read for another's sake: a chain of
    /// questions may be as long as a questionnaire, and the stack is not.
    fn read_before(&self, page: usize, block: usize) {
        let depth = self.depth.replace(0);
        for (at, it) in self.questionnaire.pages.iter().enumerate().take(page + 1) {
            let end = if at == page { block } else { it.blocks.len() };
            (0..end).for_each(|block| _ = self.block(at, block));
        }
        self.depth.set(depth);
    }

    /// How a block stands for what is being read; none further on.
    fn known(&self, page: usize, block: usize) -> Option<&Standing> {
        ((page, block) < self.here.get()).then(|| self.block(page, block))
    }

    /// How a question stands; none for a variable that is no question, or stands further on while reading.
    pub fn standing(&self, var: &str) -> Option<&Standing> {
        let Place::Question { page, block } = self.questionnaire.vars.get(var)? else { return None };
        self.known(*page, *block)
    }

    /// The value of a question or derived variable, as expressions see it.
    pub fn value(&self, var: &str) -> Value {
        match self.questionnaire.vars.get(var) {
            None => Value::Missing,
            Some(Place::Derived(at)) => self.derived(&self.questionnaire.derived[*at]),
            Some(Place::Question { page, block }) => {
                match (self.known(*page, *block), &self.questionnaire.pages[*page].blocks[*block]) {
                    (Some(it), Block::Question(question)) => answered(question, it),
                    _ => Value::Missing,
                }
            }
        }
    }

    /// The code of a single, scale, nps or derived variable, or a whole number.
    pub fn code(&self, var: &str) -> Option<Code> {
        match self.value(var) {
            Value::Number(it) if it.fract() == 0.0 => Some(it as Code),
            _ => None,
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, condition: &Expr) -> bool {
        self.env(false, |env| holds(condition, env))
    }

    /// Calls `with` where expressions find the values of this interview.
    pub fn env<T>(&self, duplicate: bool, with: impl FnOnce(&Env<'_>) -> T) -> T {
        let millis = &self.interview.millis;
        let seconds = |page: Option<&str>| match page {
            Some(page) => millis.get(page).copied().unwrap_or(0) as f64 / 1000.0,
            None => self.interview.active_millis() as f64 / 1000.0,
        };
        let year = self.questionnaire.field.year;
        with(&Env { value: &|var| self.value(var), seconds: &seconds, year, duplicate })
    }

    fn derived(&self, derived: &Derived) -> Value {
        match &derived.rule {
            Rule::Calc { expr, .. } => {
                self.env(false, |env| value(expr, env)).map_or(Value::Missing, Value::Number)
            }
            Rule::When(codes) => {
                let hit = codes.iter().find(|(_, condition)| self.holds(condition));
                hit.map_or(Value::Missing, |(code, _)| Value::Number(*code as f64))
            }
            Rule::Coded { .. } => Value::Missing,
            Rule::Union(parts) => {
                let parts = parts.iter().filter_map(|it| match self.value(it) {
                    Value::Codes(codes) => Some(codes),
                    _ => None,
                });
                let all: Vec<Vec<Code>> = parts.collect();
                if all.is_empty() {
                    return Value::Missing;
                }
                let codes = derived.choices.iter().map(|it| it.code);
                Value::Codes(codes.filter(|it| all.iter().any(|part| part.contains(it))).collect())
            }
        }
    }

    fn stand(&self, at: usize, page: &Page, question: &Question) -> Standing {
        let draft = self.interview.drafts.get(&page.name);
        let Given { answer, others, faults } =
            draft.map(|it| given(question, &it.fields)).unwrap_or_default();
        let offered = self.offered(question);
        let items = self.items(question);
        let something = match question.kind {
            Kind::Number { .. } | Kind::Open { .. } => true,
            Kind::Grid { .. } => !items.is_empty(),
            _ => !offered.is_empty(),
        };
        let asked =
            self.is_asked(at) && question.condition.as_ref().is_none_or(|it| self.holds(it)) && something;
        let pending = self.is_asked(at) && self.depends(at, question);
        let itself = asked && !pending && question.from().is_some() && offered.len() == 1;
        let answer = match (&question.kind, itself) {
            (Kind::Multi { .. }, true) => Some(Answer::Codes(offered.clone())),
            (Kind::Rank { .. }, true) => Some(Answer::Ranks(offered.clone())),
            (_, true) => Some(Answer::Code(offered[0])),
            (_, false) => answer.and_then(|it| within(it, &offered, &items)),
        };
        Standing { asked, pending, itself, offered, items, answer, others, faults }
    }

    /// The codes offered, in the order of this person.
    fn offered(&self, question: &Question) -> Vec<Code> {
        if matches!(question.kind, Kind::Nps) {
            return (0..=10).collect();
        }
        let choices = question.choices();
        let ordered = if question.items().is_empty() { question.order } else { None };
        let shown: Vec<Code> = match (self.interview.orders.get(&question.var), question.items().is_empty()) {
            (Some(order), true) => order.iter().filter_map(|it| it.parse().ok()).collect(),
            _ if ordered.is_none() => choices.iter().map(|it| it.code).collect(),
            _ => {
                let things: Vec<_> = choices.iter().map(|it| (it.code, it.pin)).collect();
                order::drawn(self.interview.seed, &question.var, ordered, &things)
            }
        };
        let is_conditioned = choices.iter().any(|it| it.condition.is_some());
        let conditioned = |code: &Code| {
            let choice = is_conditioned.then(|| question.choice(*code)).flatten();
            choice.and_then(|it| it.condition.as_ref()).is_none_or(|it| self.holds(it))
        };
        let shown = shown.into_iter().filter(conditioned);
        match question.options() {
            Some(Options { from: Some(from), carried, choices }) => {
                let own = |code: &Code| choices[*carried..].iter().any(|it| it.code == *code);
                let chosen = self.chosen(from);
                if question.order.is_some() {
                    return shown.filter(|it| chosen.contains(it) || own(it)).collect();
                }
                let known = chosen.into_iter().filter(|it| choices.iter().any(|choice| choice.code == *it));
                known.chain(shown.filter(own)).collect()
            }
            _ => shown.collect(),
        }
    }

    /// What was chosen at a question, in the order that it was shown there.
    fn chosen(&self, var: &str) -> Vec<Code> {
        let Some(standing) = self.standing(var).filter(|it| it.asked) else { return Vec::new() };
        let codes: &[Code] = match &standing.answer {
            Some(Answer::Codes(codes) | Answer::Ranks(codes)) => codes,
            Some(Answer::Code(code)) => std::slice::from_ref(code),
            _ => return Vec::new(),
        };
        standing.offered.iter().copied().filter(|it| codes.contains(it)).collect()
    }

    fn items(&self, question: &Question) -> Vec<String> {
        let items = question.items();
        if items.is_empty() {
            return Vec::new();
        }
        let shown: Vec<String> = match self.interview.orders.get(&question.var) {
            Some(order) => order.clone(),
            None => {
                let things: Vec<_> = items.iter().map(|it| (it.name.clone(), it.pin)).collect();
                order::drawn(self.interview.seed, &question.var, question.order, &things)
            }
        };
        let offered = |name: &String| {
            let item = items.iter().find(|it| it.name == *name);
            item.is_some_and(|it| it.condition.as_ref().is_none_or(|it| self.holds(it)))
        };
        shown.into_iter().filter(offered).collect()
    }

    /// Whether a question waits for another one of its own page.
    fn depends(&self, at: usize, question: &Question) -> bool {
        let choices = question.choices().iter();
        let items = question.items().iter();
        let conditions = question.condition.iter();
        let conditions = conditions.chain(choices.clone().filter_map(|it| it.condition.as_ref()));
        let conditions = conditions.chain(items.clone().filter_map(|it| it.condition.as_ref()));
        let texts = [&question.text].into_iter().chain(&question.hint);
        let texts = texts.chain(choices.map(|it| &it.label)).chain(items.map(|it| &it.label));
        let waits = question.from().is_some_and(|it| self.is_open(at, it));
        waits || self.is_pending(at, conditions, texts)
    }

    fn is_pending<'b>(
        &self,
        at: usize,
        conditions: impl IntoIterator<Item = &'b Expr>,
        texts: impl IntoIterator<Item = &'b crate::questionnaire::Text>,
    ) -> bool {
        // Elsewhere nothing can be open: earlier pages are answered, and later ones are not drawn.
        if at != self.interview.page as usize {
            return false;
        }
        let waits = |it: &Expr| it.reads().iter().any(|name| self.is_open(at, &name.var));
        conditions.into_iter().any(waits)
            || texts.into_iter().any(|it| pipe::vars(it).iter().any(|var| self.is_open(at, var)))
    }

    /// Whether a variable rests on a question of this page that the respondent has still to answer.
    fn is_open(&self, at: usize, var: &str) -> bool {
        at == self.interview.page as usize
            && self.roots_of(var).iter().any(|it| match self.questionnaire.vars.get(it) {
                Some(Place::Question { page, block }) if *page == at => self.is_left(at, *block),
                _ => false,
            })
    }

    /// Whether a question of the page has been passed by without an answer so far.
    fn is_left(&self, at: usize, block: usize) -> bool {
        let page = &self.questionnaire.pages[at];
        let (Some(standing), Block::Question(question)) = (self.known(at, block), &page.blocks[block]) else {
            return false;
        };
        let draft = self.interview.drafts.get(&page.name);
        // A question that may stay blank is decided once it was posted blank.
        let blank =
            !question.required && draft.is_some_and(|it| it.posted && it.seen.contains(&question.var));
        standing.pending || (standing.asked && standing.answer.is_none() && !blank)
    }

    /// The questions that a condition rests on, through derived variables too.
    pub fn roots(&self, condition: &Expr) -> Vec<String> {
        condition.reads().iter().flat_map(|it| self.roots_of(&it.var)).collect()
    }

    fn roots_of(&self, var: &str) -> Vec<String> {
        match self.questionnaire.derived(var).map(|it| &it.rule) {
            None => vec![var.to_owned()],
            Some(Rule::Calc { expr, .. }) => self.roots(expr),
            Some(Rule::When(codes)) => codes.iter().flat_map(|(_, it)| self.roots(it)).collect(),
            Some(Rule::Union(parts)) => parts.iter().flat_map(|it| self.roots_of(it)).collect(),
            Some(Rule::Coded { of, .. }) => vec![of.clone()],
        }
    }
}

/// The answer as far as it is still offered; what is not reads as missing and comes back with the offer.
fn within(answer: Answer, offered: &[Code], items: &[String]) -> Option<Answer> {
    match answer {
        Answer::Code(code) => offered.contains(&code).then_some(Answer::Code(code)),
        Answer::Codes(codes) => {
            let codes: Vec<Code> = codes.into_iter().filter(|it| offered.contains(it)).collect();
            (!codes.is_empty()).then_some(Answer::Codes(codes))
        }
        Answer::Ranks(codes) => codes.iter().all(|it| offered.contains(it)).then_some(Answer::Ranks(codes)),
        Answer::Items(given) => {
            let given = |name: &String| given.iter().find(|(it, code)| it == name && offered.contains(code));
            let kept: Vec<(String, Code)> = items.iter().filter_map(given).cloned().collect();
            (!kept.is_empty()).then_some(Answer::Items(kept))
        }
        Answer::Number(_) | Answer::Text(_) => Some(answer),
    }
}

fn answered(question: &Question, standing: &Standing) -> Value {
    if !standing.asked {
        return Value::Missing;
    }
    match &standing.answer {
        None => Value::Missing,
        Some(Answer::Code(code)) => Value::Number(*code as f64),
        Some(Answer::Number(it)) => Value::Number(*it),
        Some(Answer::Codes(codes) | Answer::Ranks(codes)) => Value::Codes(codes.clone()),
        Some(Answer::Text(text)) => Value::Text(text.clone()),
        Some(Answer::Items(given)) => {
            let row = |(item, code): &(String, Code)| ItemAnswer {
                item: item.clone(),
                code: *code,
                trap: question.items().iter().find(|it| it.name == *item).and_then(|it| it.trap),
                missing: question.choice(*code).is_some_and(|it| it.missing),
            };
            Value::Items(given.iter().map(row).collect())
        }
    }
}
