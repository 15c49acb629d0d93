//! Webhooks: what arrives at a receiver, what is tried again, what is never sent; and their page.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use app::signature::of_body;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use insta::assert_snapshot;
use store::people::Role;
use store::webhooks::{self, Event};
use survey::Moment;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::actors::{Respondent, Site, after_minutes, now};
use crate::staff::{TINY, answers, lines, signed_in, tiny};

const SECRET: &str = "5f0c1d2e3a4b5968778695a4b3c2d1e0f9e8d7c6b5a4938271605f4e3d2c1b0a";

const HERE: &str = "/surveys/tiny/webhooks";

/// A program on this machine that takes what webhooks are told.
#[derive(Clone, Default)]
struct Receiver {
    /// Signatures and bodies.
    got: Arc<Mutex<Vec<(String, String)>>>,
    /// What it answers, one after the other; 200 after the last.
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    /// Listens, and answers so. Where.
    async fn listens(answers: &[u16]) -> (Receiver, String) {
        let receiver = Receiver {
            answers: Arc::new(Mutex::new(answers.iter().copied().collect())),
            ..Receiver::default()
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let router = Router::new().route("/in", post(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (receiver, url)
    }

    /// What arrived, in order of its words: none is promised among deliveries.
    fn bodies(&self) -> String {
        let mut bodies: Vec<_> = self.got.lock().unwrap().iter().map(|(_, body)| body.clone()).collect();
        bodies.sort();
        bodies.join("\n")
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> Response {
    assert_eq!(headers[header::CONTENT_TYPE], "application/json");
    let signature = headers["canvass-signature"].to_str().unwrap().to_owned();
    receiver.got.lock().unwrap().push((signature, body));
    let status = receiver.answers.lock().unwrap().pop_front().unwrap_or(200);
    let elsewhere = [(header::LOCATION, "/in")];
    (StatusCode::from_u16(status).unwrap(), elsewhere, format!("status {status}\nand more")).into_response()
}

/// A site that tells this address everything. The webhook.
async fn told(url: &str) -> (Site, i64) {
    let site = Site::with(&[TINY]).await;
    let webhook =
        webhooks::add(&site.db, &tiny(), (url, SECRET), &Event::CHOICES, "lin", now()).await.unwrap();
    (site, webhook)
}

/// Sends what is due; to this machine too.
async fn sends(site: &Site) {
    server::webhooks::run_due(&site.db, true, now).await.unwrap();
}

/// The deliveries on the page: event, how it stands, answer.
async fn listed(person: &mut Respondent<'_>) -> String {
    let page = person.opens(HERE).await;
    lines(&page.html, ".deliveries tbody tr")
}

#[tokio::test]
async fn what_happens_arrives_signed_and_without_answers() {
    let (receiver, url) = Receiver::listens(&[]).await;
    let (site, _) = told(&url).await;
    answers(&site, "region=1&sex=1", "advice=secret&again=2").await;
    sends(&site).await;
    sends(&site).await;
    assert_snapshot!(receiver.bodies(), @r#"
    {"event":"cell.full","survey":"tiny","cell":"1.1","plan":"plan","table":"region_sex","at":"2026-01-12T06:42:00Z","id":"1-1768200120000"}
    {"event":"interview.complete","survey":"tiny","interview":1,"at":"2026-01-12T06:42:00Z","id":"2-1768200120000"}
    "#);
    for (signature, body) in receiver.got.lock().unwrap().iter() {
        assert_eq!(*signature, of_body(SECRET, now().0 / 1000, body));
    }
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    assert_snapshot!(listed(&mut lin).await, @r"
    An interview is complete #1 2026-01-12 06:42 Delivered try 1 of 8 200 status 200 and more 2026-01-12 06:42
    A quota cell is full plan region_sex 1.1 2026-01-12 06:42 Delivered try 1 of 8 200 status 200 and more 2026-01-12 06:42
    ");
}

#[tokio::test]
async fn what_fails_is_tried_again_and_signed_anew_until_it_is_taken() {
    let (receiver, url) = Receiver::listens(&[500, 302, 404]).await;
    let (site, webhook) = told(&url).await;
    webhooks::test(&site.db, &tiny(), webhook, now()).await.unwrap();
    sends(&site).await;
    // Ten seconds are not over.
    sends(&site).await;
    for wait in [1, 1, 5] {
        after_minutes(wait);
        sends(&site).await;
    }
    let got = receiver.got.lock().unwrap().clone();
    assert_eq!(got.len(), 4);
    assert!(got.iter().all(|(_, body)| *body == got[0].1), "{got:?}");
    assert_eq!(got[3].0, of_body(SECRET, now().0 / 1000, &got[3].1));
    assert_ne!(got[0].0, got[3].0);
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    assert_snapshot!(listed(&mut lin).await, @"Test 2026-01-12 06:40 Delivered try 4 of 8 200 status 200 and more 2026-01-12 06:47");
}

#[tokio::test]
async fn what_nobody_takes_is_given_up_and_tried_again_by_hand() {
    let (receiver, url) = Receiver::listens(&[503; 8]).await;
    let (site, webhook) = told(&url).await;
    webhooks::test(&site.db, &tiny(), webhook, now()).await.unwrap();
    for _ in 0..12 {
        sends(&site).await;
        after_minutes(24 * 60);
    }
    assert_eq!(receiver.got.lock().unwrap().len(), 8);
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    assert_snapshot!(listed(&mut lin).await, @"Test 2026-01-12 06:40 Given up try 8 of 8 Try again 503 status 503 and more 2026-01-19 06:40");
    let delivery = webhooks::last(&site.db, webhook, 1).await.unwrap()[0].id;
    let answer = lin.posts(&format!("{HERE}/{webhook}/deliveries/{delivery}"), "").await;
    assert_eq!(answer.location(), format!("{HERE}?done=retry"));
    sends(&site).await;
    assert_snapshot!(listed(&mut lin).await, @"Test 2026-01-12 06:40 Delivered try 1 of 8 200 status 200 and more 2026-01-24 06:40");
}

#[tokio::test]
async fn nothing_is_sent_to_this_machine_or_its_networks_unless_the_server_allows_it() {
    let (receiver, url) = Receiver::listens(&[]).await;
    let (site, webhook) = told(&url).await;
    let by_name = url.replace("127.0.0.1", "localhost");
    let names =
        webhooks::add(&site.db, &tiny(), (&by_name, SECRET), &[Event::Closed], "lin", now()).await.unwrap();
    for it in [webhook, names] {
        webhooks::test(&site.db, &tiny(), it, now()).await.unwrap();
    }
    server::webhooks::run_due(&site.db, false, now).await.unwrap();
    assert_eq!(receiver.bodies(), "");
    for it in [webhook, names] {
        let last = webhooks::last(&site.db, it, 1).await.unwrap().remove(0);
        assert_eq!((last.last_status, last.last_answer.as_deref()), (None, Some("private")));
    }
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    assert!(listed(&mut lin).await.contains("Not sent: the address is one of a private network."));
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_told_apart() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let (site, webhook) = told(&gone).await;
    let nowhere = ("http://there-is-no-such-host.invalid/", SECRET);
    let nowhere = webhooks::add(&site.db, &tiny(), nowhere, &[Event::Closed], "lin", now()).await.unwrap();
    let mut words = Vec::new();
    for it in [webhook, nowhere] {
        webhooks::test(&site.db, &tiny(), it, now()).await.unwrap();
        sends(&site).await;
        words.push(webhooks::last(&site.db, it, 1).await.unwrap().remove(0).last_answer.unwrap());
    }
    assert_eq!(words, ["connection", "host"]);
}

#[tokio::test]
async fn an_answer_whose_body_breaks_off_is_an_answer() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (site, webhook) = told(&format!("http://{}/", listener.local_addr().unwrap())).await;
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut read = Vec::new();
        // The body is JSON: it ends so.
        while !read.ends_with(b"}") {
            stream.read_buf(&mut read).await.unwrap();
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nthanks").await.unwrap();
    });
    webhooks::test(&site.db, &tiny(), webhook, now()).await.unwrap();
    sends(&site).await;
    let last = webhooks::last(&site.db, webhook, 1).await.unwrap().remove(0);
    assert_eq!((last.last_status, last.last_answer.as_deref()), (Some(200), Some("thanks")));
}

#[tokio::test]
async fn a_manager_makes_one_and_sees_its_secret_once() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let body = "url=https://hooks.example/in?key=1&event=survey.closed&event=interview.complete";
    let page = lin.posts(HERE, body).await;
    assert_eq!(page.status, StatusCode::OK);
    let secret = lines(&page.html, ".one-time-link code");
    assert_eq!(
        (secret.len(), lines(&page.html, ".one-time-link h2")),
        (64, "The secret for hooks.example".into())
    );
    let list = lin.opens(HERE).await;
    assert!(!list.html.contains(&secret));
    assert_snapshot!(lines(&list.html, "section[id^=webhook]"), @"To hooks.example https://hooks.example/in?key=1 On · An interview is complete, The survey is closed Made by lin, 2026-01-12 06:40 Send a test Switch off New secret… All that is sent from then on is signed with the new one. The old one is of no use any more. Make another secret Delete… What waits is not sent any more, and the list below is gone. Delete it");

    let id = webhooks::list(&site.db, &tiny()).await.unwrap()[0].id;
    let page = lin.posts(&format!("{HERE}/{id}/secret"), "").await;
    let other = lines(&page.html, ".one-time-link code");
    assert!(other.len() == 64 && other != secret);
    for (verb, done) in [("test", "A test is on its way"), ("off", "Switched off."), ("on", "Switched on.")] {
        let answer = lin.posts(&format!("{HERE}/{id}/{verb}"), "").await;
        assert!(lin.opens(answer.location()).await.html.contains(done), "{verb}");
    }
    let due = webhooks::due_of(&site.db, id, Moment(i64::MAX), 9).await.unwrap();
    assert_eq!((due.len(), due[0].secret.as_str()), (1, other.as_str()));
    let answer = lin.posts(&format!("{HERE}/{id}/gone"), "").await;
    assert!(lin.opens(answer.location()).await.html.contains("Nobody is told anything yet."));
    assert_eq!(lin.posts(&format!("{HERE}/{id}/test"), "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn all_that_is_wrong_with_one_is_said_and_what_was_typed_is_kept() {
    let site = Site::with(&[TINY]).await;
    let mut lin = signed_in(&site, "lin", &[Role::Manager]).await;
    let mut said = Vec::new();
    for url in ["http://hooks.example/", "https://169.254.169.254/latest", "https://[::1]/", ""] {
        let page = lin.posts(HERE, &format!("url={url}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{url}");
        assert!(page.html.contains(&format!("value=\"{url}\"")), "{url}");
        said.push(lines(&page.html, ".notice, .fault"));
    }
    // The same of each.
    said.dedup();
    assert_snapshot!(said.join("\n\n"), @r"
    There are 2 things to put right.
    Enter an address that begins with https://, without a password, and not of a private network; 500 characters at most.
    Tick at least one.
    ");
    assert_eq!(webhooks::list(&site.db, &tiny()).await.unwrap(), []);
}

#[test]
fn the_vectors_of_the_analysts_page_are_right() {
    let page = include_str!("../../../docs/analyst.md");
    let (_, rest) = page.split_once("### Test vectors").unwrap();
    assert!(rest.contains(SECRET));
    let block = rest.split("```").nth(1).unwrap().trim();
    let vectors: Vec<Vec<&str>> = block.split("\n\n").map(|it| it.lines().collect()).collect();
    assert_eq!(vectors.len(), 2);
    for vector in vectors {
        let [body, signature] = vector[..] else { panic!("{vector:?}") };
        assert_eq!(of_body(SECRET, 1_768_200_001, body), signature);
    }
}
