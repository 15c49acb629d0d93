//! The way back to the source when an interview has ended.

use app::signature::{fits, sign};
use axum::http::{StatusCode, header};
use store::review::{Judgement, judge};
use store::sources::{self, Returns, SourceKind, SourceSettings};

use super::{KEY, begins, completes, returns, said, set, site, titled};
use crate::actors::{Answer, MINI, Respondent, Site, now};
use crate::staff::tiny;

fn panel() -> SourceSettings {
    SourceSettings { returns: returns(), ..titled() }
}

/// Where the page goes on to of its own accord.
fn refresh(answer: &Answer) -> &str {
    answer.headers.get(header::REFRESH).map(|it| it.to_str().unwrap()).unwrap_or_default()
}

async fn leaves(respondent: &mut Respondent<'_>) -> String {
    let path = format!("/i/{}/return", respondent.token());
    let answer = respondent.gets(&path).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    answer.location().to_owned()
}

#[tokio::test]
async fn the_end_page_of_a_panel_goes_on_to_the_panel_and_has_a_link_besides() {
    let site = site(SourceKind::Panel, panel()).await;
    let mut anna = site.respondent();
    let end = completes(&mut anna, "/s/tiny?source=river&pid=a%20%26b&lang=en").await;
    let token = anna.token();
    assert_eq!(end.url, format!("/i/{token}?onward=1"));
    assert_eq!(refresh(&end), format!("0; url=/i/{token}/return"));
    assert!(end.html.contains(&format!("href=\"/i/{token}/return\"")), "{}", end.html);
    assert_eq!(leaves(&mut anna).await, "https://panel.example/done?pid=a%20%26b&status=complete");
    // Looked at again, it stays.
    let again = anna.opens(&format!("/i/{token}")).await;
    assert_eq!(refresh(&again), "");
    assert!(again.html.contains("/return"));
}

#[tokio::test]
async fn each_way_to_end_has_an_address_of_its_own() {
    let site = site(SourceKind::Panel, panel()).await;
    let mut anna = site.respondent();
    anna.opens("/s/tiny?source=river&pid=1").await;
    anna.answers("adult=2&region=1&sex=1").await;
    assert_eq!(leaves(&mut anna).await, "https://panel.example/out?pid=1&status=screened_out");

    let mut fast = site.respondent();
    fast.opens("/s/tiny?source=river&pid=2").await;
    fast.answers("adult=1&region=1&sex=1").await;
    fast.answers("again=1").await;
    assert_eq!(leaves(&mut fast).await, "https://panel.example/rejected?pid=2&status=rejected");

    // One man of the north is wanted, and one is there.
    completes(&mut site.respondent(), "/s/tiny?source=river&pid=3").await;
    let mut late = site.respondent();
    begins(&mut late, "/s/tiny?source=river&pid=4").await;
    assert_eq!(leaves(&mut late).await, "https://panel.example/full?pid=4&status=quota_full");
    assert_eq!(site.dispositions("tiny").await, "screened_out rejected complete quota_full");
}

#[tokio::test]
async fn who_refuses_goes_where_screened_out_people_go() {
    let site = Site::with(&[MINI]).await;
    let survey = "mini-program-2026".to_owned().into();
    sources::create(&site.db, &survey, ("river", SourceKind::Panel, "River"), "lin", now()).await.unwrap();
    sources::change(&site.db, &survey, "river", panel(), "lin", now()).await.unwrap();
    let mut anna = site.respondent();
    anna.opens("/s/mini-program-2026?source=river&pid=1").await;
    let end = anna.answers("consent=2").await;
    assert!(end.html.contains("data-disposition=\"refused\""));
    assert_eq!(leaves(&mut anna).await, "https://panel.example/out?pid=1&status=refused");
}

#[tokio::test]
async fn a_rejected_person_sees_what_a_complete_one_sees_to_the_byte() {
    for settings in [panel(), titled()] {
        let site = site(SourceKind::Panel, settings).await;
        let mut good = site.respondent();
        let complete = completes(&mut good, "/s/tiny?source=river&pid=1").await;
        let mut fast = site.respondent();
        fast.opens("/s/tiny?source=river&pid=2").await;
        fast.answers("adult=1&region=2&sex=2").await;
        let rejected = fast.answers("again=1").await;
        assert_eq!(site.dispositions("tiny").await, "complete rejected");
        let without = |it: &str, token: &survey::Token| it.replace(token.as_str(), "TOKEN");
        let (one, other) = (good.token(), fast.token());
        assert_eq!(without(&complete.url, &one), without(&rejected.url, &other));
        assert_eq!(without(refresh(&complete), &one), without(refresh(&rejected), &other));
        assert_eq!(without(&complete.html, &one), without(&rejected.html, &other));
    }
}

#[tokio::test]
async fn a_rejection_after_the_fact_changes_no_page_of_ours() {
    let site = site(SourceKind::Panel, panel()).await;
    let mut anna = site.respondent();
    let before = completes(&mut anna, "/s/tiny?source=river&pid=1").await;
    let id = site.kept(&anna.token()).await.id;
    judge(&site.db, &tiny(), &[id], Judgement::Reject, ("lin", ""), now()).await.unwrap();
    assert_eq!(anna.opens(&before.url).await.html, before.html);
    assert!(leaves(&mut anna).await.ends_with("status=rejected"));
    assert_eq!(
        said(&anna.opens("/s/tiny?source=river&pid=1&lang=en").await),
        "409 # You have taken part already"
    );
}

#[tokio::test]
async fn the_way_back_is_signed_with_the_newest_key() {
    let site = site(SourceKind::Panel, SourceSettings { signed_return: true, ..panel() }).await;
    let newest = "c".repeat(64);
    sources::make_key(&site.db, &tiny(), "river", &newest, "lin", now()).await.unwrap();
    let mut anna = site.respondent();
    completes(&mut anna, "/s/tiny?source=river&pid=%E5%BC%A0").await;
    let address = leaves(&mut anna).await;
    let (plain, signature) = address.split_once("&sig=").unwrap();
    assert_eq!(plain, "https://panel.example/done?pid=%E5%BC%A0&status=complete");
    assert_eq!(signature, sign(&newest, "pid=张&status=complete"));
    assert!(!fits(&[KEY.to_owned()], "pid=张&status=complete", signature));
}

#[tokio::test]
async fn variables_and_the_number_of_the_interview_go_back_with_the_person() {
    let complete = Some("https://panel.example/{zone}?i={interview}&w={wave}&p={pid}".to_owned());
    let settings = SourceSettings {
        returns: Returns { rejected: complete.clone(), complete, ..Returns::default() },
        variables: vec!["wave".into(), "zone".into()],
        ..titled()
    };
    let site = site(SourceKind::Open, settings).await;
    let mut anna = site.respondent();
    completes(&mut anna, "/s/tiny?source=river&wave=2%2F3&zone=../x&other=1").await;
    let id = site.kept(&anna.token()).await.id.0;
    assert_eq!(leaves(&mut anna).await, format!("https://panel.example/..%2Fx?i={id}&w=2%2F3&p="));
}

#[tokio::test]
async fn where_there_is_no_way_back_nothing_changes() {
    let site = site(SourceKind::Panel, titled()).await;
    for link in ["/s/tiny?source=river&pid=1", "/s/tiny?source=elsewhere", "/s/tiny"] {
        let mut anna = site.respondent();
        anna.opens(link).await;
        let end = anna.answers("adult=2&region=1&sex=1").await;
        assert_eq!((end.url.as_str(), refresh(&end)), (format!("/i/{}", anna.token()).as_str(), ""));
        assert!(!end.html.contains("/return"), "{}", end.html);
        assert_eq!(leaves(&mut anna).await, format!("/i/{}", anna.token()));
    }
}

#[tokio::test]
async fn nobody_leaves_before_the_end() {
    let site = site(SourceKind::Panel, panel()).await;
    let mut anna = site.respondent();
    begins(&mut anna, "/s/tiny?source=river&pid=1").await;
    assert_eq!(leaves(&mut anna).await, format!("/i/{}", anna.token()));
    assert_eq!(refresh(&anna.opens(&format!("/i/{}?onward=1", anna.token())).await), "");
    assert_eq!(site.respondent().gets("/i/0123456789abcdef0123456789abcdef/return").await.status, 404);
}

#[tokio::test]
async fn a_full_source_and_a_closed_one_say_so_at_the_door_and_lead_back() {
    let site = site(SourceKind::Panel, SourceSettings { cap: Some(1), ..panel() }).await;
    completes(&mut site.respondent(), "/s/tiny?source=river&pid=1").await;
    let mut late = site.respondent();
    let page = late.opens("/s/tiny?source=river&pid=2&lang=en").await;
    assert_eq!(said(&page), "200 # There are enough interviews by this link");
    assert!(
        page.html.contains("href=\"https://panel.example/full?pid=2&amp;status=quota_full\""),
        "{}",
        page.html
    );
    set(&site, panel()).await;
    sources::set_open(&site.db, &tiny(), "river", false, "lin", now()).await.unwrap();
    let page = late.opens("/s/tiny?source=river&pid=2&lang=en").await;
    assert_eq!(said(&page), "200 # This way in is closed");
    assert!(page.html.contains("https://panel.example/full"));
    assert_eq!(site.dispositions("tiny").await, "complete");
}
