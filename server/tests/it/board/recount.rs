//! The board's figures once more, from the raw interviews and by other code than the board's own.

use std::collections::BTreeMap;

use store::interviews::{CaseRow, Which, batch};
use survey::SurveyId;
use survey::fieldwork::{Board, Fieldwork, Share};

use crate::actors::{Site, now};

const HOUR: i64 = 3_600_000;
/// The survey's zone is so far ahead of UTC.
const AHEAD: i64 = 8 * HOUR;

/// What the board says, a line for each figure, in no order.
pub fn told(board: &Fieldwork) -> Vec<String> {
    let mut lines = vec![
        format!("begun {}", board.begun),
        format!("incidence {:.6}", board.incidence_rate.unwrap()),
        format!("completion {:.6}", board.completion_rate().unwrap()),
        format!("wanted {}", board.target),
    ];
    let length = board.length_of_interview.unwrap();
    lines.push(format!("length {:.3} {:.3} {:.3}", length.lower, length.median, length.upper));
    lines.push(format!("complete and in progress {} {}", board.completes, board.in_progress));
    for stage in &board.funnel {
        lines.push(format!("{} {} left {}", stage.disposition, stage.count, stage.left));
        lines.extend(stage.parts.iter().map(|it| format!("{} {} {}", stage.disposition, it.label, it.count)));
    }
    lines.extend(
        board
            .pages
            .iter()
            .map(|it| format!("page {} {} {} {}", it.label, it.reached, it.broken_off, it.here)),
    );
    for (unit, bins) in [("day", &board.days), ("hour", &board.hours)] {
        lines.extend(
            bins.iter().filter(|it| it.count > 0).map(|it| format!("{unit} {} {}", it.label, it.count)),
        );
    }
    let share = |it: &Share| format!("share {} {} {}", it.label, it.begun, it.completes);
    lines.extend(board.devices.iter().chain(&board.langs).chain(&board.sources).map(share));
    lines.extend(board.boards.iter().flat_map(cells));
    lines.sort();
    lines
}

fn cells(board: &Board) -> Vec<String> {
    let mut lines = Vec::new();
    for (down, row) in board.down.points.iter().zip(&board.cells) {
        let across = board.across.as_ref().map_or(vec![String::new()], |it| it.points.clone());
        lines.extend(
            across
                .iter()
                .zip(row)
                .map(|(it, cell)| format!("cell {down} {it} {} {}", cell.completes, cell.reserved)),
        );
    }
    lines
}

/// What it should say, by the raw interviews.
pub async fn expected(site: &Site, devices: &BTreeMap<String, Option<&'static str>>) -> Vec<String> {
    let which = Which { completes_only: false, test: false };
    let rows = batch(&site.db, &SurveyId("tiny".into()), which, 0.into(), 10_000).await.unwrap();
    let people: Vec<Person> = rows.iter().map(|it| Person::new(it, devices)).collect();
    let count = |it: &dyn Fn(&Person) -> bool| people.iter().filter(|person| it(person)).count();
    let of = |word: &str| count(&|it| it.disposition == word);
    let (begun, completes) = (people.len(), of("complete"));
    let mut lines = vec![
        format!("begun {begun}"),
        format!("incidence {:.6}", completes as f64 / (completes + of("screened_out")) as f64),
        format!("completion {:.6}", completes as f64 / begun as f64),
        "wanted 120".to_owned(),
        format!("length {}", quartiles(&people)),
        format!("complete and in progress {completes} {}", of("started")),
        format!("complete {completes} left {completes}"),
    ];
    let mut left = begun;
    for word in ["refused", "screened_out", "quota_full", "broken_off", "started", "rejected"] {
        left -= of(word);
        lines.push(format!("{word} {} left {left}", of(word)));
    }
    let mut tallies: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut tally = |line: String, at: usize| tallies.entry(line).or_default()[at] += 1;
    for it in &people {
        if !it.part.is_empty() {
            tally(format!("{} {}", it.disposition, it.part), 0);
        }
        for label in [&it.device, &it.lang, &it.source] {
            tally(format!("share {label}"), 0);
            if it.disposition == "complete" {
                tally(format!("share {label}"), 1);
            }
        }
    }
    for (line, [one, other]) in tallies {
        lines.push(if line.starts_with("share") {
            format!("{line} {one} {other}")
        } else {
            format!("{line} {one}")
        });
    }
    for (page, label) in [(0, "who"), (1, "More")] {
        let on = |word: &'static str| count(&|it| it.page == page && it.disposition == word);
        let reached = count(&|it| it.page >= page);
        lines.push(format!("page {label} {reached} {} {}", on("broken_off"), on("started")));
    }
    lines.extend(times(&people));
    lines.extend(places(&people));
    lines.sort();
    lines
}

/// One interview, as raw as it is kept.
struct Person {
    disposition: &'static str,
    part: String,
    page: u32,
    millis: i64,
    ended_at: i64,
    region: usize,
    sex: usize,
    passed_gate: bool,
    device: String,
    lang: String,
    source: String,
}

impl Person {
    fn new(row: &CaseRow, devices: &BTreeMap<String, Option<&'static str>>) -> Person {
        let interview = &row.interview;
        let typed = |name: &str| {
            let fields = &interview.drafts["who"].fields;
            fields.iter().find(|(it, _)| it == name).unwrap().1.parse::<usize>().unwrap()
        };
        let (region, sex) = (["North", "South"][typed("region") - 1], ["Male", "Female"][typed("sex") - 1]);
        let disposition = interview.disposition.word();
        let part = match (disposition, interview.disposition.code().as_str()) {
            // The table that is full first is named by its labels.
            ("quota_full", code) if code.starts_with("region_sex") => format!("{region} × {sex}"),
            ("quota_full", _) => sex.to_owned(),
            ("broken_off", _) => ["who", "More"][interview.page as usize].to_owned(),
            (_, code) => code.to_owned(),
        };
        let device = match devices[row.pid.as_ref().unwrap()] {
            Some("phone") => "Phone",
            Some("computer") => "Computer",
            _ => "Not known",
        };
        Person {
            disposition,
            part,
            page: interview.page,
            millis: interview.millis.values().sum(),
            ended_at: interview.ended_at.map_or(0, |it| it.0),
            region: typed("region"),
            sex: typed("sex"),
            passed_gate: interview.page > 0,
            device: device.into(),
            lang: if interview.lang == "zh" { "中文" } else { "English" }.into(),
            source: row.source.clone().unwrap_or("Without a source".into()),
        }
    }
}

/// The quartiles in minutes: the value at a quarter of the way through the sorted ones, and so on.
fn quartiles(people: &[Person]) -> String {
    let mut minutes: Vec<f64> = people
        .iter()
        .filter(|it| it.disposition == "complete")
        .map(|it| it.millis as f64 / 60_000.0)
        .collect();
    minutes.sort_by(f64::total_cmp);
    let at = |quarter: usize| {
        let steps = (minutes.len() - 1) * quarter;
        let (whole, rest) = (steps / 4, steps % 4);
        let next = minutes[(whole + 1).min(minutes.len() - 1)];
        minutes[whole] * (4 - rest) as f64 / 4.0 + next * rest as f64 / 4.0
    };
    format!("{:.3} {:.3} {:.3}", at(1), at(2), at(3))
}

/// Completes by day, and by hour of the last two days; the test's field is one of January 2026.
fn times(people: &[Person]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let this_hour = now().0 / HOUR;
    // 2026-01-01, as UTC counts days.
    let new_year = 20_454;
    for it in people.iter().filter(|it| it.disposition == "complete") {
        let local = it.ended_at + AHEAD;
        let day = local / (24 * HOUR) - new_year + 1;
        *counts.entry(format!("day 2026-01-{day:02}")).or_default() += 1;
        if it.ended_at / HOUR > this_hour - 48 {
            *counts.entry(format!("hour 01-{day:02} {:02}:00", local / HOUR % 24)).or_default() += 1;
        }
    }
    counts.into_iter().map(|(line, count)| format!("{line} {count}")).collect()
}

/// Who counts and who holds a place, cell by cell.
fn places(people: &[Person]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |label: String, of_cell: &dyn Fn(&Person) -> bool| {
        let count = |word: &str| {
            people.iter().filter(|it| it.disposition == word && it.passed_gate && of_cell(it)).count()
        };
        lines.push(format!("cell {label} {} {}", count("complete"), count("started")));
    };
    for (sex, sex_label) in [(1, "Male"), (2, "Female")] {
        line(format!("{sex_label} "), &|it| it.sex == sex);
        for (region, region_label) in [(1, "North"), (2, "South")] {
            line(format!("{region_label} {sex_label}"), &|it| it.sex == sex && it.region == region);
        }
    }
    lines
}
