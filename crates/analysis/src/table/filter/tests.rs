//! Conditions over columns against [`Reading`], on interviews of two versions with every kind of question.

use std::sync::Arc;

use survey::condition::{calc, filter, value};
use survey::{InterviewId, Questionnaire, Reading};

use super::{Unanswerable, coded, holding, numbers};
use crate::case::{Case, Projection};
use crate::codebook::{Codebook, Column, Role, System, across};
use crate::table::{Columns, Values};
use crate::testing::{posted_in, study};

const SCALE: &str = "scale: {1: {zh: 一, en: A}, 2: {zh: 二, en: B}, 3: {zh: 三, en: C}, 9: {zh: 不知, en: D, missing: true}}";

/// The first version has no refusal at sex, one tea a person, no drinks, no row to see who reads, and counts as
/// grown-up from 21 years on.
fn version(number: u32) -> Arc<Questionnaire> {
    let texts = "text: {zh: 问, en: Q}";
    let choices = |codes: &[i64]| {
        let all: Vec<String> = codes.iter().map(|it| format!("{it}: {{zh: 选{it}, en: C{it}}}")).collect();
        format!("choices: {{{}}}", all.join(", "))
    };
    let older = number == 1;
    let sexes = if older { choices(&[1, 2]) } else { choices(&[1, 2, 97]) };
    let (tea, trap) =
        if older { ("single", "") } else { ("multi", ", trap: {zh: 选二, en: Tick B, trap: 2}") };
    let best = match older {
        true => String::new(),
        false => {
            format!("- {{var: best, type: rank, from: tea, pick: [1, 2], if: count(tea) >= 2, {texts}}}")
        }
    };
    let grown = if older { 21 } else { 18 };
    let all: Vec<i64> = (1..=70).collect();
    let mut questionnaire = (*study(&format!(
        "
        derive:
          adult: {{label: {{zh: 成, en: A}}, calc: age >= {grown}}}
          half: {{label: {{zh: 半, en: H}}, calc: age / 2}}
          band: {{label: {{zh: 段, en: B}}, when: {{1: age < 30, 2: 'age in 30..49'}}, {}}}
          both: {{label: {{zh: 全, en: U}}, union: [food, many]}}
        pages:
        - page: about
          questions:
          - {{var: sex, type: single, {sexes}, {texts}}}
          - {{var: age, type: number, range: [0, 99], required: false, decimals: 1, {texts}}}
          - {{var: tea, type: {tea}, order: shuffle, {}, {texts}}}
        - page: likes
          if: sex == 1 or age > 40
          questions:
          {best}
          - {{var: food, type: multi, required: false, {}, {texts}}}
          - {{var: many, type: multi, required: false, {}, {texts}}}
          - {{var: why, type: open, required: false, {texts}}}
          - {{var: nps, type: nps, required: false, {texts}}}
        - page: tastes
          questions:
          - {{var: cups, type: scale, {}, {texts}}}
          - {{var: sat, type: grid, order: shuffle, required: false, {SCALE}, {texts}, rows: {{price: {{zh: 价, en: P}}, taste: {{zh: 味, en: T}}, care: {{zh: 服, en: C, if: age > 20}}{trap}}}}}
          - {{var: flat, type: grid, required: false, {SCALE}, {texts}, rows: {{a: {{zh: 甲, en: A}}, b: {{zh: 乙, en: B}}, c: {{zh: 丙, en: C}}}}}}
        ",
        choices(&[1, 2]),
        choices(&[1, 2, 3]),
        choices(&[1, 2, 3]),
        choices(&all),
        choices(&[1, 2, 3, 4, 5]),
    )))
    .clone();
    questionnaire.version = format!("{number}.0.0");
    Arc::new(questionnaire)
}

/// Interviews as people give them who now and then leave something out, type nonsense or go away.
fn cases(versions: &[Arc<Questionnaire>]) -> Vec<Case> {
    let mut state = 20_261_122_u64;
    let mut dice = move |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let mut all = Vec::new();
    for at in 0..200_u64 {
        let texts = ["", "好", "asdf", "便宜", "12.5"];
        let code = |sides: u64, dice: &mut dyn FnMut(u64) -> u64| dice(sides) + 1;
        let mut about = format!("sex={}&age={}", code(2, &mut dice), [15, 25, 35, 60, 19][dice(5) as usize]);
        for _ in 0..code(3, &mut dice) {
            about.push_str(&format!("&tea={}", code(3, &mut dice)));
        }
        if dice(6) == 0 {
            about = about.replace("age=", "age= ").replace("age= 1", "age=");
        }
        let mut likes = format!("why={}&nps={}", texts[dice(5) as usize], dice(12));
        likes.push_str(&format!("&best.1={}&best.2={}", code(3, &mut dice), code(3, &mut dice)));
        for _ in 0..dice(3) {
            likes.push_str(&format!(
                "&food={}&many={}",
                code(3, &mut dice),
                [1, 30, 65, 70][dice(4) as usize]
            ));
        }
        let mut sat = format!("cups={}", code(5, &mut dice));
        for row in ["sat.price", "sat.taste", "sat.care", "sat.trap", "flat.a", "flat.b", "flat.c"] {
            let given = [1, 2, 2, 3, 9, 0][dice(6) as usize];
            if given > 0 {
                sat.push_str(&format!("&{row}={given}"));
            }
        }
        let pages = [about.as_str(), &likes, &sat, &likes, &sat];
        let pages = &pages[..(1 + dice(8)).min(5) as usize];
        let case = posted_in(&versions[dice(versions.len() as u64) as usize], at, pages);
        all.push(Case { id: InterviewId(at as i64), ..case });
    }
    all
}

fn columns(codebook: Codebook, cases: &[Case]) -> Columns {
    let codebook = Arc::new(codebook);
    let mut columns = Columns::new(&codebook);
    let projections = [version(1), version(2)].map(|it| Projection::new(&codebook, &it));
    for case in cases {
        let projection = &projections[usize::from(case.questionnaire.version == "2.0.0")];
        columns.set(case.id, &projection.row(case));
    }
    columns
}

/// Two versions, interviews of both, and their columns.
fn field() -> (Arc<Questionnaire>, Vec<Case>, Columns) {
    let versions = [version(1), version(2)];
    let cases = cases(&versions);
    let columns = columns(across(&versions, &[]), &cases);
    (versions[1].clone(), cases, columns)
}

fn readings(cases: &[Case]) -> Vec<Reading<'_>> {
    cases.iter().map(|it| Reading::new(&it.questionnaire, &it.interview)).collect()
}

const CONDITIONS: &str = "
    sex == 2
    sex != 2
    not (sex == 2)
    age < 25
    age <= 25
    age > 25
    age >= 25
    age == 25
    sex == 1 and age > 30
    sex == 1 or age > 30
    not (age > 30) and sex in [1, 97]
    age in [15, 20..30]
    age not in [15, 20..30]
    tea has 1
    not (tea has 1)
    tea has any [1, 3]
    tea has all [1, 2]
    tea has all [1..3]
    count(tea) >= 2
    answered(tea)
    answered(age)
    answered(why)
    why == '好'
    why != '好'
    why in ['好', '便宜']
    why not in ['好', '便宜']
    junk(why)
    not junk(why)
    nps >= 9
    nps in 0..6
    food has 2
    many has any [1..30, 65..70]
    many has 70
    count(many) > 1
    best.1 == 1
    best.2 > best.1
    answered(best.2)
    answered(best)
    cups * 2 - 1 > 4
    cups / (cups - 3) > 1
    sat.price == 2
    sat.price > sat.taste
    sat.trap not in [1, 3]
    answered(sat)
    answered(sat.care)
    mean(sat) >= 2
    mean(flat) + 1 > 2.5
    trapped(sat)
    longstring(sat) >= 2
    longstring(sat) == 3
    longstring(flat) >= 2
    YEAR - age < 1990
    seconds() > 30
    seconds(about) > 15
    seconds(likes) < 15
    seconds(tastes) == 10.333
    adult == 1
    adult != 1
    answered(adult)
    half > 12
    band == 2
    answered(band)
    both has 65
    count(both) >= 2
    age + half * 2 == 2 * age and both has any [1, 2]
";

#[test]
fn a_condition_holds_for_the_cases_of_which_their_own_reading_says_so() {
    let (questionnaire, cases, columns) = field();
    let readings = readings(&cases);
    for text in CONDITIONS.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let condition = filter(&questionnaire, text).unwrap_or_else(|it| panic!("{text}: {it:?}"));
        let held = holding(&columns, &questionnaire, &condition).unwrap();
        for (reading, held) in readings.iter().zip(&held) {
            assert_eq!(*held, reading.holds(&condition), "{text} {:?}", reading.interview.drafts);
        }
        // Otherwise the list would prove nothing.
        assert!(held.contains(&true) && held.contains(&false), "{text} is the same for everybody");
    }
}

#[test]
fn a_calc_gives_the_numbers_that_the_reading_of_each_case_gives() {
    let (questionnaire, cases, columns) = field();
    let readings = readings(&cases);
    let calcs = "
        age * 2
        mean(sat) - 3
        longstring(sat)
        count(tea) + count(many)
        sat.price + best.1
        seconds() / 60
        age >= 18
        answered(why)
        YEAR - age
        1 / (cups - 3)
    ";
    for text in calcs.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let expr = calc(&questionnaire, text).unwrap_or_else(|it| panic!("{text}: {it:?}"));
        let found = numbers(&columns, &questionnaire, &expr).unwrap();
        for (reading, found) in readings.iter().zip(&found) {
            let wanted = reading.env(false, |env| value(&expr, env));
            assert_eq!(Some(*found).filter(|it| !it.is_nan()), wanted, "{text}");
        }
        assert!(found.iter().any(|it| !it.is_nan() && *it != found[0]), "{text} says nothing");
    }
}

#[test]
fn a_coded_variable_has_the_code_of_the_first_condition_that_holds() {
    let (questionnaire, cases, columns) = field();
    let when = [(2, "age < 20"), (1, "sex == 1"), (2, "age > 40")]
        .map(|(code, text)| (code, filter(&questionnaire, text).unwrap()));
    let values = coded(&columns, &questionnaire, &when).unwrap();
    let Values::One { codes, at } = &values else { panic!("one code a case") };
    assert_eq!(codes, &[2, 1]);
    for (reading, at) in readings(&cases).iter().zip(at) {
        let wanted = when.iter().find(|(_, it)| reading.holds(it)).map(|(code, _)| *code);
        assert_eq!(usize::from(*at).checked_sub(1).map(|it| codes[it]), wanted);
    }
    for place in 0..3 {
        assert!(at.contains(&place));
    }
}

#[test]
fn what_no_column_has_is_said() {
    let (questionnaire, cases, _) = field();
    let book = |is_there: &dyn Fn(&crate::Variable) -> bool| {
        let mut book = across(&[version(1), version(2)], &[]);
        book.variables.retain(is_there);
        columns(book, &cases)
    };
    let fault = |columns: &Columns, text: &str| {
        holding(columns, &questionnaire, &filter(&questionnaire, text).unwrap()).err()
    };
    let without =
        book(&|it| !matches!(it.role, Role::Order | Role::Paradata) && it.var.as_deref() != Some("sex"));
    assert_eq!(fault(&without, "sex == 1"), Some(Unanswerable::Variable("sex".into())));
    assert_eq!(fault(&without, "longstring(sat) > 1"), Some(Unanswerable::LongString("sat".into())));
    assert_eq!(fault(&without, "longstring(flat) > 1"), None);
    assert_eq!(fault(&without, "trapped(sat)"), None);
    assert_eq!(fault(&without, "seconds() > 1"), Some(Unanswerable::Seconds(None)));
    assert_eq!(fault(&without, "seconds(tastes) > 1"), Some(Unanswerable::Seconds(Some("tastes".into()))));
    let likes = Column::System(System::PageSeconds("likes".into()));
    let without = book(&|it| it.from != likes);
    assert_eq!(fault(&without, "seconds(tastes) > 1"), None);
    assert_eq!(fault(&without, "seconds() > 1"), Some(Unanswerable::Seconds(None)));
    let duplicate = survey::condition::parse("duplicate(device)").unwrap();
    assert_eq!(holding(&without, &questionnaire, &duplicate), Err(Unanswerable::Duplicate));
}

#[test]
fn what_was_typed_is_an_answer_of_which_nothing_is_counted() {
    let (_, cases, columns) = field();
    let field = columns.of("why").next().unwrap();
    let answered = (0..cases.len()).filter(|it| field.values.is_answered(*it)).count();
    assert!((1..cases.len()).contains(&answered));
    let banner = crate::table::Banner::new(&columns, &[], None).unwrap();
    let counted = banner.count(&field.values, None);
    assert_eq!((counted.codes.len(), counted.base(0).n), (0, answered as u64));
    // The order in which a grid was shown is no field of it.
    assert_eq!(columns.of("sat").count(), 4);
}
