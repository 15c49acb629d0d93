//! Which language a page is in, and how it changes without losing anything.

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use futures::future::join_all;
use tower::ServiceExt;

use crate::actors::{MINI, Site};

#[tokio::test]
async fn the_link_comes_before_the_cookie_the_cookie_before_the_browser_and_then_the_default() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.accept_language = "fr-FR".into();
    let url = "/s/mini-program-2026";
    assert!(respondent.opens(url).await.html.contains("<html lang=\"zh\" dir=\"ltr\">"));
    respondent.accept_language = "fr, en-US;q=0.7, zh;q=0.3".into();
    assert!(respondent.opens(url).await.html.contains("<html lang=\"en\""));
    respondent.cookies.insert("lang".into(), "zh".into());
    assert!(respondent.opens(url).await.html.contains("<html lang=\"zh\""));
    assert!(respondent.opens(&format!("{url}?lang=en")).await.html.contains("<html lang=\"en\""));
    assert!(respondent.opens(&format!("{url}?lang=xx")).await.html.contains("<html lang=\"zh\""));
}

#[tokio::test]
async fn a_change_of_language_keeps_what_was_typed_and_complains_of_nothing() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    respondent.answers("consent=1").await;
    let page = respondent.presses("_lang=en", "birth_year=19&province=44").await;
    insta::assert_snapshot!(page.text(), @r"
    # About you
    sex =
    birth_year = 19
    province = 44
    place =
    ");
    assert_eq!(respondent.cookies["lang"], "en");
    let page = respondent.presses("_lang=zh", "sex=2").await;
    assert_eq!(page.form().control("birth_year").values, ["19"]);
    assert_eq!(page.form().control("sex").values, ["2"]);
}

#[tokio::test]
async fn the_language_can_be_changed_on_the_first_page_which_begins_the_interview() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    let page = respondent.presses("_lang=en", "consent=1").await;
    assert!(page.html.contains("Do you agree") || page.html.contains("do you agree"), "{}", page.html);
    assert_eq!(page.form().control("consent").values, ["1"]);
    assert_eq!(site.dispositions("mini-program-2026").await, "started");
}

/// leptos looks for the document when it writes `<Html>`, and on a busy server does not always find it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_names_its_language_every_time() {
    let site = Site::with(&[MINI]).await;
    let ask = || {
        let request = Request::get("/s/mini-program-2026?lang=zh").body(Body::empty()).unwrap();
        let response = site.router.clone().oneshot(request);
        tokio::spawn(async { to_bytes(response.await.unwrap().into_body(), usize::MAX).await.unwrap() })
    };
    for page in join_all((0..200).map(|_| ask())).await {
        let html = String::from_utf8(page.unwrap().to_vec()).unwrap();
        assert!(html.contains("<html lang=\"zh\" dir=\"ltr\">"), "{html}");
    }
}

#[tokio::test]
async fn an_end_page_is_there_in_both_languages() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    let end = respondent.answers("consent=2").await;
    assert!(
        end.html.contains("好的，感谢您的关注。") && end.html.contains("href=\"?lang=en\""),
        "{}",
        end.html
    );
    let end = respondent.opens(&format!("/i/{}?lang=en", respondent.token())).await;
    assert!(end.html.contains("Thank you for your interest.") && end.html.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn a_questionnaire_in_a_third_language_works_and_runs_its_own_way() {
    let site = Site::with(&[ARABIC]).await;
    let mut respondent = site.respondent();
    let page = respondent.opens("/s/arabic").await;
    assert!(page.html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", page.html);
    assert!(page.html.contains("كم عمرك؟"));
    assert!(page.html.contains("<div lang=\"en\" class=\"interview__actions\">"));
    let end = respondent.answers("age=30").await;
    assert!(end.html.contains("شكرا") && end.html.contains("data-disposition=\"complete\""));
    assert!(end.headers.get(header::SET_COOKIE).is_none());
}

const ARABIC: &str = "
survey: arabic
version: 1.0.0
title: {ar: استطلاع}
langs: [ar]
default: ar
contact: {ar: study@example.org}
pages:
- page: one
  questions:
  - {var: age, type: number, range: [1, 120], text: {ar: كم عمرك؟}}
ends:
  complete: {text: {ar: شكرا}}
";
