//! Numbers as people write them: digits, a point, digits.
//!
//! Rust's own way reads and writes every number exactly, with tables of thirty kilobytes, which a phone would have
//! to fetch. Here fifteen digits are exact, more than any answer has; [`crate::answer`] takes no more decimals than
//! its author allows.

/// The most digits behind the point.
const MOST: u32 = 15;

/// A number written with digits (and perhaps a sign and a point), and how many decimals it really has: `5.0` has
/// none. None for anything else.
pub fn read(text: &str) -> Option<(f64, u32)> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(part) || digits.ends_with('.') {
        return None;
    }
    let part = part.trim_end_matches('0');
    let mut number = 0.0;
    for digit in whole.bytes().chain(part.bytes()) {
        number = number * 10.0 + f64::from(digit - b'0');
    }
    // Both are whole numbers that a float holds exactly, so that the quotient is the float nearest to what is written.
    number /= power(part.len() as u32);
    Some((if text.starts_with('-') { -number } else { number }, part.len() as u32))
}

/// A number in digits, with as few decimals as say which it is; fifteen digits at most.
pub fn write(number: f64) -> String {
    let mut places = 0;
    while places < MOST {
        let scaled = (number * power(places)).round();
        if scaled / power(places) == number || scaled.abs() >= 1e14 {
            break;
        }
        places += 1;
    }
    let scaled = (number * power(places)).round() as i64;
    let digits = scaled.unsigned_abs().to_string();
    let sign = if scaled < 0 { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{digits}");
    }
    let zeros = "0".repeat((places as usize + 1).saturating_sub(digits.len()));
    let digits = zeros + &digits;
    let (whole, part) = digits.split_at(digits.len() - places as usize);
    format!("{sign}{whole}.{}", part.trim_end_matches('0')).trim_end_matches('.').to_owned()
}

fn power(places: u32) -> f64 {
    (0..places).fold(1.0, |it, _| it * 10.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_decimal_is_read_and_written_as_by_rust(digits in -999_999_999_999_i64..1_000_000_000_000, places in 0_u32..4) {
            let negative = if digits < 0 { "-" } else { "" };
            let all = format!("{:0>4}", digits.unsigned_abs());
            let (whole, part) = all.split_at(all.len() - places as usize);
            let text = if places == 0 { format!("{negative}{whole}") } else { format!("{negative}{whole}.{part}") };
            let (number, _) = read(&text).expect("a number");
            let std: f64 = text.parse().expect("a number");
            prop_assert_eq!(number, std);
            if std != 0.0 {
                prop_assert_eq!(write(number), std.to_string());
            }
        }
    }

    #[test]
    fn what_is_no_decimal_is_written_with_as_many_digits_as_there_is_room_for() {
        assert_eq!(write(1.0 / 3.0), "0.333333333333333");
        assert_eq!(write(0.1 + 0.2), "0.3");
        assert_eq!(write(-0.5), "-0.5");
        assert_eq!(write(1e15), "1000000000000000");
        assert_eq!(write(0.0), "0");
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "1.", ".5", "1e3", "1,5", "--1", "1.2.3", "NaN", "inf", "１"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("+5.50"), Some((5.5, 1)));
    }
}
