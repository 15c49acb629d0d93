//! The board's figures once more, from the raw interviews and by other code than the board's own.

use std::collections::BTreeMap;

use store::interviews::{CaseRow, batch};
use survey::fieldwork::{Board, Cell, Fieldwork, Share};

use crate::actors::{Site, now};
use crate::staff::tiny;

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
    let line = |label: String, it: Cell| {
        format!("cell {label}: {} + {} of {}, {} open", it.completes, it.reserved, it.target, it.open)
    };
    let mut lines = vec![line(board.table.clone(), board.total())];
    for (row, down) in board.down.points.iter().enumerate() {
        lines.push(line(down.clone(), board.row(row)));
        for (column, across) in board.across.iter().flat_map(|it| it.points.iter().enumerate()) {
            lines.push(line(format!("{down} × {across}"), board.cells[row][column]));
        }
    }
    for (column, across) in board.across.iter().flat_map(|it| it.points.iter().enumerate()) {
        lines.push(line(format!("{} {across}", board.table), board.column(column)));
    }
    lines
}

/// What it should say, by the raw interviews.
pub async fn expected(site: &Site, devices: &BTreeMap<String, Option<&'static str>>) -> Vec<String> {
    let rows = batch(&site.db, &tiny(), false, 0.into(), 10_000).await.unwrap();
    let people: Vec<Person> = rows.iter().map(|it| Person::new(it, devices)).collect();
    let mut lines = figures(&people);
    lines.extend(tallies(&people));
    lines.extend(pages(&people));
    lines.extend(times(&people));
    lines.extend(places(&people));
    lines.sort();
    lines
}

fn count(people: &[Person], fits: impl Fn(&Person) -> bool) -> usize {
    people.iter().filter(|it| fits(it)).count()
}

/// The figures above the tables, and the funnel.
fn figures(people: &[Person]) -> Vec<String> {
    let of = |word: &str| count(people, |it| it.disposition == word);
    let (begun, completes) = (people.len(), of("complete"));
    let mut lines = vec![
        format!("begun {begun}"),
        format!("incidence {:.6}", completes as f64 / (completes + of("screened_out")) as f64),
        format!("completion {:.6}", completes as f64 / begun as f64),
        "wanted 120".to_owned(),
        format!("length {}", quartiles(people)),
        format!("complete and in progress {completes} {}", of("started")),
        format!("complete {completes} left {completes}"),
    ];
    let mut left = begun;
    for word in ["refused", "screened_out", "quota_full", "broken_off", "started", "rejected"] {
        left -= of(word);
        lines.push(format!("{word} {} left {left}", of(word)));
    }
    lines
}

/// The parts of the funnel's stages, and where people come from.
fn tallies(people: &[Person]) -> Vec<String> {
    let (mut parts, mut shares) = (BTreeMap::new(), BTreeMap::new());
    for it in people {
        if !it.part.is_empty() {
            *parts.entry(format!("{} {}", it.disposition, it.part)).or_insert(0) += 1;
        }
        for label in [&it.device, &it.lang, &it.source] {
            let [begun, completes] = shares.entry(label).or_insert([0, 0]);
            *begun += 1;
            *completes += i32::from(it.disposition == "complete");
        }
    }
    let parts = parts.into_iter().map(|(part, count)| format!("{part} {count}"));
    parts.chain(shares.into_iter().map(|(it, [begun, all])| format!("share {it} {begun} {all}"))).collect()
}

fn pages(people: &[Person]) -> Vec<String> {
    let line = |(page, label): (u32, &str)| {
        let on = |word| count(people, |it| it.page == page && it.disposition == word);
        let reached = count(people, |it| it.page >= page);
        format!("page {label} {reached} {} {}", on("broken_off"), on("started"))
    };
    [(0, "who"), (1, "More")].map(line).into()
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

/// Who counts and who holds a place, cell by cell and at the edges, of the targets of the crowd's questionnaire.
fn places(people: &[Person]) -> Vec<String> {
    let line = |label: &str, cells: &[(usize, usize, i64)]| {
        let [mut completes, mut held, mut target, mut open] = [0; 4];
        for (region, sex, wanted) in cells {
            let of = |word| {
                let here = |it: &Person| [0, it.region].contains(region) && it.sex == *sex;
                count(people, |it| it.disposition == word && it.passed_gate && here(it)) as i64
            };
            let (counted, reserved) = (of("complete"), of("started"));
            completes += counted;
            held += reserved;
            target += wanted;
            open += wanted - counted - reserved;
        }
        format!("cell {label}: {completes} + {held} of {target}, {open} open")
    };
    // Region, with 0 for any; sex; target.
    let [nm, nf, sm, sf] = [(1, 1, 40), (1, 2, 24), (2, 1, 20), (2, 2, 36)];
    let (men, women) = ((0, 1, 60), (0, 2, 60));
    vec![
        line("region_sex", &[nm, nf, sm, sf]),
        line("North", &[nm, nf]),
        line("North × Male", &[nm]),
        line("North × Female", &[nf]),
        line("South", &[sm, sf]),
        line("South × Male", &[sm]),
        line("South × Female", &[sf]),
        line("region_sex Male", &[nm, sm]),
        line("region_sex Female", &[nf, sf]),
        line("sex", &[men, women]),
        line("Male", &[men]),
        line("Female", &[women]),
    ]
}
