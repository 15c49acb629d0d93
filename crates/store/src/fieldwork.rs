//! How the field stands, and what happened in it: read-only, over several tables.

mod changes;
mod counts;
mod course;
mod shared;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use survey::fieldwork::tally::Count;
use survey::fieldwork::{Fieldwork, Quartiles};
use survey::quota::feasibility::{Conflict, conflicts};
use survey::quota::{QuotaPlan, Standing};
use survey::{Moment, SurveyId};

use crate::quotas::{self, QuotaCell, plan};
use crate::surveys::{self, Survey};
use crate::{Db, Error};

pub use changes::{LedgerRow, changes, ledger, of_interview};
pub use counts::SourceCap;
pub(crate) use counts::dispositions;
pub use course::Prospect;
pub(crate) use shared::Shared;
pub use shared::{load, watch};

/// The field of a survey as it stood at one moment, in no language.
#[derive(Debug)]
pub struct Snapshot {
    pub at: Moment,
    /// The shadow field of the rehearsals.
    pub test: bool,
    pub survey: Survey,
    /// The cells of the plan in force, in file order.
    pub cells: Vec<Standing>,
    /// Why the plan cannot be filled as it stands.
    pub conflicts: Vec<Conflict>,
    pub counts: Vec<Count>,
    /// Of the completes, in minutes.
    pub length: Option<Quartiles>,
    /// Completes by the quarter of an hour in which they ended: its beginning, and how many.
    pub quarters: Vec<(Moment, i64)>,
    pub sources: Vec<SourceCap>,
    /// What a forecast is made of; none for rehearsals, which run in a time of their own.
    pub prospect: Option<Arc<Prospect>>,
    /// What it took to read all but the prospect, in milliseconds.
    cost: i64,
    drawn: Mutex<BTreeMap<String, Arc<Fieldwork>>>,
}

impl Snapshot {
    /// The plan in force.
    pub fn plan(&self) -> Option<&QuotaPlan> {
        plan(&self.survey.questionnaire, self.survey.plan.as_deref()?)
    }

    /// The same in a language: as `draw` has it, which is asked once for all who look.
    pub fn in_language(&self, lang: &str, draw: impl FnOnce(&Snapshot) -> Fieldwork) -> Arc<Fieldwork> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(drawn.entry(lang.to_owned()).or_insert_with(|| Arc::new(draw(self))))
    }
}

/// How many interviews of a survey were begun; with `test` those of its rehearsals.
pub async fn begun(db: &Db, survey: &SurveyId, test: bool) -> Result<i64, Error> {
    let counts = dispositions(&mut *db.read().acquire().await?, survey, test).await?;
    Ok(counts.iter().map(|it| it.count).sum())
}

/// Everything in one transaction, so that cells and dispositions are of one moment. `prospect` is taken over, or
/// made anew where there is none.
async fn read(
    db: &Db,
    id: &SurveyId,
    (test, prospect): (bool, Option<Arc<Prospect>>),
    now: fn() -> Moment,
) -> Result<Snapshot, Error> {
    let mut tx = db.read().begin().await?;
    // To wait for a connection is no part of what it costs.
    let at = now();
    let survey = surveys::in_transaction(&mut tx, &db.questionnaires, id).await?;
    let cells = quotas::in_plan(&mut tx, &db.questionnaires, id, test).await?;
    let cells: Vec<Standing> = cells.into_iter().map(standing).collect();
    let counts = counts::counts(&mut tx, id, test).await?;
    let length = counts::length(&mut tx, id, test, &counts).await?;
    let quarters = counts::quarters(&mut tx, id, test).await?;
    let sources = counts::sources(&mut tx, id).await?;
    let cost = now().since(at);
    let plan = survey.plan.as_deref().and_then(|it| plan(&survey.questionnaire, it));
    let prospect = match (prospect, plan) {
        (Some(it), Some(plan)) if it.plan == *plan => Some(it),
        (_, Some(plan)) if !test => Some(course::prospect(&mut tx, id, (plan, &cells, length), now).await?),
        _ => None,
    };
    tx.commit().await?;
    let conflicts = plan.map(|it| conflicts(it, &cells)).unwrap_or_default();
    Ok(Snapshot {
        at,
        test,
        survey,
        cells,
        conflicts,
        counts,
        length,
        quarters,
        sources,
        prospect,
        cost,
        drawn: Mutex::default(),
    })
}

fn standing(cell: QuotaCell) -> Standing {
    let QuotaCell { name, target, buffer, completes, reserved, paused, .. } = cell;
    Standing { name, target, buffer, completes, reserved, paused }
}
