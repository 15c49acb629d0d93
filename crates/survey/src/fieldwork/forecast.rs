//! When each quota cell will be full, by how the field went so far, and how many more people it takes.
//!
//! The field goes on as it went, three hundred times over, each time with another draw of what is not known:
//!
//! - **Arrivals** at the gate are Poisson in each hour, around a level, times a rhythm of the day, times how good the
//!   day is, times how good the hour is. All four are gamma (Gamma–Poisson): the level is known the better
//!   the more days were seen; the rhythm leans on an assumed one until its hours were seen; how much days
//!   and hours differ is measured by moments, and leans on 30 % and 25 % (see [`arrivals`]).
//! - **Kinds.** Who arrives falls in one cell of each table. The shares of the kinds are Dirichlet: as many as
//!   came, and some by what the variables say one by one, as many as that has proved right (see [`kinds`]).
//! - **Survival** from gate to complete is beta: that of the kind, shrunk to the field's by twenty people.
//!   Interviews in progress have it too.
//! - A cell admits until its completes reach target and buffer, and is done at its target; whoever falls in
//!   a full or paused cell of any table is turned away. Places held by those who will not finish are ignored.
//!
//! The median of the three hundred is the expected moment, their tenth and ninetieth per cent the interval.
//! How far off that is, is measured in `docs/manager.md` ("How far off the forecast is").

mod arrivals;
mod chance;
mod future;
mod kinds;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::id::Moment;
use crate::order::Draws;
use crate::quota::{CellName, QuotaPlan, Standing};
use arrivals::Arrivals;
use future::End;
use kinds::Kinds;

/// So many must have come to the gate before anything is forecast.
pub const FEWEST: i64 = 20;

/// So many of a cell, before it is forecast.
pub const FEWEST_OF_CELL: i64 = 3;

/// So long must the field have been open, in milliseconds: two hours.
pub const SHORTEST: i64 = 2 * HOUR;

const HOUR: i64 = 3_600_000;

/// How often the field goes on.
const FUTURES: usize = 300;

/// The field so far, as the forecast reads it. Test interviews are no part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// When people could begin: from, until; in order. The last span ends at `now` where the field is open.
    pub open: Vec<(Moment, Moment)>,
    /// Interviews that ended before the gate: screened out, refused, broken off.
    pub ended_before_gate: i64,
    /// Interviews that came to the gate, by the hour in UTC: any moment within the hour, and how many.
    pub gate: Vec<(Moment, i64)>,
    /// Those that came to the gate, by the cells they fall in. Who was turned away may be left out where the
    /// cells are not known: nobody of a kind whose cells are open is turned away.
    pub kinds: Vec<Kind>,
    /// People invited by lists, and those of them who began; none where there are no lists.
    pub invited: Option<(i64, i64)>,
    /// Median milliseconds of the completes.
    pub length: Option<i64>,
}

/// People who came to the gate with the same cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kind {
    /// One cell in each table of the plan, in its order.
    pub cells: Vec<CellName>,
    /// Came to the gate, whether or not there was a place.
    pub came: i64,
    /// Complete and counted.
    pub completes: i64,
    /// Have a place and are under way.
    pub in_progress: i64,
    /// Had a place and lost it: broken off, rejected, screened out after the gate.
    pub lost: i64,
}

/// When the cells of a plan will be full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// When the last cell will be.
    pub field: Outlook,
    /// The cells of the plan, in the order of the standings.
    pub cells: Vec<CellForecast>,
}

/// What is to be expected of one cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellForecast {
    pub name: CellName,
    pub outlook: Outlook,
    /// None where nothing is wanted, or there is no saying.
    pub invitations: Option<Invitations>,
}

/// When something will be full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    /// Nothing is wanted any more.
    Full,
    /// As likely earlier as later than `median`, with eight chances in ten between `from` and `to`. Without `to`, more
    /// than one chance in ten is that it takes longer than ninety days, or that it is blocked before.
    At { median: Moment, from: Moment, to: Option<Moment> },
    /// More likely than not it will not be full within ninety days.
    Beyond,
    /// There is no saying.
    Unknown(Reason),
}

/// Why there is no saying when a cell will be full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Fewer than [`FEWEST`] came to the gate or [`FEWEST_OF_CELL`] of the cell, or the field was open for
    /// less than [`SHORTEST`].
    TooLittle,
    /// It is paused by hand; or, of the whole field, one of its cells is.
    Paused,
    /// Everybody of the cell falls in a full or paused cell of another table, or more likely than not will.
    Blocked,
}

/// How many more people it takes to fill a cell, at the present incidence.
///
/// Of 100 people of the cell who are invited, 100 × `response` × `incidence` × `open` × `survival` will be
/// complete, and so
///
/// `of_cell = still / (response × incidence × open × survival)`, rounded up, where
///
/// - `still` = target − completes − in progress × survival;
/// - `response` = invited people who began ÷ invited people; 1 where there are no lists, and the figure then
///   means people who open the link;
/// - `incidence` = came to the gate ÷ (came to the gate + ended before it), in the whole field: of those who
///   ended before it nobody knows the cell;
/// - `open` = share of the cell's people whose cells of the other tables have room now;
/// - `survival` = share of those with a place that will be complete.
///
/// Of anybody it takes as many more as the cell's people are fewer: `of_anybody = of_cell ÷ share of the cell`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitations {
    /// People of this cell, where one can choose whom to invite.
    pub of_cell: i64,
    /// Anybody, where one cannot.
    pub of_anybody: i64,
}

/// When each cell will be full if the field is open from now on, goes on as it went, and nobody changes a target.
///
/// `offset` is how far local time is ahead of UTC, in milliseconds: nights are quiet. The same arguments give the
/// same forecast. It takes some 30 ms and changes little from one minute to the next.
pub fn forecast(
    plan: &QuotaPlan,
    standings: &[Standing],
    course: &Course,
    offset: i64,
    seed: u64,
    now: Moment,
) -> Forecast {
    let cells: Vec<&Standing> =
        standings.iter().filter(|it| plan.tables.iter().any(|table| table.name == it.name.table)).collect();
    let kinds = Kinds::new(plan, &cells, course);
    let arrivals = Arrivals::new(course, offset, now);
    let enough = arrivals.came >= FEWEST as f64 && arrivals.hours * HOUR as f64 >= SHORTEST as f64;
    let futures: Vec<Vec<End>> = if enough {
        let mut draws = Draws::new(seed, "forecast");
        (0..FUTURES).map(|_| future::run(&cells, &kinds, &arrivals, course, &mut draws)).collect()
    } else {
        Vec::new()
    };
    let outlook = |at: usize| {
        if cells[at].wanted() == 0 {
            Outlook::Full
        } else if cells[at].paused {
            Outlook::Unknown(Reason::Paused)
        } else if kinds.is_blocked(&cells, at) {
            Outlook::Unknown(Reason::Blocked)
        } else if !enough || kinds.came(at) < FEWEST_OF_CELL {
            Outlook::Unknown(Reason::TooLittle)
        } else {
            outlook(futures.iter().map(|it| it[at]).collect(), now)
        }
    };
    let forecasts = (0..cells.len()).map(|at| {
        let outlook = outlook(at);
        let known = matches!(outlook, Outlook::At { .. } | Outlook::Beyond);
        let invitations = if known { invitations(&cells, at, &kinds, course) } else { None };
        CellForecast { name: cells[at].name.clone(), outlook, invitations }
    });
    Forecast { cells: forecasts.collect(), field: field(&cells, &kinds, &futures, now) }
}

/// The whole field is done with its last cell, those included of which alone there would be no saying.
fn field(cells: &[&Standing], kinds: &Kinds, futures: &[Vec<End>], now: Moment) -> Outlook {
    let wanting: Vec<usize> = (0..cells.len()).filter(|it| cells[*it].wanted() > 0).collect();
    if wanting.is_empty() && !cells.is_empty() {
        Outlook::Full
    } else if wanting.iter().any(|it| cells[*it].paused) {
        Outlook::Unknown(Reason::Paused)
    } else if wanting.iter().any(|it| kinds.is_blocked(cells, *it)) {
        Outlook::Unknown(Reason::Blocked)
    } else if cells.is_empty() || futures.is_empty() {
        Outlook::Unknown(Reason::TooLittle)
    } else {
        let last = |ends: &Vec<End>| wanting.iter().map(|it| ends[*it]).max_by(End::later);
        outlook(futures.iter().filter_map(last).collect(), now)
    }
}

/// Median and interval of these ends.
fn outlook(mut ends: Vec<End>, now: Moment) -> Outlook {
    ends.sort_by(End::later);
    let at = |share: f64| ends[(share * (ends.len() - 1) as f64).round() as usize];
    let moment = |end: End| match end {
        End::After(millis) => Some(now.plus(millis as i64)),
        End::Blocked | End::Beyond => None,
    };
    match (at(0.5), moment(at(0.1)).zip(moment(at(0.5)))) {
        (_, Some((from, median))) => Outlook::At { median, from, to: moment(at(0.9)) },
        (End::Blocked, None) => Outlook::Unknown(Reason::Blocked),
        (_, None) => Outlook::Beyond,
    }
}

/// By the formula at [`Invitations`].
fn invitations(cells: &[&Standing], at: usize, kinds: &Kinds, course: &Course) -> Option<Invitations> {
    let response = match course.invited {
        Some((invited, began)) if invited > 0 => began as f64 / invited as f64,
        _ => 1.0,
    };
    let came: i64 = course.gate.iter().map(|(_, it)| it).sum();
    let incidence = came as f64 / (came + course.ended_before_gate) as f64;
    let people = kinds.people(cells, at);
    let still = (cells[at].wanted() as f64 - people.will_finish).max(0.0);
    let of_cell = still / (response * incidence * people.open * people.survival);
    let of_anybody = of_cell / people.share;
    // More people than there are in the world is no advice.
    let is_advice = of_anybody.is_finite() && of_anybody < 1e9;
    is_advice.then_some(Invitations { of_cell: of_cell.ceil() as i64, of_anybody: of_anybody.ceil() as i64 })
}
