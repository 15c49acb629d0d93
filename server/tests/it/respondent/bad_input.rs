//! What no browser of ours sends: each gets a clear page with the right status, and nothing is lost.

use std::fmt::Write;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use futures::future::join_all;
use store::interviews::submit;
use survey::{RawAnswers, Token};

use crate::actors::{Answer, MINI, Respondent, Site, now};

/// A respondent on the second page of the questionnaire, with a year typed.
async fn half_way(site: &Site) -> Respondent<'_> {
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026?lang=en").await;
    respondent.answers("consent=1").await;
    respondent.answers("birth_year=1990").await;
    respondent
}

/// The page after something bad still holds what was typed before.
async fn nothing_is_lost(respondent: &mut Respondent<'_>) {
    let page = respondent.opens(&format!("/i/{}", respondent.token())).await;
    assert_eq!(page.form().control("birth_year").values, ["1990"]);
}

fn said(page: &Answer) -> String {
    format!("{} {}", page.status.as_u16(), page.text())
}

#[tokio::test]
async fn an_unknown_survey_or_token_is_not_found_in_the_language_of_the_browser() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    for url in
        ["/s/nothing", "/s/%ff", "/i/nothing", "/i/00000000000000000000000000000000", "/i/%ff", "/nowhere"]
    {
        let page = respondent.gets(url).await;
        assert_eq!(said(&page), "404 # 页面不存在", "{url}");
        let page = respondent.posts(url, "_go=next").await;
        assert!(
            page.status == StatusCode::NOT_FOUND || page.status == StatusCode::BAD_REQUEST,
            "{url}: {}",
            page.status
        );
        assert!(page.html.contains("<h1>"), "{url}");
    }
    respondent.accept_language = "en-GB,en;q=0.5".into();
    assert_eq!(said(&respondent.gets("/i/nothing").await), "404 # Nothing here");
}

#[tokio::test]
async fn a_script_is_told_of_an_error_in_json() {
    let site = Site::with(&[MINI]).await;
    let request =
        Request::get("/nowhere").header(header::ACCEPT, "application/json").body(Body::empty()).unwrap();
    let answer = site.send(request).await;
    assert_eq!((answer.status.as_u16(), answer.html.as_str()), (404, "\"NotFound\""));
}

#[tokio::test]
async fn broken_encodings_are_refused() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let here = format!("/i/{}", respondent.token());
    for body in ["birth_year=%ff", "birth_year=%", "birth_year=%4", "birth_year=%zz&_go=next", "%c3%28=1"] {
        let page = respondent.posts(&here, body).await;
        assert_eq!(said(&page), "400 # That could not be read", "{body}");
        assert!(page.html.contains("study@example.org"));
    }
    let page = respondent.posts("/s/mini-program-2026?lang=zh", "consent=%ff").await;
    assert_eq!(said(&page), "400 # 无法读取提交的内容");
    nothing_is_lost(&mut respondent).await;
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let here = format!("/i/{}", respondent.token());
    for kind in ["application/json", "multipart/form-data; boundary=x", "text/plain"] {
        let request =
            Request::post(&here).header(header::CONTENT_TYPE, kind).header(header::ACCEPT, "text/html");
        let page = site.send(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{kind}");
    }
    nothing_is_lost(&mut respondent).await;
}

#[tokio::test]
async fn ten_thousand_fields_are_refused() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let mut body = String::new();
    for number in 0..10_000 {
        write!(body, "q{number}=1&").unwrap();
    }
    let page = respondent.posts(&format!("/i/{}", respondent.token()), &body).await;
    assert_eq!(said(&page), "400 # That could not be read");
    nothing_is_lost(&mut respondent).await;
}

#[tokio::test]
async fn a_body_of_fifty_megabytes_is_too_large() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let body = format!("birth_year={}", "9".repeat(50_000_000));
    let page = respondent.posts(&format!("/i/{}", respondent.token()), &body).await;
    assert_eq!(said(&page), "413 # That is too large");
    nothing_is_lost(&mut respondent).await;
}

#[tokio::test]
async fn a_code_that_was_not_offered_and_a_number_out_of_range_are_complained_of() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let here = format!("/i/{}", respondent.token());
    let turn = respondent.page().form().control("_turn").values[0].clone();
    let body = format!("_page=screener1&_turn={turn}&sex=7&birth_year=1815&province=11&_go=next");
    assert_eq!(respondent.posts(&here, &body).await.status, StatusCode::SEE_OTHER);
    let page = respondent.opens(&here).await;
    insta::assert_snapshot!(page.text(), @r"
    # About you
    ! 2 answers need your attention
    sex-complaint: This answer is not offered. Choose one of those shown.
    birth_year-complaint: Type a number from 1926 to 2015.
    sex =
    birth_year = 1815
    province = 11
    place =
    ");
}

#[tokio::test]
async fn a_field_named_twice_with_two_answers_is_complained_of() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let here = format!("/i/{}", respondent.token());
    let turn = respondent.page().form().control("_turn").values[0].clone();
    let body = format!("_page=screener1&_turn={turn}&sex=1&sex=2&birth_year=1990&province=11&_go=next");
    respondent.posts(&here, &body).await;
    let page = respondent.opens(&here).await;
    assert!(page.html.contains("Two different answers arrived. Choose one."), "{}", page.text());
}

#[tokio::test]
async fn a_text_that_is_too_long_is_kept_and_complained_of() {
    let site = Site::with(&[OPEN]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/open?lang=en").await;
    let page = respondent.answers(&format!("why={}", "好".repeat(21))).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.html.contains("Shorten the text to 20 characters at most. It has 21 now."),
        "{}",
        page.text()
    );
    assert_eq!(page.form().control("why").values, ["好".repeat(21)]);
}

#[tokio::test]
async fn an_open_answer_ends_neither_its_field_nor_loses_a_line() {
    let site = Site::with(&[OPEN]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/open?lang=en").await;
    for typed in ["</textarea><img>AAAAAA", "\n\n<i>two lines further down"] {
        // Too long, so that it is drawn again.
        let page = respondent.answers(&format!("why={typed}")).await;
        assert!(page.html.contains("Shorten the text"), "{}", page.text());
        assert!(!page.html.contains("<img>") && !page.html.contains("<i>"), "{}", page.html);
        assert_eq!(page.form().control("why").values, [typed]);
    }
}

#[tokio::test]
async fn unknown_fields_and_odd_steering_do_no_harm() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let here = format!("/i/{}", respondent.token());
    for body in [
        "",
        "&&&",
        "=",
        "_page=nowhere&_go=next",
        "_turn=-1&_go=sideways",
        "_lang=%3Cscript%3E&_turn=99999999999",
    ] {
        assert_eq!(respondent.posts(&here, body).await.status, StatusCode::SEE_OTHER, "{body}");
    }
    let page = respondent.opens(&here).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains("name=\"birth_year\""), "{}", page.html);
    assert_eq!(page.html.matches("<script").count(), 1, "ours");
}

#[tokio::test]
async fn a_page_posted_in_a_rush_is_given_back_whole_to_be_sent_again() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let mut form = respondent.page().form();
    form.fill("sex=2&birth_year=1985&province=44");
    // More than the writer lets wait: what comes after them is refused at once.
    let nobody = Token::new(1);
    let crowd = join_all((0..9_000).map(|_| submit(&site.db, &nobody, RawAnswers::default(), now())));
    let body = form.body("_go=next");
    let (_, page) = tokio::join!(crowd, respondent.posts(&form.action, &body));
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.html);
    assert_eq!(page.headers[header::RETRY_AFTER], "5");
    assert!(page.html.contains("Please wait and try again") && page.html.contains("study@example.org"));
    let again = page.form();
    let answer = respondent.posts(&again.action, &again.body("=")).await;
    let page = respondent.opens(answer.location()).await;
    assert_eq!(page.form().control("birth_year").values, ["1985"]);
    assert!(
        page.html.contains("name=\"place\"") && !page.html.contains("class=\"summary\""),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_page_that_cannot_be_kept_at_all_is_answered_with_try_again() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = half_way(&site).await;
    let form = respondent.page().form();
    site.db.close().await;
    let page = respondent.posts(&form.action, &form.body("_go=next")).await;
    assert_eq!(said(&page), "503 # Please wait and try again");
    assert_eq!(page.headers[header::RETRY_AFTER], "5");
}

const OPEN: &str = "
survey: open
version: 1.0.0
title: {en: Open}
langs: [en]
default: en
contact: {en: study@example.org}
pages:
- page: one
  questions:
  - {var: why, type: open, max_len: 20, text: {en: Why?}}
ends:
  complete: {text: {en: Done.}}
";
