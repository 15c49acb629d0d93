//! Open ends: texts listed, grouped and coded, "other" sorted back into the list, two coders compared, all undone.

mod changed;

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;

use crate::actors::{Answer, Respondent, Site, after_minutes};
use crate::staff::{file, lines, signed_in};

const HERE: &str = "/surveys/ends/open-ends";

const ENDS: &str = r#"
survey: ends
version: 1.0.0
title: {zh: 开放, en: Open}
langs: [zh, en]
default: en
contact: {zh: 小组, en: The team}
field: {n: 40, year: 2026, loi: 1m}
pages:
- page: one
  questions:
  - {var: adult, type: single, text: {zh: 成年？, en: "Adult?"}, choices: {1: {zh: 是, en: "Yes"}, 2: {zh: 否, en: "No"}}}
  - {var: why, nr: A1, type: open, required: false, text: {zh: 为什么, en: Why}}
  - {var: brand, nr: A2, type: multi, text: {zh: 品牌, en: Brand}, choices: {1: {zh: 甲, en: Alpha}, 2: {zh: 乙, en: Beta}, 98: {zh: 其他, en: Other, other: true}}}
  then:
  - {end: screened_out, code: S_AGE, if: adult == 2}
ends:
  complete: {text: {zh: 谢谢, en: Thank you}}
  screened_out: {text: {zh: 谢谢, en: Thank you}}
  quota_full: {text: {zh: 谢谢, en: Thank you}}
  rejected: {text: {zh: 谢谢, en: Thank you}}
"#;

/// A field in which each of these answered.
async fn site(answers: &[&str]) -> Site {
    let site = Site::with(&[ENDS]).await;
    for answers in answers {
        let mut respondent = site.respondent();
        respondent.opens("/s/ends").await;
        after_minutes(1);
        respondent.answers(&format!("adult=1&{answers}")).await;
    }
    site
}

/// What seven people say: four about the price, three of them in the same words.
async fn prices() -> Site {
    site(&[
        "why=价格便宜&brand=1",
        "why=价格 便宜！&brand=1",
        "why=方便&brand=2",
        "why=价格便宜，量又足&brand=1",
        "why=&brand=1",
        "adult=2&why=too young&brand=1",
        "why=价格便宜。&brand=98&brand=1&brand_98_text=beta",
        "why=<b>售后</b>慢&brand=98&brand_98_text=Gamma",
    ])
    .await
}

async fn analyst<'a>(site: &'a Site, name: &str) -> Respondent<'a> {
    signed_in(site, name, &[Role::Analyst]).await
}

/// Begins a coding of why people say so, with two codes.
async fn begun(person: &mut Respondent<'_>) {
    let answer = person.posts(HERE, "source=why&var=why_coded&label_zh=原因&label_en=Reason").await;
    assert_eq!(answer.location(), format!("{HERE}/why_coded/frame"), "{}", answer.html);
    for code in ["1&label_zh=价格&label_en=Price&net_en=Money", "2&label_zh=服务&label_en=Service"] {
        let answer =
            person.posts(&format!("{HERE}/why_coded/frame"), &format!("deed=put&number={code}")).await;
        assert_eq!(answer.location(), format!("{HERE}/why_coded/frame?done=put"), "{}", answer.html);
    }
}

/// Each text with what stands beside it.
async fn texts(person: &mut Respondent<'_>, query: &str) -> String {
    let page = person.opens(&format!("{HERE}/why_coded{query}")).await;
    assert_eq!(page.status, StatusCode::OK);
    lines(&page.html, ".verbatim")
}

async fn marks(person: &mut Respondent<'_>, body: &str) -> Answer {
    person.posts(&format!("{HERE}/why_coded"), body).await
}

/// Presses the button that undoes, as it stands on a page.
async fn undoes(person: &mut Respondent<'_>, var: &str) -> String {
    let page = person.opens(&format!("{HERE}/{var}")).await;
    let words = lines(&page.html, ".open-ends__undo button");
    let Some((_, step)) = page.html.split_once("name=\"step\" value=\"") else { return "nothing".into() };
    let step = step.split('"').next().unwrap();
    let answer = person.posts(&format!("{HERE}/{var}/undo"), &format!("step={step}")).await;
    assert_eq!(answer.location(), format!("{HERE}/{var}?done=undone"));
    words
}

/// Id and some columns of each row of a data file.
async fn columns(person: &mut Respondent<'_>, names: &[&str]) -> String {
    let file = file(person, "ends", "").await;
    let mut reader = csv::Reader::from_reader(file.html.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let at =
        |name: &str| heads.iter().position(|it| it == name).unwrap_or_else(|| panic!("{name}: {heads:?}"));
    let places: Vec<usize> = std::iter::once("id").chain(names.iter().copied()).map(at).collect();
    let rows = reader.records().map(|it| it.unwrap());
    let row = |it: csv::StringRecord| {
        let cells: Vec<&str> = places.iter().map(|at| &it[*at]).collect();
        cells.join(" ").trim_end().to_owned()
    };
    rows.map(row).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn texts_of_completes_are_listed_the_same_words_once_and_codes_stand_in_the_data() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    let page = wang.opens(HERE).await;
    assert_snapshot!(lines(&page.html, ".open-ends__source > h2, .open-ends__source > p"), @r"
    A1 Why
    why · 6 texts
    A2 Brand
    Beside “Other”.
    brand_98_text · 2 texts
    ");
    begun(&mut wang).await;
    assert_snapshot!(texts(&mut wang, "").await, @r"
    价格便宜 × 3 Code alone
    方便 Code alone
    价格便宜，量又足 Code alone
    <b>售后</b>慢 Code alone
    ");
    let page = wang.opens(&format!("{HERE}/why_coded")).await;
    assert!(page.html.contains("&lt;b&gt;售后&lt;/b&gt;慢") && !page.html.contains("<b>售后"));
    let somebodys = "<span lang=\"\" dir=\"auto\" class=\"verbatim__text\">";
    assert_eq!(page.html.matches(somebodys).count(), 4, "words of others, in whatever language");

    let answer = marks(&mut wang, "deed=give&text=1&text=8&code=1").await;
    assert_eq!(answer.location(), format!("{HERE}/why_coded?done=marked"));
    marks(&mut wang, "deed=take&text=8&code=1").await;
    marks(&mut wang, "deed=give&text=8&code=2").await;
    assert_snapshot!(texts(&mut wang, "").await, @r"
    价格便宜 × 3 Price Code alone
    方便 Code alone
    价格便宜，量又足 Perhaps Price, as 价格便宜 Code alone
    <b>售后</b>慢 Service Code alone
    ");
    assert_snapshot!(texts(&mut wang, "?seen=uncoded").await, @r"
    方便 Code alone
    价格便宜，量又足 Perhaps Price, as 价格便宜 Code alone
    ");
    assert_snapshot!(texts(&mut wang, "?code=2").await, @"<b>售后</b>慢 Service Code alone");
    // A full-width comma is no letter.
    let found = texts(&mut wang, "?q=%EF%BC%8C%E9%87%8F").await;
    assert_snapshot!(found, @"价格便宜，量又足 Perhaps Price, as 价格便宜 Code alone");
    assert_snapshot!(columns(&mut wang, &["why_coded_1", "why_coded_2"]).await, @r"
    1 1 0
    2 1 0
    3
    4
    5
    7 1 0
    8 0 1
    ");
    let page = wang.opens(&format!("{HERE}?lang=zh")).await;
    let codings = lines(&page.html, ".open-ends__codings");
    assert_snapshot!(codings, @"why_coded 原因 已编码 4 条，未编码 2 条 · 2 个编码值 · 编码员：wang");
}

#[tokio::test]
async fn a_group_or_all_that_is_found_is_coded_at_once_and_undone_at_once() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    begun(&mut wang).await;
    assert_snapshot!(texts(&mut wang, "?groups=1").await, @r"
    价格便宜 × 3 价格便宜，量又足 2 rows, 4 texts, 0 coded. Open the group
    方便 1 row, 1 text, 0 coded. Open the group
    <b>售后</b>慢 1 row, 1 text, 0 coded. Open the group
    ");
    assert_snapshot!(texts(&mut wang, "?group=4").await, @r"
    价格便宜 × 3 Code alone
    价格便宜，量又足 Code alone
    ");
    wang.posts(&format!("{HERE}/why_coded?groups=1"), "deed=give&group=1&code=1").await;
    assert_snapshot!(texts(&mut wang, "?seen=coded").await, @r"
    价格便宜 × 3 Price Code alone
    价格便宜，量又足 Price Code alone
    ");
    wang.posts(&format!("{HERE}/why_coded?seen=uncoded"), "deed=give&all=1&code=2").await;
    assert_snapshot!(texts(&mut wang, "?code=2").await, @r"
    方便 Service Code alone
    <b>售后</b>慢 Service Code alone
    ");
    assert_snapshot!(undoes(&mut wang, "why_coded").await, @"Undo: coding of 2 texts, 2026-01-12 06:48");
    assert_snapshot!(undoes(&mut wang, "why_coded").await, @"Undo: coding of 4 texts, 2026-01-12 06:48");
    assert_snapshot!(texts(&mut wang, "?seen=coded").await, @"");
}

#[tokio::test]
async fn the_nets_of_a_code_frame_stand_in_tables() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    begun(&mut wang).await;
    let frame = format!("{HERE}/why_coded/frame");
    wang.posts(&frame, "deed=put&number=3&label_en=Fees&net_en=Money").await;
    marks(&mut wang, "deed=give&text=1&code=1&code=3").await;
    marks(&mut wang, "deed=give&text=3&code=2").await;
    marks(&mut wang, "deed=give&text=4&code=3").await;
    let page = wang.opens("/surveys/ends/tables?stub=why_coded&show=column&show=n").await;
    assert_snapshot!(lines(&page.html, "table.cross tbody tr"), @r"
    Base, n 5
    Price 60.0
    n 3
    Service 20.0
    n 1
    Fees 80.0
    n 4
    Net: Money 80.0
    n 4
    ");
    let of_another = wang.opens("/surveys/ends/tables?stub=brand&show=column").await;
    assert!(!of_another.html.contains("Money"));
}

#[tokio::test]
async fn a_text_alone_is_saved_whole_and_leads_to_the_next_one() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    begun(&mut wang).await;
    let first = format!("{HERE}/why_coded?text=1");
    let answer = wang.posts(&first, "deed=set&text=1&code=1&code=2").await;
    assert_eq!(answer.location(), format!("{HERE}/why_coded?text=3&done=marked"));
    // The text is like one that has codes.
    let page = wang.opens(&format!("{HERE}/why_coded?text=4")).await;
    assert_snapshot!(lines(&page.html, "blockquote, main .panel .hint, main .panel button"), @r"
    价格便宜，量又足
    Perhaps Price, Service, as 价格便宜
    Save, and the next one
    Take what is suggested
    ");
    let answer = wang.posts(&format!("{HERE}/why_coded?text=4"), "deed=suggested&text=4").await;
    assert_eq!(answer.location(), format!("{HERE}/why_coded?text=8&done=marked"));
    wang.posts(&first, "deed=set&text=1&code=2").await;
    assert_snapshot!(texts(&mut wang, "?seen=coded").await, @r"
    价格便宜 × 3 Service Code alone
    价格便宜，量又足 Price Service Code alone
    ");
    let answer = wang.posts(&first, "deed=set&text=1&code=2").await;
    assert!(answer.location().ends_with("&done=unchanged"));
}

#[tokio::test]
async fn other_is_sorted_back_into_the_list_and_what_was_answered_stays() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    let answer = wang.posts(HERE, "source=brand_98_text&var=brand_coded&label_en=Brand").await;
    let page = wang.opens(answer.location()).await;
    assert_snapshot!(lines(&page.html, ".open-ends__question, .frame-code, #new input[name=number]"), @r"
    A2 Beside “Other”. brand_coded
    1 Alpha 0 texts · a choice of the question
    2 Beta 0 texts · a choice of the question
    ");
    assert!(page.html.contains("name=\"number\"") && page.html.contains("value=\"101\""));
    let frame = format!("{HERE}/brand_coded/frame");
    wang.posts(&frame, "deed=put&number=101&label_en=Gamma").await;
    let coding = format!("{HERE}/brand_coded");
    wang.posts(&coding, "deed=give&text=7&code=2").await;
    let names = [
        "brand_1",
        "brand_2",
        "brand_98",
        "brand_98_text",
        "brand_coded_1",
        "brand_coded_2",
        "brand_coded_98",
        "brand_coded_101",
    ];
    assert_snapshot!(columns(&mut wang, &names).await, @r"
    1 1 0 0  1 0 0 0
    2 1 0 0  1 0 0 0
    3 0 1 0  0 1 0 0
    4 1 0 0  1 0 0 0
    5 1 0 0  1 0 0 0
    7 1 0 1 beta 1 1 0 0
    8 0 0 1 Gamma 0 0 1 0
    ");
    assert_snapshot!(undoes(&mut wang, "brand_coded").await, @"Undo: coding of 1 text, 2026-01-12 06:48");
    wang.posts(&coding, "deed=give&text=8&code=101").await;
    assert_snapshot!(columns(&mut wang, &names).await, @r"
    1 1 0 0  1 0 0 0
    2 1 0 0  1 0 0 0
    3 0 1 0  0 1 0 0
    4 1 0 0  1 0 0 0
    5 1 0 0  1 0 0 0
    7 1 0 1 beta 1 0 1 0
    8 0 0 1 Gamma 0 0 0 1
    ");
    // A choice of the question stays as it is, and its number is no other's.
    let own = wang.posts(&frame, "deed=put&was=2&label_en=Mine").await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = wang.posts(&frame, "deed=put&number=98&label_en=Mine").await;
    assert_snapshot!(lines(&other.html, ".fault"), @"A code or a choice has this number, or had it. Choose another.");
}

#[tokio::test]
async fn two_coders_are_compared_and_settled_and_neither_sees_the_others_codes() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    begun(&mut wang).await;
    let agreement = format!("{HERE}/why_coded/agreement");
    let page = wang.opens(&agreement).await;
    assert_snapshot!(lines(&page.html, "main > p:last-child"), @"So far one coder at most has coded here.");
    let mut lin = analyst(&site, "lin").await;
    marks(&mut wang, "deed=give&text=1&text=4&code=1").await;
    marks(&mut wang, "deed=give&text=3&text=8&code=2").await;
    assert_snapshot!(lines(&lin.opens(&format!("{HERE}/why_coded")).await.html, ".verbatim__codes"), @"");
    marks(&mut lin, "deed=give&text=1&text=3&code=1").await;
    marks(&mut lin, "deed=give&text=4&code=1&code=2").await;
    assert_snapshot!(undoes(&mut lin, "why_coded").await, @"Undo: coding of 1 text, 2026-01-12 06:48");
    marks(&mut lin, "deed=give&text=4&code=1&code=2").await;
    let page = lin.opens(&agreement).await;
    assert_snapshot!(lines(&page.html, "#figures ~ dl > div, #figures ~ .scroller tr, .difference"), @r"
    Texts that both have coded 5
    With exactly the same codes 3 / 5 (60.0 %)
    Cohen’s kappa over all codes 0.40 (-0.16–0.96)
    Code wang lin (you) Both κ 95 % interval
    1 Price 4 5 4 0.00
    2 Service 1 1 0 -0.25 -0.59–0.09
    方便 wang Service lin (you) Price As wang As lin (you) Other codes Codes 1 Price 2 Service Settle on these
    价格便宜，量又足 wang Price lin (you) Price Service As wang As lin (you) Other codes Codes 1 Price 2 Service Settle on these
    ");
    assert_snapshot!(columns(&mut lin, &["why_coded_1", "why_coded_2"]).await, @r"
    1 1 0
    2 1 0
    3 0 1
    4 1 0
    5
    7 1 0
    8 0 1
    ");

    let answer = lin.posts(&agreement, "text=3&codes=1").await;
    assert!(answer.location().ends_with("done=settled"));
    lin.posts(&agreement, "text=4&code=1&code=2").await;
    let page = lin.opens(&agreement).await;
    assert_snapshot!(lines(&page.html, "#differences + p, .difference"), @"They differ in 2 rows; 2 settled.");
    assert_snapshot!(columns(&mut lin, &["why_coded_1", "why_coded_2"]).await, @r"
    1 1 0
    2 1 0
    3 1 0
    4 1 1
    5
    7 1 0
    8 0 1
    ");
    let nothing = lin.posts(&agreement, "text=4").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    undoes(&mut lin, "why_coded").await;
    assert_snapshot!(columns(&mut lin, &["why_coded_1", "why_coded_2"]).await, @r"
    1 1 0
    2 1 0
    3 1 0
    4 1 0
    5
    7 1 0
    8 0 1
    ");
}
