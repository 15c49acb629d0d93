//! Whether the tables of a plan can all be filled: each respondent takes one place in every table.
//!
//! Two tables are checked at a time, as a flow of respondents: from the cells of one, each giving what it still wants,
//! to the cells of the other, each taking what it still admits. Two cells can share a respondent unless
//! the tables have a variable in common and the cells different codes of it. What does not get through is what
//! the first table will be short of, and the minimal cut names the cells. If no table is short of
//! another, one set of respondents fills both (Mendelsohn and Dulmage 1958). Pairs are all that is
//! checked: three tables may fail together although each two of them go.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{CellName, QuotaPlan, QuotaTable, Standing};
use crate::questionnaire::Code;

#[cfg(test)]
mod tests;

/// A table that cannot be filled, since another one admits too few of the people it wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The table that cannot be filled.
    pub table: String,
    /// The one that stands in its way.
    pub other: String,
    /// Completes that `table` still wants in all, its paused cells left out.
    pub wanted: i64,
    /// How many of them it will be short of.
    pub short: i64,
    /// Cells of `table` that want more than the cells they combine with admit, all of them together.
    pub starved: Vec<CellName>,
    /// The cells of `other` that they combine with, full ones included: these targets block.
    pub blocking: Vec<CellName>,
    /// Those of `other` that they would combine with too, but which are paused.
    pub paused: Vec<CellName>,
    /// Whole tables disagree, and not single cells: all cells are starved by all.
    pub totals: bool,
}

/// Each table that another one keeps from being filled, in file order. None does not promise that three tables or more
/// can all be filled together.
///
/// Before launch nothing is complete, and so the targets themselves are compared. In the field the cells give and take
/// what is left. A paused cell wants nothing and admits nobody; a buffer admits, and wants nothing. A cell of
/// the plan without a standing counts as full.
pub fn conflicts(plan: &QuotaPlan, standings: &[Standing]) -> Vec<Conflict> {
    let standings: HashMap<&CellName, &Standing> = standings.iter().map(|it| (&it.name, it)).collect();
    let tables: Vec<(&QuotaTable, Vec<Node<'_>>)> =
        plan.tables.iter().map(|table| (table, nodes(table, &standings))).collect();
    let mut conflicts = Vec::new();
    for (at, (table, from)) in tables.iter().enumerate() {
        for (_, (other, to)) in tables.iter().enumerate().filter(|(it, _)| *it != at) {
            conflicts.extend(conflict((table, from), (other, to)));
        }
    }
    conflicts
}

/// A cell in the flow.
struct Node<'a> {
    codes: &'a [Code],
    name: CellName,
    /// Completes that it still wants.
    wants: i64,
    /// Completes that it still admits.
    admits: i64,
    paused: bool,
}

fn nodes<'a>(table: &'a QuotaTable, standings: &HashMap<&CellName, &Standing>) -> Vec<Node<'a>> {
    let node = |(codes, _): &'a (Vec<Code>, i64)| {
        let name = table.cell(codes);
        let standing = standings.get(&name);
        let paused = standing.is_some_and(|it| it.paused);
        let wants = standing.filter(|it| !it.paused).map_or(0, |it| it.wanted());
        let admits = standing.map_or(0, |it| it.admits());
        Node { codes, name, wants, admits, paused }
    };
    table.cells.iter().map(node).collect()
}

/// What keeps the first table from being filled beside the second.
fn conflict(
    (table, from): (&QuotaTable, &[Node<'_>]),
    (other, to): (&QuotaTable, &[Node<'_>]),
) -> Option<Conflict> {
    let shared: Vec<(usize, usize)> = table
        .by
        .iter()
        .enumerate()
        .filter_map(|(at, var)| other.by.iter().position(|it| it == var).map(|it| (at, it)))
        .collect();
    let fit = |a: usize, b: usize| shared.iter().all(|(at, it)| from[a].codes[*at] == to[b].codes[*it]);
    let wants: Vec<i64> = from.iter().map(|it| it.wants).collect();
    let admits: Vec<i64> = to.iter().map(|it| it.admits).collect();
    let (flow, cut) = max_flow(&wants, &admits, fit);
    let wanted: i64 = wants.iter().sum();
    if flow == wanted {
        return None;
    }
    let starved: Vec<usize> = (0..from.len()).filter(|it| cut[*it] && wants[*it] > 0).collect();
    let beside: Vec<&Node<'_>> =
        (0..to.len()).filter(|b| starved.iter().any(|a| fit(*a, *b))).map(|it| &to[it]).collect();
    let names =
        |paused: bool| beside.iter().filter(|it| it.paused == paused).map(|it| it.name.clone()).collect();
    let (blocking, paused): (Vec<CellName>, Vec<CellName>) = (names(false), names(true));
    let all_wanting = wants.iter().filter(|it| **it > 0).count();
    Some(Conflict {
        table: table.name.clone(),
        other: other.name.clone(),
        wanted,
        short: wanted - flow,
        totals: starved.len() == all_wanting && blocking.len() == to.len(),
        starved: starved.iter().map(|it| from[*it].name.clone()).collect(),
        blocking,
        paused,
    })
}

/// How much flows from givers to takers, and which givers stand on the source's side of the minimal cut.
///
/// Shortest augmenting paths (Edmonds and Karp 1972). A graph of two rows needs no library: with one come
/// six crates into the browser's half for these fifty lines, and the cut would still have to be read out of edges.
fn max_flow(gives: &[i64], takes: &[i64], fit: impl Fn(usize, usize) -> bool) -> (i64, Vec<bool>) {
    let mut flow = vec![vec![0_i64; takes.len()]; gives.len()];
    let mut left = (gives.to_vec(), takes.to_vec());
    let mut total = 0;
    loop {
        let search = search(&left.0, &flow, &fit, |b| left.1[b] > 0);
        let Some(end) = search.end else {
            return (total, search.givers.iter().map(Option::is_some).collect());
        };
        // Back along the path: how much it carries, then carry it.
        let mut path = Vec::new();
        let (mut taker, mut carries) = (end, left.1[end]);
        let first = loop {
            let giver = search.takers[taker].expect("the search came by here");
            let back = search.givers[giver].expect("the search came by here");
            path.push((giver, taker, back));
            match back {
                Some(before) => {
                    carries = carries.min(flow[giver][before]);
                    taker = before;
                }
                None => break giver,
            }
        };
        carries = carries.min(left.0[first]);
        for (giver, taker, back) in path {
            flow[giver][taker] += carries;
            if let Some(before) = back {
                flow[giver][before] -= carries;
            }
        }
        left.0[first] -= carries;
        left.1[end] -= carries;
        total += carries;
    }
}

/// How far more could flow.
struct Search {
    /// From which taker each giver was reached; from the source itself, if none.
    givers: Vec<Option<Option<usize>>>,
    /// From which giver each taker was reached.
    takers: Vec<Option<usize>>,
    /// A taker with room.
    end: Option<usize>,
}

fn search(
    gives: &[i64],
    flow: &[Vec<i64>],
    fit: impl Fn(usize, usize) -> bool,
    has_room: impl Fn(usize) -> bool,
) -> Search {
    let mut givers: Vec<Option<Option<usize>>> = gives.iter().map(|it| (*it > 0).then_some(None)).collect();
    let mut takers = vec![None; flow.first().map_or(0, Vec::len)];
    let mut queue: std::collections::VecDeque<usize> = (0..gives.len()).filter(|it| gives[*it] > 0).collect();
    while let Some(giver) = queue.pop_front() {
        for taker in (0..takers.len()).filter(|it| fit(giver, *it)) {
            if takers[taker].is_some() {
                continue;
            }
            takers[taker] = Some(giver);
            if has_room(taker) {
                return Search { givers, takers, end: Some(taker) };
            }
            for other in (0..gives.len()).filter(|it| flow[*it][taker] > 0) {
                if givers[other].is_none() {
                    givers[other] = Some(Some(taker));
                    queue.push_back(other);
                }
            }
        }
    }
    Search { givers, takers, end: None }
}
