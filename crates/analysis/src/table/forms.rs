//! The forms in which questions are reported: nets, boxes, promoters, places in a ranking.

use survey::questionnaire::Code;

use super::columns::Values;

/// The code of those in a net.
pub const IN: Code = 1;
/// The code of the others who answered.
pub const OUT: Code = 0;

impl Values {
    /// Who has any of these codes, as [`IN`] or [`OUT`]. Of a multi this is no sum: who chose two of them counts once.
    /// Numbers are in where they are one of the codes.
    pub fn net(&self, wanted: &[Code]) -> Values {
        self.net_where(|it| wanted.iter().any(|code| *code as f64 == it))
    }

    /// The same of codes or numbers within any of these ranges, both ends included.
    pub fn within(&self, ranges: &[(Code, Code)]) -> Values {
        self.net_where(|it| ranges.iter().any(|(low, high)| (*low as f64..=*high as f64).contains(&it)))
    }

    fn net_where(&self, is_in: impl Fn(f64) -> bool) -> Values {
        let truth = |is_in: bool| if is_in { 1 } else { 2 };
        let at = match self {
            Values::One { codes, at } => {
                let is_in: Vec<bool> = codes.iter().map(|it| is_in(*it as f64)).collect();
                at.iter().map(|it| if *it == 0 { 0 } else { truth(is_in[usize::from(*it) - 1]) }).collect()
            }
            Values::Many { codes, chosen, offered } => {
                let mask = mask(codes, |it| is_in(it as f64));
                let cases = chosen.iter().zip(offered);
                cases.map(|(it, offered)| if *offered == 0 { 0 } else { truth(it & mask != 0) }).collect()
            }
            Values::Numbers(numbers) => {
                numbers.iter().map(|it| if it.is_nan() { 0 } else { truth(is_in(*it)) }).collect()
            }
            Values::Texts(texts) => vec![0; texts.len()],
        };
        Values::One { codes: vec![IN, OUT], at }
    }

    /// The same with these codes as no answer: refusals, which are in no mean and no box.
    pub fn without(&self, left_out: &[Code]) -> Values {
        let mut values = self.clone();
        match &mut values {
            Values::One { codes, at } => {
                let is_out: Vec<bool> = codes.iter().map(|it| left_out.contains(it)).collect();
                for it in at.iter_mut().filter(|it| **it > 0 && is_out[usize::from(**it) - 1]) {
                    *it = 0;
                }
            }
            Values::Many { codes, chosen, offered } => {
                // Who refused has answered nothing, whatever else was offered.
                let mask = mask(codes, |it| left_out.contains(&it));
                for (chosen, offered) in chosen.iter_mut().zip(offered).filter(|(it, _)| **it & mask != 0) {
                    (*chosen, *offered) = (0, 0);
                }
            }
            Values::Numbers(numbers) => {
                for it in numbers.iter_mut().filter(|it| left_out.iter().any(|code| *code as f64 == **it)) {
                    *it = f64::NAN;
                }
            }
            Values::Texts(_) => {}
        }
        values
    }

    /// The values as numbers: a code's own, no answer for one that has no score. A multi has none, nor has a text.
    pub fn scores(&self) -> Values {
        match self {
            Values::One { codes, at } => {
                let score = |it: &u16| match usize::from(*it).checked_sub(1) {
                    Some(at) => codes[at] as f64,
                    None => f64::NAN,
                };
                Values::Numbers(at.iter().map(score).collect())
            }
            Values::Many { chosen, .. } => Values::Numbers(vec![f64::NAN; chosen.len()]),
            Values::Numbers(_) => self.clone(),
            Values::Texts(texts) => Values::Numbers(vec![f64::NAN; texts.len()]),
        }
    }
}

fn mask(codes: &[Code], is_in: impl Fn(Code) -> bool) -> u64 {
    let bits = codes.iter().enumerate().filter(|(_, it)| is_in(**it));
    bits.fold(0, |mask, (bit, _)| mask | 1 << bit)
}

/// A ranking as a multi: what stands on one of the first `most` places. `places` are its fields, the first place
/// first; none of them answered is no answer.
pub fn ranked(places: &[&Values], most: usize) -> Values {
    let codes = choices(places);
    let cases = places.first().map_or(0, |it| len(it));
    let (mut chosen, mut offered) = (vec![0; cases], vec![0; cases]);
    for (place, values) in places.iter().enumerate() {
        for (case, code) in given(values) {
            offered[case] = u64::MAX;
            if place < most {
                chosen[case] |= mask(&codes, |it| it == code);
            }
        }
    }
    Values::Many { codes, chosen, offered }
}

/// The place of one choice in a ranking, 1 for the first; no answer where it was not ranked.
pub fn place(places: &[&Values], wanted: Code) -> Values {
    let cases = places.first().map_or(0, |it| len(it));
    let mut numbers = vec![f64::NAN; cases];
    for (place, values) in places.iter().enumerate() {
        for (case, _) in given(values).filter(|(_, code)| *code == wanted) {
            numbers[case] = (place + 1) as f64;
        }
    }
    Values::Numbers(numbers)
}

/// The codes of all places, in the order of the first.
fn choices(places: &[&Values]) -> Vec<Code> {
    let mut all: Vec<Code> = Vec::new();
    for values in places {
        let Values::One { codes, .. } = values else { continue };
        all.extend(codes.iter().filter(|it| !all.contains(it)).copied().collect::<Vec<_>>());
    }
    all.truncate(64);
    all
}

/// The cases that have a code, with it.
fn given(values: &Values) -> impl Iterator<Item = (usize, Code)> {
    let (codes, at): (&[Code], &[u16]) = match values {
        Values::One { codes, at } => (codes, at),
        Values::Many { .. } | Values::Numbers(_) | Values::Texts(_) => (&[], &[]),
    };
    let cases = at.iter().enumerate();
    cases.filter_map(|(case, it)| usize::from(*it).checked_sub(1).map(|at| (case, codes[at])))
}

fn len(values: &Values) -> usize {
    match values {
        Values::One { at, .. } => at.len(),
        Values::Many { chosen, .. } => chosen.len(),
        Values::Numbers(numbers) => numbers.len(),
        Values::Texts(texts) => texts.len(),
    }
}
