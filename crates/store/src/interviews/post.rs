//! What a post does to an interview, with its places, inside one transaction.

use sqlx::sqlite::SqliteConnection;
use survey::interview::{Gate, QualityMode};
use survey::quota::CellName;
use survey::{Disposition, Go, Moment, Questionnaire, RawAnswers, Reading, Step, interview};

use super::{Kept, rows};
use crate::Error;
use crate::quotas::places::{Holder, Places, claim, places, settle};
use crate::quotas::plan;
use crate::surveys::SurveyState;

/// How long an interview without quotas is waited for before it counts as broken off.
const HOLD: i64 = 3_600_000;

/// How long places are held for an idle interview, in milliseconds.
pub(super) fn hold(questionnaire: &Questionnaire) -> i64 {
    questionnaire.quota.as_ref().map_or(HOLD, |it| it.hold)
}

/// Takes one posted page and saves the interview. An ended one stays as it is.
pub(super) async fn take(
    conn: &mut SqliteConnection,
    kept: &mut Kept,
    raw: RawAnswers,
    now: Moment,
) -> Result<(), Error> {
    if kept.interview.disposition.is_end() {
        return Ok(());
    }
    if kept.is_expired(now) {
        return Err(Error::Expired);
    }
    // A rehearsal comes before the field opens.
    if kept.state != SurveyState::Open && !kept.test {
        keep_draft(kept, raw, now);
        return rows::save(conn, kept).await;
    }
    if kept.is_broken_off(now) {
        break_off(conn, kept, now).await?;
        take_up(conn, kept, now).await?;
    }
    let before = places(&kept.interview);
    let step = interview::submit(&kept.questionnaire, &mut kept.interview, raw, now);
    let held = follow(conn, kept, (step, before), now).await?;
    if let Some(holder) = holder(kept) {
        settle(conn, holder, (held, &kept.interview), None, now).await?;
    }
    kept.lease_until = Some(now.plus(hold(&kept.questionnaire)));
    rows::save(conn, kept).await
}

/// Breaks off an interview that is under way, gives its places back and saves it.
pub(super) async fn break_off(
    conn: &mut SqliteConnection,
    kept: &mut Kept,
    now: Moment,
) -> Result<(), Error> {
    if kept.interview.disposition != Disposition::Started {
        return Ok(());
    }
    let before = places(&kept.interview);
    interview::break_off(&mut kept.interview);
    if let Some(holder) = holder(kept) {
        settle(conn, holder, (before, &kept.interview), None, now).await?;
    }
    rows::save(conn, kept).await
}

/// Keeps what was typed and moves nothing, also where the interview is broken off: it stays so.
fn keep_draft(kept: &mut Kept, raw: RawAnswers, now: Moment) {
    if raw.page.is_none() && raw.fields.is_empty() {
        return;
    }
    let broken_off = kept.interview.disposition == Disposition::BrokenOff;
    if broken_off {
        interview::take_up(&mut kept.interview, now);
    }
    let raw = RawAnswers { go: Go::Stay, ..raw };
    interview::submit(&kept.questionnaire, &mut kept.interview, raw, now);
    if broken_off {
        interview::break_off(&mut kept.interview);
    }
}

/// Takes a broken-off interview up again. One that had places needs them anew, or ends as quota full.
async fn take_up(conn: &mut SqliteConnection, kept: &mut Kept, now: Moment) -> Result<(), Error> {
    let full = match holder(kept) {
        Some(holder) if kept.interview.gate == Gate::Lapsed => {
            claim(conn, holder, &kept.interview.cells, now).await?
        }
        _ => Vec::new(),
    };
    if full.is_empty() {
        interview::take_up(&mut kept.interview, now);
    } else {
        interview::quota_full(&mut kept.interview, full, now);
    }
    Ok(())
}

/// Does what the steps of an interview ask for, until it stands or has ended. Gives the places that it
/// had when it came to its end.
async fn follow(
    conn: &mut SqliteConnection,
    kept: &mut Kept,
    (mut step, mut held): (Step, Places),
    now: Moment,
) -> Result<Places, Error> {
    loop {
        match step {
            Step::Show => return Ok(held),
            Step::Reserve { cells, at } => {
                let cells = in_force(kept, cells);
                let full = match holder(kept) {
                    Some(holder) => claim(conn, holder, &cells, now).await?,
                    None => Vec::new(),
                };
                if !full.is_empty() {
                    interview::quota_full(&mut kept.interview, full, now);
                    return Ok(held);
                }
                held = Places::Held;
                step = interview::granted(&kept.questionnaire, &mut kept.interview, at, cells);
            }
            Step::Finish => {
                let duplicate = rows::is_duplicate(conn, kept).await?;
                let mode: QualityMode = kept.quality;
                interview::finish(&kept.questionnaire, &mut kept.interview, mode, duplicate, now);
                return Ok(held);
            }
        }
    }
}

/// The cells at the gate, in the plan that is in force there; notes the plan.
///
/// The engine names those of the plan that was in force when the questionnaire was written. Another
/// may be now; a version that does not know it keeps to its own.
fn in_force(kept: &mut Kept, cells: Vec<CellName>) -> Vec<CellName> {
    let Some(own) = kept.questionnaire.quota.as_ref().map(|it| it.active.clone()) else { return cells };
    let other = kept.plan_in_force.as_deref().filter(|it| *it != own);
    let Some(other) = other.and_then(|it| plan(&kept.questionnaire, it)) else {
        kept.plan = Some(own);
        return cells;
    };
    let cells = survey::quota::cells(other, &Reading::new(&kept.questionnaire, &kept.interview));
    kept.plan = Some(other.name.clone());
    cells
}

/// Whose places move; none without a plan.
pub(super) fn holder(kept: &Kept) -> Option<Holder<'_>> {
    let plan = kept.plan.as_deref()?;
    Some(Holder { survey: &kept.survey, plan, test: kept.test, interview: kept.id })
}
