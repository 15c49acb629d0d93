//! The browser goes on by itself, and the server comes to the same: in order, once, whatever was lost on the way.

use super::*;
use crate::interview::tests::Walk;
use crate::rehearse::{Act, Plan, Robot};
use crate::testing::minimal;
use crate::view;

/// A browser with an interview, and the server that it is kept by.
struct Phone {
    server: Walk,
    questionnaire: Questionnaire,
    known: Interview,
    shown: Interview,
    stand: Stand,
    outbox: Vec<Post>,
    posts: u32,
}

impl Phone {
    fn new(questionnaire: Questionnaire) -> Phone {
        let server = Walk::new(questionnaire);
        let known = portable::interview(&server.interview);
        let questionnaire = portable::questionnaire(&server.questionnaire).expect("no secret decides");
        let (shown, stand) = (known.clone(), Stand::Page);
        Phone { server, questionnaire, known, shown, stand, outbox: Vec::new(), posts: 0 }
    }

    /// Next on the page that is shown, with these fields. Every question that these bring to the screen was on it.
    fn next(&mut self, fields: Vec<(String, String)>, go: Go) {
        let page = self.questionnaire.pages[self.shown.page as usize].name.clone();
        let mut typed = self.shown.clone();
        interview::type_in(&self.questionnaire, &mut typed, None, &fields);
        let seen = questions(&self.questionnaire, &typed);
        self.posts += 1;
        let id = format!("post {}", self.posts);
        let post = Post { id, page, turn: self.shown.turn, go, lang: None, seen, spent: 30_000, fields };
        self.stand = take(&self.questionnaire, &mut self.shown, &post, self.server.now);
        self.outbox.push(post);
    }

    /// The server takes the first post that waits; what it says arrives or is lost.
    fn send(&mut self, arrives: bool) {
        let post = self.outbox[0].clone();
        let step = submit(&mut self.server, &post);
        self.server.settle(step);
        let word = self.word();
        if arrives {
            let agrees = taken(&self.questionnaire, &mut self.known, &post, &word, self.server.now);
            assert!(
                agrees || word.to.is_some(),
                "{post:?}\n{word:?}\n{:?}\n{:?}",
                self.known,
                self.server.interview
            );
            self.outbox.remove(0);
        }
        if self.outbox.is_empty() && word.to.is_none() {
            (self.shown, self.stand) = (self.known.clone(), Stand::Page);
        }
    }

    fn word(&self) -> Word {
        let interview = &self.server.interview;
        let to = interview.disposition.is_end().then(|| "the end".to_owned());
        let last_post = interview.last_post.clone();
        Word { last_post, turn: interview.turn, digest: portable::digest(interview), to }
    }

    /// The tab was closed and is opened again: what was not sent is read from where it was kept.
    fn reopen(&mut self) {
        self.known = portable::interview(&self.server.interview);
        let posts = std::mem::take(&mut self.outbox);
        (self.outbox, self.shown, self.stand) =
            resume(&self.questionnaire, &self.known, posts, self.server.now);
    }
}

fn submit(server: &mut Walk, post: &Post) -> Step {
    let raw = RawAnswers::from(post.pairs());
    interview::submit(&server.questionnaire, &mut server.interview, raw, server.now)
}

fn questions(questionnaire: &Questionnaire, interview: &Interview) -> Vec<String> {
    let page = view::page(questionnaire, interview);
    let questions = page.blocks.iter().filter_map(|it| match it {
        view::BlockView::Question(it) => Some(it.question.var.clone()),
        view::BlockView::Info { .. } => None,
    });
    questions.collect()
}

fn fields(text: &str) -> Vec<(String, String)> {
    text.split('&').filter_map(|it| it.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

fn three_pages() -> Questionnaire {
    minimal(
        "
        pages:
        - page: one
          questions:
          - {var: uses, type: single, text: {en: Uses?}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
          - {var: which, type: single, text: {en: Which?}, if: uses == 1, choices: {1: {en: A}, 2: {en: B}}}
        - page: two
          questions:
          - {var: age, type: number, text: {en: Age?}, range: [0, 120]}
        - page: three
          questions:
          - {var: why, type: open, required: false, text: {en: Why?}}
        ",
    )
}

#[test]
fn a_question_that_appears_while_one_answers_needs_no_second_post() {
    let mut phone = Phone::new(three_pages());
    phone.next(fields("uses=1&which=2"), Go::Next);
    assert_eq!(phone.shown.page, 1);
    phone.send(true);
    assert_eq!((phone.server.interview.page, phone.server.interview.turn), (1, 1));
}

#[test]
fn a_question_that_was_not_on_the_screen_is_shown_before_its_page_is_left() {
    let mut phone = Phone::new(three_pages());
    phone.next(fields("uses=1"), Go::Next);
    phone.send(true);
    assert_eq!(
        phone.server.stands(),
        "one: uses which !which Required",
        "it was on the screen, without an answer"
    );
    let mut plain = Walk::new(three_pages());
    plain.post("uses=1&which=2");
    assert_eq!(plain.stands(), "one: uses which focus which", "nobody says that it was on the screen");
}

#[test]
fn pages_that_wait_are_taken_in_order_and_each_once() {
    let mut phone = Phone::new(three_pages());
    for page in ["uses=2", "age=30", "why=because"] {
        phone.next(fields(page), Go::Next);
    }
    assert_eq!(phone.stand, Stand::Waits, "only the server can say that all is done");
    // The answer to the first post is lost, so it is sent again.
    for arrives in [false, true, true, true] {
        phone.send(arrives);
    }
    assert_eq!(phone.server.stands(), "complete");
    assert_eq!(phone.server.interview.turn, 3);
}

#[test]
fn what_was_taken_before_the_tab_closed_is_not_sent_again() {
    let mut phone = Phone::new(three_pages());
    phone.next(fields("uses=2"), Go::Next);
    phone.next(fields("age=30"), Go::Next);
    phone.send(false);
    phone.reopen();
    assert_eq!((phone.outbox.len(), phone.shown.page), (1, 2));
    phone.send(true);
    assert_eq!((phone.server.stands().as_str(), phone.server.interview.turn), ("three: why", 2));
}

#[test]
fn a_page_that_another_tab_has_answered_stays_as_it_was_answered_there() {
    let mut phone = Phone::new(three_pages());
    phone.next(fields("uses=2"), Go::Next);
    phone.server.post("uses=1");
    phone.server.post("uses=1&which=1");
    phone.reopen();
    assert_eq!((phone.outbox.len(), phone.shown.page), (0, 1));
}

#[test]
fn a_page_that_waited_while_the_survey_was_paused_is_sent_anew() {
    let mut phone = Phone::new(three_pages());
    phone.next(fields("uses=2"), Go::Next);
    phone.next(fields("age=41"), Go::Next);
    // A paused survey keeps what was typed, and the turn counts.
    let post = Post { go: Go::Stay, id: "other".to_owned(), ..phone.outbox[0].clone() };
    submit(&mut phone.server, &post);
    phone.reopen();
    assert_eq!((phone.outbox.len(), phone.shown.page), (2, 2));
    phone.send(true);
    phone.send(true);
    assert_eq!(phone.server.stands(), "three: why");
}

#[test]
fn saving_what_is_typed_moves_nothing_and_comes_never_too_late() {
    let mut walk = Walk::new(three_pages());
    walk.post("uses=2&_go=keep&_turn=0");
    assert_eq!((walk.interview.turn, walk.interview.drafts["one"].fields.len()), (0, 1));
    walk.post("uses=1&_turn=0");
    walk.post("uses=2&_go=keep&_turn=0");
    assert_eq!(walk.interview.drafts["one"].fields, fields("uses=1"));
}

#[test]
fn a_page_that_was_sent_late_says_how_long_it_was_looked_at() {
    let mut walk = Walk::new(three_pages());
    walk.post("uses=2&_spent=4200");
    walk.post("age=20&_spent=-5");
    walk.post("why=&_spent=99999999");
    let spent: Vec<i64> = ["one", "two", "three"].iter().map(|it| walk.interview.millis[*it]).collect();
    assert_eq!(spent, [4200, 0, 600_000]);
}

const STUDIES: [(&str, &str); 2] = [
    (
        include_str!("../../../../questionnaires/mini-program-2026.yaml"),
        include_str!("../../../../questionnaires/mini-program-2026.sim.yaml"),
    ),
    (
        include_str!("../../../../questionnaires/second-hand-2025.yaml"),
        include_str!("../../../../questionnaires/second-hand-2025.sim.yaml"),
    ),
];

/// Five hundred people of each study answer on phones; what they are shown and what is kept of them is the same
/// as on the server, whenever their posts are sent and however many answers of the server are lost.
#[test]
fn a_thousand_interviews_come_to_the_same_in_the_browser_and_on_the_server() {
    for (text, plan) in STUDIES {
        let questionnaire = crate::read(text).0;
        let plan = Plan::read(plan, &questionnaire).expect("a plan");
        let mut completes = 0;
        for number in 0..500 {
            let mut robot = Robot::new(&questionnaire, Some(&plan), 11, number);
            let mut phone = Phone::new(questionnaire.clone());
            phone.server.interview.seed = number;
            phone.reopen();
            walk(&mut phone, &mut robot, number);
            completes += u32::from(phone.server.interview.disposition.word() == "complete");
        }
        assert!(completes > 100, "{completes}");
    }
}

fn walk(phone: &mut Phone, robot: &mut Robot<'_>, number: u64) {
    for turn in 0..200 {
        let whole = Interview { disposition: phone.shown.disposition.clone(), ..phone.shown.clone() };
        let Act::Post { raw, .. } = robot.act(&phone.server.questionnaire, &whole) else { return };
        let back = (number + turn).is_multiple_of(17);
        phone.next(raw.fields, if back { Go::Back } else { Go::Next });
        let waits = phone.stand == Stand::Waits;
        // Some send at once, some on every third page, some only when they have to wait.
        while !phone.outbox.is_empty() && (waits || turn.is_multiple_of(number % 3 + 1)) {
            let arrives = !(number + turn + u64::from(phone.posts)).is_multiple_of(5);
            phone.send(arrives);
            if !arrives {
                phone.reopen();
            }
            if phone.server.interview.disposition.is_end() {
                return;
            }
        }
        if phone.outbox.is_empty() {
            let server = portable::interview(&phone.server.interview);
            let here = format!("{:?}", view::page(&phone.questionnaire, &phone.shown).blocks);
            let there = format!("{:?}", view::page(&phone.questionnaire, &server).blocks);
            assert_eq!(here, there);
        }
    }
    panic!("number {number} finds no end: {}", phone.server.stands());
}
