//! Which codes are declared missing: three, or a range and one more, as SPSS has it.

use survey::questionnaire::Code;

/// What a variable declares missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Missing {
    pub range: Option<(Code, Code)>,
    pub codes: Vec<Code>,
    /// What found no place.
    pub left_out: Vec<Code>,
}

/// Declares as many as fit of the codes that are `true` (missing); those that are `false` never stand in a range.
pub(super) fn missing(codes: &[(Code, bool)]) -> Missing {
    let mut sorted = codes.to_vec();
    sorted.sort_unstable();
    sorted.dedup_by_key(|it| it.0);
    let all: Vec<Code> = sorted.iter().filter(|it| it.1).map(|it| it.0).collect();
    if all.len() <= 3 {
        return Missing { codes: all, ..Missing::default() };
    }
    // Neighbours that are all missing; of two as long the first, which has our own codes.
    let runs = sorted.chunk_by(|a, b| a.1 && b.1).filter(|it| it[0].1);
    let longest = runs.max_by_key(|it| (it.len(), std::cmp::Reverse(it[0].0))).expect("four are missing");
    let (from, to) = (longest[0].0, longest[longest.len() - 1].0);
    let mut others: Vec<Code> = all.into_iter().filter(|it| !(from..=to).contains(it)).collect();
    // A range of one is a code: then there is room for three.
    if from == to {
        others.insert(0, from);
        let left_out = others.split_off(3);
        return Missing { codes: others, left_out, ..Missing::default() };
    }
    let left_out = if others.is_empty() { Vec::new() } else { others.split_off(1) };
    Missing { range: Some((from, to)), codes: others, left_out }
}
