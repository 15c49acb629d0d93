//! Rehearsals: robots in waves, until enough have arrived or every cell is full. For the command line and the desk.

mod cast;
mod job;
mod stage;

use store::Db;
use store::surveys::Survey;

pub use app::pages::trial::PLANS;
pub use job::{run_waiting, work};
pub use stage::{Stage, Tally};

/// How many robots walk at the same time.
pub const WAVE: u64 = 128;

/// So many robots without one more complete, and the cells left will never fill.
pub const PATIENCE: u64 = 20_000;

/// When a rehearsal is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// So many robots have arrived.
    Entrants(u64),
    /// Every cell is full.
    Full,
}

/// How a wave went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// There is more to do.
    On,
    Done,
    /// Nobody gets through any more, and not every cell is full.
    Dry,
}

/// A rehearsal on its way.
pub struct Run<'a> {
    stage: &'a Stage<'a>,
    until: Until,
    /// The number of its first robot.
    first: u64,
    /// How many had arrived when the last one was complete.
    last_complete: u64,
    pub tally: Tally,
}

impl<'a> Run<'a> {
    /// Behind the robots of earlier rehearsals.
    pub async fn new(stage: &'a Stage<'a>, until: Until) -> Result<Run<'a>, store::Error> {
        let first = stage.robots_so_far().await?;
        Ok(Run { stage, until, first, last_complete: 0, tally: Tally::default() })
    }

    /// Sends the next robots, `most` at most, and waits until each has come to an end.
    pub async fn wave(&mut self, most: u64) -> Result<Went, store::Error> {
        let Stage { db, survey, .. } = self.stage;
        let entrants = self.tally.entrants;
        let left = match self.until {
            Until::Entrants(number) if number == entrants => return Ok(Went::Done),
            Until::Entrants(number) => number - entrants,
            Until::Full if cells(db, survey).await?.open.is_empty() => return Ok(Went::Done),
            Until::Full if entrants - self.last_complete > PATIENCE => return Ok(Went::Dry),
            Until::Full => most,
        };
        let before = self.tally.completes();
        let from = self.first + entrants;
        self.stage.wave(from..from + left.min(most), &mut self.tally).await?;
        if self.tally.completes() > before {
            self.last_complete = self.tally.entrants;
        }
        Ok(Went::On)
    }
}

/// How the shadow of the quotas stands.
pub struct Cells {
    pub full: usize,
    pub total: usize,
    /// The names of those that are not full.
    pub open: Vec<String>,
}

/// How the shadow of a survey's quotas stands.
pub async fn cells(db: &Db, survey: &Survey) -> Result<Cells, store::Error> {
    let cells = store::quotas::cells(db, &survey.id, true).await?;
    let open: Vec<String> =
        cells.iter().filter(|it| it.completes < it.target).map(|it| it.name.to_string()).collect();
    Ok(Cells { full: cells.len() - open.len(), total: cells.len(), open })
}
