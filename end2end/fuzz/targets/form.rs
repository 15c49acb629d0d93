//! Posts of a respondent, good or bad: an interview takes them or complains, and can be kept and read back.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use survey::interview::{self, Interview, QualityMode, Step};
use survey::outbox::{self, Post};
use survey::quality::Known;
use survey::{Disposition, Questionnaire, RawAnswers, Reading, portable, rehearse, trace, view};

/// As browsers get them.
static HANDED_OUT: LazyLock<[Questionnaire; 2]> = LazyLock::new(|| {
    fuzz::QUESTIONNAIRES.each_ref().map(|it| portable::questionnaire(it).expect("both run in browsers"))
});

fuzz_target!(|data: &[u8]| {
    let Some((first, posts)) = data.split_first() else { return };
    let which = usize::from(first % 2);
    let (questionnaire, browser) = (&fuzz::QUESTIONNAIRES[which], &HANDED_OUT[which]);
    let mut now = fuzz::NOW;
    let mut interview = start(which, usize::from(first / 2));
    for body in posts.split(|it| *it == b'\n').take(40) {
        let Some(pairs) = fuzz::pairs(body) else { continue };
        now = now.plus(20_000);
        let raw = RawAnswers::from(pairs);
        let mut known = portable::interview(&interview);
        let post = post(&raw, &known);
        let mut step = interview::submit(questionnaire, &mut interview, RawAnswers::from(post.pairs()), now);
        alike(browser, &mut known, &post, &interview, &step);
        while let Step::Reserve { cells, at } = step {
            step = match first % 3 {
                0 => {
                    interview::quota_full(&mut interview, cells, now);
                    Step::Show
                }
                _ => interview::granted(questionnaire, &mut interview, at, cells),
            };
        }
        if step == Step::Finish {
            interview::finish(questionnaire, &mut interview, QualityMode::On, Known::default(), now);
        }
        look_at(questionnaire, &interview);
    }
});

/// A robot's whole interview in each questionnaire.
static WALKED: LazyLock<[Interview; 2]> = LazyLock::new(|| {
    fuzz::QUESTIONNAIRES.each_ref().map(|it| {
        let walk = rehearse::walk(it, None, (5, 1), it.lang(None), |_| Vec::new());
        Interview { disposition: Disposition::Started, ended_at: None, ..walk.interview }
    })
});

/// An interview some way on, so that every page is met: a robot has answered what comes before.
fn start(which: usize, page: usize) -> Interview {
    let questionnaire = &fuzz::QUESTIONNAIRES[which];
    let mut interview = WALKED[which].clone();
    interview::jump(questionnaire, &mut interview, page % questionnaire.pages.len(), fuzz::NOW);
    interview
}

/// The post as a browser that runs the interview sends it.
fn post(raw: &RawAnswers, interview: &Interview) -> Post {
    let raw = raw.clone();
    Post {
        id: raw.post.unwrap_or_else(|| "x".to_owned()),
        page: raw.page.unwrap_or_default(),
        turn: raw.turn.unwrap_or(interview.turn),
        go: raw.go,
        lang: raw.lang,
        seen: raw.seen,
        spent: raw.spent.unwrap_or_default(),
        fields: raw.fields,
    }
}

/// The browser decides as the server does, as far as it may decide.
fn alike(questionnaire: &Questionnaire, known: &mut Interview, post: &Post, server: &Interview, step: &Step) {
    let _ = outbox::take(questionnaire, known, post, fuzz::NOW);
    if *step == Step::Show {
        assert_eq!(portable::digest(known), portable::digest(server), "{post:?}\n{known:?}\n{server:?}");
    }
}

fn look_at(questionnaire: &Questionnaire, interview: &Interview) {
    let reading = Reading::new(questionnaire, interview);
    view::page_of(&reading);
    trace::trace(&reading);
    let kept = serde_json::to_string(interview).expect("an interview can be kept");
    let again: Interview = serde_json::from_str(&kept).expect("what was kept can be read");
    assert_eq!(again, *interview);
}
