//! How long the texts and numbers of a file are: formats with columns of a fixed width must know it first.

use crate::case::Cell;
use crate::codebook::Codebook;
use crate::export::Row;

/// The number of cases, and the longest text and number of each column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    pub cases: u64,
    /// In bytes of UTF-8, one for each variable of the codebook; 0 for a column without texts.
    pub bytes: Vec<usize>,
    /// The same in characters.
    pub chars: Vec<usize>,
    /// Of the numbers of each column, the most digits after the point.
    pub decimals: Vec<usize>,
}

impl Measure {
    /// Of no case yet.
    pub fn new(codebook: &Codebook) -> Measure {
        let columns = codebook.variables.len();
        Measure { cases: 0, bytes: vec![0; columns], chars: vec![0; columns], decimals: vec![0; columns] }
    }

    /// Takes some more cases in.
    pub fn see(&mut self, rows: &[Row]) {
        self.cases += rows.len() as u64;
        for row in rows {
            for (at, cell) in row.iter().enumerate() {
                match cell {
                    Cell::Word(text) | Cell::Typed(text) => {
                        self.bytes[at] = self.bytes[at].max(text.len());
                        self.chars[at] = self.chars[at].max(text.chars().count());
                    }
                    Cell::Number(number) => self.decimals[at] = self.decimals[at].max(decimals(*number)),
                    _ => {}
                }
            }
        }
    }
}

/// The digits after the point that a number needs: 2 of 98.25, none of 5.
fn decimals(number: f64) -> usize {
    if number.fract() == 0.0 {
        return 0;
    }
    number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len())
}
