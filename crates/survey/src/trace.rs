//! What was asked of whom and why: each page, question and step of an interview, with the conditions behind it.

use crate::condition::{Expr, Value};
use crate::disposition::Disposition;
use crate::interview::Gate;
use crate::questionnaire::{Block, End, Page, Question, Then};
use crate::reading::{Reading, Standing};
use crate::route::{self, StepAt};
use crate::view;

/// One page of a trace, in file order.
#[derive(Clone, Debug, PartialEq)]
pub struct PageTrace {
    pub name: String,
    pub title: Option<String>,
    /// The interview stands here, or ended here.
    pub is_here: bool,
    pub fate: Fate,
    pub why: Option<Why>,
    pub blocks: Vec<BlockTrace>,
    pub steps: Vec<StepTrace>,
}

/// One question, or one text, of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockTrace {
    /// The variable; the name of a text.
    pub name: String,
    /// As the respondent reads it.
    pub text: String,
    pub is_question: bool,
    pub fate: Fate,
    pub why: Option<Why>,
    /// The answer in words; empty where there is none.
    pub answer: String,
    /// Choices or items in the order drawn for this person; none where the file's order is kept.
    pub order: Option<Vec<String>>,
    /// Choices and items with a condition of their own: label and why.
    pub filters: Vec<(String, Why)>,
}

/// One step after a page.
#[derive(Clone, Debug, PartialEq)]
pub struct StepTrace {
    /// A word of [`Disposition::word`]; `reserve` for the gate.
    pub word: &'static str,
    pub code: Option<String>,
    pub why: Option<Why>,
    pub taken: Taken,
}

/// What became of a page or a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Asked,
    /// Its condition, or that of its page, does not hold.
    NotAsked,
    /// It has no choice to offer.
    Empty,
    /// Only one choice was left, so it answered itself.
    Itself,
    /// It waits for another question of its page.
    Waits,
    /// It stands behind the page where the interview stands, or was jumped over.
    NotYet,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It ended the interview.
    Ended,
    /// At the gate, places were taken.
    Granted,
    /// Its condition did not hold, or its page was not asked.
    Passed,
    NotYet,
}

/// A condition, what came of it, and the values that it read.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    pub condition: String,
    pub holds: bool,
    /// By name as written; none where a value is missing.
    pub values: Vec<(String, Option<String>)>,
}

/// The trace of an interview, in its language.
pub fn trace(reading: &Reading<'_>) -> Vec<PageTrace> {
    let ended = reading.interview.disposition.is_end();
    let held = reading.interview.gate == Gate::Held;
    let stopped = ended.then(|| route::stopped_by(reading, held)).flatten();
    let trace = Tracer { reading, stopped };
    let pages = reading.questionnaire.pages.iter().enumerate();
    pages.map(|(at, page)| trace.page(at, page)).collect()
}

struct Tracer<'a, 'r> {
    reading: &'r Reading<'a>,
    /// The step that ended the interview.
    stopped: Option<StepAt>,
}

impl Tracer<'_, '_> {
    fn page(&self, at: usize, page: &Page) -> PageTrace {
        let reading = self.reading;
        let here = reading.interview.page as usize;
        let fate = match () {
            () if at > here => Fate::NotYet,
            () if !reading.is_asked(at) => Fate::NotAsked,
            () if !route::has_something(reading, at) => Fate::Empty,
            // Jumped over.
            () if at < here && !self.is_posted(page) => Fate::NotYet,
            () => Fate::Asked,
        };
        let steps = page.then.iter().enumerate();
        PageTrace {
            name: page.name.clone(),
            title: page.title.as_ref().map(|it| it.get(&reading.interview.lang).to_owned()),
            is_here: at == here,
            fate,
            why: self.why(page.condition.as_ref()),
            blocks: reading.blocks(at).map(|(block, standing)| self.block(block, standing, fate)).collect(),
            steps: steps.map(|(then, step)| self.step(StepAt { page: at, then }, step, fate)).collect(),
        }
    }

    fn is_posted(&self, page: &Page) -> bool {
        self.reading.interview.drafts.get(&page.name).is_some_and(|it| it.posted)
    }

    fn block(&self, block: &Block, standing: &Standing, page: Fate) -> BlockTrace {
        let (reading, lang) = (self.reading, &self.reading.interview.lang);
        let (name, text, condition) = match block {
            Block::Info(it) => (&it.name, &it.text, &it.condition),
            Block::Question(it) => (&it.var, &it.text, &it.condition),
        };
        let why = self.why(condition.as_ref());
        let fate = match page {
            Fate::NotYet | Fate::NotAsked => page,
            _ if standing.pending => Fate::Waits,
            _ if standing.itself => Fate::Itself,
            _ if standing.asked => Fate::Asked,
            _ if why.as_ref().is_some_and(|it| !it.holds) => Fate::NotAsked,
            _ => Fate::Empty,
        };
        let question = match block {
            Block::Question(it) => Some(it),
            Block::Info(_) => None,
        };
        let is_drawn = !matches!(fate, Fate::NotYet | Fate::NotAsked);
        BlockTrace {
            name: name.clone(),
            text: view::piped(reading, text.get(lang)),
            is_question: question.is_some(),
            fate,
            why,
            answer: question.map(|it| self.answer(it, standing)).unwrap_or_default(),
            order: question.filter(|it| it.order.is_some() && is_drawn).map(|it| self.order(it, standing)),
            filters: question.map(|it| self.filters(it)).unwrap_or_default(),
        }
    }

    fn answer(&self, question: &Question, standing: &Standing) -> String {
        let var = &question.var;
        if !standing.asked || question.items().is_empty() {
            return if standing.asked {
                view::piped(self.reading, &format!("{{{var}}}"))
            } else {
                String::new()
            };
        }
        let given = |item: &String| {
            let words = view::piped(self.reading, &format!("{{{var}.{item}}}"));
            (!words.is_empty()).then(|| format!("{item}: {words}"))
        };
        standing.items.iter().filter_map(given).collect::<Vec<_>>().join("; ")
    }

    fn order(&self, question: &Question, standing: &Standing) -> Vec<String> {
        let lang = &self.reading.interview.lang;
        let item = |name: &String| question.items().iter().find(|it| it.name == *name);
        let label = |text: &crate::questionnaire::Text| view::piped(self.reading, text.get(lang));
        if !question.items().is_empty() {
            return standing.items.iter().filter_map(item).map(|it| label(&it.label)).collect();
        }
        standing.offered.iter().filter_map(|it| question.choice(*it)).map(|it| label(&it.label)).collect()
    }

    fn filters(&self, question: &Question) -> Vec<(String, Why)> {
        let lang = &self.reading.interview.lang;
        let choices = question.choices().iter().map(|it| (&it.label, &it.condition));
        let items = question.items().iter().map(|it| (&it.label, &it.condition));
        let filter = |(label, condition): (&crate::questionnaire::Text, &Option<Expr>)| {
            Some((view::piped(self.reading, label.get(lang)), self.why(condition.as_ref())?))
        };
        choices.chain(items).filter_map(filter).collect()
    }

    fn step(&self, at: StepAt, step: &Then, page: Fate) -> StepTrace {
        let interview = &self.reading.interview;
        let here = interview.page as usize;
        let (word, code, condition) = match step {
            Then::Reserve => ("reserve", None, None),
            Then::End { end, code, condition } => (word(*end), code.clone(), condition.as_ref()),
        };
        let is_behind = at.page < here || interview.disposition.is_end() && at.page == here;
        let taken = match () {
            () if self.stopped == Some(at) => Taken::Ended,
            () if !is_behind || page == Fate::NotYet => Taken::NotYet,
            () if *step == Then::Reserve && interview.gate == Gate::Held => Taken::Granted,
            // What stands after the step that ended it was never looked at.
            () if self.stopped.is_some_and(|it| it.page == at.page && it.then < at.then) => Taken::NotYet,
            () => Taken::Passed,
        };
        StepTrace { word, code, why: self.why(condition), taken }
    }

    fn why(&self, condition: Option<&Expr>) -> Option<Why> {
        let condition = condition?;
        let mut values: Vec<(String, Option<String>)> = Vec::new();
        for name in condition.reads() {
            let written = name.to_string();
            if !values.iter().any(|(it, _)| *it == written) {
                values.push((written, self.value(&name.var, name.part.as_deref())));
            }
        }
        let year = self.reading.questionnaire.field.year.filter(|_| reads_year(condition));
        values.extend(year.map(|it| ("YEAR".to_owned(), Some(it.to_string()))));
        Some(Why { condition: condition.to_string(), holds: self.reading.holds(condition), values })
    }

    /// A value as an author would write it.
    fn value(&self, var: &str, part: Option<&str>) -> Option<String> {
        let codes = |codes: &[i64]| codes.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        match (self.reading.value(var), part) {
            (Value::Missing, _) => None,
            (Value::Number(it), _) => Some(it.to_string()),
            (Value::Text(it), _) => Some(format!("'{it}'")),
            (Value::Codes(ranks), Some(place)) => {
                let at = place.parse::<usize>().ok()?.checked_sub(1)?;
                ranks.get(at).map(i64::to_string)
            }
            (Value::Codes(given), None) => Some(format!("[{}]", codes(&given))),
            (Value::Items(items), Some(part)) => {
                items.iter().find(|it| it.item == part).map(|it| it.code.to_string())
            }
            (Value::Items(items), None) => {
                let given: Vec<String> = items.iter().map(|it| format!("{} {}", it.item, it.code)).collect();
                Some(format!("[{}]", given.join(", ")))
            }
        }
    }
}

fn reads_year(condition: &Expr) -> bool {
    matches!(condition, Expr::Var(it) if it.var == "YEAR") || condition.children().into_iter().any(reads_year)
}

/// The word of the disposition that an end leads to.
pub(crate) fn word(end: End) -> &'static str {
    match end {
        End::Complete => Disposition::Complete.word(),
        End::Refused => Disposition::Refused.word(),
        End::ScreenedOut => Disposition::ScreenedOut(String::new()).word(),
        End::QuotaFull => Disposition::QuotaFull(Vec::new()).word(),
        End::Rejected => Disposition::Rejected(Vec::new()).word(),
    }
}
