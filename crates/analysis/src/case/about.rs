//! The cells about the interview itself.

use survey::{Disposition, Reading, quota};

use super::{Case, Cell};
use crate::codebook::System;

/// What a column about the interview holds.
pub(super) fn about(system: &System, case: &Case, reading: &Reading<'_>) -> Cell {
    let interview = &case.interview;
    match system {
        System::Id => Cell::Number(case.id.0 as f64),
        System::Disposition => word(interview.disposition.word()),
        System::Code => word(interview.disposition.code()),
        System::Lang => word(&interview.lang),
        System::Started => Cell::Time(interview.started_at),
        System::Ended => interview.ended_at.map_or(Cell::Empty, Cell::Time),
        // Floored, so that whoever is one millisecond too fast does not look in time.
        System::Seconds => Cell::Number((interview.active_millis() / 1000) as f64),
        System::Plan => case.plan.as_deref().map_or(Cell::Empty, word),
        System::Cell(table) => quota_cell(table, case, reading),
        System::DeviceHash => case.device_hash.as_deref().map_or(Cell::Empty, word),
        System::Flags => word(interview.flags.join(" ")),
        System::Version => word(&case.questionnaire.version),
        System::Source => typed(case.source.clone()),
        System::Pid => typed(case.pid.clone()),
        System::Link(name) => typed(case.variables.get(name).cloned()),
        System::Test => Cell::Flag(case.test),
        // Not floored: the pages of a short question take a second or two.
        System::PageSeconds(page) => {
            let millis = interview.millis.get(page);
            millis.map_or(Cell::Empty, |it| Cell::Number(*it as f64 / 1000.0))
        }
        System::Backs => Cell::Number(interview.backs.into()),
        System::Turns => Cell::Number(interview.turn.into()),
        System::Device => case.device_class.as_deref().map_or(Cell::Empty, word),
        System::Weight => case.weight.map_or(Cell::Empty, Cell::Number),
    }
}

/// The cell of an interview in one table: where its place is or was, or where it asked for one in vain.
fn quota_cell(table: &str, case: &Case, reading: &Reading<'_>) -> Cell {
    let held = case.interview.cells.iter().find(|it| it.table == table);
    if let Some(held) = held {
        return word(&held.key);
    }
    let Disposition::QuotaFull(_) = case.interview.disposition else { return Cell::Empty };
    let plans = case.questionnaire.quota.as_ref().map(|it| it.plans.as_slice()).unwrap_or_default();
    let plan = plans.iter().find(|it| Some(&it.name) == case.plan.as_ref());
    let wanted = plan.map(|it| quota::cells(it, reading)).unwrap_or_default();
    wanted.iter().find(|it| it.table == table).map_or(Cell::Empty, |it| word(&it.key))
}

/// A word of ours; an empty one is no value.
fn word(text: impl Into<String>) -> Cell {
    let text = text.into();
    if text.is_empty() { Cell::Empty } else { Cell::Word(text) }
}

/// What somebody outside gave; an empty text is no value.
pub(super) fn typed(text: Option<String>) -> Cell {
    text.filter(|it| !it.is_empty()).map_or(Cell::Empty, Cell::Typed)
}
