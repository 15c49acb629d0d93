//! Ten thousand connections that send nothing.

use std::cell::Cell;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::ensure;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use procfs::net::TcpState;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use walker::Server;

use crate::bench::{AGAIN, Bench, PHONES, answers, start};
use crate::field::Field;
use crate::report::{Outcome, rounded};
use crate::way::Way;

/// How many are idle.
const IDLE: usize = 10_000;

/// So many are opened at once; then the server has a moment to take them in.
const AT_ONCE: usize = 250;

/// The server waits half a minute for a request; some more for what a busy machine takes.
const CLOSED_AFTER: f64 = 40.0;

/// A connection that is open after so long is never closed.
const NEVER: Duration = Duration::from_secs(60);

/// Opens them while phones go on, and waits until the server has closed all of them.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let needed = IDLE as u64 + 500;
    ensure!(bench.files > needed, "{IDLE} connections need {needed} open files: raise the limit (ulimit -n)");
    let mut outcome = Outcome::default();
    let mut setting = bench.prepared("idle")?;
    let server = start(&setting).await?;
    setting.listen = server.address;
    let way = Way::open(server.address).await?;
    let field = bench.field();
    let idle = sit(&server, &field, &mut outcome);
    field.during(way.address, idle).await?;
    bench.judge((&setting, server), &field, &way, &mut outcome).await?;
    Ok(outcome)
}

async fn sit(server: &Server, field: &Field<'_>, outcome: &mut Outcome) -> anyhow::Result<()> {
    sleep(Duration::from_secs(5)).await;
    let (before, without) = (server.memory()?.now, field.slowest());
    let refused = Cell::new(0);
    let mut open = FuturesUnordered::new();
    for _ in 0..IDLE / AT_ONCE {
        let some = (0..AT_ONCE).map(|_| TcpStream::connect(server.address));
        for stream in futures::future::join_all(some).await {
            match stream {
                Ok(stream) => open.push(closed(stream)),
                Err(_) => refused.set(refused.get() + 1),
            }
        }
        sleep(Duration::from_millis(50)).await;
    }
    let (with, most) = (server.memory()?.now, open_at(server.address)?);
    let pages = field.confirmed();
    let mut times = Vec::with_capacity(IDLE);
    while let Some(seconds) = open.next().await {
        times.extend(seconds);
    }
    let pages = field.confirmed() - pages;
    let left = open_at(server.address)?;
    outcome.figure("connections", IDLE - refused.get());
    // The queue for those who knock was full: such a one is let in once it sends something.
    outcome.figure("of them never let in", IDLE - refused.get() - times.len());
    outcome.figure("the most that the server had", most);
    outcome.figure("memory before, MB", rounded(before as f64 / 1e6));
    outcome.figure("memory with them, MB", rounded(with as f64 / 1e6));
    outcome.figure("memory after, MB", rounded(server.memory()?.now as f64 / 1e6));
    outcome.figure("p99 of a page without them, ms", rounded(without));
    outcome.figure("p99 with them, ms", rounded(field.slowest()));
    outcome.figure("pages while they sat there", pages);
    outcome.within("the last was closed", times.iter().copied().fold(0.0, f64::max), CLOSED_AFTER);
    outcome.hold(most > IDLE / 100 * 99, || format!("the server took only {most} connections in"));
    outcome.hold(refused.get() == 0, || format!("{} connections were refused", refused.get()));
    // A phone has one each.
    outcome.hold(left <= PHONES, || {
        format!("the server keeps {left} connections open, {PHONES} of them phones")
    });
    outcome.hold(pages > 0, || "no page was taken while they sat there".to_owned());
    let seconds = with_new(server.address).await?;
    outcome.within("a new connection afterwards", seconds, AGAIN);
    Ok(())
}

/// How many connections the server has, its phones' too.
fn open_at(server: SocketAddr) -> anyhow::Result<usize> {
    let all = procfs::net::tcp()?;
    Ok(all.iter().filter(|it| it.local_address == server && it.state == TcpState::Established).count())
}

/// Seconds until a connection that sends nothing was closed; none where it never was.
async fn closed(mut stream: TcpStream) -> Option<f64> {
    let began = Instant::now();
    let mut said = Vec::new();
    timeout(NEVER, stream.read_to_end(&mut said)).await.ok().map(|_| began.elapsed().as_secs_f64())
}

async fn with_new(server: SocketAddr) -> anyhow::Result<f64> {
    let began = Instant::now();
    answers(server).await?;
    Ok(began.elapsed().as_secs_f64())
}
