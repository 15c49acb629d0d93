//! The interview as a respondent walks it: posts in, where it stands out.

mod properties;
mod rules;

use insta::assert_snapshot;

use super::*;
use crate::quality::Known;
use crate::testing::minimal;
use crate::view;

/// An interview that is walked by posts, with a gate that always has room and time that runs.
pub(crate) struct Walk {
    pub questionnaire: Questionnaire,
    pub interview: Interview,
    pub now: Moment,
}

impl Walk {
    pub fn new(questionnaire: Questionnaire) -> Walk {
        let now = Moment(1_000_000);
        let interview = begin(&questionnaire, "en", 7, now);
        Walk { questionnaire, interview, now }
    }

    /// One post, thirty seconds after the last one, in the form `a=1&b=2`.
    pub fn post(&mut self, fields: &str) -> Step {
        self.now = self.now.plus(30_000);
        let pairs = fields.split('&').filter_map(|it| it.split_once('='));
        let mut pairs: Vec<(String, String)> = pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        if !pairs.iter().any(|(name, _)| name == "_page") {
            pairs.push(("_page".to_owned(), self.page_name()));
        }
        let step = submit(&self.questionnaire, &mut self.interview, pairs.into(), self.now);
        self.settle(step)
    }

    /// What the store would do: every gate has room, nothing is a duplicate.
    pub(crate) fn settle(&mut self, step: Step) -> Step {
        match step {
            Step::Reserve { cells, at } => {
                let step = granted(&self.questionnaire, &mut self.interview, at, cells);
                self.settle(step)
            }
            Step::Finish => {
                finish(&self.questionnaire, &mut self.interview, QualityMode::On, Known::default(), self.now);
                Step::Show
            }
            Step::Show => Step::Show,
        }
    }

    pub fn page_name(&self) -> String {
        self.questionnaire.pages[self.interview.page as usize].name.clone()
    }

    /// Where the interview stands: the page with its questions and complaints, or the end.
    pub fn stands(&self) -> String {
        let interview = &self.interview;
        if interview.disposition.is_end() {
            return format!("{} {}", interview.disposition.word(), interview.disposition.code())
                .trim()
                .to_owned();
        }
        let page = view::page(&self.questionnaire, interview);
        let questions = page.blocks.iter().filter_map(|it| match it {
            view::BlockView::Question(it) => Some(it.question.var.as_str()),
            view::BlockView::Info { .. } => None,
        });
        let mut text = format!("{}: {}", page.name, questions.collect::<Vec<_>>().join(" "));
        for complaint in &page.complaints {
            let part = complaint.part.as_ref().map(|it| format!(".{it}")).unwrap_or_default();
            text += &format!(" !{}{part} {:?}", complaint.var, complaint.fault);
        }
        if let Some(focus) = page.focus {
            text += &format!(" focus {focus}");
        }
        text
    }
}

/// Walks a questionnaire and tells where it stands after each post.
pub(super) fn walk(questionnaire: Questionnaire, posts: &[&str]) -> String {
    let mut walk = Walk::new(questionnaire);
    let mut lines = vec![walk.stands()];
    for post in posts {
        walk.post(post);
        lines.push(walk.stands());
    }
    lines.join("\n")
}

/// Two screener pages, a gate, and two pages behind it.
fn gated() -> Questionnaire {
    minimal(
        "
        derive:
          old: {label: {en: Old}, when: {1: age < 40, 2: age >= 40}, choices: {1: {en: Young}, 2: {en: Old}}}
        pages:
        - page: about
          questions:
          - {var: age, type: number, text: {en: How old are you?}, range: [0, 120]}
          then:
          - {end: screened_out, code: S_AGE, if: age < 18}
        - page: use
          questions:
          - {var: uses, type: single, text: {en: Do you use it?}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
          then:
          - {end: screened_out, code: S_USE, if: uses == 2}
          - quota: reserve
        - page: more
          questions:
          - {var: likes, type: single, text: {en: Do you like it?}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
        - page: last
          questions:
          - {var: why, type: open, required: false, text: {en: Why?}}
        quota:
          count: complete
          hold: 60m
          active: all
          plans:
            all: {n: 10, tables: [{name: by_age, by: [old], cells: {1: 5, 2: 5}}]}
        ",
    )
}

#[test]
fn under_eighteens_are_screened_out_with_the_code_of_the_rule() {
    assert_snapshot!(walk(gated(), &["age=17"]), @r"
    about: age
    screened_out S_AGE
    ");
}

#[test]
fn a_person_who_qualifies_walks_through_the_gate_to_complete() {
    assert_snapshot!(walk(gated(), &["age=30", "uses=1", "likes=2", "why="]), @r"
    about: age
    use: uses
    more: likes
    last: why
    complete
    ");
}

#[test]
fn the_gate_names_the_cell_of_each_table() {
    let mut walk = Walk::new(gated());
    walk.post("age=50");
    let raw = RawAnswers::from(vec![("uses".to_owned(), "1".to_owned())]);
    let step = submit(&walk.questionnaire, &mut walk.interview, raw, walk.now);
    let Step::Reserve { cells, .. } = step else { panic!("{step:?}") };
    assert_eq!(cells.iter().map(ToString::to_string).collect::<Vec<_>>(), ["by_age.2"]);
    assert_eq!(walk.page_name(), "use", "nothing moves before the places are granted");
    quota_full(&mut walk.interview, cells, walk.now);
    assert_eq!(walk.stands(), "quota_full by_age.2");
}

#[test]
fn back_works_but_not_across_the_gate() {
    assert_snapshot!(walk(gated(), &["age=30", "_go=back", "age=31", "uses=1", "_go=back", "likes=1", "_go=back"]), @r"
    about: age
    use: uses
    about: age
    use: uses
    more: likes
    more: likes
    last: why
    more: likes
    ");
}

#[test]
fn a_required_answer_that_is_missing_draws_a_complaint_only_after_next() {
    assert_snapshot!(walk(gated(), &["_go=back", "age=", "age=200", "age=20"]), @r"
    about: age
    about: age
    about: age !age Required
    about: age !age OutOfRange(0.0, 120.0)
    use: uses
    ");
}

#[test]
fn a_double_tap_counts_once() {
    let mut walk = Walk::new(gated());
    walk.post("age=30&_page=about&_turn=0");
    walk.post("age=30&_page=about&_turn=0");
    assert_eq!(walk.stands(), "use: uses");
    assert_eq!(walk.interview.turn, 1);
}

#[test]
fn a_stale_tab_behind_the_gate_changes_nothing() {
    let mut walk = Walk::new(gated());
    for post in ["age=30", "uses=1"] {
        walk.post(post);
    }
    let before = walk.interview.clone();
    walk.post("age=12&_page=about");
    assert_eq!(walk.interview, before);
}

#[test]
fn a_tab_that_stands_further_on_keeps_what_was_typed_in_it() {
    let mut walk = Walk::new(gated());
    for post in ["age=30", "uses=1", "likes=1", "_go=back", "why=because&_page=last"] {
        walk.post(post);
    }
    assert_eq!(walk.stands(), "more: likes");
    walk.post("likes=1");
    let page = view::page(&walk.questionnaire, &walk.interview);
    let view::BlockView::Question(why) = &page.blocks[0] else { panic!() };
    assert_eq!(why.typed, "because");
}

#[test]
fn a_change_of_language_keeps_what_was_typed_and_checks_nothing() {
    let mut walk = Walk::new(gated());
    walk.post("age=abc&_lang=en");
    assert_eq!(walk.stands(), "about: age");
    let page = view::page(&walk.questionnaire, &walk.interview);
    let view::BlockView::Question(age) = &page.blocks[0] else { panic!() };
    assert_eq!(age.typed, "abc");
}

#[test]
fn a_lapsed_interview_is_taken_up_where_it_stood() {
    let mut walk = Walk::new(gated());
    for post in ["age=30", "uses=1"] {
        walk.post(post);
    }
    break_off(&mut walk.interview);
    assert_eq!(
        (walk.interview.disposition.clone(), walk.interview.gate),
        (Disposition::BrokenOff, Gate::Lapsed)
    );
    walk.post("likes=1");
    assert_eq!(walk.interview.disposition, Disposition::BrokenOff, "nothing moves before it is taken up");
    take_up(&mut walk.interview, walk.now);
    assert_eq!((walk.stands().as_str(), walk.interview.gate), ("more: likes", Gate::Held));
    walk.post("likes=1");
    assert_eq!(walk.stands(), "last: why");
}

#[test]
fn time_is_counted_by_page_and_a_pause_for_ten_minutes_at_most() {
    let mut walk = Walk::new(gated());
    walk.post("age=");
    walk.now = walk.now.plus(3_600_000);
    walk.post("age=30");
    walk.post("uses=1");
    assert_eq!(walk.interview.millis.get("about"), Some(&630_000));
    assert_eq!(walk.interview.millis.get("use"), Some(&30_000));
}

#[test]
fn the_last_page_is_known_and_the_bar_follows_the_pages() {
    let mut walk = Walk::new(gated());
    let mut seen = Vec::new();
    for post in ["age=30", "uses=1", "likes=1"] {
        let page = view::page(&walk.questionnaire, &walk.interview);
        seen.push((page.progress, page.can_go_back, page.is_last));
        walk.post(post);
    }
    let page = view::page(&walk.questionnaire, &walk.interview);
    seen.push((page.progress, page.can_go_back, page.is_last));
    let expected =
        [(Some(0), false, false), (Some(25), true, false), (Some(50), false, false), (Some(75), true, true)];
    assert_eq!(seen, expected);
}
