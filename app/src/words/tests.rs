//! The words are there in both languages, and whoever asks gets theirs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use axum::http::HeaderValue;

use super::*;

fn files(dir: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false if path.to_string_lossy().ends_with(ending) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}

/// The ids in the files of one language, each with the values that it wants.
fn ids(lang: &str) -> BTreeSet<String> {
    let texts =
        files(&format!("locales/{lang}"), ".ftl").into_iter().map(|it| fs::read_to_string(it).unwrap());
    let mut ids = BTreeSet::new();
    let mut id = String::new();
    for line in texts.collect::<Vec<_>>().join("\n").lines() {
        if line.starts_with(|it: char| it.is_ascii_lowercase()) {
            id = line.split_once('=').unwrap().0.trim().to_owned();
            assert!(ids.insert(id.clone()), "{id} stands twice in {lang}");
        }
        for value in line.split('$').skip(1) {
            let name: String = value.chars().take_while(|it| it.is_ascii_alphanumeric()).collect();
            ids.insert(format!("{id} with {name}"));
        }
    }
    ids
}

#[test]
fn both_languages_have_the_same_words_with_the_same_values() {
    let (zh, en) = (ids("zh"), ids("en"));
    assert!(en.len() > 50);
    assert_eq!(zh.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn every_word_that_the_code_asks_for_is_there() {
    let known = ids("en");
    let mut asked = 0;
    for path in files("src", ".rs") {
        let code = fs::read_to_string(&path).unwrap();
        for call in code.split("t(").chain(code.split("t_with(")).skip(1) {
            let Some(id) = call.split_once(", \"").filter(|(lang, _)| lang.len() < 16 && !lang.contains('"'))
            else {
                continue;
            };
            let id = id.1.split('"').next().unwrap();
            let is_id = !id.is_empty()
                && id.bytes().all(|it| it.is_ascii_lowercase() || it == b'-' || it.is_ascii_digit());
            if is_id && call.starts_with(['l', '&']) {
                assert!(known.contains(id), "{id} of {} has no words", path.display());
                asked += 1;
            }
        }
    }
    assert!(asked > 20, "only {asked} found: the test no longer reads the code rightly");
}

#[test]
fn words_come_in_the_language_asked_for_and_else_in_english() {
    assert_eq!(t("zh", "next"), "下一页");
    assert_eq!(t("en", "next"), "Next");
    assert_eq!(t("fr", "next"), "Next");
    assert_eq!(mark("fr"), Some("en"));
    assert_eq!(mark("zh"), None);
}

#[test]
fn numbers_choose_their_form_and_carry_no_marks() {
    assert_eq!(t_with("en", "fault-too-few", &[("count", 1.into())]), "Choose at least one answer.");
    assert_eq!(t_with("en", "fault-too-few", &[("count", 3.into())]), "Choose at least 3 answers.");
    assert_eq!(t_with("zh", "rank-place", &[("place", 2.into())]), "第2位");
}

fn chosen(query: &str, cookie: &str, browser: &str) -> String {
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, HeaderValue::from_str(&format!("lang={cookie}")).unwrap());
    headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(browser).unwrap());
    preferred(&headers, Some(query), &["zh", "en"]).unwrap_or_else(|| "none".into())
}

#[test]
fn the_address_comes_before_the_cookie_and_the_cookie_before_the_browser() {
    assert_eq!(chosen("lang=en", "zh", "zh-CN"), "en");
    assert_eq!(chosen("lang=xx", "zh", "en"), "zh");
    assert_eq!(chosen("", "", "fr-CH, fr;q=0.9, en;q=0.8, zh;q=0.7"), "en");
    assert_eq!(chosen("", "", "zh-Hans-CN;q=0.9, en-GB;q=0.4"), "zh");
    assert_eq!(chosen("", "", "en;q=0, fr"), "none");
    assert_eq!(chosen("lang=&lang=en", "%%%", ";;q=,,,"), "none");
}
