//! What a phone's browser does below its pages: one connection that is kept, cookies, compressed answers.

use std::io::Read;
use std::net::SocketAddr;
use std::time::Duration;

use cookie::{Cookie, CookieJar};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::response::Parts;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::phone::Failure;

/// A phone that has waited for so long gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a phone says of itself: the browser inside the app by which most respondents come.
const AGENT: &str = "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 \
                     Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50";

/// A browser that talks to one server.
#[derive(Debug)]
pub struct Browser {
    server: SocketAddr,
    compressed: bool,
    cookies: CookieJar,
    connection: Option<SendRequest<Full<Bytes>>>,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    /// Where it sends the browser.
    pub location: Option<String>,
    /// Its text, unpacked.
    pub body: Vec<u8>,
    /// The bytes of the body as they came over the wire.
    pub wire: usize,
    /// From the first byte sent to the last one received.
    pub took: Duration,
}

impl Browser {
    /// A browser without cookies that has not connected yet; with `compressed` it asks for pages as phones do.
    pub fn new(server: SocketAddr, compressed: bool) -> Browser {
        Browser { server, compressed, cookies: CookieJar::new(), connection: None }
    }

    /// Talks to this address from now on; cookies stay, as they would behind one name.
    pub fn move_to(&mut self, server: SocketAddr) {
        self.server = server;
        self.connection = None;
    }

    /// The cookie with this name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(Cookie::value)
    }

    /// Fetches a page.
    ///
    /// # Errors
    ///
    /// [`Failure::Network`], whatever the server answers.
    pub async fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        self.send(Method::GET, path, None).await
    }

    /// Fetches something and throws it away as it came: its bytes on the wire.
    ///
    /// # Errors
    ///
    /// [`Failure::Network`], and [`Failure::Status`] for whatever is not there.
    pub async fn fetch(&mut self, path: &str) -> Result<usize, Failure> {
        let request = self.request(Method::GET, path, None);
        let (head, body, _) = self.exchange(request).await?;
        match head.status.is_success() {
            true => Ok(body.len()),
            false => Err(Failure::Status { path: path.to_owned(), status: head.status.as_u16() }),
        }
    }

    /// Posts a form.
    ///
    /// # Errors
    ///
    /// [`Failure::Network`]; whether the server took the form is not known then.
    pub async fn post(&mut self, path: &str, pairs: &[(String, String)]) -> Result<Answer, Failure> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.send(Method::POST, path, Some(body)).await
    }

    async fn send(&mut self, method: Method, path: &str, form: Option<String>) -> Result<Answer, Failure> {
        let request = self.request(method, path, form);
        let (head, body, took) = match timeout(PATIENCE, self.exchange(request)).await {
            Ok(answer) => answer?,
            Err(_) => return Err(Failure::Network(format!("no answer within {} s", PATIENCE.as_secs()))),
        };
        self.keep(&head.headers);
        let text = |name| head.headers.get(name).and_then(|it| it.to_str().ok()).map(str::to_owned);
        Ok(Answer {
            status: head.status,
            location: text(header::LOCATION),
            wire: body.len(),
            body: unpacked(body, text(header::CONTENT_ENCODING).as_deref())?,
            took,
        })
    }

    fn request(&self, method: Method, path: &str, form: Option<String>) -> Request<Full<Bytes>> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.server.to_string())
            .header(header::USER_AGENT, AGENT)
            .header(header::ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
            .header(header::ACCEPT_LANGUAGE, "zh-CN,zh;q=0.9,en;q=0.8");
        if self.compressed {
            request = request.header(header::ACCEPT_ENCODING, "gzip, deflate, br");
        }
        let cookies: Vec<String> = self.cookies.iter().map(|it| it.stripped().to_string()).collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if form.is_some() {
            request = request
                .header(header::ORIGIN, format!("http://{}", self.server))
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        request
            .body(Full::new(form.unwrap_or_default().into()))
            .expect("addresses come out of pages, and the rest is fixed")
    }

    /// One request on the connection, which is kept only where all went well: what came after would belong to another.
    async fn exchange(&mut self, request: Request<Full<Bytes>>) -> Result<(Parts, Bytes, Duration), Failure> {
        let mut connection = match self.connection.take() {
            // The server may have closed it while the respondent was thinking.
            Some(it) if !it.is_closed() => it,
            _ => self.connect().await?,
        };
        connection.ready().await.map_err(network)?;
        let began = Instant::now();
        let response = connection.send_request(request).await.map_err(network)?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(network)?.to_bytes();
        let took = began.elapsed();
        self.connection = Some(connection);
        Ok((head, body, took))
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, Failure> {
        let stream = TcpStream::connect(self.server).await.map_err(network)?;
        stream.set_nodelay(true).map_err(network)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(network)?;
        // Its end is seen by whoever sends next.
        tokio::spawn(async move { connection.await.ok() });
        Ok(sender)
    }

    /// Keeps the cookies of an answer, and forgets those that it takes back.
    fn keep(&mut self, headers: &HeaderMap<HeaderValue>) {
        let set = headers.get_all(header::SET_COOKIE).iter().filter_map(|it| it.to_str().ok());
        for cookie in set.filter_map(|it| Cookie::parse(it.to_owned()).ok()) {
            match cookie.max_age() {
                Some(age) if !age.is_positive() => self.cookies.force_remove(cookie.name()),
                _ => self.cookies.add_original(cookie),
            }
        }
    }
}

fn unpacked(body: Bytes, encoding: Option<&str>) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    match encoding {
        Some("br") => brotli::Decompressor::new(&*body, 4096).read_to_end(&mut text),
        Some("gzip") => flate2::read::GzDecoder::new(&*body).read_to_end(&mut text),
        _ => return Ok(body.into()),
    }
    .map_err(network)?;
    Ok(text)
}

fn network(err: impl std::error::Error) -> Failure {
    // Hyper says little itself: what happened is in the error behind it.
    let reason = err.source().map(|it| format!(": {it}")).unwrap_or_default();
    Failure::Network(format!("{err}{reason}"))
}
