//! `canvass serve --check-config`: what would be served, and whether it could be.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

use crate::config::Serve;
use crate::{backups, listen, sole};

/// Prints each setting with what said so, then all that stands in the way. Nothing is made or changed.
pub async fn check(
    data: &Path,
    config: &Serve,
    settings: &[(String, String, &'static str)],
) -> anyhow::Result<ExitCode> {
    for (name, value, source) in settings {
        let value = if value.is_empty() { "(not set)" } else { value };
        println!("{name} = {value}  [{source}]");
    }
    let mut faults = Vec::new();
    if let Err(err) = EnvFilter::try_new(&config.log) {
        faults.push(format!("log: {err}"));
    }
    let places = [("listen", Some(config.listen)), ("monitor", config.monitor)];
    for (name, address) in places.into_iter().filter_map(|(name, it)| Some((name, it?))) {
        // A server that runs has it, which is as it should be.
        if let Err(err) = TcpListener::bind(address).map(drop)
            && !is_running(data)
        {
            faults.push(format!("{name}: it is not possible to listen at {address}: {err}"));
        }
    }
    if let Some(files) = config.tls()
        && let Err(err) = listen::tls(files).await
    {
        faults.push(format!("{err:#}"));
    }
    faults.extend(folder(data).await);
    for fault in &faults {
        eprintln!("canvass: {fault}");
    }
    match faults.is_empty() {
        true => {
            println!("The server could run so.");
            Ok(ExitCode::SUCCESS)
        }
        false => Ok(ExitCode::FAILURE),
    }
}

fn is_running(data: &Path) -> bool {
    data.join("canvass.lock").exists() && sole::server(data).is_err()
}

/// What is wrong with the folder of the data.
async fn folder(data: &Path) -> Vec<String> {
    if !data.exists() {
        let parent = data.ancestors().skip(1).find(|it| it.exists() || it.as_os_str().is_empty());
        let parent = parent.filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return match is_written(parent) {
            true => Vec::new(),
            false => vec![format!("data: {} cannot be made in {}", data.display(), parent.display())],
        };
    }
    let mut faults = Vec::new();
    if !is_written(data) {
        faults.push(format!("data: nothing can be written to {}", data.display()));
    }
    let database = data.join("canvass.db");
    // One that is being written to is not read page by page: its server would have said so.
    if database.exists()
        && !is_running(data)
        && let Err(err) = backups::check(&database).await
    {
        faults.push(format!("data: {err:#}"));
    }
    faults
}

/// Whether a file can be made in a folder.
fn is_written(folder: &Path) -> bool {
    let probe = folder.join(".canvass-probe");
    let made = File::create(&probe).is_ok();
    let _ = std::fs::remove_file(probe);
    made
}
