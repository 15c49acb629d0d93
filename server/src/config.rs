//! How the server is set up: from flags and the environment.

use std::net::SocketAddr;

use clap::Args;
use clap::builder::FalseyValueParser;

/// Where the site is served.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "CANVASS_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// The address people type, when a proxy stands in front, such as https://survey.example.org
    #[arg(long, env = "CANVASS_URL", value_parser = url)]
    pub url: Option<String>,
    /// Let webhooks go to this machine and its networks, and by http: for trying them, or for receivers in the house
    #[arg(long, env = "CANVASS_LOCAL_WEBHOOKS", value_parser = FalseyValueParser::new())]
    pub local_webhooks: bool,
}

impl Serve {
    /// What links begin with: the address people type, or the one listened at.
    pub fn origin(&self, listens: SocketAddr) -> String {
        self.url.clone().unwrap_or_else(|| format!("http://{listens}"))
    }

    /// Whether people come by https only, so that cookies need travel over nothing else.
    pub fn secure(&self) -> bool {
        self.url.as_ref().is_some_and(|it| it.starts_with("https://"))
    }
}

/// An address of the form `https://host[:port]`.
fn url(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host.map(|it| it.trim_end_matches('/')) {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("it begins with https:// or http:// and has no path".into()),
    }
}
