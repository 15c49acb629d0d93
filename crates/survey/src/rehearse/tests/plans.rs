//! What plans may say.

use insta::assert_snapshot;

use crate::rehearse::Plan;
use crate::testing::minimal;

const QUESTIONNAIRE: &str = "
    field: {year: 2026}
    derive:
      age: {label: {en: Age}, calc: YEAR - born}
    pages:
    - page: first
      questions:
      - {var: sex, type: single, text: {en: Sex?}, choices: {1: {en: A}, 2: {en: B}}}
      - {var: born, type: number, range: [1900, 2020], text: {en: Born?}}
      - {var: likes, type: multi, text: {en: Likes?}, choices: {1: {en: A}, 2: {en: B}, 99: {en: None, excl: true}}}
      - {var: order, type: rank, text: {en: Order?}, choices: {1: {en: A}, 2: {en: B}}}
      - {var: why, type: open, required: false, text: {en: Why?}}
      - var: grid
        type: grid
        text: {en: And these?}
        rows: {a: {en: A}, trap: {en: Tick the first, trap: 1}}
        scale: {1: {en: No}, 2: {en: Yes}}
      then:
      - {end: screened_out, code: S_AGE, if: age < 18}
";

/// `line:column code [words]: message mend`, or what was read.
fn plan(text: &str) -> String {
    let text = format!("questionnaire: test.yaml\n{text}");
    match Plan::read(&text, &minimal(QUESTIONNAIRE)) {
        Ok(plan) => {
            let mut draws: Vec<_> = plan.draws.iter().collect();
            draws.sort_by_key(|it| it.0);
            let draws: String = draws.iter().map(|(var, it)| format!("{var}: {:?}\n", it[0].how)).collect();
            format!("{:?}\n{draws}", plan.fieldwork.fails)
        }
        Err(problems) => problems
            .iter()
            .map(|it| {
                format!("{}:{} {} [{}]: {} {}\n", it.line, it.column, it.code, it.words, it.message, it.mend)
            })
            .collect(),
    }
}

#[test]
fn every_way_of_drawing_is_read() {
    let text = r#"
        seed: 7
        entrants: {sex: {1: 0.5, 2: 0.5}, age: {18..25: 0.2, 26..68: 0.8}}
        fieldwork: {underage: 0.1, minutes: {lognormal: [12, 0.35]}}
        draw:
          likes: {p: {1: 0.5, 2: 0.5}, none: {99: 0.1}, force: [1]}
          order: {k: {1: 0.5, 2: 0.5}, w: {1: 3, 2: 1}}
          why: {text: [good, bad], skip: 0.5}
          grid: {latent: mood, load: 0.5, rows: {a: {1: 0.5, 2: 0.5}, trap: {1: 1}}}
    "#;
    let flush: String = text.lines().map(|it| format!("{}\n", it.get(8..).unwrap_or(""))).collect();
    assert_snapshot!(plan(&flush), @r#"
    [(Underage, 0.1, [StepAt { page: 0, then: 0 }])]
    born: Number { num: Ages { from: 2026, bands: [((18, 25), 0.2), ((26, 68), 0.8)] }, clip: None }
    grid: Rows([("a", [(1, 0.5), (2, 0.5)]), ("trap", [(1, 1.0)])])
    likes: Each { chances: [(1, 0.5), (2, 0.5)], none: Some((99, 0.1)), force: [1] }
    order: Picks { numbers: [(1, 0.5), (2, 0.5)], weights: [(1, 3.0), (2, 1.0)] }
    sex: Code([(1, 0.5), (2, 0.5)])
    why: Text { texts: ["good", "bad"], skip: 0.5 }
    "#);
}

#[test]
fn one_of_several_entries_may_depend_on_answers() {
    let read = plan(
        "draw:\n  likes:\n  - {if: sex == 1, sets: {\"[1, 2]\": 0.4, \"[99]\": 0.6}}\n  - {k: {1: 1}, w: {2: 1}}\n",
    );
    assert_snapshot!(read, @r"
    []
    likes: Sets([([1, 2], 0.4), ([99], 0.6)])
    ");
}

#[test]
fn what_is_wrong_with_a_plan_is_pointed_at() {
    let all = [
        "sead: 7",
        "draw: {sxe: {d: {1: 1}}}",
        "draw: {sex: {p: {1: 1}}}",
        "draw: {sex: {d: {1: 0.5, 3: 0.5}}}",
        "draw: {sex: {d: {1: 0.5, 2: 0.4}}}",
        "draw: {sex: {d: {1: 1}, w: {1: 1}}}",
        "draw: {sex: {}}",
        "draw: {sex: {w: {1: 0}}}",
        "draw: {sex: {w: {1: -1}}}",
        "draw: {sex: [{if: sxe == 1, d: {1: 1}}]}",
        "draw: {sex: [{if: sex has 1, d: {1: 1}}]}",
        "draw: {sex: {d: {1: 1}, skip: 0.5}}",
        "draw: {sex: {d: {1: 1}, load: 0.5}}",
        "draw: {born: {num: {normal: [1, 2]}}}",
        "draw: {born: {num: {lognormal: [1]}}}",
        "draw: {born: {num: {betabinom: [0, 1, 1]}}}",
        "draw: {born: {num: {list: {1990: 1}}, clip: [2, 1]}}",
        "draw: {likes: {sets: {'1 2': 1}}}",
        "draw: {grid: {rows: {b: {1: 1}}}}",
        "draw: {order: {p: {1: 1}}}",
        "draw: {why: {d: {1: 1}}}",
        "entrants: {place: {1: 1}}",
        "entrants: {age: {18-25: 1}}",
        "entrants: {sex: {1: 1}}\ndraw: {sex: {d: {1: 1}}}",
        "fieldwork: {refuse: 0.1, abroad: 0.1}",
        "fieldwork: {dropout: 1.5}",
        "fieldwork: {minutes: 12}",
        "draw: [1]",
    ];
    let found: String = all
        .iter()
        .map(|it| format!("{it}\n  {}", plan(it).replace("\n", "\n  ").trim_end()) + "\n")
        .collect();
    assert_snapshot!(found, @r#"
    sead: 7
      2:1 unknown-key [sead]: `sead` is no key of a rehearsal plan. Did you mean `seed`?
    draw: {sxe: {d: {1: 1}}}
      2:8 unknown-variable [sxe]: There is no question `sxe`. Did you mean `sex`?
    draw: {sex: {p: {1: 1}}}
      2:8 wrong-draw [sex]: `sex` can't be drawn in this way. Draw it by `d` or `w`.
    draw: {sex: {d: {1: 0.5, 3: 0.5}}}
      2:8 unknown-code [sex]: `sex` has no code 3. Use the codes of the questionnaire.
    draw: {sex: {d: {1: 0.5, 2: 0.4}}}
      2:17 share-sum [{1: 0.5, 2: 0.4}]: The shares add up to 0.9. They must add up to 1.
    draw: {sex: {d: {1: 1}, w: {1: 1}}}
      2:14 wrong-draw [d]: An entry says in one way how it is drawn. Write one of `d`, `w`, `p`, `k` with `w`, `sets`, `num`, `text` and `rows`.
    draw: {sex: {}}
      2:13 wrong-draw [{}]: An entry says in one way how it is drawn. Write one of `d`, `w`, `p`, `k` with `w`, `sets`, `num`, `text` and `rows`.
    draw: {sex: {w: {1: 0}}}
      2:17 wrong-shape [{1: 0}]: A map does not fit here. Write at least one number above 0; if braces or brackets belong to a text, quote this text.
    draw: {sex: {w: {1: -1}}}
      2:21 wrong-shape [-1]: `-1` does not fit here. Write a number that is not negative.
    draw: {sex: [{if: sxe == 1, d: {1: 1}}]}
      2:19 unknown-variable [sxe]: There is no variable `sxe`. Did you mean `sex`?
    draw: {sex: [{if: sex has 1, d: {1: 1}}]}
      2:19 has-on-single [sex]: `has` is for questions with several answers, and `sex` is a single. Write `sex == 1` or `sex in [1, 2]`.
    draw: {sex: {d: {1: 1}, skip: 0.5}}
      2:25 wrong-draw [skip]: `skip` belongs to `text`, which is not here. Remove `skip`.
    draw: {sex: {d: {1: 1}, load: 0.5}}
      2:25 wrong-draw [load]: `latent` and `load` belong together. Write both, or none of them.
    draw: {born: {num: {normal: [1, 2]}}}
      2:21 unknown-key [normal]: `normal` is no key of a distribution. Keys here: lognormal, betabinom, list.
    draw: {born: {num: {lognormal: [1]}}}
      2:32 wrong-shape [[1]]: A list does not fit here. Write `[median, sigma]`; if braces or brackets belong to a text, quote this text.
    draw: {born: {num: {betabinom: [0, 1, 1]}}}
      2:32 wrong-shape [[0, 1, 1]]: A list does not fit here. Write `[n, a, b]`, with at most 1000 tries; if braces or brackets belong to a text, quote this text.
    draw: {born: {num: {list: {1990: 1}}, clip: [2, 1]}}
      2:45 wrong-shape [[2, 1]]: A list does not fit here. Write two numbers, the lower one first; if braces or brackets belong to a text, quote this text.
    draw: {likes: {sets: {'1 2': 1}}}
      2:23 wrong-shape ['1 2']: `1 2` does not fit here. Write codes in brackets, such as "[1, 2]".
    draw: {grid: {rows: {b: {1: 1}}}}
      2:8 unknown-row [grid]: The grid `grid` has no row `b`. Use the rows of the questionnaire.
    draw: {order: {p: {1: 1}}}
      2:8 wrong-draw [order]: `order` can't be drawn in this way. Draw it by `w`, or `k` with `w`.
    draw: {why: {d: {1: 1}}}
      2:8 wrong-draw [why]: `why` can't be drawn in this way. Draw it by `text`.
    entrants: {place: {1: 1}}
      2:12 unknown-variable [place]: `place` is neither a question nor an age. Write the `var` of a question.
    entrants: {age: {18-25: 1}}
      2:18 wrong-shape [18-25]: `18-25` does not fit here. Write an age band, such as 18..25.
    entrants: {sex: {1: 1}}
    draw: {sex: {d: {1: 1}}}
      3:8 duplicate-name [sex]: `sex` is drawn a second time. Remove one of the two.
    fieldwork: {refuse: 0.1, abroad: 0.1}
      2:13 unknown-end [refuse]: Nobody can be screened out by `refuse`: the questionnaire has no such end. Remove it, or add an end `refused`.
      2:26 unknown-end [abroad]: Nobody can be screened out by `abroad`: the questionnaire has no such end. Remove it, or give the end the code S_REGION.
    fieldwork: {dropout: 1.5}
      2:22 wrong-shape [1.5]: `1.5` does not fit here. Write a share from 0 to 1.
    fieldwork: {minutes: 12}
      2:22 wrong-shape [12]: `12` does not fit here. Write a distribution, key by key.
    draw: [1]
      2:7 wrong-shape [[1]]: A list does not fit here. Write draws by question, key by key; if braces or brackets belong to a text, quote this text.
    "#);
}

#[test]
fn a_plan_of_another_questionnaire_is_refused() {
    let read = Plan::read("questionnaire: other.yaml", &minimal(QUESTIONNAIRE)).unwrap_err();
    assert_eq!((read[0].code.as_str(), read[0].line, read[0].column), ("other-questionnaire", 1, 16));
    assert!(Plan::read("", &minimal(QUESTIONNAIRE)).is_err());
    assert!(Plan::read("[", &minimal(QUESTIONNAIRE)).is_err());
}
