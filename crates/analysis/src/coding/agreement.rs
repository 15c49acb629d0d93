//! How far two coders agree on the same texts: Cohen's kappa for each code, and over all codes.

use survey::questionnaire::Code;

use crate::stats::Untested;
use crate::stats::kappa::{Kappa, kappa};

/// Two coders compared on the texts that both have coded.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    pub texts: usize,
    /// Texts that both gave exactly the same codes.
    pub alike: usize,
    /// Every code that either of them gave, in the order of the frame.
    pub codes: Vec<OfCode>,
    /// Over all decisions: each of these codes, given or not, for each text.
    pub overall: Result<Kappa, Untested>,
}

/// Two coders compared on one code: given or not.
#[derive(Clone, Debug, PartialEq)]
pub struct OfCode {
    pub code: Code,
    /// Texts to which the first, the second, and both gave it.
    pub one: usize,
    pub other: usize,
    pub both: usize,
    pub kappa: Result<Kappa, Untested>,
}

/// Compares the codes that two coders gave to the same texts, by the codes of a frame.
///
/// A code that neither gave is left out: that both left it out says nothing of how they read a text, and would count as
/// agreement on every one of them.
pub fn agreement(frame: &[Code], texts: &[(&[Code], &[Code])]) -> Agreement {
    let given = |codes: &[Code], code: Code| u16::from(codes.contains(&code));
    let (mut codes, mut ones, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for code in frame.iter().copied() {
        let one: Vec<u16> = texts.iter().map(|it| given(it.0, code)).collect();
        let other: Vec<u16> = texts.iter().map(|it| given(it.1, code)).collect();
        let count = |of: &[u16]| of.iter().filter(|it| **it == 1).count();
        let both = one.iter().zip(&other).filter(|it| *it == (&1, &1)).count();
        let of_code =
            OfCode { code, one: count(&one), other: count(&other), both, kappa: kappa(&one, &other) };
        if of_code.one + of_code.other > 0 {
            codes.push(of_code);
            ones.extend(one);
            others.extend(other);
        }
    }
    Agreement {
        texts: texts.len(),
        alike: texts.iter().filter(|it| is_same(it.0, it.1)).count(),
        codes,
        overall: kappa(&ones, &others),
    }
}

/// Whether two coders gave the same codes, in whatever order.
pub fn is_same(one: &[Code], other: &[Code]) -> bool {
    one.len() == other.len() && one.iter().all(|it| other.contains(it))
}
