//! `canvass ready`: whether a server is, for whoever starts it and has no other program at hand.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whom to ask.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server's --monitor address
    #[arg(long, env = "CANVASS_MONITOR", value_name = "ADDRESS:PORT")]
    monitor: SocketAddr,
}

/// Asks once. A server that is not ready says why.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .build()
        .new_agent();
    let url = format!("http://{}/readyz", args.monitor);
    let cannot =
        || format!("Nobody answers at {url}; is the server running with --monitor {}?", args.monitor);
    let mut answer = agent.get(&url).call().with_context(cannot)?;
    let said = answer.body_mut().read_to_string().with_context(cannot)?;
    println!("{}", said.trim_end());
    Ok(if answer.status().is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
