//! What a post does to an interview, with its places, inside one transaction.

use sqlx::sqlite::SqliteConnection;
use survey::interview::{Gate, Known};
use survey::questionnaire::Then;
use survey::{Disposition, Go, Moment, Questionnaire, RawAnswers, Step, interview};

use super::{Kept, rows};
use crate::Error;
use crate::quotas::in_force;
use crate::quotas::places::{Holder, Places, claim, places, settle};
use crate::sources;
use crate::surveys::{SurveyState, hold_if_reached};
use crate::webhooks::events;

/// The code of a complete interview that does not count, since its person or device was complete before.
const ONCE: &str = "once";

/// How long an interview without quotas is waited for before it counts as broken off.
const HOLD: i64 = 3_600_000;

/// How long places are held for an idle interview, in milliseconds.
pub(super) fn hold(questionnaire: &Questionnaire) -> i64 {
    questionnaire.quota.as_ref().map_or(HOLD, |it| it.hold)
}

/// An interview has begun. Where its questionnaire has no gate, the place in its source is taken here: nobody
/// who has answered everything is turned away.
pub(super) async fn enter(conn: &mut SqliteConnection, kept: &mut Kept, now: Moment) -> Result<(), Error> {
    let mut steps = kept.questionnaire.pages.iter().flat_map(|it| &it.then);
    if steps.any(|it| matches!(it, Then::Reserve)) {
        return Ok(());
    }
    let (_, cells) = in_force::cells(conn, kept).await?;
    if cells.is_empty() {
        return Ok(());
    }
    let full = claim(conn, holder(kept), &cells, now).await?;
    if full.is_empty() {
        interview::hold(&mut kept.interview, cells);
    } else {
        interview::quota_full(&mut kept.interview, full, now);
        count_end(kept);
    }
    rows::save(conn, kept).await
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
        return keep_draft(conn, kept, raw, now).await;
    }
    if kept.is_broken_off(now) {
        break_off(conn, kept, now).await?;
        take_up(conn, kept, now).await?;
    }
    let before = places(&kept.interview);
    let step = interview::submit(&kept.questionnaire, &mut kept.interview, raw, now);
    let held = follow(conn, kept, (step, before), now).await?;
    settle(conn, holder(kept), (held, &kept.interview), None, now).await?;
    kept.lease_until = Some(now.plus(hold(&kept.questionnaire)));
    rows::save(conn, kept).await?;
    count_end(kept);
    if kept.interview.disposition == Disposition::Complete && !kept.test {
        events::complete(conn, &kept.survey, kept.id, now).await?;
        hold_if_reached(conn, &kept.survey, now).await?;
    }
    Ok(())
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
    settle(conn, holder(kept), (before, &kept.interview), None, now).await?;
    rows::save(conn, kept).await
}

/// Keeps what was typed and moves nothing, also where the interview is broken off: it stays so.
async fn keep_draft(
    conn: &mut SqliteConnection,
    kept: &mut Kept,
    raw: RawAnswers,
    now: Moment,
) -> Result<(), Error> {
    if raw.page.is_none() && raw.fields.is_empty() {
        return Ok(());
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
    rows::save(conn, kept).await
}

/// Takes a broken-off interview up again. One that had places needs them anew, or ends as quota full.
async fn take_up(conn: &mut SqliteConnection, kept: &mut Kept, now: Moment) -> Result<(), Error> {
    if kept.interview.gate == Gate::Lapsed {
        // The plan or its cells may be others than when it left.
        let (plan, cells) = in_force::cells(conn, kept).await?;
        kept.plan = plan;
        let full = claim(conn, holder(kept), &cells, now).await?;
        if !full.is_empty() {
            interview::quota_full(&mut kept.interview, full, now);
            return Ok(());
        }
        interview::hold(&mut kept.interview, cells);
    }
    interview::take_up(&mut kept.interview, now);
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
            // The engine names the cells that its own version's plan had; those in force may be others.
            Step::Reserve { at, .. } => {
                let (plan, cells) = in_force::cells(conn, kept).await?;
                kept.plan = plan;
                let full = claim(conn, holder(kept), &cells, now).await?;
                if !full.is_empty() {
                    interview::quota_full(&mut kept.interview, full, now);
                    return Ok(held);
                }
                held = Places::Held;
                step = interview::granted(&kept.questionnaire, &mut kept.interview, at, cells);
            }
            Step::Finish => {
                let duplicate = rows::is_duplicate(conn, kept).await?;
                // A rehearsal's robot has no browser.
                let lacks_proof = kept.wants_proof() && !kept.test;
                let known = Known { duplicate, minimum_seconds: kept.minimum_seconds, lacks_proof };
                interview::finish(&kept.questionnaire, &mut kept.interview, kept.quality, known, now);
                // Somebody who began twice at once: the one that is complete first counts.
                let complete = kept.interview.disposition == Disposition::Complete;
                if complete && sources::answered_meanwhile(conn, kept).await? {
                    interview::reject(&mut kept.interview, vec![ONCE.to_owned()]);
                }
                return Ok(held);
            }
        }
    }
}

/// Counts an end for whoever watches the server; one whose commit fails is counted again when it comes again.
fn count_end(kept: &Kept) {
    let disposition = &kept.interview.disposition;
    if disposition.is_end() && !kept.test {
        metrics::counter!("canvass_interviews_ended_total", "disposition" => disposition.word()).increment(1);
    }
}

/// Whose places move.
pub(crate) fn holder(kept: &Kept) -> Holder<'_> {
    let plan = kept.plan.as_deref().unwrap_or_default();
    Holder { survey: &kept.survey, plan, test: kept.test, interview: kept.id }
}
