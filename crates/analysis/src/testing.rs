//! Short texts to questionnaires and cases, for tests.

use std::sync::Arc;

use survey::interview::{self, QualityMode, Step};
use survey::quality::Known;
use survey::{Interview, InterviewId, Moment, Questionnaire, RawAnswers, Severity};

use crate::case::{Glance, Packer, Projection};
use crate::{Case, Cell, Codebook, codebook};

/// 2026-01-12 08:30:00.250 UTC.
const BEGINNING: Moment = Moment(1_768_206_600_250);

/// A questionnaire of these parts (`pages:` and whatever else is wanted), in Chinese and English.
pub fn study(parts: &str) -> Arc<Questionnaire> {
    let head = "survey: tea\nversion: 1.0.0\ntitle: {zh: 茶, en: Tea}\nlangs: [zh, en]\ndefault: zh\n\
                contact: {zh: 茶 tea@example.org, en: Tea tea@example.org}\nfield: {year: 2026}\n";
    let indent =
        parts.lines().find(|it| !it.trim().is_empty()).map_or(0, |it| it.len() - it.trim_start().len());
    let parts: Vec<&str> = parts.lines().map(|it| it.get(indent..).unwrap_or_default()).collect();
    let thanks = "{text: {zh: 谢谢, en: Thank you}}";
    let ends = format!("ends: {{complete: {thanks}, quota_full: {thanks}, rejected: {thanks}}}\n");
    read(&format!("{head}{}\n{ends}", parts.join("\n")))
}

/// A questionnaire without problems.
pub fn read(text: &str) -> Arc<Questionnaire> {
    let (questionnaire, problems) = survey::read(text);
    let errors: Vec<_> = problems.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    Arc::new(questionnaire)
}

/// A case in which these pages were posted (`a=1&b=2`), ten seconds and a bit apart.
pub fn posted(questionnaire: &Arc<Questionnaire>, pages: &[&str]) -> Case {
    posted_in(questionnaire, 7, pages)
}

/// The same with orders drawn from this seed.
pub fn posted_in(questionnaire: &Arc<Questionnaire>, seed: u64, pages: &[&str]) -> Case {
    let mut interview = interview::begin(questionnaire, "zh", seed, BEGINNING);
    let mut now = BEGINNING;
    for page in pages {
        now = now.plus(10_333);
        let pairs: Vec<(String, String)> = page
            .split('&')
            .filter_map(|it| it.split_once('='))
            .map(|(name, text)| (name.to_owned(), text.replace("\\n", "\n")))
            .collect();
        let step = interview::submit(questionnaire, &mut interview, RawAnswers::from(pairs), now);
        settle(questionnaire, &mut interview, step, now);
    }
    Case {
        id: InterviewId(1),
        questionnaire: questionnaire.clone(),
        plan: questionnaire.quota.as_ref().map(|it| it.active.clone()),
        source: None,
        pid: None,
        variables: Default::default(),
        device_hash: None,
        device_class: None,
        test: false,
        weight: None,
        interview,
    }
}

fn settle(questionnaire: &Questionnaire, interview: &mut Interview, step: Step, now: Moment) {
    match step {
        Step::Show => {}
        Step::Reserve { cells, at } => {
            let step = interview::granted(questionnaire, interview, at, cells);
            settle(questionnaire, interview, step, now);
        }
        Step::Finish => interview::finish(questionnaire, interview, QualityMode::On, Known::default(), now),
    }
}

/// Every column that is not about the interview, with its cell: `sex=2 age=30 tea_1= …`.
pub fn answers(case: &Case) -> String {
    shown(&codebook::codebook(&case.questionnaire), case, |it| it.of.is_some())
}

/// The wanted columns with their cells.
pub fn shown(codebook: &Codebook, case: &Case, wanted: impl Fn(&crate::Variable) -> bool) -> String {
    let cells = row(codebook, case);
    let columns = codebook.variables.iter().zip(&cells).filter(|(it, _)| wanted(it));
    columns.map(|(it, cell)| format!("{}={}", it.name, word(cell))).collect::<Vec<_>>().join(" ")
}

/// A case as a row, which it is as well when it was packed.
pub fn row(codebook: &Codebook, case: &Case) -> Vec<Cell> {
    let projection = Projection::new(codebook, &case.questionnaire);
    let cells = projection.row(case);
    let packed = Packer::new(&case.questionnaire).pack(case);
    assert_eq!(projection.unpack(&packed, case.weight).as_ref(), Some(&cells));
    let glance = projection.glance(&packed, case.weight).expect("it was packed just now");
    let seen: Vec<Glance> = (0..cells.len()).map(|it| glance.cell(it)).collect();
    assert_eq!(seen, cells.iter().map(Glance::from).collect::<Vec<_>>());
    cells
}

fn word(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::NotAnswered => "-9".into(),
        Cell::Erased => "-8".into(),
        Cell::Code(code) => code.to_string(),
        Cell::Number(number) => format!("{number}n"),
        Cell::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
        Cell::Word(word) => format!("[{word}]"),
        Cell::Typed(text) => format!("“{text}”"),
        Cell::Time(moment) => format!("@{}", moment.0),
    }
}
