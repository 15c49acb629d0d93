//! What was measured: a table as it comes, the targets at the end, all of it once more as JSON.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context;
use serde_json::{Map, Value, json};

use crate::crowd::Seen;

/// More of the server's core in other hands, and times are not the server's own; the network's interrupts are fewer.
const QUIET: f64 = 0.15;

/// A figure that was set beforehand.
#[derive(Clone, Debug)]
struct Target {
    what: String,
    unit: &'static str,
    figure: f64,
    bound: f64,
    /// At least, and not at most.
    least: bool,
}

impl Target {
    fn is_held(&self) -> bool {
        // What could not be measured is not held.
        if self.least { self.figure >= self.bound } else { self.figure <= self.bound }
    }
}

/// All figures so far.
#[derive(Clone, Debug, Default)]
pub struct Report {
    targets: Vec<Target>,
    figures: Map<String, Value>,
    /// The largest share of the server's core that others had while something was measured.
    disturbed: f64,
}

impl Report {
    /// A target: the figure must be no more than the bound.
    pub fn at_most(&mut self, what: &str, figure: f64, bound: f64, unit: &'static str) {
        self.targets.push(Target { what: what.into(), unit, figure, bound, least: false });
    }

    /// A target: the figure must be no less than the bound.
    pub fn at_least(&mut self, what: &str, figure: f64, bound: f64, unit: &'static str) {
        self.targets.push(Target { what: what.into(), unit, figure, bound, least: true });
    }

    /// Keeps a figure under a name.
    pub fn keep(&mut self, name: &str, figure: Value) {
        self.figures.insert(name.to_owned(), figure);
    }

    /// Prints what a crowd saw as a line of the table, and keeps it.
    pub fn crowd(&mut self, name: &str, seen: &Seen) {
        say(&format!("{name:<34}{}", row(seen)));
        for said in &seen.said {
            say(&format!("  failed: {said}"));
        }
        self.keep(name, figures(seen));
        self.disturbed = self.disturbed.max(seen.others / seen.seconds);
        self.at_most(
            &format!("{name}: failed interviews and pages that the rules did not expect"),
            seen.failures as f64,
            0.0,
            "",
        );
    }

    /// Prints the targets and whether they are held, and writes everything to a file. Whether all are held.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn close(mut self, path: &Path) -> anyhow::Result<bool> {
        say("\nTargets");
        // What went without a failure needs no line each.
        let silent = |it: &&Target| it.unit.is_empty() && it.bound == 0.0 && it.is_held();
        let clean = self.targets.iter().filter(silent).count();
        say(&format!("  held    {clean} runs without a failed interview or an unexpected page"));
        for it in self.targets.iter().filter(|it| !silent(it)) {
            let held = if it.is_held() { "held  " } else { "MISSED" };
            let bound = if it.least { "at least" } else { "at most" };
            say(&format!(
                "  {held}  {}: {} {} ({bound} {})",
                it.what,
                short(it.figure),
                it.unit,
                short(it.bound)
            ));
        }
        if self.disturbed > QUIET {
            let share = 100.0 * self.disturbed;
            say(&format!(
                "Other programs had up to {share:.0} % of the server's core: times are longer than the server's own, and \
                 rates lower. Measure again on a quiet machine."
            ));
        }
        let all = self.targets.iter().all(Target::is_held);
        let target = |it: &Target| json!({"what": it.what, "figure": it.figure, "bound": it.bound, "least": it.least, "unit": it.unit, "held": it.is_held()});
        let targets = self.targets.iter().map(target).collect();
        self.keep("targets", targets);
        fs::write(path, serde_json::to_string_pretty(&self.figures)?)
            .with_context(|| format!("{} cannot be written", path.display()))?;
        say(&format!("\nAll figures: {}", path.display()));
        Ok(all)
    }
}

/// The head of the table.
pub fn head() {
    say(&format!(
        "{:<34}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}{:>9}{:>9}{:>7}{:>7}{:>7}{:>7}",
        "",
        "pages/s",
        "compl/s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "mean ms",
        "CPU ms/p",
        "CPU s/c",
        "server",
        "others",
        "walker",
        "MB"
    ));
}

fn row(seen: &Seen) -> String {
    let millis = |share| seen.page.value_at_quantile(share) as f64 / 1000.0;
    let mut text = format!("{:>8.0}{:>8.1}", seen.rate(), seen.completes() as f64 / seen.seconds);
    let times = [millis(0.5), millis(0.95), millis(0.99)];
    times.iter().for_each(|it| write!(text, "{it:>8.2}").expect("a text takes everything"));
    let per_complete = match seen.completes() {
        0 => "–".to_owned(),
        some => format!("{:.4}", seen.server / some as f64),
    };
    let [server, others, walker] =
        [seen.server, seen.others, seen.walker].map(|it| 100.0 * it / seen.seconds);
    let mean = seen.page.mean() / 1000.0;
    write!(
        text,
        "{mean:>9.2}{:>9.3}{per_complete:>9}{server:>6.0}%{others:>6.0}%{walker:>6.0}%{:>7.0}",
        seen.cost(),
        seen.memory as f64 / 1e6
    )
    .expect("a text takes everything");
    text
}

fn figures(seen: &Seen) -> Value {
    let times = |it: &hdrhistogram::Histogram<u64>| {
        let at = |share| it.value_at_quantile(share) as f64 / 1000.0;
        json!({"count": it.len(), "mean": it.mean() / 1000.0, "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "most": it.max() as f64 / 1000.0})
    };
    let by_name: Map<String, Value> =
        seen.by_name.iter().map(|(name, it)| (name.clone(), times(it))).collect();
    json!({
        "seconds": seen.seconds,
        "pages_per_second": seen.rate(),
        "completes_per_second": seen.completes() as f64 / seen.seconds,
        "ends": seen.ends,
        "failures": seen.failures,
        "milliseconds": {"page": times(&seen.page), "post": times(&seen.post), "get": times(&seen.get), "by_page": by_name},
        "server_cpu_ms_per_page": seen.cost(),
        "server_cpu_s_per_complete": seen.server / seen.completes() as f64,
        "server_memory_bytes": seen.memory,
        "server_share_of_core": seen.server / seen.seconds,
        "others_share_of_core": seen.others / seen.seconds,
        "walker_share_of_core": seen.walker / seen.seconds,
        "html_bytes_per_page": seen.html as f64 / seen.pages as f64,
        "wire_bytes_per_page": seen.wire as f64 / seen.pages as f64,
    })
}

/// A line of the report.
pub fn say(line: &str) {
    // Nobody reads on: no reason to measure less.
    writeln!(std::io::stdout(), "{line}").ok();
}

/// A number with as many digits as say something.
pub fn short(number: f64) -> String {
    match number.abs() {
        it if it >= 100.0 => format!("{number:.0}"),
        it if it >= 10.0 => format!("{number:.1}"),
        it if it >= 1.0 || it == 0.0 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}
