//! What tables cost: draws cases, counts them, and says the seconds as JSON: `tables OUT CASES QUESTIONNAIRE`.
//!
//! The columns of the first study and its counts go into a folder, so that other programs can count the same. Of the
//! questionnaire, every question is counted by region, ageq and sex.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use std::{fs, io};

use analysis::Cell;
use analysis::codebook::{Codebook, Role, Shape, Variable, codebook};
use analysis::table::{Banner, Columns, Counted, Field, Moments, Values};
use serde_json::{Value, json};
use survey::InterviewId;

const SEED: u64 = 20_261_122;

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [out, cases, questionnaire] = words.as_slice() else {
        return Err(io::Error::other("three words are wanted: tables OUT CASES QUESTIONNAIRE"));
    };
    let cases = cases.parse().map_err(io::Error::other)?;
    let tables = tables(Path::new(out), cases)?;
    let questionnaire = every_question(&fs::read_to_string(questionnaire)?, cases)?;
    serde_json::to_writer(io::stdout(), &json!({ "tables": tables, "questionnaire": questionnaire }))?;
    Ok(())
}

/// The seconds of single tables; their columns and counts are written.
fn tables(out: &Path, cases: usize) -> io::Result<Value> {
    let mut chance = Chance(SEED);
    let columns = drawn(&study(), cases, &mut chance)?;
    let weights: Vec<f64> = (0..cases).map(|_| 0.25 + 1.5 * chance.share()).collect();
    let nest = |vars: &[&str]| vars.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
    let cells = [nest(&["region", "age"])];
    let [single, several, number] = ["single", "several", "number"].map(|it| values(&columns, it));
    let banner = banner(&columns, &cells)?;
    let wide = self::banner(&columns, &[nest(&["region", "age"]), nest(&["sex"]), nest(&["tier"])])?;
    let multi = self::banner(&columns, &[nest(&["several"])])?;
    write(out, &columns, &weights)?;
    let weights = Some(weights.as_slice());
    let counts = json!({
        "single": counts(&banner.count(single, None), banner.heads.len()),
        "weighted": counts(&banner.count(single, weights), banner.heads.len()),
        "several": counts(&banner.count(several, None), banner.heads.len()),
        "by several": counts(&multi.count(single, weights), multi.heads.len()),
        "several by several": counts(&multi.count(several, None), multi.heads.len()),
        "means": means(&banner.moments(number, weights)),
    });
    fs::write(out.join("counts.json"), serde_json::to_vec(&counts)?)?;
    Ok(json!({
        "single": seconds(|| banner.count(single, None)),
        "weighted": seconds(|| banner.count(single, weights)),
        "single by the cells, sex and tier": seconds(|| wide.count(single, None)),
        "several": seconds(|| banner.count(several, None)),
        "several, weighted": seconds(|| banner.count(several, weights)),
        "by several": seconds(|| multi.count(single, None)),
        "several by several": seconds(|| multi.count(several, None)),
        "means": seconds(|| banner.moments(number, None)),
        "means, weighted": seconds(|| banner.moments(number, weights)),
        "the banner itself": seconds(|| self::banner(&columns, &cells)),
    }))
}

/// The seconds of processor of every question of a questionnaire by region, ageq and sex.
fn every_question(text: &str, cases: usize) -> io::Result<Value> {
    let columns = drawn(text, cases, &mut Chance(SEED))?;
    let asked: Vec<&Field> =
        columns.fields.iter().filter(|it| columns.variable(it).role == Role::Asked).collect();
    let by = ["region", "ageq", "sex"].map(|it| vec![it.to_owned()]);
    let began = processor()?;
    let banner = banner(&columns, &by)?;
    let (numbers, codes): (Vec<&Field>, Vec<&Field>) =
        asked.iter().copied().partition(|it| matches!(it.values, Values::Numbers(_)));
    let counted: Vec<Counted> = codes.iter().map(|it| banner.count(&it.values, None)).collect();
    let middle = processor()?;
    let moments: Vec<_> = numbers.iter().map(|it| banner.moments(&it.values, None)).collect();
    let ended = processor()?;
    let mut questions: Vec<_> = asked.iter().filter_map(|it| columns.variable(it).of.as_deref()).collect();
    questions.dedup();
    Ok(json!({
        "questions": questions.len(),
        "fields": counted.len() + moments.len(),
        "columns": banner.heads.len(),
        "counts": middle - began,
        "numbers": ended - middle,
    }))
}

fn values<'a>(columns: &'a Columns, var: &'a str) -> &'a Values {
    &columns.of(var).next().expect("it is a question of the study").values
}

fn banner(columns: &Columns, nests: &[Vec<String>]) -> io::Result<Banner> {
    Banner::new(columns, nests, None).map_err(|it| io::Error::other(format!("{it:?}")))
}

/// The median of five, after one to warm up.
#[expect(clippy::disallowed_methods, reason = "what is measured is time")]
fn seconds<T>(work: impl Fn() -> T) -> f64 {
    let mut times = [0; 6].map(|_: i32| {
        let began = Instant::now();
        std::hint::black_box(work());
        began.elapsed().as_secs_f64()
    });
    times[1..].sort_by(f64::total_cmp);
    times[3]
}

/// The seconds of processor that this program has used: in the first field of Linux's schedstat, in nanoseconds.
fn processor() -> io::Result<f64> {
    let text = fs::read_to_string("/proc/self/schedstat")?;
    let first = text.split(' ').next().and_then(|it| it.parse::<u64>().ok());
    first.map(|it| it as f64 / 1e9).ok_or_else(|| io::Error::other("schedstat is not read as it should be"))
}

/// Rows of codes, columns of the banner: who is there and what they weigh; then the bases.
fn counts(counted: &Counted, columns: usize) -> Value {
    let row = |row| (0..columns).map(|it| counted.cell(row, it)).map(|it| json!([it.n, it.weight])).collect();
    let cells: Vec<Value> = (0..counted.codes.len()).map(row).collect();
    let bases: Vec<Value> =
        (0..columns).map(|it| counted.base(it)).map(|it| json!([it.n, it.weight])).collect();
    json!({ "codes": counted.codes, "cells": cells, "bases": bases })
}

fn means(moments: &[Option<Moments>]) -> Vec<Option<f64>> {
    moments.iter().map(|it| it.map(|it| it.mean.value)).collect()
}

/// The columns as bare numbers, the lowest byte first.
fn write(out: &Path, columns: &Columns, weights: &[f64]) -> io::Result<()> {
    fs::create_dir_all(out)?;
    for field in &columns.fields {
        let variable = columns.variable(field);
        let (Some(var), Role::Asked) = (&variable.var, variable.role) else { continue };
        let bytes: Vec<u8> = match &field.values {
            Values::One { at, .. } => at.iter().flat_map(|it| it.to_le_bytes()).collect(),
            Values::Many { chosen, .. } => chosen.iter().flat_map(|it| it.to_le_bytes()).collect(),
            Values::Numbers(numbers) => numbers.iter().flat_map(|it| it.to_le_bytes()).collect(),
            Values::Texts(_) => continue,
        };
        fs::write(out.join(var), bytes)?;
        if let Values::Many { offered, .. } = &field.values {
            let bytes: Vec<u8> = offered.iter().map(|it| u8::from(*it != 0)).collect();
            fs::write(out.join(format!("{var}.answered")), bytes)?;
        }
    }
    let weights: Vec<u8> = weights.iter().flat_map(|it| it.to_le_bytes()).collect();
    fs::write(out.join("weight"), weights)
}

/// A banner of 35 cells, two more of its kind, a question of twelve codes, one of fifteen that may be chosen together,
/// and a number.
fn study() -> String {
    let choices = |most: usize| {
        let choices: Vec<String> =
            (1..=most).map(|it| format!("{it}: {{zh: 第{it}项, en: No. {it}}}")).collect();
        choices.join(", ")
    };
    let question = |var: &str, kind: &str, most| {
        let choices = choices(most);
        format!("  - {{var: {var}, type: {kind}, text: {{zh: 问, en: What}}, choices: {{{choices}}}}}\n")
    };
    let thanks = "{text: {zh: 谢谢, en: Thank you}}";
    [
        "survey: tables\nversion: 1.0.0\ntitle: {zh: 表, en: Tables}\nlangs: [zh, en]\ndefault: zh\n\
         contact: {zh: 表 t@example.org, en: Tables t@example.org}\nfield: {year: 2026}\n\
         pages:\n- page: all\n  questions:\n"
            .to_owned(),
        question("region", "single", 7),
        question("age", "single", 5),
        question("sex", "single", 2),
        question("tier", "single", 4),
        question("single", "single", 12),
        question("several", "multi", 15),
        "  - {var: number, type: number, text: {zh: 数, en: Number}, range: [0, 200]}\n".to_owned(),
        format!("ends: {{complete: {thanks}, quota_full: {thanks}, rejected: {thanks}}}\n"),
    ]
    .concat()
}

/// Drawn answers to every question, and values of what is derived: not those that would follow from the answers.
fn drawn(text: &str, cases: usize, chance: &mut Chance) -> io::Result<Columns> {
    let (questionnaire, problems) = survey::read(text);
    if let Some(it) = problems.iter().find(|it| it.severity == survey::Severity::Error) {
        return Err(io::Error::other(format!("{it:?}")));
    }
    let codebook = Arc::new(codebook(&questionnaire));
    let mut columns = Columns::new(&codebook);
    for case in 0..cases {
        columns.set(InterviewId(case as i64), &row(&codebook, chance));
    }
    Ok(columns)
}

fn row(codebook: &Codebook, chance: &mut Chance) -> Vec<Cell> {
    let mut row = Vec::with_capacity(codebook.variables.len());
    let (mut of, mut answered) = (&None, true);
    for variable in &codebook.variables {
        // Whoever answers a multi or a grid answers all of its columns.
        if of != &variable.of {
            (of, answered) = (&variable.of, chance.share() < 0.9);
        }
        let wanted = answered && matches!(variable.role, Role::Asked | Role::Derived);
        row.push(if wanted { answer(variable, chance) } else { Cell::Empty });
    }
    row
}

fn answer(variable: &Variable, chance: &mut Chance) -> Cell {
    match variable.shape {
        Shape::Flag => Cell::Flag(chance.share() < 0.3),
        // Small numbers are commoner, as with orders and people.
        Shape::Number => Cell::Number((200.0 * chance.share() * chance.share()).floor()),
        Shape::Code => {
            let codes = variable.codes.iter().filter(|it| it.code >= 0).count();
            Cell::Code(variable.codes[(chance.share() * codes as f64) as usize].code)
        }
        Shape::Text | Shape::Time | Shape::List => Cell::Empty,
    }
}

/// SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014).
struct Chance(u64);

impl Chance {
    /// From 0 to 1, without 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
