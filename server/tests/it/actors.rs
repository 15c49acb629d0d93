//! Who acts in tests: a site in memory with a database of its own, and respondents with cookies.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use app::state::{AppState, Assets};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use leptos::config::LeptosOptions;
use store::interviews::Kept;
use survey::{Moment, SurveyId, Token};
use tempfile::TempDir;
use tower::ServiceExt;

pub mod form;
pub mod robot;

use form::Form;

/// Both reference questionnaires.
pub const MINI: &str = include_str!("../../../questionnaires/mini-program-2026.yaml");
/// The other one.
pub const SECOND_HAND: &str = include_str!("../../../questionnaires/second-hand-2025.yaml");

thread_local! {
    // A test and all that it starts run on one thread, so each test has a clock and dice of its own.
    static CLOCK: Cell<i64> = const { Cell::new(1_768_200_000_000) };
    static DICE: Cell<u128> = const { Cell::new(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) };
}

/// The time in this test.
pub fn now() -> Moment {
    Moment(CLOCK.get())
}

/// Makes it this second of Unix time.
pub fn at_second(seconds: i64) {
    CLOCK.set(seconds * 1000);
}

/// Lets time pass.
pub fn after_minutes(minutes: i64) {
    CLOCK.set(CLOCK.get() + minutes * 60_000);
}

/// Bits that look random and are the same each time a test runs.
fn dice() -> u128 {
    let next = DICE
        .get()
        .wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645)
        .wrapping_add(0x5851_f42d_4c95_7f2d);
    DICE.set(next);
    next ^ (next >> 64)
}

/// A site in memory.
pub struct Site {
    pub db: store::Db,
    pub router: Router,
    _folder: TempDir,
}

impl Site {
    /// A site where these questionnaires are open.
    pub async fn with(questionnaires: &[&str]) -> Site {
        Site::made(questionnaires, false).await
    }

    /// The same to which people come by https.
    pub async fn behind_https(questionnaires: &[&str]) -> Site {
        Site::made(questionnaires, true).await
    }

    async fn made(questionnaires: &[&str], secure: bool) -> Site {
        let folder = tempfile::tempdir().unwrap();
        let db = store::Db::open(folder.path()).await.unwrap();
        for yaml in questionnaires {
            store::surveys::add(&db, yaml, true, now()).await.unwrap();
        }
        let assets = Assets { css: "/pkg/canvass.css".into(), ..Assets::default() };
        let state = AppState {
            db: db.clone(),
            assets: Arc::new(assets),
            options: LeptosOptions::builder().output_name("canvass").build(),
            now,
            random: dice,
            files: server::exports::folder(folder.path()).into(),
            columns: Arc::default(),
            handouts: Arc::default(),
            proofs: Arc::default(),
            secure,
            local_webhooks: false,
            url: None,
        };
        Site { db, router: server::router(state), _folder: folder }
    }

    /// Where the data files are.
    pub fn files(&self) -> std::path::PathBuf {
        server::exports::folder(self._folder.path())
    }

    /// Somebody with a phone that has never been here.
    pub fn respondent(&self) -> Respondent<'_> {
        Respondent {
            site: self,
            cookies: BTreeMap::new(),
            accept_language: "zh-CN".into(),
            address: None,
            page: None,
        }
    }

    /// Sends one request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let url = request.uri().to_string();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            url,
            status: parts.status,
            headers: parts.headers,
            html: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.to_vec(),
        }
    }

    /// How an interview is kept.
    pub async fn kept(&self, token: &Token) -> Kept {
        store::interviews::load(&self.db, token).await.unwrap()
    }

    /// How many interviews a survey has, in the words of their dispositions.
    pub async fn dispositions(&self, survey: &str) -> String {
        let cases = store::interviews::batch(&self.db, &SurveyId(survey.into()), false, 0.into(), 1_000)
            .await
            .unwrap();
        cases.iter().map(|it| it.interview.disposition.word()).collect::<Vec<_>>().join(" ")
    }
}

/// One answer of the site.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked for.
    pub url: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
    /// The same as it came: a file may be no text.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Where it sends the browser.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map(|it| it.to_str().unwrap()).unwrap_or_default()
    }

    /// The form on it.
    pub fn form(&self) -> Form {
        Form::of(&self.html)
    }

    /// The page as a few lines of text: what is said, and what each control holds.
    pub fn text(&self) -> String {
        form::text(&self.html)
    }
}

/// Somebody with a phone.
pub struct Respondent<'a> {
    pub site: &'a Site,
    pub cookies: BTreeMap<String, String>,
    pub accept_language: String,
    /// Where its requests come from, if that is known.
    pub address: Option<[u8; 4]>,
    page: Option<Answer>,
}

impl Respondent<'_> {
    /// The page on the screen.
    pub fn page(&self) -> &Answer {
        self.page.as_ref().expect("nothing was opened yet")
    }

    /// The token in the address of the page on the screen.
    pub fn token(&self) -> Token {
        let path = self.page().url.split('?').next().unwrap();
        Token::parse(path.strip_prefix("/i/").unwrap()).unwrap()
    }

    /// Opens an address and follows where it leads.
    pub async fn opens(&mut self, url: &str) -> Answer {
        let answer = self.gets(url).await;
        self.follows(answer).await
    }

    /// Answers what is asked, leaves the rest as it is drawn, presses Next.
    pub async fn answers(&mut self, values: &str) -> Answer {
        self.presses("_go=next", values).await
    }

    /// The same with another button: `_go=back`, `_lang=en`.
    pub async fn presses(&mut self, button: &str, values: &str) -> Answer {
        let mut form = self.page().form();
        form.fill(values);
        let answer = self.posts(&form.action.clone(), &form.body(button)).await;
        self.follows(answer).await
    }

    /// Posts a body and stays there.
    pub async fn posts(&mut self, url: &str, body: &str) -> Answer {
        self.sends(url, "application/x-www-form-urlencoded", body.to_owned().into()).await
    }

    /// Posts a form with files, those fields that are named `file`, and stays there.
    pub async fn uploads<T: AsRef<[u8]>>(&mut self, url: &str, fields: &[(&str, T)]) -> Answer {
        let mut body = Vec::new();
        for (name, content) in fields {
            let file = if *name == "file" { "; filename=\"a\"" } else { "" };
            let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend([head.as_bytes(), content.as_ref(), b"\r\n"].concat());
        }
        body.extend(b"--edge--\r\n");
        self.sends(url, "multipart/form-data; boundary=edge", body.into()).await
    }

    async fn sends(&mut self, url: &str, kind: &str, body: Body) -> Answer {
        let request = self.request(Method::POST, url).header(header::CONTENT_TYPE, kind).body(body).unwrap();
        let answer = self.site.send(request).await;
        self.keeps_cookies(&answer);
        answer
    }

    /// Asks for an address and stays there.
    pub async fn gets(&mut self, url: &str) -> Answer {
        let request = self.request(Method::GET, url).body(Body::empty()).unwrap();
        let answer = self.site.send(request).await;
        self.keeps_cookies(&answer);
        answer
    }

    /// Asks for an address as a script does that wants this type of answer.
    pub async fn gets_as(&mut self, accept: &str, url: &str) -> Answer {
        self.asks(accept, Method::GET, url, "").await
    }

    /// Posts a form as a script does that wants this type of answer, and stays there.
    pub async fn asks_for(&mut self, accept: &str, url: &str, body: &str) -> Answer {
        self.asks(accept, Method::POST, url, body).await
    }

    async fn asks(&mut self, accept: &str, method: Method, url: &str, body: &str) -> Answer {
        let request =
            self.request(method, url).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.headers_mut().insert(header::ACCEPT, accept.parse().unwrap());
        let answer = self.site.send(request).await;
        self.keeps_cookies(&answer);
        answer
    }

    async fn follows(&mut self, mut answer: Answer) -> Answer {
        while answer.status == StatusCode::SEE_OTHER {
            answer = self.gets(answer.location()).await;
        }
        self.page = Some(answer.clone());
        answer
    }

    fn request(&self, method: Method, url: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(url);
        if let Some(address) = self.address {
            request = request.extension(ConnectInfo(SocketAddr::from((address, 4000))));
        }
        request
            .header(header::HOST, "canvass.test")
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, &self.accept_language)
            .header(header::COOKIE, self.cookie())
    }

    /// Its cookies, as it sends them.
    pub fn cookie(&self) -> String {
        let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    fn keeps_cookies(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.into(), value.into());
        }
    }
}
