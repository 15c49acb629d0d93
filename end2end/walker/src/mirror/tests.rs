//! Whole interviews against pages that the rules themselves draw, and pages that are wrong.

use std::fmt::Write;
use std::path::Path;

use survey::rehearse::{Act, Robot};
use survey::view::{self, BlockView, QuestionView};
use survey::{Interview, Kind as Question, Moment, Token};

use super::*;

fn study() -> Study {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../questionnaires/mini-program-2026");
    Study::load(&root, 7).unwrap()
}

fn mirror(study: &Study, number: u64) -> Mirror<'_> {
    let robot = Robot::new(&study.questionnaire, study.plan.as_ref(), study.seed, number);
    Mirror::begin(study, robot, Token::new(u128::from(number) << 70), "zh")
}

/// A page as a server may draw it: the form, and the controls of what is asked.
fn drawn(study: &Study, interview: &Interview) -> Page {
    if interview.disposition != Disposition::Started {
        return Page {
            disposition: Some(interview.disposition.word().replace("rejected", "complete")),
            ..Page::default()
        };
    }
    let page = view::page(&study.questionnaire, interview);
    let mut html = format!("<form action=/i/1><input type=hidden name=_page value={}>", page.name);
    write!(html, "<input type=hidden name=_turn value={}>", page.turn).unwrap();
    for block in &page.blocks {
        if let BlockView::Question(it) = block {
            html.push_str(&controls(it));
        }
    }
    Page::read(&format!("{html}<button name=_go value=next></form>"))
}

fn controls(view: &QuestionView<'_>) -> String {
    let var = &view.question.var;
    let radio = |name: &str| {
        let points = view.choices.iter();
        points.map(|it| format!("<input type=checkbox name={name} value={}>", it.code)).collect::<String>()
    };
    let mut html = match &view.question.kind {
        Question::Grid { .. } => view.items.iter().map(|it| radio(&format!("{var}.{}", it.name))).collect(),
        Question::Rank { .. } => (1..=view.ranks.len()).map(|it| radio(&format!("{var}.{it}"))).collect(),
        Question::Number { .. } | Question::Open { .. } => format!("<input name={var}>"),
        Question::Single { .. } | Question::Multi { .. } | Question::Scale { .. } | Question::Nps => {
            radio(var)
        }
    };
    for choice in view.choices.iter().filter(|it| it.other.is_some()) {
        write!(html, "<input name={var}_{}_text>", choice.code).unwrap();
    }
    html
}

/// Walks until something ends; gives the mirror and how the page there differs, which it should not.
fn walked<'a>(study: &'a Study, mut mirror: Mirror<'a>, until: impl Fn(&Mirror<'_>) -> bool) -> Mirror<'a> {
    for turn in 0..200 {
        let page = drawn(study, &mirror.interview);
        assert_eq!(mirror.disagrees(&page), None);
        if mirror.interview.disposition != Disposition::Started || until(&mirror) {
            return mirror;
        }
        let Act::Post { raw, .. } = mirror.act() else { return mirror };
        let pairs = page.form.expect("there is a form").fill(&raw.fields).unwrap();
        mirror = mirror.posted(&pairs, Moment(turn * 20_000));
    }
    panic!("no end in sight: {}", mirror.standing());
}

#[test]
fn every_robot_finds_its_answers_in_the_forms_and_comes_to_an_end() {
    let study = study();
    let mut completes = 0;
    for number in 0..40 {
        let end = walked(&study, mirror(&study, number), |_| false);
        completes += u32::from(end.interview.disposition.word() == "complete");
    }
    assert!(completes > 10, "{completes} of 40 were complete");
}

#[test]
fn a_page_of_another_turn_is_a_disagreement() {
    let study = study();
    let before = mirror(&study, 1);
    let old = drawn(&study, &before.interview);
    let after = walked(&study, before, |it| it.interview.turn == 2);
    let said = after.disagrees(&old).unwrap();
    assert!(said.starts_with("the page `intro` at turn 0 is shown, and it should be the page `"), "{said}");
}

#[test]
fn a_page_that_lacks_a_question_or_asks_another_is_a_disagreement() {
    let study = study();
    let mirror = mirror(&study, 1);
    let mut page = drawn(&study, &mirror.interview);
    let form = page.form.as_mut().unwrap();
    form.controls.push(crate::form::Control { name: "nps".into(), kind: Kind::Text(String::new()) });
    assert_eq!(
        mirror.disagrees(&page).unwrap(),
        "the page `intro` at turn 0 asks `nps`, which it should not"
    );
    page.form.as_mut().unwrap().controls.retain(|it| it.name.starts_with('_'));
    assert_eq!(mirror.disagrees(&page).unwrap(), "the page `intro` at turn 0 lacks the question `consent`");
}

#[test]
fn a_full_cell_may_end_an_interview_at_the_gate_and_nowhere_else() {
    let study = study();
    let full = Page { disposition: Some("quota_full".into()), ..Page::default() };
    let mut interviews = (0..40).map(|it| walked(&study, mirror(&study, it), |it| it.at_gate));
    let at_gate = interviews.find(|it| it.at_gate).expect("one of forty comes to the gate");
    assert_eq!(at_gate.disagrees(&full), None);
    assert!(mirror(&study, 1).disagrees(&full).is_some());
}

#[test]
fn a_rejected_interview_is_shown_as_a_complete_one() {
    let study = study();
    let mut rejected = mirror(&study, 1);
    rejected.interview.disposition = Disposition::Rejected(vec!["speeder".into()]);
    let page = |word: &str| Page { disposition: Some(word.into()), ..Page::default() };
    assert_eq!(rejected.disagrees(&page("complete")), None);
    assert!(rejected.disagrees(&page("screened_out")).is_some());
}
