//! What a table of 100,000 cases costs. `cargo xtask bench` compares a million with other programs.
//!
//! `cargo bench --package analysis`

use std::hint::black_box;
use std::sync::Arc;

use analysis::Cell;
use analysis::codebook::{Codebook, Role, Shape, Variable, codebook};
use analysis::table::{Banner, Columns, Values};
use criterion::{Criterion, criterion_group, criterion_main};
use survey::InterviewId;

const TEXT: &str = include_str!("../../../questionnaires/mini-program-2026.yaml");
const CASES: i64 = 100_000;

fn tables(bench: &mut Criterion) {
    let codebook = Arc::new(codebook(&survey::read(TEXT).0));
    let columns = drawn(&codebook);
    let nest = |vars: &[&str]| vars.iter().map(|it| (*it).to_owned()).collect::<Vec<String>>();
    let by = [nest(&["region", "ageq"]), nest(&["sex"])];
    let banner = || Banner::new(&columns, &by, None).expect("they can be columns of a table");
    let values = |var| &columns.of(var).next().expect("it is a question").values;
    let weights: Vec<f64> = (0..CASES).map(|it| 0.5 + (it % 100) as f64 / 100.0).collect();
    let counted = banner();
    let mut count = |name: &str, values: &Values, weights: Option<&[f64]>| {
        bench.bench_function(name, |it| it.iter(|| counted.count(black_box(values), weights)));
    };
    count("a single by region and age, and sex", values("mp_freq"), None);
    count("the same, weighted", values("mp_freq"), Some(&weights));
    count("a multi by the same", values("modes"), None);
    bench.bench_function("the banner itself", |it| it.iter(banner));
}

fn drawn(codebook: &Arc<Codebook>) -> Columns {
    let mut columns = Columns::new(codebook);
    for case in 0..CASES {
        let row: Vec<Cell> = codebook.variables.iter().zip(1..).map(|(it, at)| cell(it, at, case)).collect();
        columns.set(InterviewId(case), &row);
    }
    columns
}

/// An answer that looks drawn, and is the same at each run.
fn cell(variable: &Variable, at: u64, case: i64) -> Cell {
    let roll = (case as u64 + 1).wrapping_mul(at).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    match variable.shape {
        _ if !matches!(variable.role, Role::Asked | Role::Derived) => Cell::Empty,
        Shape::Flag => Cell::Flag(roll.is_multiple_of(3)),
        Shape::Number => Cell::Number((roll % 100) as f64),
        Shape::Code => Cell::Code(variable.codes[roll as usize % variable.codes.len()].code),
        Shape::Text | Shape::Time | Shape::List => Cell::Empty,
    }
}

criterion_group!(benches, tables);
criterion_main!(benches);
