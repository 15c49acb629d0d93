//! Checks over all finished interviews of a survey: what no interview shows by itself, only among the others.
//!
//! Each check has a file, which says what it measures, from where on it flags, and where the measure comes from.
//! They flag and never reject: a burst may be a mailing, and two answers alike may be two friends.

mod bursts;
mod duplicates;
mod field;
mod independence;
mod robust;
#[cfg(test)]
mod tests;
mod texts;
mod times;
mod vectors;

use survey::InterviewId;
use survey::quality::cohort::Flag;

pub use field::Field;

/// More interviews than these should not be compared: the cost of the dearest check grows with their square.
pub const MOST: i64 = 20_000;

/// So many others are named in the evidence.
const NAMED: usize = 10;

/// Runs every check. Where there are too few interviews to tell what is usual, a check flags nobody.
pub fn flags(field: &Field) -> Vec<Flag> {
    let mut flags = duplicates::flags(&field.vectors);
    flags.extend(texts::flags(&field.texts));
    flags.extend(independence::flags(&field.vectors, &field.tied));
    flags.extend(times::flags(&field.vectors.ids, &field.times));
    flags.extend(bursts::flags(&field.begun));
    flags.sort_by_key(|it| (it.interview, it.check));
    flags
}

/// Those with the highest score first, as many as are named.
fn nearest(mut others: Vec<(f64, InterviewId)>) -> Vec<InterviewId> {
    others.sort_by(|one, next| next.0.total_cmp(&one.0).then(one.1.cmp(&next.1)));
    others.into_iter().map(|(_, id)| id).take(NAMED).collect()
}
