//! What is too long for a phone: labels, texts, lists, grids, pages, routes. Every limit has its reason.

use serde::Serialize;

use super::sheet::label_lines;
use super::text::{Length, is_side_by_side};
use super::{InLang, Route};
use crate::pipe::{self, Piece};
use crate::questionnaire::{Kind, Page, Question, Questionnaire, Text};

/// Items of a grid that are taken in at once. With script a longer grid shows one at a time; without, all of
/// them are scrolled through, and scrolling is most of what takes longer on a phone (Couper and Peterson 2017,
/// Social Science Computer Review 35).
const ITEMS: usize = 5;
/// Longer ones invite the same answer all the way down, one at a time or not.
const MOST_ITEMS: usize = 12;
/// A scale of so many points that stand below each other makes every item more than a third of a screen tall.
const POINTS: usize = 5;
/// The narrowest screen that a page must fit, in pixels (320 is also 400 % zoom of 1280, WCAG 2.2, 1.4.10).
const NARROW: f64 = 320.0;
/// Lines of a choice's label there: with four it is a text, and its row no longer looks like a button.
const LABEL_LINES: f64 = 3.0;
/// Words of a question: ten seconds to read, and seven lines before the first choice.
const WORDS: u32 = 40;
/// The same in Chinese characters: some twelve seconds, in five lines.
const CHARACTERS: u32 = 80;
/// Choices in one list before the list of the phone is quicker: 15 rows are more than a screen.
const CHOICES: usize = 15;
/// Screens of one page: whoever is sent back to the first question by a complaint scrolls through all of them again.
const SCREENS: f64 = 4.0;
/// Open questions: what is typed is what a phone is slowest at (Antoun and Cernat 2020, Social Science Computer
/// Review 38, find the difference to a computer larger where text is entered).
const OPEN: usize = 3;
/// A route may take so many times the expected length: the estimate itself is no better than that.
const SPARE: f64 = 1.25;

/// Something that is too long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A word for it, such as `long-label`.
    pub code: String,
    /// Empty for what is about the whole questionnaire.
    pub page: String,
    /// The question, with its number where it has one; empty for what is about a page.
    pub question: String,
    pub message: String,
    /// What to do.
    pub mend: String,
}

/// All that is too long: question by question, then pages and routes.
pub(super) fn findings(questionnaire: &Questionnaire, langs: &[InLang], loi: Option<f64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in &questionnaire.pages {
        let about = About { langs: &questionnaire.langs, page };
        findings.extend(page.questions().flat_map(|it| about.question(it)));
        findings.extend(tall(page, langs));
    }
    findings.extend(opens(questionnaire));
    findings.extend(loi.and_then(|it| over(it, langs)));
    findings
}

/// What is looked at.
struct About<'a> {
    langs: &'a [String],
    page: &'a Page,
}

impl About<'_> {
    fn question(&self, question: &Question) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.text(question).into_iter().collect();
        match &question.kind {
            Kind::Grid { items, .. } => {
                findings.extend(self.items(question, items.len()));
                findings.extend(self.scale(question));
            }
            Kind::Single { dropdown: false, .. } | Kind::Scale { .. } | Kind::Multi { .. } => {
                findings.extend(self.labels(question));
                findings.extend(self.list(question));
            }
            // The phone draws its own lists.
            Kind::Single { dropdown: true, .. } | Kind::Rank { .. } => {}
            Kind::Number { .. } | Kind::Nps | Kind::Open { .. } => {}
        }
        findings
    }

    fn finding(&self, question: &Question, code: &str, message: String, mend: &str) -> Finding {
        let question = match &question.nr {
            Some(nr) => format!("{} ({nr})", question.var),
            None => question.var.clone(),
        };
        finding(code, &self.page.name, question, message, mend)
    }

    /// What is said in each language that something is said of.
    fn in_langs(&self, said: impl Fn(&str) -> Option<String>) -> Option<String> {
        let all: Vec<String> =
            self.langs.iter().filter_map(|lang| Some(format!("{lang}: {}", said(lang)?))).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    fn text(&self, question: &Question) -> Option<Finding> {
        let said = self.in_langs(|lang| {
            let Length { words, characters } = Length::of(&plain(&question.text, lang));
            let share = f64::from(words) / f64::from(WORDS) + f64::from(characters) / f64::from(CHARACTERS);
            (share > 1.0).then(|| many(&[(characters, "character"), (words, "word")]))
        })?;
        let mend = "Cut the question to 40 words or 80 Chinese characters; put what is left into its hint, or into an info text.";
        Some(self.finding(question, "long-text", format!("The question is long ({said})."), mend))
    }

    /// The labels that take too many lines on the narrowest screen.
    fn labels(&self, question: &Question) -> Option<Finding> {
        let said = self.in_langs(|lang| {
            let codes: Vec<String> = question
                .choices()
                .iter()
                .filter(|it| label_lines(&plain(&it.label, lang), NARROW) > LABEL_LINES)
                .map(|it| it.code.to_string())
                .collect();
            (!codes.is_empty()).then(|| codes.join(", "))
        })?;
        let message =
            format!("Labels take more than three lines on a screen of 320 pixels (codes in {said}).");
        let mend = "Shorten them; examples can stand in the hint.";
        Some(self.finding(question, "long-label", message, mend))
    }

    fn list(&self, question: &Question) -> Option<Finding> {
        let count = question.choices().len();
        if count <= CHOICES || !matches!(question.kind, Kind::Single { .. }) {
            return None;
        }
        let mend = "Add `show: dropdown`, or ask in two steps.";
        Some(self.finding(question, "long-list", format!("{count} choices stand below each other."), mend))
    }

    fn items(&self, question: &Question, count: usize) -> Option<Finding> {
        if count <= ITEMS {
            return None;
        }
        let mend = match count > MOST_ITEMS {
            false => {
                "With script they come one at a time; without, they are scrolled through. Keep those that a claim needs."
            }
            true => "Split it into two grids on two pages, or ask each person a part of it.",
        };
        Some(self.finding(question, "long-grid", format!("The grid has {count} items."), mend))
    }

    fn scale(&self, question: &Question) -> Option<Finding> {
        let scale = question.choices();
        let said = self.in_langs(|lang| {
            let is_long =
                scale.len() >= POINTS && !is_side_by_side(scale.iter().map(|it| it.label.get(lang)));
            let longest = scale.iter().map(|it| it.label.get(lang)).max_by_key(|it| super::columns(it))?;
            is_long.then(|| format!("“{longest}”"))
        })?;
        let message = format!("The {} points of the scale do not fit side by side ({said}).", scale.len());
        let mend = "They stand below each other for every item: use at most five labels of 20 letters (10 Chinese characters) without a word over seven, or label the two ends only.";
        Some(self.finding(question, "long-scale", message, mend))
    }
}

/// A page that somebody has to scroll too far on.
fn tall(page: &Page, langs: &[InLang]) -> Option<Finding> {
    let most = |it: &InLang| it.pages.iter().find(|it| it.page == page.name).map(|it| it.most_screens);
    let said: Vec<String> = langs
        .iter()
        .filter_map(|it| Some((it, most(it).filter(|it| *it > SCREENS)?)))
        .map(|(it, most)| format!("{}: {most:.1}", it.lang))
        .collect();
    let message = format!("The page takes more than {SCREENS} screens ({}).", said.join("; "));
    let mend = "Move some of its questions to a page of their own.";
    (!said.is_empty()).then(|| finding("long-page", &page.name, String::new(), message, mend))
}

fn opens(questionnaire: &Questionnaire) -> Option<Finding> {
    let is_open = |it: &&Question| matches!(it.kind, Kind::Open { .. });
    let vars: Vec<&str> =
        questionnaire.questions().map(|(_, it)| it).filter(is_open).map(|it| it.var.as_str()).collect();
    let message = format!("There are {} open questions: {}.", vars.len(), vars.join(", "));
    let mend = "Keep three at most: what is typed takes longest on a phone.";
    (vars.len() > OPEN).then(|| finding("many-open", "", String::new(), message, mend))
}

/// Routes that take longer than was promised: the median one, or else the longest.
fn over(loi: f64, langs: &[InLang]) -> Option<Finding> {
    let minutes = |of: fn(&super::Routes) -> &Route| {
        let over = |it: &InLang| {
            let minutes = of(it.routes.as_ref()?).burden.minutes;
            (minutes > loi * SPARE).then(|| format!("{}: {minutes:.1}", it.lang))
        };
        langs.iter().filter_map(over).collect::<Vec<String>>().join("; ")
    };
    let (which, said) = match (minutes(|it| &it.median), minutes(|it| &it.longest)) {
        (median, _) if !median.is_empty() => ("median", median),
        (_, longest) => ("longest", longest),
    };
    let message = format!("The {which} route takes a quarter more than the {loi} minutes of `loi` ({said}).");
    let mend = "Ask less, or raise `loi` and what the first page says of it.";
    (!said.is_empty()).then(|| finding("long-route", "", String::new(), message, mend))
}

fn finding(code: &str, page: &str, question: String, message: String, mend: &str) -> Finding {
    Finding { code: code.to_owned(), page: page.to_owned(), question, message, mend: mend.to_owned() }
}

/// A text with a word in place of what is piped in.
fn plain(text: &Text, lang: &str) -> String {
    let text = text.get(lang);
    let Ok(pieces) = pipe::pieces(text) else { return text.to_owned() };
    let word = |it: &Piece<'_>| match it {
        Piece::Words(words) => (*words).to_owned(),
        Piece::Var(..) => "answer".to_owned(),
    };
    pieces.iter().map(word).collect()
}

/// Numbers with their nouns; what there is none of is left out.
fn many(counts: &[(u32, &str)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> =
        some.map(|(count, noun)| format!("{count} {noun}{}", if *count == 1 { "" } else { "s" })).collect();
    words.join(" and ")
}
