//! Coding by small texts, and by scikit-learn.

mod many;

use insta::assert_snapshot;
use serde_json::Value;
use survey::InterviewId;
use survey::questionnaire::Code;

use super::agreement::{Agreement, agreement};
use super::alike::{ALIKE, Texts};
use super::folded::{folded, normal};
use super::grams::grams;
use super::merged;
use crate::stats::Untested;

fn theirs() -> Value {
    serde_json::from_str(include_str!("../../tests/expected/coding.json")).unwrap()
}

/// Groups as `a | b; c`, of texts that are folded already.
fn grouped(texts: &[&str]) -> String {
    let normals: Vec<String> = texts.iter().map(|it| normal(it)).collect();
    let groups = Texts::new(normals.iter().map(String::as_str)).groups(0..texts.len());
    let said = |group: &Vec<usize>| group.iter().map(|it| texts[*it]).collect::<Vec<_>>().join(" | ");
    groups.iter().map(said).collect::<Vec<_>>().join("\n")
}

#[test]
fn codes_take_the_place_of_other_and_of_nothing_else() {
    assert_eq!(merged(&[1, 98], 98, Some(&[101, 3])), [1, 101, 3]);
    assert_eq!(merged(&[98], 98, Some(&[2])), [2]);
    assert_eq!(merged(&[2, 98], 98, Some(&[2])), [2], "a code is not there twice");
    assert_eq!(merged(&[1, 98], 98, None), [1, 98], "not coded yet");
    assert_eq!(merged(&[1, 98], 98, Some(&[])), [1, 98], "nothing given is not coded");
    assert_eq!(merged(&[1, 2], 98, Some(&[3])), [1, 2], "other was not chosen");
    assert_eq!(merged(&[], 98, Some(&[3])), [0; 0]);
}

#[test]
fn texts_are_the_same_in_any_width_case_and_punctuation() {
    let same = |texts: &[&str]| {
        let normals: Vec<String> = texts.iter().map(|it| normal(it)).collect();
        assert!(normals.iter().all(|it| *it == normals[0]), "{normals:?}");
        normals[0].clone()
    };
    assert_eq!(same(&["价格便宜", " 价格，便宜！", "价格 便宜。", "「价格」便宜"]), "价格便宜");
    assert_eq!(same(&["The price", "the  PRICE.", "Ｔｈｅ　ｐｒｉｃｅ", "the-price"]), "the price");
    assert_eq!(same(&["APP太慢", "app 太慢", "ＡＰＰ，太慢"]), "app太慢");
    assert_eq!(same(&["don't know", "Dont know", "don’t know"]), "dont know");
    assert_ne!(normal("the price"), normal("thep rice"));
    assert_eq!([normal("..."), normal("👍 "), normal("👎")], ["...", "👍", "👎"], "not all the same nothing");
}

#[test]
fn the_same_text_of_several_people_is_one_with_all_of_them() {
    let texts = ["方便", "Cheap", "方便！", "cheap.", "慢"];
    let all = folded((1..).map(InterviewId).zip(texts));
    let said: Vec<_> = all
        .iter()
        .map(|it| (it.text.as_str(), it.interviews.iter().map(|it| it.0).collect::<Vec<_>>()))
        .collect();
    assert_eq!(said, [("方便", vec![1, 3]), ("Cheap", vec![2, 4]), ("慢", vec![5])]);
}

#[test]
fn runs_are_characters_and_pairs_in_chinese_and_three_letters_elsewhere() {
    assert_eq!(grams("太贵了").join(","), "了,太,太贵,贵,贵了");
    assert_eq!(grams("the price").join(","), " pr, th,ce ,he ,ice,pri,ric,the");
    assert_eq!(grams("a").join(","), " a ");
    assert_eq!(grams("app太慢").join(","), " ap,app,pp ,太,太慢,慢");
}

#[test]
fn texts_about_the_same_thing_come_together() {
    let texts = [
        "价格便宜",
        "价格便宜，量又足",
        "价格实惠便宜",
        "售后慢",
        "售后太慢了",
        "朋友都在用",
        "身边朋友都用",
        "cheap prices",
        "the prices are cheap",
        "my friends use it",
        "all my friends use it",
        "没有",
    ];
    assert_snapshot!(grouped(&texts), @r"
    价格便宜 | 价格便宜，量又足 | 价格实惠便宜
    售后慢 | 售后太慢了
    朋友都在用 | 身边朋友都用
    cheap prices | the prices are cheap
    my friends use it | all my friends use it
    没有
    ");
}

#[test]
fn nobody_is_dropped_and_the_order_decides_who_leads() {
    assert_eq!(grouped(&[]), "");
    assert_eq!(grouped(&["", "...", "👍"]), "\n...\n👍");
    assert_eq!(grouped(&["便宜", "价格便宜"]), "便宜 | 价格便宜");
    assert_eq!(grouped(&["价格便宜", "便宜"]), "价格便宜 | 便宜");
}

#[test]
fn texts_are_as_alike_as_scikit_learn_says() {
    let theirs = &theirs()["alike"];
    let texts: Vec<&str> =
        theirs["texts"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    let ours = Texts::new(texts.iter().copied());
    for one in 0..texts.len() {
        let others: Vec<usize> = (0..texts.len()).filter(|it| *it != one).collect();
        let likeness = |other: usize| theirs["likeness"][one][other].as_f64().unwrap();
        let most = others.iter().map(|it| likeness(*it)).fold(0.0, f64::max);
        let near = ours.nearest(&[one], &others)[0];
        match near {
            Some(near) => {
                assert!((near.likeness - most).abs() < 1e-9, "{}: {near:?} and not {most}", texts[one]);
                assert!((likeness(near.text) - most).abs() < 1e-9);
            }
            None => assert!(most < ALIKE, "{}: {most}", texts[one]),
        }
        for other in others {
            let near = ours.nearest(&[one], &[other])[0];
            assert_eq!(near.is_some(), likeness(other) >= ALIKE);
            assert!(near.is_none_or(|it| (it.likeness - likeness(other)).abs() < 1e-9));
        }
    }
}

/// Codes that a coder gave, of a row of noughts and ones: the first column is code 1.
fn given(rows: &Value) -> Vec<Vec<Code>> {
    let row = |row: &Value| {
        let row = row.as_array().unwrap().iter().zip(1..);
        row.filter(|(it, _)| it.as_i64() == Some(1)).map(|(_, code)| code).collect()
    };
    rows.as_array().unwrap().iter().map(row).collect()
}

fn compared(one: &[Vec<Code>], other: &[Vec<Code>]) -> Agreement {
    let pairs: Vec<(&[Code], &[Code])> =
        one.iter().zip(other).map(|(one, other)| (one.as_slice(), other.as_slice())).collect();
    agreement(&(1..=40).collect::<Vec<Code>>(), &pairs)
}

#[test]
fn agreement_is_scikit_learns_for_each_code_and_over_all() {
    for case in theirs()["coders"].as_array().unwrap() {
        let ours = compared(&given(&case["one"]), &given(&case["other"]));
        let kappas = case["kappas"].as_array().unwrap();
        assert_eq!(ours.codes.len(), kappas.len());
        for (ours, theirs) in ours.codes.iter().zip(kappas) {
            let ours = ours.kappa.unwrap().kappa;
            assert!((ours - theirs.as_f64().unwrap()).abs() < 1e-9, "{ours} and not {theirs}");
        }
        let overall = ours.overall.unwrap().kappa;
        assert!((overall - case["overall"].as_f64().unwrap()).abs() < 1e-9);
    }
}

#[test]
fn a_code_that_nobody_gave_says_nothing_of_agreement() {
    let it = compared(&[vec![1], vec![2, 1], vec![2]], &[vec![1], vec![1, 2], vec![1]]);
    let codes: Vec<_> = it.codes.iter().map(|it| (it.code, it.one, it.other, it.both)).collect();
    assert_eq!(codes, [(1, 2, 3, 2), (2, 2, 1, 1)]);
    assert_eq!((it.texts, it.alike), (3, 2), "the order of codes does not matter");
    // The second coder gives code 1 to all: chance agrees as often as the two do.
    assert!(it.codes[0].kappa.unwrap().kappa.abs() < 1e-12);
    // Decisions 1 0 1 1 0 1 and 1 0 1 1 1 0: 4 of 6 agree, by chance (4*4 + 2*2)/36 do, so kappa is 0.25.
    assert!((it.overall.unwrap().kappa - 0.25).abs() < 1e-12);
    assert_eq!(compared(&[], &[]).overall, Err(Untested::Empty));
    assert_eq!(compared(&[vec![1]], &[vec![1]]).codes[0].kappa, Err(Untested::NoVariance));
}
