//! Links, sources and panels: the way in, the way back, and the desk's pages about them.

use app::signature::{canonical, fits, sign};
use store::sources::{self, Returns, SourceKind, SourceSettings};

use crate::actors::{Answer, Respondent, Site, after_minutes, now};
use crate::staff::{TINY, tiny};

mod desk;
mod lists;
mod onward;

/// The key that the panel and we share.
pub const KEY: &str = "5f0c1d2e3a4b5968778695a4b3c2d1e0f9e8d7c6b5a4938271605f4e3d2c1b0a";

/// The tiny survey with a source `river`.
pub async fn site(kind: SourceKind, settings: SourceSettings) -> Site {
    let site = Site::with(&[TINY]).await;
    sources::create(&site.db, &tiny(), ("river", kind, "River"), "lin", now()).await.unwrap();
    sources::make_key(&site.db, &tiny(), "river", KEY, "lin", now()).await.unwrap();
    set(&site, settings).await;
    site
}

pub async fn set(site: &Site, settings: SourceSettings) {
    sources::change(&site.db, &tiny(), "river", settings, "lin", now()).await.unwrap();
}

pub fn titled() -> SourceSettings {
    SourceSettings { title: "River".into(), ..SourceSettings::default() }
}

/// Addresses for everybody, one for each way to end.
pub fn returns() -> Returns {
    let address = |word: &str| Some(format!("https://panel.example/{word}?pid={{pid}}&status={{status}}"));
    Returns {
        complete: address("done"),
        screened_out: address("out"),
        quota_full: address("full"),
        rejected: address("rejected"),
    }
}

fn signed() -> SourceSettings {
    SourceSettings { signed_arrival: true, ..titled() }
}

/// A link that the panel signed `minutes` ago.
fn link(pid: &str, minutes: i64) -> String {
    let query = format!("source=river&pid={pid}&time={}", now().0 / 1000 - minutes * 60);
    format!("/s/tiny?{query}&sig={}", sign(KEY, &query))
}

/// The first page, sent.
pub async fn begins(respondent: &mut Respondent<'_>, link: &str) -> Answer {
    respondent.opens(link).await;
    after_minutes(1);
    respondent.answers("adult=1&region=1&sex=1").await
}

/// The whole interview.
pub async fn completes(respondent: &mut Respondent<'_>, link: &str) -> Answer {
    begins(respondent, link).await;
    after_minutes(1);
    respondent.answers("again=1").await
}

/// The status and the first words of a page.
pub fn said(answer: &Answer) -> String {
    format!("{} {}", answer.status.as_u16(), answer.text().lines().next().unwrap_or_default())
}

#[test]
fn the_vectors_of_the_vendors_page_are_right() {
    let page = include_str!("../../../docs/vendor.md");
    let (_, rest) = page.split_once("### Test vectors").unwrap();
    assert!(rest.contains(KEY));
    let block = rest.split("```").nth(1).unwrap().trim();
    let vectors: Vec<Vec<&str>> = block.split("\n\n").map(|it| it.lines().collect()).collect();
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let [query, text, signature] = vector[..] else { panic!("{vector:?}") };
        assert_eq!(canonical(query), text);
        assert_eq!(sign(KEY, query), signature);
        assert!(fits(&[KEY.to_owned()], &format!("{query}&sig={signature}"), signature));
    }
}

#[tokio::test]
async fn a_signed_link_begins_one_interview_and_leads_back_to_it_on_the_same_phone() {
    let site = site(SourceKind::Panel, signed()).await;
    let mut anna = site.respondent();
    let link = link("7", 0);
    let page = begins(&mut anna, &link).await;
    assert!(page.html.contains("name=\"again\""), "{}", page.text());
    let kept = site.kept(&anna.token()).await;
    assert_eq!((kept.source.as_deref(), kept.pid.as_deref()), (Some("river"), Some("7")));
    let back = anna.gets(&link).await;
    assert_eq!(back.location(), format!("/i/{}", anna.token()));

    // Sent on to somebody else, it shows nothing of hers.
    let mut bert = site.respondent();
    bert.accept_language = "en".into();
    assert_eq!(said(&bert.opens(&link).await), "409 # This link has been used");
    assert_eq!(site.dispositions("tiny").await, "started");
}

#[tokio::test]
async fn a_used_link_shows_its_own_phone_how_the_interview_ended() {
    let site = site(SourceKind::Panel, signed()).await;
    let mut anna = site.respondent();
    let link = link("7", 0);
    anna.opens(&link).await;
    let end = anna.answers("adult=2&region=1&sex=1").await;
    assert_eq!(anna.gets(&link).await.location(), end.url);
    assert_eq!(site.respondent().opens(&link).await.status, 409);
}

#[tokio::test]
async fn the_first_page_sent_twice_begins_once_also_by_a_signed_link() {
    let site = site(SourceKind::Panel, signed()).await;
    let mut anna = site.respondent();
    anna.opens(&link("7", 0)).await;
    let mut form = anna.page().form();
    form.fill("adult=1&region=1&sex=1");
    let first = anna.posts(&form.action, &form.body("_go=next")).await;
    let second = anna.posts(&form.action, &form.body("_go=next")).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(site.dispositions("tiny").await, "started");
}

#[tokio::test]
async fn two_phones_that_open_a_signed_link_at_once_begin_one_interview() {
    let site = site(SourceKind::Panel, signed()).await;
    let (mut anna, mut bert) = (site.respondent(), site.respondent());
    bert.accept_language = "en".into();
    let link = link("7", 0);
    anna.opens(&link).await;
    bert.opens(&link).await;
    anna.answers("adult=1&region=1&sex=1").await;
    let late = bert.answers("adult=1&region=1&sex=2").await;
    assert_eq!(said(&late), "409 # This link has been used");
    assert_eq!(site.dispositions("tiny").await, "started");
}

#[tokio::test]
async fn a_link_that_is_altered_unsigned_or_too_old_is_refused_kindly() {
    let site = site(SourceKind::Panel, signed()).await;
    let mut anna = site.respondent();
    anna.accept_language = "en".into();
    let fine = link("7", 0);
    let time = now().0 / 1000;
    let broken = [
        fine.replace("pid=7", "pid=8"),
        fine.replace("pid=7", "pid=7&pid=8"),
        format!("{fine}&wave=1"),
        fine.split("&sig=").next().unwrap().to_owned(),
        fine[..fine.len() - 1].to_owned(),
        "/s/tiny?source=river&pid=7".to_owned(),
        format!("/s/tiny?source=river&pid=7&sig={}", sign(KEY, "source=river&pid=7")),
        format!("/s/tiny?source=river&time={time}&sig={}", sign(KEY, &format!("source=river&time={time}"))),
        link("7", -6),
    ];
    for link in &broken {
        let page = anna.opens(link).await;
        assert_eq!(said(&page), "403 # This link does not work", "{link}");
        assert!(page.html.contains("The tiny team"), "the contact stands on it");
        assert!(!page.html.contains("<form"), "{link}");
    }
    assert_eq!(said(&anna.opens(&link("7", 24 * 60 + 1)).await), "410 # This link is too old");
    for fine in [
        link("7", 24 * 60 - 1),
        link("7", -4),
        format!("{fine}&lang=en"),
        fine.replace("&sig=", "&lang=en&sig="),
    ] {
        assert!(anna.opens(&fine).await.html.contains("name=\"adult\""), "{fine}");
    }
    anna.accept_language = "zh".into();
    anna.cookies.clear();
    assert_eq!(said(&anna.opens(&broken[0]).await), "403 # 此链接无法使用");
    assert_eq!(site.dispositions("tiny").await, "");
}

#[tokio::test]
async fn a_form_written_by_hand_is_not_believed_more_than_a_link() {
    let site = site(SourceKind::Panel, signed()).await;
    let mut anna = site.respondent();
    let old = link("7", 49 * 60).replace("/s/tiny?", "").replace('&', "%26").replace('=', "%3D");
    for body in ["_link=source%3Driver%26pid%3D7", &format!("_link={old}")] {
        let answer = anna.posts("/s/tiny", &format!("{body}&adult=1&region=1&sex=1&_go=next")).await;
        assert!(answer.location().starts_with("/s/tiny?source=river&pid=7"), "{}", answer.location());
    }
    // Without its link it belongs to nobody's invoice.
    begins(&mut anna, "/s/tiny").await;
    assert_eq!(site.kept(&anna.token()).await.source, None);
}

#[tokio::test]
async fn every_key_that_is_not_retired_is_believed() {
    let site = site(SourceKind::Panel, signed()).await;
    let fine = link("7", 0);
    sources::make_key(&site.db, &tiny(), "river", &"b".repeat(64), "lin", now()).await.unwrap();
    assert!(site.respondent().opens(&fine).await.html.contains("name=\"adult\""));
    let source = sources::load(&site.db, &tiny(), "river").await.unwrap();
    let old = sources::keys(&site.db, &source).await.unwrap().pop().unwrap();
    assert!(sources::retire_key(&site.db, &tiny(), "river", old.id, "lin", now()).await.unwrap());
    assert_eq!(site.respondent().opens(&fine).await.status, 403);
}

#[tokio::test]
async fn the_second_try_of_a_person_is_told_before_the_first_question() {
    let site = site(SourceKind::Panel, titled()).await;
    let link = "/s/tiny?source=river&pid=7&lang=en";
    let (mut anna, mut late) = (site.respondent(), site.respondent());
    late.opens(link).await;
    completes(&mut anna, link).await;
    assert_eq!(said(&anna.opens(link).await), "409 # You have taken part already");
    assert_eq!(said(&site.respondent().opens(link).await), "409 # You have taken part already");
    // Who had opened it before is told when the first page is sent.
    assert_eq!(said(&late.answers("adult=1&region=1&sex=1").await), "409 # You have taken part already");
    let other = site.respondent().opens("/s/tiny?source=river&pid=8").await;
    assert!(other.html.contains("name=\"adult\""));
    assert_eq!(site.dispositions("tiny").await, "complete");
}

#[tokio::test]
async fn a_panel_must_say_who_it_is_and_an_open_link_need_not() {
    let site = site(SourceKind::Panel, titled()).await;
    let mut anna = site.respondent();
    assert_eq!(anna.opens("/s/tiny?source=river").await.status, 403);
    sources::create(&site.db, &tiny(), ("poster", SourceKind::Open, "Poster"), "lin", now()).await.unwrap();
    assert!(anna.opens("/s/tiny?source=poster").await.html.contains("name=\"adult\""));
    // A name that nobody registered is noted, as it always was.
    begins(&mut anna, "/s/tiny?source=elsewhere&pid=x").await;
    let kept = site.kept(&anna.token()).await;
    assert_eq!((kept.source.as_deref(), kept.pid.as_deref()), (Some("elsewhere"), Some("x")));
}

#[tokio::test]
async fn only_the_variables_that_a_source_keeps_are_kept() {
    let variables = vec!["wave".to_owned(), "zone".to_owned()];
    let site = site(SourceKind::Open, SourceSettings { variables, ..titled() }).await;
    let mut anna = site.respondent();
    let long = "x".repeat(300);
    begins(&mut anna, &format!("/s/tiny?source=river&wave=%E4%B8%80&zone={long}&name=Anna")).await;
    let kept = site.kept(&anna.token()).await.variables;
    assert_eq!(kept.keys().collect::<Vec<_>>(), ["wave", "zone"]);
    assert_eq!((kept["wave"].as_str(), kept["zone"].len()), ("一", 200));
}

#[tokio::test]
async fn the_other_language_keeps_the_link() {
    let site = site(SourceKind::Panel, signed()).await;
    let mut anna = site.respondent();
    let page = anna.opens("/s/tiny?source=river&pid=a%26b&lang=en").await;
    assert!(page.html.contains("href=\"?source=river&amp;pid=a%26b&amp;lang=zh\""), "{}", page.html);
}

#[tokio::test]
async fn the_device_is_told_by_what_the_browser_says() {
    use axum::http::{Request, header};
    let site = Site::with(&[TINY]).await;
    let request = Request::post("/s/tiny")
        .header(header::HOST, "canvass.test")
        .header(header::USER_AGENT, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(axum::body::Body::from("adult=1&region=1&sex=1&_go=next"))
        .unwrap();
    let answer = site.send(request).await;
    let token = survey::Token::parse(answer.location().trim_start_matches("/i/")).unwrap();
    assert_eq!(site.kept(&token).await.device_class.as_deref(), Some("phone"));
}
