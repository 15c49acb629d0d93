//! Worked examples, and the flow against brute force on small tables.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;

/// A plan out of lines such as `region: 1=10 2=20+5 3=7/7 4=9!`: target, buffer, completes, paused.
/// A table's name is its variables, joined by `×`.
fn plan(text: &str) -> (QuotaPlan, Vec<Standing>) {
    let mut standings = Vec::new();
    let mut tables = Vec::new();
    for line in text.trim().lines() {
        let (name, cells) = line.trim().split_once(':').expect("a name");
        let by = name.split('×').map(str::to_owned).collect();
        let mut table = QuotaTable { name: name.into(), by, cells: Vec::new() };
        for cell in cells.split_whitespace() {
            let (key, rest) = cell.split_once('=').expect("a key");
            let paused = rest.ends_with('!');
            let (rest, completes) =
                rest.trim_end_matches('!').split_once('/').unwrap_or((rest.trim_end_matches('!'), "0"));
            let (target, buffer) = rest.split_once('+').unwrap_or((rest, "0"));
            let number = |it: &str| it.parse::<i64>().expect("a number");
            table.cells.push((key.split('.').map(number).collect(), number(target)));
            standings.push(Standing {
                name: CellName { table: name.into(), key: key.into() },
                target: number(target),
                buffer: number(buffer),
                completes: number(completes),
                reserved: 0,
                paused,
            });
        }
        tables.push(table);
    }
    (QuotaPlan { name: "plan".into(), n: 0, tables }, standings)
}

fn said(text: &str) -> String {
    let (plan, standings) = plan(text);
    let names = |them: &[CellName]| them.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let one = |it: Conflict| {
        let Conflict { table, other, wanted, short, .. } = &it;
        let totals = if it.totals { ", totals disagree" } else { "" };
        let mut line = format!("{table}: {short} of {wanted} short, for {other}{totals}");
        line += &format!("\n  starved: {}\n  blocking: {}", names(&it.starved), names(&it.blocking));
        if !it.paused.is_empty() {
            line += &format!("\n  paused: {}", names(&it.paused));
        }
        line
    };
    conflicts(&plan, &standings).into_iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn tables_with_the_same_total_and_no_variable_in_common_go_together() {
    assert_snapshot!(said("region: 1=10 2=20\nsex: 1=12 2=18"), @"");
}

#[test]
fn totals_that_disagree_are_told_before_launch() {
    assert_snapshot!(said("region: 1=10 2=20\nsex: 1=12 2=20"), @"
    sex: 2 of 32 short, for region, totals disagree
      starved: sex.1 sex.2
      blocking: region.1 region.2
    ");
}

#[test]
fn tables_that_share_a_variable_combine_only_cells_with_the_same_code() {
    assert_snapshot!(said("region×age: 1.1=10 1.2=10 2.1=5 2.2=5\nregion: 1=15 2=15"), @"
    region×age: 5 of 30 short, for region
      starved: region×age.1.1 region×age.1.2
      blocking: region.1
    region: 5 of 30 short, for region×age
      starved: region.2
      blocking: region×age.2.1 region×age.2.2
    ");
}

#[test]
fn in_the_field_it_is_what_is_left_that_counts() {
    // Men are full and 8 women are left; region 2 wants 10.
    assert_snapshot!(said("region: 1=10/10 2=20/10\nsex: 1=10/10 2=20/12"), @"
    region: 2 of 10 short, for sex, totals disagree
      starved: region.2
      blocking: sex.1 sex.2
    ");
}

#[test]
fn a_buffer_admits_but_wants_nothing() {
    assert_snapshot!(said("region: 1=10 2=20\nsex: 1=12+2 2=14+2"), @"");
    assert_snapshot!(said("region: 1=10+2 2=20\nsex: 1=12 2=20"), @"");
}

#[test]
fn a_paused_cell_has_nothing_open() {
    assert_snapshot!(said("region: 1=10 2=20\nsex: 1=12! 2=18"), @"
    region: 12 of 30 short, for sex
      starved: region.1 region.2
      blocking: sex.2
      paused: sex.1
    ");
}

#[test]
fn a_full_field_and_a_plan_with_one_table_have_no_conflict() {
    assert_snapshot!(said("region: 1=10/10 2=20/25\nsex: 1=12/12 2=18/18"), @"");
    assert_snapshot!(said("region: 1=10 2=20"), @"");
}

/// The same by trying every set of givers: the flow is the least, over all sets, of what those outside give and
/// what those inside can hand on (Ford and Fulkerson's theorem, and Hall's before it).
fn by_force(gives: &[i64], takes: &[i64], fit: impl Fn(usize, usize) -> bool) -> i64 {
    let cut = |set: u32| -> i64 {
        let inside = |it: &usize| set >> it & 1 == 1;
        let given: i64 = (0..gives.len()).filter(|it| !inside(it)).map(|it| gives[it]).sum();
        let reached = |b: &usize| (0..gives.len()).filter(inside).any(|a| fit(a, *b));
        given + (0..takes.len()).filter(reached).map(|it| takes[it]).sum::<i64>()
    };
    (0..1_u32 << gives.len()).map(cut).min().unwrap_or(0)
}

proptest! {
    #[test]
    fn the_flow_is_what_brute_force_finds(
        gives in prop::collection::vec(0_i64..6, 1..7),
        takes in prop::collection::vec(0_i64..6, 1..7),
        edges in prop::collection::vec(any::<bool>(), 36),
    ) {
        let fit = |a: usize, b: usize| edges[a * 6 + b];
        let (flow, cut) = max_flow(&gives, &takes, fit);
        prop_assert_eq!(flow, by_force(&gives, &takes, fit));
        // The cut itself: what its givers want beyond what they can hand on is what is short.
        let wanted: i64 = (0..gives.len()).filter(|it| cut[*it]).map(|it| gives[it]).sum();
        let reached = |b: &usize| (0..gives.len()).any(|a| cut[a] && fit(a, *b));
        let taken: i64 = (0..takes.len()).filter(reached).map(|it| takes[it]).sum();
        prop_assert_eq!(wanted - taken, gives.iter().sum::<i64>() - flow);
    }

    /// Two margins that both tables say can be met are met by a table of counts: found by trying all 2 × 2 ones.
    #[test]
    fn what_is_called_feasible_can_be_filled(
        a in (0_i64..7, 0_i64..7), b in (0_i64..7, 0_i64..7), buffers in (0_i64..3, 0_i64..3, 0_i64..3, 0_i64..3),
    ) {
        let text = format!(
            "region: 1={}+{} 2={}+{}\nsex: 1={}+{} 2={}+{}",
            a.0, buffers.0, a.1, buffers.1, b.0, buffers.2, b.1, buffers.3,
        );
        let (plan, standings) = plan(&text);
        let within = |sum: i64, least: i64, buffer: i64| (least..=least + buffer).contains(&sum);
        let mut some = false;
        for (w, x, y, z) in (0..10_000).map(|it| (it / 1000, it / 100 % 10, it / 10 % 10, it % 10)) {
            some |= within(w + x, a.0, buffers.0) && within(y + z, a.1, buffers.1)
                && within(w + y, b.0, buffers.2) && within(x + z, b.1, buffers.3);
        }
        prop_assert_eq!(conflicts(&plan, &standings).is_empty(), some, "{}", text);
    }
}
