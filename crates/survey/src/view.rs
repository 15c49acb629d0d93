//! The page where an interview stands, ready to be drawn: in words, in order, with what was typed.

use crate::answer::Answer;
use crate::condition::Value;
use crate::grouping;
use crate::interview::{Interview, first_new};
use crate::number;
use crate::pipe::{self, Piece};
use crate::questionnaire::{Block, Choice, Code, Item, Kind, Question, Questionnaire};
use crate::reading::{Reading, Standing};
use crate::route;
use crate::validate::{self, Complaint};

/// One page as a respondent sees it.
#[derive(Clone, Debug)]
pub struct PageView<'a> {
    /// Goes into the form as `_page`.
    pub name: &'a str,
    /// Goes into the form as `_turn`.
    pub turn: u32,
    pub title: Option<&'a str>,
    /// Share of the questionnaire behind the respondent, in per cent; none where no bar is wanted.
    pub progress: Option<u8>,
    pub can_go_back: bool,
    /// Its button says Submit.
    pub is_last: bool,
    pub blocks: Vec<BlockView<'a>>,
    /// In the order of the page; empty on a page that was not posted.
    pub complaints: Vec<Complaint>,
    /// The question that takes the focus: the first new one, if the page grew.
    pub focus: Option<&'a str>,
}

/// One thing on the page.
#[derive(Clone, Debug)]
pub enum BlockView<'a> {
    /// Name and text.
    Info {
        name: &'a str,
        text: String,
    },
    Question(QuestionView<'a>),
}

/// One question with what was typed.
#[derive(Clone, Debug)]
pub struct QuestionView<'a> {
    pub question: &'a Question,
    /// Piped, in the language of the interview.
    pub text: String,
    pub hint: Option<String>,
    /// The choices offered, in the order of this person; a grid's scale; 0 to 10 for an nps.
    pub choices: Vec<ChoiceView>,
    /// Groups that a long list falls into: what they are called, and the codes in them.
    pub groups: Vec<(String, Vec<Code>)>,
    /// The items of a grid, in the order of this person.
    pub items: Vec<ItemView>,
    /// What was typed at a number or an open question.
    pub typed: String,
    /// What stands at each rank, the first one first; as long as the longest ranking allowed.
    pub ranks: Vec<Option<Code>>,
    /// Least and most choices (multi) or ranks, as they bind here.
    pub pick: (u32, u32),
}

/// One choice as drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceView {
    pub code: Code,
    pub label: String,
    pub chosen: bool,
    pub excl: bool,
    /// What was typed beside it; none where it has no text box here.
    pub other: Option<String>,
}

/// One item of a grid as drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemView {
    pub name: String,
    pub label: String,
    pub chosen: Option<Code>,
}

/// The page where an interview stands, in its language.
pub fn page<'a>(questionnaire: &'a Questionnaire, interview: &'a Interview) -> PageView<'a> {
    page_of(&Reading::new(questionnaire, interview))
}

/// The same, of an interview that is read already.
pub fn page_of<'a>(reading: &Reading<'a>) -> PageView<'a> {
    let (questionnaire, interview) = (reading.questionnaire, reading.interview);
    let at = interview.page as usize;
    let page = &questionnaire.pages[at];
    let lang = &interview.lang;
    let draft = interview.drafts.get(&page.name);
    let fields = draft.map(|it| it.fields.as_slice()).unwrap_or_default();
    let both = reading.blocks(at).filter(|(_, it)| it.is_shown());
    let blocks = both.map(|(block, standing)| match block {
        Block::Info(info) => BlockView::Info { name: &info.name, text: piped(reading, info.text.get(lang)) },
        Block::Question(it) => BlockView::Question(question(reading, it, standing, fields)),
    });
    let complaints = match draft {
        Some(draft) if draft.posted => complaints(reading, at),
        _ => Vec::new(),
    };
    let is_fine = complaints.is_empty();
    PageView {
        name: &page.name,
        turn: interview.turn,
        title: page.title.as_ref().map(|it| it.get(lang)),
        progress: questionnaire.field.progress.then(|| (100 * at / questionnaire.pages.len()) as u8),
        can_go_back: route::previous(reading, at).is_some(),
        is_last: route::is_last(reading, at),
        blocks: blocks.collect(),
        complaints,
        focus: if is_fine { first_new(reading, at) } else { None },
    }
}

/// A block with everything that it may ever offer, nothing typed, and its texts as the author wrote them, in `lang`.
pub fn whole<'a>(questionnaire: &Questionnaire, block: &'a Block, lang: &str) -> BlockView<'a> {
    let question = match block {
        Block::Info(info) => {
            return BlockView::Info { name: &info.name, text: info.text.get(lang).to_owned() };
        }
        Block::Question(it) => it,
    };
    let choice = |it: &Choice| ChoiceView {
        code: it.code,
        label: it.label.get(lang).to_owned(),
        chosen: false,
        excl: it.excl,
        other: validate::has_box(question, it.code).then(String::new),
    };
    let item =
        |it: &Item| ItemView { name: it.name.clone(), label: it.label.get(lang).to_owned(), chosen: None };
    let offered: Vec<Code> = match question.kind {
        Kind::Nps => (0..=10).collect(),
        _ => question.choices().iter().map(|it| it.code).collect(),
    };
    let point = |code: &Code| {
        let (code, label) = (*code, code.to_string());
        ChoiceView { code, label, chosen: false, excl: false, other: None }
    };
    let choices = match question.kind {
        Kind::Nps => offered.iter().map(point).collect(),
        _ => question.choices().iter().map(choice).collect(),
    };
    let pick = validate::pick(question, &Standing { offered, ..Standing::default() });
    BlockView::Question(QuestionView {
        question,
        text: question.text.get(lang).to_owned(),
        hint: question.hint.as_ref().map(|it| it.get(lang).to_owned()),
        choices,
        groups: groups(questionnaire, question, lang),
        items: question.items().iter().map(item).collect(),
        typed: String::new(),
        ranks: match question.kind {
            Kind::Rank { .. } => vec![None; pick.1 as usize],
            _ => Vec::new(),
        },
        pick,
    })
}

fn groups(questionnaire: &Questionnaire, question: &Question, lang: &str) -> Vec<(String, Vec<Code>)> {
    if !matches!(question.kind, Kind::Single { dropdown: true, .. }) {
        return Vec::new();
    }
    let groups = grouping::groups(questionnaire, question);
    groups.into_iter().map(|(label, codes)| (label.get(lang).to_owned(), codes)).collect()
}

/// Errors, or else the warnings that were asked and not passed.
fn complaints(reading: &Reading<'_>, at: usize) -> Vec<Complaint> {
    let errors = validate::errors(reading, at);
    if !errors.is_empty() {
        return errors;
    }
    let warned = reading.interview.drafts.get(&reading.questionnaire.pages[at].name).map(|it| &it.warned);
    let open = |it: &validate::Warning| {
        let asked = warned.and_then(|warned| warned.get(&it.key));
        it.is_same(asked) && asked.is_some_and(|it| !it.passed)
    };
    validate::warnings(reading, at).into_iter().filter(open).map(|it| it.complaint).collect()
}

fn question<'a>(
    reading: &Reading<'_>,
    question: &'a Question,
    standing: &Standing,
    fields: &[(String, String)],
) -> QuestionView<'a> {
    let lang = &reading.interview.lang;
    let typed = |name: &str| fields.iter().find(|(it, _)| it == name).map(|(_, text)| text.clone());
    let ticked =
        |name: &str, code: Code| fields.iter().any(|(it, text)| it == name && *text == code.to_string());
    let choice = |code: &Code| {
        let choice = question.choice(*code);
        let label = choice.map_or_else(|| code.to_string(), |_| label(reading, question, *code));
        let field = format!("{}_{code}_text", question.var);
        ChoiceView {
            code: *code,
            label,
            chosen: ticked(&question.var, *code),
            excl: choice.is_some_and(|it| it.excl),
            other: validate::has_box(question, *code).then(|| typed(&field).unwrap_or_default()),
        }
    };
    let item = |name: &String| {
        let field = format!("{}.{name}", question.var);
        let label = question.items().iter().find(|it| it.name == *name).map(|it| it.label.get(lang));
        ItemView {
            name: name.clone(),
            label: piped(reading, label.unwrap_or_default()),
            chosen: standing.offered.iter().copied().find(|it| ticked(&field, *it)),
        }
    };
    let pick = validate::pick(question, standing);
    let ranks = match question.kind {
        Kind::Rank { .. } => pick.1,
        _ => 0,
    };
    let rank = |place: u32| typed(&format!("{}.{place}", question.var)).and_then(|it| it.parse().ok());
    QuestionView {
        question,
        text: piped(reading, question.text.get(lang)),
        hint: question.hint.as_ref().map(|it| piped(reading, it.get(lang))),
        choices: standing.offered.iter().map(choice).collect(),
        groups: groups(reading.questionnaire, question, lang),
        items: standing.items.iter().map(item).collect(),
        typed: typed(&question.var).unwrap_or_default(),
        ranks: (1..=ranks).map(rank).collect(),
        pick,
    }
}

/// The words for a code of a question, in the language of the interview; the typed text for "other"
/// that was carried from another question.
fn label(reading: &Reading<'_>, question: &Question, code: Code) -> String {
    let carried = question.carried().iter().any(|it| it.code == code && it.other);
    let typed = question.from().filter(|_| carried).and_then(|from| other_text(reading, from, code));
    let own = || question.choice(code).map(|it| it.label.get(&reading.interview.lang)).unwrap_or_default();
    typed.unwrap_or_else(|| piped(reading, own()))
}

/// What was typed for "other" at a question, or at the question that it was carried from.
pub fn other_text(reading: &Reading<'_>, var: &str, code: Code) -> Option<String> {
    let question = reading.questionnaire.question(var)?;
    if !validate::has_box(question, code) {
        return question.from().and_then(|from| other_text(reading, from, code));
    }
    reading.standing(var)?.others.get(&code).cloned()
}

/// A text with earlier answers in the places of `{var}`, in the language of the interview.
pub fn piped(reading: &Reading<'_>, text: &str) -> String {
    // Most texts have no place for an answer.
    if !text.contains(['{', '}']) {
        return text.to_owned();
    }
    match pipe::pieces(text) {
        Ok(pieces) => pieces
            .iter()
            .map(|it| match it {
                Piece::Words(words) => (*words).to_owned(),
                Piece::Var(var, part) => words(reading, var, *part),
            })
            .collect(),
        Err(_) => text.to_owned(),
    }
}

/// A variable in words: labels of codes, numbers as digits, texts as typed; empty if it is missing.
fn words(reading: &Reading<'_>, var: &str, part: Option<&str>) -> String {
    let lang = &reading.interview.lang;
    let question = reading.questionnaire.question(var);
    let label_of = |code: Code| match (question, reading.questionnaire.derived(var)) {
        (Some(question), _) if question.choice(code).is_some_and(|it| it.other) => {
            other_text(reading, var, code).unwrap_or_else(|| label(reading, question, code))
        }
        (Some(question), _) if question.choice(code).is_some() => label(reading, question, code),
        (_, Some(derived)) => {
            let choice = derived.choices.iter().find(|it| it.code == code);
            choice.map_or_else(|| code.to_string(), |it| it.label.get(lang).to_owned())
        }
        _ => code.to_string(),
    };
    let answer = question.and_then(|_| reading.standing(var)).and_then(|it| it.answer.as_ref());
    match (reading.value(var), part, answer) {
        (Value::Missing, ..) => String::new(),
        (Value::Number(it), _, Some(Answer::Code(_)) | None) if it.fract() == 0.0 => label_of(it as Code),
        (Value::Number(it), ..) => number::write(it),
        (Value::Text(it), ..) => it,
        (Value::Codes(codes), Some(place), _) => {
            let at = place.parse::<usize>().ok().and_then(|it| codes.get(it.checked_sub(1)?));
            at.map(|it| label_of(*it)).unwrap_or_default()
        }
        (Value::Codes(codes), None, _) => {
            let comma = if lang.starts_with("zh") { "、" } else { ", " };
            codes.iter().map(|it| label_of(*it)).collect::<Vec<_>>().join(comma)
        }
        (Value::Items(items), part, _) => {
            let row = items.iter().find(|it| Some(it.item.as_str()) == part);
            row.map(|it| label_of(it.code)).unwrap_or_default()
        }
    }
}
