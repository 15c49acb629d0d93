//! What a page asks of a thumb and of an eye: taps, keystrokes, words, and the time that they take.

use std::iter::Sum;

use serde::Serialize;

use super::sheet::{SCREEN, height};
use super::text::Length;
use crate::questionnaire::{Kind, Questionnaire};
use crate::view::{BlockView, PageView, QuestionView};

/// Words read in a minute, silently, of a text that is no story (Brysbaert 2019: 238, most adults 175 to 300).
pub const WORDS_A_MINUTE: f64 = 238.0;
/// Seconds for a tap with the decision behind it, an assumption: with 35 words to read, a question and five labels,
/// it makes some eleven seconds, as the counting rules of Pew Research Center have it for an ordinary question
/// (2022-12-08: 15 minutes are 85 points, of one question each).
pub const TAP: f64 = 2.0;
/// Keystrokes in a second on a phone: 36.2 words of five letters in a minute (Palin and others 2019, 37 370 people).
pub const KEYS: f64 = 3.0;
/// Keystrokes for a Chinese character: three letters of pinyin, and one more for each word of two, to choose it.
pub const PINYIN: f64 = 3.5;

/// What an interview, or a page of it, asks of somebody on a phone.
///
/// The time is an estimate: reading speeds of the laboratory, one speed for all taps, no pauses, no waiting for the
/// network; it was never compared with interviews. People differ by age and education, questions by what they ask
/// (Yan and Tourangeau 2008, Applied Cognitive Psychology 22; Couper and Kreuter 2013, Journal of the Royal
/// Statistical Society A 176), and none of that is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Burden {
    pub taps: f64,
    /// Keystrokes.
    pub keys: f64,
    /// Screens of 740 pixels.
    pub screens: f64,
    /// Words; 1.6 Chinese characters are one.
    pub words: f64,
    pub minutes: f64,
}

impl Sum for Burden {
    fn sum<I: Iterator<Item = Burden>>(all: I) -> Burden {
        all.fold(Burden::default(), |sum, it| Burden {
            taps: sum.taps + it.taps,
            keys: sum.keys + it.keys,
            screens: sum.screens + it.screens,
            words: sum.words + it.words,
            minutes: sum.minutes + it.minutes,
        })
    }
}

/// What a page asks with the answers that stand on it, Next included.
pub fn burden(questionnaire: &Questionnaire, view: &PageView<'_>, lang: &str) -> Burden {
    let (mut taps, mut keys, mut words) = (1.0, 0.0, view.title.map_or(0.0, read));
    for block in &view.blocks {
        match block {
            BlockView::Info { text, .. } => words += read(text),
            BlockView::Question(it) => {
                let answered = answered(it);
                taps += answered.0;
                keys += answered.1;
                words += asked(it);
            }
        }
    }
    let seconds = words / WORDS_A_MINUTE * 60.0 + taps * TAP + keys / KEYS;
    Burden { taps, keys, screens: height(questionnaire, view, lang) / SCREEN, words, minutes: seconds / 60.0 }
}

fn read(text: &str) -> f64 {
    Length::of(text).in_words()
}

/// The words of a question: its text, its hint, what it offers. A grid's scale is read once, a long list of the
/// phone until one's own is found, half-way down.
fn asked(view: &QuestionView<'_>) -> f64 {
    let choices: f64 = view.choices.iter().map(|it| read(&it.label)).sum();
    let choices = match view.question.kind {
        Kind::Single { dropdown: true, .. } => choices / 2.0,
        _ => choices,
    };
    let items: f64 = view.items.iter().map(|it| read(&it.label)).sum();
    read(&view.text) + view.hint.as_deref().map_or(0.0, read) + choices + items
}

/// Taps and keystrokes for the answer that stands there.
///
/// A list of the phone is opened and chosen from; a ranking is tapped place by place, as it is with script; a text
/// box is tapped once. What is left out costs nothing.
fn answered(view: &QuestionView<'_>) -> (f64, f64) {
    let ticked = view.choices.iter().filter(|it| it.chosen).count() as f64;
    let has_text = f64::from(u8::from(!view.typed.trim().is_empty()));
    let (taps, keys) = match &view.question.kind {
        Kind::Single { dropdown: true, .. } => (2.0 * ticked, 0.0),
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Multi { .. } | Kind::Nps => (ticked, 0.0),
        Kind::Grid { .. } => (view.items.iter().filter(|it| it.chosen.is_some()).count() as f64, 0.0),
        Kind::Rank { .. } => (view.ranks.iter().flatten().count() as f64, 0.0),
        Kind::Number { .. } | Kind::Open { .. } => (has_text, typed(&view.typed)),
    };
    let ticked = view.choices.iter().filter(|it| it.chosen);
    let others: Vec<&String> =
        ticked.filter_map(|it| it.other.as_ref()).filter(|it| !it.is_empty()).collect();
    (taps + others.len() as f64, keys + others.iter().map(|it| typed(it)).sum::<f64>())
}

/// Keystrokes for a text.
fn typed(text: &str) -> f64 {
    let characters = f64::from(Length::of(text).characters);
    text.trim().chars().count() as f64 + characters * (PINYIN - 1.0)
}
