//! Seeded respondents on their way through questionnaires: on the server, and as their browser has it.

mod posts;
mod walk;

use survey::condition::{Call, calc};
use survey::rehearse::Plan;
use survey::{Interview, Questionnaire, Reading, portable, view};

use super::chance::Chance;
use super::expressions::{self, truth};
use super::numbers::bits;
use super::worlds::{Names, names};
use super::{Sheet, screen};
use walk::walk;

/// Robots for each language of a reference questionnaire, and of the short one that has every kind of question.
const ROBOTS: (u64, u64) = (20, 60);
/// Expressions that each of them is asked when it has ended.
const ASKED: usize = 12;

/// The reference questionnaires with their plans, and one that has what they have not.
const SURVEYS: [(&str, Option<&str>); 3] = [
    (
        include_str!("../../../../questionnaires/mini-program-2026.yaml"),
        Some(include_str!("../../../../questionnaires/mini-program-2026.sim.yaml")),
    ),
    (
        include_str!("../../../../questionnaires/second-hand-2025.yaml"),
        Some(include_str!("../../../../questionnaires/second-hand-2025.sim.yaml")),
    ),
    (include_str!("every.yaml"), None),
];

/// A questionnaire as the server has it, and as a browser gets it.
pub struct Survey {
    whole: Questionnaire,
    portable: Questionnaire,
    plan: Option<Plan>,
    names: Names,
}

/// Every interview, page by page, and what it says in the end.
pub fn write(sheet: &mut Sheet) {
    for (text, plan) in SURVEYS {
        let survey = read(sheet, text, plan);
        let robots = if survey.plan.is_some() { ROBOTS.0 } else { ROBOTS.1 };
        for lang in &survey.whole.langs {
            whole(sheet, &survey.whole, lang);
            for number in 0..robots {
                sheet.line(&format!("robot {number} {lang} {}", survey.whole.survey));
                let interview = walk(sheet, &survey, number, lang);
                ended(sheet, &survey, &interview, number);
            }
        }
    }
}

fn read(sheet: &mut Sheet, text: &str, plan: Option<&str>) -> Survey {
    let (whole, problems) = survey::read(text);
    for it in problems {
        sheet.line(&format!("{}:{} {} {} {}", it.line, it.column, it.code, it.message, it.mend));
    }
    let read = |plan: &str| Plan::read(plan, &whole).expect("the plans that come with Canvass are in order");
    let plan = plan.map(read);
    let portable = portable::questionnaire(&whole).expect("no way rests on what only the server knows");
    let names = names(&whole);
    Survey { whole, portable, plan, names }
}

/// Every block with all that it may offer: what the markup in a handout is made of.
fn whole(sheet: &mut Sheet, questionnaire: &Questionnaire, lang: &str) {
    for block in questionnaire.pages.iter().flat_map(|it| &it.blocks) {
        let view = view::whole(questionnaire, block, lang);
        screen::block(&view).iter().chain(&screen::groups(&view)).for_each(|it| sheet.line(it));
    }
}

/// What an interview says in the end: every variable in words, the quality rules, and expressions about it.
fn ended(sheet: &mut Sheet, survey: &Survey, interview: &Interview, number: u64) {
    let Survey { whole, names, .. } = survey;
    let reading = Reading::new(whole, interview);
    for var in names.all.iter().chain(&names.numbers) {
        let value = reading.value(var);
        sheet.line(&format!("  {var} {} {value:?}", view::piped(&reading, &format!("«{{{var}}}»"))));
    }
    let is_junk = |it: &&Call| matches!(it, Call::Junk(_));
    for rule in whole.quality.rules.iter().filter(|it| !it.condition.calls().iter().any(is_junk)) {
        sheet.line(&format!("  {} {}", rule.id, reading.holds(&rule.condition)));
    }
    let mut chance = Chance::new(number);
    for _ in 0..ASKED {
        let text = truth(&mut chance, names, 2);
        match calc(whole, &text) {
            Ok(expr) => {
                let value = reading.env(false, |env| survey::condition::value(&expr, env));
                sheet.line(&format!("  {expr}: {} {:?}", reading.holds(&expr), value.map(bits)));
            }
            Err(faults) => faults.iter().for_each(|it| sheet.line(&expressions::said(it))),
        }
    }
}
