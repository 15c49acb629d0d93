//! Respondents: what they open, answer, change and break.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use survey::Disposition;

use crate::actors::robot::walks;
use crate::actors::{MINI, SECOND_HAND, Site};

mod bad_input;
mod browser;
mod language;
mod return_trips;

/// Answers that bring a respondent through the screeners of both questionnaires.
pub const FITS: &str = "consent=1&sex=1&birth_year=1990&province=11&place=5&industry=99&recent=2&shop_ways=1&mp_freq=3\
                    &net_buy=1&modes=1&modes=2&did=1&did=2";

async fn completes(yaml: &str, survey: &str, lang: &str) {
    let site = Site::with(&[yaml]).await;
    let mut respondent = site.respondent();
    respondent.opens(&format!("/s/{survey}?lang={lang}&source=panel&pid=p-1")).await;
    let end = walks(&mut respondent, FITS).await;
    assert!(end.html.contains("<main data-disposition=\"complete\""), "{}", end.html);
    assert!(end.html.contains(&format!("lang=\"{lang}\"")));
    assert!(end.html.contains("study@example.org"));
    let kept = site.kept(&respondent.token()).await;
    assert_eq!(kept.interview.disposition, Disposition::Complete, "{:?}", kept.interview.flags);
    assert_eq!((kept.source.as_deref(), kept.pid.as_deref()), (Some("panel"), Some("p-1")));
    assert_eq!(kept.interview.lang, lang);
}

#[tokio::test]
async fn mini_program_is_walked_to_complete_in_chinese() {
    completes(MINI, "mini-program-2026", "zh").await;
}

#[tokio::test]
async fn mini_program_is_walked_to_complete_in_english() {
    completes(MINI, "mini-program-2026", "en").await;
}

#[tokio::test]
async fn second_hand_is_walked_to_complete_in_chinese() {
    completes(SECOND_HAND, "second-hand-2025", "zh").await;
}

#[tokio::test]
async fn second_hand_is_walked_to_complete_in_english() {
    completes(SECOND_HAND, "second-hand-2025", "en").await;
}

#[tokio::test]
async fn opening_the_link_keeps_nothing_and_sets_no_cookie() {
    let site = Site::with(&[MINI]).await;
    let page = site.respondent().opens("/s/mini-program-2026").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.headers.get(header::SET_COOKIE).is_none());
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(site.dispositions("mini-program-2026").await, "");
}

#[tokio::test]
async fn the_first_page_is_one_small_document_with_one_stylesheet_and_a_script_that_nothing_waits_for() {
    let site = Site::with(&[MINI]).await;
    let request =
        Request::get("/s/mini-program-2026").header(header::ACCEPT, "text/html").body(Body::empty());
    let page = site.send(request.unwrap()).await;
    assert_eq!(page.html.matches("<link rel=\"stylesheet\"").count(), 1);
    assert_eq!(page.html.matches("<script").count(), 1);
    assert!(page.html.contains("<script type=\"module\" src=\"\" async"), "{}", page.html);
    assert!(page.html.len() < 12_000, "{} bytes", page.html.len());
    assert_eq!(page.form().buttons, ["_go=next", "_lang=en"]);
}

#[tokio::test]
async fn whoever_gives_no_consent_ends_as_refused() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    let end = respondent.answers("consent=2").await;
    assert!(end.html.contains("data-disposition=\"refused\""));
    assert_eq!(site.dispositions("mini-program-2026").await, "refused");
}

#[tokio::test]
async fn a_minor_is_screened_out_and_a_full_cell_ends_the_interview() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    let end = walks(&mut respondent, "consent=1&birth_year=2012&province=11&place=5").await;
    assert!(end.html.contains("data-disposition=\"screened_out\""));
    assert!(end.html.contains("暂不相符"));
    let site = Site::with(&[NO_PLACE]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/no-place?lang=en").await;
    let end = respondent.answers("sex=1").await;
    assert!(end.html.contains("data-disposition=\"quota_full\""), "{}", end.html);
    assert!(end.html.contains("We already have enough"));
}

#[tokio::test]
async fn a_rejected_interview_ends_on_the_page_of_a_complete_one_to_the_byte() {
    let site = Site::with(&[JUDGED]).await;
    let mut pages = Vec::new();
    for (sex, disposition) in [(1, "complete"), (2, "rejected")] {
        let mut respondent = site.respondent();
        respondent.opens("/s/judged?lang=en").await;
        pages.push(respondent.answers(&format!("sex={sex}")).await.html);
        assert_eq!(site.kept(&respondent.token()).await.interview.disposition.word(), disposition);
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn an_answer_that_is_missing_is_said_at_the_question_and_in_a_summary_that_takes_the_focus() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026?lang=en").await;
    respondent.answers("consent=1").await;
    let page = respondent.answers("birth_year=abc&province=11").await;
    insta::assert_snapshot!(page.text(), @r"
    # About you
    ! 2 answers need your attention
    sex-complaint: Choose an answer.
    birth_year-complaint: Use digits only, for example 1971.
    sex =
    birth_year = abc
    province = 11
    place =
    ");
    assert!(page.html.contains("<title>Error: About you – "));
    assert!(page.html.contains("href=\"#sex.1\"") && page.html.contains("id=\"sex.1\""));
    assert!(page.html.contains("href=\"#birth_year\"") && page.html.contains("id=\"birth_year\""));
    assert!(
        page.html.contains("aria-describedby=\"birth_year-hint birth_year-complaint birth_year-limits\"")
    );
    assert_eq!(page.html.matches("autofocus").count(), 1, "{}", page.html);
}

#[tokio::test]
async fn full_width_digits_are_a_number() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    respondent.answers("consent=1").await;
    respondent.answers("sex=2&birth_year=１９９０&province=11").await;
    let page = respondent.answers("place=5").await;
    assert!(page.html.contains("name=\"industry\""), "{}", page.text());
}

#[tokio::test]
async fn a_page_that_grew_puts_the_focus_on_the_first_new_question() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/mini-program-2026").await;
    let page = respondent.answers("consent=1").await;
    assert!(!page.html.contains("name=\"place\""));
    let page = respondent.answers("sex=1&birth_year=1990&province=11").await;
    let place = page.html.find("name=\"place\"").unwrap();
    let focus = page.html.find("autofocus").unwrap();
    assert!(page.html[place..focus].len() < 120, "{}", page.html);
    assert!(!page.html.contains("class=\"summary\""));
}

#[tokio::test]
async fn a_warning_is_asked_once_and_passes_when_posted_again() {
    let site = Site::with(&[WARNED]).await;
    let mut respondent = site.respondent();
    respondent.opens("/s/warned?lang=en").await;
    let page = respondent.answers("n=400").await;
    insta::assert_snapshot!(page.text(), @r"
    # A count
    ! Please check one answer
    n-complaint: That is a large number. Please check.
    n = 400
    ");
    assert!(page.html.contains("press “Submit” again"));
    let end = respondent.answers("").await;
    assert!(end.html.contains("data-disposition=\"complete\""));
}

#[tokio::test]
async fn texts_of_a_questionnaire_are_plain_and_never_markup() {
    let site = Site::with(&[MARKUP]).await;
    let mut respondent = site.respondent();
    let page = respondent.opens("/s/markup?lang=en").await;
    assert!(!page.html.contains("<b>") && page.html.contains("&lt;b&gt;"), "{}", page.html);
    assert!(page.html.contains("<p>First line.</p><p>Second line.</p>"), "{}", page.html);
    assert!(page.html.contains("<title>Plain &lt;b&gt;text&lt;/b&gt;</title>"));
    let page = respondent.answers("name=<script>alert(1)</script>").await;
    assert!(!page.html.contains("<script>") && page.html.contains("&lt;script&gt;"), "{}", page.html);
}

const WARNED: &str = "
survey: warned
version: 1.0.0
title: {en: A count, zh: 计数}
langs: [en, zh]
default: en
contact: {en: study@example.org, zh: study@example.org}
pages:
- page: one
  questions:
  - var: n
    type: number
    text: {en: How many?, zh: 多少？}
    range: [1, 999]
    check:
    - {warn: n > 300, text: {en: That is a large number. Please check., zh: 请确认。}}
ends:
  complete: {text: {en: Done., zh: 完成。}}
";

const NO_PLACE: &str = "
survey: no-place
version: 1.0.0
title: {en: A full cell}
langs: [en]
default: en
contact: {en: study@example.org}
pages:
- page: one
  questions:
  - {var: sex, type: single, text: {en: Sex?}, choices: {1: {en: Male}, 2: {en: Female}}}
  then:
  - quota: reserve
ends:
  complete: {text: {en: Done.}}
  quota_full: {text: {en: We already have enough interviews.}}
quota:
  count: complete
  hold: 60m
  active: all
  plans:
    all:
      n: 1
      tables:
      - {name: sex, by: [sex], cells: {1: 0, 2: 1}}
";

const JUDGED: &str = "
survey: judged
version: 1.0.0
title: {en: Judged}
langs: [en]
default: en
contact: {en: study@example.org}
pages:
- page: one
  questions:
  - {var: sex, type: single, text: {en: Sex?}, choices: {1: {en: Male}, 2: {en: Female}}}
ends:
  complete: {text: {en: Thank you for your answers.}}
  rejected: {text: {en: You were rejected.}}
quality:
  rules:
  - {id: women, if: sex == 2, do: reject}
";

const MARKUP: &str = "
survey: markup
version: 1.0.0
title: {en: Plain <b>text</b>}
langs: [en]
default: en
contact: {en: <a href=x>study@example.org</a>}
pages:
- page: one
  questions:
  - info: hello
    text:
      en: |
        First line.
        Second line.
  - {var: name, type: open, text: {en: \"Your <b>name</b>?\"}}
- page: two
  questions:
  - {var: why, type: open, text: {en: \"Why, {name}?\"}}
ends:
  complete: {text: {en: Done.}}
";
