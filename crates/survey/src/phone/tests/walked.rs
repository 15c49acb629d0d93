//! What pages and routes ask, on small questionnaires.

use insta::assert_snapshot;

use crate::RawAnswers;
use crate::id::Moment;
use crate::interview::{begin, submit};
use crate::phone::{Burden, KEYS, Report, TAP, WORDS_A_MINUTE, burden, report};
use crate::rehearse::Plan;
use crate::testing::minimal;
use crate::view;

const KINDS: &str = "
    langs: [en, zh]
    title: {en: A test, zh: 测试}
    contact: {en: Somebody, zh: 某人}
    ends: {complete: {text: {en: Thank you, zh: 谢谢}}}
    lists:
      three: {1: {en: One, zh: 一}, 2: {en: Two, zh: 二}, 3: {en: Three, zh: 三}}
    pages:
    - page: all
      questions:
      - {var: single, type: single, text: {en: Which one, zh: 哪个}, list: three}
      - {var: drop, type: single, show: dropdown, text: {en: Which one, zh: 哪个}, list: three}
      - {var: scale, type: scale, text: {en: How much, zh: 多少}, list: three}
      - {var: nps, type: nps, text: {en: How likely, zh: 可能}}
      - var: multi
        type: multi
        text: {en: Which ones, zh: 哪些}
        choices: {1: {en: One, zh: 一}, 2: {en: Two, zh: 二}, 98: {en: Another, zh: 其他, other: true}}
      - {var: grid, type: grid, text: {en: How much, zh: 多少}, rows: {a: {en: Price, zh: 价格}, b: {en: Speed, zh: 速度}}, scale: three}
      - {var: rank, type: rank, pick: [2, 2], text: {en: First, zh: 最先}, list: three}
      - {var: number, type: number, range: [0, 9999], text: {en: How many, zh: 几个}}
      - {var: open, type: open, required: false, text: {en: Why, zh: 为何}}
    ";

/// What the page of all kinds asks with these answers, in this language.
fn asks(lang: &str, fields: &str) -> String {
    let questionnaire = minimal(KINDS);
    let mut interview = begin(&questionnaire, lang, 1, Moment(0));
    let fields = fields.split('&').filter_map(|it| it.split_once('='));
    let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    submit(&questionnaire, &mut interview, RawAnswers { fields, ..RawAnswers::default() }, Moment(1));
    interview.page = 0;
    let burden = burden(&questionnaire, &view::page(&questionnaire, &interview), lang);
    let Burden { taps, keys, words, .. } = burden;
    let seconds = words / WORDS_A_MINUTE * 60.0 + taps * TAP + keys / KEYS;
    assert!((burden.minutes * 60.0 - seconds).abs() < 1e-9);
    format!("{taps} taps, {keys} keys, {words} words")
}

#[test]
fn each_kind_of_question_has_its_taps_and_next_is_one_more() {
    let taps = |fields| asks("en", fields).rsplit_once(", ").unwrap().0.to_owned();
    assert_snapshot!(taps(""), @"1 taps, 0 keys");
    assert_snapshot!(taps("single=1"), @"2 taps, 0 keys");
    assert_snapshot!(taps("drop=1"), @"3 taps, 0 keys");
    assert_snapshot!(taps("scale=1&nps=10"), @"3 taps, 0 keys");
    assert_snapshot!(taps("multi=1&multi=2"), @"3 taps, 0 keys");
    assert_snapshot!(taps("grid.a=1&grid.b=3"), @"3 taps, 0 keys");
    assert_snapshot!(taps("rank.1=2&rank.2=1"), @"3 taps, 0 keys");
    assert_snapshot!(taps("number=1990"), @"2 taps, 4 keys");
    assert_snapshot!(taps("open= so it is "), @"2 taps, 8 keys");
    assert_snapshot!(taps("multi=98&multi_98_text=tea"), @"3 taps, 3 keys");
}

#[test]
fn chinese_takes_more_keys_and_as_many_words_as_it_has_time_for() {
    assert_snapshot!(asks("en", "open=steadier quality"), @"2 taps, 16 keys, 45.5 words");
    assert_snapshot!(asks("zh", "open=质量更稳定"), @"2 taps, 17.5 keys, 35.6875 words");
}

/// The report, a line for each page and route.
fn shown(report: &Report) -> String {
    let mut lines = Vec::new();
    for it in &report.langs {
        lines.push(format!("{}: {} of {} complete", it.lang, it.completes, report.robots));
        for page in &it.pages {
            let median = page.median.map_or("nobody".to_owned(), numbers);
            lines.push(format!(
                "  {} {:.0} %: {median}; most {:.1}",
                page.page,
                page.met * 100.0,
                page.most_screens
            ));
        }
        for (name, route) in it
            .routes
            .iter()
            .flat_map(|it| [("shortest", &it.shortest), ("median", &it.median), ("longest", &it.longest)])
        {
            let (pages, questions) = (route.pages, route.questions);
            let skips = route.skips.join(", ");
            lines.push(format!(
                "  {name}: {pages} pages, {questions} questions, {}; without [{skips}]",
                numbers(route.burden)
            ));
        }
    }
    lines.join("\n")
}

fn numbers(burden: Burden) -> String {
    let Burden { taps, keys, screens, words, minutes } = burden;
    format!("{taps} taps, {keys} keys, {screens:.1} screens, {words} words, {:.1} s", minutes * 60.0)
}

const FORKED: &str = "
    pages:
    - page: start
      title: {en: Start}
      questions:
      - {var: drives, type: single, text: {en: Do you drive}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
      - {var: age, type: number, range: [10, 99], text: {en: Your age}}
      then:
      - {end: screened_out, code: S_AGE, if: age < 18}
    - page: car
      if: drives == 1
      questions:
      - {var: brand, type: open, text: {en: Which car do you drive}}
      - {var: tyres, type: number, range: [0, 9], text: {en: How many tyres has it}, if: answered(brand)}
    - page: never
      if: age * age < 0
      questions:
      - {var: secret, type: nps, text: {en: How old do you feel}}
    - page: last
      questions:
      - {var: happy, type: nps, text: {en: How happy are you}}
    ";

#[test]
fn routes_differ_by_what_they_skip_and_a_page_is_counted_for_those_who_met_it() {
    assert_snapshot!(shown(&report(&minimal(FORKED), None, 40)), @r"
    en: 40 of 40 complete
      start 100 %: 3 taps, 2 keys, 1.0 screens, 8 words, 8.7 s; most 1.0
      car 57 %: 3 taps, 15 keys, 1.0 screens, 10 words, 13.5 s; most 1.0
      never 0 %: nobody; most 0.0
      last 100 %: 2 taps, 0 keys, 1.0 screens, 15 words, 7.8 s; most 1.0
      shortest: 2 pages, 3 questions, 5 taps, 2 keys, 2.0 screens, 23 words, 16.5 s; without [car, never]
      median: 3 pages, 5 questions, 8 taps, 13 keys, 3.0 screens, 33 words, 28.7 s; without [never]
      longest: 3 pages, 5 questions, 8 taps, 19 keys, 3.0 screens, 33 words, 30.7 s; without [never]
    ");
}

#[test]
fn a_plan_says_who_goes_which_way_and_the_report_is_the_same_each_time() {
    let questionnaire = minimal(FORKED);
    let plan = "
questionnaire: test.yaml
seed: 7
fieldwork: {refuse: 0, underage: 0, abroad: 0, industry: 0, recent: 0, no_use: 0, dropout: 0, speeder: 0, attention: 0, straight: 0, minutes: {lognormal: [3, 0.3]}}
draw:
  drives: {d: {2: 1}}
  age: {num: {lognormal: [40, 0.1]}, clip: [18, 99]}
";
    let plan = Plan::read(plan, &questionnaire).unwrap_or_else(|it| panic!("{it:#?}"));
    let first = report(&questionnaire, Some(&plan), 10);
    assert_eq!((first.seed, first.langs[0].completes), (7, 10));
    assert_eq!(first.langs[0].pages[1].met, 0.0);
    assert_eq!(first, report(&questionnaire, Some(&plan), 10));
}

#[test]
fn where_nobody_comes_to_the_end_there_is_no_route() {
    let questionnaire = minimal(
        "
        pages:
        - page: gone
          questions:
          - {var: x, type: nps, text: {en: X}}
          then:
          - {end: screened_out, code: S_ALL, if: x * x >= 0}
        - page: after
          questions:
          - {var: z, type: nps, text: {en: Z}}
        ",
    );
    let report = report(&questionnaire, None, 5);
    assert_eq!((report.langs[0].completes, &report.langs[0].routes), (0, &None));
    assert!(report.langs[0].pages[0].median.is_some() && report.langs[0].pages[1].median.is_none());
}
