//! What every request may reach.

use std::path::Path;
use std::sync::Arc;

use axum::extract::FromRef;
use axum::http::{HeaderMap, header};
use leptos::config::LeptosOptions;
use survey::Moment;

use crate::columns::Kept;
use crate::handouts::Handouts;
use crate::proof::Proofs;

/// What every request may reach: the database, the names of the assets, the clock.
#[derive(Clone)]
pub struct AppState {
    pub db: store::Db,
    pub assets: Arc<Assets>,
    /// Only leptos_axum reads it.
    pub options: LeptosOptions,
    /// The clock: the server's, or a test's.
    pub now: fn() -> Moment,
    /// 128 random bits: [`random`], or a test's.
    pub random: fn() -> u128,
    /// Behind https: cookies are sent over nothing else.
    pub secure: bool,
    /// Whether webhooks may go to this machine and its networks, and by http.
    pub local_webhooks: bool,
    /// The folder of the data files that were made.
    pub files: Arc<Path>,
    /// The completes that tables are counted from.
    pub columns: Arc<Kept>,
    /// What browsers are given to run interviews by themselves.
    pub handouts: Arc<Handouts>,
    /// Sums that browsers are asked to work out.
    pub proofs: Arc<Proofs>,
    /// The address that people type, where the server was told: such as `https://survey.example.org`.
    pub url: Option<Arc<str>>,
}

impl AppState {
    /// What a link to this site begins with: the address that people type, else the one that was asked.
    pub fn origin(&self, headers: &HeaderMap) -> String {
        match &self.url {
            Some(url) => url.to_string(),
            None => {
                let host = headers.get(header::HOST).and_then(|it| it.to_str().ok()).unwrap_or_default();
                format!("{}://{host}", if self.secure { "https" } else { "http" })
            }
        }
    }
}

/// The addresses of the assets, hashes in the names: `/pkg/canvass.1a2b3c.css`.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// The stylesheet of what respondents see.
    pub interview_css: String,
    /// What lets a browser go on with an interview by itself.
    pub interview_js: String,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

/// 128 bits from the operating system, for links and devices. The one place that draws them.
pub fn random() -> u128 {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives random bits");
    u128::from_le_bytes(bytes)
}
