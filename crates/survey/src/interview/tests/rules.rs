//! One test a rule of the questionnaire language: conditions, carried choices, checks, quality.

use insta::assert_snapshot;

use super::*;

#[test]
fn a_question_that_reads_its_own_page_appears_after_next_with_the_focus() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - {var: a, type: single, text: {en: A?}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
          - {var: b, type: single, if: a == 1, text: {en: B?}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
          - {var: c, type: open, required: false, text: {en: C?}}
          then:
          - {end: screened_out, code: S_B, if: b == 2}
        ",
    );
    assert_snapshot!(walk(questionnaire.clone(), &["c=x", "a=1&c=x", "a=1&b=2&c=x"]), @r"
    one: a c
    one: a c !a Required
    one: a b c focus b
    screened_out S_B
    ");
    assert_snapshot!(walk(questionnaire, &["a=2"]), @r"
    one: a c
    complete
    ");
}

#[test]
fn an_answer_that_is_no_longer_asked_is_kept_aside_and_comes_back_with_the_route() {
    let mut walk = Walk::new(minimal(
        "
        pages:
        - page: one
          questions:
          - {var: a, type: single, text: {en: A?}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
        - page: two
          if: a == 1
          questions:
          - {var: b, type: number, text: {en: B?}}
        - page: three
          questions:
          - {var: c, type: single, text: {en: C?}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
        ",
    ));
    for post in ["a=1", "b=5", "_go=back", "_go=back", "a=2"] {
        walk.post(post);
    }
    assert_eq!(walk.stands(), "three: c");
    let missing = Reading::new(&walk.questionnaire, &walk.interview).value("b");
    assert_eq!(missing, crate::condition::Value::Missing);
    for post in ["_go=back", "a=1", "b=5"] {
        walk.post(post);
    }
    let back = Reading::new(&walk.questionnaire, &walk.interview).value("b");
    assert_eq!(back, crate::condition::Value::Number(5.0));
}

#[test]
fn steps_back_are_counted_where_they_lead_back() {
    let mut walk = Walk::new(minimal(
        "
        pages:
        - page: one
          questions:
          - {var: a, type: number, text: {en: A?}}
        - page: two
          questions:
          - {var: b, type: number, text: {en: B?}}
        ",
    ));
    // The second one, on the first page, leads nowhere.
    for post in ["a=1", "b=2&_go=back", "_go=back", "a=1"] {
        walk.post(post);
    }
    assert_eq!((walk.interview.backs, walk.interview.turn), (1, 4));
    walk.post("_go=back");
    assert_eq!(walk.interview.backs, 2);
}

#[test]
fn a_code_that_is_marked_missing_moves_no_mean() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - var: g
            type: grid
            text: {en: How much?}
            rows: {a: {en: Price}, b: {en: Taste}}
            scale: {1: {en: Little}, 5: {en: Much}, 98: {en: Unknown, missing: true}}
          then:
          - {end: screened_out, code: S_MEAN, if: mean(g) > 4.5}
        ",
    );
    assert_snapshot!(walk(questionnaire.clone(), &["g.a=1&g.b=98"]), @r"
    one: g
    complete
    ");
    assert_snapshot!(walk(questionnaire, &["g.a=5&g.b=98"]), @r"
    one: g
    screened_out S_MEAN
    ");
}

fn carried() -> Questionnaire {
    minimal(
        "
        pages:
        - page: one
          questions:
          - var: plats
            type: multi
            text: {en: Which?}
            choices: {1: {en: A}, 2: {en: B}, 98: {en: Other, other: true}, 99: {en: None, excl: true}}
        - page: two
          questions:
          - {var: main, type: single, from: plats, text: {en: Main?}}
          - {var: like, type: single, if: answered(main), text: {en: 'Do you like {main}?'}, choices: {1: {en: 'Yes'}, 2: {en: 'No'}}}
        - page: three
          questions:
          - {var: end, type: open, required: false, text: {en: Anything?}}
        ",
    )
}

#[test]
fn a_single_carried_choice_answers_itself_and_is_not_shown() {
    assert_snapshot!(walk(carried(), &["plats=2", "like=1"]), @r"
    one: plats
    two: like
    three: end
    ");
}

#[test]
fn a_question_with_no_carried_choice_is_not_asked_and_its_page_is_skipped() {
    assert_snapshot!(walk(carried(), &["plats=99", "_go=back"]), @r"
    one: plats
    three: end
    one: plats
    ");
}

#[test]
fn a_second_carried_choice_drops_the_answer_that_the_question_gave_itself() {
    let mut walk = Walk::new(carried());
    for post in ["plats=2", "_go=back", "plats=2&plats=1"] {
        walk.post(post);
    }
    assert_eq!(walk.stands(), "two: main");
    assert_eq!(Reading::new(&walk.questionnaire, &walk.interview).code("main"), None);
}

#[test]
fn the_text_of_other_is_carried_and_piped_and_stored_at_its_source() {
    let mut walk = Walk::new(carried());
    walk.post("plats=1&plats=98&plats_98_text=Teashop");
    let page = view::page(&walk.questionnaire, &walk.interview);
    let view::BlockView::Question(main) = &page.blocks[0] else { panic!() };
    assert_eq!(main.choices.iter().map(|it| it.label.as_str()).collect::<Vec<_>>(), ["A", "Teashop"]);
    assert!(main.choices.iter().all(|it| it.other.is_none()), "no second text box");
    walk.post("main=98");
    let page = view::page(&walk.questionnaire, &walk.interview);
    let view::BlockView::Question(like) = &page.blocks[1] else { panic!() };
    assert_eq!(like.text, "Do you like Teashop?");
}

#[test]
fn exclusive_with_others_is_a_complaint_and_nothing_is_cleared() {
    assert_snapshot!(walk(carried(), &["plats=1&plats=99", "plats=98", "plats=98&plats_98_text= "]), @r"
    one: plats
    one: plats !plats Exclusive(99)
    one: plats !plats.98 OtherText
    one: plats !plats.98 OtherText
    ");
}

#[test]
fn the_least_number_of_picks_is_capped_by_what_is_offered() {
    let questionnaire = || {
        minimal(
            "
            pages:
            - page: one
              questions:
              - {var: m, type: multi, pick: [2, 3], text: {en: M?}, choices: {1: {en: A}, 2: {en: B}, 3: {en: C}, 4: {en: D}}}
            - page: two
              questions:
              - {var: r, type: rank, from: m, pick: [3, 3], text: {en: R?}}
            ",
        )
    };
    assert_snapshot!(walk(questionnaire(), &["m=1", "m=1&m=2&m=3&m=4", "m=1&m=2", "r.1=1", "r.1=1&r.2=2"]), @r"
    one: m
    one: m !m TooFew(2)
    one: m !m TooMany(3)
    two: r
    two: r !r TooFew(2)
    complete
    ");
}

#[test]
fn a_warning_is_asked_once_and_again_when_what_it_reads_has_changed() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - var: n
            type: number
            text: {en: N?}
            check:
            - {error: n == 13, text: {en: Not thirteen.}}
            - {warn: n > 60, text: {en: '{n} is a lot.'}}
        - page: two
          questions:
          - {var: o, type: open, required: false, text: {en: O?}}
        ",
    );
    assert_snapshot!(walk(questionnaire, &["n=13", "n=70", "n=80", "n=80", "_go=back", "n=80"]), @r#"
    one: n
    one: n !n Check { text: "Not thirteen.", warn: false }
    one: n !n Check { text: "70 is a lot.", warn: true }
    one: n !n Check { text: "80 is a lot.", warn: true }
    two: o
    one: n
    two: o
    "#);
}

/// A number that is a lot when it is above sixty.
const WARNS: &str = "
    pages:
    - page: one
      questions:
      - {var: n, type: number, text: {en: N?}, check: [{warn: n > 60, text: {en: A lot.}}]}
    ";

#[test]
fn a_double_tap_does_not_pass_a_warning_unseen() {
    let mut walk = Walk::new(minimal(WARNS));
    walk.post("n=70&_turn=0");
    walk.post("n=70&_turn=0");
    assert_snapshot!(walk.stands(), @r#"one: n !n Check { text: "A lot.", warn: true }"#);
    walk.post("n=70&_turn=1");
    assert_eq!(walk.stands(), "complete");
}

#[test]
fn a_post_that_a_network_sends_again_late_takes_back_nothing_typed_since() {
    let mut walk = Walk::new(minimal(WARNS));
    walk.post("n=70&_turn=0");
    walk.post("n=80&_turn=1");
    walk.post("n=70&_turn=0");
    assert_eq!(walk.interview.drafts["one"].fields, [("n".to_owned(), "80".to_owned())]);
    walk.post("n=80&_turn=2");
    assert_eq!(walk.stands(), "complete");
}

#[test]
fn a_grid_names_all_items_left_at_once_and_codes_that_are_not_its_own() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - var: g
            type: grid
            order: shuffle
            text: {en: G?}
            scale: {1: {en: No}, 2: {en: Yes}}
            rows: {a: {en: A}, b: {en: B}, c: {en: C, trap: 2}}
        ",
    );
    let mut walk = Walk::new(questionnaire);
    walk.post("g.a=1");
    let page = view::page(&walk.questionnaire, &walk.interview);
    let crate::validate::Fault::ItemsRequired(left) = &page.complaints[0].fault else { panic!() };
    let mut left = left.clone();
    left.sort();
    assert_eq!(left, ["b", "c"]);
    walk.post("g.a=1&g.b=3&g.c=2");
    assert_snapshot!(walk.stands(), @"one: g !g.b NotOffered");
    walk.post("g.a=1&g.b=2&g.c=2");
    assert_eq!(walk.stands(), "complete");
    assert_eq!(walk.interview.orders["g"].len(), 3);
}

#[test]
fn choices_with_a_condition_are_offered_only_when_it_holds() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - {var: a, type: single, text: {en: A?}, choices: {1: {en: X}, 2: {en: Y}}}
        - page: two
          questions:
          - {var: b, type: single, text: {en: B?}, choices: {1: {en: X, if: a == 1}, 2: {en: Y}, 3: {en: Z, if: 0 == 1}}}
        ",
    );
    assert_snapshot!(walk(questionnaire, &["a=2", "b=1", "b=3", "b=2"]), @r"
    one: a
    two: b
    two: b !b Required
    two: b !b Required
    complete
    ");
}

#[test]
fn quality_rules_flag_or_reject_and_can_be_turned_down() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - {var: a, type: single, text: {en: A?}, choices: {1: {en: X}, 2: {en: Y}}}
        quality:
          rules:
          - {id: Q_FAST, if: seconds() < 20, do: reject}
          - {id: Q_ONE, if: a == 1, do: flag}
          - {id: Q_TWO, if: seconds(one) < 25, do: flag}
          - {id: Q_DUP, if: duplicate(device), do: reject}
          reject_at: 2
        ",
    );
    let end = |answer: &str, seconds: i64, mode: QualityMode, duplicate: bool| {
        let mut interview = begin(&questionnaire, "en", 1, Moment(0));
        let raw = RawAnswers::from(vec![("a".to_owned(), answer.to_owned())]);
        let now = Moment(seconds * 1000);
        assert_eq!(submit(&questionnaire, &mut interview, raw, now), Step::Finish);
        let known = Known { duplicate, ..Known::default() };
        finish(&questionnaire, &mut interview, mode, known, now);
        format!(
            "{} {} [{}]",
            interview.disposition.word(),
            interview.disposition.code(),
            interview.flags.join(" ")
        )
    };
    assert_eq!(end("2", 30, QualityMode::On, false), "complete  []");
    assert_eq!(end("1", 30, QualityMode::On, false), "complete  [Q_ONE]");
    assert_eq!(end("1", 21, QualityMode::On, false), "rejected Q_ONE Q_TWO [Q_ONE Q_TWO]");
    assert_eq!(end("2", 19, QualityMode::On, false), "rejected Q_FAST Q_TWO [Q_TWO]");
    assert_eq!(end("2", 30, QualityMode::On, true), "rejected Q_DUP []");
    assert_eq!(end("1", 19, QualityMode::Flag, true), "complete  [Q_FAST Q_ONE Q_TWO Q_DUP]");
    assert_eq!(end("1", 19, QualityMode::Off, true), "complete  []");
}

#[test]
fn a_page_with_nothing_to_show_is_skipped_but_its_then_runs() {
    let questionnaire = minimal(
        "
        pages:
        - page: one
          questions:
          - {var: a, type: single, text: {en: A?}, choices: {1: {en: X}, 2: {en: Y}}}
        - page: two
          questions:
          - {var: b, type: single, if: a == 1, text: {en: B?}, choices: {1: {en: X}, 2: {en: Y}}}
          then:
          - {end: screened_out, code: S_TWO, if: a == 2}
        - page: three
          if: a == 1
          questions:
          - {var: c, type: single, text: {en: C?}, choices: {1: {en: X}, 2: {en: Y}}}
          then:
          - {end: screened_out, code: S_THREE}
        ",
    );
    assert_snapshot!(walk(questionnaire, &["a=2"]), @r"
    one: a
    screened_out S_TWO
    ");
}
