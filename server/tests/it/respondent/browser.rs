//! What an interview that runs in a browser asks of the server, and is told.

use axum::http::{StatusCode, header};
use survey::interview::Interview;
use survey::outbox::{Post, Word};
use survey::portable::handout::Handout;
use survey::{Disposition, Go, portable};

use crate::actors::{Answer, MINI, Respondent, Site};
use crate::staff::TINY;

const SURVEY: &str = "mini-program-2026";

/// What stands in an attribute of the form on a page.
fn data(page: &Answer, name: &str) -> String {
    let after = page.html.split_once(&format!(" data-{name}=\"")).expect("the form has it").1;
    after.split('"').next().unwrap_or_default().to_owned()
}

fn read<T: serde::de::DeserializeOwned>(answer: &Answer) -> T {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.html);
    postcard::from_bytes(&answer.bytes).expect("it reads")
}

fn body(pairs: &[(String, String)]) -> String {
    let pairs: Vec<_> = pairs.iter().map(|(name, text)| format!("{name}={text}")).collect();
    pairs.join("&")
}

/// The first page as a browser posts it.
fn first(page: &Answer, id: &str) -> Vec<(String, String)> {
    let post = Post {
        id: id.to_owned(),
        page: "intro".to_owned(),
        turn: 0,
        go: Go::Next,
        lang: None,
        seen: vec!["consent".to_owned()],
        spent: 4200,
        fields: vec![("consent".to_owned(), "1".to_owned())],
    };
    let mut pairs = post.pairs();
    pairs.push(("_start".to_owned(), data(page, "token")));
    pairs
}

async fn begun(respondent: &mut Respondent<'_>) -> (Answer, Word) {
    let page = respondent.opens(&format!("/s/{SURVEY}?lang=en")).await;
    let word = data(&page, "word");
    let answer = respondent.asks_for(&word, &format!("/s/{SURVEY}?lang=en"), &body(&first(&page, "a"))).await;
    let said = read(&answer);
    (page, said)
}

#[tokio::test]
async fn a_post_that_asks_for_a_word_is_told_where_the_interview_stands() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    let (page, said) = begun(&mut respondent).await;
    let token = survey::Token::parse(&data(&page, "token")).unwrap();
    let kept = site.kept(&token).await.interview;
    assert_eq!((said.last_post.as_deref(), said.turn, said.to), (Some("a"), 1, None));
    assert_eq!(said.digest, portable::digest(&kept));
    assert_eq!(kept.millis["intro"], 4200);
    assert!(respondent.cookies.contains_key(&format!("canvass_i_{SURVEY}")));
}

#[tokio::test]
async fn the_same_post_again_changes_nothing_and_is_told_the_same() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    let (page, said) = begun(&mut respondent).await;
    let (word, again) = (data(&page, "word"), body(&first(&page, "a")));
    let answer = respondent.asks_for(&word, &format!("/s/{SURVEY}?lang=en"), &again).await;
    assert_eq!(read::<Word>(&answer), said);
    let answer = respondent.asks_for(&word, &format!("/i/{}", data(&page, "token")), &again).await;
    assert_eq!(read::<Word>(&answer), said);
    assert_eq!(site.dispositions(SURVEY).await, "started");
}

#[tokio::test]
async fn an_end_is_told_as_the_page_to_look_at() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    let page = respondent.opens(&format!("/s/{SURVEY}?lang=en")).await;
    let refuses = body(&first(&page, "a")).replace("consent=1", "consent=2");
    let answer = respondent.asks_for(&data(&page, "word"), &format!("/s/{SURVEY}?lang=en"), &refuses).await;
    let said: Word = read(&answer);
    assert_eq!(said.to, Some(format!("/i/{}", data(&page, "token"))));
}

#[tokio::test]
async fn the_interview_is_given_to_its_browser_without_what_was_noticed_of_it() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    let (page, _) = begun(&mut respondent).await;
    let path = format!("/i/{}/interview", data(&page, "token"));
    let plain = respondent.gets(&path).await;
    assert_eq!(plain.status, StatusCode::CONFLICT, "only who can read it is given it");
    let answer = respondent.gets_as(&data(&page, "word"), &path).await;
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let given: Interview = read(&answer);
    assert_eq!(given.drafts["intro"].fields, [("consent".to_owned(), "1".to_owned())]);
    assert_eq!(given.disposition, Disposition::Started);
    assert!(given.signs.is_empty() && given.flags.is_empty() && given.cells.is_empty());
}

#[tokio::test]
async fn a_handout_is_kept_for_ever_and_has_nothing_that_respondents_must_not_know() {
    let site = Site::with(&[MINI]).await;
    let mut respondent = site.respondent();
    let page = respondent.opens(&format!("/s/{SURVEY}?lang=en")).await;
    let answer = respondent.gets(&data(&page, "handout")).await;
    assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    let handout: Handout = read(&answer);
    assert_eq!(handout.speech.len(), 2);
    assert_eq!(handout.speech[0].blocks.len(), handout.questionnaire.pages.len());
    let text = String::from_utf8_lossy(&answer.bytes);
    for secret in ["S_AGE", "Q_SPEED", "by_region", "C01"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_questionnaire_whose_way_rests_on_a_trap_is_plain_forms_alone() {
    let first = "pages:
- page: zero
  questions:
  - {var: like, type: grid, text: {en: 'Like?', zh: '?'}, rows: {look: {en: Look, zh: L}, attn: {en: 'Choose 1', zh: C, trap: 1}},
     scale: {1: {en: A, zh: A}, 2: {en: B, zh: B}}}
  then:
  - {end: screened_out, code: S_TRAP, if: trapped(like)}";
    let trapped = TINY.replacen("pages:", first, 1);
    let site = Site::with(&[&trapped]).await;
    let page = site.respondent().opens("/s/tiny").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.html.contains("data-handout") && !page.html.contains("<script"), "{}", page.html);
}
