//! A log of commits whose end is garbage, half a frame, cut off or changed, as a loss of power may leave it.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use rand::rngs::StdRng;
use rand::{Rng, RngExt};
use tokio::time::{Instant, sleep};

use crate::bench::{AGAIN, Bench, answers, copy, start};
use crate::field::Kept;
use crate::report::Outcome;
use crate::sound::{Wanted, look};
use crate::way::Way;

/// How often the server is killed for a log.
const LOGS: usize = 4;

/// How often each log is spoilt.
const EACH: usize = 25;

/// Of so many spoilt logs one is given to the server, too.
const SERVED: usize = 10;

/// The head of a log, and that of each of its frames, in bytes (sqlite.org/fileformat2.html, section 4).
const HEAD: usize = 32;
const FRAME: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spoilt {
    /// Bytes of nothing behind the last commit.
    Garbage,
    /// The beginning of one frame more.
    HalfFrame,
    /// Cut anywhere.
    Cut,
    /// One byte changed anywhere.
    Changed,
}

/// Kills the server under load, spoils copies of what is left, and looks at each.
pub async fn run(bench: &Bench) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut chance = bench.chance(3);
    let (mut bytes, mut pages, mut slowest) = (0, 0, 0.0_f64);
    for _ in 0..LOGS {
        let setting = bench.prepared("wal")?;
        let server = start(&setting).await?;
        let way = Way::open(server.address).await?;
        let field = bench.field();
        let load = Duration::from_millis(chance.random_range(2500..4500));
        let killed = async {
            sleep(load).await;
            server.kill()
        };
        field.during(way.address, killed).await?;
        let log = Log::read(&setting.data)?;
        bytes += log.end;
        let seconds = spoil(bench, (&setting.data, &log, &field.kept()), &mut chance, &mut outcome).await?;
        slowest = slowest.max(seconds);
        pages += field.confirmed();
        outcome.wrong(field.disagreements());
        fs::remove_dir_all(&setting.data)?;
    }
    outcome.figure("spoilt logs", LOGS * EACH);
    outcome.figure("bytes of logs", bytes);
    outcome.figure("pages confirmed", pages);
    outcome.within("the slowest start on one of them", slowest, AGAIN);
    Ok(outcome)
}

/// Spoils a log in many ways. Seconds of the slowest start of a server on one of them.
async fn spoil(
    bench: &Bench,
    (data, log, kept): (&Path, &Log, &Kept),
    chance: &mut StdRng,
    outcome: &mut Outcome,
) -> anyhow::Result<f64> {
    let trial = bench.folder.path().join("spoilt");
    let (mut cuts, mut slowest) = (Vec::new(), 0.0_f64);
    for at in 0..EACH {
        copy(data, &trial)?;
        // Another process may find the index that the killed one left, or none.
        if chance.random_bool(0.5) {
            fs::remove_file(trial.join("canvass.db-shm")).ok();
        }
        let how = [Spoilt::Garbage, Spoilt::HalfFrame, Spoilt::Cut, Spoilt::Changed][at % 4];
        let offset = log.spoil(&trial, how, chance)?;
        if at % SERVED == 0 {
            slowest = slowest.max(serve(bench, &trial).await?);
        }
        let is_behind = matches!(how, Spoilt::Garbage | Spoilt::HalfFrame);
        let wanted = if is_behind { Wanted::All } else { Wanted::Beginning };
        let found = look(bench, &trial, kept, wanted).await?;
        outcome.wrong(
            found.wrong.into_iter().map(|it| format!("{how:?} at byte {offset} of {}: {it}", log.end)),
        );
        if how == Spoilt::Cut {
            cuts.push((offset, found.posts));
        }
        fs::remove_dir_all(&trial)?;
    }
    // The later the cut, the more is there.
    cuts.sort_unstable();
    outcome.hold(cuts.is_sorted_by_key(|(_, posts)| *posts), || format!("a later cut left less: {cuts:?}"));
    Ok(slowest)
}

async fn serve(bench: &Bench, trial: &Path) -> anyhow::Result<f64> {
    let mut setting = bench.setting("spoilt");
    setting.data = trial.to_owned();
    let began = Instant::now();
    let server = start(&setting).await?;
    answers(server.address).await?;
    let seconds = began.elapsed().as_secs_f64();
    server.kill()?;
    Ok(seconds)
}

/// A log, as far as it is of this round: SQLite begins again at its head, and older frames stay behind.
struct Log {
    /// Where the last frame of this round ends.
    end: usize,
    last: Vec<u8>,
}

impl Log {
    fn read(data: &Path) -> anyhow::Result<Log> {
        let bytes = fs::read(data.join("canvass.db-wal")).context("the killed server left no log")?;
        ensure!(bytes.len() > HEAD, "the log is empty: nothing was written since the last checkpoint");
        let page = u32::from_be_bytes(bytes[8..12].try_into()?) as usize;
        let salts = &bytes[16..24];
        let mut end = HEAD;
        while bytes.get(end + 8..end + 16) == Some(salts) && end + FRAME + page <= bytes.len() {
            end += FRAME + page;
        }
        ensure!(end > HEAD, "the log has no frame of its last round");
        Ok(Log { end, last: bytes[end - FRAME - page..end].to_vec() })
    }

    /// Spoils the log of a copy. At which byte.
    fn spoil(&self, trial: &Path, how: Spoilt, chance: &mut StdRng) -> anyhow::Result<usize> {
        let file: File = OpenOptions::new().write(true).read(true).open(trial.join("canvass.db-wal"))?;
        let anywhere = chance.random_range(HEAD..self.end);
        match how {
            Spoilt::Garbage => {
                let mut garbage = vec![0; chance.random_range(1..10_000)];
                chance.fill_bytes(&mut garbage);
                file.write_all_at(&garbage, self.end as u64)?;
            }
            Spoilt::HalfFrame => {
                let half = &self.last[..chance.random_range(1..self.last.len())];
                file.write_all_at(half, self.end as u64)?;
            }
            Spoilt::Cut => file.set_len(anywhere as u64)?,
            Spoilt::Changed => {
                let mut byte = [0];
                file.read_exact_at(&mut byte, anywhere as u64)?;
                file.write_all_at(&[!byte[0]], anywhere as u64)?;
            }
        }
        Ok(if matches!(how, Spoilt::Cut | Spoilt::Changed) { anywhere } else { self.end })
    }
}
