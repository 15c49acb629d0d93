//! What browsers are given says the same as the server would.

use super::*;
use survey::portable::handout::Filled;

use crate::words::t_with;

#[test]
fn every_word_of_the_interview_is_said_alike_on_both_sides() {
    for lang in ["zh", "en"] {
        let words = words(lang);
        assert!(words.len() > 40, "{}", words.len());
        for (id, phrase) in words {
            for number in [0_i64, 1, 2, 3, 4, 11, 21, 1000] {
                let args = [
                    "count", "place", "percent", "max", "decimals", "typed", "low", "high", "least", "most",
                    "over", "at",
                ];
                let ours: Vec<_> = args.iter().map(|it| (*it, Filled::Number(number))).collect();
                let theirs: Vec<_> = args.iter().map(|it| (*it, number.into())).collect();
                let texts = ["choice", "example", "title", "next", "text", "name", "unit", "address"];
                let ours = [ours, texts.iter().map(|it| (*it, "甲".into())).collect()].concat();
                let theirs = [theirs, texts.iter().map(|it| (*it, "甲".into())).collect()].concat();
                assert_eq!(phrase.say(&ours), t_with(lang, &id, &theirs), "{lang} {id} {number}");
            }
        }
    }
}

#[test]
fn a_province_is_found_by_the_letters_of_its_pinyin() {
    let questionnaire = survey::read(include_str!("../../../questionnaires/mini-program-2026.yaml")).0;
    let (_, keys) = questionnaire.questions().filter_map(|(_, it)| keys(it)).next().expect("a long list");
    let found = |code| keys.iter().find(|(it, _)| *it == code).map(|(_, it)| it.as_str());
    assert_eq!(found(44), Some("gds guangdongsheng"));
    assert_eq!(found(11), Some("bjs beijingshi"));
}

#[test]
fn a_handout_reads_as_it_was_written_and_is_small() {
    for text in [
        include_str!("../../../questionnaires/mini-program-2026.yaml"),
        include_str!("../../../questionnaires/second-hand-2025.yaml"),
    ] {
        let questionnaire = survey::read(text).0;
        let made = make(&questionnaire).expect("it can run in a browser");
        let read: Handout = postcard::from_bytes(&made.bytes).expect("it reads");
        let portable = portable::questionnaire(&questionnaire).expect("it can run in a browser");
        assert_eq!(read.questionnaire.pages, portable.pages);
        assert!(made.bytes.len() < 400_000, "{}", made.bytes.len());
    }
}
