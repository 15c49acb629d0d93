//! A block read when it is asked for says what it says when all are read in order, however long the chain.

use super::*;
use crate::testing::minimal;
use crate::{Moment, interview, rehearse};

const REFERENCES: [&str; 2] = [
    include_str!("../../../../questionnaires/mini-program-2026.yaml"),
    include_str!("../../../../questionnaires/second-hand-2025.yaml"),
];

#[test]
fn a_block_that_is_read_alone_says_what_it_says_when_all_are_read_in_order() {
    for text in REFERENCES {
        let questionnaire = crate::read(text).0;
        for number in 0..12 {
            let walk = rehearse::walk(&questionnaire, None, (7, number), "zh", |_| Vec::new());
            let in_order = Reading::new(&questionnaire, &walk.interview);
            for page in 0..questionnaire.pages.len() {
                let is_asked = in_order.is_asked(page);
                assert_eq!(Reading::new(&questionnaire, &walk.interview).is_asked(page), is_asked);
                for (block, (_, standing)) in in_order.blocks(page).enumerate() {
                    let alone = Reading::new(&questionnaire, &walk.interview);
                    assert_eq!(alone.block(page, block), standing, "robot {number}: {page}, {block}");
                }
            }
        }
    }
}

#[test]
fn what_is_read_sees_only_what_stands_before_it() {
    let questionnaire = minimal(
        "
        pages:
        - page: first
          questions:
          - {var: age, type: number, text: {en: Your age?}}
          - {var: shop, type: open, text: {en: Where?}}
        ",
    );
    let interview = interview::begin(&questionnaire, "en", 1, Moment(0));
    let reading = Reading::new(&questionnaire, &interview);
    assert!(reading.standing("shop").is_some());
    let while_reading = |var: &str| reading.at((0, 1), || reading.standing(var).is_some());
    assert_eq!((while_reading("age"), while_reading("shop")), (true, false));
    assert!(reading.standing("shop").is_some());
}

#[test]
fn questions_that_rest_on_each_other_may_be_as_many_as_there_are() {
    let page = |at: usize| {
        let condition = if at > 0 { format!("if: q{} == 1, ", at - 1) } else { String::new() };
        format!(
            "- page: p{at}\n  questions:\n  - {{var: q{at}, type: number, {condition}text: {{en: How many?}}}}\n"
        )
    };
    let pages: String = (0..2_000).map(page).collect();
    let questionnaire = minimal(&format!("pages:\n{pages}"));
    let mut interview = interview::begin(&questionnaire, "en", 1, Moment(0));
    for page in &questionnaire.pages {
        let var = page.name.replace('p', "q");
        interview.drafts.entry(page.name.clone()).or_default().fields = vec![(var, "1".to_owned())];
    }
    // A quarter of what a thread of the server has.
    let small = std::thread::Builder::new().stack_size(512 * 1024);
    let read = move || Reading::new(&questionnaire, &interview).block(1_999, 0).asked;
    assert!(small.spawn(read).expect("a thread starts").join().expect("it comes to its end"));
}
