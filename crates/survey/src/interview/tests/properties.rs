//! What holds whatever is answered, on both reference questionnaires.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::questionnaire::Kind;

const MINI_PROGRAM: &str = include_str!("../../../../../questionnaires/mini-program-2026.yaml");
const SECOND_HAND: &str = include_str!("../../../../../questionnaires/second-hand-2025.yaml");

static REFERENCES: LazyLock<[Questionnaire; 2]> =
    LazyLock::new(|| [MINI_PROGRAM, SECOND_HAND].map(|text| crate::read(text).0));

/// Numbers as good as random, out of a seed.
fn dice(seed: u64) -> impl FnMut() -> u32 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    }
}

/// Posts, and takes back posts that would end the interview, so that its depths are reached too.
fn post_onward(walk: &mut Walk, dice: &mut impl FnMut() -> u32) {
    for _ in 0..12 {
        let before = walk.interview.clone();
        let post = answers(walk, dice);
        walk.post(&post);
        if !walk.interview.disposition.is_end() || walk.interview.disposition == Disposition::Complete {
            return;
        }
        walk.interview = before;
    }
}

/// A post for what is on the screen, out of random numbers: mostly good answers, some bad ones.
fn answers(walk: &Walk, dice: &mut impl FnMut() -> u32) -> String {
    let page = view::page(&walk.questionnaire, &walk.interview);
    let mut fields = Vec::new();
    for block in &page.blocks {
        let view::BlockView::Question(it) = block else { continue };
        let var = &it.question.var;
        if dice().is_multiple_of(40) {
            fields.push(format!("{var}=nonsense"));
            continue;
        }
        let code = |roll: u32| it.choices[roll as usize % it.choices.len()].code;
        match &it.question.kind {
            Kind::Single { .. } | Kind::Scale { .. } | Kind::Nps => {
                fields.push(format!("{var}={}", code(dice())))
            }
            Kind::Multi { .. } => {
                for _ in 0..1 + dice() % it.pick.1.max(1) {
                    fields.push(format!("{var}={}", code(dice())));
                }
            }
            Kind::Number { range, .. } => {
                let (low, high) = range.unwrap_or((0.0, 100.0));
                fields.push(format!("{var}={}", low as u32 + dice() % (high - low + 1.0) as u32));
            }
            Kind::Grid { .. } => {
                fields.extend(it.items.iter().map(|item| format!("{var}.{}={}", item.name, code(dice()))));
            }
            Kind::Rank { .. } => {
                let from = dice();
                let rank = |place: u32| format!("{var}.{}={}", place + 1, code(from + place));
                fields.extend((0..it.pick.1).map(rank));
            }
            Kind::Open { .. } => fields.push(format!("{var}=words")),
        }
        fields.extend(
            it.choices.iter().filter(|it| it.other.is_some()).map(|it| format!("{var}_{}_text=x", it.code)),
        );
    }
    fields.join("&")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_answered_the_interview_ends(seed in any::<u64>(), which in 0..2_usize) {
        let mut dice = dice(seed);
        let mut walk = Walk::new(REFERENCES[which].clone());
        walk.interview.seed = seed;
        // Half of the interviews are kept from ending early.
        for turn in 0..3000 {
            if walk.interview.disposition.is_end() {
                break;
            }
            if seed.is_multiple_of(2) && turn < 300 {
                post_onward(&mut walk, &mut dice);
            } else {
                let post = answers(&walk, &mut dice);
                walk.post(&post);
            }
        }
        prop_assert!(walk.interview.disposition.is_end(), "still at {}", walk.stands());
    }

    #[test]
    fn going_back_and_forth_changes_nothing(seed in any::<u64>(), which in 0..2_usize, steps in 4..60_usize) {
        let mut dice = dice(seed);
        let mut walk = Walk::new(REFERENCES[which].clone());
        for _ in 0..steps {
            post_onward(&mut walk, &mut dice);
            if walk.page_name() == "close" {
                break;
            }
        }
        prop_assume!(!walk.interview.disposition.is_end());
        let (page, before) = (walk.interview.page, walk.interview.drafts.clone());
        let typed = |walk: &Walk| {
            let page = &walk.page_name();
            let draft = walk.interview.drafts.get(page);
            let fields = draft.map(|it| it.fields.clone()).unwrap_or_default();
            fields.iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>().join("&")
        };
        let here = typed(&walk);
        walk.post(&format!("{here}&_go=back"));
        while walk.interview.page != page {
            let at = walk.interview.page;
            let again = typed(&walk);
            walk.post(&format!("{again}&_go=next"));
            prop_assert!(walk.interview.page > at, "stuck at {}", walk.stands());
        }
        let fields = |drafts: &BTreeMap<String, Draft>| -> Vec<Vec<(String, String)>> {
            drafts.values().map(|it| it.fields.clone()).filter(|it| !it.is_empty()).collect()
        };
        prop_assert_eq!(fields(&before), fields(&walk.interview.drafts));
    }

    #[test]
    fn no_post_panics(seed in any::<u64>(), posts in prop::collection::vec("[a-z_0-9.&=]{0,60}", 1..20)) {
        let mut walk = Walk::new(gated());
        walk.interview.seed = seed;
        for post in posts {
            walk.post(&post);
        }
    }
}

#[test]
fn an_interview_survives_being_kept_as_json() {
    let mut walk = Walk::new(gated());
    for post in ["age=30", "uses=1", "likes=1"] {
        walk.post(post);
    }
    let text = serde_json::to_string(&walk.interview).unwrap();
    assert_eq!(serde_json::from_str::<Interview>(&text).unwrap(), walk.interview);
}
