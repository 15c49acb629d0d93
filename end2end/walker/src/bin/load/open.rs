//! Five thousand open interviews of people who think: the memory of the server, and how long they wait.

use std::cell::Cell;
use std::time::Duration;

use anyhow::ensure;
use serde_json::json;
use walker::{Habits, Server};

use crate::bench::{Bench, SURVEYS};
use crate::crowd::{Crowd, send};
use crate::report::{Report, say, short};

/// Open interviews, each with a connection of its own.
const OPEN: usize = 5000;

/// How long a respondent looks at a page, on average.
const THINK: Duration = Duration::from_secs(30);

/// Long enough for everybody to have posted some pages.
const MEASURE: Duration = Duration::from_secs(60);

/// Bytes of memory in which they must go.
const MEMORY: f64 = 150e6;

/// Measures, prints and judges.
pub async fn run(bench: &Bench, files: u64, report: &mut Report) -> anyhow::Result<()> {
    ensure!(
        files > OPEN as u64 + 100,
        "{OPEN} connections need more than {files} open files: raise the limit (ulimit -n)"
    );
    let setting = bench.prepare("open").await?;
    let server = Server::start(&setting)?;
    let study = bench.study(SURVEYS[0])?;
    let empty = server.memory()?;
    let habits = Habits { think: Some(THINK), ..bench.habits() };
    let arrive = Duration::from_secs(20);
    let crowd = Crowd { phones: OPEN, habits, glances: 0, arrive, measure: MEASURE };
    let seen = send(&crowd, &study, &server, &Cell::new(0)).await?;
    report.crowd("5,000 open, 30 s of thinking", &seen);
    let memory = server.memory()?;
    let [empty, now, most] = [empty.now, memory.now, memory.most].map(|it| it as f64);
    say(&format!(
        "  memory: {} MB when it started, {} MB with them, {} MB at most",
        short(empty / 1e6),
        short(now / 1e6),
        short(most / 1e6)
    ));
    report.keep("memory at 5,000 open", json!({"empty": empty, "now": now, "most": most}));
    report.at_most("memory of the server with 5,000 open interviews", most / 1e6, MEMORY / 1e6, "MB");
    server.stop()
}
