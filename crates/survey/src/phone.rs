//! What a questionnaire asks of somebody on a phone: taps, screens of scroll, words and minutes, page by page and
//! route by route, and what in it is too long.
//!
//! Robots walk it in each language, as a rehearsal does ([`crate::rehearse`]). What they met on a page is added up
//! ([`Burden`]), its height is worked out from the stylesheets. Nothing here is a measurement of people.

mod burden;
mod long;
mod sheet;
#[cfg(test)]
mod tests;
mod text;
mod walks;

use serde::Serialize;

pub use burden::{Burden, KEYS, PINYIN, TAP, WORDS_A_MINUTE, burden};
pub use long::Finding;
pub use sheet::{SCREEN, WIDTH, height};
pub use text::{CHARACTERS, Length, columns, is_side_by_side};

use crate::questionnaire::Questionnaire;
use crate::rehearse::Plan;

/// Robots that walk in each language, where the plan has no seed of its own with [`SEED`].
pub const ROBOTS: u64 = 200;
/// The seed without a plan.
pub const SEED: u64 = 1;

/// A questionnaire on a phone.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Robots that walked in each language.
    pub robots: u64,
    pub seed: u64,
    /// The length that the author expects, in minutes.
    pub loi: Option<f64>,
    /// In file order.
    pub langs: Vec<InLang>,
    /// What is too long, in the order of the questionnaire.
    pub findings: Vec<Finding>,
}

/// A questionnaire on a phone, in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InLang {
    pub lang: String,
    /// Robots that came to the end.
    pub completes: u64,
    /// Every page, in file order.
    pub pages: Vec<PageBurden>,
    /// None where no robot came to the end.
    pub routes: Option<Routes>,
}

/// A page on a phone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageBurden {
    pub page: String,
    /// Its title in the language of the report.
    pub title: String,
    /// The share of completes who met it, 0 to 1.
    pub met: f64,
    /// The median of those who met it, complete or not, each number by itself. Nothing where nobody met it.
    pub median: Option<Burden>,
    /// The tallest that somebody met, in screens.
    pub most_screens: f64,
}

/// The ways of those who came to the end, by the time that they take.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Routes {
    pub shortest: Route,
    pub median: Route,
    pub longest: Route,
}

/// One robot's way to the end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Route {
    /// Its number: the same seed and number walk the same way.
    pub robot: u64,
    pub pages: u64,
    pub questions: u64,
    pub burden: Burden,
    /// The pages that it did not meet, in file order.
    pub skips: Vec<String>,
}

/// Sends robots in each language, adds up what they met, and names what is too long.
///
/// Robots answer by the plan, or any valid answer is as likely as another where there is none; the same
/// questionnaire and plan give the same report on every machine.
pub fn report(questionnaire: &Questionnaire, plan: Option<&Plan>, robots: u64) -> Report {
    let seed = plan.map_or(SEED, |it| it.seed);
    let loi = questionnaire.field.loi.map(|millis| millis as f64 / 60_000.0);
    let langs: Vec<InLang> = questionnaire
        .langs
        .iter()
        .map(|lang| {
            walks::in_lang(questionnaire, lang, &walks::send(questionnaire, plan, (seed, robots), lang))
        })
        .collect();
    let findings = long::findings(questionnaire, &langs, loi);
    Report { robots, seed, loi, langs, findings }
}
