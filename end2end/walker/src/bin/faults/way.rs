//! The way from phones to the server: a proxy that notes what respondents are shown, follows a server that was started
//! again, and loses or doubles requests where it is told to.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::http::request;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use rand::RngExt;
use rand::rngs::StdRng;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use walker::Page;

use crate::report::Outcome;

/// A double that is late comes after so long: the phone has gone on meanwhile.
const LATE: Duration = Duration::from_millis(300);

/// A proxy that runs until the program ends.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where phones go.
    pub address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug)]
struct Shared {
    /// Where the server is.
    to: SocketAddr,
    /// Where the proxy does harm, what it draws from.
    chance: Option<StdRng>,
    /// What it did, by word.
    deeds: BTreeMap<&'static str, u64>,
    /// Answers that were no next page.
    seen: BTreeMap<String, u64>,
    /// Those of them that left their reader alone.
    helpless: BTreeMap<String, u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Pass,
    LoseRequest,
    LoseAnswer,
    Twice,
    AgainLater,
}

/// What a connection ends with when there is no answer.
#[derive(Debug, thiserror::Error)]
#[error("the proxy has no answer")]
struct Lost;

type Onward = tokio::sync::Mutex<Option<SendRequest<Full<Bytes>>>>;

impl Way {
    /// Opens a way to a server.
    pub async fn open(to: SocketAddr) -> anyhow::Result<Way> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let (deeds, seen, helpless) = Default::default();
        let shared = Arc::new(Mutex::new(Shared { to, chance: None, deeds, seen, helpless }));
        let way = Way { address: listener.local_addr()?, shared };
        tokio::spawn(accept(listener, way.clone()));
        Ok(way)
    }

    /// Leads to another server from now on.
    pub fn lead_to(&self, to: SocketAddr) {
        self.shared().to = to;
    }

    /// Loses and doubles requests from now on.
    pub fn harm(&self, chance: Option<StdRng>) {
        self.shared().chance = chance;
    }

    /// Tells what respondents were shown that was no next page, and what the proxy did.
    pub fn tell(&self, outcome: &mut Outcome) {
        let shared = self.shared();
        for (deed, times) in &shared.deeds {
            outcome.figure(deed, *times);
        }
        for (page, times) in &shared.seen {
            outcome.page(format!("{times} times {page}"));
        }
        outcome.wrong(shared.helpless.keys().map(|it| format!("a respondent was left alone with {it}")));
    }

    /// How many answers so far were no next page.
    pub fn seen(&self) -> u64 {
        self.shared().seen.values().sum()
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn draw(&self) -> Deed {
        let mut shared = self.shared();
        let Some(chance) = &mut shared.chance else { return Deed::Pass };
        let (deed, word) = match chance.random_range(0..20) {
            0 | 1 => (Deed::LoseRequest, "requests lost"),
            2 | 3 => (Deed::LoseAnswer, "answers lost"),
            4 | 5 => (Deed::Twice, "requests doubled at once"),
            6 => (Deed::AgainLater, "requests doubled later"),
            _ => (Deed::Pass, "requests passed"),
        };
        *shared.deeds.entry(word).or_default() += 1;
        deed
    }

    /// Notes an answer that is no next page, and no way to one.
    fn note(&self, method: &Method, answer: &Response<Bytes>) {
        // Phones ask for their interview where they do not know whether it was begun; no respondent has that link yet.
        if answer.status() == StatusCode::NOT_FOUND {
            return;
        }
        let html = String::from_utf8_lossy(answer.body());
        let page = Page::read(&html);
        let failed = answer.status().is_client_error() || answer.status().is_server_error();
        if !failed && page.halt.is_none() {
            return;
        }
        let retry = answer.headers().contains_key(header::RETRY_AFTER);
        let (heading, words) = (text_of(&html, "h1"), text_of(&html, "p"));
        let halt = page.halt.as_deref().unwrap_or("none");
        let form = if page.form.is_some() { ", a form to send" } else { "" };
        let after = if retry { ", Retry-After" } else { "" };
        let said = format!(
            "{method} {} (halt {halt}{form}{after}): “{heading}” “{words}”",
            answer.status().as_u16()
        );
        // A rush ends: the page says so, to people and to programs, and keeps what was typed.
        let is_rush = answer.status() == StatusCode::SERVICE_UNAVAILABLE;
        let is_help = !is_rush || retry && (*method == Method::GET || page.form.is_some());
        let mut shared = self.shared();
        if heading.is_empty() || words.is_empty() || !is_help {
            *shared.helpless.entry(said.clone()).or_default() += 1;
        }
        *shared.seen.entry(said).or_default() += 1;
    }
}

/// The text of the first element with this name in the main part of a page.
fn text_of(html: &str, name: &str) -> String {
    let main = html.split_once("<main").map_or("", |(_, it)| it);
    let inner = main.split_once(&format!("<{name}")).and_then(|(_, it)| it.split_once('>'));
    let text = inner.and_then(|(_, it)| it.split_once(&format!("</{name}>"))).map_or("", |(it, _)| it);
    // What is left of tags and comments inside says nothing.
    let pieces = text.split('<').map(|it| it.split_once('>').map_or(it, |(_, rest)| rest));
    pieces.collect::<String>().trim().to_owned()
}

async fn accept(listener: TcpListener, way: Way) {
    while let Ok((stream, _)) = listener.accept().await {
        let way = way.clone();
        tokio::spawn(async move {
            stream.set_nodelay(true).ok();
            let onward = Onward::default();
            let (way, onward) = (&way, &onward);
            let service = service_fn(move |request| forward(way, onward, request));
            // Where there is no answer, the connection ends without one, as a phone sees it.
            http1::Builder::new().serve_connection(TokioIo::new(stream), service).await.ok();
        });
    }
}

async fn forward(
    way: &Way,
    onward: &Onward,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Lost> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Lost)?.to_bytes();
    let deed = way.draw();
    if deed == Deed::LoseRequest {
        return Err(Lost);
    }
    let answer = match deed {
        Deed::Twice => {
            let other = Onward::default();
            let (first, second) = tokio::join!(
                send(way, onward, head.clone(), body.clone()),
                send(way, &other, head.clone(), body.clone())
            );
            first.or(second)?
        }
        _ => send(way, onward, head.clone(), body.clone()).await?,
    };
    if deed == Deed::AgainLater {
        let (way, head) = (way.clone(), head.clone());
        tokio::spawn(async move {
            sleep(LATE).await;
            send(&way, &Onward::default(), head, body).await.ok();
        });
    }
    if deed == Deed::LoseAnswer {
        return Err(Lost);
    }
    way.note(&head.method, &answer);
    Ok(answer.map(Full::new))
}

/// Sends a request to the server, on the connection that there is or on a new one.
async fn send(
    way: &Way,
    onward: &Onward,
    head: request::Parts,
    body: Bytes,
) -> Result<Response<Bytes>, Lost> {
    let to = way.shared().to;
    let mut kept = onward.lock().await;
    let mut connection = match kept.take().filter(|it| !it.is_closed()) {
        Some(it) => it,
        None => connect(to).await?,
    };
    connection.ready().await.map_err(|_| Lost)?;
    let answer =
        connection.send_request(Request::from_parts(head, Full::new(body))).await.map_err(|_| Lost)?;
    let (mut head, body) = answer.into_parts();
    let body = body.collect().await.map_err(|_| Lost)?.to_bytes();
    *kept = Some(connection);
    // From here on its length is known.
    head.headers.remove(header::TRANSFER_ENCODING);
    Ok(Response::from_parts(head, body))
}

async fn connect(to: SocketAddr) -> Result<SendRequest<Full<Bytes>>, Lost> {
    let stream = TcpStream::connect(to).await.map_err(|_| Lost)?;
    stream.set_nodelay(true).map_err(|_| Lost)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|_| Lost)?;
    tokio::spawn(async move { connection.await.ok() });
    Ok(sender)
}
