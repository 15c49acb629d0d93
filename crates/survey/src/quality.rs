//! The rules that flag or reject a finished interview.

use crate::interview::QualityMode;
use crate::reading::Reading;

/// What the quality rules say of a finished interview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Rules that flag, in file order.
    pub flags: Vec<String>,
    /// Rules broken, in file order, if it is rejected; else empty.
    pub rejected: Vec<String>,
}

/// Runs the rules. `duplicate`: another complete that is no test came from this device.
pub fn verdict(reading: &Reading<'_>, mode: QualityMode, duplicate: bool) -> Verdict {
    if mode == QualityMode::Off {
        return Verdict::default();
    }
    let quality = &reading.questionnaire.quality;
    let broken = quality
        .rules
        .iter()
        .filter(|rule| reading.env(duplicate, |env| crate::condition::holds(&rule.condition, env)));
    let broken: Vec<_> = broken.collect();
    let ids = |reject: bool| broken.iter().filter(move |it| it.reject == reject).map(|it| it.id.clone());
    let all = || broken.iter().map(|it| it.id.clone()).collect();
    if mode == QualityMode::Flag {
        return Verdict { flags: all(), rejected: Vec::new() };
    }
    let flags: Vec<String> = ids(false).collect();
    let too_many = quality.reject_at.is_some_and(|it| flags.len() as u32 >= it);
    let rejected = if too_many || ids(true).next().is_some() { all() } else { Vec::new() };
    Verdict { flags, rejected }
}
