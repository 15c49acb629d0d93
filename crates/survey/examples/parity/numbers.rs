//! Numbers read from hostile texts, and written from every kind of float.

use survey::number;

use super::Sheet;
use super::chance::Chance;

const MANY: usize = 3000;

/// What people and machines write where a number is wanted.
const SCRAPS: [&str; 24] = [
    "0",
    "1",
    "5",
    "9",
    "00",
    "07",
    "12",
    "999",
    "123456789",
    "4503599627370497",
    ".",
    ".",
    "-",
    "+",
    ",",
    "e",
    "E",
    " ",
    "１",
    "。",
    "٣",
    "NaN",
    "inf",
    "_",
];

/// Numbers that were read and written, and what they are to the last bit.
pub fn write(sheet: &mut Sheet) {
    let mut chance = Chance::new(1);
    for _ in 0..MANY {
        let text: String = (0..chance.below(6)).map(|_| chance.of(&SCRAPS)).collect();
        let said = match number::read(&text) {
            Some((number, decimals)) => format!("{} with {decimals} decimals", bits(number)),
            None => "no number".to_owned(),
        };
        sheet.line(&format!("read {text:?}: {said}"));
    }
    for _ in 0..MANY {
        let number = float(&mut chance);
        let text = number::write(number);
        let back = number::read(&text).map(|(it, _)| bits(it));
        sheet.line(&format!("write {}: {text}, back {back:?}", bits(number)));
    }
}

/// A number, to its last bit.
pub fn bits(number: f64) -> String {
    format!("{number} ({:016x})", number.to_bits())
}

/// Decimals as answers have them, quotients as means have them, and any bits that are a finite number.
fn float(chance: &mut Chance) -> f64 {
    let whole = (chance.next() % 2_000_001) as f64 - 1_000_000.0;
    match chance.below(5) {
        0 => whole,
        1 => whole / [10.0, 100.0, 1000.0, 1e6][chance.below(4)],
        2 => whole / (1 + chance.below(97)) as f64,
        3 => whole * [1e3, 1e8, 1e9, 1e12, 1e300][chance.below(5)],
        _ => Some(f64::from_bits(chance.next())).filter(|it| it.is_finite()).unwrap_or(0.1 + 0.2),
    }
}
