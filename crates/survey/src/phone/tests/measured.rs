//! The height of pages, beside what a browser draws of them.

use serde::Deserialize;

use crate::RawAnswers;
use crate::id::Moment;
use crate::interview::{Interview, Step, begin, granted, submit};
use crate::phone::sheet::*;
use crate::questionnaire::Questionnaire;
use crate::view;

const FILES: [(&str, &str); 2] = [
    ("mini-program-2026", include_str!("../../../../../questionnaires/mini-program-2026.yaml")),
    ("second-hand-2025", include_str!("../../../../../questionnaires/second-hand-2025.yaml")),
];

/// A page as Chromium drew it, and what was typed on it then (`end2end/bench/phone.js`).
#[derive(Deserialize)]
struct Drawn {
    survey: String,
    lang: String,
    page: String,
    height: f64,
    blocks: Vec<f64>,
    fields: Vec<(String, String)>,
}

/// What is estimated beside what was drawn: a page's height, or that of a block.
struct Pair {
    what: String,
    estimate: f64,
    drawn: f64,
}

impl Pair {
    fn error(&self) -> f64 {
        (self.estimate / self.drawn - 1.0).abs()
    }
}

#[test]
fn sizes_are_those_of_the_stylesheet() {
    let tokens = include_str!("../../../../../style/tokens.css");
    let value = |name: &str| {
        let line = tokens.lines().find_map(|it| it.trim().strip_prefix(&format!("--{name}: ")));
        let value = line.unwrap_or_else(|| panic!("--{name}")).trim_end_matches(';');
        let rems = value.strip_suffix("rem").map(|it| it.parse::<f64>().unwrap() * REM);
        rems.unwrap_or_else(|| value.parse().unwrap())
    };
    let sizes = [
        ("size-text", REM),
        ("size-small", SIZE_SMALL),
        ("size-note", SIZE_NOTE),
        ("size-question", SIZE_QUESTION),
        ("size-title", SIZE_TITLE),
        ("leading", LEADING),
        ("leading-tight", LEADING_TIGHT),
        ("space-1", SPACE_1),
        ("space-2", SPACE_2),
        ("space-3", SPACE_3),
        ("space-4", SPACE_4),
        ("space-5", SPACE_5),
        ("space-6", SPACE_6),
        ("target", TARGET),
        ("row", ROW),
        ("mark", MARK),
        ("bar", BAR),
    ];
    for (name, size) in sizes {
        assert_eq!(
            value(name),
            size,
            "--{name} in style/tokens.css; run end2end/bench/phone.js after the change"
        );
    }
}

#[test]
fn pages_are_as_tall_as_a_browser_draws_them() {
    let (pages, blocks) = pairs();
    assert!(pages.len() > 60, "{} pages", pages.len());
    let said = format!("pages: {}; blocks: {}", summary(&pages), summary(&blocks));
    assert!(errors(&pages)[pages.len() / 2] < 0.01, "{said}");
    assert!(errors(&pages).iter().all(|it| *it < 0.04), "{said}");
    // Question by question nothing evens out: some take a line more or less.
    assert!(errors(&blocks)[blocks.len() * 9 / 10] < 0.02, "{said}");
}

fn errors(pairs: &[Pair]) -> Vec<f64> {
    let mut errors: Vec<f64> = pairs.iter().map(Pair::error).collect();
    errors.sort_by(f64::total_cmp);
    errors
}

fn summary(pairs: &[Pair]) -> String {
    let mut worst: Vec<&Pair> = pairs.iter().collect();
    worst.sort_by(|one, other| other.error().total_cmp(&one.error()));
    let median = worst[worst.len() / 2].error();
    let worst: Vec<String> = worst
        .iter()
        .take(12)
        .map(|it| format!("\n  {} {:.0} for {}", it.what, it.estimate, it.drawn))
        .collect();
    format!("median error {:.1} %, worst{}", median * 100.0, worst.concat())
}

/// Walks as the browser did, and works out each page before its answers are posted.
fn pairs() -> (Vec<Pair>, Vec<Pair>) {
    let (mut pages, mut blocks) = (Vec::new(), Vec::new());
    let mut at: Option<(String, Questionnaire, Interview)> = None;
    for line in include_str!("measured.jsonl").lines() {
        let drawn: Drawn = serde_json::from_str(line).unwrap();
        let walk = format!("{} {}", drawn.survey, drawn.lang);
        let (_, questionnaire, mut interview) = at.take().filter(|it| it.0 == walk).unwrap_or_else(|| {
            let (_, text) = FILES.iter().find(|it| it.0 == drawn.survey).unwrap();
            let (questionnaire, _) = crate::read(text);
            let interview = begin(&questionnaire, &drawn.lang, 1, Moment(0));
            (walk.clone(), questionnaire, interview)
        });
        let view = view::page(&questionnaire, &interview);
        assert_eq!((view.name, view.blocks.len()), (drawn.page.as_str(), drawn.blocks.len()), "{walk}");
        let what = format!("{walk} {} {}", drawn.page, interview.turn);
        let estimate = natural(&questionnaire, &view, &drawn.lang);
        blocks.extend(view.blocks.iter().zip(&drawn.blocks).enumerate().map(|(number, (it, drawn))| Pair {
            what: format!("{what} block {number}"),
            estimate: block(it, &interview.lang),
            drawn: *drawn,
        }));
        pages.push(Pair { what, estimate, drawn: drawn.height });
        post(&questionnaire, &mut interview, drawn);
        at = Some((walk, questionnaire, interview));
    }
    (pages, blocks)
}

fn post(questionnaire: &Questionnaire, interview: &mut Interview, drawn: Drawn) {
    let raw = RawAnswers { page: Some(drawn.page), fields: drawn.fields, ..RawAnswers::default() };
    let now = interview.last_at.plus(20_000);
    let mut step = submit(questionnaire, interview, raw, now);
    while let Step::Reserve { cells, at } = step {
        step = granted(questionnaire, interview, at, cells);
    }
}
