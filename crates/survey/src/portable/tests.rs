//! What browsers are given, and what they are not.

use super::*;
use crate::testing::minimal;

const MINI_PROGRAM: &str = include_str!("../../../../questionnaires/mini-program-2026.yaml");
const SECOND_HAND: &str = include_str!("../../../../questionnaires/second-hand-2025.yaml");

#[test]
fn quotas_quality_rules_traps_and_claims_stay_on_the_server() {
    for text in [MINI_PROGRAM, SECOND_HAND] {
        let whole = crate::read(text).0;
        assert!(whole.questions().any(|(_, it)| it.items().iter().any(|it| it.trap.is_some())));
        let it = questionnaire(&whole).expect("it can run in a browser");
        assert!(it.quota.is_none() && it.quality.rules.is_empty() && it.weights.is_empty());
        assert!(
            it.questions()
                .all(|(_, it)| it.claims.is_empty() && it.items().iter().all(|it| it.trap.is_none()))
        );
        assert!(it.derived.iter().all(|it| it.claims.is_empty()));
        let sent = serde_json::to_string(&it).expect("it can be written");
        for secret in ["S_AGE", "Q_SPEED", "by_region", "\"plans\"", "\"rules\"", "\"hold\"", "1514"] {
            assert!(!sent.contains(secret), "{secret}");
        }
        let ends = it.pages.iter().flat_map(|it| &it.then);
        assert!(ends.clone().count() > 3, "screen-outs decide where it has to wait for the server");
        assert!(ends.into_iter().all(|it| !matches!(it, Then::End { code: Some(_), .. })));
    }
}

#[test]
fn variables_that_no_question_rests_on_stay_on_the_server() {
    let it = questionnaire(&crate::read(MINI_PROGRAM).0).expect("it can run in a browser");
    let left: Vec<&str> = it.derived.iter().map(|it| it.var.as_str()).collect();
    assert!(left.contains(&"age"), "{left:?}");
    assert!(!left.contains(&"region"), "{left:?}");
}

#[test]
fn a_questionnaire_whose_way_rests_on_a_secret_runs_as_plain_forms() {
    assert!(questionnaire(&ending("longstring(like) == 2")).is_some());
    for secret in ["trapped(like)", "mean(like) > 1", "seconds() < 5", "junk(why)", "duplicate(device)"] {
        assert!(questionnaire(&ending(secret)).is_none(), "{secret}");
    }
}

fn ending(condition: &str) -> Questionnaire {
    minimal(&format!(
        "
        pages:
        - page: one
          questions:
          - var: like
            type: grid
            text: {{en: Do you like it?}}
            rows: {{look: {{en: Its look}}, attn: {{en: 'Please choose 1 here', trap: 1}}}}
            scale: {{1: {{en: 'Yes'}}, 2: {{en: 'No'}}}}
          - {{var: why, type: open, text: {{en: Why?}}}}
          then:
          - {{end: screened_out, code: S_SECRET, if: {condition}}}
        ",
    ))
}

#[test]
fn interviews_differ_in_what_was_typed_shown_and_reached_and_not_in_what_was_noticed() {
    let whole = crate::read(MINI_PROGRAM).0;
    let one = crate::interview::begin(&whole, "zh", 7, crate::Moment(5));
    let noticed = Interview { signs: vec!["honeypot".into()], last_at: crate::Moment(9), ..one.clone() };
    assert_eq!(digest(&one), digest(&noticed));
    assert_eq!(digest(&one), digest(&interview(&noticed)));
    let mut typed = one.clone();
    crate::interview::type_in(&whole, &mut typed, None, &[("consent".to_owned(), "1".to_owned())]);
    let turned = Interview { turn: 1, ..one.clone() };
    let spoken = Interview { lang: "en".into(), ..one.clone() };
    let all = [&one, &typed, &turned, &spoken].map(digest);
    assert!((1..4).all(|it| !all[..it].contains(&all[it])), "{all:?}");
}
