//! How an interview ends, is interrupted, and comes back.

use super::{Gate, Interview, QualityMode, first_unfinished};
use crate::disposition::Disposition;
use crate::id::Moment;
use crate::quality::{self, Known};
use crate::questionnaire::Questionnaire;
use crate::quota::CellName;
use crate::reading::Reading;
use crate::route::{self, Next};

/// Places in these cells are held for it: where a questionnaire has no gate, or since the plan was changed.
pub fn hold(interview: &mut Interview, cells: Vec<CellName>) {
    interview.gate = Gate::Held;
    interview.cells = cells;
}

/// These cells had no place: ends as quota full.
pub fn quota_full(interview: &mut Interview, cells: Vec<CellName>, now: Moment) {
    interview.disposition = Disposition::QuotaFull(cells);
    interview.ended_at = Some(now);
}

/// Keeps what the server noticed, each sign once.
pub fn notice(interview: &mut Interview, signs: &[String]) {
    for sign in signs {
        if !interview.signs.contains(sign) {
            interview.signs.push(sign.clone());
        }
    }
}

/// Runs the quality rules and ends as complete or rejected.
pub fn finish(
    questionnaire: &Questionnaire,
    interview: &mut Interview,
    mode: QualityMode,
    known: Known,
    now: Moment,
) {
    let verdict = quality::verdict(&Reading::new(questionnaire, interview), mode, known);
    interview.flags = verdict.flags;
    interview.disposition = match verdict.rejected {
        rules if rules.is_empty() => Disposition::Complete,
        rules => Disposition::Rejected(rules),
    };
    interview.ended_at = Some(now);
}

/// Idle too long: breaks off. Its places, if it held any, go back; it may be taken up again.
pub fn break_off(interview: &mut Interview) {
    if interview.disposition == Disposition::Started {
        interview.disposition = Disposition::BrokenOff;
        if interview.gate == Gate::Held {
            interview.gate = Gate::Lapsed;
        }
    }
}

/// A broken-off interview is taken up again: started, and behind the gate if it was there.
/// Whoever calls has first reserved its `cells` anew, where `gate` is `Lapsed`.
pub fn take_up(interview: &mut Interview, now: Moment) {
    if interview.disposition == Disposition::BrokenOff {
        interview.disposition = Disposition::Started;
        interview.last_at = now;
        if interview.gate == Gate::Lapsed {
            interview.gate = Gate::Held;
        }
    }
}

/// Takes a complete interview out for quality, after the fact. Its places go back.
pub fn reject(interview: &mut Interview, rules: Vec<String>) {
    if interview.disposition == Disposition::Complete {
        interview.disposition = Disposition::Rejected(rules);
    }
}

/// Takes a rejection back: complete again. The rules that it broke stay as flags. Whoever calls has first
/// reserved its places anew.
///
/// False, and nothing changed, where it was not rejected, or was turned out by the questionnaire before its
/// end: then there is no complete interview to come back to.
pub fn restore(questionnaire: &Questionnaire, interview: &mut Interview) -> bool {
    let Disposition::Rejected(rules) = &interview.disposition else { return false };
    if !has_all(questionnaire, interview) {
        return false;
    }
    let broken: Vec<&str> = quality::names(questionnaire);
    let rules = rules.iter().filter(|it| broken.contains(&it.as_str()) && !interview.flags.contains(it));
    let rules: Vec<String> = rules.cloned().collect();
    interview.flags.extend(rules);
    let place = |flag: &String| broken.iter().position(|it| it == flag).unwrap_or(broken.len());
    interview.flags.sort_by_key(place);
    interview.disposition = Disposition::Complete;
    true
}

/// Whether it came to its end with everything answered.
fn has_all(questionnaire: &Questionnaire, interview: &Interview) -> bool {
    let reading = Reading::new(questionnaire, interview);
    route::next(&reading, interview.page as usize, 0, true) == Next::Complete
        && first_unfinished(&reading).is_none()
}
