//! Cases as short bytes: what an interview says was worked out once, when it had ended, and is only read from then on.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use survey::Questionnaire;

use super::{Case, Cell, Projection};
use crate::codebook::codebook;

/// The layout of packed cases. Raised whenever the same interview would be packed otherwise: by other columns, other
/// cells, another rule. What was packed before is then packed again.
pub const LAYOUT: i64 = 1;

/// What is packed, in the format of [postcard](https://postcard.jamesmunns.com/wire-format).
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Packed {
    /// Those of its own version's codebook, in its order.
    pub cells: Vec<Cell>,
    /// What the link carried beside source and pid.
    pub links: BTreeMap<String, String>,
}

impl Packed {
    pub fn read(bytes: &[u8]) -> Option<Packed> {
        postcard::from_bytes(bytes).ok()
    }
}

/// Packs cases of one version.
#[derive(Clone, Debug)]
pub struct Packer(Projection);

impl Packer {
    pub fn new(questionnaire: &Questionnaire) -> Packer {
        Packer(Projection::new(&codebook(questionnaire), questionnaire))
    }

    /// A case as bytes, which [`Projection::unpack`] reads.
    pub fn pack(&self, case: &Case) -> Vec<u8> {
        let packed = Packed { cells: self.0.row(case), links: case.variables.clone() };
        postcard::to_stdvec(&packed).expect("memory takes every write")
    }
}
