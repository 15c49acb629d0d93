//! Many phones at once for a while, and what that was like for them and for the server.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;
use futures::future::join_all;
use hdrhistogram::Histogram;
use procfs::process::Process;
use procfs::{CurrentSI, KernelStats};
use tokio::time::{Instant, sleep};
use walker::{End, Failure, Habits, Next, Phone, Server, Study, Turn};

use crate::bench::SERVER;

/// So many faults are shown; all are counted.
const SHOWN: usize = 5;

/// A failed phone is another respondent's after so long, as nobody calls in a tight loop.
const PAUSE: Duration = Duration::from_millis(100);

/// How phones are sent.
#[derive(Clone, Debug)]
pub struct Crowd {
    /// Interviews that are open at any time: who ends or leaves is followed by the next.
    pub phones: usize,
    pub habits: Habits,
    /// How often each page is opened once more after it came, which costs the server a GET and nothing else.
    pub glances: u32,
    /// They arrive one after the other for so long; then the server has some time to come to rest.
    pub arrive: Duration,
    /// So long is measured.
    pub measure: Duration,
}

/// What was seen while it was measured.
#[derive(Clone, Debug)]
pub struct Seen {
    pub seconds: f64,
    pub pages: u64,
    /// Microseconds from the post to the last byte of the page behind it.
    pub page: Histogram<u64>,
    pub post: Histogram<u64>,
    pub get: Histogram<u64>,
    /// The whole page, by the name of what was posted.
    pub by_name: BTreeMap<String, Histogram<u64>>,
    pub html: u64,
    pub wire: u64,
    /// Interviews by what their last page said; `left` for who left half-way.
    pub ends: BTreeMap<String, u64>,
    pub failures: u64,
    /// The first of them, each kind once.
    pub said: Vec<String>,
    /// Processor seconds of the server, and of this program.
    pub server: f64,
    pub walker: f64,
    /// Processor seconds that the server's core gave to anything else: who waits then does not wait for the server.
    pub others: f64,
    /// Bytes of memory that the server has at the end.
    pub memory: u64,
}

impl Seen {
    fn new() -> Seen {
        Seen {
            seconds: 0.0,
            pages: 0,
            page: histogram(),
            post: histogram(),
            get: histogram(),
            by_name: BTreeMap::new(),
            html: 0,
            wire: 0,
            ends: BTreeMap::new(),
            failures: 0,
            said: Vec::new(),
            server: 0.0,
            walker: 0.0,
            others: 0.0,
            memory: 0,
        }
    }

    /// Server time for a page, in milliseconds.
    pub fn cost(&self) -> f64 {
        1000.0 * self.server / self.pages as f64
    }

    /// Pages in a second.
    pub fn rate(&self) -> f64 {
        self.pages as f64 / self.seconds
    }

    /// Interviews that were completed.
    pub fn completes(&self) -> u64 {
        self.ends.get("complete").copied().unwrap_or_default()
    }

    fn add(&mut self, turn: &Turn) {
        let micros = |it: Duration| u64::try_from(it.as_micros()).unwrap_or(u64::MAX);
        let page = micros(turn.post + turn.get);
        self.pages += 1;
        self.page.saturating_record(page);
        self.post.saturating_record(micros(turn.post));
        self.get.saturating_record(micros(turn.get));
        self.by_name.entry(turn.page.clone()).or_insert_with(histogram).saturating_record(page);
        self.html += turn.html as u64;
        self.wire += turn.wire as u64;
    }

    fn end(&mut self, done: Result<End, Failure>) {
        let word = match done {
            Ok(End::Disposition(word)) => word,
            Ok(End::Left) => "left".to_owned(),
            Err(failure) => {
                self.failures += 1;
                let said = failure.to_string();
                if self.said.len() < SHOWN && !self.said.contains(&said) {
                    self.said.push(said);
                }
                return;
            }
        };
        *self.ends.entry(word).or_default() += 1;
    }
}

/// Sends a crowd through a study, beginning with the robot of this number; others follow.
///
/// # Errors
///
/// Where the server is gone.
pub async fn send(crowd: &Crowd, study: &Study, server: &Server, first: &Cell<u64>) -> anyhow::Result<Seen> {
    let seen = RefCell::new(Seen::new());
    let phones = (0..crowd.phones).map(|at| {
        let seen = &seen;
        async move {
            sleep(crowd.arrive.mul_f64(at as f64 / crowd.phones as f64)).await;
            loop {
                let number = first.replace(first.get() + 1);
                let mut phone = Phone::new(study, &crowd.habits, number, server.address);
                let done = walk(crowd, &mut phone, seen).await;
                let failed = done.is_err();
                seen.borrow_mut().end(done);
                if failed {
                    sleep(PAUSE).await;
                }
            }
        }
    });
    let measured = async {
        sleep(crowd.arrive + Duration::from_secs(1)).await;
        let (server_before, walker_before) = (server.processor_seconds()?, processor_seconds()?);
        let busy_before = busy_seconds(SERVER)?;
        // Failures count from the beginning.
        let before = seen.replace(Seen::new());
        let began = Instant::now();
        sleep(crowd.measure).await;
        let mut seen = seen.borrow().clone();
        seen.seconds = began.elapsed().as_secs_f64();
        seen.server = server.processor_seconds()? - server_before;
        seen.walker = processor_seconds()? - walker_before;
        seen.others = (busy_seconds(SERVER)? - busy_before - seen.server).max(0.0);
        seen.memory = server.memory()?.now;
        seen.failures += before.failures;
        seen.said.extend(before.said);
        Ok(seen)
    };
    tokio::select! {
        _ = join_all(phones) => unreachable!("phones go on until they are stopped"),
        done = measured => done,
    }
}

async fn walk(crowd: &Crowd, phone: &mut Phone<'_>, seen: &RefCell<Seen>) -> Result<End, Failure> {
    phone.arrive().await?;
    loop {
        phone.think().await;
        let (turn, end) = match phone.turn().await? {
            Next::Page(turn) => (turn, None),
            Next::Ended(turn, word) => (turn, Some(End::Disposition(word))),
            Next::Left => return Ok(End::Left),
        };
        seen.borrow_mut().add(&turn);
        for _ in 0..crowd.glances {
            phone.glance().await?;
        }
        if let Some(end) = end {
            return Ok(end);
        }
    }
}

/// From a microsecond to a minute, with three digits.
fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000, 3).expect("these bounds are allowed")
}

/// How long a core has worked, for whomever.
fn busy_seconds(core: usize) -> anyhow::Result<f64> {
    let stats = KernelStats::current()?;
    let times = stats.cpu_time.get(core).with_context(|| format!("there is no core {core}"))?;
    let optional = [times.irq, times.softirq, times.steal].into_iter().flatten().sum::<u64>();
    let ticks = times.user + times.nice + times.system + optional;
    Ok(ticks as f64 / procfs::ticks_per_second() as f64)
}

fn processor_seconds() -> anyhow::Result<f64> {
    let stat = Process::myself()?.stat()?;
    Ok((stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64)
}
