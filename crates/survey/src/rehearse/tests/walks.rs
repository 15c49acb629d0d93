//! Both reference questionnaires walked in memory, by their plans and without.

use std::collections::BTreeMap;

use crate::condition::{Value, parse};
use crate::disposition::Disposition;
use crate::interview::Gate;
use crate::questionnaire::{Questionnaire, Then};
use crate::reading::Reading;
use crate::rehearse::{How, Plan, Robot, Walk, walk};

const SEED: u64 = 1;

const MINI_PROGRAM: (&str, &str) = (
    include_str!("../../../../../questionnaires/mini-program-2026.yaml"),
    include_str!("../../../../../questionnaires/mini-program-2026.sim.yaml"),
);
const SECOND_HAND: (&str, &str) = (
    include_str!("../../../../../questionnaires/second-hand-2025.yaml"),
    include_str!("../../../../../questionnaires/second-hand-2025.sim.yaml"),
);

fn read((questionnaire, plan): (&str, &str)) -> (Questionnaire, Plan) {
    let (questionnaire, problems) = crate::read(questionnaire);
    assert!(problems.iter().all(|it| it.severity != crate::Severity::Error), "{problems:#?}");
    let plan = Plan::read(plan, &questionnaire).unwrap_or_else(|it| panic!("{it:#?}"));
    (questionnaire, plan)
}

/// Walks with the robots that made them.
fn walks<'a>(questionnaire: &Questionnaire, plan: Option<&'a Plan>, many: u64) -> Vec<(Robot<'a>, Walk)> {
    let one = |number| {
        let robot = Robot::new(questionnaire, plan, SEED, number);
        (robot, walk(questionnaire, plan, (SEED, number), "zh", |_| Vec::new()))
    };
    let all: Vec<_> = (0..many).map(one).collect();
    for (robot, walk) in &all {
        assert_eq!(walk.stuck, None, "{robot:?}");
    }
    all
}

fn finished(walk: &Walk) -> bool {
    matches!(walk.interview.disposition, Disposition::Complete | Disposition::Rejected(_))
}

/// Who is meant to fail fails there, who is meant to leave leaves behind the gate, all others finish.
fn everybody_fares_as_meant(questionnaire: &Questionnaire, all: &[(Robot<'_>, Walk)]) {
    for (robot, walk) in all {
        let interview = &walk.interview;
        match (robot.person.target, robot.person.dropout) {
            (Some(at), _) => {
                let Then::End { code, .. } = &questionnaire.pages[at.page].then[at.then] else {
                    panic!("an end")
                };
                let met = match &interview.disposition {
                    Disposition::Refused => None,
                    Disposition::ScreenedOut(code) => Some(code.clone()),
                    other => panic!("{other:?} instead of {code:?}"),
                };
                assert_eq!(met, *code);
            }
            (None, Some(_)) => {
                assert_eq!((&interview.disposition, interview.gate), (&Disposition::Started, Gate::Held));
            }
            (None, None) => assert!(finished(walk), "{:?}", interview.disposition),
        }
    }
}

/// The interview takes the minutes that were drawn for it.
fn everybody_takes_the_drawn_time(all: &[(Robot<'_>, Walk)]) {
    for (robot, walk) in all.iter().filter(|it| finished(&it.1)) {
        let millis = walk.interview.active_millis();
        let off = millis as f64 / (robot.person.minutes * 60_000.0) - 1.0;
        assert!(off.abs() < 0.02, "{off} {robot:?}");
    }
}

/// Each share that a plan draws without conditions is met within 3.3 standard errors.
fn shares_are_drawn(questionnaire: &Questionnaire, plan: &Plan, all: &[(Robot<'_>, Walk)], vars: &[&str]) {
    let read: Vec<Reading<'_>> = all.iter().map(|it| Reading::new(questionnaire, &it.1.interview)).collect();
    for var in vars {
        let shares = match &plan.draws[*var][0].how {
            How::Code(shares) | How::Each { chances: shares, .. } => shares,
            other => panic!("{var} has no shares: {other:?}"),
        };
        let answers: Vec<Value> =
            read.iter().map(|it| it.value(var)).filter(|it| *it != Value::Missing).collect();
        let n = answers.len() as f64;
        for (code, share) in shares {
            let gave = |it: &&Value| match it {
                Value::Number(it) => *it == *code as f64,
                Value::Codes(codes) => codes.contains(code),
                _ => false,
            };
            let got = answers.iter().filter(gave).count() as f64 / n;
            let most = 3.3 * (share * (1.0 - share) / n).sqrt();
            assert!((got - share).abs() <= most, "{var} {code}: {got} instead of {share}, n = {n}");
        }
    }
}

/// The mood is behind both answers: who is content recommends.
fn answers_are_tied(questionnaire: &Questionnaire, all: &[(Robot<'_>, Walk)]) {
    let read: Vec<Reading<'_>> = all.iter().map(|it| Reading::new(questionnaire, &it.1.interview)).collect();
    let mean = |is_one: &str| {
        let is_one = parse(is_one).unwrap();
        let codes: Vec<i64> =
            read.iter().filter(|it| it.holds(&is_one)).filter_map(|it| it.code("nps")).collect();
        codes.iter().sum::<i64>() as f64 / codes.len() as f64
    };
    assert!(mean("sat_all == 5") > mean("sat_all <= 3") + 1.0);
}

/// Of the people that `is_one` picks, those who finished have this flag.
fn are_caught(all: &[(Robot<'_>, Walk)], flag: &str, is_one: impl Fn(&Robot<'_>) -> bool) {
    let mut caught = 0;
    for (robot, walk) in all.iter().filter(|it| finished(&it.1) && is_one(&it.0)) {
        let rejected = match &walk.interview.disposition {
            Disposition::Rejected(rules) => rules.iter().any(|it| it == flag),
            _ => false,
        };
        assert!(rejected || walk.interview.flags.iter().any(|it| it == flag), "{flag} {robot:?}");
        caught += 1;
    }
    assert!(caught > 0, "nobody to catch by {flag}");
}

#[test]
fn three_hundred_robots_walk_the_mini_program_questionnaire_by_its_plan() {
    let (questionnaire, plan) = read(MINI_PROGRAM);
    let all = walks(&questionnaire, Some(&plan), 300);
    everybody_fares_as_meant(&questionnaire, &all);
    everybody_takes_the_drawn_time(&all);
    let vars =
        ["tenure", "modes", "plats", "spend", "nps", "sat_all", "origin_ok", "stage", "entry", "recontact"];
    shares_are_drawn(&questionnaire, &plan, &all, &vars);
    are_caught(&all, "Q_SPEED", |it| it.person.speeder && it.person.minutes < 3.9);
    are_caught(&all, "Q_ATTN", |it| it.person.inattentive && it.person.straight.is_none());
    are_caught(&all, "Q_LINE_SOCIAL", |it| it.person.straight.is_some());
}

#[test]
fn three_hundred_robots_walk_the_second_hand_questionnaire_by_its_plan() {
    let (questionnaire, plan) = read(SECOND_HAND);
    let all = walks(&questionnaire, Some(&plan), 300);
    everybody_fares_as_meant(&questionnaire, &all);
    let vars =
        ["idle_know", "plats", "will_buy", "will_change", "mature", "stage", "switched", "flaws", "freq"];
    shares_are_drawn(&questionnaire, &plan, &all, &vars);
    answers_are_tied(&questionnaire, &all);
    are_caught(&all, "Q_ATTN", |it| it.person.inattentive && it.person.straight.is_none());
    are_caught(&all, "Q_LINE_ATT", |it| it.person.straight.is_some());
}

#[test]
fn without_a_plan_nearly_everybody_qualifies_and_nobody_is_stuck() {
    for (text, _) in [MINI_PROGRAM, SECOND_HAND] {
        let questionnaire = crate::read(text).0;
        let all = walks(&questionnaire, None, 40);
        let mut counts = BTreeMap::new();
        for (robot, walk) in &all {
            assert!(!robot.person.qualifies || finished(walk), "{:?}", walk.interview.disposition);
            *counts.entry(finished(walk)).or_insert(0) += 1;
        }
        assert!(counts[&true] >= 32, "{counts:?}");
    }
}

#[test]
fn a_full_cell_ends_the_interview() {
    let (questionnaire, plan) = read(MINI_PROGRAM);
    let full = (0..30).map(|it| walk(&questionnaire, Some(&plan), (SEED, it), "en", <[_]>::to_vec));
    let words: Vec<&str> = full.map(|it| it.interview.disposition.word()).collect();
    assert!(words.contains(&"quota_full"), "{words:?}");
    assert!(!words.contains(&"complete"), "{words:?}");
}
