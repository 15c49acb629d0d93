//! What pages cost, without thinking in between: 8, 32, 64 and 512 interviews at once.

use std::cell::Cell;

use serde_json::json;
use walker::{Habits, Server};

use crate::bench::{Bench, SURVEYS};
use crate::crowd::{Crowd, send};
use crate::report::{Report, say, short};

/// So often a page is opened once more, to tell what a GET costs from what a post costs.
const GLANCES: u32 = 4;

/// Server milliseconds for a page.
const COST: f64 = 0.4;

/// Measures, prints and judges.
pub async fn run(bench: &Bench, report: &mut Report) -> anyhow::Result<()> {
    let setting = bench.prepare("pages").await?;
    let server = Server::start(&setting)?;
    let [first, other] = [bench.study(SURVEYS[0])?, bench.study(SURVEYS[1])?];
    let number = Cell::new(0);
    for phones in [8, 32, 64, 512] {
        let seen = send(&bench.crowd(phones), &first, &server, &number).await?;
        report.crowd(&format!("{phones} walkers"), &seen);
        let p99 = seen.page.value_at_quantile(0.99) as f64 / 1000.0;
        match phones {
            8 => {
                report.at_most("server CPU for a page at 8 walkers", seen.cost(), COST, "ms");
                report.at_most("p99 of a page at 8 walkers", p99, 25.0, "ms");
            }
            64 => {
                report.at_most("server CPU for a page at 64 walkers", seen.cost(), COST, "ms");
                let mean = seen.page.mean() / 1000.0;
                report.at_most("p99 of a page at 64 walkers against the mean", p99 / mean, 3.0, "times");
            }
            _ => {}
        }
    }
    let seen = send(&bench.crowd(8), &other, &server, &number).await?;
    report.crowd("8 walkers, second-hand", &seen);
    report.at_most("server CPU for a page of the other questionnaire", seen.cost(), COST, "ms");
    for compressed in [true, false] {
        let habits = Habits { compressed, ..bench.habits() };
        let once = Crowd { habits, ..bench.crowd(8) };
        let often = Crowd { glances: GLANCES, ..once.clone() };
        let once = send(&once, &first, &server, &number).await?;
        let often = send(&often, &first, &server, &number).await?;
        let what = if compressed { "compressed as phones ask" } else { "not compressed" };
        report.crowd(&format!("8 walkers, {what}"), &once);
        let get = (often.cost() - once.cost()) / f64::from(GLANCES);
        let post = once.cost() - get;
        let bytes = once.wire as f64 / once.pages as f64;
        say(&format!(
            "  of it: post {} ms, GET {} ms of CPU; {bytes:.0} bytes on the wire",
            short(post),
            short(get)
        ));
        report.keep(&format!("cpu {what}"), json!({"post_ms": post, "get_ms": get}));
    }
    server.stop()
}
