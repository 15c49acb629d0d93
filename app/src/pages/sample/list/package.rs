//! Whether a workbook may be unpacked at all: a small file can hold gigabytes of zeros.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// What a workbook may unpack to in all: fifty thousand rows of sixty columns are less.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// And the list of its texts, which is held in memory.
const MOST_OF_TEXTS: u64 = 64 * 1024 * 1024;
/// Parts of a workbook.
const MOST_PARTS: usize = 2_000;
/// Texts that a workbook may say it has: a row of sixty columns each is less. Room is made for as many as it says,
/// before the first one is read.
const MOST_TEXTS: u64 = 4_000_000;

/// Unpacks a workbook into nothing and counts, since what it says of its sizes may be a lie. An error is a word.
pub(super) fn is_bearable(file: &[u8]) -> Result<(), &'static str> {
    let mut package = ZipArchive::new(Cursor::new(file)).map_err(|_| "list-no-xlsx")?;
    if package.len() > MOST_PARTS {
        return Err("list-too-large");
    }
    let mut left = MOST_BYTES;
    for at in 0..package.len() {
        let part = package.by_index(at).map_err(|_| "list-no-xlsx")?;
        let name = part.name().map_err(|_| "list-no-xlsx")?.to_lowercase();
        let is_texts = name.ends_with("sharedstrings.xml");
        let most = if is_texts { left.min(MOST_OF_TEXTS) } else { left };
        let mut part = part.take(most + 1);
        let bytes = match is_texts {
            true => texts(&mut part)?,
            false => std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| "list-no-xlsx")?,
        };
        left = most.checked_sub(bytes).map(|_| left - bytes).ok_or("list-too-large")?;
    }
    Ok(())
}

/// How long the list of texts is, if it says nothing unbearable of their number.
fn texts(part: &mut impl Read) -> Result<u64, &'static str> {
    const COUNT: &[u8] = b"uniqueCount";
    let mut list = Vec::new();
    part.read_to_end(&mut list).map_err(|_| "list-no-xlsx")?;
    // In UTF-16 every other byte is one, and the count would not be found.
    if list.contains(&0) {
        return Err("list-no-xlsx");
    }
    for (at, _) in list.windows(COUNT.len()).enumerate().filter(|(_, it)| *it == COUNT) {
        let said = list[at + COUNT.len()..].iter().skip_while(|it| b" \t\r\n=\"'+".contains(*it));
        let digits = said.take_while(|it| it.is_ascii_digit());
        let count = digits.fold(0_u64, |sum, it| sum.saturating_mul(10).saturating_add(u64::from(it - b'0')));
        if count > MOST_TEXTS {
            return Err("list-too-large");
        }
    }
    Ok(list.len() as u64)
}
