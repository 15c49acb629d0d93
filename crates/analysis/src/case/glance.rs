//! Packed cases read where they stand: columns are made of many cells, and no text of them is worth a copy.

use std::collections::BTreeMap;

use survey::Moment;
use survey::questionnaire::Code;

use super::Cell;

/// What stands in one column of one case, its text where it is.
///
/// The kinds in the order of [`Cell`], which is how they are packed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Glance<'a> {
    /// Not asked.
    #[default]
    Empty,
    /// Asked, and not answered.
    NotAnswered,
    /// Erased since.
    Erased,
    Code(Code),
    Number(f64),
    /// Ticked or not.
    Flag(bool),
    /// In our words or the author's.
    Word(&'a str),
    /// Typed by somebody outside.
    Typed(&'a str),
    Time(Moment),
}

impl<'a> From<&'a Cell> for Glance<'a> {
    fn from(cell: &'a Cell) -> Glance<'a> {
        match cell {
            Cell::Empty => Glance::Empty,
            Cell::NotAnswered => Glance::NotAnswered,
            Cell::Erased => Glance::Erased,
            Cell::Code(code) => Glance::Code(*code),
            Cell::Number(number) => Glance::Number(*number),
            Cell::Flag(flag) => Glance::Flag(*flag),
            Cell::Word(word) => Glance::Word(word),
            Cell::Typed(text) => Glance::Typed(text),
            Cell::Time(at) => Glance::Time(*at),
        }
    }
}

/// A packed case as it stands in its bytes.
#[derive(Debug)]
pub(super) struct Bytes<'a> {
    pub(super) cells: Vec<Glance<'a>>,
    pub(super) links: BTreeMap<&'a str, &'a str>,
}

impl<'a> Bytes<'a> {
    /// By hand and not by postcard itself, which takes twice as long; tests read both ways.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Bytes<'a>> {
        let mut rest = bytes;
        let count = usize::try_from(varint(&mut rest)?).ok()?;
        // A cell has a byte at least: no number of cells asks for more room than there are bytes.
        let mut cells = Vec::with_capacity(count.min(rest.len()));
        for _ in 0..count {
            cells.push(cell(&mut rest)?);
        }
        Some(Bytes { cells, links: postcard::from_bytes(rest).ok()? })
    }
}

/// One cell as postcard writes it: the number of its kind, then what it holds.
#[inline]
fn cell<'a>(rest: &mut &'a [u8]) -> Option<Glance<'a>> {
    let (kind, after) = rest.split_first()?;
    *rest = after;
    Some(match kind {
        0 => Glance::Empty,
        1 => Glance::NotAnswered,
        2 => Glance::Erased,
        3 => Glance::Code(signed(varint(rest)?)),
        4 => Glance::Number(f64::from_le_bytes(taken(rest, 8)?.try_into().ok()?)),
        5 => Glance::Flag(match taken(rest, 1)?[0] {
            0 => false,
            1 => true,
            _ => return None,
        }),
        6 => Glance::Word(text(rest)?),
        7 => Glance::Typed(text(rest)?),
        8 => Glance::Time(Moment(signed(varint(rest)?))),
        _ => return None,
    })
}

fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::try_from(varint(rest)?).ok()?;
    std::str::from_utf8(taken(rest, length)?).ok()
}

#[inline]
fn taken<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(taken)
}

/// Seven bits a byte, the lowest first; the highest bit says that more come.
#[inline]
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Small negative numbers are short as well: 0, -1, 1, -2 are 0, 1, 2, 3.
fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}
