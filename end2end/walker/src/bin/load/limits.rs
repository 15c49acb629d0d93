//! What this disk and this server allow, measured in the same run: commits of the disk beside submissions that are
//! acknowledged, and bytes of HTML beside the bytes of a file.

use std::cell::Cell;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use futures::future::join_all;
use serde_json::json;
use tokio::time::{Instant, timeout};
use walker::browser::Browser;
use walker::{Habits, Page, Server, Setting};

use crate::bench::{Bench, SURVEYS};
use crate::crowd::{Crowd, Seen, send};
use crate::report::{Report, say, short};

/// Interviews at once.
const PHONES: usize = 64;

/// So often a page is opened once more, to tell what a GET costs.
const GLANCES: u32 = 4;

/// How long the disk commits.
const COMMITS: Duration = Duration::from_secs(3);

/// A commit that reaches no disk.
const NOSYNC: &str = include_str!("../../../shims/nosync.c");

/// Measures, prints and judges.
pub async fn run(bench: &Bench, report: &mut Report) -> anyhow::Result<()> {
    let setting = bench.prepare("limits").await?;
    let study = bench.study(SURVEYS[0])?;
    let number = Cell::new(0);

    let disk = commits(&setting.data)?;
    let server = Server::start(&setting)?;
    let kept = send(&bench.crowd(PHONES), &study, &server, &number).await?;
    report.crowd("64 walkers, every commit on disk", &kept);
    html(bench, &server, &kept, report, &study).await?;
    server.stop()?;

    let server = Server::start(&without_sync(&setting)?)?;
    let maps = std::fs::read_to_string(format!("/proc/{}/maps", server.id()))?;
    ensure!(maps.contains("nosync.so"), "the server runs without nosync.so, so its commits reach the disk");
    let loose = send(&bench.crowd(PHONES), &study, &server, &number).await?;
    report.crowd("64 walkers, no commit on disk", &loose);
    server.stop()?;

    let [kept, loose] = [kept.rate(), loose.rate()];
    say(&format!(
        "  the disk: {} commits of 4 KiB a second; acknowledged submissions: {} times that, {} of those without durability",
        short(disk),
        short(kept / disk),
        short(kept / loose),
    ));
    report.keep("commits", json!({"disk": disk, "kept": kept, "without_sync": loose}));
    let bound = (8.0 * disk).min(loose / 2.0);
    report.at_least("acknowledged submissions at 64 walkers", kept, bound, "a second");
    Ok(())
}

/// Appends of 4 KiB that this disk confirms in a second.
fn commits(folder: &Path) -> anyhow::Result<f64> {
    let path = folder.join("appends");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let began = Instant::now();
    let mut done = 0;
    while began.elapsed() < COMMITS {
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        done += 1;
    }
    std::fs::remove_file(path)?;
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}

/// The same server with commits that reach no disk.
fn without_sync(setting: &Setting) -> anyhow::Result<Setting> {
    let library = setting.data.join("nosync.so");
    let mut command = Command::new("cc");
    command.args(["-shared", "-fPIC", "-O2", "-x", "c", "-", "-o"]).arg(&library).stdin(Stdio::piped());
    let mut compiler = command.spawn().context("there is no C compiler: install gcc")?;
    compiler.stdin.take().context("its input is piped")?.write_all(NOSYNC.as_bytes())?;
    ensure!(compiler.wait()?.success(), "the C compiler refused shims/nosync.c");
    let mut setting = setting.clone();
    setting.env.push(("LD_PRELOAD".into(), library.into()));
    Ok(setting)
}

/// Bytes of HTML beside bytes of a file that is about as long, neither of them compressed on the way.
async fn html(
    bench: &Bench,
    server: &Server,
    phones: &Seen,
    report: &mut Report,
    study: &walker::Study,
) -> anyhow::Result<()> {
    let plain = Crowd { habits: Habits { compressed: false, ..bench.habits() }, ..bench.crowd(PHONES) };
    let often = Crowd { glances: GLANCES, ..plain.clone() };
    let number = Cell::new(1_000_000);
    let plain = send(&plain, study, server, &number).await?;
    let often = send(&often, study, server, &number).await?;
    report.crowd("64 walkers, not compressed", &plain);
    let length = plain.html as f64 / plain.pages as f64;
    let get = (often.server - plain.cost() * often.pages as f64 / 1000.0)
        / (f64::from(GLANCES) * often.pages as f64);
    let (path, compressed, bytes) = file_of(server, study.survey(), length).await?;
    let (rate, cost) = fetched(bench, server, &path, compressed).await?;
    // A page is as many bytes as the file, or nearly; what differs is taken as proportional.
    let [page, file] = [length / get, bytes as f64 / cost].map(|it| it / 1e6);
    say(&format!(
        "  a second of the server's CPU gives {} MB of pages ({length:.0} bytes each, GET alone), {} MB of {path} ({bytes} bytes): {} of it",
        short(page),
        short(file),
        short(page / file),
    ));
    let whole = plain.html as f64 / plain.seconds / 1e6;
    let (file_wall, asked) = (rate * bytes as f64 / 1e6, phones.html as f64 / phones.seconds / 1e6);
    say(&format!(
        "  by the clock, posts included: {} MB/s of HTML ({} compressed on the way), {} MB/s of the file",
        short(whole),
        short(asked),
        short(file_wall),
    ));
    report.keep("html", json!({
        "page_bytes": length, "file": path, "file_bytes": bytes, "page_mb_per_cpu_second": page,
        "file_mb_per_cpu_second": file, "page_mb_per_second_with_posts": whole, "file_mb_per_second": file_wall,
    }));
    report.at_least(
        "bytes of HTML for a second of CPU, against a file of that size",
        page / file,
        1.0 / 3.0,
        "times",
    );
    Ok(())
}

/// The file whose bytes on the wire come nearest: its address, whether it is asked for compressed (it lies so in the
/// executable), its bytes.
async fn file_of(server: &Server, survey: &str, length: f64) -> anyhow::Result<(String, bool, usize)> {
    let mut browser = Browser::new(server.address, false);
    let first = browser.get(&format!("/s/{survey}")).await?;
    let page = Page::read(&String::from_utf8_lossy(&first.body));
    let beside = page.scripts.iter().filter_map(|it| it.strip_suffix("start.js"));
    let beside = beside.map(|it| format!("{it}interview.js"));
    let mut files: Vec<String> =
        page.stylesheets.iter().chain(&page.scripts).cloned().chain(beside).collect();
    files.push("/favicon.svg".to_owned());
    let mut found = Vec::new();
    for compressed in [false, true] {
        let mut browser = Browser::new(server.address, compressed);
        for path in &files {
            let answer = browser.get(path).await?;
            if answer.status.is_success() {
                found.push((path.clone(), compressed, answer.wire));
            }
        }
    }
    let distance = |bytes: usize| (bytes as f64 - length).abs();
    found
        .into_iter()
        .min_by(|a, b| distance(a.2).total_cmp(&distance(b.2)))
        .context("the server has no files")
}

/// A file fetched by everybody as fast as it comes: fetches in a second, and server seconds for each.
async fn fetched(bench: &Bench, server: &Server, path: &str, compressed: bool) -> anyhow::Result<(f64, f64)> {
    let done = Cell::new(0_u64);
    let (before, began) = (server.processor_seconds()?, Instant::now());
    let phones = (0..PHONES).map(|_| async {
        let mut browser = Browser::new(server.address, compressed);
        while browser.fetch(path).await.is_ok() {
            done.set(done.get() + 1);
        }
    });
    // They stop when time is up, or all at once where the server fails them.
    ensure!(timeout(bench.measure, join_all(phones)).await.is_err(), "{path} could not be fetched");
    let (done, seconds) = (done.get() as f64, began.elapsed().as_secs_f64());
    Ok((done / seconds, (server.processor_seconds()? - before) / done))
}
