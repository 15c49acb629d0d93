//! The codebook: the page, its counts, and its files.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use serde_json::Value;
use store::audit::log::{self, Wanted};
use store::people::Role;

use crate::actors::{Answer, Respondent, Site};
use crate::staff::{TINY, answers, lines, signed_in};

/// Two completes, one of whom did not answer; and somebody who was screened out.
async fn answered(site: &Site) -> Respondent<'_> {
    answers(site, "region=1&sex=1", "advice=&again=2").await;
    answers(site, "region=2&sex=2", "again=1").await;
    answers(site, "adult=2&region=2&sex=1", "").await;
    signed_in(site, "wang", &[Role::Analyst]).await
}

fn kind(file: &Answer) -> (&str, &str) {
    let header = |name| file.headers[name].to_str().unwrap();
    (header(header::CONTENT_TYPE), header(header::CONTENT_DISPOSITION))
}

#[tokio::test]
async fn every_column_is_there_with_its_codes_in_both_languages() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    let page = analyst.opens("/surveys/tiny/codebook").await;
    let questions = lines(&page.html, ".paper__question");
    let questions: Vec<&str> = questions.lines().collect();
    let [about, questions @ .., paradata] = questions.as_slice() else { panic!("{}", page.html) };
    assert_snapshot!(questions.join("\n"), @r#"
    A0 adult 成年？ Adult? Base All who reach this page Holds one code Code 中文 English 1 是 Yes 2 否 No
    A1 region 地区 Region Base All who reach this page Holds one code Code 中文 English 1 北 North 2 南 South
    A2 sex 性别 Sex Base All who reach this page Holds one code Code 中文 English 1 男 Male 2 女 Female
    B1 advice 建议 Advice Base If A1 is 1 “North” region == 1 Holds text Code 中文 English -9 未作答 Not answered
    B2 again 再来？ Again? Base All who reach this page Holds one code Code 中文 English 1 是 Yes 2 否 No
    "#);
    let has = |text: &str, words: &[&str]| words.iter().all(|it| text.contains(it));
    assert!(has(about, &["About the interview", "disposition", "cell_region_sex", "device_hash"]), "{about}");
    assert!(has(paradata, &["How the interview went", "page_seconds_who", "backs"]), "{paradata}");
}

#[tokio::test]
async fn blanks_are_explained_in_the_reader_s_language() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = signed_in(&site, "wang", &[Role::Analyst]).await;
    let reasons = async |analyst: &mut Respondent<'_>, lang: &str| {
        let page = analyst.opens(&format!("/surveys/tiny/codebook?lang={lang}")).await;
        lines(&page.html, ".paper__blanks tbody th, .paper__blanks tbody code")
    };
    assert_snapshot!(reasons(&mut analyst, "en").await, @r"
    Not asked
    empty
    Not answered
    -9
    Not chosen
    0
    Erased
    -8
    ");
    assert!(reasons(&mut analyst, "zh").await.starts_with("未询问\n空\n未作答\n-9\n"));
}

#[tokio::test]
async fn completes_are_counted_and_nobody_else() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = answered(&site).await;
    let page = analyst.opens("/surveys/tiny/codebook").await;
    assert_snapshot!(lines(&page.html, ".paper__head .hint:last-child"), @"Counted over 2 completes, as they stand now.");
    let questions = lines(&page.html, ".paper__question");
    let wanted = ["A1 ", "B1 ", "B2 "];
    let some = questions.lines().filter(|it| wanted.iter().any(|nr| it.starts_with(nr)));
    assert_snapshot!(some.collect::<Vec<_>>().join("\n"), @r"
    A1 region 地区 Region Base All who reach this page Holds one code Completes With a value: 2 Code 中文 English Completes 1 北 North 1 2 南 South 1
    B1 advice 建议 Advice Base If A1 is 1 “North” region == 1 Holds text Completes With a value: 0 · Not asked: 1 · Not answered: 1 Code 中文 English Completes -9 未作答 Not answered 1
    B2 again 再来？ Again? Base All who reach this page Holds one code Completes With a value: 2 Code 中文 English Completes 1 是 Yes 1 2 否 No 1
    ");
    // What was asked for stays asked for in the other language.
    let page = analyst.opens("/surveys/tiny/codebook?counts=1").await;
    assert!(page.html.contains("href=\"/surveys/tiny/codebook?counts=1&amp;lang=zh\""), "{}", page.html);
    assert!(page.html.contains("href=\"/surveys/tiny/codebook.xml?counts=1\""), "{}", page.html);
}

#[tokio::test]
async fn its_files_have_their_types_and_names_and_are_noted() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = answered(&site).await;
    let json = analyst.gets("/surveys/tiny/codebook.json").await;
    let name = "attachment; filename=\"tiny_1.0.0_codebook.json\"";
    assert_eq!(kind(&json), ("application/json", name));
    let book: Value = serde_json::from_str(&json.html).unwrap();
    assert_eq!(book["variables"][0]["name"], "id");
    assert!(!json.html.contains("\"cases\""));

    let ddi = analyst.gets("/surveys/tiny/codebook.xml").await;
    let name = "attachment; filename=\"tiny_1.0.0_codebook.xml\"";
    assert_eq!(kind(&ddi), ("application/xml; charset=utf-8", name));
    assert!(ddi.html.contains("xmlns=\"ddi:codebook:2_5\"") && !ddi.html.contains("catStat"));

    let xlsx = analyst.gets("/surveys/tiny/codebook.xlsx").await;
    let name = "attachment; filename=\"tiny_1.0.0_codebook.xlsx\"";
    assert_eq!(kind(&xlsx).1, name);
    assert!(xlsx.bytes.starts_with(b"PK"));

    let rows = log::rows(&site.db, &Wanted::default(), None, 100).await.unwrap();
    let noted: Vec<_> =
        rows.iter().filter(|it| it.deed == "download").map(|it| it.subject.as_str()).collect();
    assert_eq!(noted, ["codebook.xlsx", "codebook.xml", "codebook.json"]);
}

#[tokio::test]
async fn files_with_counts_say_how_many_completes_have_what() {
    let site = Site::with(&[TINY]).await;
    let mut analyst = answered(&site).await;
    let json = analyst.gets("/surveys/tiny/codebook.json?counts=1").await;
    let book: Value = serde_json::from_str(&json.html).unwrap();
    let variable =
        |name: &str| book["variables"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap();
    assert_eq!(book["cases"], 2);
    assert_snapshot!(variable("region")["codes"], @r#"
    [{"cases":1,"code":1,"label":{"en":"North","zh":"北"}},{"cases":1,"code":2,"label":{"en":"South","zh":"南"}}]
    "#);
    assert_snapshot!(variable("advice")["cases"], @r#"
    {"erased":0,"not_answered":1,"not_asked":1,"values":0}
    "#);
    let ddi = analyst.gets("/surveys/tiny/codebook.xml?counts=1").await;
    assert!(ddi.html.contains("<caseQnty>2</caseQnty>") && ddi.html.contains("<collDate event=\"start\""));
    assert_eq!(analyst.gets("/surveys/none/codebook.json").await.status, StatusCode::NOT_FOUND);
}
