//! How the server is set up: by flags, by the environment, or by a file.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::FalseyValueParser;

pub mod file;

/// Where and how the site is served.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Where to listen; port 0 takes a free one. A socket that systemd hands over goes before
    #[arg(long, env = "CANVASS_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// The address people type, when a proxy stands in front, such as https://survey.example.org
    #[arg(long, env = "CANVASS_URL", value_parser = url)]
    pub url: Option<String>,
    /// Speak TLS, with the certificate chain in this PEM file; it is read again when it changes
    #[arg(long, env = "CANVASS_TLS_CERTIFICATE", value_name = "FILE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// The private key of that certificate, in PEM
    #[arg(long, env = "CANVASS_TLS_KEY", value_name = "FILE", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// Where /healthz, /readyz and /metrics answer, such as 127.0.0.1:9464; nowhere if it is not said
    #[arg(long, env = "CANVASS_MONITOR", value_name = "ADDRESS:PORT")]
    pub monitor: Option<SocketAddr>,
    /// Make a checked snapshot of the database so often, such as 6h or 1d; never if it is not said
    #[arg(long, env = "CANVASS_SNAPSHOTS", value_name = "TIME", value_parser = duration)]
    pub snapshots: Option<Duration>,
    /// So many snapshots are kept; older ones are deleted
    #[arg(long, env = "CANVASS_KEEP_SNAPSHOTS", default_value = "7", value_name = "COUNT",
          value_parser = clap::value_parser!(u16).range(1..))]
    pub keep_snapshots: u16,
    /// Let webhooks go to this machine and its networks, and by http: for trying them, or for receivers in the house
    #[arg(long, env = "CANVASS_LOCAL_WEBHOOKS", value_parser = FalseyValueParser::new())]
    pub local_webhooks: bool,
    /// How much is logged: error, warn, info, debug, or parts such as info,app=debug
    #[arg(long, env = "CANVASS_LOG", default_value = "info", value_name = "LEVEL")]
    pub log: String,
    /// Say how each setting was set and whether the server could run so; change nothing
    #[arg(long)]
    pub check_config: bool,
}

impl Serve {
    /// What links begin with: the address people type, or the one listened at.
    pub fn origin(&self, listens: SocketAddr) -> String {
        let scheme = if self.tls_certificate.is_some() { "https" } else { "http" };
        self.url.clone().unwrap_or_else(|| format!("{scheme}://{listens}"))
    }

    /// Whether people come by https only, so that cookies need travel over nothing else.
    pub fn secure(&self) -> bool {
        self.tls_certificate.is_some() || self.url.as_ref().is_some_and(|it| it.starts_with("https://"))
    }

    /// The files of the certificate and its key, where the server speaks TLS by itself.
    pub fn tls(&self) -> Option<(&PathBuf, &PathBuf)> {
        self.tls_certificate.as_ref().zip(self.tls_key.as_ref())
    }
}

/// The words of the command line; cargo-leptos, which knows no commands, means `serve`.
pub fn words() -> Vec<OsString> {
    let watched = std::env::args_os().len() == 1 && std::env::var_os("LEPTOS_WATCH").is_some();
    std::env::args_os().chain(watched.then(|| "serve".into())).collect()
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

/// A span of time as questionnaires write it: `30m`, `6h`, `7d`. At least a minute.
fn duration(text: &str) -> Result<Duration, String> {
    let units = [('m', 60), ('h', 3_600), ('d', 24 * 3_600)];
    let read = units.into_iter().find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds)));
    let (count, seconds) = read.unwrap_or_default();
    match u64::from(count.parse::<u32>().unwrap_or_default()) * seconds {
        0 => Err("it is a number with m, h or d behind it, such as 6h".into()),
        seconds => Ok(Duration::from_secs(seconds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_time_has_a_unit_and_is_not_nothing() {
        let read = ["30m", "6h", "7d"].map(|it| duration(it).unwrap().as_secs());
        assert_eq!(read, [1_800, 21_600, 604_800]);
        assert!(["", "h", "6", "0h", "-1h", "1.5h", "6 h", "六时"].iter().all(|it| duration(it).is_err()));
    }
}
