//! One request to a webhook: signed, short, to addresses of the internet alone, and led nowhere else.

use std::fmt;
use std::io::{self, Read};
use std::time::Duration;

use app::signature;
use app::webhooks::{SIGNATURE, body, is_public};
use store::webhooks::{Answer, Due, LONGEST_ANSWER};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// How long a receiver may take, from looking its name up to the last word that is read.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is read of an answer: a character may have four bytes.
const MOST_BYTES: u64 = 4 * LONGEST_ANSWER as u64;

/// Sends requests. Cheap to clone.
#[derive(Clone)]
pub struct Post {
    agent: Agent,
}

impl Post {
    /// `local` lets requests go to this machine and its networks.
    pub fn new(local: bool) -> Post {
        let config = Config::builder()
            .timeout_global(Some(PATIENCE))
            // Where it leads was not asked for by anybody here.
            .max_redirects(0)
            .http_status_as_error(false)
            // A proxy would look the name up itself, and nobody would look at the address.
            .proxy(None)
            // A connection that is kept is not looked at again.
            .max_idle_connections(0)
            .user_agent("Canvass")
            .build();
        Post {
            agent: Agent::with_parts(
                config,
                DefaultConnector::default(),
                Looked { local, names: DefaultResolver::default() },
            ),
        }
    }

    /// Sends one delivery at this second of Unix time, and waits for what comes back.
    pub fn send(&self, due: &Due, seconds: i64) -> Answer {
        let body = body(due);
        let signature = signature::of_body(&due.secret, seconds, &body);
        let request = self.agent.post(&due.url).header(SIGNATURE, signature).content_type("application/json");
        let answered = request.send(&body).map(|mut it| {
            let mut text = Vec::new();
            // The status has said whether it is taken: a body that breaks off is kept as far as it came.
            let _ = it.body_mut().as_reader().take(MOST_BYTES).read_to_end(&mut text);
            Answer { status: Some(it.status().as_u16()), text: String::from_utf8_lossy(&text).into_owned() }
        });
        answered.unwrap_or_else(|err| Answer { status: None, text: trouble(&err).to_owned() })
    }
}

/// The word for why there is no answer; the page has a sentence for each.
fn trouble(err: &Error) -> &'static str {
    match err {
        Error::Other(it) if it.is::<Private>() => "private",
        Error::HostNotFound => "host",
        Error::Timeout(_) => "timeout",
        Error::Tls(_) | Error::Rustls(_) => "tls",
        Error::ConnectionFailed => "connection",
        Error::Io(it) => of_io(it),
        _ => "trouble",
    }
}

fn of_io(err: &io::Error) -> &'static str {
    let inner = err.get_ref();
    match err.kind() {
        _ if inner.is_some_and(|it| it.to_string().contains("lookup")) => "host",
        io::ErrorKind::TimedOut => "timeout",
        io::ErrorKind::InvalidData => "tls",
        _ => "connection",
    }
}

/// Looks names up, and gives only addresses that anything is sent to: those are the ones connected to.
#[derive(Debug)]
struct Looked {
    local: bool,
    names: DefaultResolver,
}

/// No address of the internet.
#[derive(Debug)]
struct Private;

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address is one of a private network")
    }
}

impl std::error::Error for Private {}

impl Resolver for Looked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let all = self.names.resolve(uri, config, timeout)?;
        let mut fine = self.empty();
        for address in all.iter().filter(|it| self.local || is_public(it.ip())) {
            fine.push(*address);
        }
        if fine.is_empty() { Err(Error::Other(Box::new(Private))) } else { Ok(fine) }
    }
}
