//! Counts against a walk over every code of every case; those of pandas and polars stand in `end2end/bench/tables.py`.

use super::*;

const CASES: usize = 500;

/// Numbers without a pattern that the counts could share.
fn drawn(seed: u64) -> impl Iterator<Item = u64> {
    (0..CASES as u64)
        .map(move |it| (it + 1).wrapping_mul(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
}

fn below(most: u64, seed: u64) -> Vec<u16> {
    drawn(seed).map(|it| (it % most) as u16).collect()
}

/// Sets of so many codes; every seventh case has not answered.
fn sets(codes: usize, seed: u64) -> Vec<u64> {
    let all = u64::MAX >> (64 - codes);
    let gap = |case: usize| if case.is_multiple_of(7) { 0 } else { all };
    drawn(seed).zip(drawn(seed + 2)).enumerate().map(|(case, (one, other))| one & other & gap(case)).collect()
}

fn multi(codes: usize, seed: u64) -> Values {
    let offered = (0..CASES).map(|case| u64::from(!case.is_multiple_of(7))).collect();
    Values::Many { codes: (1..=codes as i64).collect(), chosen: sets(codes, seed), offered }
}

fn single(codes: u16, seed: u64) -> Values {
    Values::One { codes: (1..=i64::from(codes)).collect(), at: below(u64::from(codes) + 1, seed) }
}

fn is_in_row(values: &Values, row: usize, case: usize) -> bool {
    match values {
        Values::One { at, .. } => usize::from(at[case]) == row + 1,
        Values::Many { chosen, .. } => chosen[case] >> row & 1 == 1,
        Values::Numbers(_) | Values::Texts(_) => false,
    }
}

fn is_in_column(block: &Block, column: usize, case: usize) -> bool {
    let mut found = false;
    block.each(case, |it| found |= it == column);
    found
}

/// Each cell and each base, by a walk for each.
fn compare(values: &Values, block: &Block, weights: Option<&[f64]>) {
    let near = |found: Base, wanted: Base| {
        assert_eq!(found.n, wanted.n);
        assert!((found.weight - wanted.weight).abs() < 1e-9 && (found.squares - wanted.squares).abs() < 1e-9);
    };
    let walk = |is_in: &dyn Fn(usize) -> bool| {
        let mut base = Base::default();
        (0..CASES).filter(|it| is_in(*it)).for_each(|it| base.add(weights.map_or(1.0, |all| all[it])));
        base
    };
    let cross = cross(values, block, weights);
    assert_eq!(cross.columns, block.columns());
    for column in 0..cross.columns {
        near(cross.bases[column], walk(&|it| values.is_answered(it) && is_in_column(block, column, it)));
        for row in 0..cross.rows {
            let wanted = walk(&|it| is_in_row(values, row, it) && is_in_column(block, column, it));
            near(cross.cell(row, column), wanted);
        }
    }
}

#[test]
fn however_many_codes_are_chosen_each_cell_is_what_a_walk_over_the_cases_finds() {
    let weights: Vec<f64> = drawn(11).map(|it| (it % 1000) as f64 / 300.0).collect();
    // One byte less one code, exactly one, one code more, and all that there may be.
    let fields = [single(5, 3), multi(7, 5), multi(8, 7), multi(9, 13), multi(64, 17)];
    let blocks = [
        Block::of(CASES, |it| it % 3 > 0),
        Block::One { columns: 35, at: below(36, 19) },
        Block::Many { columns: 9, at: sets(9, 23) },
        Block::Many { columns: 64, at: sets(64, 29) },
    ];
    for values in &fields {
        for block in &blocks {
            compare(values, block, None);
            compare(values, block, Some(&weights));
        }
    }
}

#[test]
fn of_numbers_and_texts_only_who_answered_is_counted() {
    let block = Block::One { columns: 2, at: below(3, 31) };
    let numbers =
        Values::Numbers(drawn(37).map(|it| if it % 5 == 0 { f64::NAN } else { it as f64 }).collect());
    let texts = Values::Texts(drawn(41).map(|it| (it % 5 > 0).then(|| "tea".into())).collect());
    for values in [&numbers, &texts] {
        compare(values, &block, None);
        assert_eq!(cross(values, &block, None).rows, 0);
        assert!(cross(values, &block, None).bases.iter().all(|it| it.n > 0));
    }
}
