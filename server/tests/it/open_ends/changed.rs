//! What is wrong with a coding, said at its place; codes and codings that are deleted.

use axum::http::StatusCode;
use insta::assert_snapshot;
use store::people::Role;

use super::{ENDS, HERE, analyst, begun, columns, marks, prices, texts, undoes};
use crate::actors::{Answer, Respondent, after_minutes, now};
use crate::staff::{file, lines, signed_in};

/// What is said of a form that is wrong, and the page that says it.
async fn faults(person: &mut Respondent<'_>, url: &str, body: &str) -> (String, Answer) {
    let page = person.posts(url, body).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    (lines(&page.html, ".fault"), page)
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_place_and_nothing_that_was_typed_is_lost() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    let (said, page) = faults(&mut wang, HERE, "source=why&var=1why&label_zh=&label_en=").await;
    assert_snapshot!(said, @r"
    Begin with an English letter; go on with letters, digits and _, 64 at most.
    Type a label in one language at least.
    ");
    assert!(page.html.contains("value=\"1why\""));
    for taken in ["why", "count", "brand", "id", "one"] {
        let (said, page) = faults(&mut wang, HERE, &format!("source=why&var={taken}&label_en=Mine")).await;
        assert_eq!(
            said,
            "A question, a column, a page or a word of conditions has this name already. Choose another.",
            "{taken}"
        );
        assert!(page.html.contains("value=\"Mine\""));
    }
    begun(&mut wang).await;
    let (said, _) = faults(&mut wang, HERE, "source=why&var=why_coded&label_en=Again").await;
    assert_eq!(
        said,
        "A question, a column, a page or a word of conditions has this name already. Choose another."
    );

    let coding = format!("{HERE}/why_coded");
    let (said, _) = faults(&mut wang, &coding, "deed=give").await;
    assert_snapshot!(said, @r"
    Tick a text, a group, or all that are found.
    Tick a code.
    ");
    let (_, page) = faults(&mut wang, &coding, "deed=give&text=3").await;
    assert!(page.html.contains("name=\"text\" value=\"3\" checked"), "what was ticked stays");
    let frame = format!("{coding}/frame");
    for number in ["1", "0", "x", "10000", ""] {
        let (said, page) =
            faults(&mut wang, &frame, &format!("deed=put&number={number}&label_en=Kept")).await;
        assert!(said.contains("number"), "{number}: {said}");
        assert!(page.html.contains("value=\"Kept\""));
    }
    wang.posts(&frame, "deed=drop&was=2").await;
    let (said, _) = faults(&mut wang, &frame, "deed=put&number=2&label_en=Other").await;
    assert_snapshot!(said, @"A code or a choice has this number, or had it. Choose another.");
    assert_eq!(wang.gets(&format!("{HERE}/none")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_deleted_code_comes_back_with_what_had_it_and_a_deleted_coding_leaves_the_data() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    begun(&mut wang).await;
    marks(&mut wang, "deed=give&text=1&code=1&code=2").await;
    let frame = format!("{HERE}/why_coded/frame");
    wang.posts(&frame, "deed=drop&was=1").await;
    let page = wang.opens(&frame).await;
    assert_snapshot!(lines(&page.html, ".open-ends__net, .frame-code summary, #gone-heading ~ ul"), @r"
    2 Service 3 texts
    1 Price Bring back
    ");
    assert_snapshot!(texts(&mut wang, "?seen=coded").await, @"价格便宜 × 3 Service Code alone");
    wang.posts(&frame, "deed=put&was=1&label_en=Price again").await;
    assert_snapshot!(texts(&mut wang, "?seen=coded").await, @"价格便宜 × 3 Price again Service Code alone");
    let answer = wang.posts(&format!("{HERE}/why_coded/gone"), "").await;
    assert_eq!(answer.location(), format!("{HERE}?done=gone"));
    let file = file(&mut wang, "ends", "").await;
    assert!(!file.html.lines().next().unwrap().contains("why_coded"));
    let mut owner = signed_in(&site, "olga", &[Role::Owner]).await;
    let log = owner.opens("/surveys/ends/audit").await;
    assert!(["Coding begun", "Code frame changed", "Coding deleted"].iter().all(|it| log.html.contains(it)));
}

#[tokio::test]
async fn a_coding_is_named_anew_also_when_a_newer_version_takes_its_name() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    begun(&mut wang).await;
    marks(&mut wang, "deed=give&text=1&code=1").await;
    let frame = format!("{HERE}/why_coded/frame");
    for (body, said) in [
        (
            "var=brand&label_en=R",
            "A question, a column, a page or a word of conditions has this name already. Choose another.",
        ),
        ("var=7&label_en=R", "Begin with an English letter; go on with letters, digits and _, 64 at most."),
        ("var=why_coded", "Type a label in one language at least."),
    ] {
        assert_eq!(faults(&mut wang, &frame, &format!("deed=name&{body}")).await.0, said, "{body}");
    }
    let same = wang.posts(&frame, "deed=name&var=why_coded&label_zh=理由&label_en=The reason").await;
    assert_eq!(same.location(), format!("{frame}?done=renamed"));

    let newer = ENDS
        .replace("version: 1.0.0", "version: 1.1.0")
        .replace("var: adult", "var: why_coded")
        .replace("adult ==", "why_coded ==");
    store::surveys::add(&site.db, &newer, true, now()).await.unwrap();
    for page in [HERE, &frame] {
        let page = wang.opens(page).await;
        assert!(lines(&page.html, ".notice").contains("A question of a newer version has this name"));
    }
    let named = wang.posts(&frame, "deed=name&var=reason&label_zh=理由&label_en=The reason").await;
    let frame = format!("{HERE}/reason/frame");
    assert_eq!(named.location(), format!("{frame}?done=renamed"));
    let page = wang.opens(&frame).await;
    assert_snapshot!(lines(&page.html, "h1, .notice, .frame-code summary"), @r"
    The reason
    2 Service 0 texts
    1 Price 3 texts
    ");
    assert_snapshot!(columns(&mut wang, &["reason_1", "reason_2"]).await, @r"
    1 1 0
    2 1 0
    3
    4
    5
    7 1 0
    8
    ");
    let mut owner = signed_in(&site, "olga", &[Role::Owner]).await;
    assert!(owner.opens("/surveys/ends/audit").await.html.contains("Coding renamed"));
}

#[tokio::test]
async fn the_choices_of_every_version_stand_in_a_coding_that_was_begun_before() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    wang.posts(HERE, "source=brand_98_text&var=brand_coded&label_en=Brand").await;
    let newer = ENDS
        .replace("version: 1.0.0", "version: 1.1.0")
        .replace("2: {zh: 乙, en: Beta}, 98", "3: {zh: 丙, en: Delta}, 9999: {zh: 丁, en: Last}, 98");
    store::surveys::add(&site.db, &newer, true, now()).await.unwrap();
    let mut respondent = site.respondent();
    respondent.opens("/s/ends").await;
    after_minutes(1);
    respondent.answers("adult=1&brand=3").await;
    let frame = format!("{HERE}/brand_coded/frame");
    let page = wang.opens(&frame).await;
    assert_snapshot!(lines(&page.html, ".frame-code"), @r"
    1 Alpha 0 texts · a choice of the question
    3 Delta 0 texts · a choice of the question
    9999 Last 0 texts · a choice of the question
    2 Beta 0 texts · a choice of the question
    ");
    assert!(page.html.contains("value=\"101\""), "a number that the form takes");
    assert_snapshot!(columns(&mut wang, &["brand_coded_2", "brand_coded_3"]).await, @r"
    1 0
    2 0
    3 1
    4 0
    5 0
    7 0
    8 0
    9  1
    ");
    let own = wang.posts(&frame, "deed=put&number=3&label_en=Mine").await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The last number of all: the next one is one that was left out.
    wang.posts(&frame, "deed=put&number=9998&label_en=Mine").await;
    assert!(wang.opens(&frame).await.html.contains("value=\"101\""));
}

#[tokio::test]
async fn a_number_whose_addition_was_undone_is_refused_in_words() {
    let site = prices().await;
    let mut wang = analyst(&site, "wang").await;
    begun(&mut wang).await;
    let frame = format!("{HERE}/why_coded/frame");
    wang.posts(&frame, "deed=put&number=5&label_en=Price").await;
    undoes(&mut wang, "why_coded").await;
    let again = wang.posts(&frame, "deed=put&number=5&label_en=Quality").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(lines(&again.html, ".fault"), @"A code or a choice has this number, or had it. Choose another.");
    assert!(again.html.contains("value=\"Quality\""));
}
