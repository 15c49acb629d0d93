//! The rules that flag or reject a finished interview: the questionnaire's, and those of the desk.

pub mod cohort;
pub mod evidence;
#[cfg(test)]
mod tests;

use crate::disposition::Disposition;
use crate::interview::{Interview, QualityMode};
use crate::questionnaire::Questionnaire;
use crate::reading::Reading;

/// The sign of an interview in which a field was filled that no person sees.
pub const HONEYPOT: &str = "honeypot";
/// The rule of the desk about browsers that bring no proof of work, though the survey asks for one.
pub const NO_PROOF: &str = "no_proof";
/// The sign of an interview whose browser brought one. It speaks for it, and is no flag.
pub const PROOF: &str = "proof";
/// The rule of the desk about the time spent in all.
pub const MINIMUM_TIME: &str = "minimum_time";
/// The rule of an interview that a manager took out.
pub const DESK: &str = "desk";

/// What is known of an interview from outside when it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Another complete that is no test came from this device.
    pub duplicate: bool,
    /// Seconds of active time below which the survey flags.
    pub minimum_seconds: Option<i64>,
    /// The survey asks for a proof of work, and none came.
    pub lacks_proof: bool,
}

/// What the quality rules say of a finished interview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Rules that flag, in file order, then signs, then those of the desk.
    pub flags: Vec<String>,
    /// Rules broken, in the same order, if it is rejected; else empty.
    pub rejected: Vec<String>,
}

/// Runs the rules. Signs and the minimum time flag like rules that say `do: flag`, and count with them.
pub fn verdict(reading: &Reading<'_>, mode: QualityMode, known: Known) -> Verdict {
    if mode == QualityMode::Off {
        return Verdict::default();
    }
    let quality = &reading.questionnaire.quality;
    let holds = |condition| reading.env(known.duplicate, |env| crate::condition::holds(condition, env));
    let mut broken: Vec<(String, bool)> = quality
        .rules
        .iter()
        .filter(|rule| holds(&rule.condition))
        .map(|rule| (rule.id.clone(), rule.reject))
        .collect();
    let signs = reading.interview.signs.iter().filter(|it| *it != PROOF);
    broken.extend(signs.map(|it| (it.clone(), false)));
    if known.lacks_proof {
        broken.push((NO_PROOF.to_owned(), false));
    }
    if known.minimum_seconds.is_some_and(|least| reading.interview.active_millis() < least * 1000) {
        broken.push((MINIMUM_TIME.to_owned(), false));
    }
    let all = || broken.iter().map(|(id, _)| id.clone()).collect();
    if mode == QualityMode::Flag {
        return Verdict { flags: all(), rejected: Vec::new() };
    }
    let flags: Vec<String> = broken.iter().filter(|(_, reject)| !reject).map(|(id, _)| id.clone()).collect();
    let too_many = quality.reject_at.is_some_and(|it| flags.len() as u32 >= it);
    let rejected = if too_many || broken.iter().any(|(_, reject)| *reject) { all() } else { Vec::new() };
    Verdict { flags, rejected }
}

/// Every rule that an interview of this questionnaire can break at its end, in the order of the flags.
pub fn names(questionnaire: &Questionnaire) -> Vec<&str> {
    let rules = questionnaire.quality.rules.iter().map(|it| it.id.as_str());
    rules.chain([HONEYPOT, NO_PROOF, MINIMUM_TIME]).collect()
}

/// The rules that an ended interview broke: those that flag it, and those that rejected it.
pub fn broken(interview: &Interview) -> Vec<&str> {
    let rejected = match &interview.disposition {
        Disposition::Rejected(rules) => rules.as_slice(),
        _ => &[],
    };
    let mut broken: Vec<&str> = Vec::new();
    for rule in rejected.iter().chain(&interview.flags) {
        if !broken.contains(&rule.as_str()) {
            broken.push(rule);
        }
    }
    broken
}
