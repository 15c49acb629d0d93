//! Clients that send one byte a second, while others go on.

use std::net::SocketAddr;
use std::time::Duration;

use futures::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::bench::{Bench, SURVEY, start};
use crate::report::{Outcome, rounded};
use crate::way::Way;

/// How many are slow: half of them with the head of a request, half with its body.
const SLOW: usize = 200;

/// How long phones are measured, with them and without.
const MEASURE: Duration = Duration::from_secs(15);

/// A client that is still heard after so long is never cut off.
const NEVER: Duration = Duration::from_secs(90);

/// With them nearly all pages may take so many times as long as without.
const TIMES: f64 = 3.0;

/// What a client is slow with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Head,
    Body,
}

/// Measures phones without slow clients and with them, and waits until the server has cut those off.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut setting = bench.prepared("slow")?;
    let server = start(&setting).await?;
    setting.listen = server.address;
    let way = Way::open(server.address).await?;
    let field = bench.field();
    let measured = async {
        sleep(Duration::from_secs(2)).await;
        field.slowest();
        sleep(MEASURE).await;
        let without = field.slowest();
        let clients =
            (0..SLOW).map(|at| cut_off(server.address, if at % 2 == 0 { Part::Head } else { Part::Body }));
        let with = async {
            sleep(MEASURE).await;
            field.slowest()
        };
        let (cut, with) = tokio::join!(join_all(clients), with);
        Ok((without, with, cut))
    };
    let (without, with, cut) = field.during(way.address, measured).await?;
    outcome.figure("slow clients", SLOW);
    outcome.figure("p99 of a page without them, ms", rounded(without));
    outcome.figure("p99 with them, ms", rounded(with));
    outcome.hold(with <= TIMES * without, || {
        format!("p99 of a page was {with:.0} ms, {without:.0} ms without them")
    });
    for (part, what) in [(Part::Head, "the head"), (Part::Body, "the body")] {
        let of_part: Vec<f64> = cut
            .iter()
            .enumerate()
            .filter(|(at, _)| (at % 2 == 0) == (part == Part::Head))
            .filter_map(|(_, it)| *it)
            .collect();
        let heard = SLOW / 2 - of_part.len();
        outcome.hold(heard == 0, || {
            format!("{heard} clients that are slow with {what} were heard for {} s", NEVER.as_secs())
        });
        outcome.figure(
            &format!("cut off with {what} at most after, s"),
            rounded(of_part.iter().copied().fold(0.0, f64::max)),
        );
    }
    bench.judge((&setting, server), &field, &way, &mut outcome).await?;
    Ok(outcome)
}

/// Sends a byte a second, and gives the seconds until the server ended that; none where it never did.
async fn cut_off(server: SocketAddr, part: Part) -> Option<f64> {
    let began = Instant::now();
    let ended = async {
        // One that is not even let in is cut off, too.
        let Ok(stream) = TcpStream::connect(server).await else { return };
        let (mut reading, mut writing) = stream.into_split();
        let head = match part {
            Part::Head => format!("GET /s/{SURVEY}?slow="),
            Part::Body => {
                let kind = "application/x-www-form-urlencoded";
                format!(
                    "POST /s/{SURVEY} HTTP/1.1\r\nHost: {server}\r\nContent-Type: {kind}\r\nContent-Length: 9999\r\n\r\n"
                )
            }
        };
        let send = async {
            if part == Part::Body && writing.write_all(head.as_bytes()).await.is_err() {
                return;
            }
            let slowly = if part == Part::Head { head.bytes().collect() } else { Vec::new() };
            for byte in slowly.into_iter().chain(std::iter::repeat(b'x')) {
                sleep(Duration::from_secs(1)).await;
                if writing.write_all(&[byte]).await.is_err() {
                    return;
                }
            }
        };
        let mut said = Vec::new();
        tokio::select! {
            () = send => {}
            _ = reading.read_to_end(&mut said) => {}
        }
    };
    timeout(NEVER, ended).await.ok().map(|()| began.elapsed().as_secs_f64())
}
