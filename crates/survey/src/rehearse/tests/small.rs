//! Robots on questionnaires of a few lines.

use insta::assert_snapshot;

use crate::questionnaire::Questionnaire;
use crate::rehearse::{Plan, Walk, walk};
use crate::testing::minimal;

const ALL_KINDS: &str = "
    field: {year: 2026, loi: 5m}
    pages:
    - page: first
      questions:
      - {var: one, type: single, text: {en: One?}, order: shuffle, choices: {1: {en: A}, 2: {en: B}, 98: {en: Other, other: true}}}
      - {var: scale, type: scale, text: {en: How much?}, choices: {1: {en: Low}, 2: {en: Middle}, 3: {en: High}}}
      - {var: more, type: multi, pick: [2, 3], text: {en: Which?}, choices: {1: {en: A}, 2: {en: B}, 3: {en: C}, 4: {en: D}, 98: {en: Other, other: true}, 99: {en: None, excl: true}}}
      - {var: again, type: multi, from: more, if: more has any 1..98, text: {en: Which of these?}}
      - {var: best, type: single, from: again, text: {en: Which one?}}
      - {var: ranked, type: rank, pick: [2, 3], text: {en: In which order?}, choices: {1: {en: A}, 2: {en: B}, 3: {en: C}, 4: {en: D}}}
    - page: second
      questions:
      - {var: amount, type: number, range: [0, 100], text: {en: How many?}, check: [{error: amount > 50, text: {en: That is too many.}}, {warn: amount > 5, text: {en: Really?}}]}
      - {var: metres, type: number, decimals: 1, range: [1.5, 2.5], text: {en: How long?}}
      - {var: nps, type: nps, text: {en: Recommend?}}
      - var: grid
        type: grid
        text: {en: And these?}
        rows: {a: {en: A}, b: {en: B}, trap: {en: Tick the first, trap: 1}}
        scale: {1: {en: No}, 2: {en: Yes}}
      - {var: said, type: open, max_len: 5, text: {en: Why?}}
      - {var: remark, type: open, required: false, text: {en: Anything else?}}
";

fn robots(questionnaire: &Questionnaire, plan: Option<&Plan>, many: u64) -> Vec<Walk> {
    (0..many).map(|number| walk(questionnaire, plan, (7, number), "en", |_| Vec::new())).collect()
}

fn answers(walk: &Walk) -> String {
    let fields = walk.interview.drafts.values().flat_map(|it| &it.fields);
    fields.map(|(name, text)| format!("{name}={text}\n")).collect()
}

#[test]
fn every_kind_of_question_is_answered() {
    let questionnaire = minimal(ALL_KINDS);
    for walk in robots(&questionnaire, None, 200) {
        assert_eq!(
            (walk.stuck.clone(), walk.interview.disposition.word()),
            (None, "complete"),
            "{}",
            answers(&walk)
        );
    }
}

#[test]
fn the_same_number_is_the_same_person_for_ever() {
    let questionnaire = minimal(ALL_KINDS);
    assert_snapshot!(answers(&robots(&questionnaire, None, 4)[3]), @r"
    one=98
    one_98_text=Quite good
    scale=1
    more=3
    more=2
    more=98
    more_98_text=Nothing to add
    ranked.1=4
    ranked.2=2
    again=2
    again=98
    best=2
    amount=23
    metres=2.2
    nps=5
    grid.a=2
    grid.b=1
    grid.trap=1
    said=Nothi
    remark=Nothing to add
    ");
}

#[test]
fn a_page_that_takes_no_answer_is_given_up() {
    let questionnaire = minimal(
        "
        pages:
        - page: first
          questions:
          - {var: amount, type: number, range: [0, 100], text: {en: How many?}, check: [{error: amount >= 0, text: {en: Wrong.}}]}
        ",
    );
    let walk = &robots(&questionnaire, None, 1)[0];
    let (page, complaints) = walk.stuck.as_ref().unwrap();
    assert_eq!((page.as_str(), complaints[0].var.as_str(), walk.interview.turn), ("first", "amount", 21));
}

#[test]
fn an_end_is_met_through_what_is_computed() {
    let questionnaire = minimal(
        "
        field: {year: 2026}
        derive:
          age: {label: {en: Age}, calc: YEAR - born}
        pages:
        - page: first
          questions:
          - {var: born, type: number, range: [1900, 2020], text: {en: Born?}}
          - {var: other, type: single, text: {en: Other?}, choices: {1: {en: A}, 2: {en: B}}}
          then:
          - {end: screened_out, code: S_AGE, if: age < 18 and other == 2}
        ",
    );
    let plan = Plan::read(
        "{questionnaire: test, entrants: {age: {18..20: 1}}, fieldwork: {underage: 0.5}, draw: {other: {d: {1: 1}}}}",
        &questionnaire,
    );
    let plan = plan.unwrap();
    let all = robots(&questionnaire, Some(&plan), 60);
    let count = |word: &str| all.iter().filter(|it| it.interview.disposition.word() == word).count();
    assert_eq!(count("screened_out") + count("complete"), 60);
    assert!((18..=42).contains(&count("screened_out")), "{}", count("screened_out"));
    for walk in all.iter().filter(|it| it.interview.disposition.word() == "complete") {
        let born: i64 = answers(walk).lines().find_map(|it| it.strip_prefix("born=")?.parse().ok()).unwrap();
        assert!((2006..=2008).contains(&born), "{born}");
        assert!(answers(walk).contains("other=1"));
    }
}
