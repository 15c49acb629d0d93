//! What the rules cost: reading a questionnaire, an interview and a condition, and taking a post of the largest page.
//!
//! `cargo bench --package survey`

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use survey::condition::{Env, Value, holds, parse};
use survey::interview::{self, Interview};
use survey::questionnaire::Block;
use survey::view::{self, BlockView};
use survey::{Disposition, Moment, Questionnaire, RawAnswers, Reading, rehearse};

const NAME: &str = "mini-program-2026";
const TEXT: &str = include_str!("../../../questionnaires/mini-program-2026.yaml");

/// A condition as long as authors write them.
const CONDITION: &str =
    "age in 18..60 and (modes has any [1, 3] or not (tenure == 2)) and count(modes) >= 2 + 1";

fn questionnaires(bench: &mut Criterion) {
    bench.bench_function(&format!("read {NAME}"), |it| it.iter(|| survey::read(black_box(TEXT))));
}

fn interviews(bench: &mut Criterion) {
    let questionnaire = survey::read(TEXT).0;
    let whole = walked(&questionnaire);
    bench.bench_function("read an interview that is complete", |it| {
        let blocks = |reading: Reading<'_>| {
            (0..questionnaire.pages.len()).map(|page| reading.blocks(page).count()).sum::<usize>()
        };
        it.iter(|| blocks(Reading::new(&questionnaire, black_box(&whole))));
    });
    let (at, controls) = largest(&questionnaire, &whole);
    let mut before = Interview { disposition: Disposition::Started, ended_at: None, ..whole };
    let now = before.last_at.plus(30_000);
    interview::jump(&questionnaire, &mut before, at, now);
    let page = &questionnaire.pages[at].name;
    let raw = RawAnswers {
        page: Some(page.clone()),
        fields: before.drafts.get(page).map(|it| it.fields.clone()).unwrap_or_default(),
        ..RawAnswers::default()
    };
    bench.bench_function(&format!("post {page}, the largest page ({controls} controls)"), |it| {
        it.iter_batched(
            || (before.clone(), raw.clone()),
            |(mut interview, raw)| interview::submit(&questionnaire, &mut interview, raw, now),
            BatchSize::SmallInput,
        );
    });
    bench.bench_function(&format!("look at {page}"), |it| {
        it.iter(|| view::page(&questionnaire, black_box(&before)).blocks.len());
    });
}

fn conditions(bench: &mut Criterion) {
    bench.bench_function("read a condition", |it| it.iter(|| parse(black_box(CONDITION))));
    let read = parse(CONDITION).expect("it is a condition");
    let value = |var: &str| match var {
        "modes" => Value::Codes(vec![1, 2, 4]),
        _ => Value::Number(30.0),
    };
    let env = Env { value: &value, seconds: &|_| 60.0, year: Some(2026), duplicate: false };
    bench.bench_function("hold a condition against answers", |it| it.iter(|| holds(black_box(&read), &env)));
}

/// The first robot that comes to the end.
fn walked(questionnaire: &Questionnaire) -> Interview {
    let lang = questionnaire.lang(None);
    let mut walks =
        (0..).map(|number| rehearse::walk(questionnaire, None, (1, number), lang, |_| Vec::new()).interview);
    walks.find(|it| it.disposition == Disposition::Complete).expect("some are complete")
}

/// The page with the most controls for whoever walked so, and their number.
fn largest(questionnaire: &Questionnaire, interview: &Interview) -> (usize, usize) {
    let controls = |at: usize| {
        let mut there = interview.clone();
        there.disposition = Disposition::Started;
        interview::jump(questionnaire, &mut there, at, Moment(0));
        let page = view::page(questionnaire, &there);
        let of = |it: &BlockView<'_>| match it {
            BlockView::Question(it) => it.choices.len().max(1) * it.items.len().max(1),
            BlockView::Info { .. } => 0,
        };
        page.blocks.iter().map(of).sum::<usize>()
    };
    let asked =
        |at: &usize| questionnaire.pages[*at].blocks.iter().any(|it| matches!(it, Block::Question(_)));
    let pages = (0..questionnaire.pages.len()).filter(asked).map(|at| (at, controls(at)));
    pages.max_by_key(|(_, controls)| *controls).expect("a questionnaire has a page")
}

criterion_group!(rules, questionnaires, interviews, conditions);
criterion_main!(rules);
